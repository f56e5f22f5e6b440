"""This module knows the links of a page: where they lead, what they say, and whether they stay on the site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.model import Link
from scoring.facts.outline import Outline, outline_of
from scoring.facts.text import plain

MAX_LINKS = 5000
MAX_ADDRESS = 2000
MAX_LINK_WORDS = 200
MAX_ALTERNATES = 50

FILES = frozenset(
    {
        "pdf", "doc", "docx", "docm", "dot", "dotx", "xls", "xlsx", "xlsm", "csv", "ppt", "pptx", "pps", "odt",
        "ods", "odp", "rtf", "txt", "wps", "et", "dps", "ofd", "epub", "zip", "rar", "7z", "gz", "tgz", "tar",
        "dwg", "kml", "kmz", "geojson", "json", "shp", "xsd", "apk", "exe", "msi", "dmg", "ics",
    }
)  # fmt: skip
MEDIA = frozenset(
    {
        "jpg", "jpeg", "png", "gif", "bmp", "svg", "webp", "tif", "tiff", "ico", "heic", "mp3", "m4a", "ogg",
        "oga", "wav", "wma", "mp4", "m4v", "mov", "avi", "wmv", "webm", "mkv", "mpg", "mpeg", "flv", "swf",
    }
)  # fmt: skip
NO_PAGES = frozenset(
    {
        "css", "js", "mjs", "map", "xml", "rss", "atom", "rdf", "woff", "woff2", "ttf", "otf", "eot", "wasm",
        "webmanifest", "torrent", "bin",
    }
)  # fmt: skip
_FROM_ALL, _FROM_FOLDER, _FROM_HOST = range(3)
_FROM = {"": _FROM_ALL, "?": _FROM_ALL, "#": _FROM_ALL, ";": _FROM_ALL, "/": _FROM_HOST}
"""By its first character: from what of a base a link is resolved (`bases_of`); other links from its folder."""
_SEGMENTS = r"(?:[\w~%-][\w.~%-]*/)*"
_FOLDER = re.compile(rf"(https?://[\w.:-]+)/{_SEGMENTS}", re.ASCII)
_PLAIN_LINK = re.compile(rf"/?{_SEGMENTS}[\w~%-][\w.~%-]*/?(?:\?[\w.~%&=/+-]+)?", re.ASCII)
"""Links without anything to resolve, as most are: joined to a `_FOLDER`, or its host, they are the address."""
NOWHERE = ("javascript:", "data:", "about:", "blob:", "vbscript:", "#")


def page_links(tree: LexborHTMLParser, *, url: str, home_url: str, outline: Outline | None = None) -> tuple[Link, ...]:
    """The links of a page in its order, as written often; 5,000 at most.

    Addresses are absolute by the page's base and without fragment, else as written. Links within the page and
    script links are left out; mailto and tel stay, as kind `other`. A link is internal when its host is the home
    page's, with or without www. `outline` is the page's `outline_of`, for callers that have it.
    """
    base = base_address(tree, url)
    home = site_host(home_url)
    outline = outline or outline_of(tree)
    bases = bases_of(base)
    links = []
    for number in outline.links[: 4 * MAX_LINKS]:
        attributes = outline.attributes[number]
        href = (attributes.get("href") or "").strip()
        if (target := _target(href, base_for(href, bases), home)) is None:
            continue
        address, is_internal, kind = target
        rel, hreflang = attributes.get("rel"), attributes.get("hreflang")
        rel, hreflang = rel[:100] if rel else "", hreflang[:35] if hreflang else ""
        links.append(Link(address, link_words(outline, number), is_internal, kind, rel, hreflang))
        if len(links) >= MAX_LINKS:
            break
    return tuple(links)


def page_alternates(tree: LexborHTMLParser, *, url: str, home_url: str) -> tuple[Link, ...]:
    """The same page in other languages, as its head says (link rel=alternate hreflang); fifty at most."""
    base, home = base_address(tree, url), site_host(home_url)
    found = []
    for node in tree.css('link[rel~="alternate" i][hreflang][href]')[:MAX_ALTERNATES]:
        target = _target((node.attributes.get("href") or "").strip(), base, home)
        if target and target[2] == "page":
            found.append(
                Link(target[0], "", target[1], "page", "alternate", (node.attributes.get("hreflang") or "")[:35])
            )
    return tuple(found)


def base_address(tree: LexborHTMLParser, url: str) -> str:
    """The address that a page's links are relative to."""
    node = tree.css_first("base[href]")
    return absolute(url, node.attributes.get("href") or "") or url if node is not None else url


