"""This module knows which pages of a site are one page under many addresses, and which addresses that spares."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

MAX_SHAPES = 20_000
REPEATS_OF_A_SHAPE = 2
"""So many repeated pages, when they are half of what a shape brought, and the rest of the shape is left out."""
NUMBERED_REPEATS_OF_A_SHAPE = 3
REPEATS_OF_A_PARAMETER = 2
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Digest:
    """What a page says, in 16 bytes: `exact`, and `numberless` without its figures, as a calendar's months agree."""

    exact: bytes
    numberless: bytes


def digest_of(text: str, links: list[str]) -> Digest:
    """The digest of a page's visible text and of its links as written; their order and spaces make no difference."""
    words = " ".join(text.split())
    targets = "\n".join(sorted(links))
    return Digest(_hash(words, targets), _hash(DIGITS.sub("", words), DIGITS.sub("", targets)))


def _hash(*parts: str) -> bytes:
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def shape_of(url: str) -> str:
    """What addresses written by one template have in common: the path without its numbers, the parameters' names."""
    parts = urlsplit(url)
    names = sorted(pair.partition("=")[0] for pair in parts.query.split("&")) if parts.query else []
    return f"{DIGITS.sub('0', parts.path)}?{'&'.join(names)}"


@dataclass(slots=True)
class NearDuplicates:
    """What the pages of one site have taught so far. The same pages in the same order teach the same."""

    _first: dict[bytes, str] = field(default_factory=dict)
    _numberless: dict[bytes, str] = field(default_factory=dict)
    _pages: Counter[str] = field(default_factory=Counter)
    _repeats: Counter[str] = field(default_factory=Counter)
    _numbered: Counter[str] = field(default_factory=Counter)
    _parameters: Counter[str] = field(default_factory=Counter)

    def note(self, url: str, digest: Digest) -> bool:
        """Take note of a page. Whether it repeats another one, so that its links need not be looked at."""
        if len(self._pages) >= MAX_SHAPES or len(self._first) >= MAX_SHAPES:
            return digest.exact in self._first
        shape = shape_of(url)
        self._pages[shape] += 1
        first = self._first.setdefault(digest.exact, url)
        if first != url:
            self._repeats[shape] += 1
            for name in odd_parameters(url, first):
                self._parameters[name] += 1
            return True
        alike = self._numberless.setdefault(digest.numberless, url)
        if alike != url and shape_of(alike) == shape:
            self._numbered[shape] += 1
        return False

    def is_spent(self, url: str) -> bool:
        """Whether an address is of a shape that brings the same page over and over."""
        shape = shape_of(url)
        repeats = self._repeats[shape]
        if repeats >= REPEATS_OF_A_SHAPE and 2 * repeats >= self._pages[shape]:
            return True
        return self._numbered[shape] >= NUMBERED_REPEATS_OF_A_SHAPE and 2 * self._numbered[shape] >= self._pages[shape]

    def without_noise(self, url: str) -> str:
        """The address without the parameters that were seen to make no difference on this site."""
        parts = urlsplit(url)
        if not parts.query or not self._parameters:
            return url
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100, errors="surrogateescape")
        kept = [pair for pair in pairs if self._parameters[pair[0]] < REPEATS_OF_A_PARAMETER]
        return url if len(kept) == len(pairs) else urlunsplit(parts._replace(query=urlencode(kept)))


def odd_parameters(url: str, other: str) -> list[str]:
    """The one parameter in which two addresses of one page differ; empty when they differ in more."""
    one, two = urlsplit(url), urlsplit(other)
    if one.path != two.path:
        return []
    pairs, others = set(one.query.split("&")), set(two.query.split("&"))
    names = {pair.partition("=")[0] for pair in pairs ^ others if pair}
    return list(names) if len(names) == 1 else []
