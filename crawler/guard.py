"""This module knows which addresses the crawler must never touch, whoever names them."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import time
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.diagnosis import RefusedAddress
from crawler.dns_probe import look_up

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

MAX_CACHED_NAMES = 20_000
KEPT_SECONDS = 600.0
FAILURE_KEPT_SECONDS = 1.0
"""One request asks for its host's addresses twice, for its turn and for its connection; a failure serves both."""
ABSOLUTE = re.compile(r"(?:https?:)?//", re.IGNORECASE)


@lru_cache(maxsize=4096)
def is_private(host: str) -> bool:
    """Whether a host is an address, or a name, of this machine or of a private network."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith((".localhost", ".local", ".internal", ".lan", ".home.arpa")):
        return True
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return is_odd_number(name)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return not address.is_global or address.is_multicast


def is_odd_number(name: str) -> bool:
    """Whether a host is an IPv4 address in one of its odd spellings, such as 2130706433 or 0x7f.1."""
    try:
        socket.inet_aton(name)
    except OSError:
        return False
    return True


class Guard:
    """Admits what the site list names, and of the rest only public addresses."""

    def __init__(self, named_urls: Iterable[str]) -> None:
        """`named_urls` are the addresses of the list: its sites and its control hosts."""
        self.named = {net_location(url) for url in named_urls}
        self.named_hosts = {urlsplit(url).hostname or "" for url in named_urls}

    def refuses(self, url: str) -> str | None:
        """Why an address must not be fetched, or None when it may."""
        try:
            parts = urlsplit(url)
            host = parts.hostname
            location = net_location(url)
        except ValueError:
            return "the address is damaged"
        if parts.scheme not in ("http", "https") or not host:
            return f"the scheme {parts.scheme!r} is not for pages"
        if location not in self.named and is_private(host):
            return f"{host} is not a public address"
        return None

    def count_refused(self, links: Iterable[str]) -> int:
        """How many of a page's links, as written, name a host that must not be touched."""
        return sum(1 for link in links if ABSOLUTE.match(link) and self._refuses_host(link))

    def _refuses_host(self, link: str) -> bool:
        try:
            host = urlsplit(link).hostname
            return bool(host) and is_private(host or "") and net_location(link) not in self.named
        except ValueError:
            return False


def net_location(url: str) -> str:
    """Host and port of an address, the port spelt out; raises ValueError when it is damaged."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"


class GuardMiddleware:
    """Stops a request to a refused address before a connection is opened."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        """Scrapy's way to build a component."""
        guard = getattr(crawler.spider, "guard", None)
        assert isinstance(guard, Guard)
        return cls(guard)

    def process_request(self, request: Request) -> None:
        """Raises RefusedAddress."""
        if reason := self.guard.refuses(request.url):
            raise RefusedAddress(reason)


@implementer(IHostResolution)
class Resolution:
    """A look-up under way."""

    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing can be cancelled: the look-up runs in a thread and ends by its time limit."""


@implementer(IHostnameResolver)
class GuardedResolver:
    """Looks names up within a time limit, and hides private addresses of names that the list does not hold.

    What was found is kept for ten minutes. `failures` keeps why a look-up brought nothing, since Twisted forgets it.
    """

    def __init__(self, guard: Guard, *, timeout_seconds: float) -> None:
        self.guard, self.timeout_seconds = guard, timeout_seconds
        self.failures: dict[str, Exception] = {}
        self._found: dict[str, tuple[float, list[tuple[Any, str]]]] = {}
        self._running: set[asyncio.Task[None]] = set()

    def resolveHostName(  # noqa: N802 - Twisted's name
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: ARG002, N803
        transportSemantics: str = "TCP",  # noqa: ARG002, N803
    ) -> Any:
        """Twisted's entry: tell the receiver each address, then that there are no more."""
        resolution = Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        found_at, found = self._found.get(hostName, (float("-inf"), []))
        if time.monotonic() - found_at < (KEPT_SECONDS if found else FAILURE_KEPT_SECONDS):
            self._tell(resolutionReceiver, found, portNumber)
        else:
            task = asyncio.ensure_future(self._look_up(resolutionReceiver, hostName, portNumber))
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        return resolution

    async def _look_up(self, receiver: Any, name: str, port: int) -> None:
        found: list[tuple[Any, str]] = []
        try:
            found = list(await look_up(name, self.timeout_seconds))
            public = [item for item in found if name in self.guard.named_hosts or not is_private(item[1])]
            if found and not public:
                raise RefusedAddress(f"{name} leads to {found[0][1]}, which is not a public address")
            found = public
            self.failures.pop(name, None)
        except (OSError, UnicodeError, RefusedAddress) as error:
            found = []
            if name in self.failures or len(self.failures) < MAX_CACHED_NAMES:
                self.failures[name] = error
        if name in self._found or len(self._found) < MAX_CACHED_NAMES:
            self._found[name] = (time.monotonic(), found)
        self._tell(receiver, found, port)

    def _tell(self, receiver: Any, found: list[tuple[Any, str]], port: int) -> None:
        for family, host in found:
            kind = IPv6Address if family == socket.AF_INET6 else IPv4Address
            receiver.addressResolved(kind("TCP", host, port))
        receiver.resolutionComplete()
