"""This module knows how to read what a site says it has: site maps, the robots.txt that names them, and feeds."""

from __future__ import annotations

import re
import zlib
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree
from selectolax.lexbor import LexborHTMLParser

from crawler.evidence import MAX_BODY_BYTES

MAX_NAMED = 50_000
MAX_ADDRESS = 2000
NAMED_IN_ROBOTS = re.compile(r"^[ \t]{0,20}sitemap[ \t]{0,20}:[ \t]{0,20}(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
FEED_LINKS = 'link[rel~="alternate"][type*="rss"], link[rel~="alternate"][type*="atom"]'


class SiteMap(NamedTuple):
    """A site map's addresses: of pages, or of further site maps when it is an index."""

    pages: tuple[str, ...]
    site_maps: tuple[str, ...]


def read_site_map(body: bytes, *, base: str) -> SiteMap:
    """Read a site map, packed or not, or a list of addresses as plain text; empty when it is neither."""
    body = unpacked(body)
    root = parsed(body)
    if root is None:
        lines = body[: MAX_NAMED * 200].decode("utf-8", "replace").splitlines()
        return SiteMap(tuple(line.strip() for line in lines if line.startswith(("http://", "https://"))), ())
    found: list[str] = []
    for node in root.iter("{*}loc"):
        place = (node.text or "").strip()
        parent = node.getparent()
        # Pictures and videos of a page have a loc of their own, in other names' elements.
        if 0 < len(place) <= MAX_ADDRESS and parent is not None and local_name(parent) in ("url", "sitemap"):
            found.append(joined(base, place))
        if len(found) >= MAX_NAMED:
            break
    is_index = local_name(root) == "sitemapindex"
    return SiteMap((), tuple(found)) if is_index else SiteMap(tuple(found), ())


def read_feed(body: bytes, *, base: str) -> tuple[str, ...]:
    """The addresses of a feed's items, RSS, RDF or Atom; empty when it is none."""
    root = parsed(unpacked(body))
    found: list[str] = []
    for item in root.iter("{*}item", "{*}entry") if root is not None else ():
        for node in item.iter("{*}link"):
            place = (node.get("href") or node.text or "").strip()
            if node.get("rel", "alternate") == "alternate" and 0 < len(place) <= MAX_ADDRESS:
                found.append(joined(base, place))
                break
        if len(found) >= MAX_NAMED:
            break
    return tuple(found)


def site_maps_of(robots: bytes) -> tuple[str, ...]:
    """The site maps that a robots.txt names."""
    return tuple(dict.fromkeys(NAMED_IN_ROBOTS.findall(robots[:MAX_BODY_BYTES].decode("utf-8", "replace"))))


def feeds_of(home: bytes, *, base: str) -> tuple[str, ...]:
    """The feeds that a home page names in its head."""
    nodes = LexborHTMLParser(home).css(FEED_LINKS)
    return tuple(dict.fromkeys(joined(base, node.attributes.get("href") or "") for node in nodes))


def parsed(body: bytes) -> etree._Element | None:
    """The root of an XML document, mended where it is broken; None when there is nothing to mend."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(body.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local_name(node: etree._Element) -> str:
    """An element's name without its namespace."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def unpacked(body: bytes) -> bytes:
    """The body, without gzip around it when it has one, within our bound."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, MAX_BODY_BYTES)
    except zlib.error:
        return b""


def joined(base: str, place: str) -> str:
    """An address in full; as it stands when it cannot be read."""
    try:
        return urljoin(base, place)
    except ValueError:
        return place
