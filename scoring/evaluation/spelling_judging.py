"""This module knows how the curated lists of spellings are held against prose that is clean, and pairs that are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scoring.evaluation.dictionary_judging import DictionarySite
from scoring.evaluation.figures import Judgement, Verdict
from scoring.evaluation.prose import PIECE_CHARACTERS, prose_of
from scoring.evaluation.toml_labels import read_toml_labels
from scoring.misspelling import spellings_in
from site_lists.model import DataFileError, Model, Text

SPELLINGS_FILE = "misspellings.toml"
RECOGNISER = "misspelling"


class Pairs(Model):
    """Two files of sentences, line by line with and without mistakes."""

    set: Text
    wrong: Text
    right: Text
    language: Text


class SpellingSet(Model):
    """`misspellings.toml`: folders of clean pages, real mistakes a reader found there, and pairs of sentences.

    `dictionary` names sites that the dictionaries are held against.
    """

    clean: tuple[Text, ...]
    known: tuple[Text, ...] = ()
    language: Text
    pairs: Pairs
    dictionary: tuple[DictionarySite, ...] = ()


def read_spelling_set(path: Path, pages: Path, faults: list[DataFileError]) -> SpellingSet | None:
    """The file read; what is wrong with it, or not there, is added to `faults`, and None returned."""
    read = read_toml_labels(path, SpellingSet, faults)
    if read is None:
        return None
    named = (*read.clean, read.pairs.wrong, read.pairs.right, *(site.pages for site in read.dictionary))
    missing = [name for name in named if not (pages / name).exists()]
    faults += [DataFileError(path, "", f"there is no {name} in {pages}; say --pages FOLDER") for name in missing]
    return None if missing else read


def judge_spellings(read: SpellingSet, pages: Path) -> Iterator[Judgement]:
    """Alarms in clean prose, and which of the sentences with a mistake were noticed."""
    for folder in read.clean:
        sets = (f"{folder}, pieces of {PIECE_CHARACTERS} clean characters",)
        for number, piece in enumerate(_pieces(pages / folder)):
            alarms = {found.spelling.wrong for found in spellings_in(piece, read.language)} - set(read.known)
            # To be counted, a piece must expect something: that nothing is found in it.
            verdict = Verdict.WRONG if alarms else Verdict.RIGHT
            yield Judgement(RECOGNISER, sets, verdict, f"piece {number}", "clean", " ".join(sorted(alarms)) or "clean")
    wrong, right = (_lines(pages / name) for name in (read.pairs.wrong, read.pairs.right))
    for number, (written, meant) in enumerate(zip(wrong, right, strict=True), 1):
        expected = "mistake" if written != meant else ""
        said = "mistake" if spellings_in(written, read.pairs.language) else ""
        verdict = Verdict.RIGHT if said and expected else Verdict.WRONG if said else Verdict.NONE
        yield Judgement(RECOGNISER, (read.pairs.set,), verdict, f"line {number}", expected, said)


def _pieces(folder: Path) -> Iterator[str]:
    gathered = ""
    for _, text in prose_of(folder):
        gathered += text + "\n"
        while len(gathered) >= PIECE_CHARACTERS:
            yield gathered[:PIECE_CHARACTERS]
            gathered = gathered[PIECE_CHARACTERS:]
    if gathered:
        yield gathered


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()
