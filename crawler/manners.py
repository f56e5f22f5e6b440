"""This module knows when a host may be asked again: its pace and its address's, what it asks for, and its rests."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from crawler.evidence import Visit
from crawler.failures import FailureKind
from crawler.guard import net_location
from crawler.hours import Clock, Hours, SystemClock

OVERLOADED = frozenset({429, 503})
TIMEOUTS = frozenset({FailureKind.CONNECT_TIMEOUT, FailureKind.READ_TIMEOUT})
LEAST_BACKOFF_SECONDS = 0.1
MAX_DELAY_SECONDS = 60.0
MAX_REST_SECONDS = 24 * 3600.0
RATE_STEP = 0.1
"""How much of its full rate a host that was slowed down wins back with each good answer."""
IN_FLIGHT_PER_ADDRESS = 2
MAX_PACES = 20_000
NO_ADDRESS_FOR_SECONDS = 60.0

Lookup = Callable[[str], Awaitable[tuple[str, ...]]]


@dataclass(slots=True)
class Pace:
    """How fast a host or an address is asked: `delay` seconds from request to request, never less than `floor`."""

    floor: float
    delay: float
    turns: asyncio.Semaphore
    next_at: float = 0.0

    def slow_down(self) -> None:
        """Halve the rate."""
        self.delay = min(max(2 * self.delay, LEAST_BACKOFF_SECONDS), max(MAX_DELAY_SECONDS, self.floor))

    def speed_up(self) -> None:
        """Win back a tenth of the full rate."""
        if self.delay <= self.floor:
            return
        full = 1 / max(self.floor, LEAST_BACKOFF_SECONDS)
        rate = 1 / self.delay + RATE_STEP * full
        self.delay = self.floor if rate >= full else 1 / rate


@dataclass(slots=True)
class Turn:
    """A request's leave to be made; it keeps others waiting until `Manners.end` is called."""

    host: Pace
    addresses: tuple[Pace, ...]
    held: AsyncExitStack


@dataclass(slots=True)
class Manners:
    """The paces of all hosts and addresses of a run.

    `delay_seconds` is the list's wish for a host, `address_delay_seconds` for a network address; with None it is the
    same, but addresses of this machine are not counted. `lookup` brings the addresses of a name.
    """

    delay_seconds: float
    lookup: Lookup
    address_delay_seconds: float | None = None
    hours: Hours | None = None
    clock: Clock = field(default_factory=SystemClock)
    _paces: dict[str, Pace] = field(default_factory=dict)
    _absent: dict[str, float] = field(default_factory=dict)

    async def begin(self, url: str) -> Turn:
        """Wait for a turn to ask for an address: within the hours, one at a time a host, at its pace."""
        held = AsyncExitStack()
        try:
            host = self._host(url)
            await held.enter_async_context(host.turns)
            addresses = await self._addresses(url)
            while (left := host.next_at - self.clock.seconds()) > 0:
                await self.clock.sleep(left)
            for address in addresses:
                await held.enter_async_context(address.turns)
            await self._wait(host, addresses)
        except BaseException:
            await held.aclose()
            raise
        return Turn(host, addresses, held)

    async def _wait(self, host: Pace, addresses: tuple[Pace, ...]) -> None:
        while True:
            now = self.clock.seconds()
            at = max([now, *(address.next_at for address in addresses)])
            for address in addresses:
                address.next_at = at + address.delay
            if at > now:
                await self.clock.sleep(at - now)
            if self.hours and self.hours.opens_at(self.clock.now()) > self.clock.now():
                await self.hours.wait(self.clock)
                continue
            host.next_at = max(self.clock.seconds(), at) + host.delay
            return

    async def end(self, turn: Turn, visit: Visit | None, *, retry_after: str | None = None) -> None:
        """Give the turn back, and learn from what became of the request."""
        paces = (turn.host, *turn.addresses)
        if visit and (visit.status in OVERLOADED or visit.failure in TIMEOUTS):
            for pace in paces:
                pace.slow_down()
                pace.next_at = max(pace.next_at, self.clock.seconds() + pace.delay)
        elif visit and visit.status and visit.status < 500:
            for pace in paces:
                pace.speed_up()
        elif visit and visit.failure:
            turn.host.next_at = max(turn.host.next_at, self.clock.seconds() + 2 * turn.host.delay)
        if retry_after and visit and visit.status and (visit.status == 429 or visit.status >= 500):
            rest = retry_after_seconds(retry_after, self.clock.now())
            turn.host.next_at = max(turn.host.next_at, self.clock.seconds() + rest)
        await turn.held.aclose()

    def keep_to(self, url: str, delay_seconds: float) -> None:
        """Ask a host no faster than its robots.txt wants."""
        host = self._host(url)
        host.floor = max(delay_seconds, self.delay_seconds)
        host.delay = max(host.delay, host.floor)

    def rest_seconds(self, url: str) -> float:
        """How long a host has still to be left alone, its delay or its Retry-After."""
        return max(0.0, self._host(url).next_at - self.clock.seconds())

    def _host(self, url: str) -> Pace:
        parts = urlsplit(url)
        is_usual = parts.port in (None, 80, 443)
        return self._pace(parts.hostname or "" if is_usual else net_location(url), self.delay_seconds, in_flight=1)

    async def _addresses(self, url: str) -> tuple[Pace, ...]:
        delay = self.delay_seconds if self.address_delay_seconds is None else self.address_delay_seconds
        if not delay:
            return ()
        name = urlsplit(url).hostname or ""
        found = sorted(await self._look_up(name))
        if self.address_delay_seconds is None:
            found = [address for address in found if not ipaddress.ip_address(address.partition("%")[0]).is_loopback]
        # In one order for all, so that no two requests wait for each other.
        return tuple(self._pace(f"address {place}", delay, in_flight=IN_FLIGHT_PER_ADDRESS) for place in found[:8])

    async def _look_up(self, name: str) -> tuple[str, ...]:
        if self.clock.seconds() - self._absent.get(name, -NO_ADDRESS_FOR_SECONDS) < NO_ADDRESS_FOR_SECONDS:
            return ()
        found = await self.lookup(name)
        if not found and len(self._absent) < MAX_PACES:
            self._absent[name] = self.clock.seconds()
        return found

    def _pace(self, key: str, delay: float, *, in_flight: int) -> Pace:
        if key not in self._paces:
            if len(self._paces) >= MAX_PACES:
                self._forget()
            self._paces[key] = Pace(delay, delay, asyncio.Semaphore(in_flight))
        return self._paces[key]

    def _forget(self) -> None:
        now = self.clock.seconds()
        for key in [key for key, pace in self._paces.items() if pace.next_at < now and not pace.turns.locked()]:
            del self._paces[key]


def retry_after_seconds(header: str, now: datetime) -> float:
    """What a Retry-After header asks for, as seconds or as a date, within a day; 0 when it cannot be read."""
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(header) - now).total_seconds()
        except (TypeError, ValueError):
            seconds = 0.0
    return min(max(seconds, 0.0), MAX_REST_SECONDS) if seconds == seconds else 0.0
