"""This module knows all the letters and consultations of a site, each once, however many pages show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from scoring.facts.model import Consultation, EvidenceRef, Letter, PageFacts, SiteFacts, page_key

Exchange = TypeVar("Exchange", Letter, Consultation)


@dataclass(frozen=True, slots=True)
class Seen(Generic[Exchange]):
    """A letter or consultation and the page that tells most of it."""

    what: Exchange
    page: PageFacts

    def evidence(self) -> EvidenceRef:
        """The page with the words that tell it."""
        return self.page.evidence(self.what.snippet)


def letters_of(site: SiteFacts) -> tuple[Seen[Letter], ...]:
    """Each letter once, from the page that tells most of it; the oldest first."""
    found = _each_once(site.pages, lambda page: page.letters, lambda one: (one.answered, one.asked, one.is_answered))
    return tuple(sorted(found, key=lambda seen: (str(seen.what.asked or seen.what.answered or ""), seen.what.title)))


def consultations_of(site: SiteFacts) -> tuple[Seen[Consultation], ...]:
    """Each consultation once, from the page that tells most of it; the newest first."""
    found = _each_once(site.pages, lambda page: page.consultations, lambda one: (one.closes, one.opens, one.published))
    return tuple(sorted(found, key=lambda seen: (str(seen.what.last_day or ""), seen.what.title), reverse=True))


def _each_once(
    pages: Iterable[PageFacts],
    shown: Callable[[PageFacts], tuple[Exchange, ...]],
    told: Callable[[Exchange], tuple[object, ...]],
) -> list[Seen[Exchange]]:
    best: dict[str, Seen[Exchange]] = {}
    for page in pages:
        own = page_key(page.url)
        for one in shown(page):
            key = page_key(one.url)
            if key == own and len(shown(page)) > 1:
                key = f"{key} {one.title} {told(one)}"  # rows of a list that lead nowhere
            known = best.get(key)
            if known is None or _count(told(one)) > _count(told(known.what)):
                best[key] = Seen(one, page)
    return list(best.values())


def _count(told: tuple[object, ...]) -> int:
    return sum(each is not None for each in told)
