"""This module knows how a wave is scored: from the evidence of every site to its results on disk."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from pathlib import Path

from crawler.evidence import Wave, WaveFolder
from scoring.certainty import certainty_of, with_bands
from scoring.coder_answers import CoderAnswer, answered, load_answers
from scoring.copies import CopyTable, PageText, page_texts
from scoring.expressions import Expressions, load_expressions
from scoring.facts.model import SiteFacts
from scoring.facts.site import read_site
from scoring.grade import finding_for, ranked_under, scorecard
from scoring.measures import MEASURES
from scoring.model import Finding, Reading
from scoring.pooling import pooled
from scoring.resampling import Spread, spreads_of
from scoring.review import Review, load_reviews, reviewed
from scoring.rubric_model import Indicator, Rubric
from scoring.store import write_certainty, write_results
from site_lists.model import Site, SiteList, load_list

Judged = tuple[list[Finding], list[Spread], list[PageText]]
"""A site's findings, how far their points scatter, and its texts."""
UNANSWERED = "answered by hand; no answer yet"


def code_version() -> str:
    """The version of egovbench that runs."""
    try:
        return version("egovbench")
    except PackageNotFoundError:
        return "unversioned"


def judge(facts: SiteFacts, rubric: Rubric, *, wave: str) -> list[Finding]:
    """Every indicator's finding for one site: pure, so the same facts give the same findings."""
    return [
        finding_for(
            indicator,
            _reading(facts, indicator),
            wave=wave,
            rubric=rubric.id,
            site_id=facts.site_id,
            criterion=criterion.id,
        )
        for criterion in rubric.criteria
        for indicator in criterion.indicators
    ]


def _reading(facts: SiteFacts, indicator: Indicator) -> Reading:
    """What the indicator's measure reads; what only people can tell was not observed until somebody has told."""
    if indicator.decided == "manual":
        return Reading.not_observed(UNANSWERED)
    return MEASURES[indicator.measure](facts, **indicator.params)


def wave_list(folder: WaveFolder, site_list: SiteList) -> SiteList:
    """The list as it stood when the wave was crawled; the list of today where the wave kept no copy."""
    if not (folder.list_folder / "sites.csv").exists():
        return site_list
    return load_list(folder.list_folder).model_copy(update={"id": site_list.id})


def score_wave(
    folder: WaveFolder,
    site_list: SiteList,
    rubric: Rubric,
    *,
    jobs: int = 1,
    on_site: Callable[[int, int], None] | None = None,
) -> Path:
    """Score a wave's evidence under a rubric and write the results. Returns their folder.

    Answers and corrections in the list's folder are applied. Raises FileNotFoundError when the wave was never crawled,
    ValueError when its files are damaged, DataFileErrors when an answer or a review is wrong.
    """
    wave = folder.read_wave()
    listed = wave_list(folder, site_list)
    sites = [site for site in listed.sites if folder.site(site.id).visits_file.exists()]
    if not sites:
        raise FileNotFoundError(f"{folder.path} holds no visits; run `egovbench crawl` first")
    work = partial(
        _judge_site,
        folder=folder,
        wave=wave,
        rubric=rubric,
        languages=listed.options.languages,
        answers=load_answers(site_list, rubric),
        reviews=load_reviews(site_list, rubric),
        expressions=load_expressions(site_list),
    )
    findings: list[Finding] = []
    spreads: list[Spread] = []
    with CopyTable(folder.path) as copies:
        for done, (found, scattered, texts) in enumerate(_each(work, sites, jobs), start=1):
            findings.extend(found)
            spreads.extend(scattered)
            copies.take(texts)
            if on_site:
                on_site(done, len(sites))
        return _write(folder, wave, rubric, sites, pooled(findings, rubric), spreads, copies)


def _write(
    folder: WaveFolder,
    wave: Wave,
    rubric: Rubric,
    sites: list[Site],
    findings: list[Finding],
    spreads: list[Spread],
    copies: CopyTable,
) -> Path:
    """Write a wave's results: findings, scores, how sure they are, and the texts that its sites share."""
    by_site: dict[str, list[Finding]] = {site.id: [] for site in sites}
    for finding in findings:
        by_site[finding.site_id].append(finding)
    cards = ranked_under(rubric, [scorecard(site_id, rubric, found) for site_id, found in by_site.items()])
    certainty = certainty_of(rubric, by_site, cards, spreads)
    results = folder.results(rubric.id)
    write_results(
        results,
        findings=findings,
        cards=with_bands(cards, certainty),
        run={
            "rubric": rubric.id,
            "rubric_title": rubric.title,
            "rubric_digest": rubric.digest,
            "wave": wave.label,
            "site_list": wave.site_list,
            "list_digest": wave.list_digest,
            "code_version": code_version(),
            "sites": len(sites),
            "vetoed": {card.site_id: list(card.vetoed_by) for card in cards if card.vetoed_by},
        },
    )
    write_certainty(results, certainty, spreads)
    copies.write(results)
    return results


def collect_seldom() -> None:
    """Look for cycles of garbage every 20,000 objects instead of 700, in a process that does nothing but read pages.

    A page makes thousands of objects and no cycles; looking for them after each few hundred takes a tenth of the time.
    """
    gc.set_threshold(20_000)


def _each(work: Callable[[Site], Judged], sites: list[Site], jobs: int) -> Iterator[Judged]:
    if jobs <= 1 or len(sites) < 2:
        yield from map(work, sites)
        return
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn"), initializer=collect_seldom) as pool:
        yield from pool.map(work, sites, chunksize=max(1, min(16, len(sites) // (jobs * 4))))


def _judge_site(
    site: Site,
    *,
    folder: WaveFolder,
    wave: Wave,
    rubric: Rubric,
    languages: tuple[str, ...],
    answers: tuple[CoderAnswer, ...],
    reviews: tuple[Review, ...],
    expressions: Expressions,
) -> Judged:
    facts = read_site(site, folder.site(site.id), wave=wave, languages=languages, expressions=expressions)
    findings = answered(judge(facts, rubric, wave=wave.label), answers, rubric)
    findings = reviewed(findings, reviews, rubric, visited_on=facts.visited_on)
    return findings, spreads_of(facts, rubric), list(page_texts(facts))
