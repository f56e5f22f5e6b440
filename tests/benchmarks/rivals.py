"""What the crawl is measured against: `python -m tests.benchmarks.rivals (follow|fetch) FILE [DELAY]`."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor

SETTINGS = {
    "LOG_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
    "CONCURRENT_REQUESTS": 64,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 0,
    "COOKIES_ENABLED": False,
    "RETRY_ENABLED": False,
}


class Counting(Spider):
    """Counts the pages that came."""

    def __init__(self, urls: list[str]) -> None:
        super().__init__()
        self.urls, self.pages = urls, 0

    async def start(self) -> AsyncIterator[Any]:
        """All addresses of the file."""
        for url in self.urls:
            yield Request(url, dont_filter=True)

    def parse(self, response: Response) -> Any:
        """Look at nothing."""
        self.pages += response.status == 200

    def closed(self, reason: str) -> None:
        """Say how many came."""
        print(self.pages)


class Fetch(Counting):
    """The framework's floor: a ready list of addresses, an empty callback."""

    name = "fetch"


class Follow(Counting):
    """What anybody writes on the first day: follow the links of the same host."""

    name = "follow"
    extractor = LinkExtractor()

    def parse(self, response: Response) -> Iterator[Request]:
        """Follow."""
        self.pages += response.status == 200
        if isinstance(response, HtmlResponse):
            host = urlsplit(response.url).netloc
            for link in self.extractor.extract_links(response):
                if urlsplit(link.url).netloc == host:
                    yield Request(link.url)


def main() -> None:
    """Run one of them over the addresses in a file."""
    kinds = {"follow": Follow, "fetch": Fetch}
    process = CrawlerProcess(SETTINGS)
    process.crawl(kinds[sys.argv[1]], urls=Path(sys.argv[2]).read_text(encoding="utf-8").split())
    process.start()


if __name__ == "__main__":
    main()
