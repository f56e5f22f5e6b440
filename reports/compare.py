"""This module knows the forms a comparison is told in: a table for the terminal, CSV, JSON and a page."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from reports.changes import Comparison, Mover, compare_waves
from reports.frames import csv_text
from reports.group_changes import GroupChange
from reports.pairing import Apart
from reports.survey import printable
from reports.text import ENGLISH
from reports.trends import Trends

__all__ = ["Comparison", "compare_waves", "to_csv", "to_html", "to_json", "to_table"]

SCHEMA = "egovbench/comparison/1"
"""Which schema the JSON follows: reports/schemas/comparison.schema.json."""
SHOWN_NAME = 28
"""Columns of the terminal that a site's name may take."""

MEANING = (
    "change = portal + observation: what changed on questions that both waves answered, and what came of answers",
    "that only one of them has. * more than chance; ± the standard error of the portal's change.",
    "rubric: what other rules had made of the scores as first published, beyond the change.",
)
_CSV_COLUMNS = (
    "site_id", "name", "name_en", "region", "level", "status", "reason", "criterion",
    "old_score", "new_score", "score_change", "site_change", "observation_change", "rubric_change", "published_change",
    "change_error", "is_significant", "old_rank", "new_rank", "rank_change",
    "old_coverage", "new_coverage", "improved", "worsened", "not_comparable",
)  # fmt: skip


def to_table(comparison: Comparison, trends: Trends | None = None) -> str:
    """The comparison as text of fixed columns, biggest movers first. What could not be done as asked comes first."""
    c = comparison
    lines = [*(f"Note: {note}" for note in c.notes), f"{c.site_list}: {c.old} → {c.new}, rubric {c.rubric}", ""]
    if c.by:
        columns = (c.by, "sites", c.old, c.new, "change", "rose", "surely", "fell", "surely")
        lines += _grid(columns, [_group_cells(g) for g in c.groups])
    else:
        titles = [item.title[:14] for item in c.movers[0].criteria] if c.movers else []
        parts = ("change", "portal", "observation", "±", "rubric")
        header = ("site", "rank", "places", "score", *parts, *titles, "better", "worse", "n/c")
        lines += _grid(header, [_mover_cells(mover) for mover in c.movers])
    if not c.movers:
        lines.append("No site has a rank in both waves.")
    for title, rows in (("Entered", c.entered), ("Left", c.left), ("Could not be compared", c.not_comparable)):
        if rows:
            lines += ["", f"{title} ({len(rows)})", *(f"  {_name(row)}: {row.reason}" for row in rows)]
    if c.movers and not c.by:
        lines += ["", *MEANING]
    if trends:
        lines += _trend_lines(trends)
    return "\n".join(printable(line).rstrip() for line in lines) + "\n"


def _name(row: Apart | Mover) -> str:
    return f"{row.site.id} ({row.site.name_en or row.site.name})"


def _group_cells(group: GroupChange) -> tuple[str, ...]:
    means = (f"{group.old:.1f}", f"{group.new:.1f}", signed(group.change))
    surely = ["–" if count is None else str(count) for count in (group.surely_rose, group.surely_fell)]
    return (group.group, str(group.sites), *means, str(group.rose), surely[0], str(group.fell), surely[1])


def _mover_cells(mover: Mover) -> tuple[str, ...]:
    return (
        _fitted(mover.site.name_en or mover.site.name),
        f"{mover.old_rank} → {mover.new_rank}",
        signed(mover.rank_change),
        f"{mover.old_score:.1f} → {mover.new_score:.1f}",
        signed(mover.score_change),
        signed(mover.site_change) + ("*" if mover.is_significant else ""),
        signed(mover.observation_change),
        f"{mover.change_error:.1f}",
        signed(mover.rubric_change),
        *(signed(item.change) for item in mover.criteria),
        str(len(mover.improved)),
        str(len(mover.worsened)),
        str(len(mover.not_comparable)),
    )


