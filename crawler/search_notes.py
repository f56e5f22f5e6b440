"""This module knows what marks a search field, and what is noted when a browser tried one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

SEARCH_NAMES = re.compile(
    r"(?:q|s|wd|kw|key|query|querystr\w{0,5}|keys?words?|searchwords?|search\w{0,20}|\w{0,20}search|sw|qt|ss|sousuo|keyword\w{0,5}|term)\Z",
    re.IGNORECASE,
)
"""The names of fields that search, whole."""
SEARCH_MARKS = re.compile(r"search|query|sousuo|suche|busca|recherche|jiansuo|iskanje", re.IGNORECASE)
"""What the address, id, class or name of a form that searches has in it."""
MAX_NOTE = 1000


class SearchOutcome(StrEnum):
    """What came of a word that was typed into a search field and sent off."""

    SENT = "sent"  # the page asked for an address with the word in it, or would have sent the word by POST
    PAGE_CHANGED = "page_changed"  # a script wrote something new
    NOTHING_HAPPENED = "nothing_happened"  # the field is only decoration
    UNCLEAR = "unclear"  # something happened, without the word; says nothing of the search


@dataclass(frozen=True, slots=True)
class SearchTry:
    """One try of a page's search field with a `word`. `address` is where it went by `method`; it was never asked for.

    `detail` is the new line that a script wrote, or why the outcome is unclear.
    """

    outcome: SearchOutcome
    word: str
    address: str = ""
    method: str = ""
    detail: str = ""

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """Read what `asdict` made of one; raises ValueError, TypeError or KeyError when it is not ours."""
        others = {name: str(row.get(name, ""))[:MAX_NOTE] for name in ("address", "method", "detail")}
        return cls(SearchOutcome(row["outcome"]), str(row["word"])[:MAX_NOTE], **others)
