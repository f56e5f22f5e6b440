"""This module knows where a page says when it was published, and how far each of those places can be trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.calendars import WrittenDay, days_in, real_day
from scoring.facts.model import DateClue, Place
from scoring.facts.shown import INLINE_BREAK, OUTSIDE, Part, ShownText, names_of, shown_text
from scoring.lexicon import WordBook

TRUSTED = 0.5
"""From this confidence on, a clue tells a publication day; below it, only that the page knows the day."""
MAX_HITS = 400
MAX_CLUES = 12
_LABEL_REACH = 40
_LINE_REACH = 120
_BLANKS = " \t\r\n\x1f\xa0\u3000:：|/()（）[]【】·•,，.。-–—"
_RANGE = re.compile(
    r"\s*(?:\([^)]{1,8}\)|（[^）]{1,8}）)?\s*(?:[-–—~～至到]|to|until|till|through|bis|do|al?|au|à|и|по|и до)\s*[^\W\d]{0,10},?\s*"
)
_HEAD_REACH = 400

_PUBLISHED_META = {
    name: trust
    for trust, names in (
        (0.86, ("pubdate", "article:published_time", "og:article:published_time", "datepublished", "publishdate")),
        (0.84, ("dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "publication_date")),
        (0.82, ("publish-date", "publish_date", "parsely-pub-date", "sailthru.date", "article.published", "cxenseparse:recs:publishtime")),
        (0.8, ("dc.date", "dcterms.date", "date", "pubtime", "publishtime", "article_date_original", "originalpublicationdate", "citation_date")),
    )
    for name in names
}  # fmt: skip
_JSON_PUBLISHED = re.compile(r'"(?:datePublished|dateCreated|uploadDate)"\s*:\s*"([^"]{8,40})"')
_PATH_DAY = re.compile(
    r"(?:/|[-_])((?:19|20)\d\d)(?:/(\d{1,2})/(\d{1,2})(?=[/_.-]|$)|([-_])(\d\d)\4(\d\d)(?!\d)|-?(\d\d)/(\d{1,2})(?=/))"
    r"|(?<![\d])t?((?:19|20)\d\d)(0\d|1[0-2])([0-2]\d|3[01])(?=[_/.-]|$)"
)
_DATE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:date|datum|fecha|time(?:stamp)?|pub(?:lish(?:ed|time|date|-info)?|date|time)?|posted(?:-?on)?|byline|meta|fbsj|fbrq|riqi"
    r"|(?:article|post|entry|news|page|doc|art|item)-?(?:info|meta|date|time|details?)|info|source|ly|created?)(?![a-z])"
)
_MODIFIED_NAMES = re.compile(r"updated|modified|(?:^|[\s_-])(?:upd|edit)")


def page_dates(
    tree: LexborHTMLParser, *, url: str, country: str, visited_on: date, book: WordBook, shown: ShownText | None = None
) -> tuple[DateClue, ...]:
    """When a page was published: all clues, the most trustworthy first, of equal ones the newest.

    `country` is ISO 3166-1 ("" when unknown), `visited_on` the day we were there; later days are plans, not dates.
    Clues below `TRUSTED` (a signature, "updated", a day somewhere in the text) say less than when it was published.
    `shown` is the page's `shown_text`, for callers that have it.
    """
    shown = shown or shown_text(tree)
    country = country or _country_of(tree)
    latest = visited_on + timedelta(days=1)  # a page of the far east may be dated tomorrow
    clues = list(_meta_clues(tree, country))
    clues += _path_clues(url)
    clues += _shown_clues(shown, country=country, book=book)
    clues = [clue for clue in clues if clue.day <= latest]
    return _ranked(clues)


def _ranked(clues: list[DateClue]) -> tuple[DateClue, ...]:
    """The best clue of each day and place, those confirmed from another place lifted."""
    best: dict[tuple[date, Place], DateClue] = {}
    for clue in clues:
        key = (clue.day, clue.place)
        if key not in best or clue.confidence > best[key].confidence:
            best[key] = clue
    lifted = []
    for (day, place), clue in best.items():
        others = sum(
            other.confidence >= TRUSTED
            for (other_day, other_place), other in best.items()
            if other_day == day and other_place != place
        )
        lift = 0.05 * min(others, 2) if clue.confidence >= TRUSTED else 0.0
        confidence = round(min(0.99, clue.confidence + lift), 2)
        lifted.append(DateClue(clue.day, clue.place, clue.is_visible, clue.snippet, confidence))
    lifted.sort(key=lambda clue: (clue.confidence, clue.day, clue.is_visible, clue.place), reverse=True)
    return tuple(lifted[:MAX_CLUES])


def _country_of(tree: LexborHTMLParser) -> str:
    """The country that the page's own language mark names ("en-US"), for pages of unknown country."""
    root = tree.root
    node = tree.css_first('meta[property="og:locale"]')
    marks = [
        (root.attributes.get("lang") or "") if root is not None else "",
        (node.attributes.get("content") or "") if node else "",
    ]
    for mark in marks:
        match = re.fullmatch(r"[a-z]{2,3}[-_]([A-Z]{2})", mark[:10])
        if match:
            return match[1]
    return ""


