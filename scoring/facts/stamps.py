"""This module knows the days a page states for machines: in its metadata and in its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.calendars import ENGLISH_MONTHS, days_in, real_day
from scoring.facts.model import DateClue, Place

_PUBLISHED_META = {
    name: trust
    for trust, names in (
        (0.86, ("pubdate", "article:published_time", "og:article:published_time", "datepublished", "publishdate")),
        (0.84, ("dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "publication_date")),
        (0.82, ("publish-date", "publish_date", "parsely-pub-date", "sailthru.date", "article.published")),
        (0.80, ("dc.date", "dcterms.date", "date", "pubtime", "publishtime", "article_date_original", "citation_date")),
    )
    for name in names
}
_JSON_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"\\]{8,40})"')
_STAMP = re.compile(r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d{1,3}(?!\d))")
_PATH_DAY = re.compile(
    r"(?:/|[-_])((?:19|20)\d\d)(?:/(\d{1,2})/(\d{1,2})(?=[/_.-]|$)|([-_])(\d\d)\4(\d\d)(?!\d)|-?(\d\d)/(\d{1,2})(?=/))"
    r"|(?<!\d)((?:19|20)\d\d)(0\d|1[0-2])([0-2]\d|3[01])(?=[_/.-]|$)"
)
_MAX_JSON = 200_000


def country_of(tree: LexborHTMLParser) -> str:
    """The country that a page's own language mark names ("en-US"), "" when it names none."""
    root = tree.root
    node = tree.css_first('meta[property="og:locale"]')
    declared = (root.attributes.get("lang") or "") if root is not None else ""
    locale = (node.attributes.get("content") or "") if node is not None else ""
    for mark in (declared, locale):
        match = re.fullmatch(r"[a-z]{2,3}[-_]([A-Z]{2})", mark[:10])
        if match:
            return match[1]
    return ""


def stamp_clues(tree: LexborHTMLParser, *, url: str, country: str) -> list[DateClue]:
    """The publication days in a page's meta elements, its JSON-LD and its address; no reader sees them."""
    return [*_meta_clues(tree, country), *_json_clues(tree, country), *_path_clues(url)]


def _day_of_stamp(stamp: str, country: str) -> date | None:
    """The day of 2024-05-03T10:00+08:00, 20240503 or Fri, 3 May 2024; the day as written, whatever the time zone."""
    stamp = stamp.strip()[:60]
    match = _STAMP.match(stamp)
    if match:
        return real_day(int(match[1]), int(match[2]), int(match[3]))
    found = days_in(stamp, country=country, months=ENGLISH_MONTHS)
    return found[0].day if found and not found[0].is_ambiguous else None


def _meta_clues(tree: LexborHTMLParser, country: str) -> Iterator[DateClue]:
    teasers: list[DateClue] = []
    for node in tree.css("meta[content]")[:300]:
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or ""
        item = attributes.get("itemprop") or ""
        trust = _PUBLISHED_META.get((name or item).strip().lower())
        content = attributes.get("content")
        day = _day_of_stamp(content, country) if trust and content else None
        if day is None or trust is None:
            continue
        clue = DateClue(day, Place.META, False, f"{name or item}: {(content or '')[:60]}", trust)
        if name:
            yield clue
        else:
            teasers.append(clue)
    if len({clue.day for clue in teasers}) == 1:  # many days belong to teasers of other pages
        yield teasers[0]


def _json_clues(tree: LexborHTMLParser, country: str) -> Iterator[DateClue]:
    clues = []
    for node in tree.css('script[type="application/ld+json"]')[:20]:
        for match in _JSON_PUBLISHED.finditer((node.text(deep=True) or "")[:_MAX_JSON]):
            day = _day_of_stamp(match[1], country)
            if day:
                clues.append(DateClue(day, Place.META, False, match[0][:100], 0.85))
    if len({clue.day for clue in clues}) in (1, 2):
        yield clues[0]


def _path_clues(url: str) -> Iterator[DateClue]:
    path = url[:2000].split("?", 1)[0].split("//", 1)[-1]
    for match in _PATH_DAY.finditer(path):
        numbers = [int(group) for group in match.groups() if group and group.isdigit()]
        day = real_day(*numbers) if len(numbers) == 3 else None
        if day:
            yield DateClue(day, Place.PATH, False, match[0].strip("/_-."), 0.7)
