"""This module knows when a page's facts are those of the answer, and when those of what a browser made of it."""

from __future__ import annotations

from dataclasses import replace

from crawler.evidence import Record, Visit
from scoring.facts.model import PageFacts
from scoring.facts.page import page_facts
from scoring.facts.rendered import Rendering
from scoring.lexicon import WordBook


def filled_page(
    record: Record, visit: Visit, rendering: Rendering | None, *, book: WordBook, country: str, home_url: str
) -> PageFacts | None:
    """The facts of an answered visit; None when its body is no HTML page.

    Of an empty shell that a browser filled they are the facts of what it showed, but for what only the answer can tell:
    size, time and encoding. Every other page keeps the facts of its answer, be it shown to a browser or not, so that
    portals are held against each other alike; what axe-core said is added.
    """
    page = page_facts(record, visit, book=book, country=country, home_url=home_url)
    if page is None or rendering is None:
        return page
    if "shell" not in page.marks:
        return replace(page, rendered=rendering.facts)
    shown = replace(visit, record_id=rendering.document.record_id)
    filled = page_facts(rendering.document, shown, book=book, country=country, home_url=home_url)
    if filled is None:
        return page
    facts = replace(rendering.facts, shell=page.marks["shell"])
    return replace(filled, size_bytes=page.size_bytes, encoding=page.encoding, rendered=facts)
