"""This module knows how one site is visited from its home page on, and taken up again where that broke off."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urldefrag, urlsplit

from scrapy.http import Response

from crawler.addresses import is_page, page_key, read_address
from crawler.archive import Errand, write
from crawler.coverage import Coverage, measure_coverage
from crawler.evidence import Purpose, SiteFolder, SiteWriter, Visit, decode_body, utc_now
from crawler.failures import FailureKind
from crawler.frontier import Frontier
from crawler.kinship import kinship
from crawler.ledger import MAX_TRIES, Done, Ledger, is_trouble, may_be_retried, write_done
from crawler.link_notes import LinkNotes, write_targets
from crawler.links import PageLinks, find_links, is_html
from crawler.probes import Prober, run_probes
from site_lists.model import Site

if TYPE_CHECKING:
    from crawler.spiders.portal import PortalSpider

MAX_REDIRECTS = 10
MAX_OUTAGES = 5
MAX_FAILURES_IN_A_ROW = 5
PATIENCE_SECONDS = 120.0
"""A host that wants to be left alone for longer is left for the second chance at the end of the run."""

NO_COVERAGE = Coverage()


class LineDownError(Exception):
    """Our own line is down for longer than our patience; the site is left for the next run."""


Answer = tuple[Visit, PageLinks | None]
"""The last visit to one address, and the links of the page that came."""


class Outcome(NamedTuple):
    """What became of an address: its last visit, where it led in the end, and the links found there."""

    visit: Visit
    url: str
    links: PageLinks | None


@dataclass(slots=True)
class Counts:
    """What `done.json` will say."""

    pages: int = 0
    failures: int = 0
    refused_links: int = 0


class SiteCrawl:
    """The crawl of one site. With `is_fresh` the failures of an earlier round do not stand."""

    def __init__(self, site: Site, spider: PortalSpider, folder: SiteFolder, *, is_fresh: bool) -> None:
        self.site, self.spider, self.survey = site, spider, spider.survey
        self.writer = SiteWriter(folder)
        self.ledger = Ledger(folder)
        self.is_fresh = is_fresh
        self.counts, self.began = Counts(), utc_now()
        self.frontier: Frontier | None = None
        self.notes: LinkNotes | None = None

    async def run(self, *, is_last_try: bool) -> bool:
        """Visit the site within its budget and write `done.json`. Returns False when a later try may bring more.

        Raises LineDownError, and EvidenceError when the evidence cannot be written.
        """
        home = await self._visit(self._home_url(), depth=0, linked_from=None)
        if not home.visit.is_answered:
            is_final = is_last_try or home.visit.failure == FailureKind.OPTED_OUT
            return self._finish("home_failed", home.url, is_final=is_final)
        self.frontier = Frontier(home.url, budget=self.survey.budget)
        self.frontier.add_host(self._home_url())
        self.notes = LinkNotes(self.frontier, self.spider.guard)
        await self._offer_filled(home, depth=0)
        await run_probes(self._prober(home.url))
        failed_in_a_row = 0
        while step := self.frontier.take():
            outcome = await self._visit(step.url, depth=step.depth, linked_from=step.linked_from)
            await self._offer_filled(outcome, depth=step.depth)
            is_new = outcome.visit.requested_at >= self.began
            failed_in_a_row = failed_in_a_row + 1 if is_new and is_trouble(outcome.visit) else 0
            is_resting = is_new and self.spider.manners.rest_seconds(step.url) > self._patience_seconds()
            if failed_in_a_row >= MAX_FAILURES_IN_A_ROW or is_resting:
                return self._finish("broken_off", home.url, is_final=is_last_try)
        coverage = await self._coverage(self.frontier, home.url)
        reason = "budget" if self.frontier.has_more else "exhausted"
        return self._finish(reason, home.url, is_final=True, coverage=coverage)

    async def _coverage(self, frontier: Frontier, home: str) -> Coverage:
        """Compare the visits with what the site says it has."""
        visits = [visit for visit in self.writer.folder.visits() if visit.purpose is Purpose.PAGE and visit.status]
        reached = {page_key(visit.url) for visit in visits if visit.is_answered or visit.final_url}
        record_id = next((visit.record_id for visit in visits if visit.url == home and visit.is_answered), None)
        record = self.writer.folder.record(record_id) if record_id else None
        return await measure_coverage(
            frontier, reached=reached, home=home, home_body=record.body if record else b"", document=self._document
        )

    async def _document(self, url: str) -> bytes | None:
        """The body of an address that a probe has asked for, or asks for now; redirects are followed."""
        if url not in (probes := self._probes()):
            await self._probe(url)
            probes = self._probes()
        for _ in range(MAX_REDIRECTS):
            visit = probes.get(url)
            if visit is None or visit.failure:
                return None
            if not visit.final_url:
                record = self.writer.folder.record(visit.record_id or "") if visit.is_answered else None
                return record.body if record else None
            url = urldefrag(visit.final_url).url
        return None

    def _probes(self) -> dict[str, Visit]:
        return {visit.url: visit for visit in self.writer.folder.visits() if visit.purpose is Purpose.PROBE}

    async def probe(self, home: str) -> None:
        """Make the probes that the wave still lacks; `home` is where the home page was found."""
        await run_probes(self._prober(home))

    def _home_url(self) -> str:
        address = urldefrag(self.site.url).url
        return address if urlsplit(address).path else f"{address}/"

    def _finish(self, reason: str, home: str, *, is_final: bool, coverage: Coverage = NO_COVERAGE) -> bool:
        done = Done(
            reason=reason,
            budget=self.survey.budget,
            pages=self.counts.pages,
            failures=self.counts.failures,
            home=home,
            refused_links=self.counts.refused_links,
            finished=utc_now().isoformat(timespec="seconds"),
            **asdict(coverage),
        )
        if self.notes and self.survey.link_checks:
            visits = self.writer.folder.visits()
            visited = {page_key(visit.url) for visit in visits if visit.purpose is Purpose.PAGE}
            write_targets(self.writer.folder, self.notes.chosen(visited, limit=self.survey.link_checks))
        write_done(self.writer.folder, done)
        return is_final

    async def _offer_filled(self, outcome: Outcome, *, depth: int) -> None:
        """Offer the links that a page, and its routes, have once its scripts have run, where it came empty."""
        renders, links = self.spider.renders, outcome.links
        if renders is None or links is None:
            self._offer(outcome, depth=depth)
            return
        for page in await renders.filled(self.site, self.writer.folder, outcome.visit, links):
            self._offer(outcome._replace(url=page.url, links=page.links), depth=depth + page.further)

    def _offer(self, outcome: Outcome, *, depth: int) -> None:
        if outcome.links is None or self.frontier is None:
            return
        base, links, digest, pictures = outcome.links
        if self.notes and self.survey.link_checks:
            self.notes.note([*links, *pictures], base=base, linked_from=outcome.url, is_home=depth == 0)
        if self.frontier.duplicates.note(outcome.url, digest):
            return
        self.counts.refused_links += self.spider.guard.count_refused(links)
        self.frontier.offer(links, base=base, depth=depth, linked_from=outcome.url)

    async def _visit(self, url: str, *, depth: int, linked_from: str | None) -> Outcome:
        """Visit an address and follow its redirects as far as they stay on the site."""
        chain = [url]
        while True:
            visit, links = await self._answer(chain[-1], depth=depth, linked_from=linked_from)
            if visit.failure or not visit.final_url:
                self._count(visit)
                return Outcome(visit, chain[-1], links)
            target = urldefrag(visit.final_url).url
            fault = self._redirect_fault(target, chain, is_home=depth == 0)
            if fault:
                return Outcome(self._close(visit, chain[0], fault, target), chain[-1], None)
            if depth and not self._is_news(target, chain):
                return Outcome(visit, chain[-1], None)
            chain.append(target)

    def _is_news(self, target: str, chain: list[str]) -> bool:
        """Whether a redirect leads to a page not visited so far; another spelling of the same page counts as news."""
        assert self.frontier is not None
        is_new = self.frontier.mark_seen(target)
        return is_page(urlsplit(target).path) and (is_new or page_key(target) in map(page_key, chain))

    def _redirect_fault(self, target: str, chain: list[str], *, is_home: bool) -> FailureKind | None:
        if self.spider.guard.refuses(target):
            return FailureKind.REFUSED_ADDRESS
        if target in chain:
            return FailureKind.REDIRECT_LOOP
        if len(chain) > MAX_REDIRECTS:
            return FailureKind.TOO_MANY_REDIRECTS
        address = read_address(target)
        if address is None:
            return FailureKind.REFUSED_ADDRESS
        is_ours = self.frontier.is_same_site(address) if self.frontier and not is_home else self._is_kin(target)
        return None if is_ours else FailureKind.REDIRECT_OFF_SITE

    def _is_kin(self, target: str) -> bool:
        """Whether the home page may move there: to the same registrable domain, or to what the list names."""
        here, there = urlsplit(self.site.url).hostname or "", urlsplit(target).hostname or ""
        return here == there or there in self.spider.guard.named_hosts or kinship(here) == kinship(there)

    def _close(self, visit: Visit, url: str, kind: FailureKind, target: str) -> Visit:
        """Record that a chain of redirects was given up."""
        self.counts.failures += 1
        closing = replace(
            visit, url=url, status=None, failure=kind.value, final_url=target, record_id=None, content_type=None
        )
        if not self.ledger.failed(url, kind):
            closing = write(self.writer, closing)
            self.spider.tally.failures += 1
        return closing

    async def _answer(self, url: str, *, depth: int, linked_from: str | None) -> Answer:
        """The answer to one address: from an earlier run when it stands, otherwise from the network."""
        is_home_again = self.is_fresh and depth == 0
        known = self.ledger.answer(url)
        if known and (known.is_answered or known.final_url or not is_home_again):
            record = self.ledger.record(known)
            return known, links_of(record.url, known, record.body) if record else None
        standing = self.ledger.standing_failure(url)
        if standing and not (self.is_fresh and (depth == 0 or is_trouble(standing))):
            return standing, None
        return await self._ask(url, depth=depth, linked_from=linked_from)

    async def _ask(self, url: str, *, depth: int, linked_from: str | None) -> Answer:
        tries = outages = 0
        takes_damaged = False
        while True:
            errand = Errand(self.site.id, self.writer, Purpose.PAGE, depth, linked_from, takes_damaged)
            visit, response = await self.spider.fetch(url, errand, is_fresh=self.is_fresh and depth == 0)
            if visit.failure == FailureKind.OUR_SIDE:
                outages += 1
                if outages > MAX_OUTAGES or not await self.spider.referee.wait_until_up():
                    raise LineDownError
                continue
            tries += 1
            is_resting = self.spider.manners.rest_seconds(url) > self._patience_seconds()
            if tries >= MAX_TRIES or is_resting or not may_be_retried(visit):
                return visit, links_of(url, visit, body_of(response)) if response else None
            takes_damaged = visit.failure == FailureKind.BODY_TRUNCATED

    def _patience_seconds(self) -> float:
        """How long a host may want to be left alone before its crawl is broken off."""
        return max(PATIENCE_SECONDS, 3 * self.survey.delay_seconds)

    def _count(self, visit: Visit) -> None:
        if visit.failure:
            self.counts.failures += 1
        else:
            self.counts.pages += 1

    def _prober(self, home: str) -> Prober:
        return Prober(
            site_id=self.site.id,
            listed=self._home_url(),
            home=home,
            writer=self.writer,
            visit=self._probe,
            is_probed=self.ledger.is_probed,
            control=self.spider.referee,
            headers=self.spider.headers,
            timeout_seconds=self.survey.timeout_seconds,
        )

    async def _probe(self, url: str) -> None:
        """Fetch an address as a probe and record each hop of its redirects."""
        if self.ledger.is_probed(url):
            return
        chain = [url]
        while len(chain) <= MAX_REDIRECTS:
            visit, _ = await self.spider.fetch(chain[-1], Errand(self.site.id, self.writer, Purpose.PROBE))
            target = urldefrag(visit.final_url).url if visit.final_url else None
            if target is None or target in chain or self.spider.guard.refuses(target) or not self._is_kin(target):
                return
            chain.append(target)


def body_of(response: Response) -> bytes:
    """A response's body, unpacked within our bound."""
    return decode_body(response.body, (response.headers.get(b"Content-Encoding") or b"").decode("latin-1"))[0]


def links_of(url: str, visit: Visit, body: bytes) -> PageLinks | None:
    """The links of a page that was answered; None when it is no page, or an error page, which leads nowhere."""
    if not visit.is_answered or not is_html(visit.content_type or "", body):
        return None
    return find_links(body, url=url, content_type=visit.content_type or "")
