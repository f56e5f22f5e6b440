"""This module knows where a page shows when it was published, and how far each of those places can be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from htmldate import find_date
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.model import DateClue, Place
from scoring.facts.parts import Part
from scoring.facts.shown import INLINE_BREAK, ShownText, heading_span, shown_text
from scoring.facts.shown_days import BLANKS, HEAD_REACH, ShownDay, is_dateline, kind_of, mark_rows, shown_days
from scoring.facts.stamps import country_of, stamp_clues
from scoring.lexicon import WordBook

TRUSTED = 0.5
"""From this confidence on, a clue tells a publication day; below it, only that the page knows the day."""
MAX_CLUES = 12
_ABOVE_REACH = 25

_DATE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:date|datum|fecha|time(?:stamp)?|pub(?:lish(?:ed|time|date|-info)?|date|time)?|posted(?:-?on)?"
    r"|byline|meta|fbsj|fbrq|riqi|(?:article|post|entry|news|page|doc|art|item)-?(?:info|meta|date|time|details?)"
    r"|info|source|ly|created?)(?![a-z])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ARTICLE_LENGTH = 600
_MAX_GUESSED = 300_000


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
    stamped = [clue for clue in stamp_clues(tree, shown, url=url, country=country) if clue.day <= latest]
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
    """Stamps give way to what a reader sees, where both cannot be meant.

    A stamp a day off is written in another time zone, unless a reader sees its day, too. Where the only day under the
    heading is that of an update, a reader knows the page by it, and an older day of publication stays unseen.
    """
    sure_days = {clue.day for clue in seen if clue.confidence > 0.6}
    likely = [clue for clue in seen if clue.confidence >= TRUSTED]
    likely_days = {clue.day for clue in likely}
    near = {day + timedelta(days=step) for day in sure_days for step in (-1, 1)} - likely_days
    late = {clue.day for clue in stamped if clue.day in near and clue.place is Place.META}
    if not sure_days and len(likely_days) == 1 and likely[0].label == "updated":
        late |= {clue.day for clue in stamped if clue.day < min(likely_days) and clue.place is Place.META}
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
    places: dict[date, set[Place]] = {}
    sure_days = {clue.day for clue in best.values() if clue.is_visible and clue.confidence >= 0.6}
    for clue in best.values():
        if clue.confidence >= 0.4:
            places.setdefault(clue.day, set()).add(clue.place)
    lifted = []
    for clue in best.values():
        where = places.get(clue.day, set()) if clue.confidence >= 0.4 else set()
        lift = 0.05 * min(len(where) - 1, 2) if where else 0.0
        if Place.META in where and clue.day in sure_days:
            lift += 0.05  # shown and stamped: nothing is surer
        lifted.append(replace(clue, confidence=round(min(0.99, clue.confidence + lift), 2)))
    lifted.sort(key=lambda clue: (clue.confidence, clue.day, clue.is_visible, clue.place), reverse=True)
    return tuple(lifted[:MAX_CLUES])


def _shown_clues(
    shown: ShownText, heading: tuple[int, int] | None, *, country: str, visited_on: date, book: WordBook
) -> Iterator[DateClue]:
    """Clues from the words a reader sees."""
    hits = list(shown_days(shown, heading, country=country, visited_on=visited_on, book=book))
    mark_rows(hits)
    alone = {hit.written.day for hit in hits if hit.is_alone and not (hit.is_row or hit.is_period)}
    alone = {hit.written.day for hit in hits if hit.written.day in alone and not hit.is_aside} or alone
    datelines = {hit.written.day for hit in hits if is_dateline(hit) and not hit.is_aside}
    alone = alone or datelines
    labelled = list(dict.fromkeys(hit.written.day for hit in hits if kind_of(hit) == "published"))
    told: set[tuple[date, Place, float, str]] = set()
    for hit in hits:
        if hit.label in ("today", "event", "copyright"):
            continue
        kind = kind_of(hit)
        is_opening = datelines == {hit.written.day} and is_dateline(hit)
        place, confidence = _trust_of(hit, heading, is_sole=alone == {hit.written.day}, is_opening=is_opening)
        if kind == "published" and len(labelled) > 1 and (hit.is_aside or hit.written.day != labelled[0]):
            confidence -= 0.1  # those of other pages, as a rule
        if hit.is_period:
            confidence = min(confidence, 0.2)
        if hit.written.is_ambiguous:
            confidence -= 0.2
        if (said := (hit.written.day, place, confidence, kind)) in told:
            continue  # of equal clues the first counts; lists have hundreds
        told.add(said)
        written = shown.text[hit.written.start : hit.written.end]
        snippet = " ".join(f"{hit.before[-60:]}{written}{hit.after[:40]}".replace(INLINE_BREAK, " ").split())
        is_visible = not hit.parts & Part.HIDDEN
        yield DateClue(
            hit.written.day,
            place,
            is_visible,
            snippet,
            round(max(confidence, 0.05), 2),
            label=kind,
            is_ambiguous=hit.written.is_ambiguous,
        )


def _trust_of(
    hit: ShownDay, heading: tuple[int, int] | None, *, is_sole: bool, is_opening: bool
) -> tuple[Place, float]:
    """The place of a shown day and how far to trust it as the day of publication."""
    distance = hit.written.start - heading[1] if heading else -1
    is_under = 0 <= distance <= HEAD_REACH and not hit.parts & Part.COMMENT
    is_right_above = heading is not None and 0 < heading[0] - hit.written.end <= _ABOVE_REACH
    lowered = 0.0 if is_under or not hit.is_aside else 0.25 if is_right_above and hit.parts & Part.HEADER else 0.5
    kind = kind_of(hit)
    if kind == "updated":
        return Place.LABEL, 0.5 if is_under and hit.is_alone else 0.35
    if hit.is_row:
        return Place.ROW, 0.35
    if kind == "published" and hit.label != "published_after":
        return Place.LABEL, 0.95 - 0.8 * lowered
    if hit.is_alone and 0 <= distance <= 3:
        return Place.HEADING, 0.93
    if hit.label == "published_after":
        return Place.LABEL, 0.86 - lowered
    if kind == "signed":
        return Place.LABEL, 0.6 - lowered
    if not hit.is_alone:
        return Place.TEXT, 0.55 if is_opening and not hit.is_aside else 0.2
    if is_under:
        return Place.TIME if hit.parts & Part.TIME else Place.HEADING, 0.9 - distance / 1500
    lowered += 0.1 if hit.parts & Part.EVENT else 0.0
    is_above = heading is not None and 0 < heading[0] - hit.written.end <= 60
    if hit.parts & Part.TIME:
        return Place.TIME, 0.6 if is_sole and lowered else (0.88 if is_above else 0.85) - lowered
    if is_above:
        return Place.HEADING, 0.8 - lowered
    if _DATE_NAMES.search(hit.names) and not lowered:
        return Place.TEXT, 0.75
    if is_sole and len(hit.before.strip(BLANKS)) <= 12:
        return Place.TEXT, 0.6 - lowered / 5
    return Place.TEXT, 0.45 - lowered / 2
