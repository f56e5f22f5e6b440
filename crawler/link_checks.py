"""This module knows how links are checked: asked for once, and once more later before one may count as broken."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urldefrag

from crawler.archive import Errand, write
from crawler.evidence import Purpose, SiteWriter, Visit, utc_now
from crawler.failures import FailureKind
from crawler.first_bytes import BY_RANGE, is_file
from crawler.guard import net_location
from crawler.ledger import is_trouble, read_done
from crawler.link_ledger import EXTERNAL_SITE_ID, MAX_HOPS, History, LinkLedger, gone_pages
from crawler.link_notes import Target, read_targets
from site_lists.model import Site

if TYPE_CHECKING:
    from crawler.spiders.portal import PortalSpider

Item = TypeVar("Item")
MAX_OUTAGES = 5
MAX_FAILURES_IN_A_ROW = 5
PATIENCE_SECONDS = 120.0
SECOND_TRY_DELAYS = 30
"""A link that failed is given at least this many times the delay between requests before it is tried again."""
MAX_LINKS_A_HOST = 200
MAX_EXTERNAL_LINKS = 200_000
MIN_EXTERNAL_LINKS_A_SITE = 5
FEW_HOSTS = 5
"""When none of at least so many other hosts answers, we have no way out, and nothing is said of them."""


class CutOffError(Exception):
    """Our own line is down for longer than our patience; the links are left for the next run."""


@dataclass(slots=True)
class Round:
    """One round of checks. Nothing is asked for twice in it. `follows` says whether a redirect is worth following.

    Of a file the first round asks for the first bytes alone. The second asks plainly: no server fails for the range.
    """

    spider: PortalSpider
    site_id: str
    writer: Callable[[str], SiteWriter]
    history: History
    follows: Callable[[str], bool]
    is_second: bool
    asked: set[str] = field(default_factory=set)

    async def run(self, targets: Iterable[Target]) -> None:
        """Check the links of one host, one after the other, until the host is in trouble or wants to be left alone."""
        failed_in_a_row = 0
        for target in targets:
            if not self._is_due(target.url):
                continue
            visit = await self._follow(target)
            failed_in_a_row = failed_in_a_row + 1 if is_trouble(visit) else 0
            patience = max(PATIENCE_SECONDS, 3 * self.spider.survey.delay_seconds)
            if failed_in_a_row >= MAX_FAILURES_IN_A_ROW or self.spider.manners.rest_seconds(target.url) > patience:
                return

    def _is_due(self, url: str) -> bool:
        if url in self.asked:
            return False
        return self.history.is_open(url, utc_now()) if self.is_second else url not in self.history.tries

    async def _follow(self, target: Target) -> Visit:
        """Ask for a link and for what its redirects lead to. Returns the last visit."""
        chain = [target.url]
        while True:
            visit = await self._ask(chain[-1], target.linked_from)
            if not visit.final_url:
                return visit
            there = urldefrag(visit.final_url).url
            if there in chain or len(chain) > MAX_HOPS:
                return self._close(visit, chain, there)
            is_known = there in self.asked or (there in self.history.tries and not self.is_second)
            if is_known or not self.follows(there) or self.spider.guard.refuses(there):
                return visit
            chain.append(there)

    def _close(self, visit: Visit, chain: list[str], there: str) -> Visit:
        kind = FailureKind.REDIRECT_LOOP if there in chain else FailureKind.TOO_MANY_REDIRECTS
        given_up = replace(visit, url=chain[0], status=None, failure=kind.value, record_id=None, content_type=None)
        closing = write(self.writer(chain[0]), replace(given_up, final_url=None, detail=f"led to {there}"[:300]))
        self.history.add(closing)
        return closing

    async def _ask(self, url: str, linked_from: str) -> Visit:
        self.asked.add(url)
        for _ in range(MAX_OUTAGES):
            errand = Errand(self.site_id, self.writer(url), Purpose.LINK_CHECK, linked_from=linked_from)
            if is_file(url):
                errand.takes_all, errand.headers = True, {} if self.is_second else BY_RANGE
            visit, _ = await self.spider.fetch(url, errand)
            if visit.failure != FailureKind.OUR_SIDE:
                self.history.add(visit)
                return visit
            if not await self.spider.referee.wait_until_up():
                break
        raise CutOffError


class LinkChecks:
    """The checks of a run: each site's own links after its pages, links beyond the sites, and the second tries."""

    def __init__(self, spider: PortalSpider) -> None:
        self.spider, self.survey = spider, spider.survey
        self.ledger = LinkLedger(spider.survey.folder)
        self._left: set[str] = set()

    async def check_site(self, site: Site, writer: SiteWriter | None = None) -> None:
        """Check the links of a site to itself for the first time; `writer` is at hand when it was crawled just now.

        A site that was given up in trouble is spared.
        """
        if not self.survey.link_checks:
            return
        if writer:
            self.ledger.done.discard(site.id)
        done = read_done(self.survey.folder.site(site.id))
        was_well = done is not None and done.reason in ("exhausted", "budget")
        if site.id not in self.ledger.done and was_well:
            await self._check_own(site, is_second=False, writer=writer)

    async def finish(self) -> None:
        """Check the links beyond the sites, then try again what failed; to be called when all sites were visited."""
        sites = [site for site in self.survey.sites if site.id not in self.ledger.done]
        if not self.survey.link_checks or not sites:
            return
        external = self._external_by_host(sites)
        if external:
            self.ledger.load()
            await self._check_external(external, is_second=False)
        if self._is_cut_off():
            external = {}
        open_sites = [site for site in sites if self._has_open(site)]
        if open_sites or any(self._is_open(target) for targets in external.values() for target in targets):
            await self.survey.clock.sleep(SECOND_TRY_DELAYS * self.survey.delay_seconds)
            await self._at_once(open_sites, lambda site: self._check_own(site, is_second=True))
            await self._check_external(external, is_second=True)
        for site in sites:
            folder = self.survey.folder.site(site.id)
            self.ledger.copy_to(folder, site.id, read_targets(folder).external)
        self.ledger.mark_done(site.id for site in sites if site.id not in self._left)

    async def _check_own(self, site: Site, *, is_second: bool, writer: SiteWriter | None = None) -> None:
        folder = self.survey.folder.site(site.id)
        targets = read_targets(folder).internal
        history = History.of(folder.visits())
        hosts = {net_location(target.url) for target in targets} | {net_location(site.url)}
        if is_second:
            targets += tuple(gone_pages(history))
            hosts |= {net_location(target.url) for target in targets}
        kept = writer or (SiteWriter(folder) if targets else None)
        if kept is None:
            return
        checks = Round(
            self.spider,
            site.id,
            writer=lambda _: kept,
            history=history,
            follows=lambda url: net_location(url) in hosts,
            is_second=is_second,
        )
        await self._run(checks, targets, [site.id])

    def _has_open(self, site: Site) -> bool:
        folder = self.survey.folder.site(site.id)
        history = History.of(folder.visits())
        targets = read_targets(folder).internal + tuple(gone_pages(history))
        return any(history.is_open(target.url, utc_now()) for target in targets)

    def _is_open(self, target: Target) -> bool:
        return self.ledger.history.is_open(target.url, utc_now())

    def _external_by_host(self, sites: list[Site]) -> dict[str, list[Target]]:
        """The links beyond the sites by host, each address once, those of all sites' home pages first on each site."""
        if not self.survey.external_links:
            return {}
        most = max(MIN_EXTERNAL_LINKS_A_SITE, MAX_EXTERNAL_LINKS // len(sites))
        chosen: dict[str, list[Target]] = {}
        met: set[str] = set()
        for site in sites:
            for target in read_targets(self.survey.folder.site(site.id)).external[:most]:
                of_host = chosen.setdefault(net_location(target.url), [])
                if target.url not in met and len(of_host) < MAX_LINKS_A_HOST:
                    met.add(target.url)
                    of_host.append(target)
        return chosen

    async def _check_external(self, external: dict[str, list[Target]], *, is_second: bool) -> None:
        checks = Round(
            self.spider,
            EXTERNAL_SITE_ID,
            writer=self.ledger.writer,
            history=self.ledger.history,
            follows=lambda _: True,
            is_second=is_second,
        )
        everyone = [site.id for site in self.survey.sites]
        await self._at_once(list(external.values()), lambda targets: self._run(checks, targets, everyone))

    def _is_cut_off(self) -> bool:
        """Whether no other host ever answered us; then nothing is tried again, and so nothing counts as broken."""
        visits = [visit for tries in self.ledger.history.tries.values() for visit in tries]
        hosts = {net_location(visit.url) for visit in visits}
        return len(hosts) >= FEW_HOSTS and all(visit.status is None for visit in visits)

    async def _run(self, checks: Round, targets: Iterable[Target], site_ids: list[str]) -> None:
        try:
            await checks.run(targets)
        except CutOffError:
            self._left.update(site_ids)

    async def _at_once(self, items: list[Item], work: Callable[[Item], Awaitable[None]]) -> None:
        """Work through items, as many at once as sites may be visited at once."""
        waiting = iter(items)

        async def worker() -> None:
            for item in waiting:
                await work(item)

        tasks = [asyncio.create_task(worker()) for _ in range(min(self.survey.concurrent_sites, len(items)))]
        try:
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
