"""This module knows in which hours a list may be crawled, and how long it is until they begin."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as day_time
from typing import Protocol
from zoneinfo import ZoneInfo

from crawler.evidence import utc_now

LONGEST_NAP_SECONDS = 60.0
"""Nobody sleeps longer at a stretch than this, since a suspended machine's clock stands still."""


class Clock(Protocol):
    """What tells the time and lets it pass; tests bring one that they can turn."""

    def now(self) -> datetime:
        """The time of day, in UTC."""

    def seconds(self) -> float:
        """Seconds since some moment; never goes back."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """The time of day, in UTC."""
        return utc_now()

    def seconds(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of the day at a place; over midnight when it ends before it begins, the whole day when both are one."""

    begin: day_time
    end: day_time
    zone: ZoneInfo

    def opens_at(self, now: datetime) -> datetime:
        """When requests may be made next, in UTC: `now` itself within the span. Days with a clock change are minded."""
        here = now.astimezone(self.zone)
        today = here.time()
        if self.begin == self.end:
            return now
        is_over_midnight = self.end < self.begin
        is_open = (today >= self.begin or today < self.end) if is_over_midnight else self.begin <= today < self.end
        if is_open:
            return now
        day = here.date() if today < self.begin else here.date() + timedelta(days=1)
        return max(now, datetime.combine(day, self.begin, self.zone).astimezone(UTC))

    async def wait(self, clock: Clock) -> None:
        """Return within the span, at once or when it begins."""
        while (left := (self.opens_at(now := clock.now()) - now).total_seconds()) > 0:
            await clock.sleep(min(left, LONGEST_NAP_SECONDS))


def read_hours(text: str) -> Hours | None:
    """Read a span such as `20:00-07:00 Asia/Shanghai`; None for an empty one. Raises ValueError."""
    if not text:
        return None
    span, _, zone = text.partition(" ")
    begin, _, end = span.partition("-")
    return Hours(day_time.fromisoformat(begin), day_time.fromisoformat(end), ZoneInfo(zone.strip()))
