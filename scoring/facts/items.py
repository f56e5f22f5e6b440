"""This module knows the rows of list pages: a title, an address and the day shown beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.calendars import real_day
from scoring.facts.links import absolute, base_for, bases_of
from scoring.facts.model import DatedItem
from scoring.facts.outline import Outline
from scoring.facts.row_days import RowDay, row_days
from scoring.facts.shown import INLINE_BREAK, OUTSIDE, ShownText, shown_text
from scoring.facts.stamps import country_of
from scoring.facts.years import heading_years, year_of_address, years_inferred
from scoring.lexicon import WordBook

MAX_ITEMS = 1_000
MAX_ROW = 2_500
"""A row with more characters is a page, not a row."""
MAX_ROW_NODES = 3_000
SAID_OFTEN = 3
_MAX_CLIMB = 8
_ROW_TAGS = frozenset({"li", "tr", "article", "dd"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_EMPTY_BRACKETS = re.compile(r"[\[(（【〔]\s{0,3}[\])）】〕]|\s{2,}")


@dataclass(slots=True)
class _Row:
    found: RowDay
    element: int
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
    rows = _rows(shown, found, url=url, book=book)
    rows = _named(_kin(rows, shown.outline), shown.outline)
    days = _with_years(rows, visited_on)
    items: dict[tuple[str, str, date], DatedItem] = {}
    latest = visited_on + timedelta(days=1)
    for row, day in zip(rows, days, strict=True):
        if day is None or day > latest or (row.url, row.title, day) in items:
            continue
        snippet = f"{row.title[:120]} {shown.text[row.found.start : row.found.end]}"
        snippet = " ".join(snippet.replace(INLINE_BREAK, " ").split())
        items[row.url, row.title, day] = DatedItem(row.title, row.url, day, snippet)
        if len(items) >= MAX_ITEMS:
            break
    return tuple(items.values())


def _rows(shown: ShownText, found: list[RowDay], *, url: str, book: WordBook) -> list[_Row]:
    """The rows that the days stand in, one a link: of several days the labelled one, else the one that stands alone."""
    outline = shown.outline
    contents = _Contents(outline)
    by_row: defaultdict[int, list[RowDay]] = defaultdict(list)
    for day in found:
        inside = shown.elements[day.piece]
        if shown.parts_of(inside) & OUTSIDE:
            continue
        element = contents.row_of(inside)
        if element is not None:
            by_row[element].append(day)
    contents.said.update(contents.words(link) for element in by_row for link in contents.links(element) or ())
    years, bases = heading_years(shown), bases_of(url)
    rows: dict[int, _Row] = {}
    for element, days in by_row.items():
        for day, link in _paired(shown, element, days, contents, book):
            rank = _rank(shown, day, book)
            if link in rows and rows[link].rank >= rank:
                continue
            title = _title_of(link, contents, shown, day)
            if len(title) < 2:
                continue
            above = bisect_left(years, (day.start, 0))
            year = years[above - 1][1] if above else 0
            kind = _kind(shown, element, day)
            rows[link] = _Row(day, element, title, _address(outline, link, bases), year, kind, rank)
    return sorted(rows.values(), key=lambda row: row.found.start)


def _rank(shown: ShownText, day: RowDay, book: WordBook) -> int:
    """How much a day in a row looks like the row's own: labelled 2, alone in its element 1, among other words 0."""
    if book.phrase("published", shown.text[max(0, day.start - 20) : day.start]):
        return 2
    return 1 if len(shown.pieces[day.piece]) <= day.end - day.start + 12 else 0


def _best(shown: ShownText, days: list[RowDay], book: WordBook) -> RowDay:
    return max(days, key=lambda day: _rank(shown, day, book)) if len(days) > 1 else days[0]


class _Contents:
    """The links in elements and what they say, looked up once each."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.said: Counter[str] = Counter()
        """How often each words of a link stand in the rows."""
        self._links = [link for link in outline.of_tag["a"] if outline.attributes[link].get("href")]
        self._held: dict[int, Sequence[int] | None] = {}
        self._words: dict[int, str] = {}

    def links(self, element: int) -> Sequence[int] | None:
        """The links in an element in their order; None when it is too large for a row or holds the page's heading."""
        if element not in self._held:
            outline = self.outline
            is_page = outline.ends[element] - element > MAX_ROW_NODES or outline.holds(element, outline.of_tag["h1"])
            self._held[element] = None if is_page else outline.within(element, self._links)
        return self._held[element]

    def words(self, link: int) -> str:
        """What a link says, white space collapsed."""
        if link not in self._words:
            self._words[link] = " ".join(self.outline.text(link, " ")[:1000].split())
        return self._words[link]

    def row_of(self, element: int) -> int | None:
        """The closest element that holds one with a day, or is it, and also a link."""
        tags, climb = self.outline.tags, element
        for _ in range(_MAX_CLIMB):
            tag = tags[climb]
            if tag in ("body", "main"):
                return None
            if tag == "a" and self.outline.attributes[climb].get("href"):
                return climb
            if tag == "dt" and (answer := self._description_of(climb)):
                return answer
            links = self.links(climb)
            if links is None or links:
                return climb if links else None
            climb = self.outline.parents[climb]
        return None

    def _description_of(self, term: int) -> int:
        """The dd right after a dt, where it holds a link; 0 when there is none."""
        following, outline = self.outline.ends[term], self.outline
        is_next = following < len(outline.tags) and outline.parents[following] == outline.parents[term]
        return following if is_next and outline.tags[following] == "dd" and self.links(following) else 0


