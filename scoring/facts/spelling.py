"""This module knows which words of a site are most likely slips, by dictionaries and by what the site itself writes.

A dictionary alone flags clean prose: it lacks names, terms, loans and what a town calls its own. So a word is told to
be a slip only where the site writes the right word itself, and often, and the two differ as slips of the hand do.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from scoring.dictionaries import Dictionary, dictionary_for
from scoring.facts.model import EvidenceRef, SpellingFacts, Wording

SHORTEST, LONGEST = 5, 24
AROUND = 5
NEIGHBOURS = 2
"""An unknown word beside another one is part of a foreign phrase, not a slip."""
OWN_VOCABULARY_PAGES = 3
"""A word on so many pages is the site's own."""
WRITTEN_PAGES = 2
TIMES_AS_OFTEN = 3
"""How much more often than the slip the right word must be written."""
TIMES_CLEARER = 20
"""How much more often than any other the right word must be written where several come near."""
TOO_MANY_UNKNOWN = 0.1
"""With this share of unknown words a page is in another language, or its letters are damaged."""
MAX_CHARACTERS = 200_000
MAX_DISTINCT_WORDS = 200_000
MAX_UNKNOWN = 3000
MAX_LETTERS = 40
MAX_KIN = 50
MAX_SLIPS = 50
MARKS = "\"'“”‘’„‚«»‹›()[]{}*.,;:!?…•–—-"


class Prose(Protocol):
    """What is needed of a page: `PageFacts` has it."""

    @property
    def language(self) -> str:
        """BCP 47; "" when unknown."""

    @property
    def text(self) -> str:
        """What readers read."""

    def evidence(self, snippet: str = "") -> EvidenceRef:
        """The page as evidence."""


@dataclass(slots=True)
class _Site:
    """What the pages of one language write: how often, on how many pages; where each unknown word first stood alone."""

    times: Counter[str]
    pages: Counter[str]
    named: set[str]
    alone: dict[str, tuple[Prose, str] | None]
    pages_read: int = 0
    words_read: int = 0


def site_spelling(pages: Iterable[Prose], *, most: int = MAX_SLIPS) -> SpellingFacts | None:
    """The likely slips of a site's pages, at `most` so many; None when no page's language has a dictionary."""
    by_language: dict[str, list[Prose]] = {}
    for page in pages:
        by_language.setdefault(page.language.partition("-")[0], []).append(page)
    names: list[str] = []
    slips: list[EvidenceRef] = []
    pages_read = words_read = 0
    for language, same in sorted(by_language.items()):
        if (dictionary := dictionary_for(language)) is None:
            continue
        site = _read(same, dictionary)
        if not site.pages_read:
            continue
        names += dictionary.names
        pages_read, words_read = pages_read + site.pages_read, words_read + site.words_read
        slips += [page.evidence(str(slip)) for page, slip in slips_of(site, dictionary)]
    return SpellingFacts(tuple(names), pages_read, words_read, tuple(slips[:most])) if pages_read else None


def _read(pages: Sequence[Prose], dictionary: Dictionary) -> _Site:
    site = _Site(Counter(), Counter(), set(), {})
    for page in pages:
        words = list(plain_words(page.text[:MAX_CHARACTERS]))
        small = [word for word in words if len(word) >= SHORTEST and is_small(word)]
        # Beyond the bound nothing is looked up, so that no site can make us look up without end.
        if not small or len(site.times) > MAX_DISTINCT_WORDS:
            continue
        unknown = {word for word in set(small) if not dictionary.knows(word)}
        if sum(word in unknown for word in small) > TOO_MANY_UNKNOWN * len(small):
            continue
        site.pages_read += 1
        site.words_read += len(small)
        site.times.update(word for word in words if is_small(word))
        site.pages.update({word.lower() for word in words if word})
        site.named.update(word.lower() for word in words if word and not is_small(word))
        if unknown:
            _note(site, page, words, unknown, dictionary)
    return site


