"""This module knows how well letters stand out where an element's own style says both colours."""

from __future__ import annotations

import re

LEAST_RATIO = 4.5
LEAST_RATIO_LARGE = 3.0
"""WCAG 2.2, success criterion 1.4.3; letters of 18 points, or 14 points in bold, are large."""
LARGE_POINTS, LARGE_BOLD_POINTS = 18.0, 14.0
POINTS_OF = {"pt": 1.0, "px": 0.75, "em": 12.0, "rem": 12.0, "%": 0.12}
_DECLARATION = re.compile(r"\s*([a-z-]{1,40})\s*:\s*([^;]{0,300})(?:;|\Z)", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})\Z")
_RGB = re.compile(
    r"rgba?\(\s{0,9}(\d{1,3})\s{0,9}[,\s]\s{0,9}(\d{1,3})\s{0,9}[,\s]\s{0,9}(\d{1,3})\s{0,9}"
    r"(?:[,/]\s{0,9}(\d{0,3}\.?\d{0,4})\s{0,9})?\)\Z"
)
_SIZE = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)(pt|px|em|rem|%)\Z")
NAMED = {
    "black": (0, 0, 0), "white": (255, 255, 255), "red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255),
    "yellow": (255, 255, 0), "aqua": (0, 255, 255), "cyan": (0, 255, 255), "fuchsia": (255, 0, 255),
    "magenta": (255, 0, 255), "gray": (128, 128, 128), "grey": (128, 128, 128), "silver": (192, 192, 192),
    "maroon": (128, 0, 0), "olive": (128, 128, 0), "green": (0, 128, 0), "purple": (128, 0, 128),
    "teal": (0, 128, 128), "navy": (0, 0, 128), "orange": (255, 165, 0), "pink": (255, 192, 203),
    "lightgray": (211, 211, 211), "lightgrey": (211, 211, 211), "darkgray": (169, 169, 169),
    "darkgrey": (169, 169, 169), "dimgray": (105, 105, 105), "whitesmoke": (245, 245, 245),
}  # fmt: skip
Colour = tuple[int, int, int]
UNCERTAIN = ("opacity", "filter", "mix-blend-mode", "text-shadow", "background-image", "-webkit-text-fill-color")
"""Declarations beside which the two colours do not tell what is seen."""


def declarations(style: str) -> dict[str, str]:
    """What a style attribute declares, names and values in lower case; of a repeated name the last."""
    found: dict[str, str] = {}
    for match in _DECLARATION.finditer(style[:2000]):
        found[match[1].lower()] = match[2].strip().lower().removesuffix("!important").strip()
    return found


def low_contrast(style: str) -> float | None:
    """The contrast of an element whose style says text colour and background, where it is too low; else None.

    Blind spot: most pages colour by style sheet, which takes a browser to apply.
    """
    if "color" not in style or "background" not in style:
        return None
    said = declarations(style)
    if any(name in said for name in UNCERTAIN):
        return None
    back, cover = colour(said.get("background-color") or said.get("background", ""))
    front, share = colour(said.get("color", ""))
    if front is None or back is None or cover < 1:
        return None
    front = _mixed(front, back, share)
    ratio = contrast(front, back)
    return round(ratio, 2) if ratio < (LEAST_RATIO_LARGE if _is_large(said) else LEAST_RATIO) else None


def colour(text: str) -> tuple[Colour | None, float]:
    """The one colour that a value names, and how much of it covers what is behind (0 to 1); None for other values."""
    if text in NAMED:
        return NAMED[text], 1.0
    if match := _HEX.match(text):
        digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
        return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)), 1.0
    if match := _RGB.match(text):
        red, green, blue = (min(int(part), 255) for part in match.groups()[:3])
        share = match[4] or "1"
        return (red, green, blue), 1.0 if share == "." else min(float(share), 1.0)
    return None, 1.0


def _mixed(front: Colour, back: Colour, share: float) -> Colour:
    red, green, blue = (round(share * over + (1 - share) * under) for over, under in zip(front, back, strict=True))
    return red, green, blue


def contrast(one: Colour, other: Colour) -> float:
    """The ratio of two colours' luminances, 1 to 21 (WCAG 2.2, contrast ratio)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def points(said: dict[str, str]) -> float | None:
    """The size of letters that a style declares, in points; None when it declares none that can be told."""
    match = _SIZE.match(said.get("font-size", ""))
    return float(match[1]) * POINTS_OF[match[2]] if match else None


def _is_large(said: dict[str, str]) -> bool:
    size = points(said) or 0.0
    is_bold = said.get("font-weight", "") in ("bold", "bolder", "700", "800", "900")
    return size >= (LARGE_BOLD_POINTS if is_bold else LARGE_POINTS)


def _luminance(shade: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in shade)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
