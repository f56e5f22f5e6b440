"""This module knows which part of a page an element is, by its tag and the names of its classes and id."""

from __future__ import annotations

import re
from functools import lru_cache


class Part:
    """The parts of a page that an element belongs to, with all that is around it, as bits of a whole number.

    Plain numbers, since an enum's flags cost as much as all the rest of the walk.
    """

    NONE = 0
    HEADER = 1
    NAVIGATION = 2
    FOOTER = 4
    ASIDE = 8
    CLOCK = 16
    COMMENT = 32
    LINK = 64
    TIME = 128
    HEADING = 256
    ARTICLE = 512
    HIDDEN = 1024
    EVENT = 2048


OUTSIDE = Part.HEADER | Part.NAVIGATION | Part.FOOTER | Part.CLOCK
"""Where no page tells when it was published."""
NOT_OWN = OUTSIDE | Part.HIDDEN
"""Where no page says anything of its own."""
SMALL_PARTS = Part.NAVIGATION | Part.FOOTER | Part.CLOCK | Part.COMMENT | Part.ASIDE
"""What holds no page's heading."""

TAG_PARTS = {
    "nav": Part.NAVIGATION, "footer": Part.FOOTER, "header": Part.HEADER, "aside": Part.ASIDE, "a": Part.LINK,
    "time": Part.TIME, "h1": Part.HEADING, "article": Part.ARTICLE, "main": Part.ARTICLE, "marquee": Part.CLOCK,
}  # fmt: skip
_WORD_START = r"(?:^|[\s_-])"
_NAME_PARTS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (Part.FOOTER, re.compile(_WORD_START + r"(?:foot(?:er)?|copyright|colophon|bottom(?:bar|nav)?)(?![a-z])")),
    (Part.HEADER, re.compile(_WORD_START + r"(?:header|head|top(?:bar|nav|line)?|masthead|banner)(?![a-z])")),
    (Part.NAVIGATION, re.compile(_WORD_START + r"(?:nav(?:bar|igation)?|menu|breadcrumbs?|pagination|pager)(?![a-z])")),
    (Part.CLOCK, re.compile(_WORD_START + r"(?:clock|now|today|nowtime|current-?(?:date|time))(?![a-z])")),
    (Part.CLOCK, re.compile(_WORD_START + r"(?:calendar|datepicker|weather|rili)(?![a-z])")),
    (Part.COMMENT, re.compile(_WORD_START + r"(?:comment(?:s|list|ary|-?body)?|respond|disqus|replies)(?![a-z])")),
    (Part.ASIDE, re.compile(_WORD_START + r"(?:side-?bar|related|recent|teaser|recommended|popular)(?![a-z])")),
    (Part.EVENT, re.compile(_WORD_START + r"(?:events?|termine?|agenda|kalender)(?![a-z])")),
    (Part.ARTICLE, re.compile(_WORD_START + r"(?:article|post|entry|content|story|hentry)(?![a-z])")),
)  # fmt: skip
_INNER = re.compile(_WORD_START + r"(?:entry|post|article|story|content|page-?header|page-?title|news)")
_UNSEEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@lru_cache(maxsize=16_384)
def plain_names(names: str) -> str:
    """Classes and id in lower case, words of camelCase parted by hyphens; kept, since a site's pages share them."""
    return _CAMEL.sub("-", names).lower()


@lru_cache(maxsize=16_384)
def parts_named(names: str) -> int:
    """The parts that classes and id as written name; kept, too."""
    words = plain_names(names)
    named = Part.NONE
    for part, pattern in _NAME_PARTS:
        if pattern.search(words):
            named |= part
    return named


@lru_cache(maxsize=16_384)
def parts_within(outer: int, tag: str, named: int, names: str, style: str) -> int:
    """The parts of an element in an element of the parts `outer`; `named` are those that its names stand for."""
    own = TAG_PARTS.get(tag, Part.NONE) | named
    # The head or foot of an article is a place for its date; the head or foot of the site is not.
    if own & (Part.HEADER | Part.FOOTER) and (outer & Part.ARTICLE or _INNER.search(plain_names(names))):
        own &= ~(Part.HEADER | Part.FOOTER)
    if tag in ("main", "article"):
        outer &= ~(Part.HEADER | Part.ASIDE)
    if style and _UNSEEN_STYLE.search(style):
        own |= Part.HIDDEN
    return outer | own
