"""This module knows the names of bodies in a headline, whose words do not tell what it is on."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scoring.headline import bare
from scoring.matching import UNSPACED, Found, WordFinder, is_spaced

MAX_NAME_REST = 8
"""So many Han characters at most stand between a theme and what begins or ends a body's name (健康科技公司)."""
BODY_SHARE = 0.5
"""A text that a body's name fills to this share is on the body, so what the body is for counts."""
_REST = re.compile(rf"[{UNSPACED}]{{0,{MAX_NAME_REST}}}\Z")
_LIST_STEP = re.compile(r" ?(?:\w{1,30},? (?:\w{1,3} |& )?){0,2}\Z")
"""What may stand between "Minister for" and a further word of its name: "Trade and", "Community, "."""


class Bodies:
    """Names of bodies, by the words that begin them (Minister for …) and end them (…公司)."""

    def __init__(self, before: Iterable[str], after: Iterable[str]) -> None:
        self._before, self._after = WordFinder(before), WordFinder(after)

    def hold(self, found: Found, text: str) -> bool:
        """Whether a word in a normalised text is part of the name of a body that the text only mentions."""
        start, end = self._name(found, text)
        return end > start and end - start < BODY_SHARE * len(bare(text))

    def _name(self, found: Found, text: str) -> tuple[int, int]:
        """Where the body's name stands that a word is part of; an empty span when it is part of none."""
        for opening in self._before.everywhere(text[: found.start]):
            between = text[opening.end : found.start]
            if _LIST_STEP.match(between) if is_spaced(opening.word[-1]) else _REST.match(between):
                return opening.start, found.end
        for closing in self._after.everywhere(text[found.end :]):
            between = text[found.end : found.end + closing.start]
            if between == " " if is_spaced(found.word[-1]) else _REST.match(between):
                return found.start, found.end + closing.end
        return found.start, found.start
