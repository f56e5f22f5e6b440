"""This module knows what is set into a page for search engines and hidden from readers: links, frames, names.

A hidden link counts when it leads to a host that is neither kin, nor governmental, nor well known, nor linked on the
page for all to see, and when its words or its host are of a family that hacked pages sell; or when at least three such
hosts are linked in words within one element that is hidden in a way with next to no honest use. Titles, keywords and
descriptions count by their words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, takewhile

from selectolax.lexbor import LexborHTMLParser
from tldextract import TLDExtract

from crawler.evidence import parse_page
from scoring.facts.hiding import Way, are_alike, colours_of, way_of, ways_undone
from scoring.facts.injected_words import injected_words
from scoring.facts.model import Injection
from scoring.facts.outline import Outline, outline_of
from scoring.facts.script_hiding import UNREADABLE, ScriptHiding, script_hiding
from scoring.facts.smuggled import hidden_words, sent_on
from scoring.facts.text import plain

MAX_LINKS = 3000
MAX_INJECTIONS = 20
MAX_HEIGHT = 60
FEW_HOSTS = 3
WHITE = "#ffffff"
NAMES = ("keywords", "description")
_PURPOSE = re.compile(
    r"nav|menu|drop|sub-?list|skip|sr-?only|screen-?reader|visually|assistive|print|off-?canvas|drawer|carousel|slick|swiper"
    r"|slide|modal|dialog|popup|tooltip|tab|accordion|collapse|toggle|lang|social|partner|friend|yqlj",
    re.IGNORECASE,
)
"""Names by which an honest page says what it hides for now, and for whom."""
_HOST = re.compile(r"\s{0,20}(?:https?:)?//(?:[^/?#@\s]{0,100}@)?([^/?#:\s]{1,253})", re.IGNORECASE)
_PUBLIC = re.compile(r"(?:\A|\.)(?:gov|gob|gouv|govt|gv|gc|mil|edu|ac|go)(?:\.[a-z]{2})?\Z")
_TINY = re.compile(r"\s*[01](?:px)?\s*\Z")
_HIDING_TAGS = frozenset({"iframe", "marquee", "noscript"})
_HIDING_ATTRIBUTES = frozenset({"hidden", "style", "color", "bgcolor"})
_extract = TLDExtract(suffix_list_urls=(), cache_dir=None)


@dataclass(frozen=True, slots=True)
class _Hidden:
    way: Way
    element: int
    words: str
    url: str
    host: str
    is_text: bool
    has_purpose: bool = False
    """Whether something around it says what it waits for (a menu, readers of screens)."""


def page_injections(
    tree: LexborHTMLParser, outline: Outline, *, title: str, meta: Mapping[str, str], home_url: str
) -> tuple[Injection, ...]:
    """What is hidden in a page, 20 at most; the page's name, keywords and description come first."""
    found = list(_names(title, meta))
    kin = _kin(home_url)
    foreign = list(_foreign(outline, kin))
    hiding = script_hiding(tree, outline)
    ways = _Ways(outline, hiding)
    looked_at = [(one, _hidden(one, ways)) for one in foreign]
    # Whoever is linked for all to see is hidden a second time in a menu, not smuggled in.
    shown = {_domain(one.host) for one, seen in looked_at if seen is None}
    hidden = [seen for one, seen in looked_at if seen and _domain(one.host) not in shown]
    for written in hiding.written:
        inner = _Ways(outline_of(parse_page(written)), ScriptHiding())
        hidden += [seen for one in _foreign(inner.outline, kin) if (seen := _hidden(one, inner))]
    found += _judged(hidden)
    found += sent_on(tree, outline, lambda address: _foreign_host(address, kin))
    found += hidden_words(outline, lambda number: ways.of(number)[0])
    return tuple(found[:MAX_INJECTIONS])


def _names(title: str, meta: Mapping[str, str]) -> Iterator[Injection]:
    words = injected_words()
    for way, said in (("title", title), *((name, meta.get(name, "")) for name in NAMES)):
        if said and (family := words.family_of_name(said)):
            yield Injection(way, plain(said, 160), "", family)


def _judged(hidden: list[_Hidden]) -> Iterator[Injection]:
    words = injected_words()
    told = [(one, words.family_of_link(one.words, one.host)) for one in hidden]
    hosts: dict[tuple[int, str], set[str]] = defaultdict(set)
    for one, _ in told:
        if one.way.is_odd and one.is_text and not one.has_purpose:
            hosts[one.element, one.way.name].add(_domain(one.host))
    for one, family in told:
        if family or (
            one.is_text and not one.has_purpose and len(hosts.get((one.element, one.way.name), ())) >= FEW_HOSTS
        ):
            yield Injection(one.way.name, one.words or one.host, one.url, family)


def _foreign(outline: Outline, kin: str) -> Iterator[_Hidden]:
    """The links and frames that lead to hosts we know nothing of, hidden or not."""
    for number in outline.links[:MAX_LINKS]:
        attributes = outline.attributes[number]
        if host := _foreign_host(attributes.get("href"), kin):
            text = plain(outline.text(number), 100)
            words = text or plain(attributes.get("title"), 100) or _picture_words(outline, number)
            yield _Hidden(Way("", False), number, words, plain(attributes.get("href"), 300), host, bool(text))
    for number in outline.of_tag.get("iframe", ())[:50]:
        source = outline.attributes[number].get("src")
        if host := _foreign_host(source, kin):
            yield _Hidden(Way("", False), number, "", plain(source, 300), host, False)


