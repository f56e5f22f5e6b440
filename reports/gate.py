"""This module knows when a comparison must be looked at: which gate `compare --fail-on` sets, and who misses it."""

from __future__ import annotations

import re

from reports.changes import Comparison

SHOWN = 5
_GATE = re.compile(r"drop=(\d{1,3}(?:\.\d{1,3})?)")


def drop_limit(gate: str | None) -> float | None:
    """The points of `drop=N`, None without a gate; raises ValueError for anything else."""
    if gate is None:
        return None
    found = _GATE.fullmatch(gate.strip())
    if not found:
        raise ValueError(f"--fail-on {gate!r} is no gate; write drop=N, N points of score, as in drop=5")
    return float(found[1])


def missed_gate(comparison: Comparison, limit: float) -> str:
    """Who fell by so many points or more, in words; "" when nobody did."""
    fallen = sorted(
        (mover for mover in comparison.movers if -mover.score_change >= limit and mover.score_change < 0),
        key=lambda mover: (mover.score_change, mover.site.id),
    )
    if not fallen:
        return ""
    named = ", ".join(f"{mover.site.id} ({mover.score_change:+.1f})" for mover in fallen[:SHOWN])
    more = f" and {len(fallen) - SHOWN} more" if len(fallen) > SHOWN else ""
    return f"{len(fallen)} fell by {limit:g} points or more: {named}{more}"
