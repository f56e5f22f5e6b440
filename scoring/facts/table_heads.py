"""This module knows the heads of tables that have no rows, also where their cells are not marked as a head."""

from __future__ import annotations

import re

from scoring.facts.outline import Outline
from scoring.facts.text import weigh

MAX_TABLES = 50
MAX_ROWS = 200
MIN_CELLS = 3
MAX_CELL = 30
"""A column's name has no more than this weight."""
_NO_NAME = re.compile(r"\d|[。:：,，;；!！?？$€£¥]|\.(?!\Z)")
_THINGS = ("a", "img", "input", "select", "textarea", "iframe")


def head_cells(outline: Outline) -> frozenset[int]:
    """The cells of each table that has one filled row, and there only names of columns: short words, no figure.

    Blind spot: a table of one row of such words that is meant as it stands.
    """
    cells: list[int] = []
    for table in outline.of_tag.get("table", ())[:MAX_TABLES]:
        is_plain = len(outline.within(table, outline.of_tag["table"])) <= 1
        if is_plain and not any(outline.within(table, outline.of_tag.get(tag, ())) for tag in _THINGS):
            cells += _head(outline, table)
    return frozenset(cells)


def _head(outline: Outline, table: int) -> list[int]:
    rows = outline.within(table, outline.of_tag.get("tr", ()))
    filled = [row for row in rows[:MAX_ROWS] if outline.text(row).strip()]
    if len(filled) != 1 or len(rows) > MAX_ROWS or outline.within(filled[0], outline.of_tag.get("th", ())):
        return []
    cells = list(outline.within(filled[0], outline.of_tag.get("td", ())))
    names = [name for cell in cells if (name := outline.text(cell).strip())]
    is_head = len(names) >= MIN_CELLS and all(weigh(name) <= MAX_CELL and not _NO_NAME.search(name) for name in names)
    return cells if is_head else []
