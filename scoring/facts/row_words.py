"""This module knows what a stretch of a page's text calls itself, and where it leads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from urllib.parse import urljoin

from scoring.facts.day_roles import RoleDay
from scoring.facts.shown import INLINE_BREAK, ShownText

MAX_SNIPPET = 200
SHORTEST_NAME = 4
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def row_title(shown: ShownText, span: tuple[int, int], days: Sequence[RoleDay]) -> str:
    """The name of a row: its heading, else its longest link, else its first words that hold no day; "" for none."""
    with_days = {day.piece for day in days}
    headings, links, others = [], [], []
    for index in range(span[0], span[1] + 1):
        words = shown.pieces[index]
        if index in with_days or len(words) < (2 if not words.isascii() else SHORTEST_NAME):
            continue
        if _around(shown, index, _HEADINGS) is not None:
            headings.append(words)
        elif _around(shown, index, frozenset({"a"})) is not None:
            links.append(words)
        elif len(words) > 2 * SHORTEST_NAME:
            others.append(words)
    named = headings[:1] or sorted(links, key=len, reverse=True)[:1] or others[:1]
    return named[0] if named else ""


def row_address(shown: ShownText, span: tuple[int, int], url: str) -> str:
    """Where the longest link of a row leads; "" when it has none that leads anywhere."""
    best, address = 0, ""
    for index in range(span[0], span[1] + 1):
        link = _around(shown, index, frozenset({"a"}))
        words = shown.pieces[index]
        if link is None or len(words) <= best:
            continue
        href = (shown.outline.attributes[link].get("href") or "").strip()
        if href and not href.startswith("#") and not href.lower().startswith(("javascript:", "mailto:", "tel:")):
            try:
                best, address = len(words), urljoin(url, href)[:2000]
            except ValueError:
                continue
    return address


def row_snippet(shown: ShownText, span: tuple[int, int]) -> str:
    """The words of a stretch, on one line, at most `MAX_SNIPPET` characters."""
    start = shown.starts[span[0]]
    words = shown.text[start : start + 4 * MAX_SNIPPET]
    end = shown.starts[span[1]] + len(shown.pieces[span[1]])
    return " ".join(words[: end - start].replace(INLINE_BREAK, " ").split())[:MAX_SNIPPET]


def _around(shown: ShownText, index: int, tags: frozenset[str]) -> int | None:
    element, outline = shown.elements[index], shown.outline
    near = (element, *islice(outline.around(element), 4))
    return next((around for around in near if outline.tags[around] in tags), None)
