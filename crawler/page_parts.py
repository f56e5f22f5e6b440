"""This module knows how what a page is made of is fetched for the browser: by our own downloader, with our manners."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

from scrapy import Request

from crawler.archive import Errand
from crawler.evidence import Purpose, SiteFolder, SiteWriter, Visit, decode_body
from crawler.failures import FailureKind
from crawler.guard import net_location
from crawler.page_guard import URGENCY, PageGuard, Urgency, Wish

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.spiders.portal import PortalSpider

MAX_REQUESTS = 100
MAX_PAGE_BYTES = 25 * 1024 * 1024
MAX_PART_BYTES = 4 * 1024 * 1024
MAX_KEPT_BYTES = 32 * 1024 * 1024
MAX_REDIRECTS = 5
WORKERS = 6
KEPT_KINDS = frozenset({"script", "stylesheet", "image", "font"})
FORWARDED = ("accept", "content-type", "origin", "referer", "x-requested-with")
WITHHELD = frozenset(
    "content-encoding content-length transfer-encoding connection keep-alive set-cookie alt-svc trailer upgrade".split()
)
"""Headers of an answer that no longer fit its body, or that would make the browser remember or look elsewhere."""


@dataclass(frozen=True, slots=True)
class Part:
    """An answer as the browser gets it; `body` is decoded."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class VisitsOnly(SiteWriter):
    """Writes what was asked for, without bodies: of what scripts fetch only what they make of it is kept.

    What robots.txt said is kept whole, so that a crawl that is taken up again need not ask for it.
    """

    def write(self, visit: Visit, *, headers: list[tuple[str, str]] | None = None, body: bytes = b"") -> Visit:
        """Append a visit; raises OSError when the disk is full."""
        if visit.purpose is Purpose.PROBE:
            return SiteWriter.write(self, visit, headers=headers, body=body)
        return SiteWriter.write(self, visit)


@dataclass(slots=True)
class SiteParts:
    """What the pages of one site share: the folder of their requests, and what was fetched once for all of them."""

    site_id: str
    writer: SiteWriter
    kept: dict[str, Part] = field(default_factory=dict)
    kept_bytes: int = 0

    @classmethod
    def of(cls, site_id: str, folder: SiteFolder) -> SiteParts:
        """For a site, whose folder of rendered pages this is."""
        return cls(site_id, VisitsOnly(folder))

    def keep(self, url: str, part: Part) -> None:
        """Keep a part for the next page, as long as there is room."""
        if part.status == 200 and self.kept_bytes + len(part.body) <= MAX_KEPT_BYTES:
            self.kept[url] = part
            self.kept_bytes += len(part.body)


class PageParts:
    """Fetches the parts of one page: the urgent ones first, within bounds of number and size.

    `requests` and `refused` count; `is_our_side` is set when our line was down for one of them.
    """

    def __init__(self, spider: PortalSpider, site: SiteParts, guard: PageGuard, *, page_url: str) -> None:
        self.spider, self.site, self.guard, self.page_url = spider, site, guard, page_url
        self.requests = self.refused = self.bytes = self.under_way = 0
        self.is_our_side = self._is_closed = False
        self._numbers = count()
        self._waiting: asyncio.PriorityQueue[tuple[int, int, asyncio.Event]] = asyncio.PriorityQueue()
        self._free = WORKERS

    async def fetch(self, wish: Wish, headers: Mapping[str, str], body: bytes | None) -> Part | None:
        """The answer to a request of the page, redirects followed; None when it is refused or failed.

        Raises EvidenceError when the evidence cannot be written.
        """
        if kept := self.site.kept.get(wish.url) if wish.method == "GET" else None:
            return kept
        if self.guard.refuses(wish) or self.requests >= MAX_REQUESTS or self.bytes >= MAX_PAGE_BYTES:
            self.refused += 1
            return None
        self.requests += 1
        self.under_way += 1
        try:
            await self._turn(URGENCY.get(wish.kind, Urgency.PICTURE))
            try:
                return None if self._is_closed else await self._follow(wish, headers, body)
            finally:
                self._next()
        finally:
            self.under_way -= 1

    def close(self) -> None:
        """Ask for nothing more: what waits for its turn is given up."""
        self._is_closed = True

    async def _turn(self, urgency: Urgency) -> None:
        """Wait until one of the workers is free, the urgent before the others."""
        if self._free:
            self._free -= 1
            return
        event = asyncio.Event()
        self._waiting.put_nowait((urgency, next(self._numbers), event))
        await event.wait()

    def _next(self) -> None:
        if self._waiting.empty():
            self._free += 1
        else:
            self._waiting.get_nowait()[2].set()

    async def _follow(self, wish: Wish, headers: Mapping[str, str], body: bytes | None) -> Part | None:
        url = wish.url
        for _ in range(MAX_REDIRECTS + 1):
            visit, response = await self._ask(url, wish, headers, body)
            if visit.failure == FailureKind.OUR_SIDE:
                self.is_our_side = True
            if response is None:
                return None
            if not visit.final_url:
                part = part_of(response)
                self.bytes += len(part.body)
                if wish.kind in KEPT_KINDS and wish.method == "GET":
                    self.site.keep(wish.url, part)
                return part
            url = urldefrag(urljoin(url, visit.final_url)).url
            wish, body = Wish(url, wish.kind), None
            if self.guard.refuses(wish):
                break
        self.refused += 1
        return None

    async def _ask(
        self, url: str, wish: Wish, headers: Mapping[str, str], body: bytes | None
    ) -> tuple[Visit, Response | None]:
        errand = Errand(self.site.site_id, self.site.writer, Purpose.PAGE, linked_from=self.page_url, takes_all=True)
        sent = {name: headers[name] for name in FORWARDED if name in headers}
        request = Request(
            url,
            method=wish.method if wish.method in ("HEAD", "POST") else "GET",
            headers=self.spider.headers | sent,
            body=body or b"",
            meta={"errand": errand, "download_slot": net_location(url), "download_maxsize": MAX_PART_BYTES},
        )
        assert self.spider.crawler.engine is not None
        response: Response | None = None
        try:
            response = await self.spider.crawler.engine.download_async(request)
        except Exception:
            if errand.visit is None:
                raise
        assert errand.visit is not None
        return errand.visit, response


def part_of(response: Response) -> Part:
    """A response as the browser gets it, unpacked within our bound."""
    body, _ = decode_body(response.body, (response.headers.get(b"Content-Encoding") or b"").decode("latin-1"))
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    return Part(response.status, {name: value for name, value in headers.items() if name not in WITHHELD}, body)
