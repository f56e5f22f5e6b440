"""This module knows how to tell our own outage from a site's: addresses known to be up are asked again and again."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from crawler.evidence import utc_now

MAX_KEPT_CHECKS = 2000


@dataclass(frozen=True, slots=True)
class Check:
    """One round of asking all control hosts; `is_up` when at least one of them answered."""

    began: datetime
    ended: datetime
    is_up: bool


@dataclass(slots=True)
class Control:
    """The control hosts of a list. Without any, no failure is ever ours.

    `ask` fetches one address and says whether it answered below 500. `every_seconds` is the regular pace,
    `recheck_seconds` the pace while they fail, `patience_seconds` how long a site waits for our line to come back.
    """

    urls: tuple[str, ...]
    ask: Callable[[str], Awaitable[bool]]
    every_seconds: float = 60.0
    recheck_seconds: float = 5.0
    patience_seconds: float = 1800.0
    checks: deque[Check] = field(default_factory=lambda: deque(maxlen=MAX_KEPT_CHECKS))
    _running: asyncio.Task[Check] | None = None

    async def check(self) -> Check:
        """Ask all control hosts now; who calls while a round is under way shares its result."""
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._round())
        return await asyncio.shield(self._running)

    async def _round(self) -> Check:
        began = utc_now()
        answers = await asyncio.gather(*(self.ask(url) for url in self.urls))
        done = Check(began, utc_now(), any(answers))
        self.checks.append(done)
        return done

    async def is_our_side(self, since: datetime) -> bool:
        """Whether all control hosts failed at some time from `since` to now; asks them unless that was just done."""
        if not self.urls:
            return False
        if self._was_down(since):
            return True
        newest = self.checks[-1] if self.checks else None
        if newest is None or utc_now() - newest.began > timedelta(seconds=self.recheck_seconds):
            await self.check()
        return self._was_down(since)

    def _was_down(self, since: datetime) -> bool:
        # The last round before `since` tells how the line was at `since`.
        for check in reversed(self.checks):
            if not check.is_up:
                return True
            if check.ended < since:
                return False
        return False

    async def wait_until_up(self) -> bool:
        """Wait until a control host answers again; False when that takes longer than our patience."""
        deadline = utc_now() + timedelta(seconds=self.patience_seconds)
        while not (await self.check()).is_up:
            if utc_now() >= deadline:
                return False
            await asyncio.sleep(self.recheck_seconds)
        return True

    async def watch(self) -> None:
        """Ask at the start and then at the regular pace, until cancelled."""
        while self.urls:
            await self.check()
            await asyncio.sleep(self.every_seconds)

    async def finish(self, watching: asyncio.Task[None]) -> None:
        """Stop watching and ask one last time."""
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching
        if self.urls:
            await self.check()
