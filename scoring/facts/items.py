"""This module knows the rows of list pages: a title, an address and the day shown beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scoring.facts.calendars import WrittenDay, days_in, month_of, plain_digits, real_day
from scoring.facts.model import DatedItem
from scoring.facts.shown import INLINE_BREAK, OUTSIDE, ShownText, shown_text
from scoring.lexicon import WordBook

MAX_ITEMS = 1_000
MAX_ROW = 2_500
"""A row with more characters is a page, not a row."""
_MAX_CLIMB = 8
_JITTER = timedelta(days=45)
"""Rows out of order by less are a list put together by hand, not a new year."""

_B = r"[^\S\n]?"
_SHORT = re.compile(
    rf"[\[(【（〔]?{_B}(?:(?P<first>\d{{1,2}}){_B}(?:[-/.]|月){_B}(?P<second>\d{{1,2}})(?:日|号|號)?\.?"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|º)?{_B}(?:de )?(?P<word>[^\s\d,;:()\[\]<>|\-]{{2,14}})"
    rf"|(?P<word2>[^\s\d,;:()\[\]<>|\-]{{2,14}}){_B}(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?){_B}[\])】）〕]?"
)
_SPLIT = (
    re.compile(r"(?P<d>\d{1,2})日?\s{1,3}(?P<y>(?:19|20)\d\d)[-/.年](?P<m>\d{1,2})月?"),
    re.compile(r"(?P<y>(?:19|20)\d\d)[-/.年](?P<m>\d{1,2})月?\s{1,3}(?P<d>\d{1,2})日?"),
    re.compile(r"(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?\s{1,3}(?P<y>(?:19|20)\d\d)年?"),
    re.compile(r"(?P<y>(?:19|20)\d\d)年?\s{1,3}(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?"),
    re.compile(r"(?P<d>\d{1,2})\s{1,3}(?P<w>[^\s\d]{2,12})\.?,?\s{1,3}(?P<y>(?:19|20)\d\d)"),
    re.compile(r"(?P<w>[^\s\d]{2,12})\.?\s{1,3}(?P<d>\d{1,2}),?\s{1,3}(?P<y>(?:19|20)\d\d)"),
    re.compile(r"(?P<d>\d{1,2})\s{1,3}(?P<w>[^\s\d]{2,12})\.?"),
    re.compile(r"(?P<w>[^\s\d]{2,12})\.?\s{1,3}(?P<d>\d{1,2})"),
)
_YEAR_ALONE = re.compile(r"\s*((?:19|20)\d\d)\s?年?度?\s*")
_YEAR_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "th", "summary", "strong", "b", "legend"})
_PATH_YEAR = re.compile(r"(?<!\d)(20[0-4]\d|199\d)(?:[-/_]?(0[1-9]|1[0-2])(?:[-/_]?([0-2]\d|3[01]))?)?(?!\d)")
_ROW_TAGS = frozenset({"li", "tr", "article", "dl", "dd", "section"})


@dataclass(slots=True)
class _Found:
    """A day in the text of a page; `year` is 0 when it is not written there."""

    start: int
    end: int
    year: int
    month: int
    day: int


@dataclass(slots=True)
class _Row:
    found: _Found
    element: LexborNode
    link: LexborNode
    title: str
    url: str
    heading_year: int
    kind: tuple[str, ...]


def dated_items(
    tree: LexborHTMLParser, *, url: str, country: str, visited_on: date, book: WordBook, shown: ShownText | None = None
) -> tuple[DatedItem, ...]:
    """The dated rows of a list page in the order of the page, at most `MAX_ITEMS`.

    A row without a year gets the newest one that does not lie after `visited_on` and keeps the list descending,
    unless its address or the heading above names a year. Navigation, header, footer and clocks hold no rows.
    `shown` is the page's `shown_text`, for callers that have it.
    """
    shown = shown or shown_text(tree)
    found = _found_days(shown, country=country, months=book.months)
    if not found:
        return ()
    rows = _kin(_rows(shown, found, url=url, book=book))
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


def _found_days(shown: ShownText, *, country: str, months: Mapping[str, int]) -> list[_Found]:
    """Complete days, days split over elements, and days without a year, in the order of the page."""
    whole = days_in(shown.text, country=country, months=months)
    found = [
        _Found(hit.start, hit.end, hit.day.year, hit.day.month, hit.day.day)
        for hit in whole
        if _stands_apart(shown, hit)
    ]
    taken = {hit.start for hit in whole}
    for index, node in enumerate(shown.nodes):
        words = plain_digits((node.text_content or "")[:24])
        if not _may_be_short(words):
            continue
        start = shown.starts[index]
        if start in taken:
            continue
        split = _split_day(shown, index, months)
        if split:
            found.append(split)
            continue
        short = _SHORT.fullmatch(words.strip())
        if short:
            month, day = _short_day(short, country, months)
            if month:
                found.append(_Found(start, start + len(words), 0, month, day))
    found.sort(key=lambda day: day.start)
    kept: list[_Found] = []
    for day in found:
        if not kept or day.start >= kept[-1].end:
            kept.append(day)
    return kept[: 3 * MAX_ITEMS]


def _may_be_short(words: str) -> bool:
    words = words.strip()
    return 1 <= len(words) <= 20 and any(sign.isdigit() for sign in words)


def _stands_apart(shown: ShownText, hit: WrittenDay) -> bool:
    """Whether a day is a label of its own and no word of a sentence: little around it, or at the edge of its text."""
    start, end = shown.piece_span(hit.start)
    before = shown.text[start : hit.start].strip()
    after = shown.text[hit.end : max(end, hit.end)].strip()
    if len(before) + len(after) <= 30:
        return True
    return min(len(before), len(after)) <= 1 and len(before) + len(after) <= 200


def _short_day(short: re.Match[str], country: str, months: Mapping[str, int]) -> tuple[int, int]:
    """Month and day of a day without its year, (0, 0) when it is none."""
    if short["first"]:
        first, second = int(short["first"]), int(short["second"])
        is_day_first = country not in ("", "US", "PH", "CN", "TW", "HK", "MO", "JP", "KR", "MN", "HU", "LT")
        month, day = (second, first) if is_day_first and "月" not in short[0] else (first, second)
        if month > 12:
            month, day = day, month
    else:
        month = month_of(short["word"] or short["word2"], months)
        day = int(short["day"] or short["day2"])
    return (month, day) if month and real_day(2024, month, day) else (0, 0)


def _split_day(shown: ShownText, index: int, months: Mapping[str, int]) -> _Found | None:
    """A day whose parts stand in two or three elements, as list templates write it."""
    start = shown.starts[index]
    words = [plain_digits((node.text_content or "")[:30]).strip() for node in shown.nodes[index : index + 3]]
    for count in (3, 2):
        if len(words) < count:
            continue
        joined = "\n".join(words[:count])
        for pattern in _SPLIT:
            match = pattern.fullmatch(joined)
            if not match:
                continue
            groups = match.groupdict()
            month = month_of(groups["w"], months) if groups.get("w") else int(groups["m"])
            year = int(groups.get("y") or 0)
            if month and real_day(year or 2024, month, int(groups["d"])):
                last = index + count - 1
                end = shown.starts[last] + len(shown.nodes[last].text_content or "")
                return _Found(start, end, year, month, int(groups["d"]))
    return None


def _rows(shown: ShownText, found: list[_Found], *, url: str, book: WordBook) -> list[_Row]:
    """The rows that the days stand in, one a day."""
    by_row: dict[int, tuple[LexborNode, list[_Found]]] = {}
    for day in found:
        node = shown.node_at(day.start)
        if shown.parts_of(node) & OUTSIDE:
            continue
        element = _row_of(node)
        if element is not None:
            by_row.setdefault(element.mem_id, (element, []))[1].append(day)
    years = _heading_years(shown)
    rows = []
    for element, days in by_row.values():
        for day, link in _paired(shown, element, days, book):
            title = _title_of(link, shown.text[day.start : day.end])
            if len(title) < 2:
                continue
            year = next((year for start, year in reversed(years) if start < day.start), 0)
            rows.append(_Row(day, element, link, title, _address(link, url), year, _kind(shown, element, day)))
    rows.sort(key=lambda row: row.found.start)
    return rows


def _row_of(node: LexborNode) -> LexborNode | None:
    """The closest element around a day that also holds a link."""
    climb = node.parent
    for _ in range(_MAX_CLIMB):
        if climb is None or climb.tag in ("body", "html", "main"):
            return None
        if climb.tag == "a" and climb.attributes.get("href"):
            return climb
        if climb.tag == "dt" and climb.next is not None:
            following = climb.next
            for _ in range(3):
                if following is None or following.is_element_node:
                    break
                following = following.next
            if following is not None and following.tag == "dd" and following.css_first("a[href]") is not None:
                return following
        if climb.css_first("a[href]") is not None:
            return climb
        climb = climb.parent
    return None


def _paired(
    shown: ShownText, element: LexborNode, days: list[_Found], book: WordBook
) -> Iterator[tuple[_Found, LexborNode]]:
    """Each day of a row with its link: one day takes the link with most words; as many links as days go in pairs."""
    if element.tag == "a":
        yield days[0], element
        return
    links = [
        link
        for link in element.css("a[href]")[:300]
        if len(_words(link)) >= 4 or (len(_words(link)) >= 2 and not _words(link).isascii())
    ]
    if not links:
        return
    if len(days) == 1:
        if len(links) <= 8 and len(element.text() or "") <= MAX_ROW:
            yield days[0], max(links, key=lambda link: len(_words(link)))
        return
    if len(links) == len(days):
        yield from zip(days, links, strict=True)
    elif len(links) == 1 or len(element.text() or "") <= 400:
        labelled = [day for day in days if book.phrase("published", shown.text[max(0, day.start - 20) : day.start])]
        yield (labelled or days)[0], max(links, key=lambda link: len(_words(link)))


def _words(link: LexborNode) -> str:
    return " ".join((link.text(separator=" ") or "")[:1000].split())


def _title_of(link: LexborNode, written: str) -> str:
    """A row's title: the heading in its link, its full title where the words are cut, or its words without the day."""
    heading = link.css_first("h1,h2,h3,h4,h5,h6") if link.child is not None else None
    words = _words(heading) if heading is not None else _words(link)
    whole = " ".join((link.attributes.get("title") or "")[:400].split())
    if whole and ((len(whole) > len(words) > 0 and words.endswith(("…", "...", ".."))) or not words):
        words = whole
    written = " ".join(written.replace(INLINE_BREAK, " ").split())
    words = words.replace(written, " ").strip(" \t[]()【】（）|·•-–—:：")
    return " ".join(words.split())[:300]


