"""This module knows how declarations and attributes hide what an element holds from readers.

Some ways are common and mostly honest (menus, tabs, dialogs wait for a click; text for screen readers is clipped);
others are odd: they have next to no honest use around links that lead elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from scoring.facts.contrast import declarations

MAX_STYLE = 500
FAR = 900.0
"""So many pixels before the edge of what holds it, something is out of sight; menus of 200 pixels are not."""
LOW = 60.0
"""A box of so many pixels holds a line or two."""
FAR_MOVE = 3000.0
"""So many pixels by a transformation; carousels of a few pictures move less."""
LARGE_SHARE = 150.0
"""So many hundredths of its own or its holder's size; a closed drawer stands 100 away."""
NOTHING = 4.0
"""Boxes of no more pixels hold nothing that can be seen, and letters of less cannot be read."""
_PIXELS_OF = {
    "": 1.0, "px": 1.0, "pt": 1.33, "pc": 16.0, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0,
    "in": 96.0, "cm": 38.0, "mm": 3.8, "vw": 20.0, "vh": 8.0,
}  # fmt: skip
_LENGTH = re.compile(r"([-+]?\d{0,7}\.?\d{0,4})(px|pt|pc|r?em|ex|ch|in|cm|mm|vw|vh|%)?(?![\w.])")
_COMMENT = re.compile(r"/\*.{0,200}?\*/", re.DOTALL)
_ESCAPE = re.compile(r"\\([0-9a-f]{2,6})\s?", re.IGNORECASE)
_MOVED = re.compile(r"(?:translate(?:3d|[xyz])?)\(([^()]{1,80})\)")
_FLAT = re.compile(
    r"scale(?:3d|[xy])?\(\s*0?(?:\.0\d{0,4})?\s*[,)]|scale\([^,()]{1,20},\s*0(?:\.0\d{0,4})?\s*\)"
    r"|rotate[xy]\(\s*-?(?:90|270)deg|skew\(\s*90deg|matrix\(\s*0(?:\.0\d*)?\s*,\s*0\s*,\s*0\s*,\s*0"
)
_CLIPPED_PATH = re.compile(
    r"(?:circle|ellipse)\(\s*0(?:px|%)?\s*(?:\)|at|0)|inset\(\s*(?:50|100)%|inset\(\s*\d{3,5}px"
    r"|polygon\(\s*0(?:px|%)?\s+0(?:px|%)?\s*,\s*0(?:px|%)?\s+0"
)
_CLIP_FAR = re.compile(r"rect\(\s*\d{2,5}px")
_CLIP_NEAR = re.compile(r"rect\(\s*[01]")
_SEE_THROUGH = re.compile(r"opacity\(\s*(?:opacity\s*=\s*)?0(?:\.0\d{0,4})?%?\s*\)|alpha\(\s*opacity\s*=\s*\d\s*\)")
_SIZE_IN_FONT = re.compile(r"(?:\A|\s)([01](?:\.\d{1,3})?(?:px|pt|%)?)(?:/[\w.%]{1,8})?\s")
_TINY = re.compile(r"\s*[01](?:px)?\s*\Z")
_HIDDEN_CLASS = re.compile(
    r"(?:\A|\s)(d-none|hidden|hide|invisible|is-hidden|u-hidden|visually-hidden|sr-only|layui-hide|displaynone|dis-none)(?=\s|\Z)"
)
_SHOWN_CLASS = re.compile(
    r"(?:^|[\s:-])(?:block|inline|flex|grid|table|table-cell|visible|show|shown|open|active)(?=\s|\Z)"
)
_CUT = ("hidden", "scroll", "auto", "clip")
LETTERS_OF_NO_SIZE = "letters of no size"
PUSHED = "pushed out of sight"
INVISIBLE = "visibility: hidden"


BOX_OF_NO_SIZE = "a box of no size"
BESIDE = "placed out of sight"
UNREADABLE = "letters in the colour of the ground"
FARM_WAYS = (BESIDE, PUSHED, LETTERS_OF_NO_SIZE, UNREADABLE)


@dataclass(frozen=True, slots=True)
class Way:
    """A way of hiding; `is_odd` when it has next to no honest use around links to elsewhere."""

    name: str
    is_odd: bool


OUT_OF_BOX = Way("pushed out of its box", True)


def said_in(style: str | None) -> Mapping[str, str]:
    """What a style declares, in lower case; comments and escapes undone, the first 500 characters."""
    return _said_in(style[:MAX_STYLE]) if style and ":" in style else {}


@lru_cache(maxsize=4096)
def _said_in(style: str) -> Mapping[str, str]:
    if "/*" in style:
        style = _COMMENT.sub("", style)
    if "\\" in style:
        style = _ESCAPE.sub(lambda one: chr(min(int(one[1], 16), 0xFFFF)), style)
    return declarations(style)


