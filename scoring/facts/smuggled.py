"""This module knows what hacked pages hold beside hidden links: hidden words, and readers sent on to somewhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.hiding import Way
from scoring.facts.injected_words import injected_words
from scoring.facts.model import Injection
from scoring.facts.outline import Outline
from scoring.facts.text import plain

MAX_HIDDEN = 100
MAX_SCRIPTS = 100
MAX_SCRIPT = 20_000
MAX_WORDS = 1_500
_REFRESH = re.compile(r"url\s{0,9}=\s{0,9}['\"]?([^'\"\s>]{4,300})", re.IGNORECASE)
_SENT_ON = re.compile(
    r"location(?:\.href)?\s{0,9}(?:=|\.(?:replace|assign)\()\s{0,9}[\"']((?:https?:)?//[^\"'\s]{4,300})", re.IGNORECASE
)


def hidden_words(outline: Outline, way_of: Callable[[int], Way | None]) -> Iterator[Injection]:
    """Hidden elements without links whose words are of a family, by two strong words at least and no excuse."""
    styled = (number for number, own in enumerate(outline.attributes) if own and ("style" in own or "hidden" in own))
    for number in islice(styled, MAX_HIDDEN):
        if (way := way_of(number)) is None:
            continue
        said = plain(outline.text(number, " "), MAX_WORDS)
        if family := injected_words().family_of_text(said):
            yield Injection(way.name, said[:160], "", family)


def sent_on(tree: LexborHTMLParser, outline: Outline, foreign_host: Callable[[str | None], str]) -> Iterator[Injection]:
    """Addresses of hosts of a family that a refresh, a script or a script's source leads to."""
    found: list[tuple[str, str]] = []
    for node in tree.css("meta[http-equiv]")[:MAX_SCRIPTS]:
        if (node.attributes.get("http-equiv") or "").lower() == "refresh":
            found += [("sent on by a refresh", url) for url in _REFRESH.findall(node.attributes.get("content") or "")]
    for number in outline.of_tag.get("script", ())[:MAX_SCRIPTS]:
        if source := outline.attributes[number].get("src"):
            found.append(("a script from elsewhere", source))
        elif "location" in (text := outline.text(number)[:MAX_SCRIPT]):
            found += [("sent on by a script", url) for url in _SENT_ON.findall(text)]
    for way, url in found:
        if (host := foreign_host(url)) and (family := injected_words().family_of_link("", host)):
            yield Injection(way, host, plain(url, 300), family)
