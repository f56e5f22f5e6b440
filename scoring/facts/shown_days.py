"""This module knows the days that a reader sees on a page, what stands around each, and what it is called there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from scoring.facts.calendars import WrittenDay
from scoring.facts.parts import OUTSIDE, Part
from scoring.facts.shown import ShownText
from scoring.lexicon import WordBook
from scoring.matching import normalise

HEAD_REACH = 400
"""A day so close under the page's heading belongs to it."""
BLANKS = " \t\r\n\x1f\xa0\u3000:：|/()（）[]【】·•⋅›»,，.。-–—"
MAX_HITS = 300
_LABEL_REACH = 40
_LINE_REACH = 120
_UPDATED_NAMES = re.compile(r"updated|modified|(?:^|[\s_-])(?:upd|edit)")
_PUBLISHED_NAMES = re.compile(r"published|pubdate|(?:entry|post|article)-?(?:meta-?)?(?:date|time)")
"""Templates name the day of publication "entry-date published updated" while nothing has been changed since."""
_RANGE = re.compile(
    r"\s*(?:\([^)]{1,8}\)|（[^）]{1,8}）)?\s*"
    r"(?:[-–—~～至到]|to|until|till|through|bis|do|al?|au|à|и|по)\s*[^\W\d]{0,10},?\s*"
)
_LETTER = re.compile(r"[^\W\d_]|©")
_DATELINE = re.compile(r"\s?[)\]）】]?\s?[-–—:]\s|\s?[)\]）】]\s?\S")
_CLAUSE = re.compile(r"\s*[,，]\s*[^\W\d]")
_ROW_REACH = 600
_LONGEST_RUN = 40
_OTHER_LABEL = re.compile(r"[\u4e00-\u9fff]{4}\Z")
"""Before a label and without a break: 無法決標公告日期 is no 公告日期."""
_FROM_THEN_ON = re.compile(r"[自从從]\s?(?:中華民國|民國)?\s?\Z")
_APART = Part.ASIDE | Part.COMMENT | Part.HEADER
_FAMILIES = ("published", "signed", "updated", "event", "today", "copyright")


@dataclass(slots=True)
class ShownDay:
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
    is_aside: bool = False


def shown_days(
    shown: ShownText, heading: tuple[int, int] | None, *, country: str, visited_on: date, book: WordBook
) -> Iterator[ShownDay]:
    """The days on a page with what is around each, in their order; those in navigation and foot are left out.

    So is a day in the head of the page that is the day of the visit: a clock. `heading` is the span of the page's own.
    """
    text = shown.text
    written = shown.days(country, book.months)[:MAX_HITS]
    # What holds the page's own heading is no aside, whatever its template calls it.
    apart = _APART & ~(shown.parts_of(shown.element_at(heading[0])) if heading else Part.NONE)
    for index, day in enumerate(written):
        element = shown.element_at(day.start)
        parts = shown.parts_of(element)
        is_clock = parts & Part.HEADER and abs((day.day - visited_on).days) <= 1
        is_under_heading = heading is not None and 0 <= day.start - heading[1] <= HEAD_REACH
        if parts & (OUTSIDE & ~Part.HEADER) or (is_clock and not is_under_heading):
            continue
        previous_end = written[index - 1].end if index else 0
        following = written[index + 1].start if index + 1 < len(written) else len(text)
        line_start = max(text.rfind("\n", 0, day.start) + 1, previous_end)
        line_end = text.find("\n", day.end)
        line_end = line_end if line_end >= 0 else len(text)
        before, after = text[line_start : day.start][-_LINE_REACH:], text[day.end : line_end][:_LINE_REACH]
        hit = ShownDay(day, parts, shown.names_around(element), before, after)
        hit.is_aside = bool(parts & apart)
        hit.label, hit.is_label = _label_of(text, hit, line_start, previous_end, book)
        hit.is_alone = _is_alone(shown, hit)
        hit.is_period = _is_range(text[previous_end : day.start], index) or _is_range(text[day.end : following])
        hit.is_period = hit.is_period or ("起" in after[:8] and _FROM_THEN_ON.search(before) is not None)
        yield hit


def _is_alone(shown: ShownText, hit: ShownDay) -> bool:
    """Whether a day stands by itself or in a line of particulars, not in a sentence."""
    around = len(hit.before.strip(BLANKS)) + len(hit.after.strip(BLANKS))
    if around <= 30:
        return True
    start, end = shown.piece_span(hit.written.start)
    if _CLAUSE.match(hit.after):
        return False
    piece = (shown.text[start : hit.written.start] + shown.text[hit.written.end : max(end, hit.written.end)]).strip(
        BLANKS
    )
    return around <= 160 and len(piece) <= 40


def mark_rows(hits: list[ShownDay]) -> None:
    """Mark the days of lists: three different days in elements of the same kind, each close to the one before."""
    runs: dict[str, tuple[list[ShownDay], set[date]]] = {}
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


def is_dateline(hit: ShownDay) -> bool:
    """Whether a line begins with a day, set apart from the words that follow by a dash or in brackets."""
    return not hit.before.strip(BLANKS) and _DATELINE.match(hit.after) is not None


def _label_of(text: str, hit: ShownDay, line_start: int, previous_end: int, book: WordBook) -> tuple[str, bool]:
    """The phrase family of the words beside a day, and whether they are a label and no sentence.

    A label stands right before the day on its line, or alone on the line above, or (`Posted in`) right after it.
    """
    is_first = not hit.before.strip(BLANKS)
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
        gap = words[nearest + len(met) :].strip(BLANKS)
        lead = words[:nearest].strip(BLANKS)
        is_sentence = len(lead) > (8 if is_first else 24) or len(gap) > 14 or any(sign.isdigit() for sign in gap)
        is_sentence = is_sentence or _OTHER_LABEL.search(words[:nearest]) is not None
        return family, not is_sentence and (is_first or len(hit.after) <= 80)
    if is_first and _LETTER.search(hit.after) and book.phrase("published", normalise(hit.after[:16])):
        return "published_after", True
    return "", False


@lru_cache(maxsize=4096)
def _is_named_updated(names: str) -> bool:
    """Whether names of elements say that a day is of an update; kept, since the days of a list share them."""
    return _UPDATED_NAMES.search(names) is not None and _PUBLISHED_NAMES.search(names) is None


def kind_of(hit: ShownDay) -> str:
    """What the words or the template say that a day is: published, signed, updated, or "" for nothing."""
    if hit.label == "updated" or _is_named_updated(hit.names):
        return "updated"
    if hit.label == "published_after":
        return "published"
    return hit.label if hit.is_label else ""
