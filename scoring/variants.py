"""This module knows a whole wave's scores at once, under the rubric's weights or others, as `grade` reckons them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from scoring.arithmetic import SHARE_DIGITS
from scoring.grade import scorecard
from scoring.model import MACHINE, State
from scoring.point_table import (
    Floats,
    PointTable,
    criterion_slices,
    criterion_weights,
    indicator_weights,
)
from scoring.rubric_model import Rubric

CODER = "a coder"
"""Who decided a cell that no machine did: the table does not keep the name."""
SMALLEST = 0.01
"""A geometric mean reckons scores below this as this: one zero would hide all else."""


class Adding(StrEnum):
    """How criteria become a total."""

    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"


@dataclass(frozen=True, slots=True, eq=False)
class Ready:
    """A table made ready to be reckoned many times: points with 0 for gaps, where they stand, and what counts."""

    rubric: Rubric
    points: Floats
    observed: Floats
    counted: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def made_ready(table: PointTable) -> Ready:
    """The table, ready for `scores_under`."""
    return Ready(table.rubric, np.nan_to_num(table.points), table.observed.astype(np.float64), _is_counted(table))


def scores_under(ready: Ready, weights: Floats) -> Floats:
    """Sites × criteria, 0 to 100, under these weights; NaN where a criterion has no score."""
    columns = []
    for part in criterion_slices(ready.rubric):
        with np.errstate(invalid="ignore", divide="ignore"):
            seen = ready.observed[:, part] @ weights[part]
            columns.append(100 * (ready.points[:, part] @ weights[part]) / seen)
    scores = np.column_stack(columns)
    scores[~ready.counted] = np.nan
    return scores


def criterion_scores(table: PointTable) -> Floats:
    """Sites × criteria, 0 to 100; NaN where a criterion has no score, as below the rubric's floor of coverage."""
    return scores_under(made_ready(table), indicator_weights(table.rubric))


def totals(scores: Floats, weights: Floats, adding: Adding = Adding.ARITHMETIC) -> Floats:
    """The totals of sites from their criteria (sites × criteria); NaN where no criterion has a score."""
    has_score = ~np.isnan(scores)
    values = np.nan_to_num(scores)
    if adding is Adding.GEOMETRIC:
        values = np.log(np.maximum(values, SMALLEST))
    with np.errstate(invalid="ignore", divide="ignore"):
        means = ((values * has_score) @ weights) / (has_score @ weights)
    return np.exp(means) if adding is Adding.GEOMETRIC else means


def published_totals(table: PointTable) -> Floats:
    """The totals under the rubric itself, as `grade.scorecard` gives them."""
    return totals(criterion_scores(table), criterion_weights(table.rubric))


def leverage(table: PointTable) -> Floats:
    """Sites × indicators: by how much a site's total changes for one point more of an indicator, 0 where not observed.

    The total is the sum of leverage × points: indicators that were not observed hand their weight to the others.
    """
    scores, weights = criterion_scores(table), criterion_weights(table.rubric)
    has_score = ~np.isnan(scores)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = np.nan_to_num(has_score * weights / (has_score @ weights)[:, None])
    every = indicator_weights(table.rubric)
    found = np.zeros(table.points.shape)
    for place, part in enumerate(criterion_slices(table.rubric)):
        seen = table.observed[:, part] * every[part]
        with np.errstate(invalid="ignore", divide="ignore"):
            found[:, part] = np.nan_to_num(100 * shares[:, place, None] * seen / seen.sum(axis=1, keepdims=True))
    return found


def coverages(table: PointTable) -> Floats:
    """Sites × criteria: the observed share of the applicable weight; 1 where nothing applies."""
    every = indicator_weights(table.rubric)
    columns = []
    for part in criterion_slices(table.rubric):
        asked = table.applies[:, part] @ every[part]
        seen = table.observed[:, part] @ every[part]
        columns.append(np.divide(seen, asked, out=np.ones_like(seen), where=asked > 0))
    return np.column_stack(columns)


def _is_counted(table: PointTable) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    every = indicator_weights(table.rubric)
    seen = np.column_stack([table.observed[:, part] @ every[part] > 0 for part in criterion_slices(table.rubric)])
    enough = np.round(coverages(table), SHARE_DIGITS) >= table.rubric.count_above_coverage
    return np.asarray(seen & enough)


def is_reckoned_by_means(rubric: Rubric) -> bool:
    """Whether a rubric's scores are weighted means throughout, which is what this module reckons."""
    return (
        rubric.total == "weighted mean"
        and rubric.missing != "zero"
        and rubric.bonus is None
        and all(item.arithmetic == "weighted mean" for item in rubric.criteria)
    )


def leverage_by_steps(table: PointTable) -> Floats:
    """`leverage` under any rubric: how far each site's total lies between all points and none of an indicator."""
    found = np.zeros(table.points.shape)
    for row, site_id in enumerate(table.site_ids):
        judged = list(cells_of(table, row))
        for column in np.flatnonzero(table.observed[row]).tolist():
            ends = []
            for points in (0.0, 1.0):
                changed = [*judged[:column], replace(judged[column], points=points), *judged[column + 1 :]]
                ends.append(scorecard(site_id, table.rubric, changed).total.score)
            if ends[0] is not None and ends[1] is not None:
                found[row, column] = ends[1] - ends[0]
    return found


def totals_under(table: PointTable) -> Floats:
    """The published totals under any rubric; NaN where a site has none."""
    if is_reckoned_by_means(table.rubric) and not table.rubric.vetoes:
        return published_totals(table)
    cards = [scorecard(site_id, table.rubric, list(cells_of(table, row))) for row, site_id in enumerate(table.site_ids)]
    return np.array([np.nan if card.total.score is None else card.total.score for card in cards])


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table, as the arithmetic of `grade` takes it."""

    criterion: str
    indicator_id: str
    state: str
    points: float | None
    weight: float
    decided_by: str


def cells_of(table: PointTable, row: int) -> Iterator[Cell]:
    """A site's cells in the rubric's order."""
    column = 0
    for group in table.rubric.criteria:
        for item in group.indicators:
            is_seen, applies = table.observed[row, column], table.applies[row, column]
            state = State.OBSERVED if is_seen else State.NOT_OBSERVED if applies else State.NOT_APPLICABLE
            points = float(table.points[row, column]) if is_seen else None
            decided_by = CODER if table.by_hand[row, column] else MACHINE
            yield Cell(group.id, item.id, state, points, item.weight, decided_by)
            column += 1
