"""This module knows how one answer becomes the facts of a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from crawler.evidence import Record, Visit, is_html, parse_page
from scoring.facts.accessibility import page_faults
from scoring.facts.aids import page_aids
from scoring.facts.claims import PageSigns, claimed_marks
from scoring.facts.consultations import page_consultations
from scoring.facts.contacts import page_contacts
from scoring.facts.dates import page_dates
from scoring.facts.encoding import decode_page
from scoring.facts.forms import page_forms
from scoring.facts.guides import page_guide
from scoring.facts.identity import page_identity
from scoring.facts.injections import page_injections
from scoring.facts.items import dated_items
from scoring.facts.language import language_of
from scoring.facts.letters import page_letters
from scoring.facts.links import absolute, base_address, page_alternates, page_links
from scoring.facts.marks import page_marks, with_ways
from scoring.facts.model import Link, PageFacts
from scoring.facts.outline import Outline, outline_of
from scoring.facts.shown import shown_text
from scoring.facts.stamps import country_of
from scoring.facts.text import count_words, main_and_whole_text, plain, text_digest
from scoring.facts.topics import page_topics
from scoring.facts.trail import page_breadcrumb
from scoring.facts.wordings import page_misspellings
from scoring.lexicon import WordBook

MAX_TITLE = 500
MAX_HEADINGS = 100
MAX_META = 100
MAX_META_WORDS = 1000
MAX_IMAGES = 5000
MAX_FEEDS = 10
FIRST_LINKS = 8
MAX_INVITATION = 40
MAX_WRITE_LINKS = 10
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FEED_LINKS = 'link[rel~="alternate" i][type*="rss" i],link[rel~="alternate" i][type*="atom" i]'
FEED_ANCHORS = 'a[href*="rss" i],a[href*="atom" i],a[href*="feed" i]'
FEED_WORDS = ("rss", "atom", "feed")
FEED_ENDINGS = (".xml", ".rdf", *FEED_WORDS)
MAX_FEED_ANCHORS = 50
MAIN_TARGETS = frozenset(
    {"#main", "#content", "#main-content", "#maincontent", "#maincontainer", "#page-content", "#site-content", "#skip"}
)


def page_facts(record: Record, visit: Visit, *, book: WordBook, country: str, home_url: str) -> PageFacts | None:
    """All facts of one answered visit; None when its body is no HTML page.

    `country` is ISO 3166-1, for the order of day and month; `home_url` tells which links stay on the site. Ages are
    reckoned at the day of the visit. Never raises for what a page holds.
    """
    if not is_html(record.headers.get("content-type", ""), record.body):
        return None
    source, encoding = decode_page(record)
    tree = parse_page(source)
    visited_on = visit.requested_at.date()
    outline = outline_of(tree)
    shown = shown_text(tree, outline)
    title, headings = _title(tree), _headings(outline)
    text, all_text = main_and_whole_text(tree, outline)
    breadcrumb, links = (
        page_breadcrumb(tree, all_text),
        page_links(tree, url=visit.url, home_url=home_url, outline=outline),
    )
    status = visit.status or record.status
    marks = page_marks(
        title=title,
        headings=headings,
        text=text,
        status=status,
        has_scripts=tree.css_first("script") is not None,
        link_count=len(links),
        book=book,
    )
    forms = page_forms(tree, url=visit.url, book=book)
    dates = page_dates(tree, url=visit.url, country=country, visited_on=visited_on, book=book, shown=shown)
    items = dated_items(tree, url=visit.url, country=country, visited_on=visited_on, book=book, shown=shown)
    guide = page_guide(shown, book=book, names=[title, *(words for level, words in headings if level == 1)])
    signs = PageSigns(
        title=title,
        headings=headings,
        links=links,
        guide=guide,
        depth=visit.depth or 0,
    )
    marks = claimed_marks(marks, tree, shown=shown, signs=signs, book=book)
    meta = _meta(tree)
    topics = page_topics(
        title=title,
        headings=headings,
        breadcrumb=breadcrumb,
        url=visit.url,
        meta=meta,
        book=book,
        items=items,
        text_length=len(text),
    )
    named = {clue.topic for clue in topics}
    name = next((words for level, words in headings if level == 1), title)
    country = country or country_of(tree)
    language = language_of(text) or language_of(f"{title}\n{all_text}")
    return PageFacts(
        url=visit.url,
        visited_at=visit.requested_at,
        record_id=visit.record_id or record.record_id,
        status=status,
        depth=visit.depth or 0,
        linked_from=visit.linked_from,
        seconds=visit.seconds,
        size_bytes=len(record.body),
        encoding=encoding,
        language_declared=_declared_language(tree),
        language=language,
        title=title,
        headings=headings,
        breadcrumb=breadcrumb,
        text=text,
        word_count=count_words(text),
        text_digest=text_digest(text),
        links=links,
        forms=forms,
        dates=dates,
        items=items,
        topics=topics,
        guide=guide,
        marks=with_ways(marks, text, links, book),
        images=len(images := outline.of_tag["img"][:MAX_IMAGES]),
        images_without_alt=sum(_is_unnamed(outline.attributes[number]) for number in images),
        has_viewport=tree.css_first('meta[name="viewport" i]') is not None,
        has_skip_link=_has_skip_link(outline, book),
        feeds=_feeds(tree, visit.url),
        contacts=page_contacts(tree, all_text),
        alternates=page_alternates(tree, url=visit.url, home_url=home_url),
        write_links=_write_links(links, book),
        letters=page_letters(
            shown,
            url=visit.url,
            title=name,
            country=country,
            visited_on=visited_on,
            is_mailbox="mailbox" in named,
            book=book,
        ),
        consultations=page_consultations(
            shown,
            url=visit.url,
            title=name,
            country=country,
            items=items,
            is_on_consultations=bool(named & {"consultations", "consultation_results"}),
            book=book,
        ),
        identity=page_identity(shown, meta=meta, book=book),
        misspellings=page_misspellings(text, language),
        injections=page_injections(tree, outline, title=title, meta=meta, home_url=home_url),
        faults=page_faults(tree, source=source, headings=headings, outline=outline),
        aids=page_aids(outline, book),
    )


def _write_links(links: Iterable[Link], book: WordBook) -> tuple[Link, ...]:
    """Links to other hosts that invite to write: the form of an office often stands on a sister host."""
    outside = {link.url: link for link in links if not link.is_internal and link.kind == "page"}
    invited = [link for link in outside.values() if link.text and len(link.text) <= MAX_INVITATION]
    return tuple(link for link in invited if book.phrase("write_link", link.text))[:MAX_WRITE_LINKS]


def _title(tree: LexborHTMLParser) -> str:
    node = tree.css_first("head > title") or tree.css_first("body > title")
    return plain(node.text(), MAX_TITLE) if node is not None else ""


def _headings(outline: Outline) -> tuple[tuple[int, str], ...]:
    found = []
    for number in sorted(number for tag in HEADINGS for number in outline.of_tag[tag])[: 3 * MAX_HEADINGS]:
        words = plain(outline.text(number))
        if not words:
            pictures = (outline.attributes[one] for one in outline.within(number, outline.of_tag["img"]))
            words = plain(next((picture["alt"] for picture in pictures if "alt" in picture), ""))
        if words:
            found.append((int(outline.tags[number][1]), words))
    return tuple(found[:MAX_HEADINGS])


def _is_unnamed(picture: Mapping[str, str | None]) -> bool:
    return not (
        "alt" in picture
        or picture.get("role") in ("presentation", "none")
        or picture.get("aria-hidden") == "true"
        or "aria-label" in picture
        or "aria-labelledby" in picture
    )


def _declared_language(tree: LexborHTMLParser) -> str:
    node = tree.css_first("html")
    attributes = node.attributes if node is not None else {}
    return plain(attributes.get("lang") or attributes.get("xml:lang"), 35)


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    meta: dict[str, str] = {}
    for node in tree.css("meta[content]")[:MAX_META]:
        attributes = node.attributes
        if name := (attributes.get("name") or attributes.get("property") or "")[:100].lower():
            meta.setdefault(name, plain(attributes.get("content"), MAX_META_WORDS))
    return meta


def _has_skip_link(outline: Outline, book: WordBook) -> bool:
    links = (number for number in outline.of_tag["a"] if "href" in outline.attributes[number])
    for number in islice(links, FIRST_LINKS):
        target = (outline.attributes[number]["href"] or "").strip().lower()
        if not target.startswith("#") or len(target) < 2:
            continue
        if target in MAIN_TARGETS or book.phrase("skip_link", plain(outline.text(number), 100)):
            return True
    return False


def _feeds(tree: LexborHTMLParser, url: str) -> tuple[str, ...]:
    base = base_address(tree, url)
    found: dict[str, None] = {}
    for node in tree.css(FEED_LINKS)[:MAX_FEEDS]:
        found[absolute(base, node.attributes.get("href") or "")] = None
    for node in tree.css(FEED_ANCHORS)[:MAX_FEED_ANCHORS]:
        target = absolute(base, node.attributes.get("href") or "")
        path = target.lower().partition("?")[0].rstrip("/")
        if path.endswith(FEED_ENDINGS) and any(
            word in part for part in path.rsplit("/", 2)[-2:] for word in FEED_WORDS
        ):
            found[target] = None
    return tuple(target for target in found if target.startswith(("http://", "https://")))[:MAX_FEEDS]
