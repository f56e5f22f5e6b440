"""This module knows how the recognisers of faults are held against invented pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from crawler.evidence import Purpose, Record, Visit
from scoring.evaluation.fault_cases import FaultPage, FaultSet, HiddenSet, fault_pages, hidden_pages
from scoring.evaluation.figures import Judgement, Verdict
from scoring.facts.faults import content_fault
from scoring.facts.model import PageFacts
from scoring.facts.page import page_facts
from scoring.lexicon import WordBook, bundled_languages, word_book

SEEN_AT = datetime(2026, 10, 15, 12, tzinfo=UTC)


def judge_faults(read: FaultSet) -> Iterator[Judgement]:
    """Which fault each page was said to have; a page of another fault counts against the one that was said."""
    book = word_book(bundled_languages())
    for page in fault_pages(read):
        found = content_fault(_facts(page, "https://www.town.example/", "list/", book))
        said = found[0] if found else ""
        for fault in dict.fromkeys(fault for fault in (page.expected, said) if fault):
            there, claimed = (fault if fault == one else "" for one in (page.expected, said))
            yield _judged("content fault", read.set, page, there, claimed, part=fault)
        if not page.expected and not said:
            yield _judged("content fault", read.set, page, "", "", part=page.like)


def judge_hidden(read: HiddenSet) -> Iterator[Judgement]:
    """Whether something was said to be hidden on each page."""
    book = word_book(bundled_languages())
    for page in hidden_pages(read):
        facts = _facts(page, read.url, "", book)
        yield _judged("hidden link", read.set, page, page.expected, "hidden" if facts.injections else "", part="")


def _facts(page: FaultPage, home: str, path: str, book: WordBook) -> PageFacts:
    record = Record("", home + path, SEEN_AT, 200, {"content-type": "text/html"}, page.html.encode())
    visit = Visit(
        site_id="made", url=home + path, purpose=Purpose.PAGE, requested_at=SEEN_AT, status=200, depth=1 if path else 0
    )
    facts = page_facts(record, visit, book=book, country="", home_url=home)
    if facts is None:
        raise ValueError(f"the case {page.name!r} is no HTML page; mend its frame")
    return facts


def _judged(recogniser: str, name: str, page: FaultPage, expected: str, said: str, *, part: str) -> Judgement:
    verdict = Verdict.RIGHT if said and said == expected else Verdict.WRONG if said else Verdict.NONE
    sets = (name, f"{name}, {page.split}", *((f"{name}: {part}", f"{name}, {page.split}: {part}") if part else ()))
    return Judgement(recogniser, sets, verdict, page.name, expected, said)
