"""This module knows how scripts keep words from being read: by escapes, codes of characters and base 64."""

from __future__ import annotations

import base64
import re
from itertools import islice
from urllib.parse import unquote

MAX_CODES = 20
_ENCODED = re.compile(
    r"(?:unescape|decodeURIComponent|decodeURI|atob)\(\s{0,9}[\"']([\w%+/=.\-\\]{20,20000})[\"']|fromCharCode\(([\d,\s]{20,8000})\)"
)
_JOINT = re.compile(r"(?<=[\w<>/:;=. -])(?:\"\s{0,5}[+,]\s{0,5}\"|'\s{0,5}[+,]\s{0,5}')(?=[\w<>/:;=. -])")
"""Where two pieces of a text in quotes are put together, by an operator or in an array."""
_REVERSED = re.compile(r"([\"'])([^\"']{10,3000})\1\.split\([\"']{2}\)\.reverse\(\)")
_ESCAPES = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})")


def decoded(text: str) -> list[str]:
    """What a script holds in codes or in pieces, 20 at most; none where nothing is in code."""
    found = [_JOINT.sub("", text)] if _JOINT.search(text) else []
    found += [match[2][::-1] for match in islice(_REVERSED.finditer(text), MAX_CODES)]
    if "\\x" in text or "\\u" in text:
        found += [_ESCAPES.sub(lambda one: chr(int(one[1] or one[2], 16)), text)] if _ESCAPES.search(text) else []
    for coded, numbers in islice(_ENCODED.findall(text), MAX_CODES):
        if numbers:
            found.append("".join(chr(int(one)) for one in numbers.split(",") if one.strip() and len(one.strip()) <= 5))
        elif "%" in coded:
            found.append(unquote(coded))
        else:
            found.append(_from_base_64(coded))
    return found[:MAX_CODES]


def _from_base_64(coded: str) -> str:
    try:
        return base64.b64decode(coded + "=" * (-len(coded) % 4)).decode("utf-8", "replace")
    except ValueError:
        return ""
