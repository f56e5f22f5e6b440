"""This module knows how much of what a site says it has was reached. It measures a crawl and never steers it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit, urlunsplit

from crawler.addresses import is_page, page_key, read_address
from crawler.frontier import Frontier
from crawler.sitemaps import feeds_of, read_feed, read_site_map, site_maps_of

MAX_SITE_MAPS = 6
MAX_FEEDS = 2

Document = Callable[[str], Awaitable[bytes | None]]
"""Brings the body of an address that is no page of the survey; None when there is none."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Pages of the site that its site maps and its feeds name, and how many of these the crawl reached.

    None where a site has no site map or no feed, or none that could be read. Of large site maps some parts are read.
    """

    site_map_pages: int | None = None
    site_map_reached: int | None = None
    feed_items: int | None = None
    feed_reached: int | None = None


async def measure_coverage(
    frontier: Frontier, *, reached: set[str], home: str, home_body: bytes, document: Document
) -> Coverage:
    """Ask for the site maps and feeds, and count. `reached` are the page keys of the visits that were answered."""
    robots = await document(urljoin(home, "/robots.txt"))
    waiting = [*site_maps_of(robots or b""), urljoin(home, "/sitemap.xml")]
    asked: set[str] = set()
    named: list[str] = []
    while waiting and len(asked) < MAX_SITE_MAPS:
        url = waiting.pop(0)
        if url in asked or not is_on_site(frontier, url):
            continue
        asked.add(url)
        site_map = read_site_map(await document(url) or b"", base=url)
        named += site_map.pages
        waiting += site_map.site_maps
    items: list[str] = []
    for url in feeds_of(home_body, base=home)[:MAX_FEEDS]:
        if is_on_site(frontier, url):
            items += read_feed(await document(url) or b"", base=url)
    pages, entries = page_keys(frontier, named), page_keys(frontier, items)
    return Coverage(
        site_map_pages=len(pages) or None,
        site_map_reached=len(pages & reached) if pages else None,
        feed_items=len(entries) or None,
        feed_reached=len(entries & reached) if entries else None,
    )


def is_on_site(frontier: Frontier, url: str) -> bool:
    """Whether an address lies on the site that is crawled."""
    address = read_address(url)
    return address is not None and frontier.is_same_site(address)


def page_keys(frontier: Frontier, urls: Iterable[str]) -> set[str]:
    """The keys of those addresses that may be pages of the site.

    A copy of a site, and a site behind another name, have the first one's site map: when all addresses lie on one other
    host, they are read as this site's.
    """
    addresses = [address for address in map(read_address, urls) if address and is_page(urlsplit(address.url).path)]
    ours = {address.key for address in addresses if frontier.is_same_site(address)}
    hosts = {address.host for address in addresses}
    if ours or len(hosts) != 1:
        return ours
    return {page_key(urlunsplit(urlsplit(address.url)._replace(netloc=frontier.home.host))) for address in addresses}
