"""This module knows how English sentences of rubrics, measures and findings are said in the language of a report."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from string import Formatter

from reports.text import ENGLISH, FOLDER, texts, unparted

LONGEST = 400
"""A longer text is no reason of ours, and no sentence with values put in."""
LONGEST_SENTENCE = 2000
"""A longer text is nobody's sentence; it is neither looked up nor kept in memory."""
_KINDS = {
    "n": r"\d{1,15}(?:[.,]\d{1,9})?",
    "day": r"\d{4}-\d\d-\d\d",
    "said": r"[^\n]{1,300}?",
    "asis": r"[^\n]{1,300}?",
}
_LISTED_GROUPS = ("failure", "service")
"""Parts of the catalogue whose words stand within reasons."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A text and the language it is in."""

    text: str
    language: str


def wording(text: str, language: str) -> Wording:
    """An English text of a rubric, a measure or a finding in a language; the English one where nobody translated it.

    The catalogue is kept by the English sentence, so that a question worded anew never keeps its old translation.
    What has no Latin letter, or begins in another script, was said in the report's language already.
    """
    if language == ENGLISH or not _begins_in_latin(text):
        return Wording(text, language)
    known = _told_before(text, language) if len(text) <= LONGEST_SENTENCE else None
    return Wording(text, ENGLISH) if known is None else Wording(known, language)


def has_latin(text: str) -> bool:
    """Whether a text has Latin letters, so that it may be in another language than a report in Chinese."""
    return any(letter.isascii() and letter.isalpha() for letter in text)


def _begins_in_latin(text: str) -> bool:
    return has_latin(next((letter for letter in text if letter.isalpha()), ""))


def recorded(snippet: str, language: str) -> Wording | None:
    """What a measure wrote into its evidence in words of its own, in a language; None for an excerpt of a page.

    Excerpts are never translated, so only the whole of a note that is known counts.
    """
    known = _noted_before(snippet, language) if language != ENGLISH and len(snippet) <= LONGEST else None
    return None if known is None else Wording(known, language)


@lru_cache(maxsize=4096)
def _told_before(text: str, language: str) -> str | None:
    return _told(text, language)


@lru_cache(maxsize=4096)
def _noted_before(note: str, language: str) -> str | None:
    return _matched(note, _catalogue(language).records, language)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A sentence with places for what differs, such as `of {n} pages`: `landmark` is its longest fixed piece.

    `{n}` is a number and `{day}` a date; `{said}` is a word or a list of words which is translated itself; `{asis}` is
    an address or a name, carried over.
    """

    expression: re.Pattern[str]
    landmark: str
    text: str


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """The sentences and words of a language by key, sentences with places to fill in, and notes of measures."""

    sentences: Mapping[str, str]
    words: Mapping[str, str]
    patterns: tuple[_Pattern, ...]
    records: tuple[_Pattern, ...]


def _told(text: str, language: str) -> str | None:
    """The text in a language, or None: a sentence of which one word is unknown is not half translated."""
    catalogue = _catalogue(language)
    if (known := catalogue.sentences.get(_key(text))) is not None:
        return known + texts(language).plain("stop") if text.endswith(".") else known
    return (
        _listed(text, "; ", "semicolon", language)
        or _matched(_begun(text), catalogue.patterns, language)
        or _word(text, language)
        or _listed(text, ", ", "and", language)
    )


def _matched(begun: str, patterns: Iterable[_Pattern], language: str) -> str | None:
    """The text by the first pattern that fits the whole of it and whose words are all known."""
    for pattern in patterns if len(begun) <= LONGEST else ():
        if pattern.landmark in begun and (found := pattern.expression.fullmatch(begun)):
            values = {name: _value(name, piece, language) for name, piece in found.groupdict().items()}
            if None not in values.values():
                return pattern.text.format(**values)
    return None


def _value(name: str, piece: str, language: str) -> str | None:
    return _word(piece, language) or _told(piece, language) if _kind(name) == "said" else piece


def _word(text: str, language: str) -> str | None:
    """A word that stands within sentences: of a table for it, or one that the pages say, too."""
    words, key = texts(language), _key(text.removeprefix("service_").removeprefix("service "))
    for group in _LISTED_GROUPS:
        if words.has(code := f"{group}.{key.replace(' ', '_')}"):
            return words.plain(code)
    return _catalogue(language).words.get(key)


def _listed(text: str, mark: str, joined_by: str, language: str) -> str | None:
    pieces = text.split(mark) if mark in text and len(text) <= LONGEST else []
    told = [known for piece in pieces if (known := _word(piece, language) or _told(piece, language)) is not None]
    return texts(language).plain(joined_by).join(told) if told and len(told) == len(pieces) else None


@cache
def _catalogue(language: str) -> _Catalogue:
    path = FOLDER / "sentences" / f"{language}.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    patterns = tuple(_pattern(_begun(english), text) for english, text in tables.pop("patterns", {}).items())
    records = tuple(_pattern(english, text) for english, text in tables.pop("records", {}).items())
    words = {_key(english): text for english, text in tables.pop("words", {}).items()}
    stop = texts(language).plain("stop")
    sentences = {
        _key(english): unparted(text.removesuffix(stop)) for table in tables.values() for english, text in table.items()
    }
    return _Catalogue(sentences, words, patterns, records)


def _pattern(english: str, text: str) -> _Pattern:
    pieces = list(Formatter().parse(english))
    expression = "".join(
        re.escape(fixed) + (f"(?P<{name}>{_KINDS[_kind(name)]})" if name else "") for fixed, name, _, _ in pieces
    )
    return _Pattern(re.compile(expression), max((fixed for fixed, _, _, _ in pieces), key=len), unparted(text))


def _kind(name: str) -> str:
    return name.rstrip("0123456789")


def _begun(text: str) -> str:
    """The text as it stands within a sentence, where pages begin theirs with it."""
    return f"{text[:1].lower()}{text[1:]}"


def _key(text: str) -> str:
    return _begun(text).rstrip(".").replace("_", " ")
