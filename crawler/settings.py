"""This module knows how Scrapy is set up for a survey: polite, honest about itself, and nothing runs in vain."""

from __future__ import annotations

from importlib import metadata
from typing import Any

from crawler.evidence import MAX_BODY_BYTES
from site_lists.options import CrawlOptions

DNS_TIMEOUT_SECONDS = 15.0


def code_version() -> str:
    """The version of egovbench that runs."""
    try:
        return metadata.version("egovbench")
    except metadata.PackageNotFoundError:
        return "0.1.0"


def user_agent(contact: str) -> str:
    """Who we say we are, with the address where a portal's owner can ask."""
    return f"egovbench/{code_version()} (+{contact})".encode("ascii", "replace").decode("ascii")


def scrapy_settings(options: CrawlOptions, *, contact: str) -> dict[str, Any]:
    """Scrapy's settings for a list's wishes."""
    return {
        "TWISTED_REACTOR": "twisted.internet.asyncioreactor.AsyncioSelectorReactor",
        "USER_AGENT": user_agent(contact),
        "DOWNLOAD_HANDLERS_BASE": {
            "http": "crawler.archive.TimedHandler",
            "https": "crawler.archive.TimedHandler",
        },
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "DOWNLOADER_MIDDLEWARES": {
            "crawler.guard.GuardMiddleware": 50,
            "crawler.turns.OptOutMiddleware": 60,
            "crawler.robots.RobotsMiddleware": 100,
            "crawler.turns.MannersMiddleware": 500,
            "crawler.archive.ArchiveMiddleware": 950,
        },
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        "EXTENSIONS": {"crawler.early_close.EarlyClose": 100},
        "DOWNLOADER_STATS": False,
        "LOG_FORMATTER": "crawler.settings.QuietLog",
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "HTTPERROR_ALLOW_ALL": True,
        "CONCURRENT_REQUESTS": 0,  # the number of open sites is the limit
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY": 0,  # crawler.manners keeps the pace, by host and by address
        "DOWNLOAD_TIMEOUT": options.timeout_seconds,
        "DOWNLOAD_MAXSIZE": MAX_BODY_BYTES,
        "DOWNLOAD_WARNSIZE": 0,
        "DNS_TIMEOUT": min(DNS_TIMEOUT_SECONDS, options.timeout_seconds),
        "DOWNLOAD_VERIFY_CERTIFICATES": False,  # a wrong certificate is a finding of the probes, not an outage
        "STATS_DUMP": False,
    }


def request_headers(agent: str, languages: tuple[str, ...]) -> dict[str, str]:
    """The headers of every request. Only encodings that the evidence can be read back from are accepted."""
    wanted = ", ".join(dict.fromkeys((*languages, "en")))
    return {
        "User-Agent": agent,
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        "Accept-Language": wanted,
        "Accept-Encoding": "gzip, deflate",
    }


class QuietLog:
    """Stands in for Scrapy's log lines: the evidence says all of it."""

    @classmethod
    def from_crawler(cls, crawler: Any) -> QuietLog:  # noqa: ARG003
        """Scrapy's way to build a component."""
        return cls()

    def crawled(self, request: Any, response: Any, spider: Any) -> None:
        """No line a page."""

    def download_error(self, failure: Any, request: Any, spider: Any, errmsg: str | None = None) -> None:
        """No line a failure."""
