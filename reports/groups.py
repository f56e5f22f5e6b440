"""This module knows regions and levels: how many portals each has, how their scores lie, and what changed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from reports.charts import Strip, strip
from reports.ranking import RankedSite, Ranking
from reports.scores_file import TOTAL
from reports.survey import WaveResults, unknown_site
from site_lists.model import LEVELS, Site


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


@dataclass(frozen=True, slots=True)
class Rivals:
    """The scores that a score is held against, sorted, and their median; None with fewer than two."""

    scores: Sequence[float] = ()
    median: float | None = None


Peers = Mapping[tuple[str, str], Rivals]
"""The ranked sites of a level by (level, criterion); the overall scores under `total`."""


def peers_of(results: WaveResults) -> Peers:
    """The scores that a site of a level is held against, in one wave."""
    scores: dict[tuple[str, str], list[float]] = {}
    for site_id, rows in results.scores.items():
        if (total := rows.get(TOTAL)) is None or total.rank is None:
            continue
        level = (results.sites.get(site_id) or unknown_site(site_id)).level
        for criterion, row in rows.items():
            if row.score is not None:
                scores.setdefault((level, criterion), []).append(row.score)
    return {key: Rivals(sorted(values), median(values) if len(values) > 1 else None) for key, values in scores.items()}


def percentile(score: float | None, scores: Sequence[float]) -> int | None:
    """The share of the peers (in per cent, itself and equals counted half) that score below; None with fewer than 3."""
    if score is None or len(scores) < 3:
        return None
    below, up_to = bisect_left(scores, score), bisect_right(scores, score)
    return round((below + up_to) / 2 / len(scores) * 100)
