"""This module knows a page as plain data: its elements in reading order, and the words that stand in them.

One walk over the tree makes it, and all that looks at the body of a page reads it. Elements have numbers; the body's
is 0. An element holds those from its own number up to its `ends`, so that bisection in a sorted list of numbers tells
whether something stands in it (`holds`), and climbing is a matter of `parents`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_STEPS = 300_000
MAX_NAMES = 300

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
    nodes: list[LexborNode] = field(default_factory=list)
    attributes: list[Mapping[str, str | None]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Classes and id of each one, parted by a blank, as written; at most 300 characters."""
    of_tag: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """The elements of each tag, in order."""
    events: list[Event] = field(default_factory=list)
    """What comes in reading order: an element opens (its number), a text as written, a comment (None), and an element
    ends (its number inverted: `~number`)."""

    @cached_property
    def links(self) -> list[int]:
        """The elements `a` and `area` with an address, in order."""
        found = [number for number in self.of_tag["a"] if self.attributes[number].get("href") is not None]
        areas = [number for number in self.of_tag["area"] if self.attributes[number].get("href") is not None]
        return sorted(found + areas) if areas else found

    def holds(self, number: int, others: Sequence[int]) -> bool:
        """Whether an element is, or holds, one of a sorted list of others."""
        place = bisect_left(others, number)
        return place < len(others) and others[place] < self.ends[number]

    def within(self, number: int, others: Sequence[int]) -> Sequence[int]:
        """Those of a sorted list of others that an element is or holds."""
        return others[bisect_left(others, number) : bisect_left(others, self.ends[number])]

    def around(self, number: int) -> Iterator[int]:
        """The elements around one, the closest first, itself left out."""
        number = self.parents[number]
        while number >= 0:
            yield number
            number = self.parents[number]


def outline_of(tree: LexborHTMLParser) -> Outline:
    """The outline of a page; its first 300,000 nodes are looked at."""
    outline = Outline()
    body = tree.body
    if body is None:
        return outline
    tags, parents, ends, nodes, names = outline.tags, outline.parents, outline.ends, outline.nodes, outline.names
    attributes, of_tag, events = outline.attributes, outline.of_tag, outline.events
    marks: list[int] = []  # of the elements that are open
    opened: list[int] = []
    for node in islice(body.traverse(include_text=True), MAX_STEPS):
        if marks and (parent := node.parent) is not None:
            above = parent.mem_id
            while marks[-1] != above and len(marks) > 1:
                marks.pop()
                closed = opened.pop()
                ends[closed] = len(tags)
                events.append(~closed)
        tag = node.tag or ""
        if tag == "-text":
            events.append(node.text_content or "")
        elif tag == "-comment":
            events.append(COMMENT)
        else:
            number = len(tags)
            tags.append(tag)
            parents.append(opened[-1] if opened else -1)
            ends.append(0)
            nodes.append(node)
            own = node.attributes
            attributes.append(own)
            names.append(_names(own) if own else "")
            of_tag[tag].append(number)
            events.append(number)
            marks.append(node.mem_id)
            opened.append(number)
    for closed in reversed(opened):
        ends[closed] = len(tags)
        events.append(~closed)
    return outline


def _names(attributes: Mapping[str, str | None]) -> str:
    classes, own_id = attributes.get("class"), attributes.get("id")
    return f"{classes or ''} {own_id or ''}"[:MAX_NAMES] if classes or own_id else ""
