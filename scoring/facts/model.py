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
    Form,
    Injection,
    Letter,
    Link,
    LinkState,
    LinkVerdict,
    Place,
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
    "TimeLimit",
    "TopicClue",
    "Visit",
    "Wording",
    "page_key",
]


<<<<<<< HEAD
=======
class Place(StrEnum):
    """Where on a page a clue stood."""

    TITLE = "title"
    HEADING = "heading"
    BREADCRUMB = "breadcrumb"
    LABEL = "label"  # after a word such as "Published:" or 发布时间
    META = "meta"
    TIME = "time"  # a time element
    PATH = "path"  # the address
    ROW = "row"  # a row of a list
    LINK = "link"  # the words of a link
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class EncodingFact:
    """How a page's bytes became text. `declared` is "" when nobody said; `damaged_share` counts U+FFFD (0 to 1)."""

    declared: str
    used: str
    is_declared_wrong: bool = False
    damaged_share: float = 0.0


@dataclass(frozen=True, slots=True)
class DateClue:
    """A day found on a page. `is_visible`: readers see it; `is_ambiguous`: day and month may be the other way round.
    `label`: `published` (发布日期), `signed` (成文日期), `updated` or "". Confidence runs from 0 to 1."""

    day: date
    place: Place
    is_visible: bool
    snippet: str
    confidence: float
    label: str = ""
    is_ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class DatedItem:
    """A row of a list page: its title, its address ("" when it has none) and the day shown beside it."""

    title: str
    url: str
    day: date
    snippet: str


@dataclass(frozen=True, slots=True)
class TopicClue:
    """A word of the lexicon found on a page, and the snippet that holds it."""

    topic: str
    place: Place
    snippet: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its absolute address without fragment, its words, and whether it stays on the site.

    `kind` is `page`, `file` (a document to download), `media`, or `other` (mailto, tel, script).
    `hidden_words` of pictures count as words. `rel` and `hreflang` are as written.
    """

    url: str
    text: str
    is_internal: bool
    kind: str
    rel: str = ""
    hreflang: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A citizen's letter or question that a page shows: when it was asked and when answered, None where not shown.

    `is_answered` is None where the page does not say. `url` is where the letter is read, the page itself or its row's
    link. `snippet` are the words that tell.
    """

    title: str
    url: str
    asked: date | None
    answered: date | None
    is_answered: bool | None
    snippet: str


@dataclass(frozen=True, slots=True)
class Consultation:
    """A consultation that a page shows: its first and last day, None where not shown, and whether its outcome is there.

    `published` is the day beside its title in a list that shows no period.
    """

    title: str
    url: str
    opens: date | None
    closes: date | None
    has_outcome: bool
    snippet: str
    published: date | None = None

    @property
    def last_day(self) -> date | None:
        """The last day that is known of it."""
        return self.closes or self.opens or self.published


class LinkState(StrEnum):
    """What may be said of a link that was asked for. Blocked and unseen are never the portal's fault."""

    WORKS = "works"
    BROKEN = "broken"
    BLOCKED = "blocked"  # whoever answers turns us away
    UNSEEN = "unseen"  # timed out, forbidden by robots.txt, led home, or failed only once


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """What became of a link: `visit` is the last one to where it leads, `kind` is that of `Link`."""

    url: str
    state: LinkState
    reason: str
    visit: Visit
    linked_from: str
    is_internal: bool
    kind: str

    def evidence(self) -> EvidenceRef:
        """The visit as evidence, with what it says and the page that names the link."""
        words = f"{self.reason}; linked from {self.linked_from}"
        return EvidenceRef(self.url, self.visit.requested_at, self.visit.record_id, words)


@dataclass(frozen=True, slots=True)
class Form:
    """A form: where it goes, and the kinds of its visible fields (text, search, email, textarea, file, password …).

    `sends` is what a browser would do with it: `address` (send named fields), `script` (only a script could), or
    `nowhere` (no field has a name and the page has no script: decoration).
    """

    action: str
    method: str
    fields: tuple[str, ...]
    words: str
    is_search: bool
    unlabelled: int = 0
    sends: str = "address"


@dataclass(frozen=True, slots=True)
class Injection:
    """Something set into a page for search engines and not for readers.

    `way` says how it is hidden, or where it stands (title, keywords, description); `words` are its words, `url` where
    it leads ("" for words alone); `family` is that of its words (gambling, lewd, trade …), "" when they are of none.
    """

    way: str
    words: str
    url: str
    family: str

    def __str__(self) -> str:
        """What was seen, in one line."""
        leads = f" → {self.url}" if self.url else ""
        return f"{self.way}: {self.words}{leads}" + (f" ({self.family})" if self.family else "")


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of a page that should read otherwise: as written, the right form ("" where they should go), around them.

    `note` is the class of a misspelling (general, severe), or what the survey team says of an expression.
    """

    written: str
    right: str
    snippet: str
    note: str = ""

    def __str__(self) -> str:
        """What was seen, in one line."""
        return f"…{self.snippet}… ({self.written}" + (f" → {self.right}" if self.right else "") + ")"


>>>>>>> 1fe7ced (facts: tell page dates from more places, and say what a day is called)
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
    watches_expressions: bool = False
    """Whether the survey team supplied expressions to watch for."""
