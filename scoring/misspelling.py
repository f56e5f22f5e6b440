"""This module knows which spellings are wrong wherever they stand, by the curated lists that ship.

No dictionary and no model speaks here: a listed spelling is a fault unless its row names a longer string around it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from site_lists.model import DataFileError

FOLDER = Path(__file__).parent / "misspellings"
COLUMNS = ["wrong", "right", "class", "not"]
CLASSES = ("severe", "general")
MAX_FOUND = 20
_WORD = re.compile(r"(?<![\w])[a-z]+(?![\w])")
"""A word of small Latin letters."""
MAX_AROUND = 12
MAX_CHARACTERS = 200_000
"""A longer text is read no further."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A wrong spelling, the right one, its class, and the longer strings in which it is right."""

    wrong: str
    right: str
    severity: str
    vetoes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundSpelling:
    """A wrong spelling met in a text, and the words around it."""

    spelling: Spelling
    snippet: str


class SpellingList:
    """The wrong spellings of one language, ready to be looked for."""

    def __init__(self, spellings: tuple[Spelling, ...]) -> None:
        self._by_wrong = {spelling.wrong: spelling for spelling in spellings}
        listed = [wrong for wrong in self._by_wrong if not _WORD.fullmatch(wrong)]
        self._phrases = re.compile(_grouped(listed)) if listed else None

    def found_in(self, text: str) -> Iterator[FoundSpelling]:
        """Each wrong spelling of a text in its order; what is part of an address is none."""
        text = text[:MAX_CHARACTERS]
        lower = text.lower()
        if len(lower) != len(text):  # a few capitals have no small letter of one character
            text = lower
        for start, end in sorted(self._places(lower)):
            spelling = self._by_wrong[lower[start:end]]
            around = text[max(0, start - MAX_AROUND) : end + MAX_AROUND]
            if any(veto in around for veto in spelling.vetoes) or _is_address(text, start, end):
                continue
            yield FoundSpelling(spelling, " ".join(around.split()))

    def _places(self, lower: str) -> Iterator[tuple[int, int]]:
        """Where listed spellings stand: single words are looked up, whatever else is listed is searched for."""
        # Words repeat: each is looked up once, and nearly always that is all.
        if not self._by_wrong.keys().isdisjoint(_WORD.findall(" ".join(set(lower.split())))):
            for match in _WORD.finditer(lower):
                if match.group() in self._by_wrong:
                    yield match.span()
        for match in self._phrases.finditer(lower) if self._phrases else ():
            start, end = match.span()
            is_inside = match.group().isascii() and (
                lower[start - 1 : start].isalnum() or lower[end : end + 1].isalnum()
            )
            if not is_inside:
                yield start, end


def _grouped(listed: list[str]) -> str:
    """One pattern for all, grouped by first character, which lets the search skip most places; the longest first."""
    groups: dict[str, list[str]] = {}
    for wrong in sorted(listed, key=lambda wrong: (-len(wrong), wrong)):
        groups.setdefault(wrong[0], []).append(re.escape(wrong[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in groups.items())


def spellings_in(text: str, language: str) -> tuple[FoundSpelling, ...]:
    """The wrong spellings of a text in a language (BCP 47), twenty at most. Chinese is read with the lists of both
    scripts. Empty, too, for a language without a list: ask `has_list`."""
    found: list[FoundSpelling] = []
    for tag in _lists_for(language):
        for one in load_spellings(tag).found_in(text):
            found.append(one)
            if len(found) >= MAX_FOUND:
                return tuple(found)
    return tuple(found)


def has_list(language: str) -> bool:
    """Whether there is a list for a language."""
    return bool(_lists_for(language))


def _lists_for(language: str) -> tuple[str, ...]:
    main = language.partition("-")[0].lower()
    return tuple(tag for tag in _bundled() if tag.partition("-")[0] == main)


@lru_cache(maxsize=1)
def _bundled() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in FOLDER.glob("*.csv")))


@lru_cache(maxsize=16)
def load_spellings(tag: str) -> SpellingList:
    """The list of a language; its faults are found by `check_spellings`."""
    return SpellingList(tuple(spelling for spelling, _ in _rows(FOLDER / f"{tag}.csv", [])))


def check_spellings(folder: Path = FOLDER) -> list[DataFileError]:
    """What is wrong with the lists of a folder."""
    faults: list[DataFileError] = []
    for path in sorted(folder.glob("*.csv")):
        seen: set[str] = set()
        for spelling, line in _rows(path, faults):
            if spelling.wrong in seen:
                faults.append(DataFileError(path, f"line {line}", f"{spelling.wrong!r} stands twice; delete one"))
            seen.add(spelling.wrong)
    return faults


def _rows(path: Path, faults: list[DataFileError]) -> Iterator[tuple[Spelling, int]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            faults.append(DataFileError(path, "line 1", f"the columns are not {', '.join(COLUMNS)}; name them so"))
            return
        for row in reader:
            wrong, right, severity = row["wrong"].strip(), row["right"].strip(), row["class"].strip()
            vetoes = tuple(veto for veto in (row["not"] or "").split("|") if veto)
            where = f"line {reader.line_num}"
            if not wrong or not right or wrong == right:
                faults.append(DataFileError(path, where, "wrong and right must be given and differ; mend the row"))
            elif severity not in CLASSES:
                faults.append(DataFileError(path, where, f"the class {severity!r} is not one of {', '.join(CLASSES)}"))
            elif stray := [veto for veto in vetoes if wrong not in veto]:
                faults.append(DataFileError(path, where, f"{stray[0]!r} does not hold {wrong!r}; mend or delete it"))
            else:
                yield Spelling(wrong, right, severity, vetoes), reader.line_num


def _is_address(text: str, start: int, end: int) -> bool:
    """Whether the word is part of an address, which nobody can respell."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return (bool(before) and before in "@./-_") or (
        bool(after) and (after in "@/-_" or (text[end : end + 2][1:].isalpha() and after == "."))
    )
