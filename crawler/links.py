"""This module knows how to find the links of a page fast, whatever its encoding and however broken its markup."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from crawler.markup import parse_page
from crawler.near_duplicates import Digest, digest_of

PLAIN_LENGTH = 100_000
PLAIN_TAGS = 3_000
"""A page below both is parsed as it is: what makes the parser slow needs more room."""
MAX_LINKS = 5000
MAX_LINK_LENGTH = 2000
SELECTOR = "img[src],a[href],area[href],iframe[src],frame[src],base[href],meta[http-equiv][content]"
DECLARED = re.compile(rb"""charset\s{0,5}=\s{0,5}["']?\s{0,5}([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
REFRESH = re.compile(r"""\s*[\d.]{0,8}\s*[;,]\s*url\s{0,5}=\s{0,5}["']?([^"']{1,2000})""", re.IGNORECASE)
NEVER_PAGES = ("#", "javascript:", "mailto:", "tel:", "data:", "sms:", "about:", "file:", "ftp:")
PAGE_BEGINS = re.compile(rb"[\s\xef\xbb\xbf]{0,100}<(?:!doctype html|html|head|body|!--|\?xml)", re.IGNORECASE)
NEVER_READ = ["script", "style", "noscript", "template"]
MAX_TEXT = 1_000_000
HTML_TYPES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")


class PageLinks(NamedTuple):
    """The links of a page as written, each once, in the order of the page, and the address they are relative to.

    `digest` stands for what the page says, links included. `pictures` are the addresses of its pictures.
    """

    base: str
    links: list[str]
    digest: Digest
    pictures: tuple[str, ...] = ()


def is_html(content_type: str, body: bytes) -> bool:
    """Whether a body is a page, by its declared type or, where none is declared, by its first bytes."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind and kind != "application/octet-stream":
        return kind in HTML_TYPES
    return bool(PAGE_BEGINS.match(body[:300]))


def find_links(body: bytes, *, url: str, content_type: str = "") -> PageLinks:
    """The links of a decoded body: a, area, frames, and a refresh to another address; 5,000 at most."""
    tree = bounded_tree(readable(body, content_type))
    base = url
    found: dict[str, None] = {}
    pictures: dict[str, None] = {}
    for node in tree.css(SELECTOR):
        attributes = node.attributes
        if node.tag == "base":
            if base == url and (target := attributes.get("href")):
                base = join(url, target)
            continue
        written = refresh_target(attributes) if node.tag == "meta" else attributes.get("href") or attributes.get("src")
        link = (written or "").strip()
        if not link or len(link) > MAX_LINK_LENGTH or link.lower().startswith(NEVER_PAGES):
            continue
        if node.tag == "img":
            if len(pictures) < MAX_LINKS:
                pictures[link.partition("#")[0]] = None
            continue
        found[link.partition("#")[0]] = None
        if len(found) >= MAX_LINKS:
            break
    links = list(found)
    tree.strip_tags(NEVER_READ)
    return PageLinks(base, links, digest_of((tree.text(separator=" ") or "")[:MAX_TEXT], links), tuple(pictures))


def bounded_tree(page: bytes | str) -> LexborHTMLParser:
    """The tree of a page; one that may be made to be slow is first cut down to what can be parsed in time."""
    tags = page.count(b"<") if isinstance(page, bytes) else page.count("<")
    if len(page) < PLAIN_LENGTH and tags < PLAIN_TAGS:
        return LexborHTMLParser(page)
    return parse_page(page.decode("utf-8", "replace") if isinstance(page, bytes) else page)


def readable(body: bytes, content_type: str) -> bytes | str:
    """The body as the parser can read it: UTF-8 bytes as they are, anything else decoded."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace")
    try:
        if body.isascii():
            return body
        body.decode("utf-8")
    except UnicodeDecodeError:
        declared = DECLARED.search(content_type.encode("ascii", "ignore")) or DECLARED.search(body[:2048])
        name = declared[1].decode("ascii") if declared else "latin-1"
        name = "gb18030" if name.lower() in ("gb2312", "gbk", "utf-8", "utf8") else name
        try:
            return body.decode(name, "replace")
        except LookupError:
            return body.decode("latin-1")
    return body


def refresh_target(attributes: dict[str, str | None]) -> str | None:
    """Where a refresh sends the reader, or None when it merely reloads or the element is no refresh."""
    if (attributes.get("http-equiv") or "").strip().lower() != "refresh":
        return None
    match = REFRESH.match(attributes.get("content") or "")
    return match[1].strip() if match else None


def join(base: str, link: str) -> str:
    """Resolve a link; the base itself where the link is damaged beyond reading."""
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return base
