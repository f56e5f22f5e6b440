"""This module knows how people write a period: two days joined, of which one may lack its month or year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from scoring.facts.calendars import WrittenDay, month_of, real_day

LONGEST_DAYS = 1_100
"""A longer stretch is no period of a consultation but two days that happen to stand side by side."""
_REACH = 60
_B = r"[\s\x1f]{0,3}"
_CLOCK = (
    r"(?:\d{1,2}(?:[:：.]\d{2}){1,2}\s?(?:[ap]\.?m\.?|uhr|h)?|\d{1,2}\s?[ap]\.?m\.?|\d{1,2}[时時点點](?:\d{1,2}分)?"
    r"|noon|midnight)"
)
_DAY_NAME = r"(?:[(（][^()（）]{1,10}[)）]|[^\W\d]{3,12},?(?=[\s\x1f]))"
_JOINER = r"(?:[-‐‑–—~～―]{1,2}|至|到|to|until|till|through|thru|do|hasta|al?|até|au|à|и|по|إلى|حتى)"
_MIDDLE = (
    rf"{_B}(?:[(（][^()（）]{{1,10}}[)）])?{_B},?{_B}{_CLOCK}?{_B}{_JOINER}{_B}(?:{_CLOCK}{_B}(?:on|am)?)?{_B}"
    rf"{_DAY_NAME}?{_B}"
)
_JOINED = re.compile(_MIDDLE, re.IGNORECASE)
_SECOND = re.compile(rf"{_MIDDLE}(?:(\d{{1,2}})月)?(\d{{1,2}})[日号號]", re.IGNORECASE)
_FIRST = re.compile(
    rf"(?<![\d.,/:-])(?:(\d{{1,2}})(?:st|nd|rd|th|er|\.)?(?:\s(?:de\s)?([^\W\d]{{3,14}}))?|([^\W\d]{{3,14}})\s(\d{{1,2}})(?:st|nd|rd|th)?)"
    rf"{_MIDDLE}\Z",
    re.IGNORECASE,
)


class WrittenPeriod(NamedTuple):
    """A first and a last day and where both stand in the text."""

    first: date
    last: date
    start: int
    end: int


def periods_in(text: str, days: Sequence[WrittenDay], months: Mapping[str, int]) -> Iterator[WrittenPeriod]:
    """The periods of a text around its complete days, in order: 1 May 2026 to 3 June 2026, 1–30 June 2026.

    `days` are those that `days_in` finds in the text. Periods that end before they begin, or last over three years,
    are none.
    """
    index = 0
    while index < len(days):
        found = _with_next(text, days, index) or _completed(text, days[index], months)
        if found and 0 <= (found.last - found.first).days <= LONGEST_DAYS:
            yield found
            while index + 1 < len(days) and days[index + 1].start < found.end:
                index += 1
        index += 1


def _with_next(text: str, days: Sequence[WrittenDay], index: int) -> WrittenPeriod | None:
    if index + 1 == len(days):
        return None
    first, last = days[index], days[index + 1]
    if last.start - first.end > _REACH or not _JOINED.fullmatch(text, first.end, last.start):
        return None
    return WrittenPeriod(first.day, last.day, first.start, last.end)


def _completed(text: str, whole: WrittenDay, months: Mapping[str, int]) -> WrittenPeriod | None:
    """A complete day with an incomplete one after it, as in Chinese, or before it, as in most others."""
    if match := _SECOND.match(text, whole.end, whole.end + _REACH):
        month = int(match[1] or whole.day.month)
        last = real_day(whole.day.year, month, int(match[2]))
        if last and last < whole.day:
            last = real_day(whole.day.year + 1, month, int(match[2]))
        return WrittenPeriod(whole.day, last, whole.start, match.end()) if last else None
    offset = max(0, whole.start - _REACH)
    if match := _FIRST.search(text[offset : whole.start]):
        month = month_of(match[2] or match[3] or "", months)
        if not month and not match[2]:  # no month before the number, be it nothing or "del"
            month = whole.day.month
        first = real_day(whole.day.year, month, int(match[1] or match[4])) if month else None
        if first and first > whole.day:
            first = real_day(whole.day.year - 1, month, int(match[1] or match[4]))
        return WrittenPeriod(first, whole.day, offset + match.start(), whole.end) if first else None
    return None
