"""This module knows the days a page states for machines: in its metadata and in its address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.calendars import ENGLISH_MONTHS, days_in, real_day
from scoring.facts.model import DateClue, Place
from scoring.facts.parts import OUTSIDE, Part, plain_names
from scoring.facts.shown import ShownText

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
_PUBLISHED_NAME = re.compile(
    r"(?:[\w.-]{1,40}[:._-])?(?:date[._-]?)?"
    r"(?:publi(?:shed|cation|sh)|pub|posted|issued|released?|online|upload(?:ed)?|creat(?:ed?|ion))"
    r"(?:[._-]?(?:date|time|day|on|at))?"
)
_NAMED_TRUST = 0.7
"""For names that no standard and no system we know has, and that say "published" all the same."""
_JSON_NAMES = ("datePublished", "dateCreated", "uploadDate")
_ARTICLE_TYPE = re.compile(r"Article|Posting|Report")
_STAMP_NAMES = ("datetime", "content", "title")
_MICRODATA_TAGS = ("span", "div", "p", "li", "meta", "data")
_MAX_STAMPED = 100
_MARKED = re.compile(r"published|pubdate")
_CHANGED = re.compile(r"updated|modified|changed")
_ELSEWHERE = OUTSIDE | Part.ASIDE | Part.COMMENT | Part.EVENT
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


def stamp_clues(tree: LexborHTMLParser, shown: ShownText, *, url: str, country: str) -> list[DateClue]:
    """The publication days in a page's meta elements, its JSON-LD, its attributes and its address."""
    return [
        *_meta_clues(tree, country),
        *_json_clues(tree, country),
        *_attribute_clues(shown, country),
        *_path_clues(url),
    ]


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
        trust = _trust_of_name((name or item).strip().lower())
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


@lru_cache(maxsize=4096)
def _trust_of_name(name: str) -> float | None:
    return _PUBLISHED_META.get(name) or (_NAMED_TRUST if _PUBLISHED_NAME.fullmatch(name[:80]) else None)


def _json_clues(tree: LexborHTMLParser, country: str) -> Iterator[DateClue]:
    """The day of the article that the JSON-LD describes; where it describes many pages, of the only article."""
    stated: list[tuple[bool, DateClue]] = []
    for node in tree.css('script[type="application/ld+json"]')[:20]:
        text = (node.text(deep=True) or "")[:_MAX_JSON]
        for is_article, name, stamp in _json_stamps(text):
            trust = 0.85 if name == "datePublished" else 0.65
            if day := _day_of_stamp(stamp, country):
                stated.append((is_article, DateClue(day, Place.META, False, f'"{name}":"{stamp[:60]}"', trust)))
    articles = [clue for is_article, clue in stated if is_article]
    clues = articles or [clue for _, clue in stated]
    if len({clue.day for clue in clues}) in (1, 2):
        yield clues[0]


def _json_stamps(text: str) -> Iterator[tuple[bool, str, str]]:
    """Whether an article is described, the name of the property, and its stamp, for all things described."""
    if not any(name in text for name in _JSON_NAMES):
        return
    try:
        described = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        described = None
    found = False
    for thing in _things(described):
        for name in _JSON_NAMES:
            stamp = thing.get(name)
            if isinstance(stamp, str) and stamp:
                found = True
                yield _ARTICLE_TYPE.search(str(thing.get("@type"))[:200]) is not None, name, stamp
                break
    if not found:  # nested deeper, or no JSON at all
        for match in _JSON_PUBLISHED.finditer(text):
            yield False, "datePublished", match[1]


def _things(described: object) -> Iterator[dict[str, object]]:
    """What a JSON-LD script describes: one thing, a list of things, or a graph of them."""
    for outer in described[:50] if isinstance(described, list) else [described]:
        if not isinstance(outer, dict):
            continue
        yield outer
        graph = outer.get("@graph")
        yield from (inner for inner in (graph[:50] if isinstance(graph, list) else [graph]) if isinstance(inner, dict))


def _attribute_clues(shown: ShownText, country: str) -> Iterator[DateClue]:
    """The day in the attributes of the page's own time element, whose words may say "3 days ago" or nothing.

    Only where all such elements outside navigation, comments and teasers agree, or all those marked as publication.
    """
    marked: list[DateClue] = []
    plain: list[DateClue] = []
    outline = shown.outline
    stamped = [*outline.of_tag["time"], *outline.of_tag["abbr"]]
    for tag in _MICRODATA_TAGS:
        stamped += [
            number for number in outline.of_tag[tag] if outline.attributes[number].get("itemprop") in _JSON_NAMES
        ]
    for element in stamped[:_MAX_STAMPED]:
        attributes = outline.attributes[element]
        stamp = next((value for name in _STAMP_NAMES if (value := attributes.get(name))), "")
        day = _day_of_stamp(stamp, country) if stamp else None
        if day is None:
            continue
        names = plain_names(outline.names[element])
        if _CHANGED.search(names) or shown.parts_of(element) & _ELSEWHERE:
            continue
        is_marked = (attributes.get("itemprop") or "") in _JSON_NAMES or _MARKED.search(names) is not None
        is_marked = is_marked or "pubdate" in attributes
        (marked if is_marked else plain).append(
            DateClue(day, Place.TIME, False, f"{outline.tags[element]}: {stamp[:60]}", 0.8 if is_marked else 0.6)
        )
    clues = marked or plain
    if len({clue.day for clue in clues}) == 1:
        yield clues[0]


def _path_clues(url: str) -> Iterator[DateClue]:
    path = url[:2000].split("?", 1)[0].split("//", 1)[-1]
    for match in _PATH_DAY.finditer(path):
        numbers = [int(group) for group in match.groups() if group and group.isdigit()]
        day = real_day(*numbers) if len(numbers) == 3 else None
        if day:
            yield DateClue(day, Place.PATH, False, match[0].strip("/_-."), 0.7)
