"""This module knows when a page's own part holds nothing, whatever it says: an empty list, a head without rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.outline import Outline
from scoring.facts.shown import NOT_OWN, ShownText
from scoring.facts.table_heads import head_cells

MAX_LISTS = 200
MAX_SCRIPTS = 100
_LISTS = ("ul", "ol", "dl", "tbody", "table")
_BOXES = ("div", "section")
_HEADS = ("th", "thead", "caption")
_FILLED_BY_OTHERS = ("video", "audio", "iframe", "embed", "object", "canvas")
_THINGS = ("img", "a", "input", "select", "textarea")
_LIST_NAMES = re.compile(
    r"(?:^|[\s_-])(?:list|items?|results?|view-content|grid|gallery|cards?|rows|entries|posts|news|listings?|feed)(?![a-z])",
    re.IGNORECASE,
)
_FOLDER = re.compile(r"(?:index of|directory listing (?:for|of)) /", re.IGNORECASE)
_SORTS = re.compile(
    r"(?:name|last modified|date|size|description|type|\W{0,3}parent directory\W?|\.\./?)\Z",
    re.IGNORECASE,
)
_LIBRARY = re.compile(
    r"jquery|bootstrap|swiper|slick|modernizr|respond|html5|analytics|gtag|gtm|hm\.js|conac|jiucuo|polyfill",
    re.IGNORECASE,
)
_FETCH = re.compile(r"ajax|fetch\(|\$\.(?:get|post)|getJSON|XMLHttp|axios|Vue|render|innerHTML|createApp", re.I)


def empty_list(shown: ShownText) -> str:
    """Which list of the page holds nothing, in words; "" when none does, or the page shows more than text."""
    outline = shown.outline
    if any(outline.of_tag.get(tag) for tag in _FILLED_BY_OTHERS):
        return ""
    cells = sorted(head_cells(outline))
    heads = sorted(number for tag in _HEADS for number in outline.of_tag.get(tag, ()))
    things = sorted(
        number
        for tag in _THINGS
        for number in outline.of_tag.get(tag, ())
        if not any(head < number < outline.ends[head] for head in heads[:MAX_LISTS])
    )
    for number in islice(_lists(outline), MAX_LISTS):
        is_bare = not outline.holds(number, things) and not shown.parts_of(number) & NOT_OWN
        if is_bare and not _words(outline, number, cells):
            is_table = outline.tags[number] in ("table", "tbody")
            return "a table without rows" if is_table else "a list without entries"
    return ""


def is_fillable(tree: LexborHTMLParser) -> bool:
    """Whether a script might fetch what a page lacks; scripts from elsewhere may, unless we know them."""
    for script in tree.css("script")[:MAX_SCRIPTS]:
        source = script.attributes.get("src")
        if not _LIBRARY.search(source[:300]) if source else _FETCH.search(script.text()[:20_000]):
            return True
    return False


def _lists(outline: Outline) -> Iterator[int]:
    """The lists and tables, and the boxes that are named after what they should hold."""
    for tag in _LISTS:
        yield from outline.of_tag.get(tag, ())
    for tag in _BOXES:
        yield from (number for number in outline.of_tag.get(tag, ()) if _LIST_NAMES.search(outline.names[number]))


def _words(outline: Outline, number: int, cells: Sequence[int]) -> str:
    """The words in a list, or below the head of a table."""
    words = outline.text(number).strip()
    for heads in (*(outline.of_tag.get(tag, ()) for tag in _HEADS), cells) if words else ():
        for head in outline.within(number, heads):
            words = words.replace(outline.text(head).strip(), "", 1)
    return words.strip()


def empty_folder(title: str, links: Sequence[str]) -> str:
    """The name of a folder that a server lists, when it holds nothing: its links sort, or lead to the folder above."""
    is_bare = all(_SORTS.match(words.strip()) for words in links)
    return title if links and is_bare and _FOLDER.match(title) else ""
