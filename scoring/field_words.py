"""This module knows which words name a field of a service guide, as a label does, and as a longer heading does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from scoring.headline import bare
from scoring.matching import WordFinder, is_spaced, normalise

MAX_LABEL_CHARACTERS = 30
MAX_HEADING_CHARACTERS = 100
LABEL_SHARE = 0.6
"""How much of a label a listed word must fill when it is not the whole label."""
MIN_PART = 3
"""And of how many characters it must be: 不收费 is no label, though 收费 is."""
MIN_ENDING = 4
"""Of so many characters a label must be that ends a longer heading without spaces: 居住證申請條件."""
MAX_LABEL_WORDS = 7
_NUMBERS = "0123456789.)( "
_COLONS = ":： "
_NUMERAL = re.compile(r"^\s*第?[一二三四五六七八九十壹貳參肆伍陸柒捌玖拾]{1,3}\s?[、.,]")
"""What numbers the sections of a Chinese text."""
_BRACKETED = re.compile(r"[(\[【][^()\[\]【】]{0,40}[)\]】]")


class FieldWords:
    """The labels of a book of words. Answers are kept: menus repeat on every page."""

    def __init__(
        self, labels: Mapping[str, tuple[str, ...]], *, joining: Iterable[str] = (), objects: Iterable[str] = ()
    ) -> None:
        """`labels` are words in their normal form with the fields they name, `joining` the words for "and".

        `objects` are the words that begin what a label is of: Documents *for* a permit.
        """
        self._fields = labels
        self._labels = WordFinder(labels)
        self._joining = _between(joining)
        self._objects = frozenset(objects)
        self._first_words = frozenset(label.partition(" ")[0] for label in labels)
        self._endings = frozenset(label[-2:] for label in labels if not is_spaced(label[-1]))
        self.field_of = lru_cache(maxsize=8_192)(self._find_field)

    def is_label(self, text: str) -> bool:
        """Whether a text is a listed label and nothing else."""
        return bare(normalise(text[: 4 * MAX_LABEL_CHARACTERS])) in self._fields

    def may_name(self, heading: str) -> bool:
        """Whether a heading begins or ends as a label does: asked of every line, so that few are looked at closely."""
        first = heading.lstrip(_NUMBERS).partition(" ")[0].lower()
        return first in self._first_words or heading.rstrip(_COLONS)[-2:] in self._endings

    def fields_of_heading(self, heading: str, *, among: Collection[str]) -> tuple[str, ...]:
        """The fields named by a heading that says more than a label: two labels joined, or a label and what it is of.

        Only fields `among` these. Pogoji in dokazila names two; Postopek pridobitve statusa, How to apply for a permit
        and 居住證申請條件 name one.
        """
        whole = _plain(heading[: 2 * MAX_HEADING_CHARACTERS])
        if not whole or len(whole) > MAX_HEADING_CHARACTERS or whole in self._fields:
            return ()
        parts = [self._fields.get(part.strip(), ("",))[0] for part in self._joining.split(whole, maxsplit=2)]
        if len(parts) > 1 and all(part in among for part in parts):
            return tuple(dict.fromkeys(parts))
        field = self._named_before_object(whole) or self._named_at_the_end(whole)
        return (field,) if field in among else ()

    def _named_before_object(self, whole: str) -> str:
        words = whole.split(" ", MAX_LABEL_WORDS + 1)
        for count in range(min(MAX_LABEL_WORDS, len(words) - 1), 0, -1):
            if words[count] in self._objects and (fields := self._fields.get(" ".join(words[:count]))):
                return fields[0]
        return ""

    def _named_at_the_end(self, whole: str) -> str:
        if is_spaced(whole[-1]):
            return ""
        ends = (whole[-size:] for size in range(min(len(whole), MAX_LABEL_CHARACTERS), MIN_ENDING - 1, -1))
        return next((self._fields[end][0] for end in ends if end in self._fields), "")

    def _find_field(self, label: str) -> str | None:
        whole = _plain(label)
        if whole in self._fields:
            return self._fields[whole][0]
        if not whole or len(whole) > MAX_LABEL_CHARACTERS:
            return None
        found = next(iter(self._labels.longest(whole)), None)
        if found is None or len(found.word) < max(MIN_PART, LABEL_SHARE * len(whole)):
            return None
        return self._fields[found.word][0]


def _plain(label: str) -> str:
    return bare(_NUMERAL.sub("", _BRACKETED.sub("", normalise(label))))


def _between(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern for words between others: with spaces around them, but in scripts that have none."""
    spaced = [rf"\s{re.escape(word)}\s" if is_spaced(word[0]) or word == "&" else re.escape(word) for word in words]
    return re.compile("|".join([*spaced, r"\s/\s"]))
