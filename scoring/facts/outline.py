"""This module knows a page as plain data: its elements in reading order, and the words that stand in them.

One walk over the tree makes it, and all that looks at the body of a page reads it. Elements have numbers; the body's
is 0. An element holds those from its own number up to its `ends`, so that bisection in a sorted list of numbers tells
whether something stands in it (`holds`), and climbing is a matter of `parents`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_STEPS = 180_000
"""The largest of 8,000 real pages takes 171,000."""
MAX_NAMES = 300

_TEXT, _COMMENT = 2, 4
"""What lexbor numbers texts and comments by; a number is compared faster than a name."""
_NO_ATTRIBUTES: Mapping[str, str | None] = MappingProxyType({})
COMMENT = None
"""Stands in the events for a comment."""
Event = int | str | None


@dataclass
class Outline:
    """The elements under a page's body and the words in them; empty for a page without a body."""

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    """The element around each one; the body's is -1."""
    ends: list[int] = field(default_factory=list)
    """The first element after each one that it does not hold."""
    attributes: list[Mapping[str, str | None]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Classes and id of each one, parted by a blank, as written; at most 300 characters."""
    of_tag: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """The elements of each tag, in order."""
    texts: list[str] = field(default_factory=list)
    """All texts as written, in order; an element holds those from its `text_starts` up to its `text_ends`."""
    text_starts: list[int] = field(default_factory=list)
    text_ends: list[int] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    """What comes in reading order: an element opens (its number), a text as written, a comment (None), and an element
    ends (its number inverted: `~number`)."""

    @cached_property
    def links(self) -> list[int]:
        """The elements `a` and `area` with an address, in order."""
        found = [number for number in self.of_tag["a"] if self.attributes[number].get("href") is not None]
        areas = [number for number in self.of_tag["area"] if self.attributes[number].get("href") is not None]
        return sorted(found + areas) if areas else found

    @cached_property
    def of_attribute(self) -> Mapping[str, list[int]]:
        """The elements that have each attribute, in order; most pages have none of those that are looked for."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, own in enumerate(self.attributes):
            for name in own:
                found[name].append(number)
        found.default_factory = None
        return found

    def words_in(self, number: int, instead: Callable[[int], str | None]) -> Iterator[str]:
        """The texts in an element in reading order; what `instead` says of an element within stands for all it holds.

        With None the element is read like the rest; an empty text comes first, so that each step can be counted.
        """
        text, inner, end = self.text_starts[number], number + 1, self.ends[number]
        while inner < end:
            yield from self.texts[text : self.text_starts[inner]]
            words = instead(inner)
            yield words or ""
            is_entered = words is None
            text = self.text_starts[inner] if is_entered else self.text_ends[inner]
            inner = inner + 1 if is_entered else self.ends[inner]
        yield from self.texts[text : self.text_ends[number]]

    def text(self, number: int, separator: str = "") -> str:
        """All texts in an element as written, scripts included, joined."""
        return separator.join(self.texts[self.text_starts[number] : self.text_ends[number]])

    def holds(self, number: int, others: Sequence[int]) -> bool:
        """Whether an element is, or holds, one of a sorted list of others."""
        place = bisect_left(others, number)
        return place < len(others) and others[place] < self.ends[number]

    def within(self, number: int, others: Sequence[int]) -> Sequence[int]:
        """Those of a sorted list of others that an element is or holds."""
        return others[bisect_left(others, number) : bisect_left(others, self.ends[number])]

    def outermost(self, numbers: Iterable[int]) -> list[int]:
        """Those of some sorted elements that stand in no other of them."""
        found: list[int] = []
        end = 0
        for number in numbers:
            if number >= end:
                found.append(number)
                end = self.ends[number]
        return found

    def is_within(self, number: int, outermost: Sequence[int]) -> bool:
        """Whether an element is, or stands in, one of some that are `outermost`."""
        place = bisect_right(outermost, number)
        return place > 0 and number < self.ends[outermost[place - 1]]

    def around(self, number: int) -> Iterator[int]:
        """The elements around one, the closest first, itself left out."""
        number = self.parents[number]
        while number >= 0:
            yield number
            number = self.parents[number]


def outline_of(tree: LexborHTMLParser) -> Outline:
    """The outline of a page; 180,000 steps are taken, one into each text and two for each element."""
    outline = Outline()
    if tree.body is None:
        return outline
    _walk(tree.body, outline)
    outline.names = [_names(own) if own else "" for own in outline.attributes]
    for number, tag in enumerate(outline.tags):
        outline.of_tag[tag].append(number)
    return outline


def marks_of(number: int, outline: Outline) -> tuple[str, ...]:
    """The id and classes of an element as selectors write them."""
    if not outline.names[number]:
        return ()
    attributes = outline.attributes[number]
    return _marks((attributes.get("id") or "").strip()[:60], (attributes.get("class") or "")[:MAX_NAMES])


@lru_cache(maxsize=4096)
def _marks(own: str, classes: str) -> tuple[str, ...]:
    """The marks of an id and classes; kept, since the pages of a portal say the same over and over."""
    return (*([f"#{own}"] if own else []), *(f".{name}" for name in classes.split()[:20]))


def nodes_at(tree: LexborHTMLParser, numbers: Iterable[int]) -> dict[int, LexborNode]:
    """The nodes of some elements of a page's outline."""
    wanted = set(numbers)
    if tree.body is None or not wanted:
        return {}
    elements = (node for node in tree.body.traverse() if node.tag_id != _COMMENT)
    return {number: node for number, node in zip(range(max(wanted) + 1), elements, strict=False) if number in wanted}


def _walk(body: LexborNode, outline: Outline) -> None:
    """Number the elements, and write down what comes in reading order.

    No node is kept but those around the present one: so many objects cost the collector of garbage as much as the walk.
    """
    tags, attributes, parents, ends = outline.tags, outline.attributes, outline.parents, outline.ends
    texts, text_starts, text_ends, events = outline.texts, outline.text_starts, outline.text_ends, outline.events
    tag_names: dict[int, str] = {}
    around: list[LexborNode] = []
    inside = -1
    node: LexborNode | None = body
    for _ in range(MAX_STEPS):
        if node is None:
            ends[inside] = len(parents)
            text_ends[inside] = len(texts)
            events.append(~inside)
            node = around.pop().next
            inside = parents[inside]
            if inside < 0:
                return
            continue
        kind = node.tag_id
        if kind == _TEXT:
            text = node.text_content or ""
            texts.append(text)
            events.append(text)
            node = node.next
        elif kind == _COMMENT:
            events.append(COMMENT)
            node = node.next
        else:
            parents.append(inside)
            inside = len(tags)
            tags.append(tag_names.get(kind) or tag_names.setdefault(kind, node.tag or ""))
            attributes.append(node.attributes or _NO_ATTRIBUTES)
            around.append(node)
            ends.append(0)
            text_starts.append(len(texts))
            text_ends.append(0)
            events.append(inside)
            node = node.child
    while inside >= 0:
        ends[inside] = len(tags)
        text_ends[inside] = len(texts)
        events.append(~inside)
        inside = parents[inside]


def _names(attributes: Mapping[str, str | None]) -> str:
    classes, own_id = attributes.get("class"), attributes.get("id")
    return f"{classes or ''} {own_id or ''}"[:MAX_NAMES] if classes or own_id else ""
