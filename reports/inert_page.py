"""This module knows how a portal's page stands as inert text: headings, paragraphs, lists and tables, and no markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.frame import INLINE, unread_elements
from scoring.facts.outline import Outline, outline_of

Kind = Literal["heading", "paragraph", "list", "table"]

SHOWN_TEXT = 20_000
"""No more characters of a page are shown; a cell or a block without any counts as one."""
MOST_CELLS = 30
"""No more cells of a row are kept apart; what follows stands in the last of them."""
MARKED = 120
"""So many characters of an excerpt are looked for; excerpts may end in the middle of a sentence."""
MENU_ITEM = 16
"""A list whose items are all this short is a menu, whose items stand side by side."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
ITEMS = ("li", "dt", "dd")
NEVER_IN_CELLS = ("table", "ul", "ol", "dl", "form", *HEADINGS)
"""A row that holds one of these lays out a page, and is no row of a table."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some words, and whether they belong to the excerpt."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, a paragraph, a list or a table. Each line is an item or a row, and has one cell but for tables."""

    kind: Kind
    lines: tuple[tuple[tuple[Run, ...], ...], ...]
    is_menu: bool = False


@dataclass(frozen=True, slots=True)
class InertPage:
    """The words of a page that a reader sees. `is_cut` says that there are more of them than are shown."""

    parts: tuple[Part, ...]
    is_cut: bool


@dataclass
class _Line:
    """A line under way; `group` is the list or table it belongs to, `owner` the item."""

    kind: Kind
    group: int
    owner: int
    cells: list[str]


@dataclass
class _Walk:
    """How far a page has been read; `contexts` are the open headings and items, `row` the open row of a table."""

    lines: list[_Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    contexts: list[int] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    row: int = -1
    left: int = SHOWN_TEXT

    def taken(self) -> str:
        """The words since the last taking, blanks collapsed; line breaks stay. They count against what is shown."""
        lines = (" ".join(line.split()) for line in "".join(self.pieces).split("\n"))
        words = "\n".join(line for line in lines if line)[: max(self.left, 0)]
        self.pieces.clear()
        self.left -= max(len(words), 1)
        return words


def inert_page(tree: LexborHTMLParser, excerpt: str = "") -> InertPage:
    """What a page says, as text in blocks. The first place where the excerpt stands is marked, whatever parts it."""
    outline = outline_of(tree)
    walk = _walked(outline)
    texts = [cell for line in walk.lines for cell in line.cells]
    runs = iter(_marked(texts, _bare(excerpt)[:MARKED]))
    return InertPage(tuple(_parts(walk.lines, runs)), is_cut=walk.left <= 0)


def _walked(outline: Outline) -> _Walk:
    walk = _Walk()
    unread = unread_elements(outline)
    layout = sorted(number for tag in NEVER_IN_CELLS for number in outline.of_tag.get(tag, ()))
    rows = {number for number in outline.of_tag.get("tr", ()) if not outline.holds(number, layout)}
    unread_in = ended = -1
    for event in outline.events:
        if walk.left <= 0:
            break
        if isinstance(event, str):
            if unread_in < 0:
                walk.pieces.append(" ".join(event.splitlines()))
        elif event is None:
            continue
        elif event < 0:
            if unread_in == ~event:
                unread_in = -1
            elif unread_in < 0:
                ended = ~event
                _close(walk, outline, ended)
        elif unread_in >= 0:
            continue
        elif event in unread:
            unread_in = event
        else:
            if outline.tags[event] == "a" and ended >= 0 and outline.tags[ended] == "a":
                walk.pieces.append(" ")
            _open(walk, outline, event, is_row=event in rows)
    _flush(walk, outline)
    return walk


def _open(walk: _Walk, outline: Outline, number: int, *, is_row: bool) -> None:
    tag = outline.tags[number]
    if tag == "br":
        walk.pieces.append("\n")
    elif walk.row >= 0:
        walk.pieces.append("" if tag in INLINE else "\n")
    elif tag not in INLINE:
        _flush(walk, outline)
        if is_row:
            walk.row = number
        elif tag in HEADINGS or tag in ITEMS:
            walk.contexts.append(number)


def _close(walk: _Walk, outline: Outline, number: int) -> None:
    tag = outline.tags[number]
    if walk.row == number:
        _end_row(walk, outline)
    elif walk.row >= 0:
        if tag in ("td", "th") and len(walk.cells) < MOST_CELLS:
            walk.cells.append(walk.taken())
        else:
            walk.pieces.append("" if tag in INLINE else "\n")
    elif tag not in INLINE and tag != "br":
        _flush(walk, outline)
        if walk.contexts and walk.contexts[-1] == number:
            walk.contexts.pop()


def _end_row(walk: _Walk, outline: Outline) -> None:
    if words := walk.taken():
        walk.cells.append(words)
    if any(walk.cells):
        table = next((one for one in outline.around(walk.row) if outline.tags[one] == "table"), walk.row)
        walk.lines.append(_Line("table", table, walk.row, walk.cells))
    walk.cells, walk.row = [], -1


def _flush(walk: _Walk, outline: Outline) -> None:
    """End the block under way. What an item goes on with after a block inside it stays the same item."""
    if walk.row >= 0:
        _end_row(walk, outline)
    if not walk.pieces or not (words := walk.taken()):
        return
    owner = walk.contexts[-1] if walk.contexts else -1
    if owner >= 0 and walk.lines and walk.lines[-1].owner == owner:
        walk.lines[-1].cells[0] += f"\n{words}"
        return
    kind: Kind = "paragraph" if owner < 0 else ("heading" if outline.tags[owner] in HEADINGS else "list")
    group = outline.parents[owner] if kind == "list" else len(walk.lines)
    walk.lines.append(_Line(kind, group, owner, [words]))


def _marked(texts: Sequence[str], wanted: str) -> Iterator[tuple[Run, ...]]:
    """Each text in runs. Blanks count for nothing in the search, so that an excerpt may run over several blocks."""
    bare = [_bare(text) for text in texts]
    start = "".join(bare).find(wanted) if wanted else -1
    end = start + len(wanted) if start >= 0 else -1
    for text, letters in zip(texts, bare, strict=True):
        yield _runs(text, max(start, 0), min(end, len(letters)))
        start, end = start - len(letters), end - len(letters)


def _runs(text: str, first: int, last: int) -> tuple[Run, ...]:
    """A text whose letters from `first` to before `last`, blanks not counted, belong to the excerpt."""
    begin = end = len(text)
    if first < last:
        places = [place for place, letter in enumerate(text) if not letter.isspace()]
        begin, end = places[first], places[last - 1] + 1
    pieces = ((text[:begin], False), (text[begin:end], True), (text[end:], False))
    return tuple(Run(piece, is_marked) for piece, is_marked in pieces if piece)


def _bare(text: str) -> str:
    return "".join(text.split())


def _parts(lines: Sequence[_Line], runs: Iterator[tuple[Run, ...]]) -> Iterator[Part]:
    for (kind, _), group in groupby(lines, key=lambda line: (line.kind, line.group)):
        found = list(group)
        yield Part(
            kind,
            tuple(tuple(next(runs) for _ in line.cells) for line in found),
            is_menu=kind == "list" and all(len(line.cells[0]) <= MENU_ITEM for line in found),
        )
