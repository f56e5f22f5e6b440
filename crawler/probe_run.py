"""This module knows how a wave is probed from beginning to end, once or over days, beside a crawl if there is one."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from crawler.counts import count_visits
from crawler.disk import full_disk_is_said
from crawler.evidence import WaveFolder, utc_now
from crawler.guard import Guard
from crawler.heartbeat import SLOW_SECONDS, open_plan
from crawler.hours import Clock, SystemClock
from crawler.lock import WaveLockedError, wave_lock
from crawler.run import (
    Progress,
    chosen_sites,
    open_wave,
    refuse_moved_sites,
    run_survey,
)
from crawler.settings import request_headers, scrapy_settings, user_agent
from crawler.spiders.heartbeat import HeartbeatSpider, HeartbeatSurvey
from site_lists.model import SiteList


@dataclass(frozen=True, slots=True)
class Probed:
    """What a run of heartbeats did: visits made, and how many of them opened the home page."""

    made: int
    opened: int


def probe(
    site_list: SiteList,
    *,
    label: str,
    data: Path,
    only: tuple[str, ...] = (),
    span: timedelta | None = None,
    per_day: int = 20,
    on_progress: Callable[[Progress], None] | None = None,
    clock: Clock | None = None,
    limit_seconds: float = SLOW_SECONDS,
    control_every_seconds: float = 60.0,
) -> Probed:
    """Ask for the home page of each site once, or with a `span` so many times a day for so long.

    Once also makes the probes that the wave still lacks, unless a crawl is at work, which makes them itself. A plan
    over days that was broken off is gone on with. The list's hours do not hold here: a page an hour is no crawl.
    Raises a CrawlError as `crawler.run.crawl` does, or KeyboardInterrupt after a clean stop.
    """
    began = utc_now()
    sites = chosen_sites(site_list, only, began)
    folder = WaveFolder(data / site_list.id / label)
    options = site_list.options.crawl
    agent = user_agent(site_list.options.contact)
    with full_disk_is_said(folder.path), wave_lock(folder.path / "heartbeat.lock"), ExitStack() as stack:
        refuse_moved_sites(folder, site_list)
        is_alone = False
        with suppress(WaveLockedError):
            stack.enter_context(wave_lock(folder.path / "crawl.lock"))
            is_alone = True
            if not folder.wave_file.exists():
                open_wave(folder, site_list, label=label, budget=options.pages, agent=agent, began=began)
            if span is not None:
                stack.pop_all().close()  # a crawl may begin while the heartbeats go on
        time = clock or SystemClock()
        survey = HeartbeatSurvey(
            sites=sites,
            folder=folder,
            budget=1,
            delay_seconds=options.delay_seconds,
            timeout_seconds=limit_seconds,
            concurrent_sites=options.concurrent_sites,
            headers=request_headers(agent, site_list.options.languages),
            guard=Guard([site.url for site in site_list.sites] + list(site_list.options.control.urls)),
            control_urls=site_list.options.control.urls,
            control_every_seconds=control_every_seconds,
            address_delay_seconds=options.address_delay_seconds,
            opt_out=site_list.opt_out,
            clock=time,
            plan=open_plan(folder, now=time.now(), span=span, per_day=per_day) if span else None,
            has_probes=is_alone and span is None,
            limit_seconds=limit_seconds,
        )
        survey.tally.sites_total = len(sites) * (survey.plan.turns if survey.plan else 1)
        wishes = options.model_copy(update={"timeout_seconds": limit_seconds})
        try:
            run_survey(
                survey,
                scrapy_settings(wishes, contact=site_list.options.contact),
                on_progress,
                spider=HeartbeatSpider,
            )
        finally:
            stack.close()
            note_requests(folder)
    return Probed(survey.tally.sites_done, survey.tally.pages)


def note_requests(folder: WaveFolder) -> None:
    """Bring the counts of a finished wave up to date; a crawl that is at work does so itself."""
    with suppress(WaveLockedError, FileNotFoundError), wave_lock(folder.path / "crawl.lock"):
        wave = folder.read_wave()
        if wave.finished:
            requests, failures = count_visits(folder)
            folder.write_wave(replace(wave, requests_by_host=requests, failures=failures))
