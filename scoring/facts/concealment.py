"""This module knows how the elements of a page hide what they hold, and whether readers can undo it.

It brings together what the elements' own attributes and styles say, what the style elements of the page say, and what
its scripts do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.grounds import PLAIN, WHITE, Colours, are_alike, colours_of
from scoring.facts.hiding import (
    OUT_OF_BOX,
    UNREADABLE,
    Way,
    has_no_size,
    is_disguised,
    low_box,
    pushed_down,
    said_in,
    way_of,
    way_of_class,
    ways_undone,
)
from scoring.facts.outline import Outline, marks_of
from scoring.facts.page_styles import PageStyles, page_styles
from scoring.facts.script_hiding import ScriptHiding, script_hiding, scripts_of
from scoring.facts.text import plain

MAX_HEIGHT = 60
MAX_STYLES = 20
MAX_HANDLES = 5000
MAX_JUDGED = 20_000
"""Once so many elements of a page were asked how they hide, no further link is looked at."""
_PURPOSE = re.compile(
    r"nav|menu|drop|sub-?list|skip|sr-?only|screen-?reader|visually|assistive|a11y|print|off-?canvas|drawer|carousel|slick|swiper"
    r"|slide|modal|dialog|popup|pop-|tooltip|tab|accordion|collapse|collapsible|toggle|expand|panel|fold|faq|lang|social|partner"
    r"|friend|yqlj|link-?list|sponsor|logo|map|marker|bubble|select",
    re.IGNORECASE,
)
"""Names by which an honest page says what it hides for now, and for whom."""
_HIDING_TAGS = frozenset({"iframe", "marquee", "noscript", "font"})
_HIDING_ATTRIBUTES = frozenset({"hidden", "style", "color", "bgcolor"})
_CONTROLS = ("aria-controls", "data-target", "data-bs-target", "data-toggle", "for", "rel")
_NAMES = re.compile(r"[\w-]{1,60}")
_OPENERS = frozenset({"button", "summary", "select"})


class Concealment:
    """How each element of a page hides what it holds, what it shows again, its colours; kept, for links share what is
    around them."""

    def __init__(self, outline: Outline, scripts: ScriptHiding, styles: PageStyles) -> None:
        self.outline = outline
        self.scripts = scripts
        self._styles = styles
        self._said: dict[int, Mapping[str, str]] = {}
        self._ways: dict[int, tuple[Way | None, frozenset[str]]] = {}
        self._open: dict[int, bool] = {}
        self._handles: dict[int, bool] = {}
        self._around: dict[int, str] = {}
        self._boxes: dict[int, tuple[float, float]] = {}

    @property
    def is_spent(self) -> bool:
        """Whether so many elements were judged that no other link is to be."""
        return len(self._ways) >= MAX_JUDGED

    def of_link(self, element: int) -> tuple[Way, int] | None:
        """How an element is hidden from readers and by which one around it, the odd ways before common ones; None when
        a reader may see it."""
        if self._is_open(element):
            return None
        path = [element, *islice(self.outline.around(element), MAX_HEIGHT - 1)]
        undone: frozenset[str] = frozenset()
        common: tuple[Way, int] | None = None
        pushed = 0.0
        for number in path:
            way, undoes = self.of(number)
            if way and way.name.partition(",")[0] not in undone:
                if way.is_odd:
                    return way, number
                common = common or (way, number)
            undone |= undoes
            height, down = self._box(number)
            if height and height <= max(pushed, down):
                return OUT_OF_BOX, number
            pushed = max(pushed, down)
        return common or self._swallowed(path)

    def _box(self, number: int) -> tuple[float, float]:
        """The height of an element that is low and cut (0 for others), and by how much it pushes down what it holds."""
        if number not in self._boxes:
            said = self._sayings(number)
            self._boxes[number] = (low_box(said), pushed_down(said)) if said else (0.0, 0.0)
        return self._boxes[number]

    def of(self, number: int) -> tuple[Way | None, frozenset[str]]:
        """The way in which an element hides, or None, and the names of the ways that it undoes."""
        if number not in self._ways:
            tag, attributes, said = self.outline.tags[number], self.outline.attributes[number], self._sayings(number)
            way = way_of(tag, attributes, said)
            if (
                way
                and len(said) > len(own := said_in(attributes.get("style")))
                and way_of(tag, attributes, own) is None
            ):
                way = Way(f"{way.name}, by a style of the page", way.is_odd)
            way = way or self.scripts.way_of(number, self.outline) or self._way_of_class(number, said)
            if way is None and tag == "iframe" and has_no_size(attributes):
                way = Way("a frame of no size", False)
            self._ways[number] = way, ways_undone(said)
        return self._ways[number]

    def _way_of_class(self, number: int, said: Mapping[str, str]) -> Way | None:
        return way_of_class(self.outline.attributes[number].get("class") or "") if "display" not in said else None

    def is_disguised(self, element: int) -> bool:
        """Whether a link looks like the words around it."""
        return is_disguised(self._sayings(element))

    def telling(self, most: int) -> Iterable[int]:
        """The elements that attributes, styles or scripts might hide, as many as are asked for."""
        return islice((number for number in range(len(self.outline.tags)) if not self._is_plain(number)), most)

    def has_purpose(self, element: int, hider: int) -> bool:
        """Whether something from an element up to one beyond what hides it says what it waits for, or opens it."""
        outline = self.outline
        around = [one for one in (element, *islice(outline.around(element), MAX_HEIGHT)) if one >= hider]
        beyond = [*around, *islice(outline.around(hider), 1)]
        if any(outline.tags[one] == "nav" or _PURPOSE.search(outline.names[one]) for one in beyond):
            return True
        if hider not in self._handles:
            self._handles[hider] = self._has_handle(hider)
        return self._handles[hider]

    def around(self, hider: int) -> str:
        """What stands in an element that hides, 400 characters at most."""
        if hider not in self._around:
            self._around[hider] = plain(self.outline.text(hider, " ")[:2000], 400)
        return self._around[hider]

    def _has_handle(self, hider: int) -> bool:
        """Whether a rule, a script, a control or something to click just before opens what is hidden."""
        outline = self.outline
        own = {mark[1:] for mark in marks_of(hider, outline)}
        if own & self._handled or self._styles.can_open(hider, outline):
            return True
        if own and self.scripts.way_of(hider, outline) is None and self.scripts.opens(hider, outline):
            return True
        before = range(max(outline.parents[hider] + 1, hider - 30), hider)
        return any(outline.tags[one] in _OPENERS or "onclick" in outline.attributes[one] for one in before)

    @cached_property
    def _handled(self) -> frozenset[str]:
        """The names that controls, handlers and links within the page mention."""
        found: set[str] = set()
        for attributes in islice((one for one in self.outline.attributes if one), MAX_HANDLES):
            for name, value in attributes.items():
                if value and (name in _CONTROLS or (name.startswith("on") and len(name) < 14)):
                    found.update(_NAMES.findall(value[:300]))
                elif name == "href" and value and value[0] in "#jJ":
                    found.update(_NAMES.findall(value[:200]))
        return frozenset(found)

    def _is_open(self, number: int) -> bool:
        """Whether nothing on an element or around it could hide it; most links stand so."""
        path = []
        while number >= 0 and number not in self._open:
            path.append(number)
            number = self.outline.parents[number]
        is_open = self._open.get(number, True)
        for inner in reversed(path):
            is_open = self._open[inner] = is_open and self._is_plain(inner)
        return is_open

    def _is_plain(self, number: int) -> bool:
        if number in self._marked or (self.outline.names[number] and self._is_of_hidden_class(number)):
            return False
        if self._styles.is_telling(number, self.outline):
            return False
        return self.scripts.is_idle or self.scripts.way_of(number, self.outline) is None

    @cached_property
    def _marked(self) -> frozenset[int]:
        """The elements that their own tag or attributes might hide."""
        of_tag, of_attribute = self.outline.of_tag, self.outline.of_attribute
        tagged = (number for tag in _HIDING_TAGS for number in of_tag.get(tag, ()))
        return frozenset(tagged).union(*(of_attribute.get(name, ()) for name in _HIDING_ATTRIBUTES))

    def _is_of_hidden_class(self, number: int) -> bool:
        return way_of_class(self.outline.names[number]) is not None

    def _sayings(self, number: int) -> Mapping[str, str]:
        if number not in self._said:
            said = self._styles.say_of(number, self.outline) if self._styles.is_telling(number, self.outline) else {}
            own = said_in(self.outline.attributes[number].get("style"))
            self._said[number] = {**said, **own} if said else own
        return self._said[number]

    def _swallowed(self, path: list[int]) -> tuple[Way, int] | None:
        """The element whose ground has the colour of the letters in it.

        Pages are white where nothing is said; a style sheet may say otherwise, so that white letters are known to be
        unreadable only on a white ground that is told.
        """
        letters = None
        for number in path:
            colours = self._colours(number)
            letters = letters or colours.letters
            if colours.has_picture:
                return None
            if colours.is_clear and letters is colours.letters:
                return Way(UNREADABLE, True), number
            if colours.ground:
                return (Way(UNREADABLE, True), number) if are_alike(letters, colours.ground) else None
        return (Way(UNREADABLE, False), path[0]) if are_alike(letters, WHITE) else None

    def _colours(self, number: int) -> Colours:
        attributes, said = self.outline.attributes[number], self._sayings(number)
        return colours_of(attributes, said) if attributes or said else PLAIN


def concealment_of(tree: LexborHTMLParser, outline: Outline) -> Concealment:
    """How a page hides, by its own markup, style elements and scripts."""
    scripts = script_hiding(scripts_of(tree, outline), outline)
    sheets = [
        node.text() for node in tree.css("style")[:MAX_STYLES] if (node.attributes.get("media") or "all") != "print"
    ]
    return Concealment(outline, scripts, page_styles([*sheets, *scripts.sheets]))


def plain_concealment(outline: Outline) -> Concealment:
    """How markup alone hides."""
    return Concealment(outline, ScriptHiding(), PageStyles())
