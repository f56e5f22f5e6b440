"""This module knows the links and frames of a page that lead to strangers and that readers do not see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from crawler.evidence import parse_page
from scoring.facts.concealment import Concealment, plain_concealment
from scoring.facts.hiding import Way, has_no_size
from scoring.facts.outline import Outline, outline_of
from scoring.facts.script_hiding import BUT_FOR_ROBOTS
from scoring.facts.strangers import domain_of, strange_host
from scoring.facts.text import plain

MAX_LINKS = 3000
MAX_FRAMES = 50
FRAMES = {"iframe": "src", "embed": "src", "object": "data"}
LISTS = ("ul", "ol", "li", "dl", "dd", "menu", "nav", "tr", "td")
WORDLESS = Way("a link on a mark of punctuation or on nothing", True)
DISGUISED = Way("a link made to look like the words around it", True)


@dataclass(frozen=True, slots=True)
class HiddenLink:
    """A link or frame to a stranger, how it is hidden and by which element."""

    way: Way
    element: int
    words: str
    url: str
    host: str
    is_text: bool
    around: str = ""
    """What stands in the element that hides it, where that is short."""
    is_nameless: bool = False
    """Whether what hides it is no list and has neither class nor id."""
    has_purpose: bool = False
    """Whether something around it says what it waits for (a menu, readers of screens), or opens it."""


def hidden_links(concealment: Concealment, kin: str) -> list[HiddenLink]:
    """The hidden links to strangers, but for those whose domain is linked for all to see as well."""
    links = takewhile(lambda _: not concealment.is_spent, strangers(concealment.outline, kin))
    looked_at = [(one, _hidden(one, concealment)) for one in links]
    # Whoever is linked for all to see is hidden a second time in a menu, not smuggled in.
    shown = {domain_of(one.host) for one, seen in looked_at if seen is None}
    hidden = [seen for one, seen in looked_at if seen and domain_of(one.host) not in shown]
    for written, is_for_robots in concealment.scripts.written:
        inner = plain_concealment(outline_of(parse_page(written)))
        for one in strangers(inner.outline, kin):
            seen = replace(one, way=BUT_FOR_ROBOTS, around=one.words) if is_for_robots else _hidden(one, inner)
            hidden += [seen] if seen else []
    return hidden


def strangers(outline: Outline, kin: str) -> Iterator[HiddenLink]:
    """The links and frames that lead to hosts we know nothing of, hidden or not; `element` is their own."""
    nowhere = Way("", False)
    for number in outline.links[:MAX_LINKS]:
        attributes = outline.attributes[number]
        if host := strange_host(attributes.get("href"), kin):
            text = plain(outline.text(number), 100)
            words = text or plain(attributes.get("title"), 100) or _picture_words(outline, number)
            yield HiddenLink(nowhere, number, words, plain(attributes.get("href"), 300), host, bool(text))
    for tag, name in FRAMES.items():
        for number in outline.of_tag.get(tag, ())[:MAX_FRAMES]:
            source = outline.attributes[number].get(name)
            if host := strange_host(source, kin):
                yield HiddenLink(nowhere, number, "", plain(source, 300), host, False)


def _hidden(link: HiddenLink, concealment: Concealment) -> HiddenLink | None:
    """The link with the way in which it is hidden and the element that hides it; None when a reader may see it."""
    outline = concealment.outline
    if (found := concealment.of_link(link.element)) is None:
        if concealment.is_disguised(link.element):
            return replace(link, way=DISGUISED, around=link.words)
        return replace(link, way=WORDLESS, around=link.words) if _is_wordless(link, outline) else None
    way, hider = found
    has_purpose = concealment.has_purpose(link.element, hider)
    is_nameless = not outline.names[hider] and outline.tags[hider] not in LISTS
    link = replace(link, is_nameless=is_nameless)
    return replace(link, way=way, element=hider, around=concealment.around(hider), has_purpose=has_purpose)


def _is_wordless(link: HiddenLink, outline: Outline) -> bool:
    """Whether a link that can be seen holds nothing to click but a mark or two, or a picture of a pixel."""
    within = range(link.element + 1, outline.ends[link.element])
    if any(not (outline.tags[one] == "img" and has_no_size(outline.attributes[one])) for one in within[:3]):
        return False
    said = outline.text(link.element).strip()[:4]
    return len(said) < 4 and not any(mark.isalnum() for mark in said) and not outline.names[link.element]


def _picture_words(outline: Outline, number: int) -> str:
    pictures = outline.within(number, outline.of_tag.get("img", ()))
    return next((plain(outline.attributes[one].get("alt"), 100) for one in pictures[:3]), "")
