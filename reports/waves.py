"""This module knows what the page of waves shows: trends of regions, slopes, spreads, and where a series breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median, quantiles

from reports.changes import Comparison
from reports.charts import Spark, spark
from reports.frames import wave_folder
from reports.published import first_published
from reports.scores_file import TOTAL
from reports.survey import Survey, WaveResults, unknown_site
from reports.trends import slope_of
from reports.wave_charts import (
    Histogram,
    SlopeChart,
    TrendChart,
    histogram,
    most_in_a_bin,
    slope_chart,
    trend_chart,
)

MOST_SLOPES = 40
"""With more portals than this, the slope chart shows regions."""
MOST_LINES = 9
"""With more regions than this, the chart of lines shows all portals together only; the table has every region."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendCell:
    """One criterion of a group over the waves: mean scores, the line, and the usual change from wave to wave."""

    criterion: str
    scores: tuple[float | None, ...]
    slope: float | None
    spark: Spark


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupTrend:
    """A region (or all portals, with an empty name): the sites it follows and its cells, the total first."""

    name: str
    sites: int
    cells: tuple[TrendCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """How the scores of a wave's ranked portals lie."""

    wave: str
    sites: int
    low: float | None
    lower: float | None
    median: float | None
    upper: float | None
    high: float | None
    histogram: Histogram


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """What differs in how a wave was made from the wave before: `kind` is a key of the texts."""

    wave: str
    mark: str
    kind: str
    old: str
    new: str
    is_rubric: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WavesPage:
    """The whole page of waves. `slopes_by` is `site` or `region`."""

    labels: tuple[str, ...]
    everything: GroupTrend | None
    regions: tuple[GroupTrend, ...]
    chart: TrendChart
    has_region_lines: bool
    distributions: tuple[Distribution, ...]
    slopes: SlopeChart | None
    slopes_by: str
    breaks: tuple[Break, ...]


def waves_page(data: Path, survey: Survey, comparison: Comparison | None) -> WavesPage:
    """The page of a survey's waves; the regions' names are codes."""
    labels = tuple(results.label for results in survey.waves)
    followed = _followed(survey.waves)
    by_region: dict[str, list[str]] = {}
    for site_id in followed:
        by_region.setdefault(_region(site_id, survey.waves), []).append(site_id)
    regions = tuple(_group(name, sites, survey) for name, sites in sorted(by_region.items()))
    everything = _group("", followed, survey) if followed else None
    breaks = tuple(breaks_of(data, survey))
    has_lines = 1 < len(regions) <= MOST_LINES
    drawn = regions if has_lines else ()
    rows = [(group.name, group.cells[0].scores) for group in (*((everything,) if everything else ()), *drawn)]
    marks = {labels.index(one.wave): one.mark for one in breaks if one.is_rubric}
    scores = [_ranked_scores(results) for results in survey.waves]
    most = most_in_a_bin(scores)
    return WavesPage(
        labels=labels,
        everything=everything,
        regions=regions,
        chart=trend_chart(labels, rows, sorted(marks.items())),
        has_region_lines=has_lines,
        distributions=tuple(_distribution(label, found, most) for label, found in zip(labels, scores, strict=True)),
        slopes=_slopes(comparison),
        slopes_by="region" if comparison and len(comparison.movers) > MOST_SLOPES else "site",
        breaks=breaks,
    )


def _followed(waves: Sequence[WaveResults]) -> list[str]:
    """The sites that have a rank in every wave: others coming and going would make a trend."""
    ranked = [
        {site_id for site_id in wave.scores if (row := wave.total(site_id)) and row.rank is not None} for wave in waves
    ]
    return sorted(set.intersection(*ranked)) if ranked else []


def _region(site_id: str, waves: Sequence[WaveResults]) -> str:
    newest = next((wave.sites[site_id] for wave in reversed(waves) if site_id in wave.sites), None)
    return (newest or unknown_site(site_id)).region


def _group(name: str, sites: Sequence[str], survey: Survey) -> GroupTrend:
    cells = []
    for criterion in (TOTAL, *(item.id for item in survey.rubric.criteria)):
        scores = tuple(_mean(sites, wave, criterion) for wave in survey.waves)
        cells.append(
            TrendCell(criterion=criterion, scores=scores, slope=slope_of(scores), spark=spark(scores, 0.0, 100.0))
        )
    return GroupTrend(name=name, sites=len(sites), cells=tuple(cells))


def _mean(sites: Sequence[str], wave: WaveResults, criterion: str) -> float | None:
    found = [row.score for site_id in sites if (row := wave.scores[site_id].get(criterion)) and row.score is not None]
    return round(fmean(found), 1) if found else None


def _ranked_scores(results: WaveResults) -> list[float]:
    rows = [results.total(site_id) for site_id in results.scores]
    return [row.score for row in rows if row is not None and row.rank is not None and row.score is not None]


def _distribution(wave: str, scores: Sequence[float], most: int) -> Distribution:
    lower, middle, upper = _quartiles(scores)
    return Distribution(
        wave=wave,
        sites=len(scores),
        low=min(scores, default=None),
        lower=lower,
        median=middle,
        upper=upper,
        high=max(scores, default=None),
        histogram=histogram(scores, middle, most=most),
    )


def _quartiles(scores: Sequence[float]) -> tuple[float | None, float | None, float | None]:
    if len(scores) < 2:
        return (None, median(scores), None) if scores else (None, None, None)
    lower, middle, upper = quantiles(scores, n=4, method="inclusive")
    return lower, middle, upper


def _slopes(comparison: Comparison | None) -> SlopeChart | None:
    if comparison is None or not comparison.movers:
        return None
    if len(comparison.movers) <= MOST_SLOPES:
        rows = [(one.site.id, one.old_score, one.new_score, one.is_significant) for one in comparison.movers]
        return slope_chart(rows)
    groups: dict[str, list[tuple[float, float]]] = {}
    for mover in comparison.movers:
        groups.setdefault(mover.site.region, []).append((mover.old_score, mover.new_score))
    return slope_chart(
        [
            (name, fmean(old for old, _ in pairs), fmean(new for _, new in pairs), False)
            for name, pairs in sorted(groups.items())[:MOST_SLOPES]
        ]
    )


def breaks_of(data: Path, survey: Survey) -> list[Break]:
    """What differs from wave to wave in how they were scored, published and crawled, oldest first."""
    made = [_making(data, survey, results) for results in survey.waves]
    found: list[Break] = []
    for before, results, now in zip(made, survey.waves[1:], made[1:], strict=False):
        changed = [kind for kind in now if now[kind] != before[kind] and now[kind] and before[kind]]
        for kind in changed:
            is_rubric = kind in ("edition", "published")
            old, new = (text[:24] if is_rubric else text for text in (before[kind], now[kind]))
            mark = chr(ord("A") + sum(one.is_rubric for one in found) % 26) if is_rubric else ""
            found.append(Break(wave=results.label, mark=mark, kind=kind, old=old, new=new, is_rubric=is_rubric))
    return found


def _making(data: Path, survey: Survey, results: WaveResults) -> Mapping[str, str]:
    published = first_published(wave_folder(data, survey.site_list.id, results.label), survey.rubric.id)
    digest = results.run.rubric_digest
    return {
        "edition": digest[:12],
        "published": f"{published.rubric} {published.digest[:12]}" if published.digest != digest else "",
        "pages": str(results.wave.page_budget),
        "vantage": results.wave.vantage,
    }
