"""This module knows how listed words are found in text of any script."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

MAX_PHRASE_CHARACTERS = 20_000
"""Texts are read to this length and no further: pages are hostile."""

UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u0f00-\u0fff"  # Tibetan
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3005-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"  # Han
    "\ua000-\ua4cf"  # Yi
)
"""Scripts that put no space between words: a listed word counts wherever it stands."""

_IS_UNSPACED = re.compile(f"[{UNSPACED}]")
_SPREAD_OUT = re.compile(rf"(?<![{UNSPACED}])[{UNSPACED}](?: [{UNSPACED}])+(?![{UNSPACED}])")
_SAME = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "`": "'", "\u201c": '"', "\u201d": '"'}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015", "-")
    | dict.fromkeys("\u00ad\u200b\u200e\u200f\u2060\ufeff")
)
"""Quotes and dashes of one kind; soft hyphens, zero-width spaces and direction marks are dropped."""


@dataclass(frozen=True, slots=True)
class Found:
    """A listed word and where it stands in the normalised text."""

    word: str
    start: int
    end: int

    def overlaps(self, other: Found) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


def normalise(text: str) -> str:
    """The form in which words are compared: NFKC, case folded, one kind of quote and dash, single spaces.

    Han characters spread out for looks (通 知 公 告) are put together again.
    """
    if text.isascii():  # the same, for a tenth of the time
        return " ".join(text[:MAX_PHRASE_CHARACTERS].replace("`", "'").lower().split())
    folded = unicodedata.normalize("NFKC", text[:MAX_PHRASE_CHARACTERS]).translate(_SAME).casefold()
    spaced = " ".join(folded.split())
    return _SPREAD_OUT.sub(lambda match: match.group().replace(" ", ""), spaced)


def is_spaced(character: str) -> bool:
    """Whether the character is a letter or figure of a script that spaces its words."""
    return character.isalnum() and (character.isascii() or not _IS_UNSPACED.match(character))


class WordFinder:
    """Finds listed words; whole words in spaced scripts, anywhere in the others. The longest at a place wins."""

    def __init__(self, words: Iterable[str]) -> None:
        self._listed = frozenset(normal for word in words if (normal := normalise(word)))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        """Finds where listed words may be whole; made when first asked for, since a site needs few of a book's."""
        return re.compile(_alternation(self._listed)) if self._listed else None

    def first(self, text: str) -> Found | None:
        """The first listed word in a normalised text, or None."""
        return next(self.everywhere(text), None)

    def everywhere(self, text: str) -> Iterator[Found]:
        """Every listed word in a normalised text, the longest at each place; they may overlap."""
        position = 0
        while self._pattern and (match := self._pattern.search(text, position)):
            start, end = match.span()
            if (whole := self._whole_word(text, start, end)) is not None:
                yield whole
            position = start + 1

    def longest(self, text: str) -> list[Found]:
        """The listed words that do not overlap, a longer one before a shorter one."""
        kept: list[Found] = []
        for found in sorted(self.everywhere(text), key=lambda found: (found.start - found.end, found.start)):
            if not any(found.overlaps(other) for other in kept):
                kept.append(found)
        return kept

    def _whole_word(self, text: str, start: int, longest_end: int) -> Found | None:
        """The longest listed word at a place that is part of no longer word; None when there is none."""
        if start and is_spaced(text[start]) and is_spaced(text[start - 1]):
            return None
        for end in range(longest_end, start, -1):
            is_cut = is_spaced(text[end - 1]) and is_spaced(text[end : end + 1])
            if not is_cut and (word := text[start:end]) in self._listed:
                return Found(word, start, end)
        return None


def _alternation(words: Iterable[str]) -> str:
    """One pattern for all words, the longest first, grouped by their first character: the search skips most places."""
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in sorted(words, key=lambda word: (-len(word), word)):
        by_first[word[0]].append(word)
    return "|".join(_group(first, group) for first, group in by_first.items())


def _group(first: str, words: list[str]) -> str:
    # Only the commonest letters part words here: classes of all scripts take a second to compile for a book. The
    # boundary before a word is looked for after its first character: a pattern that begins with a literal is fast.
    start = re.escape(first)
    before = f"(?<![a-z0-9]{start})" if is_spaced(first) else ""
    rests = [(re.escape(word[1:]), is_spaced(word[-1])) for word in words]
    if all(needs_boundary for _, needs_boundary in rests):
        return f"{start}{before}(?:{'|'.join(rest for rest, _ in rests)})(?![a-z0-9])"
    return f"{start}{before}(?:{'|'.join(rest + ('(?![a-z0-9])' if needs else '') for rest, needs in rests)})"