def _picture_words(outline: Outline, number: int) -> str:
    pictures = outline.within(number, outline.of_tag.get("img", ()))
    return next((plain(outline.attributes[one].get("alt"), 100) for one in pictures[:3]), "")


class _Ways:
    """How each element hides what it holds, what it shows again and its colours; kept, for links share what is around
    them."""

    def __init__(self, outline: Outline, hiding: ScriptHiding) -> None:
        self.outline = outline
        self._hiding = hiding
        self._ways: dict[int, tuple[Way | None, frozenset[str]]] = {}
        self._colours: dict[int, tuple[str, str, bool]] = {}
        self._open: dict[int, bool] = {}

    def is_open(self, number: int) -> bool:
        """Whether nothing on an element or around it could hide it, by its attributes; most links stand so."""
        path = []
        while number >= 0 and number not in self._open:
            path.append(number)
            number = self.outline.parents[number]
        is_open = self._open.get(number, True)
        for inner in reversed(path):
            is_open = self._open[inner] = is_open and self._is_plain(inner)
        return is_open

    def _is_plain(self, number: int) -> bool:
        tag, attributes = self.outline.tags[number], self.outline.attributes[number]
        is_telling = tag in _HIDING_TAGS or not _HIDING_ATTRIBUTES.isdisjoint(attributes)
        return not is_telling and self._hiding.way_of(number, self.outline) is None

    def of(self, number: int) -> tuple[Way | None, frozenset[str]]:
        """The way in which an element hides, or None, and the names of the ways that it undoes."""
        if number not in self._ways:
            tag, attributes = self.outline.tags[number], self.outline.attributes[number]
            way = way_of(tag, attributes) or self._hiding.way_of(number, self.outline)
            if way is None and tag == "iframe" and _has_no_size(attributes):
                way = Way("a frame of no size", False)
            self._ways[number] = way, ways_undone(attributes)
        return self._ways[number]

    def colours(self, number: int) -> tuple[str, str, bool]:
        """The colours of an element (`colours_of`)."""
        if number not in self._colours:
            self._colours[number] = colours_of(self.outline.attributes[number])
        return self._colours[number]


def _hidden(link: _Hidden, ways: _Ways) -> _Hidden | None:
    """The link with the way in which it is hidden and the element that hides it; None when a reader may see it."""
    if ways.is_open(link.element):
        return None
    path = [link.element, *islice(ways.outline.around(link.element), MAX_HEIGHT - 1)]
    undone: frozenset[str] = frozenset()
    common: tuple[Way, int] | None = None
    for number in path:
        way, undoes = ways.of(number)
        if way and way.name not in undone:
            if way.is_odd:
                return _with(link, way, number, ways.outline)
            common = common or (way, number)
        if undoes:
            undone |= undoes
    if common is None and (swallowed := _ground_that_swallows(path, ways)) is not None:
        ground, is_known = swallowed
        return _with(link, Way(UNREADABLE, is_known), ground, ways.outline)
    return _with(link, *common, ways.outline) if common else None


def _with(link: _Hidden, way: Way, number: int, outline: Outline) -> _Hidden:
    path = takewhile(lambda one: one >= number, (link.element, *outline.around(link.element)))
    around = [*islice(path, MAX_HEIGHT), *islice(outline.around(number), 1)]
    has_purpose = any(outline.tags[one] == "nav" or _PURPOSE.search(outline.names[one]) for one in around)
    return replace(link, way=way, element=number, has_purpose=has_purpose)


def _ground_that_swallows(path: list[int], ways: _Ways) -> tuple[int, bool] | None:
    """The element whose ground has the colour of the letters in it, by what the path's elements say of themselves.

    Pages are white where nothing is said; a style sheet may say otherwise, so that white letters are known to be
    unreadable only on a white ground that is told.
    """
    letters = ""
    for number in path:
        if not ways.outline.attributes[number]:
            continue
        own, ground, has_picture = ways.colours(number)
        letters = letters or own
        if letters == "transparent":
            return number, True
        if has_picture:
            return None
        if ground and ground != "transparent":
            return (number, True) if are_alike(letters, ground) else None
    return (path[0], False) if letters and are_alike(letters, WHITE) else None


def _has_no_size(attributes: Mapping[str, str | None]) -> bool:
    return any((size := attributes.get(name)) is not None and bool(_TINY.match(size)) for name in ("width", "height"))


def _foreign_host(address: str | None, kin: str) -> str:
    match = _HOST.match(address or "")
    if match is None:
        return ""
    host = match[1].lower().removeprefix("www.")
    return "" if _is_known(host) or _domain(host) == kin else host


@lru_cache(maxsize=8192)
def _is_known(host: str) -> bool:
    if _PUBLIC.search(host):
        return True
    labels = host.split(".")
    return any(".".join(labels[start:]) in injected_words().known_hosts for start in range(len(labels) - 1))


def _kin(home_url: str) -> str:
    match = _HOST.match(home_url)
    return _domain(match[1].lower().removeprefix("www.")) if match else ""


@lru_cache(maxsize=8192)
def _domain(host: str) -> str:
    """The registered domain of a host, or the host itself."""
    return _extract(host).top_domain_under_public_suffix or host