def _note(site: _Site, page: Prose, words: list[str], unknown: set[str], dictionary: Dictionary) -> None:
    for place, word in enumerate(words):
        if word not in unknown or (word not in site.alone and len(site.alone) >= MAX_UNKNOWN):
            continue
        beside = words[max(0, place - NEIGHBOURS) : place] + words[place + 1 : place + 1 + NEIGHBOURS]
        is_foreign = any(is_small(other) and not dictionary.knows(other) for other in beside if len(other) > 1)
        is_alone = len(word) <= LONGEST and not is_foreign
        around = " ".join(filter(None, words[max(0, place - AROUND) : place + AROUND + 1]))
        site.alone.setdefault(word, (page, around) if is_alone else None)


def plain_words(text: str) -> Iterator[str]:
    """The words of a text in their order; "" stands for what is no plain word: numbers, addresses, joined words."""
    for piece in text.split():
        word = piece.strip(MARKS)
        yield word if word.isalpha() and len(word) <= 2 * LONGEST else ""


def is_small(word: str) -> bool:
    """Whether a word is written in small letters, of a script that has large ones."""
    return word.islower() and word != word.upper()


def slips_of(site: _Site, dictionary: Dictionary) -> Iterator[tuple[Prose, Wording]]:
    """The words of a site that are most likely slips, in the order of its pages."""
    letters = "".join(letter for letter, _ in _letters(site.times).most_common(MAX_LETTERS))
    ordered = sorted(site.pages)
    for word, stood in site.alone.items():
        if stood is None or site.pages[word] >= OWN_VOCABULARY_PAGES or word in site.named:
            continue
        if _is_compound(word, site.pages) or _has_kin(word, ordered, dictionary):
            continue
        if right := _right_word(word, site, dictionary, letters):
            page, around = stood
            yield page, Wording(word, right, around)


def _letters(times: Mapping[str, int]) -> Counter[str]:
    letters: Counter[str] = Counter()
    for word in times:
        letters.update(set(word))
    return letters


def _is_compound(word: str, pages: Mapping[str, int]) -> bool:
    """Whether a word is made of two that the site writes, or of one with a syllable before it."""
    halves = ((word[:cut], word[cut:]) for cut in range(2, len(word) - 2))
    return any(
        pages.get(end, 0) >= WRITTEN_PAGES
        and (len(end) >= SHORTEST or (len(start) > 2 and pages.get(start, 0) >= WRITTEN_PAGES))
        for start, end in halves
    )


def _has_kin(word: str, ordered: Sequence[str], dictionary: Dictionary) -> bool:
    """Whether the site writes the unknown word with another ending, too: then it is a word of its own."""
    stem = word[:-1]
    first = bisect_left(ordered, stem)
    kin = (other for other in ordered[first : first + MAX_KIN] if other.startswith(stem) and other != word)
    return any(len(other) <= len(word) + 2 and not dictionary.knows(other) for other in kin)


def _right_word(word: str, site: _Site, dictionary: Dictionary, letters: str) -> str:
    """The one word that was meant, "" where that is in doubt."""
    least = max(TIMES_AS_OFTEN * site.times[word], 1)
    near = {other for other in one_slip_from(word, letters) if site.times[other] >= least}
    meant = sorted(
        (other for other in near if site.pages[other] >= WRITTEN_PAGES and dictionary.knows(other)),
        key=lambda other: (-site.times[other], other),
    )
    if not meant or (len(meant) > 1 and site.times[meant[0]] < TIMES_CLEARER * site.times[meant[1]]):
        return ""
    best = meant[0]
    # A hand seldom slips at the first letter; at the end of a word another letter is another form of the word.
    same = next((place for place, (a, b) in enumerate(zip(word, best, strict=False)) if a != b), len(best))
    is_slip = len(best) >= SHORTEST and word[0] == best[0] and same < min(len(word), len(best)) - 1
    return best if is_slip else ""


def one_slip_from(word: str, letters: str) -> Iterator[str]:
    """All strings from which a word comes by one letter left out, added, exchanged, or swapped with the next."""
    for place in range(len(word) + 1):
        start, rest = word[:place], word[place:]
        yield from (start + letter + rest for letter in letters)
        if rest:
            yield start + rest[1:]
            yield from (start + letter + rest[1:] for letter in letters if letter != rest[0])
        if len(rest) > 1:
            yield start + rest[1] + rest[0] + rest[2:]
