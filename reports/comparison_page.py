"""This module knows what a page of a comparison shows, within a report and as a page of its own."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from markupsafe import Markup

from reports.changes import Comparison
from reports.charts import shift
from reports.formats import environment

STATIC = Path(__file__).parent / "static"


def comparison_values(comparison: Comparison | None) -> dict[str, Any]:
    """What the templates ask of a comparison."""
    movers = comparison.movers if comparison else ()
    largest = max((abs(mover.score_change) for mover in movers), default=0.0)
    shifts = {mover.site.id: shift(mover.score_change, largest) for mover in movers}
    return {"comparison": comparison, "shifts": shifts}


def standalone_comparison(comparison: Comparison) -> str:
    """A comparison as one page with its style inside."""
    style = (STATIC / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    values = {
        **comparison_values(comparison),
        "style": Markup(style),  # noqa: S704 -- our own file
        "style_digest": digest,
        "pages_of": frozenset(),
        "root": "",
    }
    return environment().get_template("compare.html").render(values)
