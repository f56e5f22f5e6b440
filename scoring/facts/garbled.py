"""This module knows text that was garbled before it was sent: read in one encoding and written in another."""

from __future__ import annotations

import re

MAX_CHARACTERS = 60_000
FEW = 3
SIGNS = ("Ã", "â€", "Â", "锟斤拷", "烫烫烫", "屯屯屯", "å", "æ", "ç", "è", "é", "ä", "Ð", "Ñ")
"""Where none of these stands, nothing need be looked for."""
_SURE = re.compile("锟斤拷|烫烫烫|屯屯屯")
"""What no text holds but by accident: signs that replaced lost letters, or memory never written to, read as GBK."""
_LATIN = re.compile(
    "Ã[\u0080-\u00bf\u0152-\u017e\u2018-\u203a]|â€[\u0080-\u00bf\u0153\u0161\u017e\u02dc\u2013-\u203a\u2122]"
    "|Â[\u00a0-\u00bf](?=[\\s\\w])"
)
_UNICODE = re.compile("[åæçèéä][\u0080-\u00bf\u0152-\u017e\u2018-\u203a]{2}|(?:[ÐÑ][\u0080-\u00bf\u2018-\u203a]){3}")


def garbled_words(text: str) -> str:
    """The first words of a text that are garbled, "" when there are none or only one or two that may be meant.

    Seen are UTF-8 read as Latin-1 or Windows-1252 (Ã©, â€™, ä¸­) and the signs that lost letters leave in GBK (锟斤拷).
    Blind spot: GBK read as UTF-8 has lost its letters, which the damage of the encoding tells; others are missed.
    """
    text = text[:MAX_CHARACTERS]
    if not any(sign in text for sign in SIGNS):
        return ""
    found = [*_SURE.finditer(text)]
    if not found:
        found = [match for pattern in (_LATIN, _UNICODE) for match in pattern.finditer(text)]
        if len(found) < FEW:
            return ""
    place = found[0].start()
    return " ".join(text[max(0, place - 40) : place + 60].split())
