"""This module knows how people write a day: scripts, calendars, eras and the order of day and month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

FIRST_YEAR = 1994
"""No government page is older than the first of them."""
LAST_YEAR = 2099
MAX_TEXT = 400_000
"""Characters of a text that are read; what follows is left unread."""
MAX_DAYS = 5_000
"""Days taken from one text."""

MONTH_FIRST_COUNTRIES = frozenset({"US", "PH", "FM", "MH", "PW", "GU", "PR", "AS", "MP", "VI", "UM"})
MIXED_COUNTRIES = frozenset({"", "CA"})

HIJRI_MONTHS: Mapping[str, int] = {
    "محرم": 1, "صفر": 2, "ربيع الأول": 3, "ربيع الاول": 3, "ربيع الآخر": 4, "ربيع الثاني": 4, "جمادى الأولى": 5,
    "جمادى الاولى": 5, "جمادى الآخرة": 6, "جمادى الثانية": 6, "رجب": 7, "شعبان": 8, "رمضان": 9, "شوال": 10,
    "ذو القعدة": 11, "ذي القعدة": 11, "ذو الحجة": 12, "ذي الحجة": 12,
    "muharram": 1, "safar": 2, "rajab": 7, "shaban": 8, "ramadan": 9, "shawwal": 10,
}  # fmt: skip

ENGLISH_MONTHS: Mapping[str, int] = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12, "january": 1, "february": 2, "march": 3, "april": 4, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12,
}  # fmt: skip
"""The months of time stamps that machines write, whatever the language of a page."""

_S = r"[^\S\n]"  # any blank but a line break: a day is not spread over two blocks
_WORD = r"[^\s\d,;:()\[\]<>|\-]{2,18}"
_ORDINAL = r"(?:st|nd|rd|th|er|ère|º|°|ª|\.)?"
_OTHER_DIGITS = {
    first + value: str(value) for first in (0x660, 0x6F0, 0xF20, 0xE50, 0x966, 0xFF10, 0x1040) for value in range(10)
}
_ASCII = re.compile(r"[\x00-\x7f]+")
_DIGIT = re.compile(r"\d")
_HAS_OTHER_DIGITS = re.compile(r"[\u0660-\u0669\u06f0-\u06f9\u0f20-\u0f29\u0e50-\u0e59\u0966-\u096f\uff10-\uff19]")
_NO_DAY_FOLLOWS = frozenset({"", "\n", ",", ";", ":", ")", "]", "<"})
"""Right after a year: then no month and day do."""
_YEAR = re.compile(r"(?:19|20|25|14)\d\d(?!\d)")

_YEAR_FIRST = (
    re.compile(rf"\d{{4}}{_S}?([-/.‐‑–])(?:{_S}{{0,2}})(\d{{1,2}}){_S}?\1{_S}{{0,2}}(\d{{1,2}})(?!\d|[-/.]\d)"),
    re.compile(rf"\d{{4}}{_S}?([年년]){_S}?(\d{{1,2}}){_S}?[月월]{_S}?(\d{{1,2}}){_S}?[日号號일]"),
    # Uyghur, Tibetan, Mongolian: year, month and day each followed by its word
    re.compile(
        rf"\d{{4}}{_S}?-?{_S}?(يىل)\w{{0,4}}{_S}?،?{_S}?(\d{{1,2}}){_S}?-?{_S}?ئاي\w{{0,6}}{_S}?،?{_S}?(\d{{1,2}})"
    ),
    re.compile(
        rf"\d{{4}}{_S}?(ལོ)[\u0f0b-\u0f1f\u0f3e-\u0fff ]{{0,14}}(\d{{1,2}})"
        r"[\u0f0b-\u0f1f\u0f3e-\u0fff ]{1,14}(\d{1,2})"
    ),
    re.compile(rf"\d{{4}}{_S}?(оны){_S}?(\d{{1,2}}){_S}?(?:[-\w]{{2,8}}{_S})?сар\w{{0,4}}{_S}(\d{{1,2}})"),
)
_YEAR_MONTH_WORD = re.compile(
    rf"\d{{4}}(?:\.?{_S}|[-/.]){_S}?({_WORD}?)[.,]?(?:{_S}|-)(\d{{1,2}})(?!\d|[^\S\n]?[,.]?[^\S\n]?\d{{4}}|:)"
)
_YEAR_DAY_WORD = re.compile(rf"\d{{4}}{_S}?(?:жыл\w{{0,5}}|-يىلى|m\.){_S}?(\d{{1,2}}){_S}?-?{_S}?({_WORD})")
_DAY_MONTH = re.compile(
    rf"(?<![\d.,/:\-])(\d{{1,2}})(?:([/-])|({_S}?\.{_S}{{0,2}}))(\d{{1,2}})(?:[/-]|{_S}?\.{_S}{{0,2}})\Z"
)
_BETWEEN = ("/", "-", ".")
"""One of these parts the month of `_DAY_MONTH` from its year."""
_DAY_WORD = re.compile(
    rf"(?<![\d.,:])(\d{{1,2}}){_ORDINAL}(?:{_S}{{0,2}}|[-/.])(?:(?:de|of|di|den|день){_S})?({_WORD})"
    rf"(?:,?{_S}{{0,2}}|[-/])(?:(?:de|del|of){_S}|พ\.ศ\.{_S}?)?\Z"
)
_WORD_DAY = re.compile(rf"(?<![^\W\d])({_WORD}){_S}{{0,2}}(\d{{1,2}})(?:st|nd|rd|th|º|°)?{_S}?,?{_S}{{0,2}}\Z")
_VIETNAMESE = re.compile(rf"(\d{{1,2}}){_S}tháng{_S}(\d{{1,2}})(?:{_S}năm|,){_S}\Z")
_HIJRI_MARK = re.compile(rf"{_S}?(?:هـ|ه(?!\w)|AH\b|H\b)")
_HIJRI = re.compile(rf"(\d{{1,2}})(?:{_S}?[/-]{_S}?|{_S})([^\d\n/]{{3,15}}?|\d{{1,2}})(?:{_S}?[/-]{_S}?|{_S})\Z")
_SHORT_YEAR = re.compile(r"\d\d([./])\d\d\1\d\d(?![\d./:])")
_HAS_SHORT_YEAR = re.compile(r"[./](?<=\d\d.)\d\d[./]\d\d")
_SHORT_YEAR_WORD = re.compile(rf"\d\d?(?:-({_WORD}?)-(\d\d)(?!\d)|{_S}({_WORD}?){_S}?[’'](\d\d)(?!\d))")
_HAS_SHORT_YEAR_WORD = re.compile(r"[-’'](?<![\d\s]-)\d\d(?!\d)")
_ERA = re.compile(
    rf"(民國|民国|令和|平成|昭和){_S}?(元|\d{{1,3}}){_S}?年{_S}?(\d{{1,2}}){_S}?月{_S}?(\d{{1,2}}){_S}?日"
)
_ERA_START = {"民國": 1911, "民国": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}
_ROC = re.compile(
    rf"(?:1\d\d|[89]\d)(?:([-/.])(\d{{1,2}})\1(\d{{1,2}})(?!\d|[-/.]\d)|{_S}?年{_S}?(\d{{1,2}}){_S}?月{_S}?(\d{{1,2}}){_S}?日)"
)
_CHINESE_NUMBER = "〇○零一二三四五六七八九十百廿卅"
_CHINESE = re.compile(
    rf"(民國|民国)?([{_CHINESE_NUMBER}]{{2,6}})年([{_CHINESE_NUMBER}]{{1,3}})月([{_CHINESE_NUMBER}]{{1,3}})[日号號]"
)


class WrittenDay(NamedTuple):
    """A day found in a text, where it stands there, and whether day and month might be the other way round."""

    day: date
    start: int
    end: int
    is_ambiguous: bool


def plain_digits(text: str) -> str:
    """The text with full-width, Arabic, Persian, Thai, Tibetan, Hindi and Burmese digits as 0 to 9, same length."""
    # What is no ASCII is next to nothing of most texts, and a search for ranges of characters is slow.
    if text.isascii() or not _HAS_OTHER_DIGITS.search(_ASCII.sub("", text)):
        return text
    return text.translate(_OTHER_DIGITS)


def days_in(text: str, *, country: str, months: Mapping[str, int]) -> list[WrittenDay]:
    """All complete days written in a text, in the order they stand there, none overlapping.

    `country` (ISO 3166-1, "" when unknown) decides the order of 03/05/2024 and whether Taiwan's years count;
    `months` maps lower-case month names to 1 to 12. Years outside 1994 to 2099 are no dates.
    """
    text = plain_digits(text[:MAX_TEXT])
    found = list(_days_with_year(text, country, months))
    found += _days_of_other_shapes(text, country, months)
    found.sort(key=lambda written: (written.start, -written.end))
    kept: list[WrittenDay] = []
    for written in found:
        if not kept or written.start >= kept[-1].end:
            kept.append(written)
    return kept[:MAX_DAYS]


def month_of(word: str, months: Mapping[str, int]) -> int:
    """The month (1 to 12) that a word names, as written or without its full stop; 0 when it names none."""
    word = word.casefold()  # as lexicons are read: ΐ and ß have longer forms
    month = months.get(word) or months.get(word.rstrip(".,"))
    if month is None and "/" in word:  # Arabic papers write both names: أيار/مايو
        month = next((months[part] for part in word.split("/") if part in months), None)
    return month or 0


def real_day(year: int, month: int, day: int) -> date | None:
    """The day, or None when no calendar has it or the year is out of bounds. Thai years are turned into ours."""
    if 2537 <= year <= 2643:
        year -= 543
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _days_with_year(text: str, country: str, months: Mapping[str, int]) -> Iterator[WrittenDay]:
    """Days around a four-digit year: the year is cheap to find, and the rest stands close to it."""
    for count, match in enumerate(_YEAR.finditer(text)):
        if count > MAX_DAYS:
            return
        start, end = match.span()
        previous = text[start - 1] if start else " "
        if previous.isascii() and previous.isdigit():
            continue
        if text.startswith("14", start):
            written = _hijri_day(text, start, end)
        else:
            is_last = previous in "vV./-" or text[end : end + 1] in _NO_DAY_FOLLOWS
            written = None if is_last else _day_after_year(text, start, months)
            written = written or _day_before_year(text, start, end, country, months)
        if written:
            yield written


def _day_after_year(text: str, start: int, months: Mapping[str, int]) -> WrittenDay | None:
    year = int(text[start : start + 4])
    for pattern in _YEAR_FIRST:
        match = pattern.match(text, start)
        if match:
            return _written(real_day(year, int(match[2]), int(match[3])), match.start(), match.end())
    match = _YEAR_MONTH_WORD.match(text, start)
    if match and (month := month_of(match[1], months)):
        return _written(real_day(year, month, int(match[2])), match.start(), match.end())
    match = _YEAR_DAY_WORD.match(text, start)
    if match and (month := month_of(match[2], months)):
        return _written(real_day(year, month, int(match[1])), match.start(), match.end())
    return None


def _day_before_year(text: str, start: int, end: int, country: str, months: Mapping[str, int]) -> WrittenDay | None:
    year = int(text[start:end])
    before = text[max(0, start - 32) : start].rpartition("\n")[2]
    offset = start - len(before)
    if not _DIGIT.search(before):
        return None
    if before.rstrip().endswith(_BETWEEN) and (match := _DAY_MONTH.search(before)):
        if text[end : end + 1] in ("-", "/", ".") and text[end + 1 : end + 2].isdigit():
            return None  # a version or an address
        day, is_ambiguous = ordered(int(match[1]), int(match[4]), year, country)
        return _written(day, offset + match.start(), end, is_ambiguous and match[3] is None)
    for pattern, day_group, word_group in ((_DAY_WORD, 1, 2), (_WORD_DAY, 2, 1)):
        match = pattern.search(before)
        if match and (month := month_of(match[word_group], months)):
            return _written(real_day(year, month, int(match[day_group])), offset + match.start(), end)
    if "tháng" in before and (match := _VIETNAMESE.search(before)):
        return _written(real_day(year, int(match[2]), int(match[1])), offset + match.start(), end)
    return None


def ordered(first: int, second: int, year: int, country: str) -> tuple[date | None, bool]:
    """The day meant by 03/05/2024 in a country, and whether it might as well be the other one."""
    is_month_first = country in MONTH_FIRST_COUNTRIES
    day, month = (second, first) if is_month_first else (first, second)
    if month > 12:
        day, month = month, day
    is_ambiguous = first <= 12 and second <= 12 and first != second and country in MIXED_COUNTRIES
    return real_day(year, month, day), is_ambiguous


def _written(day: date | None, start: int, end: int, is_ambiguous: bool = False) -> WrittenDay | None:
    return WrittenDay(day, start, end, is_ambiguous) if day else None


def _hijri_day(text: str, start: int, end: int) -> WrittenDay | None:
    mark = _HIJRI_MARK.match(text, end)
    offset = max(0, start - 32)
    match = _HIJRI.search(text[offset:start]) if mark else None
    if not mark or not match:
        return None
    word = match[2].strip().lower()
    month = int(word) if word.isdigit() else HIJRI_MONTHS.get(word, 0)
    year, day = int(text[start:end]), int(match[1])
    if not 1 <= month <= 12 or not 1 <= day <= 30:
        return None
    # The tabular calendar: 30 years of 10,631 days, odd months of 30 days.
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day
    return _written(date(622, 7, 18) + timedelta(days=days), offset + match.start(), mark.end())


def _days_of_other_shapes(text: str, country: str, months: Mapping[str, int]) -> Iterator[WrittenDay]:
    """Days whose year has no four digits: eras, Taiwan's years, Chinese numerals, 03.05.24."""
    found: list[WrittenDay | None] = []
    if "年" in text:
        for match in _ERA.finditer(text):
            year = _ERA_START[match[1]] + (1 if match[2] == "元" else int(match[2]))
            found.append(_written(real_day(year, int(match[3]), int(match[4])), *match.span()))
        for match in _CHINESE.finditer(text):
            year = chinese_number(match[2]) + (1911 if match[1] else 0)
            found.append(_written(real_day(year, chinese_number(match[3]), chinese_number(match[4])), *match.span()))
    if country == "TW":
        for match in _ROC.finditer(text):
            if match.start() and text[match.start() - 1] in "0123456789./-":
                continue
            month, day = (match[2], match[3]) if match[2] else (match[4], match[5])
            year = 1911 + int(re.match(r"\d+", match[0])[0])  # type: ignore[index]
            found.append(_written(real_day(year, int(month), int(day)), *match.span()))
    for match in _SHORT_YEAR.finditer(text) if _HAS_SHORT_YEAR.search(text) else ():
        if match.start() and text[match.start() - 1] in "0123456789./-:vV":
            continue
        first, second, year = int(match[0][:2]), int(match[0][3:5]), 2000 + int(match[0][6:])
        day, _ = ordered(first, second, year, country)
        is_ambiguous = match[1] == "/" and first <= 12 and second <= 12
        found.append(_written(day, match.start(), match.end(), is_ambiguous))
    for match in _SHORT_YEAR_WORD.finditer(text) if _HAS_SHORT_YEAR_WORD.search(text) else ():
        month = month_of(match[1] or match[3], months)
        number = int(re.match(r"\d+", match[0])[0])  # type: ignore[index]
        if month and not (match.start() and text[match.start() - 1].isdigit()):
            found.append(_written(real_day(2000 + int(match[2] or match[4]), month, number), *match.span()))
    return (written for written in found if written)


def chinese_number(numeral: str) -> int:
    """What a Chinese numeral is worth: 二〇二四 is 2024, 二十三 is 23, 一百一十三 is 113."""
    digits = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if not set(numeral) & {"十", "百"}:
        return int("".join(str(digits[sign]) for sign in numeral))
    total = current = 0
    for sign in numeral:
        if sign in digits:
            current = digits[sign]
            continue
        total += (current or 1) * (100 if sign == "百" else 10)
        current = 0
    return total + current
