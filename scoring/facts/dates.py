"""This module knows where a page shows when it was published, and how far each of those places can be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from htmldate import find_date
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.calendars import WrittenDay
from scoring.facts.model import DateClue, Place
from scoring.facts.shown import INLINE_BREAK, OUTSIDE, Part, ShownText, heading_span, shown_text
from scoring.facts.stamps import country_of, stamp_clues
from scoring.lexicon import WordBook
from scoring.matching import normalise

TRUSTED = 0.5
"""From this confidence on, a clue tells a publication day; below it, only that the page knows the day."""
MAX_HITS = 300
MAX_CLUES = 12
_LABEL_REACH = 40
_LINE_REACH = 120
_HEAD_REACH = 400
_BLANKS = " \t\r\n\x1f\xa0\u3000:：|/()（）[]【】·•⋅›»,，.。-–—"

_DATE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:date|datum|fecha|time(?:stamp)?|pub(?:lish(?:ed|time|date|-info)?|date|time)?|posted(?:-?on)?"
    r"|byline|meta|fbsj|fbrq|riqi|(?:article|post|entry|news|page|doc|art|item)-?(?:info|meta|date|time|details?)"
    r"|info|source|ly|created?)(?![a-z])"
)
_UPDATED_NAMES = re.compile(r"updated|modified|(?:^|[\s_-])(?:upd|edit)")
_RANGE = re.compile(
    r"\s*(?:\([^)]{1,8}\)|（[^）]{1,8}）)?\s*"
    r"(?:[-–—~～至到]|to|until|till|through|bis|do|al?|au|à|и|по)\s*[^\W\d]{0,10},?\s*"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ARTICLE_LENGTH = 600
_MAX_GUESSED = 300_000
_LETTER = re.compile(r"[^\W\d_]|©")
_DATELINE = re.compile(r"\s?[)\]）】]?\s?[-–—:]\s|\s?[)\]）】]\s?\S")
_CLAUSE = re.compile(r"\s*[,，]\s*[^\W\d]")
_ROW_REACH = 600
_LONGEST_RUN = 40
_FAMILIES = ("published", "signed", "updated", "event", "today", "copyright")


@dataclass(slots=True)
class _Hit:
    """A day on the page with what stands around it on its line."""

    written: WrittenDay
    parts: int
    names: str
    before: str
    after: str
    label: str = ""
    is_label: bool = False
    is_alone: bool = False
    is_period: bool = False
    is_row: bool = False


def page_dates(
    tree: LexborHTMLParser, *, url: str, country: str, visited_on: date, book: WordBook, shown: ShownText | None = None
) -> tuple[DateClue, ...]:
    """When a page was published: all clues, the most trustworthy first, of equal ones the newest.

    `country` is ISO 3166-1 ("" when unknown), `visited_on` the day we were there; later days are plans, not dates.
    Clues below `TRUSTED` (a signature, "updated", a day somewhere in the text) say less than when it was published.
    `shown` is the page's `shown_text`, for callers that have it.
    """
    shown = shown or shown_text(tree)
    country = country or country_of(tree)
    latest = visited_on + timedelta(days=1)  # where it is tomorrow already, a page may say so
    title = tree.css_first("head title")
    heading = heading_span(shown, " ".join((title.text() or "")[:500].split()) if title is not None else "")
    seen = [
        clue
        for clue in _shown_clues(shown, heading, country=country, visited_on=visited_on, book=book)
        if clue.day <= latest
    ]
    stamped = [clue for clue in stamp_clues(tree, url=url, country=country) if clue.day <= latest]
    return _ranked(_settled(seen, stamped)) or _guessed_date(tree, shown, visited_on)


def _guessed_date(tree: LexborHTMLParser, shown: ShownText, visited_on: date) -> tuple[DateClue, ...]:
    """What the library htmldate finds in its fast mode on an article that gave us no clue; a guess of 0.3.

    It parses the page once more, so it is asked for article-like pages of a bounded size only.
    """
    if tree.css_first("article,h1") is None or len(shown.text) < _ARTICLE_LENGTH or _YEAR.search(shown.text) is None:
        return ()
    html = tree.html or ""
    if len(html) > _MAX_GUESSED:
        return ()
    try:
        found = find_date(html, extensive_search=False, original_date=True, max_date=visited_on.isoformat())
    except (ValueError, TypeError, OverflowError):
        return ()
    return (DateClue(date.fromisoformat(found), Place.TEXT, False, "", 0.3),) if found else ()


def _settled(seen: list[DateClue], stamped: list[DateClue]) -> list[DateClue]:
    """Stamps a day off from what a reader sees give way: they are written in another time zone."""
    shown_days = {clue.day for clue in seen if clue.confidence > 0.6}
    near = {day + timedelta(days=step) for day in shown_days for step in (-1, 1)} - shown_days
    late = {clue.day for clue in stamped if clue.day in near and clue.place is Place.META}
    settled = [replace(clue, confidence=0.45) if clue.day in late else clue for clue in stamped]
    for clue in seen:
        is_confirmed = clue.confidence > 0.6 and any(abs((clue.day - day).days) == 1 for day in late)
        settled.append(replace(clue, confidence=max(clue.confidence, 0.8)) if is_confirmed else clue)
    return settled


def _ranked(clues: list[DateClue]) -> tuple[DateClue, ...]:
    """The best clue of each day and place, those confirmed from another place lifted."""
    best: dict[tuple[date, Place], DateClue] = {}
    for clue in clues:
        key = (clue.day, clue.place)
        if key not in best or clue.confidence > best[key].confidence:
            best[key] = clue
    places: dict[date, int] = {}
    for clue in best.values():
        if clue.confidence >= 0.4:
            places[clue.day] = places.get(clue.day, 0) + 1
    lifted = []
    for clue in best.values():
        lift = 0.05 * min(places.get(clue.day, 1) - 1, 2) if clue.confidence >= 0.4 else 0.0
        lifted.append(replace(clue, confidence=round(min(0.99, clue.confidence + lift), 2)))
    lifted.sort(key=lambda clue: (clue.confidence, clue.day, clue.is_visible, clue.place), reverse=True)
    return tuple(lifted[:MAX_CLUES])


def _shown_clues(
    shown: ShownText, heading: tuple[int, int] | None, *, country: str, visited_on: date, book: WordBook
) -> Iterator[DateClue]:
    """Clues from the words a reader sees."""
    hits = list(_hits(shown, heading, country=country, visited_on=visited_on, book=book))
    _mark_rows(hits)
    alone = {hit.written.day for hit in hits if hit.is_alone and not (hit.is_row or hit.is_period)}
    alone = {hit.written.day for hit in hits if hit.written.day in alone and not _is_aside(hit)} or alone
    alone = alone or {hit.written.day for hit in hits if _is_dateline(hit) and not _is_aside(hit)}
    for hit in hits:
        if hit.label in ("today", "event", "copyright"):
            continue
        place, confidence = _trust_of(hit, heading, is_sole=alone == {hit.written.day})
        if hit.is_period:
            confidence = min(confidence, 0.2)
        if hit.written.is_ambiguous:
            confidence -= 0.2
        written = shown.text[hit.written.start : hit.written.end]
        snippet = " ".join(f"{hit.before[-60:]}{written}{hit.after[:40]}".replace(INLINE_BREAK, " ").split())
        is_visible = not hit.parts & Part.HIDDEN
        yield DateClue(hit.written.day, place, is_visible, snippet, round(max(confidence, 0.05), 2))


def _hits(
    shown: ShownText, heading: tuple[int, int] | None, *, country: str, visited_on: date, book: WordBook
) -> Iterator[_Hit]:
    text = shown.text
    written = shown.days(country, book.months)[:MAX_HITS]
    for index, day in enumerate(written):
        parts = shown.parts_at(day.start)
        is_clock = parts & Part.HEADER and abs((day.day - visited_on).days) <= 1
        is_under_heading = heading is not None and 0 <= day.start - heading[1] <= _HEAD_REACH
        if parts & (OUTSIDE & ~Part.HEADER) or (is_clock and not is_under_heading):
            continue
        previous_end = written[index - 1].end if index else 0
        following = written[index + 1].start if index + 1 < len(written) else len(text)
        line_start = max(text.rfind("\n", 0, day.start) + 1, previous_end)
        line_end = text.find("\n", day.end)
        line_end = line_end if line_end >= 0 else len(text)
        before, after = text[line_start : day.start][-_LINE_REACH:], text[day.end : line_end][:_LINE_REACH]
        hit = _Hit(day, parts, shown.names_around(day.start), before, after)
        hit.label, hit.is_label = _label_of(text, hit, line_start, previous_end, book)
        hit.is_alone = _is_alone(shown, hit)
        hit.is_period = _is_range(text[previous_end : day.start], index) or _is_range(text[day.end : following])
        yield hit


def _is_alone(shown: ShownText, hit: _Hit) -> bool:
    """Whether a day stands by itself or in a line of particulars, not in a sentence."""
    around = len(hit.before.strip(_BLANKS)) + len(hit.after.strip(_BLANKS))
    if around <= 30:
        return True
    start, end = shown.piece_span(hit.written.start)
    if _CLAUSE.match(hit.after):
        return False
    piece = (shown.text[start : hit.written.start] + shown.text[hit.written.end : max(end, hit.written.end)]).strip(
        _BLANKS
    )
    return around <= 160 and len(piece) <= 40


def _mark_rows(hits: list[_Hit]) -> None:
    """Mark the days of lists: three different days in elements of the same kind, each close to the one before."""
    runs: dict[str, tuple[list[_Hit], set[date]]] = {}
    for hit in hits:
        if not hit.is_alone:
            continue
        run, days = runs.setdefault(hit.names, ([], set()))
        if run and hit.written.start - run[-1].written.end > _ROW_REACH:
            run.clear()
            days.clear()
        run.append(hit)
        is_list = len(days) >= 3  # then all before it are marked
        days.add(hit.written.day)
        if len(days) >= 3:
            for other in run[-1:] if is_list else run[-_LONGEST_RUN:]:
                other.is_row = True


def _is_range(between: str, index: int = 1) -> bool:
    """Whether two days with these words between them are the ends of a period."""
    return bool(index) and len(between) <= 24 and _RANGE.fullmatch(between) is not None


def _is_dateline(hit: _Hit) -> bool:
    """Whether a line begins with a day, set apart from the words that follow by a dash or in brackets."""
    return not hit.before.strip(_BLANKS) and _DATELINE.match(hit.after) is not None


def _is_aside(hit: _Hit) -> bool:
    return bool(hit.parts & (Part.ASIDE | Part.COMMENT | Part.HEADER))


def _label_of(text: str, hit: _Hit, line_start: int, previous_end: int, book: WordBook) -> tuple[str, bool]:
    """The phrase family of the words beside a day, and whether they are a label and no sentence.

    A label stands right before the day on its line, or alone on the line above, or (`Posted in`) right after it.
    """
    is_first = not hit.before.strip(_BLANKS)
    words = hit.before
    if is_first and line_start > previous_end:
        words = text[max(previous_end, line_start - 1 - _LABEL_REACH) : line_start - 1].rsplit("\n", 1)[-1]
    words = normalise(words[-_LABEL_REACH:])
    nearest, family, met = -1, "", ""
    for name, match in book.phrases(_FAMILIES, words) if _LETTER.search(words) else ():
        at = words.rfind(match.casefold())
        if at > nearest or (at == nearest and len(match) > len(met)):
            nearest, family, met = at, name, match
    if family:
        gap = words[nearest + len(met) :].strip(_BLANKS)
        lead = words[:nearest].strip(_BLANKS)
        is_sentence = len(lead) > (8 if is_first else 24) or len(gap) > 14 or any(sign.isdigit() for sign in gap)
        return family, not is_sentence and (is_first or len(hit.after) <= 80)
    if is_first and _LETTER.search(hit.after) and book.phrase("published", normalise(hit.after[:16])):
        return "published_after", True
    return "", False


def _trust_of(hit: _Hit, heading: tuple[int, int] | None, *, is_sole: bool) -> tuple[Place, float]:
    """The place of a shown day and how far to trust it as the day of publication."""
    distance = hit.written.start - heading[1] if heading else -1
    is_under = 0 <= distance <= _HEAD_REACH and not hit.parts & Part.COMMENT
    lowered = 0.5 if _is_aside(hit) and not is_under else 0.0
    if hit.label == "updated" or _UPDATED_NAMES.search(hit.names):
        return Place.LABEL, 0.5 if is_under and hit.is_alone else 0.35
    if hit.is_row:
        return Place.ROW, 0.35
    if hit.label == "published" and hit.is_label:
        return Place.LABEL, 0.95 - lowered
    if hit.is_alone and 0 <= distance <= 3:
        return Place.HEADING, 0.93
    if hit.label == "published_after":
        return Place.LABEL, 0.86 - lowered
    if hit.label == "signed" and hit.is_label:
        return Place.LABEL, 0.6 - lowered
    if not hit.is_alone:
        return Place.TEXT, 0.55 if is_sole and _is_dateline(hit) and not _is_aside(hit) else 0.2
    if is_under:
        return Place.TIME if hit.parts & Part.TIME else Place.HEADING, 0.9 - distance / 1500
    lowered += 0.1 if hit.parts & Part.EVENT else 0.0
    if hit.parts & Part.TIME:
        return Place.TIME, 0.6 if is_sole and lowered else 0.85 - lowered
    if heading and 0 < heading[0] - hit.written.end <= 60:
        return Place.HEADING, 0.8 - lowered
    if _DATE_NAMES.search(hit.names) and not lowered:
        return Place.TEXT, 0.75
    if is_sole and len(hit.before.strip(_BLANKS)) <= 12:
        return Place.TEXT, 0.6 - lowered / 5
    return Place.TEXT, 0.45 - lowered / 2
