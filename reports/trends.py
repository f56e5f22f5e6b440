"""This module knows how sites and regions went over more than two waves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean, median

from reports.scores_file import TOTAL
from reports.survey import WaveResults, unknown_site
from site_lists.model import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Scores (0 to 100) over the waves, None where there is no rank; `slope` is the usual change from wave to wave.

    The slope is the median of the slopes between all pairs of waves (Theil and Sen), None with fewer than two scores.
    """

    name: str
    scores: tuple[float | None, ...]
    slope: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """The waves, oldest first, and the trends of sites and of regions.

    A region's score in a wave is the mean of its sites that are ranked in every wave, so that sites which come or go
    make no trend; regions without such a site are left out.
    """

    waves: tuple[str, ...]
    sites: tuple[Trend, ...]
    regions: tuple[Trend, ...]


def trends_of(waves: Sequence[WaveResults]) -> Trends:
    """The trends over waves that are scored under one rubric; sites by slope, the steepest rise first."""
    results = sorted(waves, key=lambda wave: (wave.wave.started, wave.label))
    sites: Mapping[str, Site] = {site_id: site for wave in results for site_id, site in wave.sites.items()}
    scores = {site_id: _scores(site_id, results) for site_id in {name for wave in results for name in wave.scores}}
    rows = [Trend(name=site_id, scores=found, slope=slope_of(found)) for site_id, found in scores.items()]
    rows.sort(key=lambda row: (row.slope is None, -(row.slope or 0.0), row.name))
    return Trends(
        waves=tuple(wave.label for wave in results), sites=tuple(rows), regions=_regions(scores, sites, len(results))
    )


def slope_of(scores: Sequence[float | None]) -> float | None:
    """The median change from wave to wave over all pairs of waves that have a score, to two decimals."""
    known = [(place, score) for place, score in enumerate(scores) if score is not None]
    slopes = [(later - earlier) / (to - since) for (since, earlier), (to, later) in combinations(known, 2)]
    return round(median(slopes), 2) + 0.0 if slopes else None


def _scores(site_id: str, results: Sequence[WaveResults]) -> tuple[float | None, ...]:
    rows = [wave.scores.get(site_id, {}).get(TOTAL) for wave in results]
    return tuple(row.score if row is not None and row.rank is not None else None for row in rows)


def _regions(scores: Mapping[str, Sequence[float | None]], sites: Mapping[str, Site], waves: int) -> tuple[Trend, ...]:
    members: dict[str, list[Sequence[float]]] = {}
    for site_id, found in scores.items():
        whole = [score for score in found if score is not None]
        if len(whole) == waves:
            members.setdefault((sites.get(site_id) or unknown_site(site_id)).region or "none given", []).append(whole)
    means = {
        name: tuple(round(fmean(column), 1) for column in zip(*rows, strict=True)) for name, rows in members.items()
    }
    return tuple(Trend(name=name, scores=found, slope=slope_of(found)) for name, found in sorted(means.items()))