def _day_of_stamp(stamp: str, country: str) -> date | None:
    """The day of a time stamp in a page's metadata: 2024-05-03T10:00+08:00, 20240503, 2024-05-03."""
    stamp = stamp.strip()[:60]
    match = re.match(r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d{1,3}(?!\d))", stamp)
    if match:
        return real_day(int(match[1]), int(match[2]), int(match[3]))
    found = days_in(stamp, country=country, months=_STAMP_MONTHS)
    return found[0].day if found and not found[0].is_ambiguous else None


_STAMP_MONTHS = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
} | {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}


def _meta_clues(tree: LexborHTMLParser, country: str) -> Iterator[DateClue]:
    for node in tree.css("meta[content]")[:200]:
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
        trust = _PUBLISHED_META.get(name.strip().lower())
        content = attributes.get("content")
        if not trust or not content:
            continue
        day = _day_of_stamp(content, country)
        if day:
            yield DateClue(day, Place.META, False, f"{name}: {content[:60]}", trust)
    days = []
    for node in tree.css('script[type="application/ld+json"]')[:20]:
        for match in _JSON_PUBLISHED.finditer((node.text(deep=True) or "")[:200_000]):
            day = _day_of_stamp(json.loads(f'"{match[1]}"') if "\\" not in match[1] else match[1], country)
            if day:
                days.append((day, match[0]))
    if days and len({day for day, _ in days}) <= 2:
        yield DateClue(days[0][0], Place.META, False, days[0][1][:100], 0.85)


def _path_clues(url: str) -> Iterator[DateClue]:
    path = url[:2000].split("?", 1)[0].split("//", 1)[-1]
    for match in _PATH_DAY.finditer(path):
        numbers = [int(group) for group in match.groups() if group and group.isdigit()]
        day = real_day(*numbers[:3]) if len(numbers) >= 3 else None
        if day:
            yield DateClue(day, Place.PATH, False, match[0].strip("/"), 0.7)


def _shown_clues(shown: ShownText, *, country: str, book: WordBook) -> Iterator[DateClue]:
    """Clues from the words a reader sees."""
    written = days_in(shown.text, country=country, months=book.months)[:MAX_HITS]
    heading_end = _heading_end(shown)
    for index, hit in enumerate(written):
        parts = shown.parts_of(shown.node_at(hit.start))
        if parts & OUTSIDE:
            continue
        previous_end = written[index - 1].end if index else 0
        following = written[index + 1].start if index + 1 < len(written) else len(shown.text)
        is_period = _is_range(shown.text[previous_end : hit.start], index) or _is_range(shown.text[hit.end : following])
        clue = _clue_of(shown, hit, parts, previous_end, heading_end, book)
        if clue and is_period:
            clue = replace(clue, confidence=min(clue.confidence, 0.2))
        if clue:
            yield clue


def _is_range(between: str, index: int = 1) -> bool:
    """Whether two days with these words between them are the ends of a period."""
    return bool(index) and len(between) <= 24 and _RANGE.fullmatch(between) is not None


def _heading_end(shown: ShownText) -> int | None:
    """Where the words of the page's heading end, None without one."""
    last: int | None = None
    for index, node in enumerate(shown.nodes):
        parent = node.parent
        if parent is None:
            continue
        tags = (parent.tag, parent.parent.tag if parent.parent is not None else "")
        if "h1" in tags:
            parts = shown.parts_of(parent)
            if not parts & (Part.NAVIGATION | Part.FOOTER):
                last = shown.starts[index] + len(node.text_content or "")
        elif last is not None:
            break
    return last


