"""This module knows how a wave is crawled from beginning to end: folder, lock, reactor and progress."""

from __future__ import annotations

import asyncio
import logging
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from crawler.browser import refuse_without_browser
from crawler.counts import count_visits
from crawler.disk import full_disk_is_said
from crawler.evidence import Wave, WaveFolder, utc_now
from crawler.guard import Guard, GuardedResolver
from crawler.hours import Clock, SystemClock, read_hours
from crawler.ledger import read_done
from crawler.link_ledger import read_done_sites
from crawler.link_notes import MAX_INTERNAL_LINKS
from crawler.lock import CrawlError, wave_lock
from crawler.settings import code_version, request_headers, scrapy_settings, user_agent
from crawler.spiders.portal import PortalSpider, Survey
from site_lists.model import Site, SiteList, load_list
from site_lists.opt_out import OPT_OUT_FILE

PROGRESS_SECONDS = 0.5
STOP_SECONDS = 3.0


class UnknownSitesError(CrawlError):
    """Sites were asked for that the list does not hold, or that did not exist on the day."""


class ListChangedError(CrawlError):
    """The list names other addresses than when this wave was begun."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a crawl is; `seconds` since it began."""

    sites_done: int
    sites_total: int
    pages: int
    failures: int
    seconds: float


def crawl(
    site_list: SiteList,
    *,
    label: str,
    data: Path,
    only: tuple[str, ...] = (),
    pages: int | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    control_every_seconds: float = 60.0,
    control_recheck_seconds: float = 5.0,
    clock: Clock | None = None,
    link_checks: int = MAX_INTERNAL_LINKS,
    render: bool | None = None,
) -> Wave:
    """Crawl a wave of a list into `data/<list>/<label>`, or go on with it. Returns the wave as written to `wave.json`.

    `only` restricts it to some sites, `pages` replaces the list's budget, `on_progress` is called about twice a second.
    `link_checks` bounds how many links of a site are checked beside its pages; with 0 none are.
    `render` replaces the list's wish to show pages to a browser.
    Raises a CrawlError (unknown sites, another crawl at work, list changed, disk full), or KeyboardInterrupt after a
    clean stop; both leave a wave that the same call goes on with.
    """
    began = utc_now()
    sites = chosen_sites(site_list, only, began)
    folder = WaveFolder(data / site_list.id / label)
    with full_disk_is_said(folder.path), wave_lock(folder.path / "crawl.lock"):
        options = site_list.options.crawl
        refuse_imported(folder)
        refuse_moved_sites(folder, site_list)
        is_to_render = options.render if render is None else render
        if is_to_render:
            refuse_without_browser()
        budget = pages or options.pages
        if finished := finished_wave(folder, sites, budget, link_checks=link_checks, render=is_to_render):
            return finished
        agent = user_agent(site_list.options.contact)
        running_reactor()  # its import takes a second, in which Ctrl-C would be heard too late
        wave = open_wave(folder, site_list, label=label, budget=budget, agent=agent, began=began)
        survey = Survey(
            sites=sites,
            folder=folder,
            budget=budget,
            delay_seconds=options.delay_seconds,
            timeout_seconds=options.timeout_seconds,
            concurrent_sites=options.concurrent_sites,
            headers=request_headers(agent, site_list.options.languages),
            guard=Guard([site.url for site in site_list.sites] + list(site_list.options.control.urls)),
            control_urls=site_list.options.control.urls,
            control_every_seconds=control_every_seconds,
            control_recheck_seconds=control_recheck_seconds,
            address_delay_seconds=options.address_delay_seconds,
            hours=read_hours(options.hours),
            opt_out=site_list.opt_out,
            clock=clock or SystemClock(),
            external_links=options.external_links,
            link_checks=link_checks,
            render=is_to_render,
        )
        survey.tally.sites_total = len(sites)
        run_survey(survey, scrapy_settings(options, contact=site_list.options.contact), on_progress)
        requests, failures = count_visits(folder)
        wave = replace(wave.counted(requests, failures), finished=utc_now())
        folder.write_wave(wave)
        return wave


def chosen_sites(site_list: SiteList, only: tuple[str, ...], now: datetime) -> tuple[Site, ...]:
    """The sites to crawl; raises UnknownSitesError."""
    if unknown := [name for name in only if site_list.site(name) is None]:
        names, file = ", ".join(unknown), site_list.folder / "sites.csv"
        raise UnknownSitesError(f"the list {site_list.id} has no site {names}; its ids stand in {file}")
    valid = tuple(site for site in site_list.sites if site.is_valid_on(now.date()))
    chosen = tuple(site for site in valid if not only or site.id in only)
    if only and not chosen:
        names, file = ", ".join(only), site_list.folder / "sites.csv"
        raise UnknownSitesError(f"{names}: not valid today by valid_from and valid_to; correct these in {file}")
    return chosen


def open_wave(folder: WaveFolder, site_list: SiteList, *, label: str, budget: int, agent: str, began: datetime) -> Wave:
    """Write `wave.json` and the copy of the list, or take up those of a wave already begun."""
    wave = Wave(
        site_list=site_list.id,
        label=label,
        list_digest=site_list.digest,
        started=began,
        page_budget=budget,
        user_agent=agent,
        code_version=code_version(),
    )
    with suppress(FileNotFoundError, ValueError):
        wave = replace(wave, started=folder.read_wave().started)
    copy_list(site_list, folder)
    folder.write_wave(wave)
    return wave