@lru_cache(maxsize=16_384)
def absolute(base: str, href: str) -> str:
    """A link resolved; "" when it is damaged or too long."""
    if len(href) > MAX_ADDRESS:
        return ""
    href = href.strip()
    if (host := _host_before(base)) and _PLAIN_LINK.fullmatch(href):
        return (host if href[0] == "/" else base) + href
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def _host_before(base: str) -> str:
    """Scheme and host of an address that is a plain folder; "" for others."""
    match = _FOLDER.fullmatch(base)
    return match[1] if match else ""


def site_host(url: str) -> str:
    """The host of an address in lower case, without www. and with the port where it is given; "" when damaged."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").removeprefix("www."), parts.port
    except ValueError:
        return ""
    return f"{host}:{port}" if port and port not in (80, 443) else host


def link_words(outline: Outline, link: int) -> str:
    """The words of a link: its text, else the words of its pictures, else its label or title."""
    if words := plain(outline.text(link, " "), MAX_LINK_WORDS):
        return words
    for attributes in islice(_pictures(outline, link), 5):
        if words := plain(attributes.get("alt") or attributes.get("aria-label"), MAX_LINK_WORDS):
            return words
    attributes = outline.attributes[link]
    named = attributes.get("aria-label") or attributes.get("title") or attributes.get("alt")
    return plain(named, MAX_LINK_WORDS)


def _pictures(outline: Outline, link: int) -> Iterator[Mapping[str, str | None]]:
    """The attributes of what a link is or holds that may have words: pictures, and whatever has a label."""
    for number in range(link, outline.ends[link]):
        attributes = outline.attributes[number]
        if "aria-label" in attributes or ("alt" in attributes and outline.tags[number] == "img"):
            yield attributes


def kind_of(path: str) -> str:
    """What an address's path leads to by its ending: page, file, media or other."""
    name = path.rsplit("/", 1)[-1]
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return "file" if ending in FILES else "media" if ending in MEDIA else "other" if ending in NO_PAGES else "page"


def bases_of(base: str) -> tuple[str, str, str]:
    """What of a base decides where a link leads: all of it, its folder, or its host.

    By these (`base_for`) are resolved links kept, so that a link in a site's menu is resolved once for all its pages.
    """
    path = base.partition("#")[0].partition("?")[0]
    host_end = path.find("/", path.find("//") + 2)
    if not path.startswith(("http://", "https://")) or host_end < 0:
        return base, base, base
    return base, path[: path.rfind("/") + 1], path[: host_end + 1]


def base_for(href: str, bases: tuple[str, str, str]) -> str:
    """What a link is to be joined to, the same for as many pages as may be."""
    return bases[_FROM.get(href[:1], _FROM_FOLDER)]


@lru_cache(maxsize=65_536)
def _target(href: str, base: str, home: str) -> tuple[str, bool, str] | None:
    if not href or href.lower().startswith(NOWHERE):
        return None
    address = absolute(base, href)
    scheme = address.partition(":")[0].lower()
    if scheme not in ("http", "https"):
        return (address, False, "other") if address else None
    address = address.partition("#")[0]
    is_below = base.endswith("/") and address.startswith(base)
    host = _folder_host(base) if is_below else site_host(address)
    if not host:
        return None
    return address, host == home, kind_of(address.partition("?")[0] if is_below else urlsplit(address).path)


@lru_cache(maxsize=4096)
def _folder_host(base: str) -> str:
    return site_host(base)
