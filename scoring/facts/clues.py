"""This module knows what a page can give a clue of: days, topics, links, forms, letters, and where each stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crawler.evidence import EvidenceRef, Visit


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
class FileContent:
    """What a file's first bytes tell: whether they are of the format its address names, and else what came."""

    is_sound: bool
    found: str


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """What became of a link: `visit` is the last one to where it leads, `kind` is that of `Link`.

    `content` is what a file's first bytes tell; None where none were kept, or they tell nothing.
    """

    url: str
    state: LinkState
    reason: str
    visit: Visit
    linked_from: str
    is_internal: bool
    kind: str
    content: FileContent | None = None

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
class SpellingFacts:
    """What dictionaries tell of a site's words: the likely slips, fifty at most, each where it was first met."""

    dictionaries: tuple[str, ...]
    pages: int
    words: int
    slips: tuple[EvidenceRef, ...]


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
