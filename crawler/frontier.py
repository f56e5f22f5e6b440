"""This module knows which page of a site comes next: breadth first, sections in turn, within a budget."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urljoin, urlsplit, urlunsplit

MAX_URL = 2000
MAX_SEGMENTS = 20
MAX_SAME_SEGMENT = 3
MAX_DEPTH = 30
MAX_QUERY_VARIANTS = 25
MAX_NUMBERED_VARIANTS = 500
"""A path whose query names an article by number is a whole site behind one path, not a faceted search."""
MAX_REMEMBERED = 50_000

DEFAULT_PORTS = {"http": 80, "https": 443}
NOT_PAGES = frozenset(
    {
        "7z",
        "apk",
        "atom",
        "avi",
        "bin",
        "bmp",
        "css",
        "csv",
        "dmg",
        "doc",
        "docm",
        "docx",
        "dot",
        "dotx",
        "dwg",
        "eot",
        "epub",
        "et",
        "exe",
        "flv",
        "geojson",
        "gif",
        "gz",
        "ico",
        "ics",
        "iso",
        "jar",
        "jpeg",
        "jpg",
        "js",
        "json",
        "kml",
        "kmz",
        "m4a",
        "m4v",
        "mid",
        "mjs",
        "mov",
        "mp3",
        "mp4",
        "mpeg",
        "mpg",
        "msi",
        "odp",
        "ods",
        "odt",
        "ofd",
        "ogg",
        "otf",
        "pdf",
        "png",
        "ppt",
        "pptx",
        "psd",
        "rar",
        "rm",
        "rss",
        "rtf",
        "shp",
        "svg",
        "swf",
        "tar",
        "tgz",
        "tif",
        "tiff",
        "torrent",
        "ttf",
        "txt",
        "wasm",
        "wav",
        "webm",
        "webmanifest",
        "webp",
        "wma",
        "wmv",
        "woff",
        "woff2",
        "wps",
        "xls",
        "xlsm",
        "xlsx",
        "xml",
        "xsd",
        "zip",
    }
)
SESSION_KEYS = frozenset(
    {
        "jsessionid",
        "phpsessid",
        "aspsessionid",
        "sessionid",
        "session_id",
        "cfid",
        "cftoken",
        "sessid",
        "s_id",
        "zenid",
        "oscsid",
    }
)
TRACKING_KEYS = frozenset(
    {
        "gclid",
        "fbclid",
        "msclkid",
        "yclid",
        "dclid",
        "igshid",
        "mc_cid",
        "mc_eid",
        "_ga",
        "_gl",
        "spm",
        "scm",
        "hmsr",
        "hmpl",
        "hmcu",
        "hmkw",
        "hmci",
        "from_wecom",
        "isappinstalled",
        "wd_from",
        "nsukey",
        "sharefrom",
        "timestamp",
        "_t",
        "_r",
        "_dc",
        "rnd",
        "rand",
        "random",
        "nocache",
        "cachebuster",
    }
)
NUMBER_KEYS = frozenset(
    {
        "id",
        "aid",
        "nid",
        "cid",
        "tid",
        "pid",
        "sid",
        "newsid",
        "news_id",
        "articleid",
        "article_id",
        "infoid",
        "docid",
        "contentid",
        "content_id",
        "catid",
        "classid",
        "columnid",
        "itemid",
        "item_id",
        "uuid",
        "guid",
        "page_id",
        "node",
        "pageid",
        "p",
        "m",
        "s",
        "i",
        "n",
        "sn",
    }
)
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
    return address.key if address else url


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


def is_trap(path: str) -> bool:
    """Whether a path looks like one that grows by itself: very deep, or the same segment over and over."""
    segments = [segment for segment in path.split("/") if segment]
    return len(segments) > MAX_SEGMENTS or any(count > MAX_SAME_SEGMENT for count in Counter(segments).values())


class Step(NamedTuple):
    """A page to visit: its address, how many links lie between it and the home page, and who links to it."""

    url: str
    depth: int
    linked_from: str | None


@dataclass(slots=True)
class Level:
    """The pages that wait at one depth, by section; the sections take turns in the order they were met."""

    sections: dict[str, deque[Step]] = field(default_factory=dict)
    turns: deque[str] = field(default_factory=deque)

    def add(self, section: str, step: Step, *, limit: int) -> bool:
        """Let a page wait, unless its section already fills the budget."""
        if section not in self.sections:
            if len(self.sections) >= limit:
                return False
            self.sections[section] = deque()
        waiting = self.sections[section]
        if len(waiting) >= limit:
            return False
        if not waiting:
            self.turns.append(section)
        waiting.append(step)
        return True

    def take(self) -> Step | None:
        """The next page of the section whose turn it is."""
        if not self.turns:
            return None
        section = self.turns.popleft()
        step = self.sections[section].popleft()
        if self.sections[section]:
            self.turns.append(section)
        return step


class Frontier:
    """One site's pages still to be visited. The same pages offered in the same order come out in the same order."""

    def __init__(self, home_url: str, *, budget: int) -> None:
        """`home_url` is where the home page was found; `budget` the number of pages, the home page included."""
        home = read_address(home_url)
        if home is None:
            raise ValueError(f"this is no web address: {home_url}")
        self.home, self.budget = home, budget
        self.scheme = urlsplit(home.url).scheme
        self.hosts = {home.host.removeprefix("www.")}
        self.taken = 1
        self._levels: dict[int, Level] = {}
        self._seen: set[str] = {home.key}
        self._variants: Counter[str] = Counter()
        self._offered: set[str] = set()

    def add_host(self, url: str) -> None:
        """Count the host of an address as this site's, such as the one the list names when the home page moved."""
        if address := read_address(url):
            self.hosts.add(address.host.removeprefix("www."))
            self._seen.add(address.key)

    def is_same_site(self, address: Address) -> bool:
        """Whether an address lies on this site: same host and port, www. or not."""
        return address.host.removeprefix("www.") in self.hosts

    def offer(self, links: list[str], *, base: str, depth: int, linked_from: str) -> None:
        """Take up the links of a page, as written, resolved against `base`; `depth` is the linking page's."""
        if depth >= MAX_DEPTH:
            return
        for link in links:
            if link[:1] == "/" or link[:4] == "http":
                # The menu stands on every page: what was offered once is not read again.
                if link in self._offered:
                    continue
                if len(self._offered) < MAX_REMEMBERED:
                    self._offered.add(link)
            self._offer_one(link, base=base, depth=depth + 1, linked_from=linked_from)

    def _offer_one(self, link: str, *, base: str, depth: int, linked_from: str) -> None:
        try:
            address = read_address(urljoin(base, link))
        except ValueError:
            return
        if address is None or not self.is_same_site(address) or address.key in self._seen:
            return
        path = urlsplit(address.url).path
        if not is_page(path) or is_trap(path) or len(self._seen) >= MAX_REMEMBERED:
            return
        if not self._may_vary(address):
            return
        step = Step(self.at_home(address), depth, linked_from)
        if self._levels.setdefault(depth, Level()).add(address.section, step, limit=self.budget):
            self._seen.add(address.key)

    def _may_vary(self, address: Address) -> bool:
        query = urlsplit(address.url).query
        if not query:
            return True
        names = {pair.partition("=")[0].lower() for pair in query.split("&")}
        limit = MAX_NUMBERED_VARIANTS if names & NUMBER_KEYS else MAX_QUERY_VARIANTS
        if self._variants[address.path_key] >= limit:
            return False
        self._variants[address.path_key] += 1
        return True

    def at_home(self, address: Address) -> str:
        """The address at the host and scheme of the home page, so that no page is asked for under two names."""
        is_home = address.host.removeprefix("www.") == self.home.host.removeprefix("www.")
        if not is_home or (address.host == self.home.host and not address.url.startswith("http:")):
            return address.url
        scheme = self.scheme if address.url.startswith("http:") else "https"
        return urlunsplit(urlsplit(address.url)._replace(netloc=self.home.host, scheme=scheme))

    def mark_seen(self, url: str) -> bool:
        """Note that an address was reached by a redirect; False when it had been seen before."""
        key = page_key(url)
        is_new = key not in self._seen
        self._seen.add(key)
        return is_new

    def take(self) -> Step | None:
        """The next page to visit, or None when the budget is spent or nothing is left."""
        if self.taken >= self.budget:
            return None
        for depth in sorted(self._levels):
            if step := self._levels[depth].take():
                self.taken += 1
                return step
            del self._levels[depth]
        return None

    @property
    def has_more(self) -> bool:
        """Whether pages are left that the budget does not reach."""
        return any(level.turns for level in self._levels.values())
