"""This module knows when a link's answer has said enough, so that the rest of its body stays with the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.exceptions import StopDownload

from crawler.archive import errand_of
from crawler.evidence import Purpose
from crawler.first_bytes import ENOUGH_BYTES

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class EarlyClose:
    """Ends the download of a checked link after its first bytes; a shorter body is taken whole."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> EarlyClose:
        """Scrapy's way to build a component."""
        extension = cls()
        crawler.signals.connect(extension.bytes_received, signal=signals.bytes_received)
        return extension

    def bytes_received(self, data: bytes, request: Request) -> None:
        """Raises StopDownload when a link's answer has brought enough."""
        if errand_of(request).purpose is not Purpose.LINK_CHECK:
            return
        taken = request.meta.get("bytes_taken", 0) + len(data)
        request.meta["bytes_taken"] = taken
        if taken >= ENOUGH_BYTES:
            raise StopDownload(fail=False)
