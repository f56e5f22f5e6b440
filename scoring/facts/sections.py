"""This module knows which pages make up a section, and what days they show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from scoring.facts.model import EvidenceRef, PageFacts, Place, Purpose, SiteFacts, TopicClue, page_key

FEW_PAGES = 3
"""With fewer pages than this and failures beside them, we saw too little to call anything absent."""
BLOCKED_STATUS = frozenset({401, 403, 407, 429, 451})
"""These answers may be meant for us alone, so they say nothing of the page or the link."""
SURE_PLACES = (Place.BREADCRUMB, Place.HEADING, Place.TITLE, Place.META, Place.LINK, Place.ROW, Place.PATH)


@dataclass(frozen=True, slots=True)
class SeenDay:
    """A day shown in a section, and the page and words that show it."""

    day: date
    evidence: EvidenceRef


def why_unseen(site: SiteFacts) -> str:
    """Why nothing can be said of what the site lacks: "" when enough of it was seen.

    Absence needs a readable home page in a language whose words we know, and most pages answered.
    """
    if site.home is None:
        return site.unseen or "the home page was not seen"
    if "shell" in site.home.marks:
        return why_empty(site.home)
    if not site.home.language:
        return "the home page has too few words to tell its language"
    if not is_known_language(site, site.home.language):
        return f"there is no lexicon for the language of the home page ({site.home.language})"
    shells = len(site.pages) - len(readable_pages(site))
    if 2 * shells > len(site.pages):
        return f"{shells} of {len(site.pages)} pages are empty shells that need a browser"
    tries = [visit for visit in site.visits if visit.purpose is Purpose.PAGE and visit.failure != "robots_denied"]
    unanswered = sum(visit.status is None for visit in tries)
    if len(site.pages) < FEW_PAGES and unanswered > len(site.pages):
        return f"only {len(site.pages)} pages could be read; {unanswered} requests failed"
    return ""


def readable_pages(site: SiteFacts) -> tuple[PageFacts, ...]:
    """The pages whose content we have; empty shells are left out, since it takes a browser to fill them."""
    return tuple(page for page in site.pages if "shell" not in page.marks)


def why_empty(home: PageFacts) -> str:
    """Why a home page that came as an empty shell holds nothing, in words."""
    if home.rendered is not None:
        return "the home page is an empty shell that stayed empty in a browser"
    return "the home page is an empty shell that needs a browser"


def why_nothing_is_readable(site: SiteFacts) -> str:
    """Why there is no page with content, in words."""
    if site.unseen or not site.pages:
        return site.unseen or "no page was read"
    return "the pages are empty shells that need a browser"


def why_absence_is_unknown(site: SiteFacts, topic: str) -> str:
    """Why it cannot be said that a topic is absent: "" when we have words for it in the home page's language."""
    if site.known_topics is None or topic in site.known_topics:
        return ""
    language = site.home.language if site.home else "the portal's language"
    return f"the lexicon of {language} has no words for {topic} yet"


def is_known_language(site: SiteFacts, language: str) -> bool:
    """Whether a lexicon of the language, or of the same language in another script, was used."""
    return language in site.lexicon_languages or language.split("-")[0] in {
        known.split("-")[0] for known in site.lexicon_languages if "-" not in language or "-" not in known
    }


def clue_for(page: PageFacts, topic: str) -> TopicClue | None:
    """The clue that puts a page under a topic, or None."""
    return next((clue for clue in page.topics if clue.topic == topic and clue.place in SURE_PLACES), None)


def section(site: SiteFacts, topic: str) -> tuple[PageFacts, ...]:
    """The pages on a topic, the home page left out, nearest to the home page first."""
    return tuple(page for page in site.pages if page.depth > 0 and clue_for(page, topic))


def entry_evidence(page: PageFacts, topic: str) -> EvidenceRef:
    """A page of a section as evidence, with the words that put it there."""
    clue = clue_for(page, topic)
    return page.evidence(clue.snippet if clue else page.title)


def published_on(page: PageFacts) -> SeenDay | None:
    """The day a reader sees as the page's date of publication, or None."""
    for clue in page.dates:
        if clue.is_visible and clue.confidence >= 0.5:
            return SeenDay(clue.day, page.evidence(clue.snippet))
    return None


def last_day(site: SiteFacts) -> date:
    """The last day that a page may show as past: visits are timed in UTC, and east of it the next day has begun."""
    return site.visited_on + timedelta(days=1)


def days_shown(site: SiteFacts, topic: str) -> list[SeenDay]:
    """Every dated item and dated page of a section, up to the day of the visit, newest first.

    An item listed on several pages counts once.
    """
    shown: dict[tuple[str, date], SeenDay] = {}
    for page in section(site, topic):
        for item in page.items:
            key = page_key(item.url) if item.url else item.title
            shown.setdefault((key, item.day), SeenDay(item.day, page.evidence(item.snippet)))
        if not page.items and (own := published_on(page)):
            shown.setdefault((page_key(page.url), own.day), own)
    visible = [seen for seen in shown.values() if seen.day <= last_day(site)]
    return sorted(visible, key=lambda seen: (-seen.day.toordinal(), seen.evidence.url))


def list_pages(site: SiteFacts, *, at_least: int = 3) -> tuple[PageFacts, ...]:
    """The pages that list dated items: what a reader calls a column."""
    return tuple(page for page in site.pages if page.depth > 0 and len(page.items) >= at_least)
