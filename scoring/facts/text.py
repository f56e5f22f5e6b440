"""This module knows which words of a page a reader sees, how many they are, and when two texts are the same."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.frame import read_pieces
from scoring.facts.outline import Outline, outline_of

MAX_TEXT = 200_000
"""No more characters than this are kept of a page's text."""
HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
YI = "\ua000-\ua48f"
UNSPACED_ASIAN = re.compile(f"[{HAN}{KANA}{YI}]+")
SOUTHEAST = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uaa60-\uaa7f]+")
TIBETAN = re.compile("[\u0f40-\u0fbc]+")
ASCII_BLANKS = b" \t\n\r\v\f\x1c\x1d\x1e\x1f"
ASCII_SIGN = r"[\x00-\x08\x0e-\x1b!-/:-@\[-^`{-\x7f]"
WORDLESS = re.compile(r"[^\w\s](?<!\S.)[^\w\s]*(?!\S)")
"""Signs between blanks, without a letter or digit."""
WORDLESS_ASCII = re.compile(f"{ASCII_SIGN}(?<!\\S.){ASCII_SIGN}*(?!\\S)")
"""The same in ASCII, several times faster."""
_WEIGHTY = re.compile("[\u3400-\u9fff]")
CHARACTERS_PER_WORD = 1.5
LETTERS_PER_WORD = 5


def main_text(tree: LexborHTMLParser) -> str:
    """The words a reader sees outside navigation, header and footer, white space collapsed; bounded by MAX_TEXT.

    The frame is told by element, by role, and by well-known names of classes and ids.
    """
    return main_and_whole_text(tree)[0]


def main_and_whole_text(tree: LexborHTMLParser, outline: Outline | None = None) -> tuple[str, str]:
    """The `main_text`, and with it all that a reader sees, navigation, header and footer included.

    `outline` is the page's `outline_of`, for callers that have it.
    """
    outline = outline or outline_of(tree)
    main, whole = read_pieces(outline)
    return _collapsed("".join(main)), _collapsed("\n".join(whole))


def plain(text: str | None, limit: int = 300) -> str:
    """White space collapsed and the text cut to `limit` characters."""
    return " ".join((text or "")[: limit * 8].split())[:limit].rstrip()


def count_words(text: str) -> int:
    """About how many words a text has, comparable between scripts.

    Where blanks part words, each run of letters or digits is one. Chinese, Japanese and Yi: 1.5 characters a word
    (a rule of thumb for modern Chinese). Thai, Lao, Khmer and Burmese: 5 letters a word. Tibetan: a word for each
    syllable, as parted by the tsheg.
    """
    if text.isascii():
        return len(text.split()) - len(WORDLESS_ASCII.findall(text))
    count = 0.0
    for pattern, size in ((UNSPACED_ASIAN, CHARACTERS_PER_WORD), (SOUTHEAST, LETTERS_PER_WORD)):
        if runs := pattern.findall(text):
            count += sum(map(len, runs)) / size
            text = pattern.sub(" ", text)
    if syllables := TIBETAN.findall(text):
        count += len(syllables)
        text = TIBETAN.sub(" ", text)
    return round(count) + len(text.split()) - len(WORDLESS.findall(text))


def weigh(text: str) -> int:
    """The characters of a text, a Han character counting three: about what it says."""
    return len(text) + 2 * len(_WEIGHTY.findall(text))


def text_digest(text: str) -> str:
    """SHA-1 of a text, the same for texts that differ only in white space, case or width of characters."""
    if text.isascii():
        normal = text.lower().encode().translate(None, ASCII_BLANKS)
    else:
        normal = "".join(unicodedata.normalize("NFKC", text).casefold().split()).encode("utf-8", "replace")
    return hashlib.sha1(normal, usedforsecurity=False).hexdigest()


def _collapsed(text: str) -> str:
    return " ".join(text.split())[:MAX_TEXT]