def _trend_lines(trends: Trends) -> list[str]:
    lines: list[str] = []
    for title, rows in (("site", trends.sites), ("region", trends.regions)):
        cells = [
            (_fitted(row.name), *("–" if score is None else f"{score:.1f}" for score in row.scores), signed(row.slope))
            for row in rows
        ]
        lines += ["", f"Trend by {title}", *_grid((title, *trends.waves, "a wave"), cells)]
    return lines


def signed(number: float | int | None) -> str:
    """A change with its sign, 0 without one, and – when there is none to tell."""
    if number is None:
        return "–"
    digits = f"{abs(number):.1f}" if isinstance(number, float) else str(abs(number))
    return digits if float(digits) == 0 else f"{'+' if number > 0 else '−'}{digits}"


def _grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(_width(row[column]) for row in (header, *rows)) for column in range(len(header))]
    lines = []
    for row in (header, *rows):
        cells = [_padded(cell, width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append("  ".join([row[0] + " " * (widths[0] - _width(row[0])), *cells]))
    return lines


def _width(text: str) -> int:
    """How many columns a terminal gives the text: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return " " * (width - _width(text)) + text


def _fitted(text: str) -> str:
    plain = printable(text)
    if _width(plain) <= SHOWN_NAME:
        return plain
    while _width(plain) >= SHOWN_NAME:
        plain = plain[:-1]
    return plain + "…"


def to_csv(comparison: Comparison) -> str:
    """One row a site × criterion (the overall score under `total`), or one row a group when grouped."""
    c = comparison
    if c.by:
        surely = ("surely_rose", "surely_fell")
        columns = (c.by, "sites", "old_score", "new_score", "score_change", "rose", "fell", *surely)
        groups = [
            (g.group, g.sites, g.old, g.new, g.change, g.rose, g.fell, g.surely_rose, g.surely_fell) for g in c.groups
        ]
        return csv_text(columns, groups)
    rows: list[tuple[object, ...]] = []
    for mover in c.movers:
        rows.extend(_mover_rows(mover))
    for status, aparts in (("entered", c.entered), ("left", c.left), ("not_comparable", c.not_comparable)):
        rows.extend((*_site_cells(item), status, item.reason, *[None] * 18) for item in aparts)
    return csv_text(_CSV_COLUMNS, rows)


def _site_cells(row: Apart | Mover) -> tuple[str, ...]:
    return row.site.id, row.site.name, row.site.name_en, row.site.region, row.site.level


def _mover_rows(mover: Mover) -> list[tuple[object, ...]]:
    site = (*_site_cells(mover), "compared", "")
    counts = (len(mover.improved), len(mover.worsened), len(mover.not_comparable))
    coverage = (mover.old_coverage, mover.new_coverage)
    ranks = (mover.old_rank, mover.new_rank, mover.rank_change)
    parts = (mover.site_change, mover.observation_change, mover.rubric_change, mover.published_change)
    sure = (mover.change_error, "yes" if mover.is_significant else "no")
    scores = (mover.old_score, mover.new_score, mover.score_change)
    total = (*site, "total", *scores, *parts, *sure, *ranks, *coverage, *counts)
    return [total, *((*site, i.criterion, i.old, i.new, i.change, *[None] * 14) for i in mover.criteria)]


def to_json(comparison: Comparison, trends: Trends | None = None) -> str:
    """The whole comparison as JSON, after `comparison.schema.json`; a site stands with its id, names, region, level."""
    row = {"schema": SCHEMA, **asdict(comparison), "trends": asdict(trends) if trends else None}
    for part in ("movers", "entered", "left", "not_comparable"):
        for item, source in zip(row[part], getattr(comparison, part), strict=True):
            item["site"] = _site_object(source)
    return json.dumps(row, ensure_ascii=False, indent=1) + "\n"


def _site_object(row: Apart | Mover) -> dict[str, Any]:
    return dict(zip(("id", "name", "name_en", "region", "level"), _site_cells(row), strict=True))


def to_html(comparison: Comparison, *, language: str = ENGLISH) -> str:
    """The comparison as one page that needs no other file, in a language."""
    from reports.comparison_page import standalone_comparison

    return standalone_comparison(comparison, language=language)
