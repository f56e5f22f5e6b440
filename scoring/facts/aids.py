"""This module knows which ways of reading a page offers to elders and to people with disabilities."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.facts.outline import Outline
from scoring.lexicon import WordBook

AIDS = ("elder_mode", "accessibility")
"""Families of phrases; words for elders may stand in both."""
MAX_OFFERS = 800
MAX_CHARACTERS = 40


def page_aids(outline: Outline, book: WordBook) -> dict[str, str]:
    """The aids that links and buttons of a page offer: family of phrases, and the words of the first."""
    offers: dict[str, None] = {}
    for number in _offers(outline)[:MAX_OFFERS]:
        text = outline.text(number)
        if len(text) > 8 * MAX_CHARACTERS:
            continue
        words = " ".join(text.split()) or " ".join((_spoken(outline.attributes[number]))[: 2 * MAX_CHARACTERS].split())
        if 2 <= len(words) <= MAX_CHARACTERS:
            offers[words] = None
    found: dict[str, str] = {}
    for words in offers:
        for aid, _ in book.phrases(AIDS, words):
            found.setdefault(aid, words)
    return found


def _offers(outline: Outline) -> list[int]:
    """The links, buttons and whatever else can be clicked, in order."""
    roles = outline.of_attribute.get("role", ())
    offers = {*outline.of_tag["a"], *outline.of_tag["button"], *outline.of_attribute.get("onclick", ())}
    offers.update(number for number in roles if outline.attributes[number].get("role") == "button")
    return sorted(offers)


def _spoken(attributes: Mapping[str, str | None]) -> str:
    return attributes.get("aria-label") or attributes.get("title") or ""