def way_of(tag: str, attributes: Mapping[str, str | None], said: Mapping[str, str]) -> Way | None:
    """How an element hides what it holds, by its attributes and what styles say of it, or None."""
    if tag == "noscript":
        return Way("noscript", False)
    if tag == "marquee" and _is_still(attributes, said):
        return Way("a marquee of no size", True)
    if "hidden" in attributes and said.get("display", "none") == "none":
        return Way("hidden", False)
    if tag == "font" and (attributes.get("size") or "").strip() == "0":
        return Way(LETTERS_OF_NO_SIZE, False)
    if has_no_size(attributes) and _is_cut(said):
        return Way(BOX_OF_NO_SIZE, True)
    return _way_said(tuple(said.items())) if said else None


def low_box(said: Mapping[str, str]) -> float:
    """The height of a box that holds a line or two and is cut; 0 for others. What is pushed below it is not seen."""
    height = _pixels(said.get("height", said.get("max-height", "")), 0)
    return height if 0 < height <= LOW and _is_cut(said) else 0.0


def pushed_down(said: Mapping[str, str]) -> float:
    """By how many pixels an element stands below where it would."""
    return max(_pixels(said.get(side, ""), 0) for side in ("margin-top", "top", "padding-top"))


@lru_cache(maxsize=8192)
def way_of_class(names: str) -> Way | None:
    """How the classes of an element hide it as many style sheets do (`d-none`), where none shows it again."""
    told = _HIDDEN_CLASS.search(names)
    return Way(f"the class {told[1]}", False) if told and not _SHOWN_CLASS.search(names) else None


def is_disguised(said: Mapping[str, str]) -> bool:
    """Whether a link is made to look like the words around it: not underlined, and with the pointer of plain text."""
    line = said.get("text-decoration", said.get("text-decoration-line", ""))
    return said.get("cursor") in ("text", "default") and line.startswith("none")


@lru_cache(maxsize=4096)
def _way_said(items: tuple[tuple[str, str], ...]) -> Way | None:
    """How declarations hide; kept, since a page says the same over and over."""
    said = dict(items)
    is_clipped = _CLIP_NEAR.search(said.get("clip", "")) or _CLIPPED_PATH.search(said.get("clip-path", ""))
    if is_clipped:
        return Way("clipped away", False)
    if _CLIP_FAR.search(said.get("clip", "")):
        return Way("clipped away", True)
    if not _is_strip(said):
        if placed := _placed(said):
            return placed
        if _is_pushed(said) and not _has_picture(said):
            return Way(PUSHED, True)
    if (size := _letters(said)) is not None and size < 3:
        return Way(LETTERS_OF_NO_SIZE, True)
    if _is_cut(said) and any(0 <= _pixels(said.get(side, ""), NOTHING + 1) <= NOTHING for side in ("height", "width")):
        return Way(BOX_OF_NO_SIZE, True)
    return _common(said)


def _common(said: Mapping[str, str]) -> Way | None:
    if said.get("display") == "none" or said.get("content-visibility") == "hidden":
        return Way("display: none", False)
    if said.get("visibility") in ("hidden", "collapse"):
        return Way(INVISIBLE, False)
    if 0 <= _pixels(said.get("opacity", ""), 1) <= 0.1:
        return Way("opacity: 0", False)
    sides = ("max-height", "max-width", "line-height")
    if _is_cut(said) and any(0 <= _pixels(said.get(side, ""), 9) <= NOTHING for side in sides):
        return Way("a box of no height", False)
    is_flat = _FLAT.search(said.get("transform", "")) or said.get("scale") == "0" or _is_nought(said.get("zoom", "1"))
    if is_flat:
        return Way("of no size", True)
    if (depth := _pixels(said.get("z-index", ""), 0)) < 0 and said.get("position", "static") != "static":
        return Way("below the page", depth <= -99)
    if any(_SEE_THROUGH.search(said.get(name, "")) for name in ("filter", "-ms-filter")):
        return Way("filtered away", True)
    return None


def ways_undone(said: Mapping[str, str]) -> frozenset[str]:
    """The ways of hiding, by name, that an element within undoes, as links do in a box whose letters have no size."""
    return _undone_by(tuple(said.items())) if said else frozenset()


@lru_cache(maxsize=4096)
def _undone_by(items: tuple[tuple[str, str], ...]) -> frozenset[str]:
    """The ways that declarations undo; kept, too."""
    said = dict(items)
    undone = set()
    if (size := _letters(said)) is not None and size > 4:
        undone.add(LETTERS_OF_NO_SIZE)
    if said.get("visibility") == "visible":
        undone.add(INVISIBLE)
    if _pixels(said.get("text-indent", ""), 1) == 0:
        undone.add(PUSHED)
    return frozenset(undone)