def _address(link: LexborNode, url: str) -> str:
    href = (link.attributes.get("href") or "").strip()
    if not href or href.startswith("#") or href.lower().startswith(("javascript:", "mailto:", "tel:", "data:")):
        return ""
    try:
        return urljoin(url, href)[:2000]
    except ValueError:
        return ""


def _kind(shown: ShownText, element: LexborNode, day: _Found) -> tuple[str, ...]:
    """What rows of one list have in common: the row's tag and class, and those of the day in it."""
    parent = shown.node_at(day.start).parent
    row_class = element.attributes.get("class") or ""
    if parent is None:
        return (element.tag or "", row_class)
    return (element.tag or "", row_class, parent.tag or "", parent.attributes.get("class") or "")


def _kin(rows: list[_Row]) -> list[_Row]:
    """The rows that are not alone: a list repeats its form. A single list element or table row is kept."""
    counts = Counter(row.kind for row in rows)
    return [row for row in rows if counts[row.kind] > 1 or (row.element.tag in _ROW_TAGS and row.found.year)]


def _heading_years(shown: ShownText) -> list[tuple[int, int]]:
    """Years that stand alone as a heading, with their place."""
    years = []
    for start, node in zip(shown.starts, shown.nodes, strict=True):
        words = node.text_content or ""
        if len(words) > 40:
            continue
        match = _YEAR_ALONE.fullmatch(plain_digits(words))
        if match and node.parent is not None and node.parent.tag in _YEAR_TAGS:
            years.append((start, int(match[1])))
    return years


