"""This module knows how every response and every failure of the crawler becomes evidence."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urljoin

from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.exceptions import CannotResolveHostError, DownloadFailedError, StopDownload
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from scrapy.utils.httpobj import urlparse_cached
from twisted.web.client import Agent

from crawler.challenge import PREFIX, challenge_mark, first_bytes
from crawler.diagnosis import classify, describe
from crawler.disk import EvidenceError
from crawler.evidence import Purpose, SiteWriter, Visit, utc_now
from crawler.failures import CONSEQUENCES, FailureKind
from crawler.first_bytes import ENOUGH_BYTES, declared_size
from crawler.guard import net_location
from crawler.legacy_tls import DETAIL, LegacyContextFactory, may_be_legacy
from crawler.links import HTML_TYPES

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

CONNECT_SHARE = 0.7
"""Share of the time allowed for a page within which the connection must stand; it tells the two time-outs apart."""
IDLE_CONNECTION_SECONDS = 30
MAX_LEGACY_HOSTS = 20_000
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
TEXT_TYPES = (*HTML_TYPES, *FEED_TYPES, "text/plain", "text/xml", "application/xml", "application/octet-stream", "")


class Referee(Protocol):
    """Who decides whether a failure was our own; `crawler.control.Control` is one."""

    async def is_our_side(self, since: datetime) -> bool:
        """Whether the control hosts failed at any time from `since` to now."""


@dataclass(slots=True)
class Errand:
    """Why a request is made and where its evidence goes; it travels in `request.meta["errand"]`.

    `visit` is what became of it. With `takes_damaged` a body cut short by the server is taken as it came,
    with `takes_all` one that is no text is taken too. `headers` go beside those of every request.
    `is_legacy` is set when only old TLS brought the answer.
    """

    site_id: str
    writer: SiteWriter
    purpose: Purpose
    depth: int | None = None
    linked_from: str | None = None
    takes_damaged: bool = False
    takes_all: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    sent_at: datetime | None = None
    sent_clock: float = 0.0
    seconds: float | None = None
    is_legacy: bool = False
    visit: Visit | None = field(default=None)


def errand_of(request: Request) -> Errand:
    """The errand of a request; every request of the crawler has one."""
    errand = request.meta["errand"]
    assert isinstance(errand, Errand)
    return errand


class ArchiveMiddleware:
    """Writes each visit next to the wire: above decompression, redirects included, before anybody else has seen it."""

    def __init__(self, crawler: Crawler) -> None:
        self.referee: Referee | None = getattr(crawler.spider, "referee", None)
        crawler.signals.connect(self.headers_received, signal=signals.headers_received)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        """Scrapy's way to build a component."""
        return cls(crawler)

    def headers_received(self, headers: Any, request: Request) -> None:
        """Leave the body of what is no text with the server: documents are counted, not collected."""
        if errand_of(request).takes_all:
            return
        kind = headers.get(b"Content-Type", b"").decode("latin-1").partition(";")[0].strip().lower()
        if kind not in TEXT_TYPES:
            raise StopDownload(fail=False)

    def process_response(self, request: Request, response: Response) -> Response:
        """Archive a response."""
        errand = errand_of(request)
        content_type = (response.headers.get(b"Content-Type") or b"").decode("latin-1") or None
        location = response.headers.get(b"Location") if 300 <= response.status < 400 else None
        flags = set(response.flags)
        is_cut = bool(flags & {"download_stopped", "dataloss"})
        is_check = errand.purpose is Purpose.LINK_CHECK
        visit = Visit(
            site_id=errand.site_id,
            url=request.url,
            purpose=errand.purpose,
            requested_at=errand.sent_at or utc_now(),
            status=response.status,
            final_url=redirect_target(request.url, location) if location else None,
            seconds=errand.seconds,
            content_type=content_type,
            depth=errand.depth,
            linked_from=errand.linked_from,
            size=declared_size(header_words(response)) if is_check and errand.takes_all else None,
            detail=answer_detail(response, flags, is_legacy=errand.is_legacy),
        )
        headers = plain_headers(response, drop_length=is_cut)
        body = response.body[:ENOUGH_BYTES] if is_check else response.body
        errand.visit = write(errand.writer, visit, headers=headers, body=body)
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Record a failure; one that our own line may have caused is settled with the control hosts first."""
        errand = errand_of(request)
        kind, detail = classify(exception), describe(exception)
        began = errand.sent_at or utc_now()
        referee = self.referee if errand.purpose is not Purpose.CONTROL and CONSEQUENCES[kind].may_be_ours else None
        if referee and await referee.is_our_side(began):
            kind, detail = FailureKind.OUR_SIDE, f"{kind}: {detail}"
        visit = Visit(
            site_id=errand.site_id,
            url=request.url,
            purpose=errand.purpose,
            requested_at=began,
            failure=kind.value,
            seconds=errand.seconds,
            depth=errand.depth,
            linked_from=errand.linked_from,
            detail=detail,
        )
        errand.visit = write(errand.writer, visit)


def answer_detail(response: Response, flags: set[str], *, is_legacy: bool) -> str | None:
    """What is to be said of an answer beside its status: a firewall's page, old TLS, a body cut or not taken."""
    words = []
    if mark := firewall_of(response):
        words.append(f"{PREFIX}{mark}")
    if is_legacy:
        words.append(DETAIL)
    if "download_stopped" in flags:
        words.append("body left with the server")
    if "dataloss" in flags:
        words.append(f"{FailureKind.BODY_TRUNCATED}: the server sent less than it declared")
    return "; ".join(words) or None


