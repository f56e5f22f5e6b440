"""This module knows the lexicons that ship: which there are, what they hold, and what is wrong with them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from scoring.lexicon_file import TOPICS, Lexicon, contents_faults, missing_topics, read_lexicon
from site_lists.model import DataFileError, DataFileErrors

FOLDER = Path(__file__).parent / "lexicons"


def bundled_languages() -> tuple[str, ...]:
    """The languages that have a lexicon, by BCP 47 tag."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@lru_cache(maxsize=64)
def load_lexicon(language: str) -> Lexicon:
    """The lexicon of a language; raises DataFileErrors when there is none or it is faulty."""
    path = FOLDER / f"{language}.toml"
    lexicon, faults = read_lexicon(path)
    if lexicon is not None:
        faults = contents_faults(path, lexicon)
    if lexicon is None or faults:
        raise DataFileErrors(faults)
    return lexicon


def lexicon_notes() -> list[str]:
    """What is worth saying of each lexicon and is no fault: how many topics it has, who has read it,
    and the topics it lacks."""
    notes = []
    for path in sorted(FOLDER.glob("*.toml")):
        lexicon, _ = read_lexicon(path)
        if lexicon is None:
            continue
        missing = missing_topics(lexicon)
        known = f"{len(TOPICS) - len(missing)} of {len(TOPICS)} topics"
        reader = (
            f"read by {lexicon.reviewed_by} on {lexicon.reviewed_on}" if lexicon.is_reviewed else "not reviewed yet"
        )
        lacks = f"; no words for {', '.join(missing)}" if missing else ""
        notes.append(f"lexicon {lexicon.language}: {known}, {reader}{lacks}")
    return notes


def check_lexicons(folder: Path = FOLDER) -> list[DataFileError]:
    """Everything that is wrong with the lexicons of a folder, file by file."""
    faults = []
    for path in sorted(folder.glob("*.toml")):
        lexicon, found = read_lexicon(path)
        faults += found if lexicon is None else contents_faults(path, lexicon)
    return faults
