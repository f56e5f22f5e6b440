"""This module knows what a reader sees on a page, in order, and in which part of the page each word stands.

A recogniser needs no walk of its own: it reads `ShownText.text`, asks for the element and the parts at a place of it
(`element_at`, `parts_of`, `names_around`), and for what stands around or in an element the page's `outline`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.calendars import WrittenDay, days_in
from scoring.facts.outline import COMMENT, Outline, outline_of
from scoring.facts.parts import NOT_OWN, OUTSIDE, SMALL_PARTS, TAG_PARTS, Part, parts_named, parts_within, plain_names

__all__ = ["INLINE_BREAK", "NOT_OWN", "OUTSIDE", "Part", "ShownText", "heading_span", "shown_text"]

MAX_TEXT = 400_000
MAX_PIECE = 50_000

INLINE_BREAK = "\x1f"
"""Stands between two pieces of one line (a blank to regular expressions); blocks are parted by a line break."""

_UNSEEN_TAGS = frozenset({"script", "style", "noscript", "template", "option", "textarea", "title", "svg", "iframe"})
_HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3}
_INLINE_TAGS = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    "script", "style", "img", "svg", "path",
})  # fmt: skip


@dataclass(slots=True)
class ShownText:
    """The words of a page's body outside scripts, one string of pieces, and the element that each piece stands in.

    Blocks are parted by a line break, pieces of one line by `INLINE_BREAK`. `starts` are the places of the pieces,
    `elements` the numbers in the `outline` of the elements around them.
    """

    outline: Outline
    text: str = ""
    starts: list[int] = field(default_factory=list)
    elements: list[int] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    """The words of each piece."""
    headings: list[tuple[int, int]] = field(default_factory=list)
    """Level of each h1 to h3, and the number of the first piece in or after it."""
    _parts: dict[int, int] = field(default_factory=dict)
    _days: dict[str, list[WrittenDay]] = field(default_factory=dict)
    _wrapped: list[int] | None = None

    def days(self, country: str, months: Mapping[str, int]) -> list[WrittenDay]:
        """The complete days written on the page (`days_in`); read once for each country."""
        if country not in self._days:
            self._days[country] = days_in(self.text, country=country, months=months)
        return self._days[country]

    def index_at(self, offset: int) -> int:
        """The number of the piece of text that holds a place in the text."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def element_at(self, offset: int) -> int:
        """The element that holds a place in the text."""
        return self.elements[self.index_at(offset)]

    def names_around(self, element: int) -> str:
        """Classes and ids of an element and the one around it (`plain_names`)."""
        outline = self.outline
        outer = outline.parents[element]
        names = plain_names(outline.names[element])
        return f"{names} {plain_names(outline.names[outer])}" if outer >= 0 else names

    def short_pieces(self, most: int) -> list[int]:
        """The numbers of the pieces of at most so many characters."""
        return [index for index, words in enumerate(self.pieces) if len(words) <= most]

    def piece_span(self, offset: int) -> tuple[int, int]:
        """Where the piece of text around a place begins and ends, without the break after it."""
        return self.span_of(self.index_at(offset))

    def span_of(self, index: int) -> tuple[int, int]:
        """Where a piece of text begins and ends."""
        start = self.starts[index]
        return start, start + len(self.pieces[index])

    def parts_of(self, element: int) -> int:
        """The parts of the page an element stands in; asked often, so every element is looked at once."""
        known, outline = self._parts, self.outline
        path = []
        while element > 0 and element not in known:
            path.append(element)
            element = outline.parents[element]
        parts = known.get(element, Part.NONE)
        for inner in reversed(path):
            names, tag, style = outline.names[inner], outline.tags[inner], outline.attributes[inner].get("style")
            if not (names or style or tag in TAG_PARTS):
                known[inner] = parts
                continue
            named = parts_named(names) if names else Part.NONE
            # Wrappers of whole pages are called "has-menu" or "sidebar-right" too.
            if named & SMALL_PARTS and outline.holds(inner, self._main_elements()):
                named &= ~SMALL_PARTS
            parts = known[inner] = parts_within(parts, tag, named, names, style[:500] if style else "")
        return parts

    def _main_elements(self) -> list[int]:
        if self._wrapped is None:
            of_tag = self.outline.of_tag
            self._wrapped = sorted([*of_tag["h1"], *of_tag["main"], *of_tag["article"]])
        return self._wrapped


def shown_text(tree: LexborHTMLParser, outline: Outline | None = None) -> ShownText:
    """The words of a page as `ShownText`; empty for a page without a body. Bounded in steps and characters."""
    outline = outline or outline_of(tree)
    shown = ShownText(outline)
    tags, parents = outline.tags, outline.parents
    starts, elements, words_of = shown.starts, shown.elements, shown.pieces
    pieces: list[str] = []
    separator = "\n"
    length, inside = 0, 0
    block, has_ended = -1, False  # the last element or comment that begins a line, and whether it is over
    for event in outline.events:
        if isinstance(event, str):
            if tags[inside] in _UNSEEN_TAGS or not (words := " ".join(event[:MAX_PIECE].split())):
                continue
            if length + len(words) > MAX_TEXT:
                break
            if has_ended and separator != "\n":
                separator, has_ended = "\n", False
            if pieces:
                pieces.append(separator)
                length += 1
            starts.append(length)
            elements.append(inside)
            words_of.append(words)
            pieces.append(words)
            length += len(words)
            separator = INLINE_BREAK
        elif event is COMMENT:
            separator, block, has_ended = "\n", -1, True
        elif event < 0:
            if ~event == block:
                has_ended = True
            inside = parents[~event]
        else:
            inside = event
            tag = tags[event]
            if tag not in _INLINE_TAGS:
                separator, block, has_ended = "\n", event, False
                if tag in _HEADING_LEVELS:
                    shown.headings.append((_HEADING_LEVELS[tag], len(elements)))
    shown.text = "".join(pieces)
    return shown


def heading_span(shown: ShownText, title: str) -> tuple[int, int] | None:
    """Where the page's own heading stands: the heading that the title repeats, else the last h1 outside navigation."""
    chosen: tuple[int, int] | None = None
    chosen_rank = 0
    title = title.casefold()
    for level, index in shown.headings[:60]:
        if index >= len(shown.elements):
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
            and not shown.parts_of(shown.elements[index]) & (Part.NAVIGATION | Part.FOOTER)
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
        words = shown.pieces[index]
        is_long = len(words) >= (12 if words.isascii() else 6)
        parts = shown.parts_of(shown.elements[index]) if is_long and title.startswith(words.casefold()) else Part.LINK
        if not parts & (Part.NAVIGATION | Part.FOOTER | Part.LINK):
            return start, start + len(words)
    return None
