"""This module knows what a page may ask for while a browser fills it, and what it may not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlsplit

from crawler.guard import Guard

NEEDED = frozenset({"document", "stylesheet", "script", "image", "font", "xhr", "fetch"})
"""Kinds of request, as the browser names them, that make up a page; films, sockets, pings and the like do not."""
SENT = frozenset({"xhr", "fetch"})
MAX_SENT_BYTES = 64 * 1024


class Urgency(IntEnum):
    """Which of the requests that wait is made first: what the text needs goes before what adorns it."""

    DOCUMENT = 0
    SCRIPT = 1
    DATA = 2
    STYLE = 3
    PICTURE = 4


URGENCY = {
    "document": Urgency.DOCUMENT,
    "script": Urgency.SCRIPT,
    "xhr": Urgency.DATA,
    "fetch": Urgency.DATA,
    "stylesheet": Urgency.STYLE,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """A request that a page makes: `kind` is the browser's word for it."""

    url: str
    kind: str
    method: str = "GET"
    sent_bytes: int = 0


@dataclass(frozen=True, slots=True)
class PageGuard:
    """Admits what belongs to a page of these hosts, at public addresses or those that the site list names."""

    guard: Guard
    hosts: frozenset[str]

    @classmethod
    def of(cls, guard: Guard, *urls: str) -> PageGuard:
        """For a page of the site at these addresses; a name counts with and without `www.`."""
        return cls(guard, frozenset(bare_host(url) for url in urls) - {""})

    def refuses(self, wish: Wish) -> str | None:
        """Why a request is not made, None when it is.

        Documents, frames included, come from the site's own host. What they are made of may come from anywhere public,
        for many portals keep it elsewhere. Nothing is sent but what a script of the page sends to its own host.
        """
        if reason := self.guard.refuses(wish.url):
            return reason
        if wish.kind not in NEEDED:
            return f"{wish.kind} is no part of a page"
        is_own = bare_host(wish.url) in self.hosts
        if wish.kind == "document" and not is_own:
            return "the document lies on another host"
        if wish.method in ("GET", "HEAD"):
            return None
        if wish.method != "POST" or wish.kind not in SENT or not is_own or wish.sent_bytes > MAX_SENT_BYTES:
            return f"{wish.method} is not sent for a page"
        return None


def bare_host(url: str) -> str:
    """The host of an address without `www.`; "" when it has none or is damaged."""
    try:
        return (urlsplit(url).hostname or "").lower().removeprefix("www.")
    except ValueError:
        return ""
