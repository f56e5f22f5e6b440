"""This module knows how each recogniser is held against the labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from urllib.parse import urljoin

from crawler.evidence import Purpose, Record, Visit, parse_page
from scoring.evaluation.dictionary_judging import judge_dictionaries
from scoring.evaluation.fault_judging import judge_faults, judge_hidden
from scoring.evaluation.figures import Judgement
from scoring.evaluation.guide_judging import guide_judgements, real_guide_judgements
from scoring.evaluation.judging_spans import compared, judge_spans
from scoring.evaluation.labels import TITLE_CHARACTERS, Label, Labels
from scoring.evaluation.made_pages import MadeSet, made_sets
from scoring.evaluation.spelling_judging import judge_spellings
from scoring.evaluation.spellings import shows_day
from scoring.facts.dates import TRUSTED
from scoring.facts.encoding import decode_page, is_wrong
from scoring.facts.language import language_of
from scoring.facts.model import PageFacts
from scoring.facts.page import page_facts
from scoring.facts.text import main_and_whole_text
from scoring.lexicon import WordBook, bundled_languages, word_book

PIECE_CHARACTERS = 200
LATEST = date(2100, 1, 1)
"""The day of the visit where no label tells it."""


@dataclass(frozen=True, slots=True)
class _Page:
    facts: PageFacts
    record: Record


def judge(labels: Labels) -> Iterator[Judgement]:
    """What each recogniser made of each label, in the order of the labels; the made pages come last."""
    book = word_book(bundled_languages())
    for (_, _, kind), same in _by_page(labels.labels).items():
        # A guide is read with the words of its own language, as in a survey.
        is_guide = kind in ("guides", "guides_real")
        page = _page(same[0], word_book((same[0].language,)) if is_guide else book)
        if kind == "page_dates":
            yield _page_date(same[0], page)
        elif kind == "item_dates":
            yield from _item_dates(same, page)
        elif kind == "access_rules":
            yield from (_access_rule(label, page) for label in same)
        elif kind == "languages":
            yield from _languages(same[0], page)
        elif kind == "letters":
            told = [(one.asked, one.answered, one.is_answered) for one in page.facts.letters]
            yield from judge_spans(same, told, dates="letter dates", state="letter answered")
        elif kind == "consultations":
            spans = [(one.opens, one.closes, one.has_outcome) for one in page.facts.consultations]
            yield from judge_spans(same, spans, dates="consultation dates", state="consultation outcome")
        elif kind == "guides":
            yield from guide_judgements(same, page.facts.guide)
        elif kind == "guides_real":
            yield from real_guide_judgements(same, page.facts.guide)
        else:
            yield from _topics(same[0], page)
    if labels.made is not None:
        yield from _encodings(labels.made)
    for faulty in labels.faults:
        yield from judge_faults(faulty)
    for hiding in labels.hidden:
        yield from judge_hidden(hiding)
    if labels.spellings is not None:
        yield from judge_spellings(labels.spellings, labels.pages)
        yield from judge_dictionaries(labels.spellings.dictionary, labels.pages)


def _by_page(labels: Iterable[Label]) -> dict[tuple[str, Path, str], list[Label]]:
    """Labels by set, page and kind, so that a page with many labels is read once."""
    pages: dict[tuple[str, Path, str], list[Label]] = {}
    for label in labels:
        pages.setdefault((label.set, label.file, label.kind), []).append(label)
    return pages


def _page(label: Label, book: WordBook) -> _Page:
    """The facts that a survey would have of a page, had it visited it on the day of the label."""
    visited_at = datetime.combine(label.visited_on or LATEST, time(12), UTC)
    record = Record("", label.url, visited_at, 200, {"content-type": "text/html"}, label.file.read_bytes())
    visit = Visit(site_id="labelled", url=label.url, purpose=Purpose.PAGE, requested_at=visited_at, status=200)
    facts = page_facts(record, visit, book=book, country=label.country, home_url=urljoin(label.url, "/"))
    if facts is None:
        raise ValueError(f"{label.file}: it is no HTML page; take its label out")
    return _Page(facts, record)


def _page_date(label: Label, page: _Page) -> Judgement:
    said = next((clue.day.isoformat() for clue in page.facts.dates if clue.confidence >= TRUSTED), "")
    sets: tuple[str, ...] = (label.set, f"{label.set}: {page.facts.language or 'unknown'}")
    if label.expected:
        source, _ = decode_page(page.record)
        _, seen = main_and_whole_text(parse_page(source))
        if shows_day(seen, date.fromisoformat(label.expected)):
            sets += (f"{label.set}, pages that show their day",)
    return compared("page date", sets, label.name, label.expected, said)


def _item_dates(labels: list[Label], page: _Page) -> Iterator[Judgement]:
    """All dated items of a page are labelled: what is found besides is wrong."""
    claims = [(_start(item.title), item.day.isoformat()) for item in page.facts.items]
    left: list[Label] = []
    for label in labels:
        claim = (_start(label.title), label.expected)
        if claim in claims:
            claims.remove(claim)
            yield compared("list item", (label.set, "all lists"), label.name, label.expected, label.expected)
        else:
            left.append(label)
    for label in left:
        found = next((claim for claim in claims if claim[0] == _start(label.title)), None)
        if found is not None:
            claims.remove(found)
        expected = f"{label.expected} {label.title}"
        said = f"{found[1]} {found[0]}" if found else ""
        yield compared("list item", (label.set, "all lists"), label.name, expected, said)
    for title, day in claims:
        yield compared("list item", (labels[0].set, "all lists"), labels[0].name, "", f"{day} {title}")


def _start(title: str) -> str:
    """The first words of a title, for comparison: white space, case and what ends in an ellipsis do not matter."""
    return re.sub(r"\s+", "", title).rstrip("….").casefold()[: TITLE_CHARACTERS // 2]


def _languages(label: Label, page: _Page) -> Iterator[Judgement]:
    expected, name = label.expected, label.name
    yield compared("language", (f"{label.set}, whole pages",), name, expected, page.facts.language)
    text = page.facts.text
    pieces = f"{label.set}, pieces of {PIECE_CHARACTERS} characters"
    for start in range(0, len(text) - PIECE_CHARACTERS + 1, PIECE_CHARACTERS):
        said = language_of(text[start : start + PIECE_CHARACTERS])
        yield compared("language", (pieces, f"{pieces}: {expected}"), f"{name} from {start}", expected, said)


def _access_rule(label: Label, page: _Page) -> Judgement:
    """Whether a rule is said to be broken; where the W3C has it not apply, nothing may be said either."""
    said = label.title if any(fault.rule == label.title for fault in page.facts.faults) else ""
    expected = label.title if label.expected == "failed" else ""
    sets: tuple[str, ...] = (label.set, f"{label.set}, {label.half}", f"{label.set}: {label.title}")
    if label.half == "partly":
        sets = (f"{label.set}, {label.title} (partly covered)",)
    elif label.expected == "inapplicable":
        sets = (f"{label.set}, cases where no rule applies",)
    return compared("accessibility", sets, label.name, expected, said)


def _topics(label: Label, page: _Page) -> Iterator[Judgement]:
    expected = frozenset(label.expected.split())
    said = frozenset(clue.topic for clue in page.facts.topics)
    by_language = f"{label.set}, {label.language or page.facts.language or 'unknown'}"
    for topic in sorted(expected | said):
        sets = (label.set, by_language, f"{label.set}: {topic}")
        there, claimed = (topic if topic in group else "" for group in (expected, said))
        yield compared("topic", sets, label.name, there, claimed)


def _encodings(made: MadeSet) -> Iterator[Judgement]:
    """Right: the family of the encoding, and whether what the page declares is wrong."""
    seen_at = datetime.combine(LATEST, time(12), UTC)
    for set_name, pages in made_sets(made):
        for page in pages:
            kind = f"text/html; charset={page.header}" if page.header else "text/html"
            record = Record("", "https://made.example/", seen_at, 200, {"content-type": kind}, page.body)
            _, fact = decode_page(record)
            said = fact.used
            if fact.is_declared_wrong != is_wrong(fact.declared, page.encoding):
                said += " and misjudges what it declares"
            sets = (set_name, f"{set_name}: {page.condition}", f"{set_name}: {page.encoding}")
            yield compared("encoding", sets, page.name, page.encoding, said)
