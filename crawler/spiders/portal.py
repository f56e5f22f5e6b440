"""This module knows how all portals are visited alike: many at once, each one request after the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.http import Response

from crawler.archive import Errand
from crawler.control import Control
from crawler.evidence import Purpose, SiteFolder, SiteWriter, Visit, WaveFolder
from crawler.guard import Guard, GuardedResolver, net_location
from crawler.hours import Clock, Hours, SystemClock
from crawler.ledger import read_done
from crawler.link_checks import LinkChecks
from crawler.link_notes import MAX_INTERNAL_LINKS
from crawler.manners import Manners
from crawler.site_crawl import LineDownError, SiteCrawl
from crawler.turns import look_up
from site_lists.model import Site
from site_lists.opt_out import OptOut

if TYPE_CHECKING:
    from crawler.renders import Renders

SECOND_CHANCE_DELAYS = 30
"""A site that failed is given this many times the delay between requests before it is tried again in the same run."""
MAX_REST_BEFORE_SECOND_CHANCE = 900.0
"""Who wants to be left alone for longer, in seconds, is left for the next run."""


@dataclass(slots=True)
class Tally:
    """What a run has done so far, for people who watch."""

    sites_total: int = 0
    sites_done: int = 0
    pages: int = 0
    failures: int = 0


@dataclass(slots=True)
class Survey:
    """What a run is to do: which sites, how many pages of each, how politely, and where the evidence goes.

    `link_checks` bounds how many links of a site are checked beside its pages; with 0 none are.
    With `render` pages are shown to a browser as well.
    """

    sites: tuple[Site, ...]
    folder: WaveFolder
    budget: int
    delay_seconds: float
    timeout_seconds: float
    concurrent_sites: int
    headers: dict[str, str]
    guard: Guard
    control_urls: tuple[str, ...] = ()
    control_every_seconds: float = 60.0
    control_recheck_seconds: float = 5.0
    address_delay_seconds: float | None = None
    hours: Hours | None = None
    opt_out: OptOut = field(default_factory=OptOut)
    external_links: bool = True
    link_checks: int = MAX_INTERNAL_LINKS
    render: bool = False
    clock: Clock = field(default_factory=SystemClock)
    tally: Tally = field(default_factory=Tally)


class PortalSpider(Spider):
    """Visits every site of a survey. Requests go to the downloader as they fall due; none waits in a queue."""

    name = "portal"

    def __init__(self, *, survey: Survey, resolver: GuardedResolver) -> None:
        super().__init__()
        self.survey, self.tally = survey, survey.tally
        self.guard, self.headers, self.opt_out = survey.guard, survey.headers, survey.opt_out
        self.manners = Manners(
            survey.delay_seconds,
            partial(look_up, resolver),
            address_delay_seconds=survey.address_delay_seconds,
            hours=survey.hours,
            clock=survey.clock,
        )
        self.lookup_failures = resolver.failures
        self.links = LinkChecks(self)
        self.renders = self._renders() if survey.render else None
        self.fault: Exception | None = None
        self._control_writer: SiteWriter | None = None
        self.referee = Control(
            survey.control_urls,
            self.ask_control,
            every_seconds=survey.control_every_seconds,
            recheck_seconds=survey.control_recheck_seconds,
        )

    async def start(self) -> AsyncIterator[Any]:
        """Run the whole survey. What stops it is left in `fault`."""
        watching = asyncio.create_task(self.referee.watch())
        try:
            later = await self._visit_all(list(self.survey.sites), is_second_chance=False)
            if later:
                await self.survey.clock.sleep(self._seconds_to_second_chance(later))
                await self._visit_all(later, is_second_chance=True)
            await self.links.finish()
            await self.referee.finish(watching)
        except Exception as error:  # noqa: BLE001 - handed to whoever started the run, who raises it
            self.fault = error
        finally:
            watching.cancel()
            if self.renders:
                await self.renders.close()
        return
        yield

    def _renders(self) -> Renders:
        from crawler.renders import Renders

        return Renders(self)

    def _seconds_to_second_chance(self, sites: list[Site]) -> float:
        rest = max(self.manners.rest_seconds(site.url) for site in sites)
        return max(SECOND_CHANCE_DELAYS * self.survey.delay_seconds, min(rest, MAX_REST_BEFORE_SECOND_CHANCE))

    async def _visit_all(self, sites: list[Site], *, is_second_chance: bool) -> list[Site]:
        """Visit sites, at most `concurrent_sites` at once. Returns those that deserve a second chance."""
        waiting, later = iter(sites), list[Site]()

        async def work() -> None:
            for site in waiting:
                if await self._visit_site(site, is_second_chance=is_second_chance):
                    self.tally.sites_done += 1
                else:
                    later.append(site)

        count = min(self.survey.concurrent_sites, len(sites))
        workers = [asyncio.create_task(work()) for _ in range(count)]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
        return later

    async def _visit_site(self, site: Site, *, is_second_chance: bool) -> bool:
        """Visit one site; False when it failed in a way that a second try may mend."""
        folder = self.survey.folder.site(site.id)
        done = read_done(folder)
        if done and done.is_final(self.survey.budget):
            self.tally.pages += done.pages
            if self.renders:
                await self.renders.finish(site, folder)
            await self.links.check_site(site)
            return True
        try:
            crawl = SiteCrawl(site, self, folder, is_fresh=is_second_chance or done is not None)
            is_over = await crawl.run(is_last_try=is_second_chance)
            if is_over:
                if self.renders:
                    await self.renders.finish(site, folder)
                await self.links.check_site(site, crawl.writer)
            return is_over
        except LineDownError:
            # No marker is written, so that the next run goes on here.
            return is_second_chance

    async def fetch(self, url: str, errand: Errand, *, is_fresh: bool = False) -> tuple[Visit, Response | None]:
        """Fetch one address without following redirects. Returns the visit written, and the response when there is one.

        Raises EvidenceError when the evidence cannot be written.
        """
        headers = {**self.headers, **errand.headers}
        meta = {"errand": errand, "download_slot": net_location(url)}
        if is_fresh:
            meta["is_fresh"] = True
        assert self.crawler.engine is not None
        response: Response | None = None
        try:
            response = await self.crawler.engine.download_async(Request(url, headers=headers, meta=meta))
        except Exception:
            if errand.visit is None:
                raise
        assert errand.visit is not None
        if errand.visit.failure:
            self.tally.failures += 1
        elif errand.purpose is Purpose.PAGE:
            self.tally.pages += 1
        return errand.visit, response

    async def ask_control(self, url: str) -> bool:
        """Ask a control host; its visits lie in the wave's folder `control`."""
        if self._control_writer is None:
            self._control_writer = SiteWriter(SiteFolder(self.survey.folder.path / "control"))
        errand = Errand("control", self._control_writer, Purpose.CONTROL)
        failures = self.tally.failures
        visit, _ = await self.fetch(url, errand)
        self.tally.failures = failures
        return visit.status is not None and visit.status < 500
