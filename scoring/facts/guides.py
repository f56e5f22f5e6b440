"""This module knows how a service guide says who may apply, with what, where, for how much and how long it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scoring.lexicon import WordBook

MAX_NODES = 20_000
MAX_BLOCKS = 3_000
MAX_PIECES = 60
MAX_VALUE = 300
MAX_LABEL = 40
MAX_VALUE_BLOCKS = 12
CORE_FIELDS = frozenset(
    {"basis", "conditions", "materials", "process", "fee", "statutory_days", "promised_days", "visits", "online_depth"}
)
"""Place, hours and telephone stand on every contact page; these make a guide."""

_SKIPPED = frozenset(
    {"script", "style", "noscript", "template", "nav", "header", "footer", "select", "button", "svg", "iframe", "head"}
)
_CELLS = frozenset({"td", "th", "dt", "dd"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = (
    frozenset(
        {"p", "li", "div", "section", "article", "ul", "ol", "dl", "table", "tr", "br", "main", "body", "summary"}
    )
    | {"details", "figure", "fieldset", "legend", "blockquote", "form", "label"}
    | _CELLS
    | _HEADINGS
)
_COLON = re.compile(r"[:：︰]")


@dataclass(slots=True)
class _Block:
    """A stretch of text that a reader sees as a unit, in its pieces; `cell` numbers the table cell it stands in."""

    tag: str
    cell: int
    is_column_header: bool
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.pieces)


def guide_fields(tree: LexborHTMLParser, *, book: WordBook) -> dict[str, str]:
    """The fields of the service guide that a page is, with what is said of each; empty when it is no guide.

    Read from table cells, description lists, bold labels, lines such as "Fee: none", and headings with what follows.
    The first mention of a field wins; values are cut to 300 characters.
    """
    blocks = list(_blocks(tree))
    fields: dict[str, str] = {}
    for index, block in enumerate(blocks):
        if not block.is_column_header and (pair := _pair(blocks, index, book)):
            fields.setdefault(*pair)
    return fields if is_guide(fields) else {}


def is_guide(fields: dict[str, str]) -> bool:
    """Whether so many fields make a guide: three of legal basis, conditions, materials, process, fee, times, visits."""
    return len(CORE_FIELDS & fields.keys()) >= 3


def _pair(blocks: list[_Block], index: int, book: WordBook) -> tuple[str, str] | None:
    block = blocks[index]
    label, colon, value = _split(block)
    if colon and (name := book.field_of(label)):
        value = value or _value_after(blocks, index, book)
        return (name, value) if value else None
    if len(block.text) <= MAX_LABEL and (name := book.field_of(block.text)):
        value = _value_after(blocks, index, book)
        return (name, value) if value else None
    return None


def _split(block: _Block) -> tuple[str, bool, str]:
    """The label and the value of one block: at its first colon, or where a piece in bold ends."""
    match = _COLON.search(block.text[: MAX_LABEL + 1])
    if match:
        return block.text[: match.start()], True, block.text[match.end() :].strip()[:MAX_VALUE]
    if len(block.pieces) > 1 and block.tag not in _CELLS and len(block.pieces[0]) <= MAX_LABEL:
        return block.pieces[0], True, " ".join(block.pieces[1:])[:MAX_VALUE]
    return "", False, ""


def _value_after(blocks: list[_Block], index: int, book: WordBook) -> str:
    """What stands after a label: the next cell, or the blocks up to the next label or heading."""
    label = blocks[index]
    parts: list[str] = []
    for block in blocks[index + 1 : index + 1 + MAX_VALUE_BLOCKS]:
        ends = block.cell > label.cell + 1 if label.cell else bool(block.cell and parts) or block.tag in _HEADINGS
        if ends or block.is_column_header or _is_label(block, book):
            break
        parts.append(block.text)
    return " ".join(" ".join(parts).split())[:MAX_VALUE].strip()


def _is_label(block: _Block, book: WordBook) -> bool:
    label, colon, _ = _split(block)
    text = block.text if len(block.text) <= MAX_LABEL else label if colon else ""
    return bool(text and (book.field_of(text) or (colon and book.field_of(label))))


def _blocks(tree: LexborHTMLParser) -> Iterator[_Block]:
    """The page's text as blocks in reading order, bounded in number; menus, header and footer are left out."""
    made, cell = 0, 0
    current: _Block | None = None
    for event, node in _walk(tree.body):
        tag = node.tag or ""
        if tag == "-text":
            words = " ".join((node.text_content or "")[: 4 * MAX_VALUE].split())
            if words and current is not None and len(current.pieces) < MAX_PIECES:
                current.pieces.append(words)
            continue
        if tag not in _BLOCKS:
            continue
        if current is not None and current.pieces:
            yield current
            made += 1
            if made >= MAX_BLOCKS:
                return
        if tag in _CELLS and event == "open":
            cell += 1
        inside = cell if tag in _CELLS and event == "open" else current.cell if current else 0
        if tag in ("table", "dl") and event == "close":
            inside = 0
        current = _Block(tag if event == "open" else "", inside, tag == "th" and _is_header_row(node))
    if current is not None and current.pieces:
        yield current


def _is_header_row(cell: LexborNode) -> bool:
    """Whether all cells of a row are th: they name columns, not the cell beside them."""
    first = cell.parent.child if cell.parent is not None else None
    tags: list[str | None] = []
    while first is not None and len(tags) < 20:
        tags.append(first.tag)
        first = first.next
    cells = [tag for tag in tags if tag in ("td", "th")]
    return len(cells) > 1 and "td" not in cells


def _walk(root: LexborNode | None) -> Iterator[tuple[str, LexborNode]]:
    """The nodes under a root as they open and close, without recursion: pages may nest thousands deep."""
    stack: list[tuple[str, LexborNode]] = [("open", root)] if root is not None else []
    for _ in range(2 * MAX_NODES):
        if not stack:
            return
        event, node = stack.pop()
        yield event, node
        if event == "close" or node.tag == "-text":
            continue
        stack.append(("close", node))
        children: list[tuple[str, LexborNode]] = []
        child = node.child
        while child is not None and len(children) < MAX_NODES:
            if child.tag not in _SKIPPED:
                children.append(("open", child))
            child = child.next
        stack += reversed(children)
