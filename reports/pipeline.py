"""This module knows the order of a survey's steps: crawl a wave, look whether it met its expectations, score it."""

from __future__ import annotations

from pathlib import Path

from crawler.evidence import Purpose, WaveFolder
from reports.progress import crawl_bar, score_bar
from site_lists.model import SiteList


def crawl_wave(site_list: SiteList, wave: str, *, data: Path, only: tuple[str, ...], pages: int | None) -> str:
    """Crawl a wave. Returns what expectation of the list was missed, "" when none was."""
    from crawler.run import crawl

    with crawl_bar() as show:
        crawl(site_list, label=wave, data=data, only=only, pages=pages, on_progress=show)
    return missed_expectation(site_list, WaveFolder(data / site_list.id / wave))


def missed_expectation(site_list: SiteList, folder: WaveFolder) -> str:
    """Which expectation of `list.toml` the crawled wave misses, in words; "" when it meets them all."""
    wanted = site_list.options.expect.min_sites_reached
    if not wanted:
        return ""
    tried = [site for site in site_list.sites if folder.site(site.id).visits_file.exists()]
    reached = sum(_is_reached(folder, site.id) for site in tried)
    if tried and reached >= wanted * len(tried):
        return ""
    expected = f"the list expects a share of {wanted:g} (expect.min_sites_reached)"
    return f"{reached} of {len(tried)} sites were reached; {expected}"


def _is_reached(folder: WaveFolder, site_id: str) -> bool:
    visits = folder.site(site_id).visits()
    return any(visit.is_answered and visit.purpose is Purpose.PAGE for visit in visits)


def score_label(site_list: SiteList, wave: str, rubric: str | None, *, data: Path, jobs: int) -> Path:
    """Score a wave under a rubric, the list's when None. Returns the folder of the results."""
    from scoring.rubric import load_rubric
    from scoring.run import score_wave

    used = load_rubric(rubric or site_list.options.rubric)
    folder = WaveFolder(data / site_list.id / wave)
    if not folder.wave_file.exists():
        raise FileNotFoundError(
            f"{folder.path} is no wave; run `egovbench crawl {site_list.id} --wave {wave}` first, or give --data"
        )
    with score_bar() as show:
        return score_wave(folder, site_list, used, jobs=jobs, on_site=show)
