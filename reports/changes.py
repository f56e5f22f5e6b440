"""This module knows what changed between two waves: who moved, on which questions, and who cannot be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from pathlib import Path

import numpy as np

from reports.group_changes import GROUPINGS, GroupChange, group_changes
from reports.pairing import Apart, apart_from, has_rank, site_of, why_unranked
from reports.survey import WaveResults, difference, merged_between, rank_difference
from reports.two_waves import TwoWaves, two_waves
from scoring.change import change_between, rounded_parts
from scoring.point_table import PointTable
from scoring.rubric_model import Indicator, Rubric
from site_lists.model import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionChange:
    """A criterion's score (0 to 100) in both waves; `change` is None where either is missing."""

    criterion: str
    title: str
    old: float | None
    new: float | None
    change: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorChange:
    """The points (0 to 1) of one question in both waves; `change` is None where they cannot be compared."""

    indicator_id: str
    question: str
    old: float | None
    new: float | None
    change: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """A site ranked in both waves. `rank_change` counts places climbed; `score_change` is new minus old.

    Both scores follow one rubric. `site_change` is what changed on questions that both waves answered and
    `observation_change` what other answers made of it; they add up to `score_change`. `rubric_change` is what other
    rules had made of the scores as first published, and completes them to `published_change`; both are None where a
    wave was never published. `change_error` is a standard error; `is_significant` says that the site's own change is
    more than chance.
    """

    site: Site
    old_rank: int
    new_rank: int
    rank_change: int
    old_score: float
    new_score: float
    score_change: float
    site_change: float
    observation_change: float
    rubric_change: float | None
    published_change: float | None
    change_error: float
    is_significant: bool
    old_coverage: float
    new_coverage: float
    criteria: tuple[CriterionChange, ...]
    improved: tuple[IndicatorChange, ...]
    worsened: tuple[IndicatorChange, ...]
    not_comparable: tuple[IndicatorChange, ...]
    took_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two waves under one rubric, biggest movers first."""

    site_list: str
    rubric: str
    old: str
    new: str
    movers: tuple[Mover, ...]
    entered: tuple[Apart, ...]
    left: tuple[Apart, ...]
    not_comparable: tuple[Apart, ...]
    by: str = ""
    groups: tuple[GroupChange, ...] = ()
    notes: tuple[str, ...] = ()


def compare_waves(
    data: Path,
    list_id: str,
    old: str,
    new: str,
    rubric: Rubric,
    *,
    by: str | None = None,
    read: Sequence[WaveResults] = (),
) -> Comparison:
    """Compare two waves of a list under one rubric, pairing sites by id.

    Swapping the waves negates every number. `by` adds means by region, level or criterion; waves in `read` are not
    read again. Raises DataFileError when a wave or its results are missing or damaged, ValueError for another `by`.
    """
    if by is not None and by not in GROUPINGS:
        raise ValueError(f"{by!r} is no grouping; use one of {', '.join(GROUPINGS)}")
    pair = two_waves(data, list_id, old, new, rubric, read=read)
    before, after = pair.before.results, pair.after.results
    both = set(before.scores) & set(after.scores)
    paired = sorted(site_id for site_id in both if has_rank(before, site_id) and has_rank(after, site_id))
    unranked = sorted(both - set(paired))
    reasons = [why_unranked(side.findings, side.results, unranked, pair.rubric) for side in (pair.before, pair.after)]
    movers = _movers(paired, pair)
    return Comparison(
        site_list=list_id,
        rubric=pair.rubric.id,
        old=old,
        new=new,
        movers=movers,
        entered=apart_from(set(after.scores) - both, after, before, here=after, there=before),
        left=apart_from(set(before.scores) - both, after, before, here=before, there=after),
        not_comparable=tuple(
            Apart(site=site_of(site_id, after, before), reason="; ".join(r[site_id] for r in reasons if site_id in r))
            for site_id in unranked
        ),
        by=by or "",
        groups=group_changes(movers, by, pair.rubric) if by else (),
        notes=pair.notes,
    )


def _movers(paired: Sequence[str], pair: TwoWaves) -> tuple[Mover, ...]:
    """The sites ranked in both waves, the biggest change of score first."""
    old, new = pair.before.table.of_sites(paired), pair.after.table.of_sites(paired)
    answers = _indicator_changes(old, new)
    merged = merged_between(pair.before.results, pair.after.results)
    parts = change_between(old, new, old_spreads=pair.before.spreads, new_spreads=pair.after.spreads)
    sure = parts.is_significant.tolist()
    movers = []
    for row, site_id in enumerate(paired):
        told = Told(
            site=float(parts.site[row]),
            observation=float(parts.observation[row]),
            error=float(parts.error[row]),
            is_significant=sure[row],
        )
        took_in = tuple(merged.get(site_id, ()))
        movers.append(_mover(site_id, pair, answers.get(site_id, ()), told, took_in=took_in))
    movers.sort(key=lambda mover: (-abs(mover.score_change), -abs(mover.rank_change), mover.site.id))
    return tuple(movers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the arithmetic tells of one site's change, in points of the total, before rounding."""

    site: float
    observation: float
    error: float
    is_significant: bool


