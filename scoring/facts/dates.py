"""This module knows where a page says when it was published, and how far each of those places can be trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
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
    clues += _shown_clues(shown, country=country, visited_on=visited_on, book=book)
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
        others = sum(1 for other_day, other_place in best if other_day == day and other_place != place)
        confidence = round(min(0.99, clue.confidence + 0.05 * min(others, 2)), 2)
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


def _shown_clues(shown: ShownText, *, country: str, visited_on: date, book: WordBook) -> Iterator[DateClue]:
    """Clues from the words a reader sees."""
    written = days_in(shown.text, country=country, months=book.months)[:MAX_HITS]
    heading_end = _heading_end(shown)
    previous_end = 0
    for hit in written:
        clue = _clue_of(shown, hit, previous_end, heading_end, visited_on=visited_on, book=book)
        previous_end = hit.end
        if clue:
            yield clue


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
    shown: ShownText, hit: WrittenDay, previous_end: int, heading_end: int | None, *, visited_on: date, book: WordBook
) -> DateClue | None:
    node = shown.node_at(hit.start)
    parts = shown.parts_of(node)
    if parts & OUTSIDE:
        return None
    before = shown.text[max(previous_end, hit.start - _LABEL_REACH) : hit.start].replace(INLINE_BREAK, " ")
    after = shown.text[hit.end : hit.end + 20].replace(INLINE_BREAK, " ")
    family = _family_of(before, after, book)
    if family in ("today", "event", "copyright"):
        return None
    is_visible = not parts & Part.HIDDEN
    line_start = max(shown.text.rfind("\n", 0, hit.start) + 1, hit.start - 60)
    line_end = shown.text.find("\n", hit.end)
    snippet = shown.text[line_start : min(hit.end + 40, line_end if line_end > 0 else len(shown.text))]
    snippet = " ".join(snippet.replace(INLINE_BREAK, " ").split())
    place, confidence = _trust_of(shown, hit, family, parts, heading_end)
    if hit.is_ambiguous:
        confidence -= 0.2
    return DateClue(hit.day, place, is_visible, snippet, round(max(confidence, 0.05), 2))


def _family_of(before: str, after: str, book: WordBook) -> str:
    """The phrase family of the label that stands nearest before a day; published also when it follows."""
    nearest, family = -1, ""
    folded = before.casefold()
    for name in ("published", "signed", "updated", "event", "today", "copyright"):
        words = book.phrase(name, before)
        if words:
            at = folded.rfind(words.casefold())
            if at > nearest or (at == nearest and family == ""):
                nearest, family = at, name
    if not family and book.phrase("published", after):
        return "published"
    return family


def _trust_of(
    shown: ShownText, hit: WrittenDay, family: str, parts: Part, heading_end: int | None
) -> tuple[Place, float]:
    """The place of a shown day and how far to trust it as the day of publication."""
    lowered = 0.45 if parts & (Part.ASIDE | Part.COMMENT | Part.EVENT) else 0.0
    if family == "published":
        return Place.LABEL, 0.95 - lowered
    if family == "signed":
        return Place.LABEL, 0.6 - lowered
    if family == "updated":
        return Place.LABEL, 0.35
    start, end = shown.piece_span(hit.start)
    around = len(shown.text[start : hit.start].strip()) + len(shown.text[hit.end : max(end, hit.end)].strip())
    parent = shown.node_at(hit.start).parent
    names = ""
    for _ in range(2):
        if parent is not None:
            names += " " + names_of(parent)
            parent = parent.parent
    if _MODIFIED_NAMES.search(names):
        return Place.TEXT, 0.35
    if parts & Part.TIME:
        return Place.TIME, 0.9 - lowered - (0.3 if parts & Part.LINK else 0)
    is_near = heading_end is not None and -1 <= hit.start - heading_end <= _HEAD_REACH
    if around <= 30 and not parts & Part.LINK:
        if is_near and heading_end is not None:
            return Place.HEADING, 0.82 - (hit.start - heading_end) / 4000
        if _DATE_NAMES.search(names):
            return Place.TEXT, 0.75 - lowered
        return Place.TEXT, 0.45 - lowered / 2
    return Place.TEXT, 0.2
