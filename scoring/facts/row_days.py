"""This module knows the days in the rows of a list: complete, split over elements, or written without their year."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scoring.facts.calendars import WrittenDay, month_of, plain_digits, real_day
from scoring.facts.shown import ShownText

MAX_ROW_DAYS = 3_000
MAX_TRIED = 20_000
"""So many short pieces with figures are tried as days; a list of days has fewer."""
MAX_SHORT = 20
"""A day without its year, or a part of a day, takes no more characters."""
_B = r"[^\S\n]?"
_SHORT = re.compile(
    rf"[\[(【（〔]?{_B}(?:(?P<first>\d{{1,2}}){_B}(?:[-/.]|月){_B}(?P<second>\d{{1,2}})(?:日|号|號)?\.?"
    rf"|(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|º)?{_B}(?:de )?(?P<word>[^\s\d,;:()\[\]<>|\-]{{2,14}})"
    rf"|(?P<word2>[^\s\d,;:()\[\]<>|\-]{{2,14}}){_B}(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?){_B}[\])】）〕]?"
)
_DIGIT = re.compile(r"[0-9]")
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
_SPLIT_START = re.compile(
    r"\d{1,2}(?:日?|[-/.月]\d{1,2}日?|\s[^\s\d]{2,12}\.?,?)|(?:19|20)\d\d(?:年?|[-/.年]\d{1,2}月?)|[^\s\d]{2,12}\.?\s\d{1,2},?"
)
"""What `_SPLIT` may have in the first element; most figures of a page are none of it."""


@dataclass(slots=True)
class RowDay:
    """A day in the text of a page; `year` is 0 when it is not written there, `piece` the piece of text it begins in."""

    start: int
    end: int
    year: int
    month: int
    day: int
    piece: int


def row_days(shown: ShownText, *, country: str, months: Mapping[str, int]) -> list[RowDay]:
    """Complete days, days split over elements, and days without a year, in the order of the page."""
    whole = shown.days(country, months)
    found = [
        RowDay(hit.start, hit.end, hit.day.year, hit.day.month, hit.day.day, piece)
        for hit in whole
        if _stands_apart(shown, hit, piece := shown.index_at(hit.start))
    ]
    taken = {hit.start for hit in whole}
    tried = 0
    for index in shown.short_pieces(MAX_SHORT):
        start = shown.starts[index]
        if start in taken or _DIGIT.search(words := plain_digits(shown.pieces[index])) is None:
            continue
        tried += 1
        if tried > MAX_TRIED:
            break
        split = _split_day(shown, index, months) if words.count(" ") <= 1 else None
        if split:
            found.append(split)
            continue
        short = _SHORT.fullmatch(words.strip())
        if short:
            month, day = _short_day(short, country, months)
            if month:
                found.append(RowDay(start, start + len(words), 0, month, day, index))
    found.sort(key=lambda each: each.start)
    kept: list[RowDay] = []
    for each in found:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept[:MAX_ROW_DAYS]


def _stands_apart(shown: ShownText, hit: WrittenDay, piece: int) -> bool:
    """Whether a day is a label of its own and no word of a sentence: little around it, or at the edge of its text."""
    start, end = shown.span_of(piece)
    if end - start <= hit.end - hit.start:
        return True
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


def _split_day(shown: ShownText, index: int, months: Mapping[str, int]) -> RowDay | None:
    """A day whose parts stand in two or three elements, as list templates write it."""
    first = plain_digits(shown.pieces[index][:30])
    if _SPLIT_START.fullmatch(first) is None:
        return None
    start = shown.starts[index]
    after = shown.pieces[index + 1 : index + 3]
    if " " in shown.pieces[index] and not (after and len(after[0]) == 4 and after[0].isdigit()):
        return None  # where two parts stand in the first element, only the year is left
    words = [first, *(plain_digits(near[:30]) for near in after)]
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
                end = shown.starts[last] + len(shown.pieces[last])
                return RowDay(start, end, year, month, int(groups["d"]), index)
    return None
