"""This module knows what a day on a page is the day of: by the label before it, or by the head of its column."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from scoring.facts.calendars import WrittenDay
from scoring.facts.regions import Regions, element_children, elements_after
from scoring.facts.shown import ShownText
from scoring.lexicon import WordBook

LABEL_REACH = 60
"""So many characters before a day are looked through for its label."""
MAX_BETWEEN = 26
"""And so many at most may stand between the two: "Asked by J. Harper on"."""
AFTER_REACH = 3
MAX_LABEL_LINE = 40
MAX_HEAD = 24
MAX_ROWS = 500
MAX_HEADS = 200
"""So many pieces of text are looked at as heads of columns."""
MAX_ROLE_DAYS = 1_500
OTHER_LABELS = ("published", "updated", "signed", "letter_done", "letter_open")
"""A day under one of these labels, or after a word of state (已回复), is none of those looked for."""
_EDGES = " \t\x1f\xa0\u3000:：|/()（）[]【】*.-–—"


@dataclass(slots=True)
class RoleDay:
    """A day, what it is the day of (a family of the lexicon, "" when unknown), and the piece of text it stands in."""

    day: date
    start: int
    end: int
    piece: int
    role: str = ""
    row: int = 0
    """The row (an element) of a table with headed columns that it stands in, 0 for none."""


@dataclass(frozen=True, slots=True)
class HeadedRow:
    """A row of a table whose columns have heads: its element, and the span of pieces in each column by role."""

    element: int
    cells: dict[str, tuple[int, int] | None]


def days_with_roles(
    shown: ShownText, days: Sequence[WrittenDay], regions: Regions, *, families: tuple[str, ...], book: WordBook
) -> tuple[list[RoleDay], list[HeadedRow]]:
    """The days of a page with their roles among `families`, in order, and the rows of tables that head them."""
    roles: list[RoleDay] = []
    known = families + OTHER_LABELS
    last_end = 0
    for written in days[:MAX_ROLE_DAYS]:
        label = label_before(shown.text, written.start, since=last_end, families=known, book=book)
        role = label if label in families else ""
        if not label:
            role = label_after(shown.text, written.end, families=families, book=book)
        roles.append(RoleDay(written.day, written.start, written.end, shown.index_at(written.start), role))
        last_end = written.end
    pieces = [day.piece for day in roles]
    rows = list(islice(_headed_rows(shown, pieces, regions, families, book), MAX_ROWS))
    for row in rows:
        for role, span in row.cells.items():
            within = roles[bisect_left(pieces, span[0]) : bisect_right(pieces, span[1])] if span else []
            for day in within:
                day.role, day.row = role, row.element
    return roles, rows


def label_before(text: str, start: int, *, since: int, families: tuple[str, ...], book: WordBook) -> str:
    """The family of the label before a place: on the same line, or alone on the line before; "" when there is none."""
    window = text[max(since, start - LABEL_REACH) : start]
    earlier, broken, line = window.rpartition("\n")
    if found := book.last_phrase(families, line):
        return found[0] if found[1] <= MAX_BETWEEN else ""
    if not broken or line.strip(_EDGES):
        return ""
    label = earlier.rpartition("\n")[2].strip(_EDGES)
    found = book.last_phrase(families, label) if 0 < len(label) <= MAX_LABEL_LINE else None
    return found[0] if found and not found[1] else ""


def label_after(text: str, end: int, *, families: tuple[str, ...], book: WordBook) -> str:
    """The family whose word stands right after a day (4月6日留言), or "": `<family>_after` in the lexicon."""
    after = text[end : end + AFTER_REACH]
    known = tuple(f"{family}_after" for family in families)
    for length in range(len(after), 1, -1):
        if found := book.family_of(known, after[:length]):
            return found.removesuffix("_after")
    return ""


def _headed_rows(
    shown: ShownText, with_days: list[int], regions: Regions, families: tuple[str, ...], book: WordBook
) -> Iterator[HeadedRow]:
    """The rows below a row of column heads: two or more labels in one row that holds no day itself."""
    heads: dict[int, dict[int, str]] = {}
    labels = (index for index in range(len(shown.elements)) if len(shown.pieces[index]) <= MAX_HEAD)
    named = ((index, family) for index in labels if (family := book.family_of(families, shown.pieces[index])))
    for index, family in islice(named, MAX_HEADS):
        if found := _row_and_position(shown, index, regions):
            row, position = found
            heads.setdefault(row, {}).setdefault(position, family)
    for row, columns in heads.items():
        span = regions.span(row)
        if len(columns) < 2 or span is None or bisect_left(with_days, span[0]) < bisect_right(with_days, span[1]):
            continue
        width = len(element_children(shown.outline, row))
        for below in islice(_rows_below(shown, row), MAX_ROWS):
            cells = element_children(shown.outline, below)
            if len(cells) == width:
                yield HeadedRow(below, {role: regions.span(cells[at]) for at, role in columns.items()})


def _row_and_position(shown: ShownText, index: int, regions: Regions) -> tuple[int, int] | None:
    """The row that a head stands in, and the number of its cell there: a head may be wrapped within its cell."""
    cell = shown.elements[index]
    for row in islice(shown.outline.around(cell), 4):
        if row <= 0:
            return None
        span = regions.span(row)
        if span is not None and span[1] > span[0]:
            cells = element_children(shown.outline, row)
            return (row, cells.index(cell)) if cell in cells else None
        cell = row
    return None


def _rows_below(shown: ShownText, head: int) -> Iterator[int]:
    """The elements after a head row, or, when it stands alone in its part, those in the part after."""
    outline = shown.outline
    is_alone = True
    for row in elements_after(outline, head):
        is_alone = False
        yield row
    if is_alone and (part := outline.parents[head]) > 0 and (after := next(elements_after(outline, part), None)):
        yield from element_children(outline, after)
