"""This module knows whether a headline names a thing or merely mentions it."""

from __future__ import annotations

import re

from scoring.matching import UNSPACED, Found, is_spaced

SHORT_NAME = 36
"""A text of so many characters is a name, not a sentence; a Han character weighs three."""
NAME_SHARE = 0.25
_ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_ASIDE = re.compile(rf"\([^()]{{0,60}}?[{UNSPACED}][^()]{{0,60}}\)")
_CLAUSE_END = (" ", ",", "!", "?", "~", ";")
"""What parts the clauses of a Chinese headline, once it is normalised."""
_OPENING, _CLOSING = "[【", "[]【】:"
"""What stands around the mark of a headline that says of what kind it is."""
MAX_MARK = 40


def is_name(found: Found, text: str) -> bool:
    """Whether a text names the thing, as a menu does, and does not merely mention it, as a headline does.

    It is short, or the words fill a fair share of it, or they stand where the main word of a headline stands: last in
    a clause in Chinese (…的公告), first in spaced scripts (Invitation to tender for …), or as a mark before it
    (招标公告[…]).
    """
    if _is_mark(found, text):
        return True
    if is_spaced(found.word[-1]):
        return found.start == 0 or len(text) <= SHORT_NAME or len(found.word) >= NAME_SHARE * len(text)
    return 3 * len(text) <= SHORT_NAME or len(found.word) >= NAME_SHARE * len(text) or _ends_clause(found, text)


def _ends_clause(found: Found, text: str) -> bool:
    return bare(text).endswith(found.word) or text[found.end : found.end + 1] in _CLAUSE_END


def without_asides(text: str) -> str:
    """A Chinese text without what it says in round brackets (含停車位), unless nothing else is left of it."""
    rest = _ASIDE.sub(" ", text) if "(" in text else text
    return rest if bare(rest) else text


def _is_mark(found: Found, text: str) -> bool:
    """Whether the words stand in brackets, or end what stands before the first bracket or colon."""
    if text[found.end : found.end + 1] not in tuple(_CLOSING):
        return False
    before = text[: found.start].rstrip()
    return before.endswith(tuple(_OPENING)) or (
        len(before) <= MAX_MARK and not any(sign in before for sign in _CLOSING)
    )


def bare(text: str) -> str:
    """A text without the figures and signs at its ends."""
    return _ENDS.sub("", text)
