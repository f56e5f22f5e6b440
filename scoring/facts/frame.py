"""This module knows what of a page a reader reads, and what of that only frames its content: menus, header, footer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from scoring.facts.outline import COMMENT, Outline

UNSEEN = (
    "script", "style", "noscript", "template", "svg", "iframe", "option", "datalist", "textarea", "title",
    "object", "audio", "video", "wbr", "input",
)  # fmt: skip
UNSEEN_STYLES = ("display:none", "display: none")
FRAME = ("nav", "footer")
FRAME_ROLES = frozenset({"navigation", "banner", "contentinfo", "search"})
INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var",
})  # fmt: skip
CONTENT_IDS = frozenset({"content", "main", "main-content"})
CONTENT_CLASSES = frozenset({"main-content", "article", "content"})
NEVER_FRAME = frozenset({"body", "main", "article", "h1", "h2", "h3"})
FRAME_NAMES = frozenset(
    {
        "header", "site-header", "page-header", "top-header", "footer", "site-footer", "page-footer", "foot",
        "nav", "navbar", "navigation", "main-nav", "mainnav", "top-nav", "topnav", "menu", "main-menu",
        "mainmenu", "breadcrumb", "breadcrumbs", "crumb", "crumbs", "topbar", "top-bar", "toolbar", "masthead",
        "copyright", "skip-link", "skiplink", "bottom-nav", "sidenav", "side-nav", "cookie-banner",
        "pagination", "pager",
    }
)  # fmt: skip
FRAME_STEM = re.compile(
    r"(?:header|footer|navbar|breadcrumbs?)(?:[-_]?(?:container|wrapper|wrap|box|inner|area|section))?\d?\Z"
)
_MARKS = frozenset({"hidden", "aria-hidden", "style", "role", "open"})
"""Attributes by which an element may be unseen or part of the frame."""


def read_pieces(outline: Outline) -> tuple[list[str], list[str]]:
    """The pieces of text outside the frame, to be joined as they are, and all texts that are read, one a piece.

    Blocks are parted by a line break, neighbouring links by a blank: they are two things. Letters that only change
    their type face are one word, and so is what stands around something that is not read.
    """
    main: list[str] = []
    whole: list[str] = []
    tags = outline.tags
    marked = _marked(outline)
    unread = _unread(outline, marked)
    frame = _frame(outline, marked, unread)
    hidden_in = framed_in = ended = -1
    for event in outline.events:
        if isinstance(event, str):
            if hidden_in < 0:
                whole.append(event)
                if framed_in < 0:
                    main.append(event)
        elif event is COMMENT:
            if hidden_in < 0 and framed_in < 0:
                main.append("\n")
        elif event < 0:
            if hidden_in >= 0:
                hidden_in = hidden_in if ~event != hidden_in else -1
            elif framed_in >= 0:
                framed_in = framed_in if ~event != framed_in else -1
            else:
                ended = ~event
                if tags[ended] not in INLINE:
                    main.append("\n")
        elif hidden_in >= 0:
            continue
        elif event in unread:
            hidden_in = event
        elif framed_in >= 0:
            continue
        elif event in frame:
            framed_in = event
        else:
            if tags[event] not in INLINE:
                main.append("\n")
            elif ended >= 0 and tags[event] == "a" == tags[ended]:
                main.append(" ")
            ended = -1
    return main, whole


def unread_elements(outline: Outline) -> set[int]:
    """The elements that no reader sees; what they hold is left out with them."""
    return _unread(outline, _marked(outline))


def _marked(outline: Outline) -> list[int]:
    return [number for number, own in enumerate(outline.attributes) if own and not _MARKS.isdisjoint(own)]


def _unread(outline: Outline, marked: list[int]) -> set[int]:
    found = {number for tag in UNSEEN for number in outline.of_tag.get(tag, ())}
    found.update(number for number in outline.of_tag.get("dialog", ()) if "open" not in outline.attributes[number])
    found.update(number for number in marked if _is_unread(outline.attributes[number]))
    found.discard(0)
    return found


def _is_unread(attributes: Mapping[str, str | None]) -> bool:
    style = attributes.get("style")
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or (style is not None and any(words in style for words in UNSEEN_STYLES))
    )


def _frame(outline: Outline, marked: list[int], unread: set[int]) -> set[int]:
    """The elements around the content: by tag, role or name; one that is named as frame but holds content is none."""
    tags, attributes = outline.tags, outline.attributes
    sure = {number for tag in FRAME for number in outline.of_tag.get(tag, ())}
    sure.update(number for number in marked if attributes[number].get("role") in FRAME_ROLES)
    sure.update(
        header
        for header in outline.of_tag.get("header", ())
        if not any(tags[around] in ("article", "main") for around in outline.around(header))
    )
    sure.discard(0)
    named = [
        number
        for number, names in enumerate(outline.names)
        if names and _is_frame_named(names) and tags[number] not in NEVER_FRAME
    ]
    if not named:
        return sure
    contents = _outside(outline, _contents(outline, marked), sure | unread)
    return sure.union(number for number in named if not outline.holds(number, contents))


def _contents(outline: Outline, marked: list[int]) -> list[int]:
    """The elements that hold what a page is about."""
    found = {number for number, names in enumerate(outline.names) if names and _is_content_named(names)}
    found.update(*(outline.of_tag.get(tag, ()) for tag in ("main", "article")))
    found.update(number for number in marked if outline.attributes[number].get("role") == "main")
    return sorted(found)


def _outside(outline: Outline, numbers: Iterable[int], removed: Iterable[int]) -> list[int]:
    """Those of some elements that none of the removed ones holds."""
    outermost = outline.outermost(sorted(removed))
    return [number for number in numbers if not outline.is_within(number, outermost)]


@lru_cache(maxsize=16_384)
def _is_frame_named(names: str) -> bool:
    """Whether classes or id name a frame; kept, since a site's pages share their template."""
    return any(name in FRAME_NAMES or FRAME_STEM.match(name) for name in names.lower().split())


@lru_cache(maxsize=16_384)
def _is_content_named(names: str) -> bool:
    """Whether classes or id name the content; kept, too."""
    classes, _, own_id = names.rpartition(" ")
    return own_id in CONTENT_IDS or not CONTENT_CLASSES.isdisjoint(classes.split())
