"""This module knows what hacked pages hold beside hidden links: hidden words, and readers sent on to somewhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.concealment import Concealment
from scoring.facts.decoding import decoded
from scoring.facts.hiding import Way
from scoring.facts.injected_words import ADD_UP, injected_words
from scoring.facts.model import Injection
from scoring.facts.outline import Outline
from scoring.facts.script_hiding import scripts_of
from scoring.facts.strangers import strange_host
from scoring.facts.text import plain
from scoring.facts.visible_matter import VisibleMatter

MAX_HIDDEN = 100
MAX_REFRESHES = 100
MAX_WORDS = 1_500
MAX_WITHIN = 50
FOREIGN_SCRIPT = "a script from elsewhere"
CLOAKED = "a script that sends on those who come from search engines"
_REFRESH = re.compile(r"url\s{0,9}=\s{0,9}['\"]?([^'\"\s>]{4,300})", re.IGNORECASE)
_ASSIGNS = (
    r"(?:(?<![\w.])(?:(?:window|document|self|top|parent)\.)?location(?:\.href|[\"']\s{0,9}\](?:\.href)?)?\s{0,9}=(?!=)|\blocation\.(?:replace|assign)\("
    r"|(?:window|self|top|document)\[[^\]]{3,60}\](?:\.href)?\s{0,9}=(?!=))"
)
_SENT_ON = re.compile(rf"{_ASSIGNS}\s{{0,9}}[\"']((?:https?:)?//[^\"'\s]{{4,300}})", re.IGNORECASE)
_FROM_SEARCH = re.compile(
    r"(?:document\.referrer|\breferrer\b|navigator\.userAgent)[^{}]{0,150}(?:baidu|google|yahoo|bing|sogou|yandex|so\.com|360)"
    r"|(?:baidu|google|yahoo|bing|sogou|yandex|so\.com)[^{}]{0,150}(?:document\.referrer|\breferrer\b|navigator\.userAgent)",
    re.IGNORECASE,
)
_ENGINES = re.compile(r"baidu|google|yahoo|bing|sogou|yandex|so\.com|haosou", re.IGNORECASE)
_GOES = re.compile(rf"{_ASSIGNS}\s{{0,9}}(\S{{0,60}})", re.IGNORECASE)
_NO_WIDTH = re.compile(r"\w[\u200b-\u200d\u2060\ufeff]\w")
_ORNAMENT = "[✿❀❁ღ★☆◈◆◇♛♚♠♥♦♣㊣☀☞⚡🎰]"
_ODD_MARK = re.compile(rf"{_NO_WIDTH.pattern}|{_ORNAMENT}")
_COULD_BE_ODD = re.compile(rf"[\u200b-\u200d\u2060\ufeff{_ORNAMENT[1:-1]}]")
_ORNATE = re.compile(rf"{_ORNAMENT}([^✿❀❁ღ★☆◈◆◇♛♚♠♥♦♣㊣☀☞⚡🎰\s]{{2,30}}){_ORNAMENT}")
NEAR = 400
"""So many characters after the question where a reader comes from, it is answered."""


def hidden_words(concealment: Concealment, matter: VisibleMatter) -> Iterator[Injection]:
    """Hidden elements without links whose words are of a family, by two strong words at least and no excuse; one is
    enough for a heading, and in a way with next to no honest use."""
    outline, end = concealment.outline, 0
    for number in concealment.telling(MAX_HIDDEN):
        if number < end or (way := concealment.of(number)[0]) is None:
            continue
        end = outline.ends[number]
        said = plain(outline.text(number, " ")[: 4 * MAX_WORDS], MAX_WORDS)
        is_odd = (outline.tags[number] in ("h1", "h2") or way.is_odd) and not outline.holds(number, outline.links)
        family = injected_words().family_of_text(said, least=1 if is_odd else 2)
        if family and not matter.is_about(family) and not _is_shown_again(concealment, number, way):
            yield Injection(way.name, said[:160], "", family)


def disfigured_words(outline: Outline, matter: VisibleMatter) -> Iterator[Injection]:
    """Selling words for all to see that stand between ornaments, or whose letters marks of no width part."""
    words = injected_words()
    texts = outline.texts if _COULD_BE_ODD.search("".join(outline.texts)) else ()
    odd = (text for text in texts if not text.isascii() and _ODD_MARK.search(text))
    for text in islice(odd, MAX_HIDDEN):
        family = next((found for piece in _ORNATE.findall(text) if (found := words.family_of_text(piece, least=1))), "")
        way = "words between ornaments"
        if not family and _NO_WIDTH.search(text):
            family = words.family_of_text(text, least=1) if not words.has_selling_words(text) else ""
            way = "letters parted by marks of no width"
        if family and not matter.is_about(family):
            yield Injection(way, plain(text, 160), "", family)


def _is_shown_again(concealment: Concealment, number: int, way: Way) -> bool:
    """Whether something within undoes the way in which an element hides."""
    within = range(number, min(concealment.outline.ends[number], number + MAX_WITHIN))
    return any(way.name.partition(",")[0] in concealment.of(one)[1] for one in within)


def sent_on(tree: LexborHTMLParser, outline: Outline, kin: str) -> Iterator[Injection]:
    """Addresses of sellers that a refresh, a script or a script's source leads to, and scripts that send on those who
    come from search engines."""
    found: list[tuple[str, str]] = []
    for node in tree.css("meta[http-equiv]")[:MAX_REFRESHES]:
        if (node.attributes.get("http-equiv") or "").lower() == "refresh":
            found += [("sent on by a refresh", url) for url in _REFRESH.findall(node.attributes.get("content") or "")]
    for node in tree.css("script[src]")[:MAX_REFRESHES]:
        found.append((FOREIGN_SCRIPT, node.attributes.get("src") or ""))
    for _, text in scripts_of(tree, outline):
        for one in (text, *decoded(text)):
            if "location" in one or "window[" in one:
                found += [("sent on by a script", url) for url in _SENT_ON.findall(one)]
            if where := _cloaked(one, kin):
                yield Injection(CLOAKED, where, "", "")
    for way, url in found:
        if (host := strange_host(url, kin)) and (family := _family_of(way, host)):
            yield Injection(way, host, plain(url, 300), family)


def _family_of(way: str, host: str) -> str:
    named = injected_words().family_of_address(f"//{host}") if way != FOREIGN_SCRIPT else ""
    return injected_words().family_that_sells("", host) or (named if named in ADD_UP else "")


def _cloaked(text: str, kin: str) -> str:
    """What a script does that asks which of two search engines a reader comes from and then goes elsewhere; "" else."""
    if "referrer" not in text and "userAgent" not in text:
        return ""
    if (asked := _FROM_SEARCH.search(text)) is None:
        return ""
    near = text[asked.start() : asked.end() + NEAR]
    engines = {match.lower() for match in _ENGINES.findall(near)}
    goes = _GOES.search(near)
    if len(engines) < 2 or goes is None:
        return ""
    to = goes[1].lstrip("\"'")
    is_own = to.startswith(("/", "#", "?", ".")) and not to.startswith("//")
    names_host = to.startswith(("http", "//"))
    is_strange = bool(names_host and strange_host(to, kin)) or (not names_host and "referrer" in near)
    return plain(near, 160) if is_strange and not is_own else ""
