"""This module knows which page of a site comes next: breadth first, sections in turn, within a budget."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from crawler.addresses import NUMBER_KEYS, Address, is_page, page_key, read_address
from crawler.near_duplicates import DIGITS, NearDuplicates

MAX_SEGMENTS = 20
MAX_SAME_SEGMENT = 3
MAX_DEPTH = 30
MAX_QUERY_VARIANTS = 25
MAX_NUMBERED_VARIANTS = 500
"""A path whose query names an article by number is a whole site behind one path, not a faceted search."""
MAX_CALENDAR_VARIANTS = 5
"""A calendar goes on for ever in both directions."""
MAX_REMEMBERED = 50_000

CALENDAR_KEYS = frozenset("date month year day week yearmonth eventdate tribe-bar-date cal calendar ical".split())
CALENDAR_PATH = re.compile(r"(?:calend[aer]r?|kalender|koledar|rili)[a-z]{0,6}/(?:[a-z-]{1,20}/){0,2}\d", re.IGNORECASE)
PAGE_OF_A_LIST = re.compile(
    r"/(?:page|seite|pagina|stran)[/_-]?\d{1,6}(?:/|\Z)|(?:/|_)(?:index|list)_\d{1,6}\.[a-z]{3,5}\Z", re.IGNORECASE
)


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
        self.duplicates = NearDuplicates()

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
        """Whether one more variant of a path may be visited: of pages of lists, days of calendars, and searches."""
        parts = urlsplit(address.url)
        names = {pair.partition("=")[0].lower() for pair in parts.query.split("&")} if parts.query else set()
        if names & CALENDAR_KEYS or CALENDAR_PATH.search(parts.path):
            template, limit = f"{DIGITS.sub('0', address.path_key)} calendar", MAX_CALENDAR_VARIANTS
        elif names:
            template = address.path_key
            limit = MAX_NUMBERED_VARIANTS if names & NUMBER_KEYS else MAX_QUERY_VARIANTS
        elif PAGE_OF_A_LIST.search(parts.path):
            template, limit = f"{DIGITS.sub('0', address.path_key)} list", MAX_QUERY_VARIANTS
        else:
            return True
        self._variants[template] += 1
        return self._variants[template] <= limit

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
            while step := self._levels[depth].take():
                if step := self._without_noise(step):
                    self.taken += 1
                    return step
            del self._levels[depth]
        return None

    def _without_noise(self, step: Step) -> Step | None:
        """The step by its address without parameters that make no difference; None when it would bring a page again."""
        if self.duplicates.is_spent(step.url):
            return None
        url = self.duplicates.without_noise(step.url)
        return step if url == step.url else step._replace(url=url) if self.mark_seen(url) else None

    @property
    def has_more(self) -> bool:
        """Whether pages are left that the budget does not reach."""
        return any(level.turns for level in self._levels.values())
