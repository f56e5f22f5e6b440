"""This module knows the language editions of a portal: where each begins, how many pages it has, and its newest day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from scoring.facts.links import site_host
from scoring.facts.model import EvidenceRef, Link, PageFacts, SiteFacts
from scoring.facts.sections import SeenDay, last_day, published_on
from scoring.lexicon import switch_language

MAX_SWITCH_PAGES = 20
"""So many pages, nearest to the home page first, are searched for links to other editions: they repeat everywhere."""
MAX_SWITCH_WORDS = 40
_SCRIPTS = {"zh-cn": "zh-Hans", "zh-sg": "zh-Hans", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A portal in one language (BCP 47). `is_own` says that it is the home page's language.

    `entry` is the address that a switch link names, "" when no link leads to it; `is_elsewhere` says that it lies on
    another host, which was not crawled. `pages` are those that were seen; `newest` is the newest day they show.
    `switch` is the link that leads there, as evidence.
    """

    language: str
    is_own: bool
    is_listed: bool
    entry: str
    is_elsewhere: bool
    pages: tuple[PageFacts, ...]
    newest: SeenDay | None
    switch: EvidenceRef | None


def editions(site: SiteFacts) -> tuple[Edition, ...]:
    """The editions that the list names, that links lead to, or that pages are written in; the home page's own first.

    A link leads to an edition when its `hreflang` or its words say so (English, 繁體, ئۇيغۇرچە). A page belongs to the
    edition in whose language it is written, and where that cannot be told, to the one below whose entry it lies. That
    pages of another language were met makes no edition: quotations and forms are written in them too.
    """
    own = canonical(site.home.language) if site.home else ""
    switches = _switches(site)
    named: dict[str, bool] = {own: False} if own else {}
    for tag in map(canonical, site.site_languages):
        named[_kin(tag, named)] = True
    for tag in switches:
        named.setdefault(_kin(tag, named), False)
    entries = {_kin(tag, named): found for tag, found in reversed(switches.items())}
    pages = _pages_by_edition(site, tuple(named), {tag: link.url for tag, (_, link) in entries.items()})
    return tuple(
        _edition(site, tag, is_own=same_language(tag, own), is_listed=listed, pages=pages[tag], found=entries.get(tag))
        for tag, listed in named.items()
    )


def same_language(one: str, other: str) -> bool:
    """Whether two tags mean one edition: equal, or one of them says no script (zh and zh-Hant, en and en-GB)."""
    one, other = canonical(one), canonical(other)
    if not one or not other:
        return False
    return one == other or (one.split("-")[0] == other.split("-")[0] and ("-" not in one or "-" not in other))


def canonical(tag: str) -> str:
    """A tag as we write it: zh-CN is zh-Hans, pt_BR is pt-BR."""
    tag = tag.strip().replace("_", "-")
    return _SCRIPTS.get(tag.lower(), tag)


def _kin(tag: str, named: dict[str, bool]) -> str:
    return next((known for known in named if same_language(known, tag)), tag)


def _switches(site: SiteFacts) -> dict[str, tuple[PageFacts, Link]]:
    found: dict[str, tuple[PageFacts, Link]] = {}
    for page in site.pages[:MAX_SWITCH_PAGES]:
        for link in (*page.alternates, *page.links):
            if tag := _language_of_link(link):
                found.setdefault(tag, (page, link))
    return found


def _language_of_link(link: Link) -> str:
    if link.kind != "page":
        return ""
    if link.hreflang and link.hreflang.lower() != "x-default":
        return canonical(link.hreflang)
    words = link.text.strip()
    return switch_language(words) or "" if 0 < len(words) <= MAX_SWITCH_WORDS else ""


def _pages_by_edition(
    site: SiteFacts, tags: tuple[str, ...], entries: dict[str, str]
) -> defaultdict[str, list[PageFacts]]:
    folders = {tag: _folder(entry) for tag, entry in entries.items()}
    pages: defaultdict[str, list[PageFacts]] = defaultdict(list)
    for page in site.pages:
        written = next((tag for tag in tags if same_language(tag, page.language)), None)
        below = next((tag for tag in tags if (at := folders.get(tag)) and page.url.startswith(at)), None)
        if tag := written or (below if not page.language else None):
            pages[tag].append(page)
    return pages


def _folder(entry: str) -> str:
    """The folder of an entry, with which the addresses of its edition begin; "" when that is the whole site."""
    path = urlsplit(entry).path.rpartition("/")[0]
    return entry[: entry.find(path, entry.find("//") + 2) + len(path) + 1] if path else ""


def _edition(
    site: SiteFacts,
    tag: str,
    *,
    is_own: bool,
    is_listed: bool,
    pages: list[PageFacts],
    found: tuple[PageFacts, Link] | None,
) -> Edition:
    page, link = found or (None, None)
    return Edition(
        language=tag,
        is_own=is_own,
        is_listed=is_listed,
        entry=link.url if link else "",
        is_elsewhere=bool(link) and not pages and site_host(link.url) != site_host(site.home_url) if link else False,
        pages=tuple(pages),
        newest=max(_days(site, pages), key=lambda seen: (seen.day, seen.evidence.url), default=None),
        switch=page.evidence(f"{link.text or link.hreflang}: {link.url}"[:160]) if page and link else None,
    )


def _days(site: SiteFacts, pages: list[PageFacts]) -> Iterator[SeenDay]:
    for page in pages:
        shown = [SeenDay(item.day, page.evidence(item.snippet)) for item in page.items]
        if own := published_on(page):
            shown.append(own)
        yield from (seen for seen in shown if seen.day <= last_day(site))
