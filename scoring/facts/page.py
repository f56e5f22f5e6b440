"""This module knows how one response becomes the facts of a page: parsed once, read by every recogniser."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.evidence import Record, Visit
from scoring.facts.dates import page_dates
from scoring.facts.encoding import decode_page
from scoring.facts.forms import page_forms
from scoring.facts.guides import guide_fields
from scoring.facts.items import dated_items
from scoring.facts.language import language_of
from scoring.facts.links import absolute, base_address, page_links
from scoring.facts.marks import page_marks
from scoring.facts.model import Link, PageFacts
from scoring.facts.shown import shown_text
from scoring.facts.text import count_words, main_text, plain, text_digest, whole_text
from scoring.facts.topics import page_topics
from scoring.lexicon import WordBook

MAX_CHARACTERS = 5_000_000
MAX_HEADINGS = 100
MAX_META = 200
MAX_CONTACTS = 10
MAX_FEEDS = 10
CONTACT_CHARACTERS = 50_000
BREADCRUMB = (
    '[aria-label*="readcrumb"],[class*="breadcrumb"],[id*="breadcrumb"],[class*="crumb"],[class*="position"],'
    '[class*="location"],[class*="dqwz"],[class*="weizhi"]'
)
HERE = re.compile(
    r"^\s*(?:您?的?当前位置|您?现在的位置|您?所在的?位置|目前位置|現在位置|you are here)\s*[:：]?\s*", re.IGNORECASE
)
MAIL = re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
PHONE = re.compile(r"(?<![\d/.,:-])(?:\+\d{1,3}[ -]?)?(?:\(0?\d{1,4}\)[ -]?)?\d{2,4}(?:[ -]\d{2,8}){1,4}(?![\d/.:-])")
SHORT_PHONE = re.compile(r"(?<!\d)(?:12345|1999|12333|96\d{3,4})(?!\d)")
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")
FEED_LINK = re.compile(r"(?:rss|atom|feed)[\w-]{0,20}(?:\.xml)?/?\Z|\.rss\Z", re.IGNORECASE)
CONTENT_ANCHOR = re.compile(
    r"#(?:main|content|maincontent|main-content|skip\w{0,20}|page-content|zw|nr)\w{0,10}\Z", re.IGNORECASE
)


def page_facts(record: Record, visit: Visit, *, book: WordBook, country: str, home_url: str) -> PageFacts | None:
    """The facts of one HTML page; None when the body is no HTML.

    `country` (ISO 3166-1) decides the order of day and month, `home_url` what is internal. Never raises on a page's
    content: what cannot be read is left out.
    """
    kind = record.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in ("", "text/html", "application/xhtml+xml") or (not kind and b"<" not in record.body[:1000]):
        return None
    html, encoding = decode_page(record)
    tree = LexborHTMLParser(html[:MAX_CHARACTERS].replace("\x00", ""))
    url, visited_on = record.url, visit.requested_at.date()
    shown = shown_text(tree)
    text = main_text(tree)
    title = plain(_text_of(tree.css_first("title")))
    headings = _headings(tree)
    breadcrumb = _breadcrumb(tree)
    links = page_links(tree, url=url, home_url=home_url)
    marks = page_marks(
        title=title,
        headings=headings,
        text=text,
        status=visit.status or record.status,
        has_scripts=tree.css_first("script") is not None,
        link_count=len(links),
        book=book,
    )
    return PageFacts(
        url=url,
        visited_at=visit.requested_at,
        record_id=visit.record_id,
        status=visit.status or record.status,
        depth=visit.depth or 0,
        linked_from=visit.linked_from,
        seconds=visit.seconds,
        size_bytes=len(record.body),
        encoding=encoding,
        language_declared=plain(_attribute(tree.css_first("html"), "lang"), 40),
        language=language_of(text) or language_of(whole_text(tree)),
        title=title,
        headings=headings,
        breadcrumb=breadcrumb,
        text=text,
        word_count=count_words(text),
        text_digest=text_digest(text),
        links=links,
        forms=page_forms(tree, url=url, book=book),
        dates=page_dates(tree, url=url, country=country, visited_on=visited_on, book=book, shown=shown),
        items=dated_items(tree, url=url, country=country, visited_on=visited_on, book=book, shown=shown),
        topics=page_topics(title=title, headings=headings, breadcrumb=breadcrumb, url=url, meta=_meta(tree), book=book),
        guide=guide_fields(tree, book=book),
        marks=_with_apply(marks, text, links, book),
        images=len(pictures := tree.css("img")),
        images_without_alt=sum(_lacks_words(picture) for picture in pictures),
        has_viewport=tree.css_first('meta[name="viewport" i]') is not None,
        has_skip_link=_has_skip_link(tree, book),
        feeds=_feeds(tree, url, links),
        contacts=_contacts(tree, links),
    )


def _text_of(node: LexborNode | None) -> str:
    return node.text(separator=" ") if node is not None else ""


def _attribute(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "") if node is not None else ""


def _headings(tree: LexborHTMLParser) -> tuple[tuple[int, str], ...]:
    found = tree.css("h1,h2,h3,h4,h5,h6")[:MAX_HEADINGS]
    return tuple((int(str(node.tag)[1]), plain(_text_of(node))) for node in found)


def _breadcrumb(tree: LexborHTMLParser) -> str:
    for node in tree.css(BREADCRUMB)[:20]:
        words = plain(_text_of(node))
        if 2 <= len(words) <= 200:
            return HERE.sub("", words)
    return ""


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[name]")[:MAX_META]:
        found.setdefault(_attribute(node, "name").strip(), plain(_attribute(node, "content")))
    return found


def _with_apply(marks: dict[str, str], text: str, links: tuple[Link, ...], book: WordBook) -> dict[str, str]:
    """The marks, with `apply` only where a link of the page's own text says so: prose that mentions it leads nowhere."""
    kept = {family: words for family, words in marks.items() if family != "apply"}
    for link in links[:500]:
        if 2 <= len(link.text) <= 40 and book.phrase("apply", link.text) and link.text in text:
            return kept | {"apply": link.text}
    return kept


