"""This module knows what the ranking and the region pages show: places, changes, groups, and who has no rank."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median

from reports.charts import Bar, Strip, bar, strip
from reports.frames import TOTAL
from reports.survey import Survey, WaveResults, difference, rank_difference, unknown_site, unranked_reason
from site_lists.model import LEVELS, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionScore:
    """One criterion's score (0 to 100, None when nothing was observed) with its coverage (0 to 1)."""

    id: str
    title: str
    score: float | None
    coverage: float
    bar: Bar


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedSite:
    """A row of the ranking. Changes are counted from the wave before; None when the site had no rank there."""

    site: Site
    rank: int
    is_tied: bool
    score: float
    coverage: float
    bar: Bar
    criteria: tuple[CriterionScore, ...]
    rank_change: int | None
    score_change: float | None
    group: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSummary:
    """A region or level: the sites it has, how many are ranked, and how their scores lie.

    `change` is the mean score change of the sites ranked in both waves; None when there is none.
    """

    id: str
    name: str
    sites: int
    ranked: tuple[RankedSite, ...]
    median: float | None
    low: float | None
    high: float | None
    strip: Strip
    change: float | None
    compared: int

    @property
    def best(self) -> RankedSite | None:
        """The site with the best rank."""
        return self.ranked[0] if self.ranked else None

    @property
    def worst(self) -> RankedSite | None:
        """The site with the last rank, when there is more than one."""
        return self.ranked[-1] if len(self.ranked) > 1 else None


def ranking_of(survey: Survey) -> Ranking:
    """The ranking of the newest wave."""
    newest, previous = survey.newest, survey.previous
    ranked = [row for site_id in newest.scores if (row := _ranked_site(site_id, survey, newest, previous))]
    ranked.sort(key=lambda row: (row.rank, row.site.name_en or row.site.name, row.site.id))
    placed = {row.site.id for row in ranked}
    known = {site_id: site for site_id, site in newest.sites.items() if _is_due(site, newest)}
    others = {site_id: _site(site_id, newest) for site_id in newest.scores} | known
    sites = [row.site for row in ranked] + list(others.values())
    return Ranking(
        ranked=tuple(ranked),
        unranked=tuple(
            _unranked_site(site, survey)
            for site in sorted(others.values(), key=lambda site: (site.name_en or site.name, site.id))
            if site.id not in placed
        ),
        regions=tuple(sorted({site.region for site in sites if site.region})),
        levels=tuple(level for level in LEVELS if level in {site.level for site in sites}),
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
            bar=bar(row.score if row else None),
        )
        for item, row in rows
    )


def _ranked_site(site_id: str, survey: Survey, newest: WaveResults, previous: WaveResults | None) -> RankedSite | None:
    total = newest.total(site_id)
    if total is None or total.rank is None or total.score is None:
        return None
    before = previous.total(site_id) if previous else None
    was_ranked = before is not None and before.rank is not None
    return RankedSite(
        site=_site(site_id, newest),
        rank=total.rank,
        is_tied=total.rank in newest.shared_ranks,
        score=total.score,
        coverage=total.coverage,
        bar=bar(total.score),
        criteria=criterion_scores(site_id, survey, newest),
        rank_change=rank_difference(total.rank, before.rank) if before and was_ranked else None,
        score_change=difference(total.score, before.score) if before and was_ranked else None,
        group=total.group,
    )


def _unranked_site(site: Site, survey: Survey) -> UnrankedSite:
    total = survey.newest.total(site.id)
    return UnrankedSite(
        site=site,
        score=total.score if total else None,
        coverage=total.coverage if total else 0.0,
        reason=unranked_reason(total, survey.findings.get(site.id, ()) if total else (), rubric=survey.rubric),
        has_page=site.id in survey.findings,
    )


def groups_of(ranking: Ranking, *, by: str) -> tuple[GroupSummary, ...]:
    """The sites by `region` or `level`; regions by median, best first, levels from the nation down."""
    names: dict[str, int] = {}
    for site in [row.site for row in ranking.ranked] + [row.site for row in ranking.unranked]:
        group = _group_of(site, by)
        names[group] = names.get(group, 0) + 1
    members: dict[str, list[RankedSite]] = {name: [] for name in names}
    for row in ranking.ranked:
        members[_group_of(row.site, by)].append(row)
    groups = [_summary(name, names[name], members[name], by) for name in names]
    if by == "level":
        return tuple(sorted(groups, key=lambda group: LEVELS.index(group.id)))
    return tuple(sorted(groups, key=lambda group: (group.median is None, -(group.median or 0), group.id)))


def _group_of(site: Site, by: str) -> str:
    return site.region if by == "region" else site.level


def _summary(group: str, sites: int, ranked: Sequence[RankedSite], by: str) -> GroupSummary:
    scores = [row.score for row in ranked]
    changes = [row.score_change for row in ranked if row.score_change is not None]
    middle, low, high = (median(scores), min(scores), max(scores)) if scores else (None, None, None)
    return GroupSummary(
        id=group,
        name=group.capitalize() if by == "level" else group or "no region given",
        sites=sites,
        ranked=tuple(ranked),
        median=middle,
        low=low,
        high=high,
        strip=strip(scores, middle),
        change=round(fmean(changes), 1) + 0.0 if changes else None,
        compared=len(changes),
    )


def level_medians(results: WaveResults) -> dict[tuple[str, str], float]:
    """The median score of the ranked sites of a level, by (level, criterion); the overall one under `total`."""
    scores: dict[tuple[str, str], list[float]] = {}
    for site_id, rows in results.scores.items():
        if (total := rows.get(TOTAL)) is None or total.rank is None:
            continue
        level = _site(site_id, results).level
        for criterion, row in rows.items():
            if row.score is not None:
                scores.setdefault((level, criterion), []).append(row.score)
    return {key: median(values) for key, values in scores.items()}
