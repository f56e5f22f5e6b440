"""This module knows what a portal answers for a page that never was, and which pages are that same answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from crawler.evidence import Purpose, Record, Visit
from scoring.facts.model import PageFacts
from scoring.facts.page import page_facts
from scoring.facts.topics import shorten
from scoring.lexicon import WordBook

MADE_UP = "/egovbench-"
"""So begins the path that the crawler's probe makes up."""
ENOUGH = 20
"""An answer of fewer characters is too little to be known again by."""
MAX_APART = 500
"""Texts whose lengths differ by more characters than an address and some figures have are not the same."""
MOST = 0.5
"""Where more of the pages than this are one answer, scripts fill them, or nothing was found to compare."""
_SEEN_BY_SCRIPTS = ("shell", "challenge", "login")
_APART = re.compile(r"[\W\d_]+")


def made_up_visit(visits: Sequence[Visit]) -> Visit | None:
    """The last visit to the made-up address, None when it was not asked for."""
    asked = (visit for visit in reversed(visits) if visit.purpose is Purpose.PROBE)
    return next((visit for visit in asked if urlsplit(visit.url).path.startswith(MADE_UP)), None)


def answer_of(record: Record, visit: Visit | None, *, book: WordBook, country: str, home_url: str) -> PageFacts | None:
    """The page that a made-up address brought with 200, None when the record is of something else."""
    if visit is None or visit.record_id != record.record_id or visit.status != 200 or visit.challenge:
        return None
    return page_facts(record, replace(visit, depth=1), book=book, country=country, home_url=home_url)


def with_made_up(pages: Sequence[PageFacts], answer: PageFacts | None) -> list[PageFacts]:
    """The pages; those that are word for word the answer to a made-up address carry the mark `not_found`.

    Title and text must be the same, addresses and figures in them aside. Nothing is compared when that answer is the
    home page, says next to nothing, is a shell that scripts fill, or is the answer for most pages.
    """
    said = _said(answer) if answer else ""
    if answer is None or len(said) < ENOUGH or any(mark in answer.marks for mark in _SEEN_BY_SCRIPTS):
        return list(pages)
    alike = (page for page in pages if abs(len(page.text) - len(answer.text)) <= MAX_APART)
    same = {page.url for page in alike if _said(page) == said}
    below = [page for page in pages if page.depth > 0]
    if any(page.url in same for page in pages if page.depth == 0) or len(same) > MOST * len(below):
        return list(pages)
    return [_missing(page) if page.url in same else page for page in pages]


def _said(page: PageFacts) -> str:
    """What title and text say, without the words of the address, which some answers repeat."""
    path = unquote(urlsplit(page.url).path)
    words = f"{page.title} {page.text}".replace(page.url, " ")
    words = words.replace(path, " ") if len(path) > 1 else words
    return _APART.sub(" ", words.casefold()).strip()


def _missing(page: PageFacts) -> PageFacts:
    words = shorten(page.text)
    return replace(page, marks={"not_found": words, **page.marks})
