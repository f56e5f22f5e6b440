"""This module knows what a reader sees on a page, in order, and in which part of the page each word stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scoring.facts.calendars import WrittenDay, days_in

MAX_STEPS = 300_000
MAX_TEXT = 400_000
MAX_PIECE = 50_000
MAX_CLIMB = 60
MAX_WRAPPERS = 500

INLINE_BREAK = "\x1f"
"""Stands between two pieces of one line (a blank to regular expressions); blocks are parted by a line break."""

_UNSEEN_TAGS = frozenset({"script", "style", "noscript", "template", "option", "textarea", "title", "svg", "iframe"})
_HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3}
_INLINE_TAGS = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    "script", "style", "img", "svg", "path",
})  # fmt: skip


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

_TAG_PARTS = {
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
_SMALL_PARTS = Part.NAVIGATION | Part.FOOTER | Part.CLOCK | Part.COMMENT | Part.ASIDE
_INNER = re.compile(_WORD_START + r"(?:entry|post|article|story|content|page-?header|page-?title|news)")
_UNSEEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def names_of(node: LexborNode) -> str:
    """An element's classes and id in lower case, words of camelCase parted by hyphens."""
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:300]
    return "" if names == " " else _CAMEL.sub("-", names).lower()


@dataclass(slots=True)
class ShownText:
    """The words of a page's body outside scripts, one string, and the node each of them comes from.

    Blocks are parted by a line break, pieces of one line by `INLINE_BREAK`.
    """

    text: str
    starts: list[int]
    nodes: list[LexborNode]
    headings: list[tuple[int, int]] = field(default_factory=list)
    """Level of each h1 to h3, and the number of the first piece in or after it."""
    _parts: dict[int, int] = field(default_factory=dict)
    _days: dict[str, list[WrittenDay]] = field(default_factory=dict)
    _wrappers: int = 0

    def days(self, country: str, months: Mapping[str, int]) -> list[WrittenDay]:
        """The complete days written on the page (`days_in`); read once for each country."""
        if country not in self._days:
            self._days[country] = days_in(self.text, country=country, months=months)
        return self._days[country]

    def index_at(self, offset: int) -> int:
        """The number of the piece of text that holds a place in the text."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def node_at(self, offset: int) -> LexborNode:
        """The text node that holds a place in the text."""
        return self.nodes[self.index_at(offset)]

    def piece(self, index: int) -> str:
        """The words of one piece."""
        end = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[index] : end]

    def piece_span(self, offset: int) -> tuple[int, int]:
        """Where the piece of text around a place begins and ends, without the break after it."""
        index = self.index_at(offset)
        end = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.text)
        return self.starts[index], end

    def parts_of(self, node: LexborNode) -> int:
        """The parts of the page an element stands in; asked often, so every element is looked at once."""
        path: list[LexborNode] = []
        known = Part.NONE
        climb: LexborNode | None = node
        while climb is not None and len(path) < MAX_CLIMB:
            cached = self._parts.get(climb.mem_id)
            if cached is not None:
                known = cached
                break
            path.append(climb)
            climb = climb.parent
        for element in reversed(path):
            known = self._with_own_part(element, known)
            self._parts[element.mem_id] = known
        return known

    def _with_own_part(self, node: LexborNode, outer: int) -> int:
        tag = node.tag
        if not node.is_element_node or tag in ("html", "body"):
            return outer
        own = _TAG_PARTS.get(tag or "", Part.NONE)
        names = names_of(node)
        if names:
            named = _parts_of_names(names)
            # Wrappers of whole pages are called "has-menu" or "sidebar-right" too.
            if named & _SMALL_PARTS and self._wrappers < MAX_WRAPPERS:
                self._wrappers += 1
                named &= ~_SMALL_PARTS if node.css_first("h1,main,article") is not None else named
            own |= named
        # The head or foot of an article is a place for its date; the head or foot of the site is not.
        if own & (Part.HEADER | Part.FOOTER) and (outer & Part.ARTICLE or _INNER.search(names)):
            own &= ~(Part.HEADER | Part.FOOTER)
        if tag in ("main", "article"):
            outer &= ~(Part.HEADER | Part.ASIDE)
        style = node.attributes.get("style")
        if style and _UNSEEN_STYLE.search(style[:500]):
            own |= Part.HIDDEN
        return outer | own


def _is_within(node: LexborNode, block: int) -> bool:
    climb = node.parent
    for _ in range(6):
        if climb is None or climb.mem_id == block:
            break
        climb = climb.parent
    return climb is not None and climb.mem_id == block


@lru_cache(maxsize=16_384)
def _parts_of_names(names: str) -> int:
    """The parts that classes and ids name; kept, since a site's pages share their template."""
    named = Part.NONE
    for part, pattern in _NAME_PARTS:
        if pattern.search(names):
            named |= part
    return named