def _paired(
    shown: ShownText, element: int, days: list[RowDay], contents: _Contents, book: WordBook
) -> Iterator[tuple[RowDay, int]]:
    """Each day of a row with its link: the best day with the wordiest link, or as many links as days in pairs."""
    if shown.outline.tags[element] == "a":
        yield _best(shown, days, book), element
        return
    best: dict[str, tuple[bool, int, int]] = {}
    for link in contents.links(element) or ():
        words = contents.words(link)
        if len(words) < (4 if words.isascii() else 2) or shown.parts_of(link) & OUTSIDE:
            continue
        # A title and its "read more" lead to the same place; what every row says names none of them.
        found = (contents.said[words] < SAID_OFTEN, len(words), link)
        address = (shown.outline.attributes[link].get("href") or "").strip()
        if address not in best or found[:2] > best[address][:2]:
            best[address] = found
    links = list(best.values())
    if not links:
        return
    if len(days) > 1 and len(links) == len(days):
        yield from zip(days, (link for _, _, link in links), strict=True)
    elif len(links) <= 8 and len(shown.outline.text(element)) <= MAX_ROW:
        yield _best(shown, days, book), max(links, key=lambda found: found[:2])[2]


def _title_of(link: int, contents: _Contents, shown: ShownText, day: RowDay) -> str:
    """A row's title: the heading in its link, its full title where the words are cut, or its words without the day."""
    outline = shown.outline
    inner = range(link + 1, outline.ends[link])
    heading = next((number for number in inner if outline.tags[number] in _HEADINGS), None) if inner else None
    words = contents.words(link if heading is None else heading)
    whole = " ".join((outline.attributes[link].get("title") or "")[:400].split())
    is_cut = words.endswith(("…", "...", "..")) and len(whole) > len(words)
    if whole and (is_cut or not words):
        words = whole
    written = " ".join(shown.text[day.start : day.end].replace(INLINE_BREAK, " ").split())
    is_alone = len(shown.pieces[day.piece]) <= len(written) + 4
    if words.startswith(written) or (words.endswith(written) and is_alone):
        words = words.removeprefix(written).removesuffix(written)
    if written in words:
        for opening, closing in ("()", "[]", "（）", "【】", "〔〕"):
            words = words.replace(f"{opening}{written}{closing}", " ")
    return _EMPTY_BRACKETS.sub(" ", words).strip(" \t|·•-–—:：")[:300]


def _address(outline: Outline, link: int, bases: tuple[str, str, str]) -> str:
    href = (outline.attributes[link].get("href") or "").strip()
    if not href or href.startswith("#") or href.lower().startswith(("javascript:", "mailto:", "tel:", "data:")):
        return ""
    return absolute(base_for(href, bases), href)


def _kind(shown: ShownText, element: int, day: RowDay) -> tuple[str, ...]:
    """What rows of one list have in common: the row's tag and class, and those of the day in it."""
    tags, attributes, inside = shown.outline.tags, shown.outline.attributes, shown.elements[day.piece]
    row_class, day_class = attributes[element].get("class") or "", attributes[inside].get("class") or ""
    return tags[element], row_class, tags[inside], day_class


def _kin(rows: list[_Row], outline: Outline) -> list[_Row]:
    """The rows that are not alone: a list repeats its form. A single list element with a day of its own is kept."""
    counts = Counter(row.kind for row in rows)
    return [
        row
        for row in rows
        if counts[row.kind] > 1 or (outline.tags[row.element] in _ROW_TAGS and row.found.year and row.rank)
    ]


def _named(rows: list[_Row], outline: Outline) -> list[_Row]:
    """Rows whose links all say the same ("Details", 查看) are named by the longest words around the link."""
    said = Counter(row.title for row in rows)
    for row in rows:
        if said[row.title] < SAID_OFTEN or len(row.title) > 20:
            continue
        pieces = [" ".join(words.split()) for words in outline.text(row.element, "\n")[:MAX_ROW].split("\n")]
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
