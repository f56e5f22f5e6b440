"""This module knows how to parse a page once, whatever its maker did to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import accumulate
from operator import sub

from selectolax.lexbor import LexborHTMLParser

MAX_CHARACTERS = 5_000_000
MAX_TAGS = 130_000
"""Opening and closing ones (the largest of 8,000 real pages has 127,000); each element costs a quarter of a kilobyte,
and twice that while its text is read."""
SUSPICIOUS_TAGS = 6_000
MAX_NESTING = 400
SUSPICIOUS_LENGTH = 60_000
MAX_ATTRIBUTES = 2_000
"""The parser compares each attribute of a tag with those before it."""

MAX_OPTIONS = 3_000
"""The parser looks at all options of a list each time another one is met."""

OPTION = re.compile(r"<option\b[^<>]{0,5000}>?", re.IGNORECASE)
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})[^<>]{0,5000}>?")
TAG_START = re.compile(r"</?[A-Za-z][A-Za-z0-9:-]{0,40}")
LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{SUSPICIOUS_LENGTH},}}")
NEVER_NESTED = frozenset(
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
        "wbr", "p", "li", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "dd", "dt",
    }
)  # fmt: skip


def parse_page(text: str) -> LexborHTMLParser:
    """The tree of a page, in time that grows with its length.

    Read are the first 5,000,000 characters and 130,000 tags. NULs go; tags nested beyond 400 levels, tags of thousands
    of attributes and thousands of options go too, for the time a parser spends on them grows with the square. Their
    words stay.
    """
    text = text[:MAX_CHARACTERS]
    if "\x00" in text:
        text = text.replace("\x00", "")
    if text.count("<") > MAX_TAGS:
        text = "<".join(text.split("<", MAX_TAGS)[:MAX_TAGS])
    if len(text) > SUSPICIOUS_LENGTH:
        text = LONG_TAG.sub(_drop_crowd, text)
    if text.count("<") > SUSPICIOUS_TAGS:
        if text.lower().count("<option") > MAX_OPTIONS:
            text = OPTION.sub(_few(MAX_OPTIONS), text)
        if _depth(text) > MAX_NESTING:
            text = _flattened(text)
    return LexborHTMLParser(text)


def _few(most: int) -> Callable[[re.Match[str]], str]:
    count = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return match.group() if count <= most else " "

    return keep


def _drop_crowd(match: re.Match[str]) -> str:
    # A picture written into its address is long too, but it is one attribute.
    tag = match.group()
    return tag if tag.count("=") < MAX_ATTRIBUTES and len(tag.split(None, MAX_ATTRIBUTES)) < MAX_ATTRIBUTES else "<i"


def _depth(text: str) -> int:
    """How deep tags may nest, on the safe side: end tags left out, as HTML allows for some, count as open."""
    levels = list(accumulate(map(_Steps().__getitem__, TAG_START.findall(text)), initial=0))
    # An end tag that nothing opened ends nothing: depth counts from the lowest level before.
    deepest: int = max(map(sub, levels, accumulate(levels, min)))
    return deepest


class _Steps(dict[str, int]):
    """How many levels each tag goes down, by its start as written; kept, for a page has few tags many times."""

    def __missing__(self, tag: str) -> int:
        name = tag.lstrip("</").lower()
        self[tag] = step = 0 if name in NEVER_NESTED else -1 if tag[1] == "/" else 1
        return step


def _flattened(text: str) -> str:
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in NEVER_NESTED:
            return match.group()
        is_within = depth < MAX_NESTING
        if match[1]:
            is_within = depth <= MAX_NESTING
            depth = max(0, depth - 1)
        else:
            depth += 1
        return match.group() if is_within else ""

    return TAG.sub(keep, text)
