"""This module knows which elements of a page readers meet, and which are kept from them or from assistive technology.

By markup and inline styles alone: style sheets and scripts are not applied.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from scoring.facts.outline import Outline

UNSEEN_STYLE = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}(?:hidden|collapse)", re.IGNORECASE)
HIDING_CLASSES = frozenset("hide hidden d-none is-hidden display-none invisible none u-hidden".split())
"""Names under which widespread style sheets hide what stands in a page; those for screen readers alone are left out."""
APART = "aria-hidden"
"""Keeps what readers see from assistive technology."""
UNSEEN_TAGS = ("template", "noscript", "script", "style", "datalist")
MAX_VALUE = 300


class Exposure:
    """What of a page is kept from whom; looked up once, for most elements are met by all."""

    def __init__(self, outline: Outline, around: Mapping[str, str | None]) -> None:
        """`around` are the attributes of the html element, outside the outline."""
        unseen = _unseen(outline)
        apart = {one for one in outline.of_attribute.get(APART, ()) if _is_true(outline.attributes[one][APART])}
        if any(name in around and is_told(_short(around[name])) for name, is_told in _UNSEEN_BY.items()):
            unseen.add(0)
        elif _is_true(around.get(APART)):
            apart.add(0)
        self._outline = outline
        self.hiding = sorted(unseen | apart)
        """The elements that are kept from somebody by what they are or say themselves."""
        self._kept = outline.outermost(self.hiding)
        self._unseen = outline.outermost(sorted(unseen))

    def is_exposed(self, number: int) -> bool:
        """Whether an assistive technology meets an element."""
        return not self._outline.is_within(number, self._kept)

    def is_seen(self, number: int) -> bool:
        """Whether a reader may see an element, or tab to it, even where it is kept from assistive technology."""
        return not self._outline.is_within(number, self._unseen)

    def holds_hidden(self, number: int) -> bool:
        """Whether an element is, or holds, one that is kept from somebody."""
        return self._outline.holds(number, self.hiding)


def _unseen(outline: Outline) -> set[int]:
    """The elements that nobody is shown, by what they are or say themselves."""
    attributes = outline.attributes
    found = {number for tag in UNSEEN_TAGS for number in outline.of_tag.get(tag, ())}
    found.update(number for number in outline.of_tag.get("dialog", ()) if "open" not in attributes[number])
    for name, is_told in _UNSEEN_BY.items():
        found.update(one for one in outline.of_attribute.get(name, ()) if is_told(_short(attributes[one][name])))
    return found


def _is_true(value: str | None) -> bool:
    return (value or "").strip().lower() == "true"


def _short(value: str | None) -> str:
    return value[:MAX_VALUE] if value else ""


def _is_said(_: str) -> bool:
    return True


@lru_cache(maxsize=4096)
def _is_unseen_style(style: str) -> bool:
    return UNSEEN_STYLE.search(style) is not None


@lru_cache(maxsize=16_384)
def _are_hiding(classes: str) -> bool:
    """Whether classes hide; kept, since a site's pages share their template."""
    return not HIDING_CLASSES.isdisjoint(classes.split())


_UNSEEN_BY: Mapping[str, Callable[[str], bool]] = {
    "hidden": _is_said,
    "inert": _is_said,
    "style": _is_unseen_style,
    "class": _are_hiding,
}
"""The attributes by which an element is not displayed, and whether a value of them does it."""
