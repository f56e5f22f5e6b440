"""This module knows what is wrong with a page's tables: cells without headers, headers astray, layout by table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from scoring.facts.accessible_names import Names
from scoring.facts.outline import Outline
from scoring.facts.regions import element_children

MAX_TABLES = 100
MAX_MARKS = 1000
MAX_ROWS = 1000
MAX_CELLS = 40
MAX_CLIMB = 20
MAX_TEXTS = 500
MAX_CELL_CHARACTERS = 120
LEAST_ROWS = 3
HEADER_ROLES = frozenset({"columnheader", "rowheader"})
LAID_OUT = ("table", "form", "h1", "h2", "iframe", "nav")


def table_faults(names: Names) -> Iterator[tuple[str, int]]:
    """Each fault of a table: the rule, and the cell or table that breaks it.

    A table that lays a page out is told by what stands in it: tables, forms or headings, and no header cell. A table
    of data is told by three rows and more of equally many short cells, some of them figures. What all tables of a page
    hold is looked up once, since tables may stand in each other without end.
    """
    outline = names.outline
    tables = outline.of_tag.get("table", [])[:MAX_TABLES]
    if not tables:
        return
    yield from _astray(names)
    with_headers = {_table_of(outline, number) for number in _header_cells(outline)}
    parts = sorted(number for tag in LAID_OUT for number in outline.of_tag.get(tag, ()))
    laid_out = {_table_of(outline, number) for number in parts[:MAX_MARKS]}
    rows: dict[int, list[int]] = {}
    for row in outline.of_tag.get("tr", [])[:MAX_ROWS]:
        rows.setdefault(_table_of(outline, row), []).append(row)
    for table in tables:
        if "role" in outline.attributes[table] or table in with_headers or not names.exposure.is_exposed(table):
            continue
        if table in laid_out:
            yield "table_for_layout", table
        elif _is_data(outline, rows.get(table, [])):
            yield "table_without_headers", table


def _header_cells(outline: Outline) -> list[int]:
    tags, attributes = outline.tags, outline.attributes
    found = set(outline.of_tag.get("th", ()))
    found.update(number for number in outline.of_attribute.get("scope", ()) if tags[number] == "td")
    roles = outline.of_attribute.get("role", ())
    found.update(number for number in roles if attributes[number].get("role") in HEADER_ROLES)
    return sorted(found)[:MAX_MARKS]


def _astray(names: Names) -> Iterator[tuple[str, int]]:
    """Cells whose `headers` name something else than header cells of the same table."""
    outline = names.outline
    cells = [number for number in outline.of_attribute.get("headers", ()) if outline.tags[number] in ("td", "th")]
    for cell in cells[:MAX_MARKS]:
        table = _table_of(outline, cell)
        role = (outline.attributes[table].get("role") or "table").strip() if table else ""
        if role not in ("table", "grid", "treegrid") or not names.exposure.is_exposed(cell):
            continue
        for name in (outline.attributes[cell].get("headers") or "")[:500].split()[:20]:
            header = names.ids().get(name)
            is_own = header is not None and header != cell and _is_header(outline, header)
            if header is None or not is_own or _table_of(outline, header) != table:
                yield "headers_astray", cell
                break


def _is_header(outline: Outline, number: int) -> bool:
    role = (outline.attributes[number].get("role") or "").strip()
    return outline.tags[number] == "th" or role in HEADER_ROLES


def _table_of(outline: Outline, number: int) -> int:
    """The table around an element; 0, the body, for none."""
    return next((one for one in islice(outline.around(number), MAX_CLIMB) if outline.tags[one] == "table"), 0)


def _is_data(outline: Outline, rows: list[int]) -> bool:
    widths: set[int] = set()
    figures = 0
    for row in rows:
        cells = [cell for cell in element_children(outline, row)[:MAX_CELLS] if outline.tags[cell] == "td"]
        words = [_words(outline, cell) for cell in cells]
        if not words or any(len(" ".join(each.split())) > MAX_CELL_CHARACTERS for each in words):
            return False
        widths.add(len(words))
        figures += sum(any(letter.isdigit() for letter in each) for each in words)
    return len(rows) >= LEAST_ROWS and len(widths) == 1 and widths.pop() >= 2 and figures >= len(rows)


def _words(outline: Outline, cell: int) -> str:
    start, end = outline.text_starts[cell], outline.text_ends[cell]
    return "".join(outline.texts[start : min(end, start + MAX_TEXTS)])[:1000]
