"""This module knows how the values of a service guide are written: days to wait, visits to make, fees, depth online."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from scoring.facts.guide_facts import Online, TimeLimit
from scoring.lexicon import WordBook
from scoring.matching import is_spaced, normalise

MAX_CHARACTERS = 300
MAX_DAYS = 3650
MAX_VISITS = 99
DAYS_EACH = {
    "working_days": 1.0,
    "days": 1.0,
    "weeks": 7.0,
    "months": 30.0,
    "years": 365.0,
    "hours": 1 / 24,
    "minutes": 0.0,
}
"""Units of time by the lexicons' key: a month counts 30 days; hours round up to a day, minutes are at once."""

_HAN_NUMERALS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
_HAN_NUMERALS |= {"八": 8, "九": 9}
_HAN_TENS = {"十": 10, "百": 100}
_HAN = "".join((*_HAN_NUMERALS, *_HAN_TENS))
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)*")
_NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class _Grammar:
    """The patterns of one book of words."""

    span: re.Pattern[str]
    unit: re.Pattern[str]
    bare: re.Pattern[str]
    visits: re.Pattern[str]
    unit_of: dict[str, str]


def parse_days(value: str, *, book: WordBook, label: str = "") -> TimeLimit | None:
    """How many days a limit gives; None when it names none.

    即办 and "on the spot" are 0. Of a range the longer end counts; a month is 30 days, a week 7, hours round up.
    A bare number counts when the label names the unit: 承诺工作日 5.
    """
    text, grammar = normalise(value[:MAX_CHARACTERS]), _grammar(book)
    at_once, span = book.value_in("at_once", text), grammar.span.search(text)
    if at_once and (not span or at_once.start < span.start()):
        return TimeLimit(0, True)
    if span:
        return _limit(span["number"], span["unit"], book, grammar)
    bare, unit = grammar.bare.fullmatch(text), grammar.unit.search(normalise(label[:MAX_CHARACTERS]))
    return _limit(bare["number"], unit["unit"], book, grammar) if bare and unit else None


def days_within(text: str, *, book: WordBook) -> Iterator[tuple[int, int, TimeLimit]]:
    """The numbers of days in a normalised text, each after its beginning and end; no weeks, months or hours."""
    grammar = _grammar(book)
    for match in grammar.span.finditer(text):
        if grammar.unit_of[match["unit"]] in ("working_days", "days"):
            limit = _limit(match["number"], match["unit"], book, grammar)
            if limit:
                yield match.start(), match.end(), limit


def parse_visits(value: str, *, book: WordBook) -> int | None:
    """How many times an applicant must come in person; None when it is not said."""
    text, grammar = normalise(value[:MAX_CHARACTERS]), _grammar(book)
    if match := grammar.visits.search(text) or grammar.bare.fullmatch(text):
        number = _number(match["number"], book)
        return int(number) if number is not None and number <= MAX_VISITS else None
    for key, visits in (("no_visit", 0), ("no", 0), ("once", 1), ("twice", 2)):
        if is_said(value, key, book=book):
            return visits
    return None


def parse_online(value: str, *, book: WordBook) -> Online | None:
    """How much can be done online; None when it is not said."""
    if is_said(value, "not_online", book=book) or is_said(value, "no", book=book):
        return Online.NOT
    if is_said(value, "partly_online", book=book):
        return Online.PARTLY
    if is_said(value, "fully_online", book=book):
        return Online.FULLY
    return Online.PARTLY if is_said(value, "yes", book=book) else None


def parse_free(value: str, *, book: WordBook) -> bool | None:
    """Whether a service costs nothing, by what stands under its fee; None when that is not said."""
    if is_said(value, "free", book=book) or is_said(value, "no", book=book):
        return not any(_is_more_than_nothing(amount) for amount in amounts_in(value))
    amounts = amounts_in(value)
    if amounts:
        return not any(map(_is_more_than_nothing, amounts))
    return False if is_said(value, "yes", book=book) else None


def amounts_in(value: str) -> list[str]:
    """The numbers in the words about a fee, as written."""
    return _AMOUNT.findall(normalise(value[:MAX_CHARACTERS]))


def is_said(value: str, key: str, *, book: WordBook) -> bool:
    """Whether a value holds words that a lexicon lists under a key; yes and no must be all of it."""
    text = normalise(value[:MAX_CHARACTERS])
    found = book.value_in(key, text)
    if found is None:
        return False
    return key not in ("yes", "no") or not any(map(str.isalnum, text[: found.start] + text[found.end :]))


def is_nothing(value: str, *, book: WordBook) -> bool:
    """Whether a value is but a word for none, a dash or a stroke."""
    return not any(map(str.isalnum, value)) or is_said(value, "no", book=book)


def is_only(value: str, keys: Iterable[str], *, book: WordBook) -> bool:
    """Whether a value holds words listed under the keys, and nothing else but marks between them."""
    words = sorted((word for key in keys for word in book.value_words(key)), key=len, reverse=True)
    rest = re.sub("|".join(map(re.escape, words)) or _NEVER, " ", normalise(value[:MAX_CHARACTERS]))
    return any(map(str.isalnum, value)) and not any(map(str.isalnum, rest))


def _is_more_than_nothing(amount: str) -> bool:
    return any(character in "123456789" for character in amount)


def _limit(number: str, unit: str, book: WordBook, grammar: _Grammar) -> TimeLimit | None:
    key, amount = grammar.unit_of[unit], _number(number, book)
    if amount is None or (days := math.ceil(amount * DAYS_EACH[key])) > MAX_DAYS:
        return None
    return TimeLimit(days, key == "working_days" or (days == 0 and key != "minutes"))


def _number(written: str, book: WordBook) -> float | None:
    """A number in figures, in words of the lexicon, or in Han numerals below a thousand."""
    if written[0].isdigit():
        return float(written.replace(",", "."))
    if written in book.numbers:
        return book.numbers[written]
    total = digit = 0
    for character in written:
        if character in _HAN_TENS:
            total += (digit or 1) * _HAN_TENS[character]
            digit = 0
        elif character in _HAN_NUMERALS:
            digit = _HAN_NUMERALS[character]
        else:
            return None
    return total + digit


@lru_cache(maxsize=64)
def _grammar(book: WordBook) -> _Grammar:
    unit_of = {word: key for key in reversed(DAYS_EACH) for word in book.value_words(key)}
    words = "|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(book.numbers, key=len, reverse=True))
    number = rf"(?P<number>(?<![\d.,])\d{{1,4}}(?:[.,]\d)?|[{_HAN}]{{1,5}}{'|' + words if words else ''})"
    unit, visits = rf"(?P<unit>{_any_of(unit_of)})", _any_of(book.value_words("visits"))
    # A number may be said twice, 5 (five), and its unit may stand in brackets, 5 (working days).
    between = r"\s{0,3}(?:\([^()]{1,20}\)\s?)?\(?"
    return _Grammar(
        span=re.compile(rf"{number}{between}{unit}"),
        unit=re.compile(unit),
        bare=re.compile(rf"\W{{0,3}}{number}\W{{0,3}}"),
        visits=re.compile(rf"{number}\s{{0,3}}(?:{visits})"),
        unit_of=unit_of,
    )


def _any_of(words: Iterable[str]) -> str:
    """A pattern for whole words in spaced scripts and for words anywhere in the others, the longest first."""
    listed = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word) + (r"(?![^\W\d_])" if is_spaced(word[-1]) else "") for word in listed) or _NEVER
