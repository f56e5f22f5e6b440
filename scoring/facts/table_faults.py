"""This module knows what is wrong with a page's tables: cells without headers, headers astray, layout by table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scoring.facts.accessible_names import Names

MAX_TABLES = 100
MAX_MARKS = 1000
MAX_ROWS = 1000
MAX_CELLS = 40
MAX_CELL_CHARACTERS = 120
LEAST_ROWS = 3
HEADER_ROLES = frozenset({"columnheader", "rowheader"})
HEADERS = 'th,td[scope],[role="columnheader"],[role="rowheader"]'
LAID_OUT = "table,form,h1,h2,iframe,nav"


def table_faults(tree: LexborHTMLParser, names: Names) -> Iterator[tuple[str, LexborNode]]:
    """Each fault of a table: the rule, and the cell or table that breaks it.

    A table that lays a page out is told by what stands in it: tables, forms or headings, and no header cell. A table
    of data is told by three rows and more of equally many short cells, some of them figures. What all tables of a page
    hold is looked up once, since tables may stand in each other without end.
    """
    tables = tree.css("table")[:MAX_TABLES]
    if not tables:
        return
    yield from _astray(tree, names)
    with_headers = {_table_of(node) for node in tree.css(HEADERS)[:MAX_MARKS]}
    laid_out = {_table_of(node) for node in tree.css(LAID_OUT)[:MAX_MARKS]}
    rows: dict[int, list[LexborNode]] = {}
    for row in tree.css("tr")[:MAX_ROWS]:
        rows.setdefault(_table_of(row), []).append(row)
    for table in tables:
        if "role" in table.attributes or table.mem_id in with_headers or not names.is_exposed(table):
            continue
        if table.mem_id in laid_out:
            yield "table_for_layout", table
        elif _is_data(rows.get(table.mem_id, [])):
            yield "table_without_headers", table


def _astray(tree: LexborHTMLParser, names: Names) -> Iterator[tuple[str, LexborNode]]:
    """Cells whose `headers` name something else than header cells of the same table."""
    for cell in tree.css("td[headers],th[headers]")[:MAX_MARKS]:
        table = _table_node(cell)
        role = (table.attributes.get("role") or "table").strip() if table is not None else ""
        if table is None or role not in ("table", "grid", "treegrid") or not names.is_exposed(cell):
            continue
        for name in (cell.attributes.get("headers") or "")[:500].split()[:20]:
            header = names.ids().get(name)
            is_own = header is not None and _is_header(header) and header.mem_id != cell.mem_id
            if header is None or not is_own or _table_of(header) != table.mem_id:
                yield "headers_astray", cell
                break


def _is_header(node: LexborNode) -> bool:
    return node.tag == "th" or (node.attributes.get("role") or "").strip() in HEADER_ROLES


def _table_node(node: LexborNode) -> LexborNode | None:
    climb = node.parent
    for _ in range(20):
        if climb is None or climb.tag == "table":
            return climb
        climb = climb.parent
    return None


def _table_of(node: LexborNode) -> int:
    table = _table_node(node)
    return table.mem_id if table is not None else 0


def _is_data(rows: list[LexborNode]) -> bool:
    widths: set[int] = set()
    figures = 0
    for row in rows:
        words = [(cell.text() or "")[:1000] for cell in islice(row.iter(), MAX_CELLS) if cell.tag == "td"]
        if not words or any(len(" ".join(each.split())) > MAX_CELL_CHARACTERS for each in words):
            return False
        widths.add(len(words))
        figures += sum(any(letter.isdigit() for letter in each) for each in words)
    return len(rows) >= LEAST_ROWS and len(widths) == 1 and widths.pop() >= 2 and figures >= len(rows)
