"""This module knows which hunspell dictionaries a survey team gave, and which words they hold.

The library is the extra `spell`; the dictionaries are the system's own, from the folder that `EGOVBENCH_DICTIONARIES`
names. Without either no word is looked up.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

VARIABLE = "EGOVBENCH_DICTIONARIES"
STANDARDS = {"en": ("en_GB", "en_US"), "pt": ("pt_BR", "pt_PT")}
"""Languages of more than one standard: only with a dictionary of each is no standard's spelling a mistake."""
MAX_DICTIONARIES = 12
MAX_REMEMBERED = 500_000


class Dictionary:
    """All dictionaries of a language as one; `names` are theirs. A word that one of them holds is known."""

    def __init__(self, names: tuple[str, ...], holds: tuple[Callable[[str], bool], ...]) -> None:
        self.names, self._holds = names, holds
        self._known: dict[str, bool] = {}

    def knows(self, word: str) -> bool:
        """Whether a word in small letters is a word, or a name without its capital."""
        known = self._known.get(word)
        if known is None:
            forms = (word, word.capitalize())
            known = any(holds(form) for holds in self._holds for form in forms)
            if len(self._known) < MAX_REMEMBERED:
                self._known[word] = known
        return known


def dictionary_for(language: str) -> Dictionary | None:
    """The dictionaries of a language (BCP 47) in the folder named; None where they, or the extra, are not there."""
    folder = os.environ.get(VARIABLE, "")
    return _load(language.partition("-")[0].lower(), folder) if folder and language else None


@lru_cache(maxsize=64)
def _load(language: str, folder: str) -> Dictionary | None:
    if not language.isalpha() or find_spec("hunspell") is None:
        return None
    from hunspell import Hunspell  # type: ignore[import-untyped]

    # Most of the files are other countries' names for the same dictionary.
    files = {path.resolve(): path.stem for path in sorted(Path(folder).glob("*.dic"), reverse=True)}
    names = sorted(name for name in files.values() if name.replace("-", "_").partition("_")[0].lower() == language)
    if not names or not set(STANDARDS.get(language, ())) <= set(names):
        return None
    kept = tuple(names[:MAX_DICTIONARIES])
    return Dictionary(kept, tuple(Hunspell(name, hunspell_data_dir=folder).spell for name in kept))