def _with_years(rows: list[_Row], visited_on: date) -> list[date | None]:
    """The day of each row, years filled in where they are not written."""
    days: list[date | None] = []
    lists: dict[tuple[str, ...], list[int]] = {}
    for index, row in enumerate(rows):
        found = row.found
        year = found.year or _year_of_address(row.url, found) or row.heading_year
        days.append(real_day(year, found.month, found.day) if year else None)
        if not year:
            lists.setdefault(row.kind, []).append(index)
    for indices in lists.values():
        inferred = years_inferred([(rows[index].found.month, rows[index].found.day) for index in indices], visited_on)
        for index, day in zip(indices, inferred, strict=True):
            days[index] = day
    return days


def _year_of_address(url: str, found: _Found) -> int:
    """The year in a row's address when its month and day do not contradict the row; 0 otherwise."""
    for match in _PATH_YEAR.finditer(url[:500]):
        year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        if month and day and (month, day) == (found.month, found.day):
            return year
        if month and month == found.month:
            return year
    return 0


def years_inferred(days: list[tuple[int, int]], visited_on: date) -> list[date | None]:
    """Days for (month, day) pairs of a descending list: the newest possible, none after `visited_on`.

    Up to three rows pinned on top may be out of order; the reading with the fewest turns of the year wins.
    """
    best: list[date | None] = []
    fewest = -1
    for pinned in range(min(4, len(days))):
        top = [_newest(month, day, visited_on) for month, day in days[:pinned]]
        rest, turns = _descending(days[pinned:], visited_on)
        if fewest < 0 or turns < fewest:
            best, fewest = top + rest, turns
    return best


def _descending(days: list[tuple[int, int]], visited_on: date) -> tuple[list[date | None], int]:
    result: list[date | None] = []
    latest, turns = visited_on, 0
    for month, day in days:
        newest = _newest(month, day, visited_on)
        if newest is not None and newest > latest + _JITTER:
            newest = _newest(month, day, latest)
            turns += 1
        result.append(newest)
        latest = newest or latest
    return result, turns


def _newest(month: int, day: int, latest: date) -> date | None:
    """The newest such day that does not lie after another; leap days may be up to eight years back."""
    for back in range(9):
        candidate = real_day(latest.year - back, month, day)
        if candidate and candidate <= latest:
            return candidate
    return None