def _mover(
    site_id: str, pair: TwoWaves, answers: Sequence[IndicatorChange], told: Told, *, took_in: tuple[str, ...]
) -> Mover:
    before, after = pair.before.results, pair.after.results
    old, new = before.scores[site_id]["total"], after.scores[site_id]["total"]
    if old.score is None or new.score is None or old.rank is None or new.rank is None:
        raise ValueError(f"{site_id} is not ranked in both waves")
    decimals = pair.rubric.decimals
    change = round(new.score - old.score, decimals) + 0.0
    site_part, observation_part = rounded_parts(change, (told.site, told.observation), decimals=decimals)
    first, second = (side.published.totals.get(site_id) for side in (pair.before, pair.after))
    published = None if first is None or second is None else round(second - first, decimals) + 0.0
    return Mover(
        site=site_of(site_id, after, before),
        old_rank=old.rank,
        new_rank=new.rank,
        rank_change=rank_difference(new.rank, old.rank) or 0,
        old_score=old.score,
        new_score=new.score,
        score_change=change,
        site_change=site_part,
        observation_change=observation_part,
        rubric_change=None if published is None else round(published - change, decimals) + 0.0,
        published_change=published,
        change_error=round(told.error, decimals + 1),
        is_significant=told.is_significant,
        old_coverage=old.coverage,
        new_coverage=new.coverage,
        criteria=_criterion_changes(site_id, before, after, pair.rubric),
        improved=tuple(item for item in answers if item.change is not None and item.change > 0),
        worsened=tuple(item for item in answers if item.change is not None and item.change < 0),
        not_comparable=tuple(item for item in answers if item.change is None),
        took_in=took_in,
    )


def _criterion_changes(
    site_id: str, before: WaveResults, after: WaveResults, rubric: Rubric
) -> tuple[CriterionChange, ...]:
    changes = []
    for item in rubric.criteria:
        old, new = (wave.scores[site_id].get(item.id) for wave in (before, after))
        pair = (old.score if old else None, new.score if new else None)
        change = difference(pair[1], pair[0])
        changes.append(CriterionChange(criterion=item.id, title=item.title, old=pair[0], new=pair[1], change=change))
    return tuple(changes)


def _indicator_changes(old: PointTable, new: PointTable) -> dict[str, list[IndicatorChange]]:
    """By site: the questions whose points differ, or could be compared in one wave only; the biggest change first."""
    questions, seen = new.rubric.indicators, old.observed & new.observed
    moved = (old.observed != new.observed) | (seen & (np.nan_to_num(old.points) != np.nan_to_num(new.points)))
    rows, columns = np.nonzero(moved)
    points = zip(old.points[moved].tolist(), new.points[moved].tolist(), strict=True)
    found: dict[str, list[IndicatorChange]] = {}
    told: dict[tuple[int, str, str], IndicatorChange] = {}  # few differ, and there may be a million
    for row, column, (was, now) in zip(rows.tolist(), columns.tolist(), points, strict=True):
        key = (column, repr(was), repr(now))
        if key not in told:
            told[key] = _indicator_change(questions[column], was, now)
        found.setdefault(new.site_ids[row], []).append(told[key])
    for items in found.values():
        items.sort(key=lambda item: (-abs(item.change or 0), item.indicator_id))
    return found


def _indicator_change(item: Indicator, was: float, now: float) -> IndicatorChange:
    return IndicatorChange(
        indicator_id=item.id,
        question=item.question,
        old=None if isnan(was) else was,
        new=None if isnan(now) else now,
        change=None if isnan(was) or isnan(now) else round(now - was, 4),
    )
