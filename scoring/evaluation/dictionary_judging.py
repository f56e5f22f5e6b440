"""This module knows how dictionaries are held against whole sites of clean prose, as they are and with slips put in."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crawler.evidence import EvidenceRef
from scoring.dictionaries import Dictionary, dictionary_for
from scoring.evaluation.figures import Judgement, Verdict
from scoring.evaluation.prose import NEVER, PIECE_CHARACTERS, prose_of
from scoring.facts.language import language_of
from scoring.facts.spelling import site_spelling
from site_lists.model import Model, Text

RECOGNISER = "likely misspelling"
WORDS_A_SLIP = 200
MOST_SLIPS_A_PAGE = 10
SEED = 5
GAP = re.compile(r"(\s+)")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SAID = re.compile(r"\((\S+) → \S+\)$")


class DictionarySite(Model):
    """A folder with the pages of a site, taken as clean but for the slips that a reader found there (`known`)."""

    pages: Text
    language: Text
    known: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's prose."""

    name: str
    text: str
    language: str

    def evidence(self, snippet: str = "") -> EvidenceRef:
        """The page as evidence, its file for an address."""
        return EvidenceRef(self.name, NEVER, None, snippet)


def judge_dictionaries(sites: Sequence[DictionarySite], folder: Path) -> Iterator[Judgement]:
    """Alarms in clean prose, and which of the slips put in were noticed; nothing where no dictionary was given."""
    for site in sites:
        if (dictionary := dictionary_for(site.language)) is None:
            continue
        pages = [page for page in _pages(folder / site.pages) if page.language == site.language]
        yield from _alarms(site, pages)
        yield from _noticed(site, pages, dictionary)


def _alarms(site: DictionarySite, pages: Sequence[_Page]) -> Iterator[Judgement]:
    sets = (f"{site.pages}, pieces of {PIECE_CHARACTERS} clean characters",)
    alarms = [(page, word) for page, word in _slips(pages) if word not in site.known]
    for number, piece in enumerate(_pieces(pages)):
        names = {page.name for page in piece}
        said = " ".join(word for page, word in alarms if page in names)
        verdict = Verdict.WRONG if said else Verdict.RIGHT
        yield Judgement(RECOGNISER, sets, verdict, f"piece {number}", "clean", said or "clean")


def _noticed(site: DictionarySite, pages: Sequence[_Page], dictionary: Dictionary) -> Iterator[Judgement]:
    chance = random.Random(SEED)  # noqa: S311 - the same slips each time
    made: dict[str, str] = {}
    spoilt = [replace(page, text=_spoilt(page.text, made, chance, dictionary)) for page in pages]
    found = {word for _, word in _slips(spoilt)}
    for slip, word in made.items():
        said = slip if slip in found else ""
        verdict = Verdict.RIGHT if said else Verdict.NONE
        yield Judgement(RECOGNISER, (f"{site.pages}, slips put in",), verdict, f"{word} as {slip}", slip, said)


def _slips(pages: Sequence[_Page]) -> list[tuple[str, str]]:
    told = site_spelling(pages, most=len(pages) * MOST_SLIPS_A_PAGE)
    said = ((ref.url, SAID.search(ref.snippet)) for ref in told.slips) if told else ()
    return [(url, match[1]) for url, match in said if match]


def _spoilt(text: str, made: dict[str, str], chance: random.Random, dictionary: Dictionary) -> str:
    """The text with one word in two hundred, and one at least, written with one letter wrong."""
    parts = GAP.split(text)
    places = [place for place, word in enumerate(parts) if len(word) >= 5 and word.isalpha() and word.islower()]
    known = [place for place in places if dictionary.knows(parts[place])]
    for place in chance.sample(known, min(len(known), max(1, len(known) // WORDS_A_SLIP), MOST_SLIPS_A_PAGE)):
        slip = _slip(parts[place], chance)
        if slip not in made and not dictionary.knows(slip):
            made[slip], parts[place] = parts[place], slip
    return "".join(parts)


def _slip(word: str, chance: random.Random) -> str:
    place, letter = chance.randrange(len(word)), chance.choice(LETTERS)
    start, rest = word[:place], word[place:]
    swapped = start + rest[1:2] + rest[0] + rest[2:]
    kinds = (start + rest[1:], start + letter + rest, start + letter + rest[1:], swapped)
    return chance.choice(kinds)


def _pieces(pages: Sequence[_Page]) -> Iterator[list[_Page]]:
    """Pages in their order, gathered until they have enough characters; the last piece has what is left."""
    piece: list[_Page] = []
    for page in pages:
        piece.append(page)
        if sum(len(one.text) for one in piece) >= PIECE_CHARACTERS:
            yield piece
            piece = []
    if piece:
        yield piece


def _pages(folder: Path) -> Iterator[_Page]:
    for name, text in prose_of(folder):
        yield _Page(name, text, language_of(text))
