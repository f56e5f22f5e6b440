"""This module knows the words and hosts by which links and words set into hacked pages are told."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")
MAX_WORDS = 1500
_NOTHING = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_ASCII_WORD = re.compile(r"[a-z0-9][a-z0-9 ]*[a-z0-9]\Z")


class InjectedWords:
    """The lists of `injected_words.toml`, ready to be looked for."""

    def __init__(self) -> None:
        read = tomllib.loads(FILE.read_text(encoding="utf-8"))
        families = read["families"]
        self._strong: dict[str, re.Pattern[str]] = {name: _pattern(words["strong"]) for name, words in families.items()}
        self._weak: dict[str, re.Pattern[str]] = {name: _pattern(words["weak"]) for name, words in families.items()}
        self._hosts: dict[str, re.Pattern[str]] = {
            name: _pattern(words["hosts"], whole=False) for name, words in families.items()
        }
        self._any = _pattern([w for each in families.values() for w in (*each["strong"], *each["weak"])], whole=False)
        self._excuses = _pattern(read["excuses"], whole=False)
        self.known_hosts: frozenset[str] = frozenset(read["known"]["hosts"])

    def family_of_name(self, words: str) -> str:
        """The family that a title or description is of: by one strong word or two weak ones, and no excuse; "" else.

        Weak words of a trade (invoices, licences) do not add up: offices deal in the same.
        """
        text = plain_words(words)
        if not self._any.search(text) or self._excuses.search(text):
            return ""
        for name, strong in self._strong.items():
            if strong.search(text) or (name != "trade" and len(set(self._weak[name].findall(text))) > 1):
                return name
        return ""

    def family_of_text(self, words: str) -> str:
        """The family that hidden words are of: two strong words of it at least and no excuse; "" else."""
        text = plain_words(words)
        if not self._any.search(text) or self._excuses.search(text):
            return ""
        told = (name for name, strong in self._strong.items() if len(set(strong.findall(text))) > 1)
        return next(told, "")

    def family_of_link(self, words: str, host: str) -> str:
        """The family that a hidden link is of, by its words or its host; "" for none or with an excuse."""
        text = plain_words(words)
        if self._any.search(text) and not self._excuses.search(text):
            for name, strong in self._strong.items():
                if strong.search(text) or self._weak[name].search(text):
                    return name
        if not self._excuses.search(text):
            for name, hosts in self._hosts.items():
                if hosts.search(host):
                    return name
        return ""


@lru_cache(maxsize=1)
def injected_words() -> InjectedWords:
    """The lists, read once."""
    return InjectedWords()


def plain_words(words: str) -> str:
    """Lower case, full-width forms made plain, zero-width characters dropped, at most 1,500 characters."""
    return unicodedata.normalize("NFKC", words[:MAX_WORDS]).translate(_NOTHING).casefold()


def _pattern(words: list[str], *, whole: bool = True) -> re.Pattern[str]:
    return re.compile("|".join(_bounded(plain_words(word), whole) for word in sorted(words, key=len, reverse=True)))


def _bounded(word: str, whole: bool) -> str:
    escaped = re.escape(word)
    return rf"\b{escaped}" + (r"\b" if word[-1].isascii() else "") if whole and _ASCII_WORD.match(word) else escaped
