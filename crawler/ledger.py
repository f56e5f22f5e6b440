"""This module knows what a broken-off crawl of a site has already brought, so that nothing is asked for twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from crawler.evidence import Purpose, Record, SiteFolder, Visit, write_aside
from crawler.failures import CONSEQUENCES, Blame, Consequence, FailureKind

MAX_TRIES = 2
"""How often one address is asked for before a failure stands."""
OVERLOADED = frozenset({429, 502, 503, 504})
"""Statuses by which a server says that it cannot answer now; they are tried again like failures."""


@dataclass(frozen=True, slots=True)
class Done:
    """`done.json`: how the crawl of a site ended. Sites without it are continued.

    `reason` is exhausted, budget, home_failed or broken_off. `refused_links` counts links to private addresses.
    The last four are `crawler.coverage.Coverage`: what the site says it has, and how much of that was reached.
    """

    reason: str
    budget: int
    pages: int
    failures: int
    home: str
    refused_links: int
    finished: str
    site_map_pages: int | None = None
    site_map_reached: int | None = None
    feed_items: int | None = None
    feed_reached: int | None = None

    def is_final(self, budget: int) -> bool:
        """Whether another run with that budget has nothing to add."""
        return self.reason == "exhausted" or (self.reason == "budget" and self.budget >= budget)


def read_done(folder: SiteFolder) -> Done | None:
    """A site's `done.json`, or None where there is none that can be read."""
    try:
        return Done(**json.loads((folder.path / "done.json").read_text(encoding="utf-8")))
    except (FileNotFoundError, TypeError, ValueError):
        return None


def write_done(folder: SiteFolder, done: Done) -> None:
    """Write `done.json`, whole or not at all."""
    write_aside(folder.path / "done.json", json.dumps(asdict(done), ensure_ascii=False) + "\n")


class Ledger:
    """The visits of a site before this run. The crawl is walked through again from it, and goes on where it ends."""

    def __init__(self, folder: SiteFolder) -> None:
        self._folder = folder
        self._answers: dict[str, Visit] = {}
        self._failures: dict[str, list[Visit]] = {}
        self._probed: set[str] = set()
        self._records: Iterator[Record] | None = None
        for visit in folder.visits():
            self._take(visit)

    def _take(self, visit: Visit) -> None:
        if visit.purpose is Purpose.PROBE and visit.failure != FailureKind.OUR_SIDE:
            self._probed.add(visit.url)
        elif visit.purpose is Purpose.PAGE and visit.status is not None and visit.status not in OVERLOADED:
            self._answers[visit.url] = visit
        elif visit.purpose is Purpose.PAGE:
            self._failures.setdefault(visit.url, []).append(visit)

    def is_probed(self, url: str) -> bool:
        """Whether a probe of that address was made."""
        return url in self._probed

    def answer(self, url: str) -> Visit | None:
        """The page visit that brought an answer, or None."""
        return self._answers.get(url)

    def failed(self, url: str, kind: FailureKind) -> bool:
        """Whether a page visit of that address ended in that failure."""
        return any(visit.failure == kind for visit in self._failures.get(url, ()))

    def standing_failure(self, url: str) -> Visit | None:
        """The failure, or refusal for now, that stands for an address; None when it may be asked again."""
        visits = [visit for visit in self._failures.get(url, ()) if not is_our_side(visit)]
        if visits and (len(visits) >= MAX_TRIES or not may_be_retried(visits[-1])):
            return visits[-1]
        return None

    def record(self, visit: Visit) -> Record | None:
        """The response of a visit. Cheap in the order in which the visits were made."""
        if visit.record_id is None:
            return None
        if self._records is None:
            self._records = self._folder.records()
        for record in self._records:
            if record.record_id == visit.record_id:
                return record
        self._records = None
        return self._folder.record(visit.record_id)


def is_our_side(visit: Visit) -> bool:
    """Whether a visit failed for our own outage."""
    return visit.failure is not None and consequence(visit).blame is Blame.US


def may_be_retried(visit: Visit) -> bool:
    """Whether another try may bring more than this visit did."""
    if visit.failure:
        return consequence(visit).may_be_retried
    return visit.status in OVERLOADED and not visit.challenge


def is_trouble(visit: Visit) -> bool:
    """Whether a visit says that the host is in trouble, or out of reach, as against having answered something."""
    return consequence(visit).may_be_ours if visit.failure else visit.status in OVERLOADED


def consequence(visit: Visit) -> Consequence:
    """What follows from a visit's failure; a kind that this version does not know counts as unknown."""
    kind = next((kind for kind in FailureKind if kind == visit.failure), FailureKind.UNKNOWN)
    return CONSEQUENCES[kind]
