"""This module knows what the ranking shows: places and how sure they are, changes, and who has no rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reports.certainty import SiteBand, Sureness
from reports.changes import Comparison
from reports.charts import Band, Bar, Spark, band, bar, spark
from reports.frames import ScoreRow
from reports.rubric_words import WORDS
from reports.survey import (
    Survey,
    WaveResults,
    difference,
    rank_difference,
    unknown_site,
    unranked_reason,
    whole_percent,
)
from reports.text import Texts
from site_lists.model import LEVELS, Site

LEAST_SPAN = 3
"""A band of fewer places is never called unsure: among a handful of portals two neighbours are half of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionScore:
    """One criterion's score (0 to 100, None when nothing was observed) with its coverage (0 to 1)."""

    id: str
    title: str
    score: float | None
    coverage: float
    bar: Bar


@dataclass(frozen=True, slots=True, kw_only=True)
class Adding:
    """The best and worst place of a site over the ways of adding criteria up, where these make half of its band.

    `weakest` is its lowest criterion, given where the place falls further than it rises.
    """

    low: int
    high: int
    weakest: CriterionScore | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedSite:
    """A row of the ranking. Changes are counted from the wave before; None when the site had no rank there.

    `rank_low` and `rank_high` bound the places the site could have had in nine of ten cases, `tier` counts from 1;
    None where the results say nothing of it. `is_unsure` says that the band spans half of all places or more, and three
    at least; `is_sure` that the change is more than chance. `adding` tells of an unsure rank what mostly makes it so.
    """

    site: Site
    rank: int
    is_tied: bool
    score: float
    coverage: float
    bar: Bar
    coverage_bar: Bar
    criteria: tuple[CriterionScore, ...]
    rank_change: int | None
    score_change: float | None
    history: tuple[tuple[str, float | None], ...]
    spark: Spark
    group: str = ""
    rank_low: int | None = None
    rank_high: int | None = None
    tier: int | None = None
    starts_tier: bool = False
    band: Band | None = None
    is_unsure: bool = False
    adding: Adding | None = None
    error: float | None = None
    is_sure: bool = False

    @property
    def missing(self) -> tuple[CriterionScore, ...]:
        """The criteria without a score, which the rank leaves out."""
        return tuple(item for item in self.criteria if item.score is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnrankedSite:
    """A site without a rank, and why."""

    site: Site
    score: float | None
    coverage: float
    reason: str
    has_page: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The newest wave: ranked sites by rank, then the others by name."""

    ranked: tuple[RankedSite, ...]
    unranked: tuple[UnrankedSite, ...]
    regions: tuple[str, ...]
    levels: tuple[str, ...]
    languages: tuple[str, ...]
    has_bands: bool
    tiers: int


def ranking_of(
    survey: Survey, sure: Sureness | None = None, comparison: Comparison | None = None, *, words: Texts = WORDS
) -> Ranking:
    """The ranking of the newest wave, with what its results say of how sure it is and of what changed."""
    newest = survey.newest
    bands = {one.site_id: one for one in sure.sites} if sure else {}
    moved = {mover.site.id for mover in comparison.movers if mover.is_significant} if comparison else set()
    placed = {site_id: total for site_id in newest.scores if (total := _ranked_total(site_id, newest))}
    told = _Told(bands=bands, moved=frozenset(moved), places=len(placed), scale=score_range(survey))
    ranked = [_ranked_site(site_id, total, survey, told) for site_id, total in placed.items()]
    ranked.sort(key=lambda row: (row.rank, row.site.name_en or row.site.name, row.site.id))
    known = {site_id: site for site_id, site in newest.sites.items() if _is_due(site, newest)}
    others = {site_id: _site(site_id, newest) for site_id in newest.scores} | known
    sites = [row.site for row in ranked] + list(others.values())
    waiting = sorted(
        (site for site in others.values() if site.id not in placed),
        key=lambda site: (site.name_en or site.name, site.id),
    )
    return Ranking(
        ranked=_with_tier_starts(ranked),
        unranked=_unranked_sites(waiting, survey, words),
        regions=tuple(sorted({site.region for site in sites if site.region})),
        levels=tuple(level for level in LEVELS if level in {site.level for site in sites}),
        languages=tuple(sorted({tag for site in sites for tag in site.languages})),
        has_bands=any(row.rank_low for row in ranked),
        tiers=len({row.tier for row in ranked if row.tier}),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What all rows of a ranking share; `scale` is the range of scores that sparklines span."""

    bands: Mapping[str, SiteBand]
    moved: frozenset[str]
    places: int
    scale: tuple[float, float]


def score_range(survey: Survey) -> tuple[float, float]:
    """The range of all total scores of ranked sites over the waves."""
    found = [row.score for results in survey.waves for site_id in results.scores
             if (row := _ranked_total(site_id, results)) and row.score is not None]  # fmt: skip
    return (min(found), max(found)) if found else (0.0, 100.0)


def _with_tier_starts(ranked: list[RankedSite]) -> tuple[RankedSite, ...]:
    """The rows, each first one of a tier marked, but for the first of all."""
    before = [None, *[row.tier for row in ranked]]
    return tuple(
        replace(row, starts_tier=last is not None and row.tier != last)
        for row, last in zip(ranked, before, strict=False)
    )


def _site(site_id: str, results: WaveResults) -> Site:
    return results.sites.get(site_id) or unknown_site(site_id)


def _is_due(site: Site, results: WaveResults) -> bool:
    """Whether a listed site existed when the wave began; one that had ended is no gap in the wave."""
    return site.is_valid_on(results.wave.started.date())


def criterion_scores(site_id: str, survey: Survey, results: WaveResults) -> tuple[CriterionScore, ...]:
    """A site's criteria in the rubric's order."""
    scores = results.scores[site_id]
    rows = [(item, scores.get(item.id)) for item in survey.rubric.criteria]
    return tuple(
        CriterionScore(
            id=item.id,
            title=item.title,
            score=row.score if row else None,
            coverage=row.coverage if row else 0.0,
            bar=bar(row.score, coverage=row.coverage) if row else bar(None),
        )
        for item, row in rows
    )


def _ranked_total(site_id: str, results: WaveResults) -> ScoreRow | None:
    total = results.total(site_id)
    return total if total is not None and total.rank is not None and total.score is not None else None


def _ranked_site(site_id: str, total: ScoreRow, survey: Survey, told: _Told) -> RankedSite:
    newest, previous = survey.newest, survey.previous
    rank, score = total.rank or 0, total.score or 0.0
    before = _ranked_total(site_id, previous) if previous else None
    sure = told.bands.get(site_id)
    low, high = total.rank_low, total.rank_high
    criteria = criterion_scores(site_id, survey, newest)
    unsure = is_unsure(total, told.places)
    rows = [(results.label, _ranked_total(site_id, results)) for results in survey.waves]
    history = tuple((label, row.score if row else None) for label, row in rows)
    return RankedSite(
        site=_site(site_id, newest),
        rank=rank,
        is_tied=rank in newest.shared_ranks,
        score=score,
        coverage=total.coverage,
        bar=bar(score),
        coverage_bar=bar(whole_percent(total.coverage), coverage=total.coverage),
        criteria=criteria,
        rank_change=rank_difference(rank, before.rank) if before else None,
        score_change=difference(score, before.score) if before else None,
        history=history,
        spark=spark([value for _, value in history], *told.scale),
        group=total.group,
        rank_low=low,
        rank_high=high,
        tier=sure.tier if sure else None,
        band=band(rank, low, high, places=told.places) if low and high else None,
        is_unsure=unsure,
        adding=adding_of(sure, criteria) if sure and unsure else None,
        error=sure.error if sure else None,
        is_sure=site_id in told.moved,
    )


def is_unsure(total: ScoreRow, places: int) -> bool:
    """Whether the band of a rank spans half of so many places, and three at least."""
    if not total.rank_low or not total.rank_high:
        return False
    return total.rank_high - total.rank_low + 1 >= max(LEAST_SPAN, places / 2)


def adding_of(one: SiteBand, criteria: Sequence[CriterionScore]) -> Adding | None:
    """What the ways of adding criteria up make of a rank; None where they make less than half of its band."""
    low, high = one.adding_low, one.adding_high
    if low is None or high is None or high == low or 2 * (high - low) < one.rank_high - one.rank_low:
        return None
    scored = [(item.score, item.id, item) for item in criteria if item.score is not None]
    has_fallen = high - one.rank > one.rank - low
    return Adding(low=low, high=high, weakest=min(scored)[2] if has_fallen and scored else None)


def _unranked_sites(sites: Sequence[Site], survey: Survey, words: Texts) -> tuple[UnrankedSite, ...]:
    totals = {site.id: survey.newest.total(site.id) for site in sites}
    reasons = {
        site_id: unranked_reason(totals[site_id], findings, rubric=survey.rubric, words=words)
        for site_id, findings in survey.findings.each([site_id for site_id, total in totals.items() if total])
    }
    absent = unranked_reason(None, (), rubric=survey.rubric, words=words)
    scored = frozenset(survey.findings.site_ids())
    return tuple(
        UnrankedSite(
            site=site,
            score=total.score if total else None,
            coverage=total.coverage if total else 0.0,
            reason=reasons.get(site.id, absent),
            has_page=site.id in scored,
        )
        for site, total in zip(sites, totals.values(), strict=True)
    )
