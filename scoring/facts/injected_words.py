"""This module knows the words and hosts by which links and words set into hacked pages are told."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")
MAX_WORDS = 1500
MAX_ADDRESS = 300
SHORTEST_JOINED = 9
"""Phrases of so many letters and more are looked for in host names without their blanks, too."""
ADD_UP = ("gambling", "lewd", "medicine")
"""Families of which two weak words make a strong one; offices and banks deal in loans, papers and invoices, too."""
FIRST_LETTERS = 5
"""By so many letters of a word the places are found where it may stand."""
SOLD_BY_NAME = ("gambling", "lewd")
_NOTHING = dict.fromkeys([*map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), *range(0x300, 0x370)])
_SAME = str.maketrans("đıłøß", "dilos")
THAI = "\u0e00"
"""The first mark of Thai: of the scripts before it words are parted by blanks."""
ARTICLE = "\u0627\u0644"
_PLACE = r"(?:(?<![^\W_\u0500-\U0010ffff])[^\W_\u0500-\U0010ffff]|[\u0500-\U0010ffff])"
"""Where a word can begin: in Latin, Greek and Cyrillic after what is no letter, in other scripts anywhere."""
_ANY_PLACE = r"\w"
_MARKS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_PARTS = re.compile(r"[^a-z0-9]+")
_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


class _Words:
    """Words that can be looked for in a text, each with what it stands for."""

    def __init__(self, words: Iterable[tuple[str, str]], *, whole: bool = True) -> None:
        self._of_start: defaultdict[str, list[tuple[str, bool, str]]] = defaultdict(list)
        self._whole = whole
        for word, meaning in words:
            plain = plain_words(word.removesuffix("*"))
            start = plain[:3] if plain[:3].isascii() else plain[:1]
            self._of_start[start].append((plain, word.endswith("*"), meaning))
        for alike in self._of_start.values():
            alike.sort(key=lambda one: (-len(one[0]), one[0]))
        known = [word for alike in self._of_start.values() for word, _, _ in alike]
        self._place = _places(known, _PLACE if whole else _ANY_PLACE)

    def found(self, text: str) -> Iterator[tuple[str, str]]:
        """The words in a plain text and what they stand for, the longest at each place, none within another."""
        end = 0
        for place in self._place.finditer(text):
            if (at := place.start()) >= end and (word := self._word_at(text, at)):
                yield word
                end = at + len(word[0])

    def _word_at(self, text: str, at: int) -> tuple[str, str] | None:
        is_inside = self._whole and at > 0 and _is_inside(text, at)
        alike = () if is_inside else self._of_start.get(text[at : at + 3]) or self._of_start.get(text[at]) or ()
        for word, is_open, meaning in alike:
            if text.startswith(word, at) and (is_open or not self._whole or _ends(text, at + len(word))):
                return word, meaning
        return None


def _places(words: Iterable[str], place: str) -> re.Pattern[str]:
    """The places of a kind where the first letters of a word stand, the first of all alone where it is not Latin."""
    others: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        others[word[0]].add(re.escape(word[1:FIRST_LETTERS]) if word[:3].isascii() else "")
    by_others: defaultdict[str, str] = defaultdict(str)
    for first, rests in sorted(others.items()):
        by_others["" if "" in rests else f"(?:{'|'.join(sorted(rests))})"] += re.escape(first)
    begins = "|".join(f"[{firsts}]{rest}" for rest, firsts in by_others.items())
    firsts = "".join(by_others.values())
    return re.compile(f"[{firsts}](?<={place})(?<=(?={begins}).)")


def _is_inside(text: str, at: int) -> bool:
    """Whether a place is within a word of a script that parts its words; Arabic writes its article to the word."""
    before, here = text[at - 1], text[at]
    if not (before < THAI and here < THAI and before.isalnum() and here.isalnum()):
        return False
    return text[max(0, at - 2) : at] != ARTICLE


def _ends(text: str, at: int) -> bool:
    return at >= len(text) or text[at] not in _ASCII or text[at - 1] not in _ASCII


class InjectedWords:
    """The lists of `injected_words.toml`, ready to be looked for."""

    def __init__(self) -> None:
        read = tomllib.loads(FILE.read_text(encoding="utf-8"))
        families: dict[str, dict[str, list[str]]] = read["families"]
        self._strong = _Words(_each(families, "strong"))
        self._weak = _Words(_each(families, "weak"))
        self._about = _Words(_each(families, "about"))
        self._hosts = _Words([*_each(families, "hosts"), *_joined(families)], whole=False)
        self._whole = {plain_words(word): family for word, family in _each(families, "whole")}
        self._tokens: dict[str, str] = {}
        for token, family in _each(families, "tokens"):
            self._tokens.setdefault(token, family)
        self._excuses = _Words((f"{word}*", "") for word in read["excuses"])
        self._official = _Words((f"{word}*", "") for word in read["official"])
        self._mild = _Words((f"{word}*", "") for word in read["mild"])
        self.known_hosts: frozenset[str] = frozenset(read["known"]["hosts"])

    def is_excused(self, words: str) -> bool:
        """Whether words are those of somebody who fights, regulates or helps."""
        return _any(self._excuses, plain_words(words))

    def family_of_name(self, words: str) -> str:
        """The family that a title or description is of, with no excuse; "" else.

        One strong word or two weak ones are enough for gambling and what is lewd; of the rest, of which offices warn
        and universities write, it takes two strong ones.
        """
        family = self._strong_or_added(plain_words(words))
        if family and _any(self._official, plain_words(words)):
            return ""
        if family in SOLD_BY_NAME or _any(self._mild, plain_words(words)):
            return family if family in SOLD_BY_NAME else ""
        return self.family_of_text(words)

    def family_of_text(self, words: str, *, least: int = 2) -> str:
        """The family that hidden words are of: so many strong words of it at least and no excuse; "" else."""
        text = plain_words(words)
        strong = _families(self._strong.found(text))
        family = next((name for name, found in strong.items() if len(found) >= least), "")
        is_excused = family and (_any(self._excuses, text) or _any(self._official, text))
        return "" if is_excused else family

    def has_selling_words(self, words: str) -> bool:
        """Whether strong words stand in a text as it is written, marks of no width left in."""
        return _any(self._strong, words[:MAX_WORDS].casefold())

    def selling_words(self, words: str) -> set[str]:
        """The strong and weak words in a name, in plain letters."""
        text = plain_words(words)
        return {word for known in (self._strong, self._weak) for word, _ in known.found(text)}

    def family_that_sells(self, words: str, host: str) -> str:
        """The family of a link by a strong word or two weak ones, in its words or in its host; "" for none."""
        text = plain_words(words)
        if _any(self._excuses, text):
            return ""
        name = host.rpartition(".")[0] or host
        spaced = _PARTS.sub(" ", name)
        found = self._whole.get(_MARKS.sub("", text), "") or self._strong_or_added(text)
        found = found or next((family for _, family in self._strong.found(spaced)), "")
        return found or next((family for _, family in self._hosts.found(spaced.replace(" ", ""))), "")

    def family_that_is_named(self, words: str, url: str) -> str:
        """The family of a link by one weak word, or one part of its host, and no excuse at all; "" for none."""
        text = plain_words(words)
        if _any(self._excuses, text) or _any(self._mild, text) or _any(self._mild, url[:MAX_ADDRESS].lower()):
            return ""
        return next((family for _, family in self._weak.found(text)), "") or self.family_of_address(url)

    def family_of_address(self, url: str) -> str:
        """The family that a part of an address's host names, digits left out; "" for none."""
        address = url[:MAX_ADDRESS].lower().partition("//")[2].partition("/")[0]
        parts = (part.strip("0123456789") if part not in self._tokens else part for part in _PARTS.split(address))
        return next((self._tokens[part] for part in parts if part in self._tokens), "")

    def mentions(self, words: str, family: str) -> int:
        """How often words speak of the matter of a family, as a page does that deals with it."""
        text = folded(words)
        return sum(found == family for _, found in self._about.found(text))

    def _strong_or_added(self, text: str) -> str:
        strong = next((family for _, family in self._strong.found(text)), "")
        added = strong or next((name for name, found in self._weak_of(text).items() if _differ(found)), "")
        return added if added and not _any(self._excuses, text) else ""

    def _weak_of(self, text: str) -> dict[str, set[str]]:
        weak = {name: found for name, found in _families(self._weak.found(text)).items() if name in ADD_UP}
        return {} if weak and _any(self._mild, text) else weak


