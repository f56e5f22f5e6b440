"""This module knows the hash routes of a single-page app: parts of one address that its scripts show as pages.

Blind spot: routes that only a click on something other than a link opens, and those of pages behind the home page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from crawler.addresses import page_key, route_of
from crawler.links import bounded_tree, join

MAX_ROUTES = 20
"""So many routes of a site are shown to a browser at most."""
MAX_LINKS_READ = 2000
MAX_FOUND = 100
MAX_WORDS = 200


class Route(NamedTuple):
    """A route to be shown, such as #/news: how many clicks from home, and where its link stands."""

    route: str
    depth: int
    linked_from: str


class Routes:
    """The routes of a site still to be shown: the nearest first, at one depth the sections taking turns."""

    def __init__(self, *, limit: int) -> None:
        self._left = min(limit, MAX_ROUTES)
        self._known: set[str] = set()
        self._waiting: list[Route] = []
        self._taken: Counter[str] = Counter()

    def pass_over(self, route: str) -> None:
        """Do not show a route: it is what the page shows by itself."""
        self._known.add(_key(route))

    def offer(self, routes: Mapping[str, str], *, depth: int, linked_from: str) -> None:
        """Take up routes, by their addresses, that a page at a depth leads to; those known already are passed over."""
        for address in routes:
            route = route_of(address)
            if (key := _key(route)) and key not in self._known:
                self._known.add(key)
                self._waiting.append(Route(route, depth + 1, linked_from))

    def take(self) -> Route | None:
        """The next route, None when there is none or enough were shown."""
        if not self._waiting or self._left <= 0:
            return None
        self._left -= 1
        place = min(range(len(self._waiting)), key=lambda place: self._turn(self._waiting[place], place))
        taken = self._waiting.pop(place)
        self._taken[_section(taken.route)] += 1
        return taken

    def _turn(self, route: Route, place: int) -> tuple[int, int, int]:
        return route.depth, self._taken[_section(route.route)], place


def _key(route: str) -> str:
    return route.lstrip("#!").strip("/")


def _section(route: str) -> str:
    return _key(route).partition("?")[0].partition("/")[0]


def routes_in(document: bytes, *, url: str, shown_at: str = "") -> dict[str, str]:
    """The routes of the page at `url` that its document links to, by address, with the words of their first link.

    `shown_at` is the address that the browser showed in the end, which links are relative to.
    """
    tree = bounded_tree(document)
    named = tree.css_first("base[href]")
    base = join(shown_at or url, (named.attributes.get("href") or "") if named else "")
    own = page_key(url)
    found: dict[str, str] = {}
    for node in tree.css("a[href]")[:MAX_LINKS_READ]:
        address = join(base, node.attributes.get("href") or "")
        if len(found) >= MAX_FOUND:
            break
        if (route := route_of(address)) and page_key(address.partition("#")[0]) == own and f"{url}{route}" not in found:
            found[f"{url}{route}"] = " ".join((node.text(separator=" ") or "")[: MAX_WORDS * 2].split())[:MAX_WORDS]
    return found
