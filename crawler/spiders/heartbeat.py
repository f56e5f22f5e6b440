"""This module knows how the home pages of all portals are asked for again and again, as a reader would ask."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urldefrag, urlsplit

from crawler.archive import Errand, write
from crawler.evidence import Purpose, Visit
from crawler.failures import FailureKind
from crawler.heartbeat import SLOW_SECONDS, LineWriter, Plan
from crawler.kinship import kinship
from crawler.site_crawl import MAX_REDIRECTS, SiteCrawl
from crawler.spiders.portal import PortalSpider, Survey
from site_lists.model import Site

RULES_KEPT_FOR = timedelta(hours=24)


@dataclass(slots=True)
class HeartbeatSurvey(Survey):
    """What a run of heartbeats is to do: one of each site now, or with a `plan` many over days.

    With `has_probes` the probes that the wave still lacks are made of each site that answers.
    """

    plan: Plan | None = None
    has_probes: bool = False
    limit_seconds: float = SLOW_SECONDS


class HeartbeatSpider(PortalSpider):
    """Asks for home pages and for nothing else."""

    name = "heartbeat"
    survey: HeartbeatSurvey

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._rules_asked: dict[str, datetime] = {}

    async def start(self) -> AsyncIterator[Any]:
        """Run the whole survey. What stops it is left in `fault`."""
        watching = asyncio.create_task(self.referee.watch())
        try:
            if self.survey.plan is None:
                await self._ask_all_once()
            else:
                await self._keep_to(self.survey.plan)
            await self.referee.finish(watching)
        except Exception as error:  # noqa: BLE001 - handed to whoever started the run, who raises it
            self.fault = error
        finally:
            watching.cancel()
        return
        yield

    async def _ask_all_once(self) -> None:
        waiting = iter(self.survey.sites)

        async def work() -> None:
            for site in waiting:
                visit = await self._beat(site)
                if self.survey.has_probes and visit.is_answered:
                    crawl = SiteCrawl(site, self, self.survey.folder.site(site.id), is_fresh=False)
                    await crawl.probe(visit.url)

        async with asyncio.TaskGroup() as tasks:
            for _ in range(min(self.survey.concurrent_sites, len(self.survey.sites))):
                tasks.create_task(work())

    async def _keep_to(self, plan: Plan) -> None:
        """Ask each site in each turn of the plan that is left, many sites at once."""
        clock, free = self.survey.clock, asyncio.Semaphore(self.survey.concurrent_sites)
        due: list[tuple[datetime, int]] = []
        for number, site in enumerate(self.survey.sites):
            made = plan.made(self.survey.folder.site(site.id).visits())
            turn = plan.next_turn(made, clock.now())
            if turn is not None:
                due.append((plan.due(site.id, turn), number))
        heapq.heapify(due)

        async def ask(site: Site) -> None:
            async with free:
                await self._beat(site)

        async with asyncio.TaskGroup() as tasks:
            while due:
                moment, number = heapq.heappop(due)
                if (wait := (moment - clock.now()).total_seconds()) > 0:
                    await clock.sleep(wait)
                site = self.survey.sites[number]
                tasks.create_task(ask(site))
                turn = plan.next_turn({plan.turn_at(moment)}, max(moment, clock.now()))
                if turn is not None:
                    heapq.heappush(due, (plan.due(site.id, turn), number))

    async def _beat(self, site: Site) -> Visit:
        """Ask for a home page once, redirects followed; what took too long in all is recorded as a timeout."""
        writer = LineWriter(self.survey.folder.site(site.id))
        address = urldefrag(site.url).url
        chain, seconds = [address if urlsplit(address).path else f"{address}/"], 0.0
        is_fresh = self._are_rules_old(site)
        while True:
            errand = Errand(site.id, writer, Purpose.HEARTBEAT, depth=0)
            visit, _ = await self.fetch(chain[-1], errand, is_fresh=is_fresh)
            is_fresh = False
            seconds += visit.seconds or 0.0
            if visit.failure or not visit.final_url:
                break
            target = urldefrag(visit.final_url).url
            if fault := self._fault(site, target, chain, seconds):
                visit = self._close(visit, fault, target, writer)
                break
            chain.append(target)
        if visit.failure:
            # The rules may be what failed; they are asked for again the next time.
            self._rules_asked.pop(site.id, None)
        self.tally.sites_done += 1
        self.tally.pages += visit.is_answered
        return visit

    def _close(self, visit: Visit, fault: FailureKind, target: str, writer: LineWriter) -> Visit:
        self.tally.failures += 1
        return write(writer, replace(visit, status=None, failure=fault.value, final_url=target, content_type=None))

    def _fault(self, site: Site, target: str, chain: list[str], seconds: float) -> FailureKind | None:
        """Why a redirect is not followed, or None."""
        if self.guard.refuses(target):
            return FailureKind.REFUSED_ADDRESS
        if target in chain:
            return FailureKind.REDIRECT_LOOP
        if len(chain) > MAX_REDIRECTS:
            return FailureKind.TOO_MANY_REDIRECTS
        if seconds > self.survey.limit_seconds:
            return FailureKind.READ_TIMEOUT
        here, there = urlsplit(site.url).hostname or "", urlsplit(target).hostname or ""
        is_kin = here == there or there in self.guard.named_hosts or kinship(here) == kinship(there)
        return None if is_kin else FailureKind.REDIRECT_OFF_SITE

    def _are_rules_old(self, site: Site) -> bool:
        """Whether robots.txt must be asked for: at the start, after a failure, and once a day."""
        now = self.survey.clock.now()
        if now - self._rules_asked.get(site.id, now - 2 * RULES_KEPT_FOR) < RULES_KEPT_FOR:
            return False
        self._rules_asked[site.id] = now
        return True
