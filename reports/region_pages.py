"""This module knows what a region's page shows: its portals, how they lie, over the waves and by level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from reports.charts import Strip, strip
from reports.groups import GroupSummary, groups_of
from reports.ranking import RankedSite, Ranking, UnrankedSite
from reports.survey import Survey, WaveResults, difference, unknown_site

FILE_CODE = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
"""Codes that may name a file; any other region has no page of its own."""
SHOWN_SITES = 600
"""A region's page lists no more ranked portals than this; the ranking has the others."""


@dataclass(frozen=True, slots=True)
class RegionWave:
    """A region in one wave: how many of its portals had a rank, and how their scores lay; None without any."""

    wave: str
    ranked: int
    median: float | None
    low: float | None
    high: float | None
    strip: Strip
    change: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionPage:
    """Everything on a region's page. `place` is its place among the regions by median; None without a median."""

    group: GroupSummary
    place: int | None
    places: int
    ranked: tuple[RankedSite, ...]
    is_cut: bool
    unranked: tuple[UnrankedSite, ...]
    waves: tuple[RegionWave, ...]
    by_level: tuple[GroupSummary, ...]


def has_page(code: str) -> bool:
    """Whether a region gets a page: its code is safe as the name of a file."""
    return FILE_CODE.fullmatch(code) is not None


def region_pages(survey: Survey, ranking: Ranking) -> Iterator[RegionPage]:
    """The pages of all regions of the newest wave, by median."""
    groups = groups_of(ranking, by="region")
    medians = [group.median for group in groups if group.median is not None]
    waves = [(results.label, _scores_by_region(results)) for results in survey.waves]
    for group in groups:
        if not has_page(group.id):
            continue
        unranked = tuple(row for row in ranking.unranked if row.site.region == group.id)
        inside = replace(ranking, ranked=group.ranked, unranked=unranked)
        yield RegionPage(
            group=group,
            place=None if group.median is None else 1 + sum(other > group.median for other in medians),
            places=len(medians),
            ranked=group.ranked[:SHOWN_SITES],
            is_cut=len(group.ranked) > SHOWN_SITES,
            unranked=unranked[:SHOWN_SITES],
            waves=_waves(group.id, waves),
            by_level=groups_of(inside, by="level"),
        )


def _waves(region: str, waves: Sequence[tuple[str, Mapping[str, Sequence[float]]]]) -> tuple[RegionWave, ...]:
    found: list[RegionWave] = []
    for label, by_region in waves:
        scores = by_region.get(region, ())
        middle = median(scores) if scores else None
        low, high = (min(scores), max(scores)) if scores else (None, None)
        change = difference(middle, found[-1].median) if found else None
        found.append(RegionWave(label, len(scores), middle, low, high, strip(scores, middle), change))
    return tuple(found)


def _scores_by_region(results: WaveResults) -> dict[str, list[float]]:
    """The total scores of the ranked portals by region, as the list stood at that wave."""
    found: dict[str, list[float]] = {}
    for site_id in results.scores:
        total = results.total(site_id)
        if total and total.rank is not None and total.score is not None:
            region = (results.sites.get(site_id) or unknown_site(site_id)).region
            found.setdefault(region, []).append(total.score)
    return found
