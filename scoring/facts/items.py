"""This module knows the rows of list pages: a title, an address and the day shown beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scoring.facts.calendars import real_day
from scoring.facts.model import DatedItem
from scoring.facts.row_days import RowDay, row_days
from scoring.facts.shown import INLINE_BREAK, OUTSIDE, ShownText, shown_text
from scoring.facts.stamps import country_of
from scoring.facts.years import heading_years, year_of_address, years_inferred
from scoring.lexicon import WordBook

MAX_ITEMS = 1_000
MAX_ROW = 2_500
"""A row with more characters is a page, not a row."""
MAX_ROW_NODES = 3_000
MAX_STEPS = 300_000
SAID_OFTEN = 3
_MAX_CLIMB = 8
_ROW_TAGS = frozenset({"li", "tr", "article", "dd"})
_EMPTY_BRACKETS = re.compile(r"[\[(（【〔]\s{0,3}[\])）】〕]|\s{2,}")


@dataclass(slots=True)
class _Row:
    found: RowDay
    element: LexborNode
    title: str
    url: str
    heading_year: int
    kind: tuple[str, ...]
    rank: int


def dated_items(
    tree: LexborHTMLParser, *, url: str, country: str, visited_on: date, book: WordBook, shown: ShownText | None = None
) -> tuple[DatedItem, ...]:
    """The dated rows of a list page in the order of the page, at most `MAX_ITEMS`.

    A row without a year gets the newest one that does not lie after `visited_on` and keeps the list descending,
    unless its address or the heading above names a year. Navigation, header, footer and clocks hold no rows.
    `shown` is the page's `shown_text`, for callers that have it.
    """
    shown = shown or shown_text(tree)
    country = country or country_of(tree)
    found = row_days(shown, country=country, months=book.months)
    if not found:
        return ()
    rows = _named(_kin(_rows(shown, found, url=url, book=book)))
    days = _with_years(rows, visited_on)
    items: dict[tuple[str, str, date], DatedItem] = {}
    for row, day in zip(rows, days, strict=True):
        if day is None or day > visited_on + timedelta(days=1):
            continue
        snippet = f"{row.title[:120]} {shown.text[row.found.start : row.found.end]}"
        item = DatedItem(row.title, row.url, day, " ".join(snippet.replace(INLINE_BREAK, " ").split()))
        items.setdefault((item.url, item.title, item.day), item)
        if len(items) >= MAX_ITEMS:
            break
    return tuple(items.values())


def _rows(shown: ShownText, found: list[RowDay], *, url: str, book: WordBook) -> list[_Row]:
    """The rows that the days stand in, one a link: of several days the labelled one, else the one that stands alone."""
    contents = _Contents()
    by_row: dict[int, tuple[LexborNode, list[RowDay]]] = {}
    for day in found:
        node = shown.node_at(day.start)
        if shown.parts_of(node) & OUTSIDE:
            continue
        element = contents.row_of(node)
        if element is not None:
            by_row.setdefault(element.mem_id, (element, []))[1].append(day)
    contents.said.update(_words(link) for element, _ in by_row.values() for link in contents.links(element) or ())
    years = heading_years(shown)
    rows: dict[int, _Row] = {}
    for element, days in by_row.values():
        for day, link in _paired(shown, element, days, contents, book):
            rank = _rank(shown, day, book)
            if link.mem_id in rows and rows[link.mem_id].rank >= rank:
                continue
            title = _title_of(link, shown, day)
            if len(title) < 2:
                continue
            year = next((year for start, year in reversed(years) if start < day.start), 0)
            kind = _kind(shown, element, day)
            rows[link.mem_id] = _Row(day, element, title, _address(link, url), year, kind, rank)
    return sorted(rows.values(), key=lambda row: row.found.start)


def _rank(shown: ShownText, day: RowDay, book: WordBook) -> int:
    """How much a day in a row looks like the row's own: labelled 2, alone in its element 1, among other words 0."""
    start, end = shown.piece_span(day.start)
    if book.phrase("published", shown.text[max(0, day.start - 20) : day.start]):
        return 2
    return 1 if end - start <= day.end - day.start + 12 else 0


class _Contents:
    """The links in elements, looked up once each and within a budget: hostile pages nest without end."""

    def __init__(self) -> None:
        self._left = MAX_STEPS
        self._links: dict[int, list[LexborNode] | None] = {}
        self.said: Counter[str] = Counter()
        """How often each words of a link stand in the rows."""

    def links(self, element: LexborNode) -> list[LexborNode] | None:
        """The links in an element in their order; None when it is too large for a row or holds the page's heading."""
        if element.mem_id not in self._links:
            self._links[element.mem_id] = self._look(element)
        return self._links[element.mem_id]

    def _look(self, element: LexborNode) -> list[LexborNode] | None:
        links = []
        for step, node in enumerate(element.traverse(include_text=False)):
            self._left -= 1
            if step > MAX_ROW_NODES or self._left < 0:
                return None
            if node.tag == "a" and node.attributes.get("href"):
                links.append(node)
            elif node.tag == "h1":
                return None
        return links

    def row_of(self, node: LexborNode) -> LexborNode | None:
        """The closest element around a day that also holds a link."""
        climb = node.parent
        for _ in range(_MAX_CLIMB):
            if climb is None or climb.tag in ("body", "html", "main"):
                return None
            if climb.tag == "a" and climb.attributes.get("href"):
                return climb
            following = _next_element(climb) if climb.tag == "dt" else None
            if following is not None and following.tag == "dd" and self.links(following):
                return following
            links = self.links(climb)
            if links is None or links:
                return climb if links else None
            climb = climb.parent
        return None


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    for _ in range(3):
        if following is None or following.is_element_node:
            return following
        following = following.next
    return None


