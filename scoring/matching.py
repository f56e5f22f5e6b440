"""This module knows how listed words are found in text of any script."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
_IN_WORD = rf"[^\W_{UNSPACED}]"
"""A letter or figure of a script that does space its words."""
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
    folded = unicodedata.normalize("NFKC", text[:MAX_PHRASE_CHARACTERS]).translate(_SAME).casefold()
    spaced = " ".join(folded.split())
    return _SPREAD_OUT.sub(lambda match: match.group().replace(" ", ""), spaced)


def is_spaced(character: str) -> bool:
    """Whether the character is a letter or figure of a script that spaces its words."""
    return character.isalnum() and not _IS_UNSPACED.match(character)


class WordFinder:
    """Finds listed words; whole words in spaced scripts, anywhere in the others. The longest at a place wins."""

    def __init__(self, words: Iterable[str]) -> None:
        listed = sorted({normal for word in words if (normal := normalise(word))}, key=lambda word: (-len(word), word))
        self._pattern = re.compile(_alternation(listed)) if listed else None

    def first(self, text: str) -> Found | None:
        """The first listed word in a normalised text, or None."""
        match = self._pattern.search(text) if self._pattern else None
        return Found(match.group(), match.start(), match.end()) if match else None

    def everywhere(self, text: str) -> Iterator[Found]:
        """Every listed word in a normalised text, the longest at each place; they may overlap."""
        position = 0
        while self._pattern and (match := self._pattern.search(text, position)):
            yield Found(match.group(), match.start(), match.end())
            position = match.start() + 1

    def longest(self, text: str) -> list[Found]:
        """The listed words that do not overlap, a longer one before a shorter one."""
        kept: list[Found] = []
        for found in sorted(self.everywhere(text), key=lambda found: (found.start - found.end, found.start)):
            if not any(found.overlaps(other) for other in kept):
                kept.append(found)
        return kept


def _alternation(words: list[str]) -> str:
    """One pattern for all words, grouped by their first character, which lets the search skip most places."""
    by_first: dict[str, list[str]] = defaultdict(list)
    for word in words:
        by_first[word[0]].append(word)
    return "|".join(_group(first, group) for first, group in by_first.items())


def _group(first: str, words: list[str]) -> str:
    start = re.escape(first)
    # The boundary before a word is looked for after its first character: a pattern that begins with a literal is fast.
    before = f"(?<!{_IN_WORD}{start})" if is_spaced(first) else ""
    after = f"(?!{_IN_WORD})"
    rests = [(re.escape(word[1:]), is_spaced(word[-1])) for word in words]
    # One shared boundary where all words need it: each costs time when the pattern is compiled.
    if all(needs_boundary for _, needs_boundary in rests):
        return f"{start}{before}(?:{'|'.join(rest for rest, _ in rests)}){after}"
    return f"{start}{before}(?:{'|'.join(rest + (after if needs else '') for rest, needs in rests)})"
