"""This module knows the marks of pages that hold less than they seem to: not found, under construction, a shell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.garbled import garbled_words
from scoring.facts.model import Link
from scoring.facts.text import weigh
from scoring.facts.topics import shorten
from scoring.lexicon import WordBook

SHORT_TEXT = 800
"""A text of less weight than this is short; a Han character weighs three, about what it says."""
MAX_CHALLENGE_CHARACTERS = 200_000
SHELL_CHARACTERS = 80
SHELL_LINKS = 5
WAYS = ("apply", "pay")
"""Families of words by which a link says that it leads on to the service itself."""
MAX_APPLY_LINKS = 500
MAX_APPLY_CHARACTERS = 40


def page_marks(
    *,
    title: str,
    headings: tuple[tuple[int, str], ...],
    text: str,
    status: int,
    has_scripts: bool,
    link_count: int,
    book: WordBook,
) -> dict[str, str]:
    """The families of phrases that mark a page, each with the words seen around them.

    challenge and login count in the title, a first-level heading, or a short text: in a long one they may be what an
    article is about. apply counts in headings and in texts of some length too. shell: next to no text and links, but
    scripts that would have written them. What a page says of itself is told by `claims.claimed_marks`.
    """
    names = [title, *(heading for level, heading in headings[:12] if level == 1)]
    weight = _weight(text)
    short = text if weight < SHORT_TEXT else ""
    places = {
        "challenge": [title, short],
        "login": [*names, text if weight < SHORT_TEXT / 2 else ""],
        "apply": [*(heading for _, heading in headings[:40]), text if weight < 4 * SHORT_TEXT else ""],
    }
    marks = {family: seen for family, texts in places.items() if (seen := _seen(book, family, texts))}
    if words := garbled_words(f"{title}\n{text}"):
        marks["garbled"] = words
    if has_scripts and len(text) < SHELL_CHARACTERS and link_count < SHELL_LINKS and 200 <= status < 300:
        marks["shell"] = f"{len(text)} characters of text, {link_count} links, and scripts"
    return marks


def with_ways(marks: Mapping[str, str], text: str, links: Iterable[Link], book: WordBook) -> dict[str, str]:
    """The marks, with `apply` and `pay` only where a link in the page's own text says so: prose alone leads nowhere."""
    kept = {family: words for family, words in marks.items() if family not in WAYS}
    for link in islice(links, MAX_APPLY_LINKS):
        if not 2 <= len(link.text) <= MAX_APPLY_CHARACTERS:
            continue
        for family, _ in book.phrases(WAYS, link.text):
            if family not in kept and link.text in text:
                kept[family] = link.text
    return kept


def _seen(book: WordBook, family: str, texts: list[str]) -> str:
    for text in texts:
        if text and (words := book.phrase(family, text)):
            return around(text, words)
    return ""


def around(text: str, words: str) -> str:
    """The words with what stands about them, at most 160 characters; the words alone where they cannot be found."""
    start = text.casefold().find(words)
    return shorten(words if start < 0 else text[max(0, start - 60) : start + len(words) + 60])


def challenge_words(html: str, headers: Mapping[str, str], *, book: WordBook) -> str:
    """The words by which an answer shows itself as a check for browsers or a firewall's page; "" when it does not.

    For answers with a status such as 403 or 503. `headers` have names in lower case.
    """
    if "challenge" in headers.get("cf-mitigated", ""):
        return "the header cf-mitigated says challenge"
    tree = LexborHTMLParser(html[:MAX_CHALLENGE_CHARACTERS])
    title = tree.css_first("title")
    for node in tree.css("script, style, noscript"):
        node.decompose()
    text = tree.body.text(separator=" ", strip=True) if tree.body else ""
    names = [title.text(strip=True)[:300]] if title else []
    return _seen(book, "challenge", [*names, text if _weight(text) < 2 * SHORT_TEXT else ""])


def _weight(text: str) -> int:
    """What a text weighs; of a text that is not short at all, enough to tell so."""
    return weigh(text[: 4 * SHORT_TEXT])
