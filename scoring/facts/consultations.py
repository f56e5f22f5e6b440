"""This module knows the consultations that a page shows: when they open and close, and whether an outcome is there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from scoring.facts.day_roles import OTHER_LABELS, HeadedRow, RoleDay, days_with_roles, label_before
from scoring.facts.model import Consultation, DatedItem
from scoring.facts.periods import WrittenPeriod, periods_in
from scoring.facts.regions import Regions
from scoring.facts.row_words import row_address, row_snippet, row_title
from scoring.facts.shown import OUTSIDE, ShownText
from scoring.lexicon import WordBook

MAX_CONSULTATIONS = 500
MAX_OUTCOME_WEIGHT = 80
"""A text of more weight (a Han character counts three) mentions an outcome rather than being one's name."""
ENDS_REACH = 3
MAX_ROW = 1_000
"""A stretch with more characters is a part of a page, not a row."""
MAX_BESIDE = 6
NO_ROWS = frozenset({"p", "ol", "ul", "table", "tbody", "main", "form"})
TOPIC = "consultations"
OPENS, CLOSES, PERIOD, OUTCOME = (
    "consultation_opens",
    "consultation_closes",
    "consultation_period",
    "consultation_outcome",
)
NAME = "consultation_name"
_DAYS = (PERIOD, CLOSES, OPENS)


_LABELS = _DAYS + OTHER_LABELS


@dataclass(frozen=True, slots=True)
class _Term:
    """A period found on a page, of which one end may be unknown, and the piece of text it begins in."""

    opens: date | None
    closes: date | None
    piece: int
    row: int


def page_consultations(
    shown: ShownText,
    *,
    url: str,
    title: str,
    country: str,
    items: Sequence[DatedItem],
    is_on_consultations: bool,
    book: WordBook,
) -> tuple[Consultation, ...]:
    """The consultations of a page in their order, at most `MAX_CONSULTATIONS`.

    On pages about consultations (`is_on_consultations`): the page's own period, or those of the rows of a list, by
    labels, heads of columns, and words such as 前 after a day. On any page: dated rows (`items`) whose title names a
    consultation. Closing days may lie after the visit.
    """
    found: dict[str, Consultation] = {}
    if is_on_consultations or book.phrase(NAME, title):
        for one in _with_period(shown, url=url, title=title, country=country, book=book):
            found.setdefault(f"{one.url} {one.title}", one)
    addresses = {one.url for one in found.values()}
    for item in items:
        is_named = any(topic in (TOPIC, "consultation_results") for topic, _ in book.topics_in(item.title))
        if is_named and item.url not in addresses:
            has_outcome = book.phrase(OUTCOME, item.title) is not None
            listed = Consultation(item.title, item.url or url, None, None, has_outcome, item.snippet, item.day)
            found.setdefault(f"{listed.url} {listed.title}", listed)
    return tuple(found.values())[:MAX_CONSULTATIONS]


def _with_period(shown: ShownText, *, url: str, title: str, country: str, book: WordBook) -> Iterator[Consultation]:
    days = shown.days(country, book.months)
    outcomes = [index for index in range(len(shown.elements)) if _is_outcome(shown, index, book)][:MAX_CONSULTATIONS]
    has_outcome = bool(outcomes) or book.phrase(OUTCOME, title) is not None
    if not days:
        if has_outcome:
            yield Consultation(title, url, None, None, True, title)
        return
    regions = Regions(shown)
    roles, rows = days_with_roles(shown, days, regions, families=_DAYS, book=book)
    terms = list(islice(_terms(shown, roles, country, book), MAX_CONSULTATIONS))
    places = _rows_of(terms, regions, rows, shown)
    if len(places) < 2:
        opens = next((term.opens for term in terms if term.opens), None)
        # A consultation that was extended names its first closing day, too.
        closes = max(
            (term.closes for term in terms if term.closes and term.closes >= (opens or date.min)), default=None
        )
        if opens or closes or has_outcome:
            first = terms[0].piece if terms else outcomes[0] if outcomes else 0
            words = row_snippet(shown, (max(0, first - 1), min(len(shown.elements) - 1, first + 1)))
            yield Consultation(title, url, opens, closes, has_outcome, words)
        return
    for span, own in places:
        opens = next((term.opens for term in own if term.opens), None)
        closes = next((term.closes for term in own if term.closes), None)
        name = row_title(shown, span, roles) or title
        is_out = any(span[0] <= index <= span[1] for index in outcomes)
        yield Consultation(
            name[:300], row_address(shown, span, url) or url, opens, closes, is_out, row_snippet(shown, span)
        )


