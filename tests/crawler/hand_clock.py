"""This module knows how to be a clock that tests turn by hand: whoever sleeps moves it on, and nobody waits."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

NIGHT = datetime(2026, 5, 4, 22, 0, tzinfo=UTC)


class HandClock:
    """Begins at `start`; `slept` holds every wait, in seconds."""

    def __init__(self, start: datetime = NIGHT) -> None:
        self.start, self.passed = start, 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        """The time of day."""
        return self.start + timedelta(seconds=self.passed)

    def seconds(self) -> float:
        """Seconds since the start."""
        return self.passed

    async def sleep(self, seconds: float) -> None:
        """Move on."""
        self.slept.append(seconds)
        self.passed += seconds
        await asyncio.sleep(0)
