"""This module knows how the limits of a service guide are written: days to wait and visits to make."""

from __future__ import annotations

import math
import re

MAX_CHARACTERS = 200
MAX_DAYS = 3650

_NUMERALS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
_NUMERALS |= {"八": 8, "九": 9}
_ENGLISH = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_NUMBER = rf"(\d{{1,4}}(?:\.\d)?|[{''.join(_NUMERALS)}十百]{{1,5}}|\b(?:{'|'.join(_ENGLISH)})\b)"
_UNITS = (
    (r"个?工作日|個?工作[日天]|(?:working|business|work)[ -]?days?", 1.0, True),
    (r"个?自然[日天]|個?日曆天|个?日历[日天]|calendar days?|days?|[日天]", 1.0, False),
    (r"个?星期|個?星期|[周週]|weeks?", 7.0, False),
    (r"个?月|個月|months?", 30.0, False),
    (r"个?小时|個?小時|hours?|hrs?", 1 / 24, False),
    (r"分钟|分鐘|minutes?|mins?", 0.0, False),
)
_ANY_UNIT = "|".join(f"({unit})" for unit, _, _ in _UNITS)
_SPAN = re.compile(
    rf"(?:{_NUMBER}\s*(?:-|–|~|至|到|to)\s*)?{_NUMBER}\s*(?:\(\d{{1,4}}\)\s*)?(?:{_ANY_UNIT})", re.IGNORECASE
)
_AT_ONCE = re.compile(
    r"即办|即辦|当场|當場|即时|即時|立等可取|随到随办|隨到隨辦|immediate|on the spot|same[ -]day|instant", re.IGNORECASE
)
_VISITS = re.compile(rf"{_NUMBER}\s*(?:次|趟|visits?|trips?|times?|$)", re.IGNORECASE)
_NO_VISIT = re.compile(
    r"零跑动|零跑|不用跑|无需到|無需到|一次不跑|全程网办|no visit|none|not required|not needed", re.IGNORECASE
)


def parse_days(value: str) -> tuple[int, bool] | None:
    """How many days a limit gives, and whether they are working days; None when it names none.

    即办 and "on the spot" are 0. Of a range the longer end counts; a month is 30 days, a week 7, hours round up.
    """
    text = value[:MAX_CHARACTERS]
    at_once, span = _AT_ONCE.search(text), _SPAN.search(text)
    if at_once and (not span or at_once.start() < span.start()):
        return 0, True
    if not span:
        return None
    number = _number(span.group(2))
    unit = next(index for index in range(len(_UNITS)) if span.group(3 + index))
    _, days_each, is_working = _UNITS[unit]
    if number is None or (days := math.ceil(number * days_each)) > MAX_DAYS:
        return None
    return days, is_working


def parse_visits(value: str) -> int | None:
    """How many times an applicant must come in person; None when it is not said."""
    text = value[:MAX_CHARACTERS].strip()
    if match := _VISITS.search(text):
        number = _number(match.group(1))
        return int(number) if number is not None and number <= 99 else None
    return 0 if _NO_VISIT.search(text) else None


def _number(written: str) -> float | None:
    """A number in figures, English words up to ten, or Chinese numerals below a thousand."""
    if written[0].isdigit():
        return float(written)
    if written.casefold() in _ENGLISH:
        return _ENGLISH[written.casefold()]
    total = digit = 0
    for character in written:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = _NUMERALS[character]
    return total + digit