def _terms(shown: ShownText, roles: list[RoleDay], country: str, book: WordBook) -> Iterator[_Term]:
    """The periods and single days that a label, a column or a word after them says are of a consultation."""
    periods = list(periods_in(shown.text, shown.days(country, book.months), book.months))
    starts = [period.start for period in periods]
    taken = -1
    for day in roles:
        if day.start < taken or shown.parts_of(shown.elements[day.piece]) & OUTSIDE:
            continue
        period = periods[at] if (at := bisect_right(starts, day.start) - 1) >= 0 else None
        if period and day.start < period.end:
            taken = period.end
            label = day.role or label_before(shown.text, period.start, since=0, families=_LABELS, book=book)
            if label in _DAYS or (not label and _stands_alone(shown, period)):
                yield _Term(period.first, period.last, day.piece, day.row)
        elif day.role == CLOSES or (not day.role and _ends(shown, day, book)):
            yield _Term(None, day.day, day.piece, day.row)
        elif day.role in (OPENS, PERIOD):
            yield _Term(day.day, None, day.piece, day.row)


def _stands_alone(shown: ShownText, period: WrittenPeriod) -> bool:
    """Whether a period is all that its piece of text says: on a page about consultations it needs no label."""
    first, last = shown.piece_span(period.start)[0], shown.piece_span(period.end - 1)[1]
    return (last - first) - (period.end - period.start) <= MAX_BESIDE


def _ends(shown: ShownText, day: RoleDay, book: WordBook) -> bool:
    """Whether a word right after a day makes it the last one: 2026年7月15日前."""
    after = shown.text[day.end : day.end + ENDS_REACH]
    return any(book.family_of(("consultation_ends",), after[:length]) for length in range(1, len(after) + 1))


def _rows_of(
    terms: list[_Term], regions: Regions, rows: list[HeadedRow], shown: ShownText
) -> list[tuple[tuple[int, int], list[_Term]]]:
    """The rows of a list with the periods in each; fewer than two when the page is about one consultation.

    Rows stand side by side within one element, are of one kind, and each has a name and a period of its own: a text
    that repeats its closing day is no list.
    """
    headed = {row.element: regions.span(row.element) for row in rows}
    by_row: dict[tuple[int, int], list[_Term]] = {}
    for term in terms:
        if term.row and (span := headed.get(term.row)):
            by_row.setdefault(span, []).append(term)
    if by_row:
        return sorted(by_row.items())
    ends = sorted({term.piece for term in terms if term.closes}) or sorted({term.piece for term in terms})
    kin: dict[tuple[int, str, str], list[tuple[tuple[int, int], list[_Term]]]] = {}
    for piece in ends:
        element = regions.own(piece, ends)
        span = regions.span(element) if element is not None else None
        if element is None or span is None or shown.outline.tags[element] in NO_ROWS:
            continue
        start, end = shown.starts[span[0]], shown.starts[span[1]]
        if end - start <= MAX_ROW and _names_itself(shown, span):
            own = [term for term in terms if span[0] <= term.piece <= span[1]]
            outline = shown.outline
            alike = (outline.parents[element], outline.tags[element], outline.names[element])
            kin.setdefault(alike, []).append((span, own))
    return max(kin.values(), key=len, default=[])


def _names_itself(shown: ShownText, span: tuple[int, int]) -> bool:
    """Whether a row has a link or a heading of its own: paragraphs of one page that both name a day do not."""
    outline = shown.outline
    for element in shown.elements[span[0] : span[1] + 1]:
        near = (element, *islice(outline.around(element), 3))
        if any(outline.tags[around] in ("a", "h2", "h3", "h4", "h5") for around in near):
            return True
    return False


def _is_outcome(shown: ShownText, index: int, book: WordBook) -> bool:
    words = shown.pieces[index]
    if len(words) > MAX_OUTCOME_WEIGHT or shown.parts_of(shown.elements[index]) & OUTSIDE:
        return False
    weight = len(words) if words.isascii() else sum(3 if character > "\u3000" else 1 for character in words)
    return weight <= MAX_OUTCOME_WEIGHT and book.phrase(OUTCOME, words) is not None