def has_no_size(attributes: Mapping[str, str | None]) -> bool:
    """Whether the attributes of a frame or marquee give it a height or width of a pixel or none."""
    return any((size := attributes.get(name)) is not None and bool(_TINY.match(size)) for name in ("width", "height"))


def _placed(said: Mapping[str, str]) -> Way | None:
    if said.get("position") not in ("absolute", "fixed", "relative"):
        return None
    inset = (said.get("inset") or "").split()[:4]
    offsets = [said.get(side, "") for side in ("left", "top", "right", "bottom", "inset-inline-start")]
    if any(_is_far(one) for one in (*offsets, *inset)):
        return Way(BESIDE, True)
    beyond = [one for one in (*offsets, *inset) if one.endswith("%") and abs(_pixels(one, 0)) >= 100]
    if said["position"] == "fixed" and len(beyond) > 1:
        return Way(BESIDE, True)
    if len(beyond) == 1 and (beyond[0].startswith("-") or said["position"] == "fixed"):
        return Way("beside the page", False)
    return None


def _is_far(value: str) -> bool:
    """Whether a distance is that of things nobody should see: far to either side."""
    length = _pixels(value, 0)
    return abs(length) >= LARGE_SHARE if value.endswith("%") else abs(length) >= FAR


def _is_pushed(said: Mapping[str, str]) -> bool:
    indent = said.get("text-indent", "")
    if _pixels(indent, 0) <= -100 or (_is_cut(said) and _pixels(indent, 0) >= 100):
        return True
    margins = [said.get(f"margin-{side}", "") for side in ("left", "top", "right", "bottom")]
    if any(one.startswith("-") and _is_far(one) for one in (*margins, *said.get("margin", "").split()[:4])):
        return True
    return _is_moved(said)


def _is_strip(said: Mapping[str, str]) -> bool:
    """Whether something is wider than it is shifted, as the strip of a carousel that moves under its window."""
    width = _pixels(said.get("width", ""), 0)
    sides = (said.get("left", ""), said.get("margin-left", ""), *_moves(said))
    return width > FAR and width > max(abs(_pixels(one, 0)) for one in (*sides, "0") if not one.endswith("%"))


def _is_moved(said: Mapping[str, str]) -> bool:
    """Whether a transformation moves something far away; one that takes its time is a carousel's."""
    return "transition" not in said and any(
        _is_far(one) and (one.endswith("%") or abs(_pixels(one, 0)) >= FAR_MOVE) for one in _moves(said)
    )


def _moves(said: Mapping[str, str]) -> list[str]:
    moves = (*_MOVED.findall(said.get("transform", ""))[:4], said.get("translate", ""))
    return [one for move in moves for one in re.split(r"[,\s]+", move.strip())[:3]]


def _has_picture(said: Mapping[str, str]) -> bool:
    """Whether a picture stands where the words were pushed away, as with a logo in place of a name."""
    pictures = said.get("background", "") + said.get("background-image", "")
    sides = [said.get(side, "") for side in ("height", "width")]
    return ("url(" in pictures or "gradient" in pictures) and all(_pixels(one, 9) > NOTHING for one in sides)


def _letters(said: Mapping[str, str]) -> float | None:
    size = said.get("font-size")
    if size is None:
        match = _SIZE_IN_FONT.search(said["font"] + " ") if "font" in said else None
        return _pixels(match[1], 9) if match else None
    if size.endswith(("em", "rem", "%")):
        return 16.0 if _pixels(size, 9) >= 5 else 0.0
    return _pixels(size, 9)


def _is_cut(said: Mapping[str, str]) -> bool:
    return any(said.get(name, "").startswith(_CUT) for name in ("overflow", "overflow-y", "overflow-x"))


def _is_nought(value: str) -> bool:
    return 0 <= _pixels(value, 1) <= 0.02


def _pixels(value: str, otherwise: float) -> float:
    """A length in pixels, hundredths for what ends in %; `otherwise` for what is no length."""
    match = _LENGTH.match(value.strip())
    if match is None or not any(mark.isdigit() for mark in match[1]):
        return otherwise
    return float(match[1]) * _PIXELS_OF.get(match[2] or "", 1.0)


def _is_still(attributes: Mapping[str, str | None], said: Mapping[str, str]) -> bool:
    sides = (said.get(side, "") for side in ("height", "width"))
    return has_no_size(attributes) or any(0 <= _pixels(one, 9) <= NOTHING for one in sides)
