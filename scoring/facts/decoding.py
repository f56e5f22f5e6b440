"""This module knows how scripts keep words from being read: by escapes, codes of characters and base 64."""

from __future__ import annotations

import base64
import re
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote

MAX_CODES = 20
MAX_DECODED = 60_000
"""Three times what of a script is read; a packer's words can be drawn out at will."""
_ENCODED = re.compile(
    r"(?:unescape|decodeURIComponent|decodeURI|atob)\(\s{0,9}[\"']([\w%+/=.\-\\]{20,20000})[\"']|fromCharCode\(([\d,\s]{20,8000})\)"
)
_JOINT = re.compile(
    r"(?:\"(?<=[\w<>/:;=. -].)\s{0,5}[+,]\s{0,5}\"|'(?<=[\w<>/:;=. -].)\s{0,5}[+,]\s{0,5}')(?=[\w<>/:;=. -])"
)
"""Where two pieces of a text in quotes are put together, by an operator or in an array."""
_QUOTED = re.compile(r"\\([\"'])")
_PACKED = re.compile(r"\}\('((?:[^'\\]|\\.){10,10000})',(\d{1,2}),\d{1,4},'([^']{5,8000})'\.split\('\|'\)")
_WORD = re.compile(r"\b\w{1,4}\b")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_REVERSED = re.compile(r"([\"'])([^\"']{10,3000})\1\.split\([\"']{2}\)\.reverse\(\)")
_ESCAPES = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})")


@lru_cache(maxsize=64)
def decoded(text: str) -> tuple[str, ...]:
    """What a script holds in codes or in pieces, 20 at most; none where nothing is in code.

    Kept, since the pages of a portal share their scripts.
    """
    found = [_JOINT.sub("", text)] if _JOINT.search(text) else []
    if "\\'" in text or '\\"' in text:
        found.append(_QUOTED.sub(r"\1", text))
    found += [unpacked(*match) for match in islice(_PACKED.findall(text), 3)]
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
    return tuple(one[:MAX_DECODED] for one in found[:MAX_CODES])


def unpacked(text: str, base: str, words: str) -> str:
    """A script that Dean Edwards' packer made: numbers in it stand for words of a list."""
    named = words.split("|")

    def word(match: re.Match[str]) -> str:
        number = 0
        for digit in match.group():
            place = _DIGITS.find(digit)
            if not 0 <= place < int(base):
                return match.group()
            number = number * int(base) + place
        return named[number] if number < len(named) and named[number] else match.group()

    return _QUOTED.sub(r"\1", _WORD.sub(word, text))


def _from_base_64(coded: str) -> str:
    try:
        return base64.b64decode(coded + "=" * (-len(coded) % 4)).decode("utf-8", "replace")
    except ValueError:
        return ""
