"""This module knows how markup hides what it holds from readers, by its own attributes and inline styles.

Style sheets are no evidence, so that what they hide is not seen to be hidden. Some ways are common and mostly honest
(menus, tabs, dialogs wait for a click); others have next to no honest use around links that lead elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

MAX_STYLE = 500
_COMMON = (
    ("display: none", re.compile(r"display\s*:\s*none")),
    ("visibility: hidden", re.compile(r"visibility\s*:\s*(?:hidden|collapse)")),
    ("opacity: 0", re.compile(r"(?<![\w-])opacity\s*:\s*0(?:\.0+)?(?![.\d])")),
    (
        "a box of no height",
        re.compile(
            r"max-height\s*:\s*0(?![.\d]).*overflow\s*:\s*hidden|overflow\s*:\s*hidden.*max-height\s*:\s*0(?![.\d])"
        ),
    ),
    (
        "clipped away",
        re.compile(
            r"clip\s*:\s*rect\(\s*[01]|clip-path\s*:\s*(?:(?:circle|inset|ellipse)\(\s*(?:0|50%|100%)"
            r"|polygon\(\s*0(?:px|%)?\s+0(?:px|%)?\s*,\s*0(?:px|%)?\s+0)"
        ),
    ),
    (
        "of no size",
        re.compile(r"transform\s*:[^;]{0,80}scale[xy]?\(\s*0(?:\.0\d*)?\s*[,)]|zoom\s*:\s*0(?:\.0\d*)?\s*(?:;|\Z)"),
    ),
    ("below the page", re.compile(r"z-index\s*:\s*-\d{2,9}")),
    (
        "filtered away",
        re.compile(
            r"filter\s*:[^;]{0,80}opacity\(\s*(?:opacity\s*=\s*)?0(?:\.0+)?%?\s*\)|filter\s*:\s*alpha\(\s*opacity\s*=\s*0\s*\)"
        ),
    ),
)
_ODD = (
    (
        "pushed out of sight",
        re.compile(r"(?:text-indent|margin(?:-left|-top)?)\s*:\s*-\d{3,6}|translate[xy]?\(\s*-\d{3,6}"),
    ),
    ("letters of no size", re.compile(r"font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|%)?\s*(?:!important\s*)?(?:;|\Z)")),
)
_POSITION = re.compile(r"position\s*:\s*(?:absolute|fixed)")
_AWAY = re.compile(r"(?<![\w-])(?:left|top|right|bottom|inset-inline-start)\s*:\s*-(?:\d{3,6}|\d{2}(?:em|rem|vw|vh))")
_OVERFLOW = re.compile(r"overflow\s*:\s*hidden")
_NO_SIDE = re.compile(r"(?<![\w-])(?:height|width)\s*:\s*[01](?:px)?\s*(?:;|\Z|!)")
_SHOWN_AGAIN = re.compile(r"visibility\s*:\s*visible|text-indent\s*:\s*0")
_FONT_SIZE = re.compile(r"font-size\s*:\s*(\d{1,4})")
_LETTERS = re.compile(r"(?<![\w-])color\s*:\s*(rgba?\([\d\s,.%]{5,30}\)|[#\w]{3,20})")
_GROUND = re.compile(r"background(?:-color)?\s*:\s*([^;]{1,100})")
_COLOUR = re.compile(
    r"#[0-9a-f]{6}|#[0-9a-f]{3}|rgba?\([\d\s,.%]{5,30}\)|\b(?:white|snow|ivory|black|red|transparent)\b"
)
_NAMED = {"white": "#ffffff", "snow": "#fffafa", "ivory": "#fffff0", "black": "#000000", "red": "#ff0000"}
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*(?:,\s*([\d.]+%?)\s*)?\)")
ALIKE = 16
"""Colours whose red, green and blue differ by no more (of 255) cannot be told apart."""
_TINY = re.compile(r"\s*[01](?:px)?\s*\Z")


@dataclass(frozen=True, slots=True)
class Way:
    """A way of hiding; `is_odd` when it has next to no honest use around links to elsewhere."""

    name: str
    is_odd: bool


def way_of(tag: str, attributes: Mapping[str, str | None]) -> Way | None:
    """How an element hides what it holds, or None."""
    if tag == "noscript":
        return Way("noscript", False)
    if tag == "marquee" and _is_still(attributes):
        return Way("a marquee of no size", True)
    if "hidden" in attributes:
        return Way("hidden", False)
    style = attributes.get("style")
    return _way_of_style(style[:MAX_STYLE].lower()) if style else None


@lru_cache(maxsize=4096)
def _way_of_style(style: str) -> Way | None:
    """How a style hides what stands in its element; kept, since a page says the same over and over."""
    if _POSITION.search(style) and _AWAY.search(style):
        return Way("placed out of sight", True)
    for name, pattern in _ODD:
        if pattern.search(style):
            return Way(name, True)
    if _OVERFLOW.search(style) and _NO_SIDE.search(style):
        return Way("a box of no size", True)
    return next((Way(name, False) for name, pattern in _COMMON if pattern.search(style)), None)


def ways_undone(attributes: Mapping[str, str | None]) -> frozenset[str]:
    """The ways of hiding, by name, that an element within undoes, as links do in a box whose letters have no size."""
    style = attributes.get("style")
    return _undone_by_style(style[:MAX_STYLE].lower()) if style else frozenset()


@lru_cache(maxsize=4096)
def _undone_by_style(style: str) -> frozenset[str]:
    """The ways of hiding that a style undoes; kept, too."""
    size = _FONT_SIZE.search(style)
    undone = {"letters of no size"} if size is not None and int(size[1]) > 4 else set()
    if _SHOWN_AGAIN.search(style):
        undone |= {"pushed out of sight", "visibility: hidden"}
    return frozenset(undone)


def colours_of(attributes: Mapping[str, str | None]) -> tuple[str, str, bool]:
    """The colour of letters and of the ground that an element sets ("" for none), and whether a picture lies there."""
    style = (attributes.get("style") or "")[:MAX_STYLE].lower()
    if "color" not in style and "background" not in style and not ("color" in attributes or "bgcolor" in attributes):
        return "", "", False
    letters, ground = _LETTERS.search(style), _GROUND.search(style)
    behind = ground[1] if ground else (attributes.get("bgcolor") or "")[:20].lower()
    found = _COLOUR.search(behind)
    own = letters[1] if letters else (attributes.get("color") or "")[:20].lower()
    return _plain(own), _plain(found.group()) if found else "", "url(" in behind or "gradient" in behind


def is_unreadable(style: str) -> bool:
    """Whether a style gives letters the colour of their ground, or none."""
    letters, ground, has_picture = colours_of({"style": style})
    return letters == "transparent" or bool(letters and ground and not has_picture and are_alike(letters, ground))


def are_alike(letters: str, ground: str) -> bool:
    """Whether letters of one colour cannot be read on a ground of the other (both as `colours_of` gives them)."""
    if not (letters.startswith("#") and ground.startswith("#") and len(letters) == len(ground) == 7):
        return letters == ground
    pairs = ((int(letters[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return all(abs(one - other) <= ALIKE for one, other in pairs)


def _plain(colour: str) -> str:
    if rgb := _RGB.match(colour):
        if rgb[4] is not None and float(rgb[4].rstrip("%") or 0) == 0:
            return "transparent"
        return "#" + "".join(f"{min(255, int(rgb[part])):02x}" for part in (1, 2, 3))
    colour = _NAMED.get(colour, colour)
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        return "#" + "".join(mark * 2 for mark in colour[1:])
    return colour if not colour.startswith("#") or re.fullmatch(r"#[0-9a-f]{6}", colour) else ""


def _is_still(attributes: Mapping[str, str | None]) -> bool:
    style = (attributes.get("style") or "")[:MAX_STYLE].lower()
    sizes = [attributes.get("height"), attributes.get("width")]
    return any(size is not None and _TINY.match(size) for size in sizes) or bool(_NO_SIDE.search(style))
