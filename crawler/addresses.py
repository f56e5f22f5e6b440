"""This module knows when two addresses are one page, and which of them may be a page at all."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urljoin, urlsplit, urlunsplit

MAX_ROUTE = 300
MAX_URL = 2000


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DEFAULT_PORTS = {"http": 80, "https": 443}
NOT_PAGES = _words("""
    7z apk atom avi bin bmp css csv dmg doc docm docx dot dotx dwg eot epub et exe flv geojson gif gz ico ics iso
    jar jpeg jpg js json kml kmz m4a m4v mid mjs mov mp3 mp4 mpeg mpg msi odp ods odt ofd ogg otf pdf png ppt pptx
    psd rar rm rss rtf shp svg swf tar tgz tif tiff torrent ttf txt wasm wav webm webmanifest webp wma wmv woff
    woff2 wps xls xlsm xlsx xml xsd zip
""")
SESSION_KEYS = _words("""
    jsessionid phpsessid aspsessionid sessionid session_id cfid cftoken sessid s_id zenid oscsid
""")
TRACKING_KEYS = _words("""
    gclid fbclid msclkid yclid dclid igshid mc_cid mc_eid _ga _gl spm scm hmsr hmpl hmcu hmkw hmci from_wecom
    isappinstalled wd_from nsukey sharefrom timestamp _t _r _dc rnd rand random nocache cachebuster
""")
NUMBER_KEYS = _words("""
    id aid nid cid tid pid sid newsid news_id articleid article_id infoid docid contentid content_id catid classid
    columnid itemid item_id uuid guid page_id node pageid p m s i n sn
""")
SESSION_IN_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#]{0,200}", re.IGNORECASE)
DEFAULT_PAGE = re.compile(r"/(?:index|default|home)\.(?:html?|shtml|php|aspx?|jspx?|do|action)\Z", re.IGNORECASE)
LANGUAGE_SEGMENT = re.compile(r"[a-z]{2}(?:[-_][a-z]{2,4})?\Z", re.IGNORECASE)


class Address(NamedTuple):
    """A page's address: `url` to ask for, `key` to tell whether two are one page, `path_key` without the query."""

    url: str
    key: str
    path_key: str
    section: str
    host: str


@lru_cache(maxsize=4096)
def read_address(url: str) -> Address | None:
    """Read an absolute http or https address, or None for any other scheme, a damaged one or one that is too long.

    `url` loses its fragment, session ids, tracking parameters and default port; its query is sorted. `key` in
    addition forgets the scheme, a leading www., a trailing slash and the name of a default page.
    """
    if len(url) > MAX_URL:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
        host = host.encode("idna").decode() if host and not host.isascii() else host
    except (ValueError, UnicodeError):
        return None
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not host or not re.fullmatch(r"[a-z0-9._:\[\]-]+", host):
        return None
    shown = f"[{host}]" if ":" in host else host
    netloc = f"{shown}:{port}" if port and port != DEFAULT_PORTS[scheme] else shown
    path = tidy_path(parts.path)
    query = tidy_query(parts.query)
    folder = DEFAULT_PAGE.sub("/", path) if not query else path
    path_key = f"{netloc.removeprefix('www.')}{folder.rstrip('/')}"
    return Address(
        url=urlunsplit((scheme, netloc, path, query, "")),
        key=f"{path_key}?{query}" if query else path_key,
        path_key=path_key,
        section=section_of(path),
        host=netloc,
    )


def page_key(url: str) -> str:
    """What two addresses have in common when they are one page; the address itself when it cannot be read."""
    address = read_address(url)
    return address.key + route_of(url).rstrip("/") if address else url


def route_of(url: str) -> str:
    """The hash route of an address, such as #/news or #!news, by which scripts show one address as many pages; "".

    Without a route are anchors within a page, and those that lead to the page itself (#/).
    """
    fragment = url.partition("#")[2]
    return f"#{fragment}" if fragment[:1] in ("/", "!") and fragment.strip("/!") and len(fragment) <= MAX_ROUTE else ""


def tidy_path(path: str) -> str:
    """The path with dots resolved, session ids dropped and percent signs written one way."""
    if ";" in path:
        path = SESSION_IN_PATH.sub("", path)
    if not path.isascii() or "%" in path or " " in path:
        path = quote(unquote_to_bytes(path), safe="/:@!$&'()*+,;=~-._")
    if "/." in path or "//" in path:
        path = urljoin("http://x/", re.sub(r"/{2,}", "/", path)).removeprefix("http://x")
        path = re.sub(r"^(?:/\.\.)+(?=/|\Z)", "", path)
    return path or "/"


def tidy_query(query: str) -> str:
    """The query sorted, without session ids and tracking parameters."""
    if not query:
        return ""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=50, errors="surrogateescape")
    except ValueError:
        return query
    kept = sorted(pair for pair in pairs if not is_noise(pair[0].lower()))
    return urlencode(kept, errors="surrogateescape")


def is_noise(name: str) -> bool:
    """Whether a parameter of that name (lower case) says who asks, and not what for."""
    return name in TRACKING_KEYS or name.startswith("utm_") or name in SESSION_KEYS


def section_of(path: str) -> str:
    """The first segment of a path; below a language such as /en/, the first two."""
    segments = path.split("/", 3)[1:3]
    if len(segments) == 2 and LANGUAGE_SEGMENT.match(segments[0]):
        return "/".join(segments)
    return segments[0] if segments else ""


def is_page(path: str) -> bool:
    """Whether a path may lead to a page, judged by its ending; documents, pictures and programs are none."""
    name = path.rsplit("/", 1)[-1]
    return "." not in name or name.rsplit(".", 1)[-1].lower() not in NOT_PAGES