def shown_text(tree: LexborHTMLParser) -> ShownText:
    """The words of a page as `ShownText`; empty for a page without a body. Bounded in steps and characters."""
    body = tree.body
    shown = ShownText("", [], [])
    if body is None:
        return shown
    pieces: list[str] = []
    length = 0
    for separator, node, words in _pieces(body, shown):
        if length + len(words) > MAX_TEXT:
            break
        if pieces:
            pieces.append(separator)
            length += 1
        shown.starts.append(length)
        shown.nodes.append(node)
        pieces.append(words)
        length += len(words)
    shown.text = "".join(pieces)
    return shown


def _pieces(body: LexborNode, shown: ShownText) -> Iterator[tuple[str, LexborNode, str]]:
    """Each text node with words, and the separator that stands before it."""
    separator = "\n"
    is_unsure = False
    block: int | None = None
    for step, node in enumerate(body.traverse(include_text=True)):
        if step > MAX_STEPS:
            return
        tag = node.tag
        if tag != "-text":
            if tag in _UNSEEN_TAGS:
                is_unsure = True
            if tag not in _INLINE_TAGS:
                separator = "\n"
                block = node.mem_id
                if tag in _HEADING_LEVELS:
                    shown.headings.append((_HEADING_LEVELS[tag], len(shown.nodes)))
            continue
        if is_unsure:
            parent = node.parent
            if parent is not None and parent.tag in _UNSEEN_TAGS:
                continue
            is_unsure = False
        words = " ".join((node.text_content or "")[:MAX_PIECE].split())
        if not words:
            continue
        if separator != "\n" and block is not None and not _is_within(node, block):
            separator, block = "\n", None  # the walk does not tell where a block ends
        yield separator, node, words
        separator = INLINE_BREAK


def heading_span(shown: ShownText, title: str) -> tuple[int, int] | None:
    """Where the page's own heading stands: the heading that the title repeats, else the last h1 outside navigation."""
    chosen: tuple[int, int] | None = None
    chosen_rank = 0
    title = title.casefold()
    for level, index in shown.headings[:60]:
        if index >= len(shown.nodes):
            break
        start = shown.starts[index]
        end = shown.text.find("\n", start)
        end = end if end >= 0 else len(shown.text)
        words = " ".join(shown.text[start:end].replace(INLINE_BREAK, " ").split()).casefold()
        is_titled = len(words) >= (8 if words.isascii() else 5) and (words in title or title in words) and bool(title)
        rank = (4 if is_titled else 0) + (3 if level == 1 else 0)
        if (
            rank >= 3
            and rank >= chosen_rank
            and not shown.parts_of(shown.nodes[index]) & (Part.NAVIGATION | Part.FOOTER)
        ):
            if is_titled and rank == chosen_rank:
                continue
            chosen, chosen_rank = (start, end), rank
    return chosen or _title_span(shown, title)


def _title_span(shown: ShownText, title: str) -> tuple[int, int] | None:
    """Where the words stand that the title begins with, for pages whose heading is no heading element."""
    for index, start in enumerate(shown.starts if title else ()):
        if shown.text[start : start + 1].casefold() != title[0]:
            continue
        words = shown.piece(index)
        is_long = len(words) >= (12 if words.isascii() else 6)
        parts = shown.parts_of(shown.nodes[index]) if is_long and title.startswith(words.casefold()) else Part.LINK
        if not parts & (Part.NAVIGATION | Part.FOOTER | Part.LINK):
            return start, start + len(words)
    return None
