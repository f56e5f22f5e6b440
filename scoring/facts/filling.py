"""This module knows when a page's facts are those of the answer, and when those of what a browser made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crawler.evidence import Record, Visit, routes_in
from scoring.facts.model import Link, PageFacts
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
    filled = _shown_page(rendering, visit, page, book=book, country=country, home_url=home_url)
    return filled or page


def route_pages(
    home: PageFacts, visit: Visit, rendering: Rendering, *, book: WordBook, country: str, home_url: str
) -> Iterator[PageFacts]:
    """The facts of the hash routes of a home page that a browser filled.

    A route that shows the text of the home page, or of another route, is no page of its own.
    """
    known = {home.text_digest}
    for route in rendering.routes:
        there = replace(visit, url=route.document.url, depth=route.depth, linked_from=route.linked_from)
        page = _shown_page(route, there, home, book=book, country=country, home_url=home_url)
        if page is not None and page.text_digest not in known:
            known.add(page.text_digest)
            yield page


def _shown_page(
    rendering: Rendering, visit: Visit, raw: PageFacts, *, book: WordBook, country: str, home_url: str
) -> PageFacts | None:
    """The facts of what a browser showed; links to hash routes, which are no addresses to ask for, are among them."""
    document = rendering.document
    shown = replace(visit, record_id=document.record_id)
    page = page_facts(document, shown, book=book, country=country, home_url=home_url)
    if page is None:
        return None
    own = document.url.partition("#")[0]
    routes = routes_in(document.body, url=own, shown_at=rendering.shown_at)
    links = tuple(Link(url, words, is_internal=True, kind="route") for url, words in routes.items())
    shell = raw.marks["shell"] if raw.rendered is None else raw.rendered.shell
    return replace(
        page,
        links=(*page.links, *links),
        size_bytes=raw.size_bytes,
        encoding=raw.encoding,
        rendered=replace(rendering.facts, shell=shell),
    )
