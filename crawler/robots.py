"""This module knows how robots.txt is fetched, kept as evidence and obeyed, as RFC 9309 has it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from protego import Protego
from scrapy import Request

from crawler.archive import Errand, errand_of
from crawler.diagnosis import OurSide, RobotsDenied, RobotsUnreachable
from crawler.evidence import Purpose, SiteFolder, Visit, decode_body, utc_now
from crawler.failures import FailureKind
from crawler.guard import net_location
from crawler.manners import Manners

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

PRODUCT_TOKEN = "egovbench"  # noqa: S105 - the name robots.txt knows us by
MAX_ROBOTS_BYTES = 512 * 1024
MAX_ROBOTS_REDIRECTS = 5
MAX_CRAWL_DELAY_SECONDS = 30.0
MAX_KEPT_RULES = 5000
KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Rules:
    """What one robots.txt asks of us. `rules` is None when everything is allowed, or nothing when `is_unreachable`."""

    rules: Protego | None = None
    is_unreachable: bool = False
    detail: str = ""

    def allows(self, url: str) -> bool:
        """Whether we may fetch an address."""
        return self.rules is None or bool(self.rules.can_fetch(url, PRODUCT_TOKEN))

    @property
    def crawl_delay(self) -> float:
        """The seconds asked for between two requests, within our bound; 0 when nothing is asked for."""
        asked = self.rules.crawl_delay(PRODUCT_TOKEN) if self.rules else None
        return min(max(float(asked or 0), 0.0), MAX_CRAWL_DELAY_SECONDS)


def read_rules(status: int, body: bytes) -> Rules:
    """The rules that follow from an answer: 2xx are read, 4xx allow everything, 5xx allow nothing for now."""
    if 200 <= status < 300:
        text = body[:MAX_ROBOTS_BYTES].decode("utf-8-sig", "replace")
        return Rules(Protego.parse(text))
    if status == 429 or status >= 500:
        return Rules(is_unreachable=True, detail=f"robots.txt answered {status}")
    return Rules()


class RobotsMiddleware:
    """Asks robots.txt once a host and run before anything else is asked of it."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._kept: dict[str, Rules] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        """Scrapy's way to build a component."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Raises RobotsDenied or RobotsUnreachable, or the host's own failure when it cannot be reached at all."""
        errand = errand_of(request)
        if errand.purpose is Purpose.CONTROL or request.meta.get("is_robots"):
            return
        parts = urlsplit(request.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._kept or request.meta.get("is_fresh"):
            if len(self._kept) >= MAX_KEPT_RULES:
                self._kept.pop(next(iter(self._kept)))
            self._kept[origin] = await self._ask(f"{origin}/robots.txt", errand)
        rules = self._kept[origin]
        if rules.is_unreachable:
            raise RobotsUnreachable(rules.detail)
        if not rules.allows(request.url):
            raise RobotsDenied("robots.txt asks not to fetch this address")
        if rules.crawl_delay:
            self._keep_to(request.url, rules.crawl_delay)

    def _keep_to(self, url: str, delay_seconds: float) -> None:
        manners = getattr(self.crawler.spider, "manners", None)
        assert isinstance(manners, Manners)
        manners.keep_to(url, delay_seconds)

    async def _ask(self, url: str, errand: Errand) -> Rules:
        if kept := archived_rules(errand.writer.folder, url):
            return kept
        for _ in range(MAX_ROBOTS_REDIRECTS + 1):
            asked = Errand(errand.site_id, errand.writer, Purpose.PROBE)
            try:
                response = await self._fetch(url, asked)
            except Exception as error:
                if asked.visit is None:
                    raise
                return unreachable_rules(asked.visit, error)
            assert asked.visit is not None
            if not asked.visit.final_url:
                encoding = (response.headers.get(b"Content-Encoding") or b"").decode("latin-1")
                return read_rules(response.status, decode_body(response.body, encoding)[0])
            url = urldefrag(asked.visit.final_url).url
        return Rules()

    async def _fetch(self, url: str, errand: Errand) -> Response:
        headers = getattr(self.crawler.spider, "headers", {})
        meta = {"errand": errand, "is_robots": True, "download_slot": net_location(url)}
        assert self.crawler.engine is not None
        return await self.crawler.engine.download_async(Request(url, headers=headers, meta=meta))


HOST_FAILURES = frozenset(
    {
        FailureKind.DNS_NOT_FOUND,
        FailureKind.DNS_FAILURE,
        FailureKind.CONNECTION_REFUSED,
        FailureKind.UNREACHABLE,
        FailureKind.CONNECT_TIMEOUT,
        FailureKind.TLS_PROTOCOL,
        FailureKind.NOT_HTTP,
    }
)


def unreachable_rules(visit: Visit, error: Exception) -> Rules:
    """What follows when robots.txt brought a failure and no answer.

    Only a host that is there can have a robots.txt out of reach; of a host that is not, its own failure says more, and
    is raised again. Raises OurSide when it was our line.
    """
    kind = FailureKind(visit.failure or FailureKind.UNKNOWN)
    if kind is FailureKind.OUR_SIDE:
        raise OurSide("the control hosts fail")
    if kind in HOST_FAILURES:
        raise error
    if kind is FailureKind.REFUSED_ADDRESS:
        return Rules()
    return Rules(is_unreachable=True, detail=f"robots.txt: {kind}")


def archived_rules(folder: SiteFolder, url: str) -> Rules | None:
    """The rules a broken-off crawl of this wave has archived within the last day, or None."""
    for visit in reversed(folder.visits()):
        is_answer = visit.url == url and visit.status is not None and visit.record_id and not visit.final_url
        if is_answer and visit.status and visit.status < 500 and utc_now() - visit.requested_at < KEPT_FOR:
            record = folder.record(visit.record_id or "")
            return read_rules(record.status, record.body) if record else None
    return None
