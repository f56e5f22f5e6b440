"""This module knows what a page speaks of for all to see: pages about a vice are not made to sell it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from scoring.facts.hidden_links import HiddenLink
from scoring.facts.injected_words import folded, injected_words
from scoring.facts.outline import Outline

MAX_TEXT = 20_000
ENOUGH = {"gambling": 1, "lewd": 1}
OTHERWISE_ENOUGH = 2
"""So many words about a matter make a page one that deals with it; loans and medicine are named on many pages."""
_UNREAD = ("script", "style", "noscript", "iframe", "template")


class VisibleMatter:
    """The words of a page that readers see, looked at only when something is suspected."""

    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._left_out: set[int] = set()
        self._about: dict[str, bool] = {}

    def leave_out(self, hidden: Iterable[HiddenLink]) -> None:
        """What hides, and what it holds, is not seen."""
        self._left_out |= {one.element for one in hidden}

    def is_about(self, family: str) -> bool:
        """Whether the page deals with the matter of a family for all to see."""
        if family not in self._about:
            self._about[family] = injected_words().mentions(self._text, family) >= ENOUGH.get(family, OTHERWISE_ENOUGH)
        return self._about[family]

    def says(self, words: Iterable[str]) -> bool:
        """Whether all of some words, in plain letters, stand on the page for all to see."""
        return all(word in self._plain for word in words)

    @cached_property
    def _plain(self) -> str:
        return folded(self._text)

    @cached_property
    def _text(self) -> str:
        outline = self._outline
        unread = sorted({*self._left_out, *(number for tag in _UNREAD for number in outline.of_tag.get(tag, ()))})
        pieces: list[str] = []
        at = 0
        for number in unread:
            if (start := outline.text_starts[number]) < at:
                continue
            pieces += outline.texts[at:start]
            at = outline.text_ends[number]
        pieces += outline.texts[at:]
        return " ".join(" ".join(pieces)[: 4 * MAX_TEXT].split())[:MAX_TEXT]
