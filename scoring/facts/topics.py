"""This module knows which topics a page is on, and which words say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from scoring.facts.model import Place, TopicClue
from scoring.lexicon import WordBook
from scoring.lexicon_file import THEMES

MAX_HEADINGS = 12
MAX_SNIPPET = 160
MAX_TITLE_PARTS = 6
MAIN_SHARE = 0.6
"""How much of a text the words must fill that is not the page's own name: a later part of the title ("Ministry of
Health" says whose page it is), a crumb above the page (Wellness & Sustainability), a heading of the second level."""
SECTION_META = ("ColumnName", "ColumnType")
"""Meta tags that name the section of a page (State Council office, Guidelines 47/2017, annex on page tags)."""

_CJK = "\u3400-\u9fff"
_SITE_NAME = re.compile(rf"\s+[-–—·•:»«|/]+\s+|\s*[|_｜]\s*|(?<=[{_CJK}])\s*[-–—·]+\s*(?=[{_CJK}])")
"""What stands between a page's own title and the name of the site."""
_BETWEEN_CRUMBS = re.compile(r"\s*(?:>{1,2}|[»›/|→＞⟩❯\n])\s*|\s+[-–—·]\s+")


def page_topics(
    *,
    title: str,
    headings: tuple[tuple[int, str], ...],
    breadcrumb: str,
    url: str,
    meta: Mapping[str, str],
    book: WordBook,
) -> tuple[TopicClue, ...]:
    """The topics of a page, one clue for each topic and place, the words that prove it as snippet.

    Looked at: meta ColumnName and ColumnType, the breadcrumb, the title, headings of the first two levels, and
    segments of the address. Words must fill a title's later parts, which may be the site's name, and headings of the
    second level, which may be teasers; those of a theme must fill the crumbs above the page, too. Body text is not
    looked at: a word in prose does not make a section.
    """
    clues: dict[tuple[str, Place], TopicClue] = {}
    for place, text, section_share, theme_share in _texts(title, headings, breadcrumb, meta):
        for topic, words in book.topics_in(text):
            if len(words) >= (theme_share if topic in THEMES else section_share) * len(text):
                clues.setdefault((topic, place), TopicClue(topic, place, shorten(text)))
    path = urlsplit_path(url)
    for topic, _ in book.topics_in_path(path):
        clues.setdefault((topic, Place.PATH), TopicClue(topic, Place.PATH, shorten(path)))
    return tuple(clues.values())


def title_parts(title: str) -> tuple[str, ...]:
    """The parts of a title between its separators, at most six: the page's own, sections above it, the site's name."""
    return tuple(part.strip() for part in _SITE_NAME.split(title[:500]) if part.strip())[:MAX_TITLE_PARTS]


def own_title(title: str) -> str:
    """A page's title without the site's name: the part before the first separator."""
    return next(iter(title_parts(title)), "")


def crumbs(breadcrumb: str) -> tuple[str, ...]:
    """The steps of a breadcrumb, at most ten."""
    return tuple(part.strip() for part in _BETWEEN_CRUMBS.split(breadcrumb[:500]) if part.strip())[:10]


def shorten(text: str) -> str:
    """A snippet: one line of at most 160 characters."""
    line = " ".join(text[: 4 * MAX_SNIPPET].split())
    return line if len(line) <= MAX_SNIPPET else line[: MAX_SNIPPET - 1] + "…"


def urlsplit_path(url: str) -> str:
    """The path of an address; "" when the address cannot be read."""
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def _texts(
    title: str, headings: tuple[tuple[int, str], ...], breadcrumb: str, meta: Mapping[str, str]
) -> Iterator[tuple[Place, str, float, float]]:
    """The texts to look at, each with the share of it that the words of a section and of a theme must fill."""
    named = {name.casefold(): value for name, value in meta.items()}
    for name in SECTION_META:
        yield Place.META, named.get(name.casefold(), ""), 0, 0
    *above, last = crumbs(breadcrumb) or ("",)
    for crumb in above:
        yield Place.BREADCRUMB, crumb, 0, MAIN_SHARE
    yield Place.BREADCRUMB, last, 0, 0
    own, *others = title_parts(title) or ("",)
    yield Place.TITLE, own, 0, 0
    for part in others:
        yield Place.TITLE, part, MAIN_SHARE, MAIN_SHARE
    for level, heading in headings[:MAX_HEADINGS]:
        if level <= 2:
            share = 0 if level == 1 else MAIN_SHARE
            yield Place.HEADING, heading, share, share
