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
        listed = sorted(self._by_wrong, key=lambda wrong: (-len(wrong), wrong))
        words = [rf"\b{re.escape(wrong)}\b" if wrong.isascii() else re.escape(wrong) for wrong in listed]
        self._pattern = re.compile("|".join(words), re.IGNORECASE)

    def found_in(self, text: str) -> Iterator[FoundSpelling]:
        """Each wrong spelling of a text in its order; what is part of an address is none."""
        for match in self._pattern.finditer(text[:MAX_CHARACTERS]):
            spelling = self._by_wrong[match.group().lower()]
            start, end = max(0, match.start() - MAX_AROUND), match.end() + MAX_AROUND
            around = text[start:end]
            if any(veto in around for veto in spelling.vetoes) or _is_address(text, match.start(), match.end()):
                continue
            yield FoundSpelling(spelling, " ".join(around.split()))


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