def _clue_of(
    shown: ShownText, hit: WrittenDay, parts: Part, previous_end: int, heading_end: int | None, book: WordBook
) -> DateClue | None:
    text = shown.text
    line_start = max(text.rfind("\n", 0, hit.start) + 1, previous_end)
    line_end = text.find("\n", hit.end)
    line_end = line_end if line_end >= 0 else len(text)
    before, after = text[line_start : hit.start][-_LINE_REACH:], text[hit.end : line_end][:_LINE_REACH]
    family, is_label = _label_of(text, before, after, line_start, previous_end, book)
    if family in ("today", "event", "copyright"):
        return None
    is_alone = len(before.strip(_BLANKS)) + len(after.strip(_BLANKS)) <= 30
    place, confidence = _trust_of(shown, hit, parts, family if is_label else "", is_alone, heading_end)
    if family == "updated":
        place, confidence = Place.LABEL, 0.35
    if hit.is_ambiguous:
        confidence -= 0.2
    snippet = " ".join((before[-60:] + text[hit.start : hit.end] + after[:40]).replace(INLINE_BREAK, " ").split())
    return DateClue(hit.day, place, not parts & Part.HIDDEN, snippet, round(max(confidence, 0.05), 2))


def _label_of(
    text: str, before: str, after: str, line_start: int, previous_end: int, book: WordBook
) -> tuple[str, bool]:
    """The phrase family of the words beside a day, and whether they are a label and no sentence.

    A label stands right before the day on its line, or alone on the line above, or (`Posted in`) right after it.
    """
    is_first = not before.strip(_BLANKS)
    words = before
    if is_first and line_start > previous_end:
        words = text[max(previous_end, line_start - 1 - _LABEL_REACH) : line_start - 1].rsplit("\n", 1)[-1]
    words = words[-_LABEL_REACH:].replace(INLINE_BREAK, " ")
    nearest, family, met = -1, "", ""
    for name in ("published", "signed", "updated", "event", "today", "copyright"):
        match = book.phrase(name, words)
        at = words.casefold().rfind(match.casefold()) if match else -1
        if match and (at > nearest or (at == nearest and len(match) > len(met))):
            nearest, family, met = at, name, match
    if family:
        gap = words[nearest + len(met) :].strip(_BLANKS)
        lead = words[:nearest].strip(_BLANKS)
        is_sentence = len(lead) > (8 if is_first else 24) or len(gap) > 14 or any(sign.isdigit() for sign in gap)
        return family, not is_sentence and (is_first or len(after) <= 80)
    if is_first and book.phrase("published", after[:16].replace(INLINE_BREAK, " ")):
        return "published_after", True
    return "", False


def _trust_of(
    shown: ShownText, hit: WrittenDay, parts: Part, label: str, is_alone: bool, heading_end: int | None
) -> tuple[Place, float]:
    """The place of a shown day and how far to trust it as the day of publication."""
    lowered = 0.5 if parts & (Part.ASIDE | Part.COMMENT | Part.EVENT) else 0.0
    if label == "published":
        return Place.LABEL, 0.95 - lowered
    distance = hit.start - heading_end if heading_end is not None else -1
    if is_alone and 0 <= distance <= 3 and not parts & Part.LINK:
        return Place.HEADING, 0.93
    if label == "published_after":
        return Place.LABEL, 0.88 - lowered
    if label == "signed":
        return Place.LABEL, 0.6 - lowered
    names = _names_around(shown, hit)
    if _MODIFIED_NAMES.search(names):
        return Place.TEXT, 0.35
    if parts & Part.TIME:
        return Place.TIME, 0.85 - lowered - (0.3 if parts & Part.LINK else 0)
    if not is_alone or parts & Part.LINK:
        return Place.TEXT, 0.2
    if 0 <= distance <= _HEAD_REACH:
        return Place.HEADING, 0.84 - distance / 2000 - lowered
    if _DATE_NAMES.search(names):
        return Place.TEXT, 0.75 - lowered
    return Place.TEXT, 0.45 - lowered / 2


def _names_around(shown: ShownText, hit: WrittenDay) -> str:
    """Classes and ids of the two elements closest around a day."""
    parent = shown.node_at(hit.start).parent
    names = []
    for _ in range(2):
        if parent is not None:
            names.append(names_of(parent))
            parent = parent.parent
    return " ".join(names)
