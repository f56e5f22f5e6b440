"""This module knows how regions, levels and criteria changed between two waves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TYPE_CHECKING

from reports.survey import difference
from scoring.rubric import Rubric

if TYPE_CHECKING:
    from reports.changes import Mover

GROUPINGS = ("region", "level", "criterion")


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """Mean scores (0 to 100) of the comparable sites of a group in both waves, and how many rose and fell.

    `surely_rose` and `surely_fell` count the sites whose change is more than chance; None by criterion.
    """

    group: str
    sites: int
    old: float
    new: float
    change: float
    rose: int
    fell: int
    surely_rose: int | None = None
    surely_fell: int | None = None


def group_changes(movers: Sequence[Mover], by: str, rubric: Rubric) -> tuple[GroupChange, ...]:
    """Mean change by region, level or criterion, over the sites ranked in both waves; the biggest change first."""
    pairs: dict[str, list[tuple[float, float]]] = {}
    sure: Counter[tuple[str, bool]] = Counter()
    for mover in movers:
        if by == "criterion":
            for item in mover.criteria:
                if item.old is not None and item.new is not None:
                    pairs.setdefault(item.criterion, []).append((item.old, item.new))
        else:
            group = (mover.site.region if by == "region" else mover.site.level) or "none given"
            pairs.setdefault(group, []).append((mover.old_score, mover.new_score))
            if mover.is_significant:
                sure[group, mover.score_change > 0] += 1
    groups = [_group(name, scores) for name, scores in pairs.items()]
    if by == "criterion":
        order: Mapping[str, int] = {item.id: place for place, item in enumerate(rubric.criteria)}
        return tuple(sorted(groups, key=lambda group: order[group.group]))
    groups = [replace(one, surely_rose=sure[one.group, True], surely_fell=sure[one.group, False]) for one in groups]
    return tuple(sorted(groups, key=lambda group: (-abs(group.change), group.group)))


def _group(name: str, scores: Sequence[tuple[float, float]]) -> GroupChange:
    old, new = round(fmean(pair[0] for pair in scores), 1), round(fmean(pair[1] for pair in scores), 1)
    rose = sum(pair[1] > pair[0] for pair in scores)
    fell = sum(pair[1] < pair[0] for pair in scores)
    change = difference(new, old) or 0.0
    return GroupChange(group=name, sites=len(scores), old=old, new=new, change=change, rose=rose, fell=fell)