def _lacks_words(picture: LexborNode) -> bool:
    attributes = picture.attributes
    is_decoration = attributes.get("role") in ("presentation", "none") or attributes.get("aria-hidden") == "true"
    return "alt" not in attributes and "aria-label" not in attributes and not is_decoration


def _has_skip_link(tree: LexborHTMLParser, book: WordBook) -> bool:
    for node in tree.css('a[href^="#"]')[:10]:
        if CONTENT_ANCHOR.match(_attribute(node, "href")) or book.phrase("skip_link", plain(_text_of(node))):
            return True
    return False


def _feeds(tree: LexborHTMLParser, url: str, links: tuple[Link, ...]) -> tuple[str, ...]:
    base = base_address(tree, url)
    named = [node for node in tree.css('link[rel~="alternate" i]')[:50] if _attribute(node, "type") in FEED_TYPES]
    found = [absolute(base, _attribute(node, "href")) for node in named]
    found += [link.url for link in links if link.is_internal and FEED_LINK.search(link.url)]
    return tuple(dict.fromkeys(address for address in found if address))[:MAX_FEEDS]


def _contacts(tree: LexborHTMLParser, links: tuple[Link, ...]) -> tuple[str, ...]:
    """Mail addresses and telephone numbers, those that are links first."""
    found = [link.url.partition(":")[2].partition("?")[0] for link in links if link.url.startswith(("mailto:", "tel:"))]
    text = whole_text(tree)
    shown = text[:CONTACT_CHARACTERS] + " " + text[CONTACT_CHARACTERS:][-CONTACT_CHARACTERS:]
    found += MAIL.findall(shown)
    found += SHORT_PHONE.findall(shown)
    found += [number.strip() for number in PHONE.findall(shown) if 7 <= sum(map(str.isdigit, number)) <= 15]
    return tuple(dict.fromkeys(plain(contact, 60) for contact in found if contact))[:MAX_CONTACTS]