def _paired(
    shown: ShownText, element: LexborNode, days: list[RowDay], contents: _Contents, book: WordBook
) -> Iterator[tuple[RowDay, LexborNode]]:
    """Each day of a row with its link: the best day with the wordiest link, or as many links as days in pairs."""
    if element.tag == "a":
        yield max(days, key=lambda day: _rank(shown, day, book)), element
        return
    best: dict[str, tuple[bool, int, LexborNode]] = {}
    for link in contents.links(element) or ():
        words = _words(link)
        if len(words) < (4 if words.isascii() else 2) or shown.parts_of(link) & OUTSIDE:
            continue
        # A title and its "read more" lead to the same place; what every row says names none of them.
        found = (contents.said[words] < SAID_OFTEN, len(words), link)
        address = (link.attributes.get("href") or "").strip()
        if address not in best or found[:2] > best[address][:2]:
            best[address] = found
    links = list(best.values())
    if not links:
        return
    if len(days) > 1 and len(links) == len(days):
        yield from zip(days, (link for _, _, link in links), strict=True)
    elif len(links) <= 8 and len(element.text() or "") <= MAX_ROW:
        yield max(days, key=lambda day: _rank(shown, day, book)), max(links, key=lambda found: found[:2])[2]


def _words(link: LexborNode) -> str:
    return " ".join((link.text(separator=" ") or "")[:1000].split())


def _title_of(link: LexborNode, shown: ShownText, day: RowDay) -> str:
    """A row's title: the heading in its link, its full title where the words are cut, or its words without the day."""
    heading = link.css_first("h1,h2,h3,h4,h5,h6")
    words = _words(heading) if heading is not None else _words(link)
    whole = " ".join((link.attributes.get("title") or "")[:400].split())
    is_cut = words.endswith(("…", "...", "..")) and len(whole) > len(words)
    if whole and (is_cut or not words):
        words = whole
    written = " ".join(shown.text[day.start : day.end].replace(INLINE_BREAK, " ").split())
    start, end = shown.piece_span(day.start)
    if words.startswith(written) or (words.endswith(written) and end - start <= len(written) + 4):
        words = words.removeprefix(written).removesuffix(written)
    for opening, closing in ("()", "[]", "（）", "【】", "〔〕"):
        words = words.replace(f"{opening}{written}{closing}", " ")
    return _EMPTY_BRACKETS.sub(" ", words).strip(" \t|·•-–—:：")[:300]


def _address(link: LexborNode, url: str) -> str:
    href = (link.attributes.get("href") or "").strip()
    if not href or href.startswith("#") or href.lower().startswith(("javascript:", "mailto:", "tel:", "data:")):
        return ""
    try:
        return urljoin(url, href)[:2000]
    except ValueError:
        return ""


def _kind(shown: ShownText, element: LexborNode, day: RowDay) -> tuple[str, ...]:
    """What rows of one list have in common: the row's tag and class, and those of the day in it."""
    parent = shown.node_at(day.start).parent
    row_class = element.attributes.get("class") or ""
    if parent is None:
        return (element.tag or "", row_class)
    return (element.tag or "", row_class, parent.tag or "", parent.attributes.get("class") or "")


def _kin(rows: list[_Row]) -> list[_Row]:
    """The rows that are not alone: a list repeats its form. A single list element with a day of its own is kept."""
    counts = Counter(row.kind for row in rows)
    return [
        row for row in rows if counts[row.kind] > 1 or (row.element.tag in _ROW_TAGS and row.found.year and row.rank)
    ]


def _named(rows: list[_Row]) -> list[_Row]:
    """Rows whose links all say the same ("Details", 查看) are named by the longest words around the link."""
    said = Counter(row.title for row in rows)
    for row in rows:
        if said[row.title] < SAID_OFTEN or len(row.title) > 20:
            continue
        pieces = [" ".join(words.split()) for words in (row.element.text(separator="\n") or "")[:MAX_ROW].split("\n")]
        longest = max(pieces, key=len, default="")
        if len(longest) > len(row.title):
            row.title = longest[:300]
    return rows


def _with_years(rows: list[_Row], visited_on: date) -> list[date | None]:
    """The day of each row, years filled in where they are not written."""
    days: list[date | None] = []
    lists: dict[tuple[str, ...], list[int]] = {}
    for index, row in enumerate(rows):
        found = row.found
        year = found.year or year_of_address(row.url, found) or row.heading_year
        days.append(real_day(year, found.month, found.day) if year else None)
        if not year:
            lists.setdefault(row.kind, []).append(index)
    for indices in lists.values():
        inferred = years_inferred([(rows[index].found.month, rows[index].found.day) for index in indices], visited_on)
        for index, day in zip(indices, inferred, strict=True):
            days[index] = day
    return days
