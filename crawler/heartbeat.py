"""This module knows how a portal is asked over days whether it is there: the plan, what is due, what was missed."""

from __future__ import annotations

import fcntl
import hashlib
import json
import math
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawler.evidence import Purpose, SiteWriter, Visit, WaveFolder, write_aside

SLOW_SECONDS = 15.0
"""A home page that takes longer counts as one that did not open (China census 2015)."""
SITE_SHARE, TURN_SHARE = 0.75, 0.25
"""How much of the time between two visits is spread over sites, and how much of it varies from turn to turn."""
MAX_SPAN = timedelta(days=366)
SPAN = re.compile(r"\s*(\d{1,5})\s*([dhm])\s*\Z")
UNITS = {"d": "days", "h": "hours", "m": "minutes"}


@dataclass(frozen=True, slots=True)
class Plan:
    """`heartbeat.json`: from when, for how long and how often all sites of a wave are asked.

    Time is cut into turns of equal length, and each site has one moment in each turn: the sites spread over it, and a
    site's own moment varying, so that nothing that happens every hour on the hour is met or missed every time.
    """

    began: datetime
    span: timedelta
    per_day: int

    @property
    def turn(self) -> timedelta:
        """How long one turn is."""
        return timedelta(days=1) / self.per_day

    @property
    def turns(self) -> int:
        """How many turns there are."""
        return max(1, math.ceil(self.span / self.turn - 1e-9))

    @property
    def ends(self) -> datetime:
        """When the last turn is over."""
        return self.began + self.turns * self.turn

    def due(self, site_id: str, turn: int) -> datetime:
        """When a site is to be asked in a turn; the same whenever it is computed."""
        share = SITE_SHARE * fraction(site_id) + TURN_SHARE * fraction(f"{site_id} {turn}")
        return self.began + (turn + share) * self.turn

    def turn_at(self, moment: datetime) -> int:
        """The turn that a moment lies in; negative before the plan began."""
        return math.floor((moment - self.began) / self.turn)

    def next_turn(self, made: Iterable[int], now: datetime) -> int | None:
        """The turn a site is to be asked in next, the present one included; None when none is left.

        Turns that passed while nobody was at work are not made up: asked in a row they would be one visit, not many.
        """
        done = set(made)
        turn = max(self.turn_at(now), 0)
        while turn in done:
            turn += 1
        return turn if turn < self.turns else None

    def made(self, visits: Iterable[Visit]) -> set[int]:
        """The turns in which a site was asked, read off its visits."""
        asked = (visit.requested_at for visit in visits if visit.purpose is Purpose.HEARTBEAT)
        return {self.turn_at(moment) for moment in asked}


def fraction(words: str) -> float:
    """A number from 0 to 1, always the same for the same words and spread evenly over different ones."""
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:6], "big") / 2**48


def read_span(text: str) -> timedelta:
    """A span of time such as 7d, 12h or 90m; raises ValueError."""
    match = SPAN.match(text)
    span = timedelta(**{UNITS[match[2]]: int(match[1])}) if match else timedelta()
    if not timedelta() < span <= MAX_SPAN:
        raise ValueError(f"{text!r} is no span of time; write one like 7d, 12h or 90m, a year at most")
    return span


def open_plan(folder: WaveFolder, *, now: datetime, span: timedelta, per_day: int) -> Plan:
    """The plan of a wave: the one that was begun, as long as it is not over, otherwise a new one that begins now."""
    path = folder.path / "heartbeat.json"
    began = now
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        before = datetime.fromisoformat(kept["began"]).astimezone(UTC)
        began = before if before <= now < before + span else now
    except (OSError, KeyError, TypeError, ValueError):
        pass
    plan = Plan(began, span, per_day)
    words = {"began": began.isoformat(), "hours": span / timedelta(hours=1), "per_day": per_day}
    write_aside(path, json.dumps(words) + "\n")
    return plan


@dataclass(slots=True)
class LineWriter(SiteWriter):
    """Appends visits without their responses, beside a crawl that may be at work on the same site.

    140 copies of a home page in a week would say no more than their statuses do.
    """

    def __post_init__(self) -> None:
        self.folder.path.mkdir(parents=True, exist_ok=True)

    def write(self, visit: Visit, *, headers: list[tuple[str, str]] | None = None, body: bytes = b"") -> Visit:  # noqa: ARG002
        """Append a visit; raises OSError when the disk is full."""
        line = (visit.to_json() + "\n").encode()
        with self.folder.visits_file.open("ab+") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            end = stream.seek(0, os.SEEK_END)
            if end and os.pread(stream.fileno(), 1, end - 1) != b"\n":
                data = self.folder.visits_file.read_bytes()
                os.truncate(self.folder.visits_file, data.rfind(b"\n") + 1)
            stream.write(line)
        return visit
