"""This module knows what is set into a page for search engines and hidden from readers: links, frames, names.

A page is accused on two signs that do not hang together: something is hidden, and it leads to a stranger who sells
what hacked pages sell. A stranger's host is neither kin, nor public, nor well known, nor linked on the page for all to
see. Of hidden links count

- those whose words or host sell (an online casino's bonus, loans without checks);
- those that only name such a thing (a casino, a drug), where nothing on the page could open what hides them: in a way
  with next to no honest use, or two of them;
- three and more different strangers together, whatever they say, far beside the page or in letters that cannot be read,
  by an element that is no list and has no name by which a style sheet or a script elsewhere could show it.

Nothing counts whose words excuse it (help for gamblers, a raid), nor a link or two on pages that deal with the matter
for all to see.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.concealment import concealment_of
from scoring.facts.hidden_links import HiddenLink, hidden_links
from scoring.facts.hiding import FARM_WAYS
from scoring.facts.injected_words import ADD_UP, injected_words
from scoring.facts.model import Injection
from scoring.facts.outline import Outline
from scoring.facts.smuggled import disfigured_words, hidden_words, sent_on
from scoring.facts.strangers import domain_of, kin_of, strange_host
from scoring.facts.text import plain
from scoring.facts.visible_matter import VisibleMatter

MAX_INJECTIONS = 20
FEW_HOSTS = 3
MAX_DATA = 1500
SHORT = 400
"""Where less than so many characters hide together, one word among them excuses them all."""
NAMES = ("keywords", "description", "og:title", "og:description", "og:site_name", "twitter:title")
STANDING_FOR = {
    "canonical": "canonical address",
    "base": "address that links start from",
    "amphtml": "address of the AMP edition",
    "alternate": "address of another edition",
}


def page_injections(
    tree: LexborHTMLParser, outline: Outline, *, title: str, meta: Mapping[str, str], home_url: str
) -> tuple[Injection, ...]:
    """What is hidden in a page, 20 at most; the page's name, keywords and description come first."""
    kin = kin_of(home_url)
    matter = VisibleMatter(outline)
    concealment = concealment_of(tree, outline)
    hidden = hidden_links(concealment, kin)
    matter.leave_out(hidden)
    found = [*_names(tree, title, meta, matter), *_standing_for(tree, kin)]
    found += _judged(hidden, matter)
    found += sent_on(tree, outline, kin)
    found += hidden_words(concealment, matter)
    found += disfigured_words(outline, matter)
    return tuple(found[:MAX_INJECTIONS])


def _names(tree: LexborHTMLParser, title: str, meta: Mapping[str, str], matter: VisibleMatter) -> Iterator[Injection]:
    """Names that sell what the page itself does not speak of, or so thickly as nobody names a page."""
    words = injected_words()
    data = [node.text()[:MAX_DATA] for node in tree.css('script[type="application/ld+json"]')[:3]]
    titles = [title, *(node.text() for node in tree.css("head title")[1:3])]
    said_of = (*(("title", one) for one in titles), *(("data for search engines", one) for one in data))
    for way, said in (*said_of, *((name, meta.get(name, "")) for name in NAMES)):
        if not said or not (family := words.family_of_name(said)) or matter.is_about(family):
            continue
        if not matter.says(words.selling_words(said)) or words.family_of_text(said):
            yield Injection(way, plain(said, 160), "", family)


def _standing_for(tree: LexborHTMLParser, kin: str) -> Iterator[Injection]:
    """Addresses that a page gives to search engines as its own and that are a seller's."""
    words = injected_words()
    for node in tree.css("head link[rel][href], head base[href]")[:100]:
        way = STANDING_FOR.get((node.attributes.get("rel") or node.tag or "").strip().lower())
        url = node.attributes.get("href") or ""
        if way and (host := strange_host(url, kin)):
            named = words.family_that_is_named("", url) if way != STANDING_FOR["alternate"] else ""
            if family := words.family_that_sells("", host) or named:
                yield Injection(way, host, plain(url, 300), family)


def _judged(hidden: list[HiddenLink], matter: VisibleMatter) -> Iterator[Injection]:
    hosts: dict[tuple[int, str], set[str]] = defaultdict(set)
    alike: dict[tuple[int, str], set[str]] = defaultdict(set)
    excused = {one.element for one in hidden if _is_excused_around(one)}
    told = [(one, *_sold_and_named(one.words, one.host, one.url)) for one in hidden if one.element not in excused]
    for one, sold, named in told:
        if _could_be_of_farm(one):
            hosts[one.element, one.way.name].add(domain_of(one.host))
        alike[one.element, sold or named].add(domain_of(one.host))
    for one, sold, named in told:
        is_farm = _could_be_of_farm(one) and len(hosts[one.element, one.way.name]) >= FEW_HOSTS
        family = sold or (named if named and _is_enough(one, named, len(alike[one.element, named])) else "")
        if is_farm or (family and not matter.is_about(family)):
            yield Injection(one.way.name, one.words or one.host, one.url, family)


@lru_cache(maxsize=256)
def _is_excused(words: str) -> bool:
    return injected_words().is_excused(words)


def _is_excused_around(link: HiddenLink) -> bool:
    """Whether something short that hides together with a link excuses it."""
    return len(link.around) < SHORT and _is_excused(link.around)


@lru_cache(maxsize=1024)
def _sold_and_named(said: str, host: str, url: str) -> tuple[str, str]:
    """The family that a link sells, and the one that it names; "" for none."""
    words = injected_words()
    return words.family_that_sells(said, host), words.family_that_is_named(said, url)


def _could_be_of_farm(link: HiddenLink) -> bool:
    return link.way.is_odd and link.way.name in FARM_WAYS and link.is_nameless and link.is_text and not link.has_purpose


def _is_enough(link: HiddenLink, family: str, alike: int) -> bool:
    """Whether a link that only names a thing is told by how it is hidden, and by how many do the same."""
    if link.has_purpose or link.way.name == "noscript":
        return False
    is_frame = not link.words and not link.is_text
    return family in ADD_UP and (link.way.is_odd or alike > 1 or is_frame)
