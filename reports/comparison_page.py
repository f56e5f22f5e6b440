"""This module knows what a page of a comparison shows, within a report and as a page of its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from reports.changes import Comparison, Mover
from reports.charts import Shift, shift
from reports.formats import environment
from reports.text import ENGLISH
from site_lists.model import Site

STATIC = Path(__file__).parent / "static"
MOVERS_SHOWN = 300
"""So many movers stand on a page, the biggest changes of score; a page of thousands is read by nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoverParts:
    """A mover's change in parts, as bars on one scale, and in a word: `verdict` is a key of the texts."""

    portal: Shift
    observation: Shift
    rubric: Shift | None
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldComparison:
    """What a page says of all movers: their parts by site, and how many rose and fell by more than chance.

    `shown` are the movers that stand on the page, `parts` are theirs; `took_in` are the sites merged into one of them.
    """

    shown: tuple[Mover, ...]
    parts: Mapping[str, MoverParts]
    took_in: Mapping[str, tuple[Site, ...]]
    sure_rose: int
    sure_fell: int
    by_chance: int


def comparison_values(comparison: Comparison | None) -> dict[str, Any]:
    """What the templates ask of a comparison."""
    movers = comparison.movers if comparison else ()
    figures = [
        abs(part) for one in movers for part in (one.site_change, one.observation_change, one.rubric_change or 0)
    ]
    largest = max(figures, default=0.0)
    sure = [one.site_change for one in movers if one.is_significant]
    shown = movers[:MOVERS_SHOWN]
    merged = {row.site.id: row.site for row in (*comparison.left, *comparison.entered)} if comparison else {}
    told = ToldComparison(
        shown=tuple(shown),
        parts={one.site.id: parts_of(one, largest) for one in shown},
        took_in={one.site.id: tuple(merged[site_id] for site_id in one.took_in) for one in shown if one.took_in},
        sure_rose=sum(change > 0 for change in sure),
        sure_fell=sum(change < 0 for change in sure),
        by_chance=len(movers) - len(sure),
    )
    return {"comparison": comparison, "told": told}


def parts_of(mover: Mover, largest: float) -> MoverParts:
    """A mover's change in parts, on a scale whose end is the largest part, in points."""
    return MoverParts(
        portal=shift(mover.site_change, largest),
        observation=shift(mover.observation_change, largest),
        rubric=shift(mover.rubric_change, largest) if mover.rubric_change else None,
        verdict=verdict_of(mover),
    )


def verdict_of(mover: Mover) -> str:
    """What may be said of a mover: it rose or fell surely, or what it shows is observation or chance."""
    if mover.is_significant:
        return "rose" if mover.site_change > 0 else "fell"
    if not mover.score_change and not mover.site_change:
        return "same"
    return "seen" if abs(mover.observation_change) > abs(mover.site_change) else "chance"


def standalone_comparison(comparison: Comparison, *, language: str = ENGLISH) -> str:
    """A comparison as one page with its style inside, in a language."""
    values = {**comparison_values(comparison), **style_values(), "pages_of": frozenset(), "root": ""}
    return environment(language).get_template("compare.html").render(values)


def style_values() -> dict[str, str]:
    """The style that stands inside a page of its own, and the digest by which the page's policy allows it."""
    style = (STATIC / "report.css").read_text(encoding="utf-8")
    return {
        "style": Markup(style),  # noqa: S704 -- our own file
        "style_digest": base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    }
