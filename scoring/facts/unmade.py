"""This module knows pages that nobody wrote: dummy Latin, words put where a text should go, open templates."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")
FILLER_SHARE = 0.6
FILLER_WORDS = 5
"""So many words in a row must be Latin of printers, and in such a share; fewer may be a motto."""
MAX_WORDS = 3_000
MAX_GENERIC = 400
"""What consists of generic words alone is short."""
_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_OPEN = re.compile(
    r"\{\{\s{0,9}[\w.$|: ()'\"-]{1,60}\}\}|\$\{[\w.]{1,60}\}"
    r"|%%?[A-Z][A-Z_]{2,40}%%?|<%=?[^%]{1,60}%>|\{\$?[a-z_]{3,40}\}"
    r"|\{[\u3400-\u9fff]{1,8}\}|\{(?:dede|pboot|pc|eyou|cms):[^{}]{1,60}\}|\[!--[\w.]{1,40}--\]|\[field:\w{1,40}[^\]]{0,40}\]"
    r"|\[(?:insert|enter|add|title|text|placeholder|todo|tbc)\b[^\]]{0,60}\]"
    r"|\[(?:insertar|inserir|insérer|вставить|vstavite|请|請|此处|此處|填写|插入|标题|標題|内容)[^\]]{0,40}\]"
    r"|\b(?:page|post|article|section)_?title\b|\bxx+/xx+(?:/xx+)?\b|#(?:title|name|content|text)#",
    re.IGNORECASE,
)
_OPEN_NAME = re.compile(r"\[(?:your|page|site|name|department|council|town|city|date)\b[^\]]{0,60}\]", re.IGNORECASE)
"""In a name only: letters for citizens to copy have such gaps in their text."""
_ONE_LETTER = re.compile(r"(\w)\1{2,}\Z|(?:asd|qwe|zxc|asdf|qwer|jkl|dfg|sdf)+\w?\Z", re.IGNORECASE)


def filler_in(lines: Iterable[str]) -> str:
    """The line that is dummy Latin, or ""."""
    latin = _lists()[0]
    for line in lines:
        words = _WORD.findall(line[:MAX_WORDS].lower())
        if len(words) >= FILLER_WORDS and sum(word in latin for word in words) >= FILLER_SHARE * len(words):
            return line
        if "lorem ipsum" in line[:MAX_WORDS].lower() and len(words) <= 2 * FILLER_WORDS:
            return line
    return ""


def open_template(names: Sequence[str], lines: Sequence[str], *, is_short: bool) -> str:
    """The words that show a gap which nobody filled in: in a page's name, or in the text of a short one; or ""."""
    for name in names:
        if found := _OPEN.search(name) or _OPEN_NAME.search(name):
            return found.group()
    found_in = (_OPEN.search(line[:MAX_WORDS]) for line in lines if is_short)
    return next((found.group() for found in found_in if found), "")


def is_generic(texts: Sequence[str], *, is_bare: bool = False) -> bool:
    """Whether texts consist of words for the parts of a page alone, and tell that nobody replaced them.

    They tell it by a word such as "sample"; `is_bare` says that they are the name of a page without text, which does.
    """
    whole = unicodedata.normalize("NFKC", " ".join(texts)).lower()
    if not whole.strip() or len(whole) > MAX_GENERIC:
        return False
    _, telling, generic, han = _lists()
    is_told = is_bare and len(_WORD.findall(whole)) > 1
    if _HAN.search(whole):
        is_told = any(word in whole for word in telling if _HAN.match(word))
        whole = han.sub(" ", whole)
        if _HAN.search(whole):
            return False
    for word in _WORD.findall(whole):
        if word in telling or _ONE_LETTER.match(word):
            is_told = True
        elif word not in generic:
            return False
    return is_told


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str], re.Pattern[str]]:
    read = tomllib.loads(FILE.read_text(encoding="utf-8"))
    telling = frozenset(word for words in read["telling"].values() for word in words.split())
    generic = frozenset(word for words in read["generic"].values() for word in words.split())
    chinese = sorted((word for word in telling | generic if _HAN.match(word)), key=len, reverse=True)
    return frozenset(read["filler"].split()), telling, generic, re.compile("|".join(map(re.escape, chinese)))
