"""This module knows how a site's evidence becomes facts: which pages count, which is home, what could not be seen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from crawler.evidence import Purpose, Record, SiteFolder, Visit, Wave, is_html, page_key, parse_page
from scoring.expressions import Expressions
from scoring.facts.aids import AIDS
from scoring.facts.dead_homes import dead_home
from scoring.facts.encoding import decode_page
from scoring.facts.feeds import is_empty_feed
from scoring.facts.file_contents import FileReader
from scoring.facts.filling import filled_page, route_pages
from scoring.facts.language import language_of
from scoring.facts.link_verdicts import read_verdicts
from scoring.facts.made_up import answer_of, made_up_visit, with_made_up
from scoring.facts.marks import challenge_words
from scoring.facts.model import Link, PageFacts, Place, SiteFacts, TopicClue
from scoring.facts.probes import ProbeReader
from scoring.facts.rendered import Rendering, read_renderings
from scoring.facts.sections import BLOCKED_STATUS
from scoring.facts.spelling import site_spelling
from scoring.facts.text import main_and_whole_text
from scoring.facts.wordings import NO_EXPRESSIONS, with_expressions
from scoring.lexicon import WordBook, load_lexicon, word_book
from site_lists.model import Site

OUR_SIDE = "our_side"
FAILURE_WORDS = {
    "robots_denied": "robots.txt asks crawlers to stay out, so nothing was read",
    "robots_unreachable": "robots.txt could not be had, so that nothing may be read for now",
}
MAX_LINK_CLUES = 12
"""So many topics at most are learnt of a page from the words of links to it."""

ENOUGH_WORDS = 3
"""Of how many listed words the absence means anything, in a lexicon that does not claim to be complete."""


def read_site(
    site: Site,
    folder: SiteFolder,
    *,
    wave: Wave,
    languages: tuple[str, ...] = (),
    expressions: Expressions = NO_EXPRESSIONS,
) -> SiteFacts:
    """All facts of one site in one wave, from files alone.

    `languages` are the list's; the site's own come first. Raises ValueError when the visits are damaged or
    the archive lacks an answer that they name.
    """
    visits = tuple(visit for visit in folder.visits() if visit.failure != OUR_SIDE)
    renderings = read_renderings(folder.rendered)
    seen_language = _home_language(folder, visits, renderings)
    book = word_book(tuple(tag for tag in dict.fromkeys((*site.languages, *languages, seen_language)) if tag))
    last = {visit.record_id: visit for visit in _last_page_visits(visits)}
    asked = {visit.url: visit for visit in last.values()}
    homes = {visit.record_id for visit in visits if visit.purpose is Purpose.PAGE and visit.depth == 0}
    pages: dict[str, PageFacts] = {}
    challenge = next((visit.challenge for visit in visits if visit.record_id in homes and visit.challenge), "")
    probes = ProbeReader(folder, visits)
    files = FileReader(visits)
    made_up, answer = made_up_visit(visits), None
    empty_feeds: set[str] = set()
    missing = {visit.record_id for visit in visits if visit.record_id}
    for record in folder.records():
        missing.discard(record.record_id)
        probes.take(record)
        files.take(record)
        answer = answer_of(record, made_up, book=book, country=site.country, home_url=site.url) or answer
        if is_empty_feed(record):
            empty_feeds.add(page_key(record.url))
        if record.record_id in homes and not challenge:
            challenge = _challenge_in(record, book)
        visit = last.get(record.record_id)
        if visit is None or visit.status != 200:
            continue
        rendering = renderings.get(record.record_id)
        page = filled_page(record, visit, rendering, book=book, country=site.country, home_url=site.url)
        if page is None:
            continue
        found = [page]
        if rendering is not None and page.rendered is not None and page.rendered.shell:
            found += route_pages(page, visit, rendering, book=book, country=site.country, home_url=site.url)
        pages |= {one.url: with_expressions(one, expressions) for one in found}
    if missing:
        raise ValueError(
            f"{folder.archive_file}: {len(missing)} answers that {folder.visits_file.name} names are missing; "
            "put the whole file back from a copy, or crawl the wave anew"
        )
    ordered = with_made_up(sorted(pages.values(), key=lambda page: (page.depth, page.url)), answer)
    home = next((page for page in ordered if page.depth == 0), None)
    if home is not None and (words := home.marks.get("challenge") or asked[home.url].challenge):
        home, challenge = None, words
    unseen = "" if home else _why_unseen(site, visits, challenge)
    why_dead = dead_home(home) if home else ""
    dead = home.evidence(why_dead) if home and why_dead else None
    if dead:
        home, unseen = None, why_dead
    return SiteFacts(
        site_id=site.id,
        home_url=site.url,
        country=site.country,
        site_languages=site.languages,
        visited_on=_visited_on(visits, wave),
        visits=visits,
        pages=_with_link_topics(ordered, book) if home else (),
        spelling=site_spelling(ordered) if home else None,
        home=home,
        page_budget=wave.page_budget,
        lexicon_languages=book.languages,
        unseen=unseen,
        known_topics=known_topics(home.language, book) if home and home.language else None,
        known_aids=_known_aids(home.language, book) if home and home.language else frozenset(),
        probes=probes.facts(has_home=home is not None),
        link_verdicts=read_verdicts(visits, folder.external.visits(), contents=files.contents),
        empty_feeds=frozenset(empty_feeds),
        dead_home=dead,
        watches_expressions=bool(expressions),
    )


def known_topics(language: str, book: WordBook) -> frozenset[str]:
    """The topics that the lexicons of a language, in whatever script, have words enough for to tell their absence.

    A lexicon that claims to be complete has; in others a topic needs some words, since one or two miss most portals.
    """
    kin = [load_lexicon(tag) for tag in _kin(language, book)]
    return frozenset(
        key
        for lexicon in kin
        for key, topic in lexicon.topics.items()
        if lexicon.complete or len({*topic.words, *topic.alone}) >= ENOUGH_WORDS
    )


def _known_aids(language: str, book: WordBook) -> frozenset[str]:
    """The families of words for aids that the lexicons of a language have."""
    return frozenset(family for tag in _kin(language, book) for family in AIDS if load_lexicon(tag).phrases.get(family))


def _kin(language: str, book: WordBook) -> list[str]:
    return [tag for tag in book.languages if tag.split("-")[0] == language.split("-")[0]]


def _home_language(folder: SiteFolder, visits: Iterable[Visit], renderings: Mapping[str, Rendering]) -> str:
    """The language of the first readable home page: its words are needed even where the list does not name it."""
    homes = {visit.record_id for visit in visits if visit.depth == 0 and visit.is_answered}
    for record in folder.records():
        if record.record_id in homes and is_html(record.headers.get("content-type", ""), record.body):
            language = language_of(main_and_whole_text(parse_page(decode_page(record)[0]))[1])
            rendering = renderings.get(record.record_id)
            if language or rendering is None:
                return language
            return language_of(main_and_whole_text(parse_page(decode_page(rendering.document)[0]))[1])
    return ""


def _last_page_visits(visits: Iterable[Visit]) -> list[Visit]:
    last = {visit.url: visit for visit in visits if visit.purpose is Purpose.PAGE and visit.record_id}
    return list(last.values())


def _challenge_in(record: Record, book: WordBook) -> str:
    if record.status in (403, 405, 412, 418, 429, 503, 521):
        return challenge_words(decode_page(record)[0], record.headers, book=book)
    return ""


def _visited_on(visits: tuple[Visit, ...], wave: Wave) -> date:
    days = [visit.requested_at.date() for visit in visits if visit.purpose is Purpose.PAGE]
    return min(days, default=wave.started.date())


def _why_unseen(site: Site, visits: tuple[Visit, ...], challenge: str) -> str:
    home = [visit for visit in visits if visit.purpose is Purpose.PAGE and visit.depth == 0]
    if challenge:
        return f"blocked: the home page was a check for browsers ({challenge[:80]})"
    if not home:
        return "the home page was not visited"
    last = home[-1]
    if last.failure:
        return FAILURE_WORDS.get(last.failure, f"the home page did not come: {last.failure.replace('_', ' ')}")
    if last.status in BLOCKED_STATUS:
        return f"blocked: the home page answered {last.status}"
    return f"the home page of {site.url} answered {last.status} and no readable page"


def _with_link_topics(pages: list[PageFacts], book: WordBook) -> tuple[PageFacts, ...]:
    """Add to each page the topics named by links that lead to it, for a section is often named only there."""
    named: dict[str, dict[str, str]] = defaultdict(dict)
    keys = {page.url: page_key(page.url) for page in pages}
    known = set(keys.values())
    for page in pages:
        for link in page.links:
            if link.is_internal and (key := page_key(link.url)) in known and key != keys[page.url]:
                _note_topics(named[key], link, book)
    return tuple(_with_clues(page, named.get(keys[page.url], {})) for page in pages)


def _note_topics(named: dict[str, str], link: Link, book: WordBook) -> None:
    if len(named) < MAX_LINK_CLUES and link.text and len(link.text) <= 60:
        for topic, _ in book.topics_in(link.text):
            named.setdefault(topic, link.text)


def _with_clues(page: PageFacts, named: dict[str, str]) -> PageFacts:
    known = {clue.topic for clue in page.topics}
    extra = tuple(TopicClue(topic, Place.LINK, words) for topic, words in named.items() if topic not in known)
    return replace(page, topics=page.topics + extra) if extra and page.depth > 0 else page
