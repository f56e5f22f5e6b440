"""This module knows home pages that are not the portal's: a name for sale, a server's own page, a missing page."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from scoring.facts.model import PageFacts
from scoring.facts.topics import shorten

MAX_TEXT = 1_500
"""What stands in for a home page says little; in longer texts such words are what somebody writes about."""
MAX_OWN_LINKS = 10
"""A page that leads on to more of the portal is its home, whatever else it says."""
ALL_OF_IT = 0.6
"""So much of a title's or heading's characters the words must fill, for a town may write about names for sale."""


def dead_home(home: PageFacts) -> str:
    """Why a home page answered with 200 is none, with the words that show it; "" when it is the portal's own.

    Parked: the name is for sale, has run out, or its host shows a page of its own (`dead_homes.toml`). Missing: the
    page says that it was not found. Blind spot: a page for sale that looks like a portal, and words in no list.
    """
    if len(home.text) > MAX_TEXT or _own_links(home) > MAX_OWN_LINKS:
        return ""
    if "not_found" in home.marks:
        return f"the home page says that it was not found ({home.marks['not_found']})"
    words = host_page(home.title, home.headings, home.text)
    return f"the home page is {words}" if words else ""


def host_page(title: str, headings: Sequence[tuple[int, str]], text: str) -> str:
    """Which page of a host or server this is, with the words that show it; "" when it is none, or says much.

    The words must fill a title or a first heading, or stand in a text of at most 1,500 characters.
    """
    if len(text) > MAX_TEXT:
        return ""
    names = [title, *(words for level, words in headings[:6] if level == 1)]
    for kind, words in _words().items():
        for said in words:
            if any(said in name.casefold() and len(said) >= ALL_OF_IT * len(name.strip()) for name in names):
                return f"{kind} ({shorten(said)})"
    whole = " ".join(f"{title} {text}".casefold().split())
    for kind, words in _sentences().items():
        if said := next((said for said in words if said in whole), ""):
            return f"{kind} ({shorten(said)})"
    return ""


def _own_links(home: PageFacts) -> int:
    return len({link.url for link in home.links if link.is_internal and link.url.rstrip("/") != home.url.rstrip("/")})


@cache
def _file() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    text = files("scoring.facts").joinpath("dead_homes.toml").read_text(encoding="utf-8")
    return {
        kind: {place: tuple(word.casefold() for word in words) for place, words in about.items()}
        for kind, about in tomllib.loads(text).items()
    }


def _words() -> dict[str, tuple[str, ...]]:
    return {kind: about["names"] for kind, about in _file().items()}


def _sentences() -> dict[str, tuple[str, ...]]:
    return {kind: about["sentences"] for kind, about in _file().items()}
