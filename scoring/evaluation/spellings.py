"""This module knows whether a text shows a given day, without asking the recogniser of days that is under test."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from scoring.lexicon import bundled_languages, load_lexicon

_HAN = "〇一二三四五六七八九"
_ENGLISH = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October")
_MONTHS = (*_ENGLISH, "November", "December")


def shows_day(text: str, day: date) -> bool:
    """Whether a text shows a day in one of the usual spellings: in figures of any order, with the month's name in a
    language of the lexicons, with Chinese numerals, or counted from the founding of the Republic of China."""
    return _spelling(day).search(text) is not None


@lru_cache(maxsize=8192)
def _spelling(day: date) -> re.Pattern[str]:
    year, month, number = f"{day.year}", f"0?{day.month}", f"0?{day.day}"
    ago = f"{day.year - 1911}"
    names = f"(?:{'|'.join(map(re.escape, _month_names(day.month)))})"
    gap, sign = r"[\s,.·|/-]{0,4}", r"\s?[-/.]\s?"
    of = r"(?:\s?(?:de|del|of|da)\s)?"
    chinese = "".join(_HAN[int(digit)] for digit in year)
    months, days = _counted(day.month), _counted(day.day)
    spellings = (
        rf"{year}{sign}{month}{sign}{number}",
        rf"{year}\s?[年년]\s?{month}\s?[月월]\s?{number}\s?[日일号號]",
        rf"{number}{sign}\s?{month}{sign}\s?(?:{year}|{year[2:]})",
        rf"{month}{sign}{number}{sign}(?:{year}|{year[2:]})",
        rf"{number}(?:st|nd|rd|th|\.|º)?{gap}{of}{gap}{names}\.?{gap}{of}{gap}(?:{year}|'?{year[2:]})",
        rf"{names}\.?{gap}{number}(?:st|nd|rd|th)?{gap}{year}",
        rf"{year}{gap}{names}{gap}{number}",
        rf"(?:民國)?\s?{ago}\s?(?:年|[-/.])\s?{month}\s?(?:月|[-/.])\s?{number}",
        rf"{chinese.replace('〇', '[〇零○]')}年{months}月{days}日",
        rf"{year}{day.month:02d}{day.day:02d}",
    )
    return re.compile("|".join(rf"(?<!\d)(?:{each})(?!\d)" for each in spellings), re.IGNORECASE)


@lru_cache(maxsize=12)
def _month_names(month: int) -> tuple[str, ...]:
    names = {_MONTHS[month - 1], _MONTHS[month - 1][:3]}
    for tag in bundled_languages():
        names |= {name for name, number in load_lexicon(tag).months.items() if number == month}
    return tuple(sorted(names, key=len, reverse=True))


def _counted(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_HAN[tens]}十") + (_HAN[ones] if ones else "")
