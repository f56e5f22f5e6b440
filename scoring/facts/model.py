"""This module knows the facts that can be read off a page or a site, whatever they may be worth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from crawler.evidence import EvidenceRef, Purpose, Visit, page_key
from scoring.facts.access_rules import AccessFault
from scoring.facts.clues import (
    Consultation,
    DateClue,
    DatedItem,
    EncodingFact,
    FileContent,
    Form,
    Injection,
    Letter,
    Link,
    LinkState,
    LinkVerdict,
    Place,
    SpellingFacts,
    TopicClue,
    Wording,
)
from scoring.facts.guide_facts import Guide, GuideFault, Online, TimeLimit
from scoring.facts.probes import NOT_PROBED, ProbeFacts
from scoring.facts.rendered import RenderedFacts

__all__ = [
    "AccessFault",
    "Consultation",
    "DateClue",
    "DatedItem",
    "EncodingFact",
    "EvidenceRef",
    "FileContent",
    "Form",
    "Guide",
    "GuideFault",
    "Injection",
    "Letter",
    "Link",
    "LinkState",
    "LinkVerdict",
    "Online",
    "PageFacts",
    "Place",
    "Purpose",
    "SiteFacts",
    "SpellingFacts",
    "TimeLimit",
    "TopicClue",
    "Visit",
    "Wording",
    "page_key",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What one page holds. Its text is what a reader sees outside of navigation, header and footer.

    `language_declared` is html[lang] as written; `language` is what the text is written in (BCP 47, "" when too short).
    `guide` is what it says as a service guide, None when it is none. `marks` holds the phrase families met in title,
    headings or text: not_found, placeholder, empty_list, challenge, login, shell.
    """

    url: str
    visited_at: datetime
    record_id: str | None
    status: int
    depth: int
    linked_from: str | None
    seconds: float | None
    size_bytes: int
    encoding: EncodingFact
    language_declared: str
    language: str
    title: str
    headings: tuple[tuple[int, str], ...]
    breadcrumb: str
    text: str
    word_count: int
    text_digest: str
    links: tuple[Link, ...]
    forms: tuple[Form, ...]
    dates: tuple[DateClue, ...]
    items: tuple[DatedItem, ...]
    topics: tuple[TopicClue, ...]
    guide: Guide | None
    marks: Mapping[str, str]
    images: int
    images_without_alt: int
    has_viewport: bool
    has_skip_link: bool
    feeds: tuple[str, ...]
    contacts: tuple[str, ...]
    """Telephone numbers and mail addresses shown, at most ten."""
    alternates: tuple[Link, ...] = ()
    """The same page in other languages, as its head says (link rel=alternate hreflang), at most fifty."""
    injections: tuple[Injection, ...] = ()
    """What is hidden in the page for search engines, at most twenty."""
    identity: Mapping[str, str] = field(default_factory=dict)
    """How it says whose it is: icp, police, site_code, organiser, holder (of the copyright); what is there."""
    misspellings: tuple[Wording, ...] | None = None
    """Spellings of the curated lists that are wrong, at most twenty; None when there is no list for its language."""
    expressions: tuple[Wording, ...] = ()
    """Expressions that the survey team wants watched, at most twenty."""
    letters: tuple[Letter, ...] = ()
    """Citizens' letters shown with the days they were asked or answered, at most five hundred."""
    consultations: tuple[Consultation, ...] = ()
    """Consultations shown with their period, or listed with a day, at most five hundred."""
    write_links: tuple[Link, ...] = ()
    """Links to other hosts whose words invite to write to the office, at most ten."""
    faults: tuple[AccessFault, ...] = ()
    """The rules of accessibility it breaks, as far as that can be told without a browser."""
    rendered: RenderedFacts | None = None
    """What a browser saw of it; None where it was not shown to one."""
    aids: Mapping[str, str] = field(default_factory=dict)
    """What links and buttons offer to those who see, hear or move badly: family of phrases (accessibility,
    elder_mode), and the words."""

    def evidence(self, snippet: str = "") -> EvidenceRef:
        """This page as evidence for something read on it."""
        return EvidenceRef(self.url, self.visited_at, self.record_id, snippet)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """What one site's evidence holds. `pages` are the HTML pages answered with 200, each address once, by depth.

    `site_languages` are the languages the list says the site has; `visited_on` is the day of the home page's visit,
    or of the first visit. `visits` are all tries but those spoilt by an outage of our own. `unseen` says why the
    content could not be looked at ("" when it could): blocked, down, denied by robots.txt. `known_topics` are those
    that we have words for in the home page's language, so that only their absence can be told; None means all.
    `known_aids` are the families of `PageFacts.aids` that we have words for in it.
    `probes` is what the probes tell of the hosting. `link_verdicts` says by `page_key` what became of each link that
    was asked for, the site's own and those beyond it.
    """

    site_id: str
    home_url: str
    country: str
    site_languages: tuple[str, ...]
    visited_on: date
    visits: tuple[Visit, ...]
    pages: tuple[PageFacts, ...]
    home: PageFacts | None
    page_budget: int
    lexicon_languages: tuple[str, ...]
    unseen: str = ""
    known_topics: frozenset[str] | None = None
    known_aids: frozenset[str] = frozenset()
    probes: ProbeFacts = NOT_PROBED
    link_verdicts: Mapping[str, LinkVerdict] = field(default_factory=dict)
    empty_feeds: frozenset[str] = frozenset()
    """Feeds that were fetched and hold no entry, by `page_key`."""
    spelling: SpellingFacts | None = None
    """What dictionaries tell of its words; None where there is none for the languages of its pages."""
    dead_home: EvidenceRef | None = None
    """What was answered in place of a home page (a name for sale, a server's own page), and the words that show it."""
    watches_expressions: bool = False
    """Whether the survey team supplied expressions to watch for."""
