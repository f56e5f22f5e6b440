"""This module knows where on its way to the network a request is stopped, or waits for its turn."""

from __future__ import annotations

import asyncio
import ipaddress
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.http import Response
from twisted.internet.interfaces import IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.archive import errand_of
from crawler.diagnosis import OptedOut
from crawler.evidence import Purpose
from crawler.guard import GuardedResolver
from crawler.manners import Manners
from site_lists.opt_out import OptOut

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


@implementer(IResolutionReceiver)
class Addresses:
    """Gathers what a look-up brings."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.complete = asyncio.get_running_loop().create_future()

    def resolutionBegan(self, resolutionInProgress: Any) -> None:  # noqa: N802, N803
        """Nothing to be done yet."""

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        """Keep one address."""
        self.found.append(str(address.host))

    def resolutionComplete(self) -> None:  # noqa: N802
        """Let go who waits."""
        if not self.complete.done():
            self.complete.set_result(None)


async def look_up(resolver: GuardedResolver, name: str) -> tuple[str, ...]:
    """The addresses of a name, from what the resolver keeps when it was asked before; empty when there are none."""
    try:
        return (str(ipaddress.ip_address(name)),)
    except ValueError:
        receiver = Addresses()
        resolver.resolveHostName(receiver, name)
        await receiver.complete
        return tuple(receiver.found)


class OptOutMiddleware:
    """Stops a request to whom asked not to be visited, before even robots.txt is asked for."""

    def __init__(self, opt_out: OptOut) -> None:
        self.opt_out = opt_out

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OptOutMiddleware:
        """Scrapy's way to build a component."""
        opt_out = getattr(crawler.spider, "opt_out", None)
        assert isinstance(opt_out, OptOut)
        return cls(opt_out)

    def process_request(self, request: Request) -> None:
        """Raises OptedOut."""
        if self.opt_out.covers(request.url):
            raise OptedOut("the list's opt_out.txt names this address")


class MannersMiddleware:
    """Lets each request wait for its turn, next to the archive, so that robots.txt and pages share one pace."""

    def __init__(self, manners: Manners) -> None:
        self.manners = manners

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> MannersMiddleware:
        """Scrapy's way to build a component."""
        manners = getattr(crawler.spider, "manners", None)
        assert isinstance(manners, Manners)
        return cls(manners)

    async def process_request(self, request: Request) -> None:
        """Wait; the control hosts are asked at their own pace."""
        if errand_of(request).purpose is not Purpose.CONTROL:
            request.meta["turn"] = await self.manners.begin(request.url)

    async def process_response(self, request: Request, response: Response) -> Response:
        """Give the turn back."""
        if turn := request.meta.pop("turn", None):
            header = response.headers.get(b"Retry-After")
            await self.manners.end(
                turn, errand_of(request).visit, retry_after=header.decode("latin-1") if header else None
            )
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:  # noqa: ARG002
        """Give the turn back."""
        if turn := request.meta.pop("turn", None):
            await self.manners.end(turn, errand_of(request).visit)