def copy_list(site_list: SiteList, folder: WaveFolder) -> None:
    """Keep the list as it stands now in the wave."""
    folder.list_folder.mkdir(exist_ok=True)
    for name in ("list.toml", "sites.csv", OPT_OUT_FILE):
        if (site_list.folder / name).exists():
            shutil.copyfile(site_list.folder / name, folder.list_folder / name)


def refuse_imported(folder: WaveFolder) -> None:
    """Raises CrawlError when a wave was made of somebody else's archive: two crawls make no wave."""
    with suppress(FileNotFoundError, ValueError):
        if names := folder.read_wave().imported_from:
            raise CrawlError(f"{folder.path} was imported from {', '.join(names)}; crawl a wave of another name")


def finished_wave(
    folder: WaveFolder, sites: tuple[Site, ...], budget: int, *, link_checks: int, render: bool = False
) -> Wave | None:
    """The wave as it stands when a crawl would have nothing to add; it is left untouched. None otherwise."""
    for site in sites:
        done = read_done(folder.site(site.id))
        if done is None or not done.is_final(budget):
            return None
        if render and not folder.site(site.id).rendered.is_done:
            return None
    if link_checks and not read_done_sites(folder).issuperset(site.id for site in sites):
        return None
    with suppress(FileNotFoundError, ValueError):
        wave = folder.read_wave()
        return wave if wave.finished else None
    return None


def refuse_moved_sites(folder: WaveFolder, site_list: SiteList) -> None:
    """Raises ListChangedError when a site that has evidence in this wave has another address in the list now."""
    if not (folder.list_folder / "sites.csv").exists():
        return
    before = {site.id: site.url for site in read_copy(folder.list_folder)}
    moved = [site.id for site in site_list.sites if before.get(site.id, site.url) != site.url]
    if moved := [site_id for site_id in moved if folder.site(site_id).path.exists()]:
        names = ", ".join(moved[:5])
        raise ListChangedError(
            f"{names}: the address changed since this wave was begun; crawl a new wave, or restore the address"
        )


def read_copy(folder: Path) -> tuple[Site, ...]:
    """The sites of a wave's copy of its list."""
    return load_list(folder).sites


def run_survey(
    survey: Survey,
    settings: dict[str, Any],
    on_progress: Callable[[Progress], None] | None,
    *,
    spider: type[PortalSpider] = PortalSpider,
) -> None:
    """Run the spider to its end; raises EvidenceError, OSError or KeyboardInterrupt."""
    loop = running_reactor()
    with interruptible(loop) as interrupted:
        loop.run_until_complete(drive(survey, settings, on_progress, interrupted, spider))
    if interrupted.is_set():
        raise KeyboardInterrupt


async def drive(
    survey: Survey,
    settings: dict[str, Any],
    on_progress: Callable[[Progress], None] | None,
    interrupted: asyncio.Event,
    spider: type[PortalSpider],
) -> None:
    """Start the spider, report progress, and stop it when it is done, interrupted or at fault."""
    from scrapy.crawler import AsyncCrawlerRunner  # it binds to the reactor that is installed by now
    from twisted.internet import reactor

    resolver = GuardedResolver(survey.guard, timeout_seconds=settings["DNS_TIMEOUT"])
    reactor.installNameResolver(resolver)
    runner = AsyncCrawlerRunner(settings)
    crawler = runner.create_crawler(spider)
    running = runner.crawl(crawler, survey=survey, resolver=resolver)
    began = time.monotonic()
    stopping = asyncio.create_task(interrupted.wait())
    while not running.done() and not stopping.done():
        await asyncio.wait({running, stopping}, timeout=PROGRESS_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if on_progress:
            tally = survey.tally
            seconds = time.monotonic() - began
            on_progress(Progress(tally.sites_done, tally.sites_total, tally.pages, tally.failures, seconds))
    stopping.cancel()
    if not running.done():
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(crawler.stop_async()), STOP_SECONDS)
        running.cancel()
        return
    await running
    if isinstance(crawler.spider, PortalSpider) and crawler.spider.fault:
        raise crawler.spider.fault


def running_reactor() -> asyncio.AbstractEventLoop:
    """The loop of Twisted's reactor, started once a process; a second crawl in the same process uses it again."""
    from scrapy.utils.reactor import install_reactor, is_reactor_installed

    if not is_reactor_installed():
        install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
        for name in ("scrapy", "twisted", "py.warnings"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
    from twisted.internet import reactor

    if not reactor.running:
        reactor.startRunning(installSignalHandlers=False)
    loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop
    return loop


@contextmanager
def interruptible(loop: asyncio.AbstractEventLoop) -> Iterator[asyncio.Event]:
    """An event that is set by Ctrl-C or a request to end, while the crawl runs in the main thread."""
    event = asyncio.Event()
    caught = (signal.SIGINT, signal.SIGTERM) if threading.current_thread() is threading.main_thread() else ()
    for number in caught:
        loop.add_signal_handler(number, event.set)
    try:
        yield event
    finally:
        for number in caught:
            loop.remove_signal_handler(number)
