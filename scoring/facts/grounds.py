"""This module knows whether letters can be told from the ground behind them, by what styles and attributes say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scoring.facts.contrast import Colour, colour

WHITE: Colour = (255, 255, 255)
ALIKE = 20
"""Colours whose red, green and blue differ by no more (of 255) cannot be told apart."""
_COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|rgba?\([\d\s,.%/]{5,30}\)|\b[a-z]{3,20}\b")
_NO_COVER = re.compile(r"#[0-9a-f]{3}0|#[0-9a-f]{6}00|hsla?\([^()]{5,30}[,/]\s{0,9}0?\.?0{1,3}%?\s{0,9}\)")
_MORE = {"snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255), "azure": (240, 255, 255)}
_SETTING = ("color", "background", "background-color", "background-image", "-webkit-text-fill-color")


@dataclass(frozen=True, slots=True)
class Colours:
    """What an element says of its letters and its ground; None where it says nothing, or nothing that is known."""

    letters: Colour | None = None
    ground: Colour | None = None
    is_clear: bool = False
    """Whether its letters are see-through."""
    has_picture: bool = False


PLAIN = Colours()


def colours_of(attributes: Mapping[str, str | None], said: Mapping[str, str]) -> Colours:
    """The colours that an element's styles and old attributes set."""
    if not ("color" in attributes or "bgcolor" in attributes or any(name in said for name in _SETTING)):
        return PLAIN
    behind = said.get("background-color") or said.get("background") or _old(attributes, "bgcolor")
    own = said.get("-webkit-text-fill-color") or said.get("color") or _old(attributes, "color")
    letters, share = _colour(own)
    ground, cover = _first_colour(behind)
    pictures = said.get("background", "") + said.get("background-image", "")
    return Colours(
        letters,
        ground if cover == 1 else None,
        own == "transparent" or (letters is not None and share == 0),
        "url(" in pictures or "gradient" in pictures,
    )


def are_alike(one: Colour | None, other: Colour | None) -> bool:
    """Whether letters of one colour cannot be read on a ground of the other."""
    return one is not None and other is not None and all(abs(a - b) <= ALIKE for a, b in zip(one, other, strict=True))


def _old(attributes: Mapping[str, str | None], name: str) -> str:
    return (attributes.get(name) or "")[:20].strip().lower()


def _first_colour(value: str) -> tuple[Colour | None, float]:
    for match in list(_COLOUR.finditer(value[:100]))[:5]:
        found, share = _colour(match.group())
        if found is not None:
            return found, share
    return None, 1.0


def _colour(value: str) -> tuple[Colour | None, float]:
    if re.fullmatch(r"[0-9a-f]{6}", value):
        value = f"#{value}"
    elif _NO_COVER.fullmatch(value):
        return WHITE, 0.0
    return (_MORE[value], 1.0) if value in _MORE else colour(value)