@lru_cache(maxsize=1)
def injected_words() -> InjectedWords:
    """The lists, read once."""
    return InjectedWords()


@lru_cache(maxsize=4096)
def plain_words(words: str) -> str:
    """Lower case without accents, wide forms made plain, zero-width characters dropped, at most 1,500 characters."""
    return folded(words[:MAX_WORDS])


def folded(words: str) -> str:
    """Words in lower case and plain letters, by which they are compared."""
    if words.isascii():
        return words.lower()
    lower = unicodedata.normalize("NFKD", words).translate(_NOTHING).casefold().translate(_SAME)
    return unicodedata.normalize("NFC", lower)


def _each(families: dict[str, dict[str, list[str]]], kind: str) -> Iterator[tuple[str, str]]:
    return ((word, name) for name, words in families.items() for word in words[kind])


def _joined(families: dict[str, dict[str, list[str]]]) -> Iterator[tuple[str, str]]:
    """Strong phrases in Latin letters, written together as in host names."""
    for word, family in _each(families, "strong"):
        joined = _PARTS.sub("", plain_words(word))
        if len(joined) >= SHORTEST_JOINED and plain_words(word).isascii() and " " in word:
            yield joined, family


def _any(words: _Words, text: str) -> bool:
    return next(words.found(text), None) is not None


def _families(found: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    families: defaultdict[str, set[str]] = defaultdict(set)
    for word, family in found:
        families[family].add(word)
    return families


def _differ(words: set[str]) -> bool:
    """Whether there are two words of which neither begins like the other (casino, casinos)."""
    ordered = sorted(words)
    return any(not other.startswith(one) for one, other in pairwise(ordered))
