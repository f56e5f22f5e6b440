"""This module knows the letters of citizens that a page shows: when they were asked, and when or whether answered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scoring.facts.day_roles import HeadedRow, RoleDay, days_with_roles
from scoring.facts.model import Letter
from scoring.facts.regions import Regions
from scoring.facts.row_words import row_address, row_snippet, row_title
from scoring.facts.shown import OUTSIDE, ShownText
from scoring.lexicon import WordBook

MAX_LETTERS = 500
MAX_STATUS_PIECE = 200
MAX_STATUS = 20
ASKED, ANSWERED = "letter_asked", "letter_answered"
_DAYS = (ASKED, ANSWERED)
_STATES = ("letter_open", "letter_done")
_PARTS = re.compile(r"[。.;；,，|\[\]【】()（）:：\x1f]")


@dataclass(slots=True)
class _Place:
    """The stretch of pieces that one letter covers, and whether it is the whole page."""

    first: int
    last: int
    is_page: bool


def page_letters(
    shown: ShownText, *, url: str, title: str, country: str, visited_on: date, is_mailbox: bool, book: WordBook
) -> tuple[Letter, ...]:
    """The letters that a page shows with days or a state, in their order, at most `MAX_LETTERS`.

    Read from labels (来信时间, "Asked on"), from the heads of columns, and, on pages about letters (`is_mailbox`), from
    words of state beside a day (已办结, "Awaiting reply"). On other pages a letter counts only with the
    day or the state of its answer. Days after the visit are none. Blind spot: letters that a script fetches.
    """
    text = shown.text.casefold()
    named = book.mentions(ASKED, text) or book.mentions(f"{ASKED}_after", text)
    if not (named or (is_mailbox and any(book.mentions(state, text) for state in _STATES))):
        return ()
    latest = visited_on + timedelta(days=1)
    days = [day for day in shown.days(country, book.months) if day.day <= latest]
    if not days:
        return ()
    regions = Regions(shown)
    roles, rows = days_with_roles(shown, days, regions, families=_DAYS, book=book)
    found: list[Letter] = []
    for place in _places(shown, roles, regions, is_mailbox, book):
        letter = _letter(shown, place, roles, rows, url=url, title=title, book=book)
        if letter and (is_mailbox or letter.answered or letter.is_answered is not None):
            found.append(letter)
        if len(found) >= MAX_LETTERS:
            break
    return tuple(found)


def _places(
    shown: ShownText, roles: list[RoleDay], regions: Regions, is_mailbox: bool, book: WordBook
) -> Iterator[_Place]:
    """Where each letter stands: around its day of asking, else, on pages about letters, around its word of state."""
    anchors = sorted({day.piece for day in roles if day.role == ASKED})[:MAX_LETTERS]
    if not anchors and is_mailbox:
        anchors = [index for index in range(len(shown.elements)) if _state_in(shown, index, book)][:MAX_LETTERS]
    in_rows = {day.piece: day.row for day in roles if day.row}
    for position, piece in enumerate(anchors):
        element = in_rows.get(piece) or regions.own(piece, anchors)
        span = regions.span(element) if element is not None else None
        if span is None and len(anchors) == 1:
            yield _Place(0, len(shown.elements) - 1, True)
            continue
        span = span or (piece, piece)
        first, last = span
        if position + 1 < len(anchors) and not _has_more(roles, span):
            last = max(last, anchors[position + 1] - 1)  # flat pages: what follows up to the next letter
        elif position + 1 == len(anchors) and len(anchors) > 1 and not _has_more(roles, span):
            last = max(last, min(len(shown.elements) - 1, last + (anchors[-1] - anchors[-2])))
        yield _Place(first, last, len(anchors) == 1 and piece not in in_rows)


def _has_more(roles: list[RoleDay], span: tuple[int, int]) -> bool:
    """Whether a stretch holds more than one day or piece: then it is a row, and no cell of a flat list."""
    return span[1] > span[0] or sum(span[0] <= day.piece <= span[1] for day in roles) > 1


def _letter(
    shown: ShownText,
    place: _Place,
    roles: Sequence[RoleDay],
    rows: Sequence[HeadedRow],
    *,
    url: str,
    title: str,
    book: WordBook,
) -> Letter | None:
    within = [day for day in roles if place.first <= day.piece <= place.last]
    asked = next((day.day for day in within if day.role == ASKED), None)
    answered = next((day.day for day in within if day.role == ANSWERED), None)
    states = {_state_in(shown, index, book) for index in range(place.first, place.last + 1)} - {""}
    is_answered: bool | None = True if answered or states == {"letter_done"} else None
    if not answered and "letter_open" in states:
        is_answered = False
    if is_answered is None and asked:
        is_answered = _says_otherwise(shown, place, rows, book)
    if asked is None and answered is None:
        asked, answered = _unlabelled(within, is_answered)
    if answered and asked and answered < asked:
        answered = None  # a day of something else; the answer is there all the same
    if asked is None and answered is None and is_answered is None:
        return None
    own = (place.first, place.last)
    name = title if place.is_page else row_title(shown, own, roles) or title
    address = url if place.is_page else row_address(shown, own, url) or url
    if place.is_page:  # the words that tell, not the page's menu
        told = [day.piece for day in within if day.role]
        own = (max(0, told[0] - 1), told[-1]) if told else own
    return Letter(name[:300], address, asked, answered, is_answered, row_snippet(shown, own))


def _says_otherwise(shown: ShownText, place: _Place, rows: Sequence[HeadedRow], book: WordBook) -> bool | None:
    """What a letter without a day of answer or word of state says: a reply's heading, or an empty cell for its day."""
    for row in rows:
        cell = row.cells.get(ANSWERED, (0, 0))
        own = row.cells.get(ASKED)
        if own and place.first <= own[0] <= place.last and (cell is None or cell[0] == cell[1] != 0):
            return False
    for index in range(place.first, place.last):
        if book.family_of(("letter_reply",), shown.pieces[index][:MAX_STATUS]):
            return True
    return None


def _unlabelled(days: Sequence[RoleDay], is_answered: bool | None) -> tuple[date | None, date | None]:
    """Asked and answered where no label says which: of two days the later is the answer's; one day of a letter that
    waits is the letter's; one day of an answered one may be either."""
    plain = sorted({day.day for day in days})
    if is_answered and len(plain) == 2:
        return plain[0], plain[1]
    return (plain[0], None) if len(plain) == 1 and is_answered is False else (None, None)


def _state_in(shown: ShownText, index: int, book: WordBook) -> str:
    """The state that a piece of text names in words of its own, "" when it names none."""
    words = shown.pieces[index]
    if len(words) > MAX_STATUS_PIECE or shown.parts_of(shown.elements[index]) & OUTSIDE:
        return ""
    for part in _PARTS.split(words):
        if 0 < len(part) <= MAX_STATUS and (state := book.family_of(_STATES, part)):
            return state
    return ""
