"""This module knows which ways of reading a page offers to elders and to people with disabilities."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from scoring.lexicon import WordBook

AIDS = ("elder_mode", "accessibility")
"""Families of phrases; words for elders may stand in both."""
OFFERS = 'a,button,[role="button"],[onclick]'
MAX_OFFERS = 800
MAX_CHARACTERS = 40


def page_aids(tree: LexborHTMLParser, book: WordBook) -> dict[str, str]:
    """The aids that links and buttons of a page offer: family of phrases, and the words of the first."""
    offers: dict[str, None] = {}
    for node in tree.css(OFFERS)[:MAX_OFFERS]:
        text = node.text()
        if len(text) > 8 * MAX_CHARACTERS:
            continue
        words = " ".join(text.split()) or " ".join((_spoken(node.attributes))[: 2 * MAX_CHARACTERS].split())
        if 2 <= len(words) <= MAX_CHARACTERS:
            offers[words] = None
    found: dict[str, str] = {}
    for words in offers:
        for aid in AIDS:
            if aid not in found and book.phrase(aid, words):
                found[aid] = words
    return found


def _spoken(attributes: dict[str, str | None]) -> str:
    return attributes.get("aria-label") or attributes.get("title") or ""
