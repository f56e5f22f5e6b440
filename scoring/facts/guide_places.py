"""This module knows where a label of a guide stands on its page, and what there shows that it labels nothing."""

from __future__ import annotations

from itertools import islice

from scoring.facts.outline import Outline

MAX_CLIMB = 60
MAX_SIBLINGS = 40

CELLS = frozenset({"td", "th"})
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
HEADING_TAGS = frozenset({*HEADINGS, "dt", "th", "summary"})
NO_HEADING = 9
_BODY = 0
_ROW_LIKE = frozenset({"li", "td", "th", "div", "p", "a", "button", "tr"})
_OPENERS = ("aria-expanded", "aria-controls", "data-toggle", "data-bs-toggle", "data-target")
"""What tells a heading that opens a panel from a link that leads away."""
_BESIDE = {"td": CELLS, "th": CELLS, "dt": frozenset({"dd"})}
"""Where an answer stands beside what asks for it."""


def path_of(outline: Outline, element: int) -> list[int]:
    """An element and those around it, the innermost first, at most sixty."""
    return [element, *islice(outline.around(element), MAX_CLIMB)]


def meeting(outline: Outline, path: list[int], other: int) -> tuple[int, int] | None:
    """The place on a path of the first element that holds another one, and the part of it that does.

    The part is the element itself where the other stands in it directly.
    """
    for place, element in enumerate(path):
        if element <= other < outline.ends[element]:
            part = other
            for _ in range(MAX_CLIMB):
                if part == element or outline.parents[part] == element:
                    return place, part
                part = outline.parents[part]
            return None
    return None


def leads_away(outline: Outline, path: list[int]) -> bool:
    """Whether a label is a link, a tab or a button rather than a heading; or stands in a header of the page."""
    tags = {outline.tags[element] for element in path}
    if tags & {"nav", "footer", "select"} or ("header" in tags and not tags & {"article", "main"}):
        return True
    is_heading = bool(tags & (HEADINGS.keys() | {"summary", "dt"}))
    return any(_is_way(outline, element, is_heading=is_heading) for element in path)


def _is_way(outline: Outline, element: int, *, is_heading: bool) -> bool:
    tag, attributes = outline.tags[element], outline.attributes[element]
    if attributes.get("role") == "tab":
        return True
    if tag not in ("a", "button") or any(name in attributes for name in _OPENERS):
        return False
    if tag == "button":
        return not is_heading
    address = attributes.get("href")
    return address is not None and not (is_heading and address.strip().startswith(("#", "javascript")))


def opens_panel(outline: Outline, path: list[int], panel: int) -> bool:
    """Whether a label is the head of a panel, by the panel's id."""
    name = outline.attributes[panel].get("id") or ""
    return bool(name) and any(
        name == (outline.attributes[element].get(key) or "").lstrip("#")
        for element in path[:5]
        for key in (*_OPENERS, "href")
    )


def is_last_of_several(outline: Outline, element: int, before: int) -> bool:
    """Whether an element follows one of its kind that holds `before`, the place of the words before it.

    The last tab, entry or cell of several labels nothing that stands below them all.
    """
    if outline.tags[element] not in _ROW_LIKE or element <= _BODY or before < 0:
        return False
    sibling = element - 1
    for _ in range(MAX_CLIMB):
        if sibling <= outline.parents[element]:
            return False
        if outline.parents[sibling] == outline.parents[element]:
            return outline.tags[sibling] == outline.tags[element] and sibling <= before < outline.ends[sibling]
        sibling = outline.parents[sibling]
    return False


def has_empty_answer(outline: Outline, element: int) -> bool:
    """Whether an element is a cell or a term beside which an answer could stand; asked where none does."""
    after = outline.ends[element]
    if after >= len(outline.tags) or outline.parents[after] != outline.parents[element]:
        return False
    return outline.tags[after] in _BESIDE.get(outline.tags[element], ())


def is_header_row(outline: Outline, cell: int) -> bool:
    """Whether all cells of a row are th: they name columns, not the cell beside them."""
    row = outline.parents[cell]
    child = row + 1
    tags: list[str] = []
    while child < outline.ends[row] and len(tags) < MAX_SIBLINGS:
        if outline.tags[child] in CELLS:
            tags.append(outline.tags[child])
        child = outline.ends[child]
    return len(tags) > 1 and "td" not in tags


def heading_level(outline: Outline, path: list[int]) -> int:
    """The level of the largest heading on a path; 9 where there is none."""
    return min((HEADINGS.get(outline.tags[element], NO_HEADING) for element in path), default=NO_HEADING)


def is_bold(outline: Outline, path: list[int]) -> bool:
    """Whether words are in bold by their elements."""
    return any(outline.tags[element] in ("b", "strong") for element in path[:3])