def firewall_of(response: Response) -> str:
    """The firewall whose page an answer is, "" for a page of the portal's own."""
    headers = header_words(response)
    encoding = headers.get("content-encoding", "")
    body = response.body
    return challenge_mark(response.status, headers, lambda: first_bytes(body, encoding), size=len(body))


def header_words(response: Response) -> dict[str, str]:
    """The headers as text, names in lower case; of one that came more than once the values follow each other."""
    return {
        name.decode("latin-1").lower(): b",".join(values).decode("latin-1") for name, values in response.headers.items()
    }


def write(
    writer: SiteWriter, visit: Visit, *, headers: list[tuple[str, str]] | None = None, body: bytes = b""
) -> Visit:
    """Append to the evidence; raises EvidenceError where the disk refuses."""
    try:
        return writer.write(visit, headers=headers, body=body)
    except OSError as error:
        raise EvidenceError(f"{writer.folder.path}: {error.strerror or error}") from error


def redirect_target(url: str, location: bytes) -> str:
    """Where a Location header leads, in full; the header itself when it cannot be read."""
    text = location.decode("utf-8", "replace").strip()[:2000]
    try:
        return urljoin(url, text)
    except ValueError:
        return text


def plain_headers(response: Response, *, drop_length: bool) -> list[tuple[str, str]]:
    """The headers as text. A declared length goes when the body was not taken whole, since it would be false."""
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
        if not (drop_length and name.lower() == b"content-length")
    ]


class TimedAgent(_ScrapyAgent):
    """Gives the connection less time than the page."""

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        return super()._get_agent(request, timeout * CONNECT_SHARE)


class TimedHandler(HTTP11DownloadHandler):
    """Scrapy's downloader with a clock: the time a request waits for its turn is not the server's."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.cachedConnectionTimeout = IDLE_CONNECTION_SECONDS
        self._timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._legacy_contexts: Any = LegacyContextFactory()
        self._legacy_hosts: set[str] = set()

    async def download_request(self, request: Request) -> Response:
        """Fetch one address; raises Scrapy's download exceptions."""
        errand = errand_of(request)
        place = net_location(request.url)
        errand.sent_at, errand.sent_clock = utc_now(), time.perf_counter()
        errand.is_legacy = place in self._legacy_hosts
        try:
            try:
                return await self._download(request, errand)
            except DownloadFailedError as error:
                if errand.is_legacy or not may_be_legacy(error):
                    raise
                errand.is_legacy = True
                response = await self._download(request, errand)
                if len(self._legacy_hosts) < MAX_LEGACY_HOSTS:
                    self._legacy_hosts.add(place)
                return response
        finally:
            errand.seconds = round(time.perf_counter() - errand.sent_clock, 3)

    async def _download(self, request: Request, errand: Errand) -> Response:
        agent = TimedAgent(
            contextFactory=self._legacy_contexts if errand.is_legacy else self._contextFactory,
            connectTimeout=self._timeout,
            pool=self._pool,
            maxsize=self._default_maxsize,
            fail_on_dataloss=not errand.takes_damaged,
            crawler=self._crawler,
        )
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request))
        except CannotResolveHostError as error:
            reasons: dict[str, Exception] = getattr(self._crawler.spider, "lookup_failures", {})
            host = urlparse_cached(request).hostname or ""
            raise error from reasons.get(host)
