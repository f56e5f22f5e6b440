"""This module knows which topics a page is on, and which words say so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from scoring.facts.model import DatedItem, Place, TopicClue
from scoring.lexicon import WordBook
from scoring.lexicon_file import THEMES

MAX_HEADINGS = 12
MAX_SNIPPET = 160
MAX_TITLE_PARTS = 6
MAIN_SHARE = 0.6
"""How much of a text the words must fill that is not the page's own name: a later part of the title ("Ministry of
Health" says whose page it is), a crumb above the page (Wellness & Sustainability), a heading of the second level."""
MAX_MAIN_HEADINGS = 2
"""With more headings of the first level than this, none is the page's own: they head boxes."""
MIN_LISTED, MAX_LISTED = 5, 20
"""A list of so many dated items tells what a page is about, by so many of them."""
LISTED_TEXT = 0.4
"""How much of a page's text the titles of its items must be: a box of latest news beside a text makes no list."""
IN_FOLDER, ON_TOPIC = 0.8, 0.5
"""How many of the items must lie in a folder of the address that names a section, or name the topic themselves."""
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
    items: tuple[DatedItem, ...] = (),
    text_length: int = 0,
) -> tuple[TopicClue, ...]:
    """The topics of a page, one clue for each topic and place, the words that prove it as snippet.

    Looked at: meta ColumnName and ColumnType, the breadcrumb, the title, headings of the first level (of the second
    where there is none of the first: below one, they head boxes), and segments of the address. Words must fill the
    later parts of a title, which may be the site's name, and second headings, which may be teasers; those of a
    theme must fill the crumbs above the page, too. A page that is mostly a list of dated items (`text_length` are
    the characters of its text) is on what most of them are on. Other text is not looked at: a word in prose does
    not make a section.
    """
    clues: dict[tuple[str, Place], TopicClue] = {}
    for place, text, section_share, theme_share in _texts(title, headings, breadcrumb, meta, _host(url)):
        for topic, words in book.topics_in(text):
            if len(words) >= (theme_share if topic in THEMES else section_share) * len(text):
                clues.setdefault((topic, place), TopicClue(topic, place, shorten(text)))
    path = urlsplit_path(url)
    for topic, _ in book.topics_in_path(path):
        clues.setdefault((topic, Place.PATH), TopicClue(topic, Place.PATH, shorten(path)))
    for topic, snippet in _listed_topics(items, text_length, book):
        clues.setdefault((topic, Place.ROW), TopicClue(topic, Place.ROW, shorten(snippet)))
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


def _host(url: str) -> str:
    """The host of an address in letters and figures only; "" when the address cannot be read."""
    try:
        return _letters(urlsplit(url).hostname or "")
    except ValueError:
        return ""


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _listed_topics(items: tuple[DatedItem, ...], text_length: int, book: WordBook) -> Iterator[tuple[str, str]]:
    """What most items of a list page are on, each topic with an item that says so."""
    read = items[:MAX_LISTED]
    if len(read) < MIN_LISTED or sum(len(item.title) for item in items) < LISTED_TEXT * text_length:
        return
    folders: Counter[str] = Counter()
    topics: Counter[str] = Counter()
    proofs: dict[str, str] = {}
    for item in read:
        folder = urlsplit_path(item.url).rpartition("/")[0]
        for topic, _ in book.topics_in_path(folder):
            folders[topic] += 1
            proofs.setdefault(topic, item.url)
        for topic, _ in book.topics_in(item.title):
            topics[topic] += 1
            proofs.setdefault(topic, item.title)
    for topic, proof in proofs.items():
        if folders[topic] >= IN_FOLDER * len(read) or topics[topic] >= ON_TOPIC * len(read):
            yield topic, proof


def _texts(
    title: str, headings: tuple[tuple[int, str], ...], breadcrumb: str, meta: Mapping[str, str], host: str
) -> Iterator[tuple[Place, str, float, float]]:
    """The texts to look at, each with the share of it that the words of a section and of a theme must fill."""
    named = {name.casefold(): value for name, value in meta.items()}
    for name in SECTION_META:
        yield Place.META, named.get(name.casefold(), ""), 0, 0
    *above, last = crumbs(breadcrumb) or ("",)
    for crumb in above:
        yield Place.BREADCRUMB, crumb, 0, MAIN_SHARE
    yield Place.BREADCRUMB, last, 0, 0
    own, *others = _parts_own_first(title, host)
    yield Place.TITLE, own, 0, 0
    for part in others:
        yield Place.TITLE, part, MAIN_SHARE, MAIN_SHARE
    levels = [level for level, _ in headings[:MAX_HEADINGS] if level <= 2]
    main = {heading for level, heading in headings[:MAX_HEADINGS] if level == 1}
    for level, heading in headings[:MAX_HEADINGS]:
        if levels and level == min(levels):
            share = 0 if level == 1 and len(main) <= MAX_MAIN_HEADINGS else MAIN_SHARE
            yield Place.HEADING, heading, share, share


def _parts_own_first(title: str, host: str) -> tuple[str, ...]:
    """The parts of a title, the page's own first: some sites put their name, which the host shows, before it."""
    parts = title_parts(title) or ("",)
    name = _letters(parts[0])
    return parts[::-1] if len(parts) > 1 and len(name) > 2 and name in host else parts
