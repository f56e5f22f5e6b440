"""This module knows a wave's points as one table of numbers, sites by indicators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from scoring.model import MACHINE, Finding, State
from scoring.rubric_model import Rubric

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class PointTable:
    """The points of a wave: one row a site, one column an indicator in the rubric's order.

    `points` (0 to 1) are NaN where nothing was observed; `applies` says where the question arises at all, `by_hand`
    where a coder decided.
    """

    rubric: Rubric
    site_ids: tuple[str, ...]
    points: Floats
    applies: NDArray[np.bool_]
    by_hand: NDArray[np.bool_]

    @classmethod
    def of(cls, rubric: Rubric, findings: Iterable[Finding], *, site_ids: Sequence[str] = ()) -> Self:
        """The table of findings, a row for each of `site_ids`, or for each site met; other questions are left out."""
        found = list(findings)
        sites = site_ids or tuple(dict.fromkeys(finding.site_id for finding in found))
        return cls.from_columns(
            rubric,
            sites,
            [finding.site_id for finding in found],
            [finding.indicator_id for finding in found],
            [np.nan if finding.points is None else finding.points for finding in found],
            [finding.reading.state is not State.NOT_APPLICABLE for finding in found],
            [finding.decided_by != MACHINE for finding in found],
        )

    @classmethod
    def from_columns(
        cls,
        rubric: Rubric,
        site_ids: Sequence[str],
        sites: Iterable[str],
        indicators: Iterable[str],
        points: Iterable[float],
        applies: Iterable[bool],
        by_hand: Iterable[bool],
    ) -> Self:
        """The table of columns of equal length, as `findings.parquet` holds them; `site_ids` gives the rows' order."""
        row_of = {site_id: row for row, site_id in enumerate(site_ids)}
        column_of = {name: column for column, name in enumerate(indicator_ids(rubric))}
        return cls.from_places(
            rubric,
            site_ids,
            np.array([row_of.get(site_id, -1) for site_id in sites], dtype=np.intp),
            np.array([column_of.get(name, -1) for name in indicators], dtype=np.intp),
            np.asarray(list(points), dtype=np.float64),
            np.asarray(list(applies), dtype=bool),
            np.asarray(list(by_hand), dtype=bool),
        )

    @classmethod
    def from_places(
        cls,
        rubric: Rubric,
        site_ids: Sequence[str],
        rows: NDArray[np.intp],
        columns: NDArray[np.intp],
        points: Floats,
        applies: NDArray[np.bool_],
        by_hand: NDArray[np.bool_],
    ) -> Self:
        """The table of cells given by place; a place below 0 is that of a site or question we do not have."""
        shape = (len(site_ids), len(indicator_ids(rubric)))
        table, asked, judged = np.full(shape, np.nan), np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
        known = (rows >= 0) & (columns >= 0)
        places = rows[known], columns[known]
        table[places], asked[places], judged[places] = points[known], applies[known], by_hand[known]
        return cls(rubric, tuple(site_ids), table, asked, judged)

    @property
    def observed(self) -> NDArray[np.bool_]:
        """Where points were given."""
        return ~np.isnan(self.points)

    def only(self, kept: NDArray[np.bool_]) -> PointTable:
        """The table with all other cells not observed, as if nobody had looked there."""
        return replace(self, points=np.where(kept, self.points, np.nan))

    def of_sites(self, site_ids: Sequence[str]) -> PointTable:
        """The table of these sites, in the order given. Raises KeyError for a site it does not have."""
        row_of = {site_id: row for row, site_id in enumerate(self.site_ids)}
        return self.rows(np.array([row_of[site_id] for site_id in site_ids], dtype=np.intp))

    def rows(self, chosen: NDArray[np.intp]) -> PointTable:
        """The table of some sites, in the order given."""
        ids = tuple(self.site_ids[row] for row in chosen)
        return PointTable(self.rubric, ids, self.points[chosen], self.applies[chosen], self.by_hand[chosen])


def indicator_ids(rubric: Rubric) -> tuple[str, ...]:
    """The indicators' ids in the rubric's order."""
    return tuple(item.id for item in rubric.indicators)


def indicator_weights(rubric: Rubric) -> Floats:
    """The indicators' weights in the rubric's order."""
    return np.array([item.weight for item in rubric.indicators], dtype=np.float64)


def criterion_weights(rubric: Rubric) -> Floats:
    """The criteria's weights in the rubric's order."""
    return np.array([group.weight for group in rubric.criteria], dtype=np.float64)


def criterion_slices(rubric: Rubric) -> list[slice]:
    """Which columns of the table belong to each criterion."""
    ends = np.cumsum([len(group.indicators) for group in rubric.criteria]).tolist()
    return [slice(end - len(group.indicators), end) for end, group in zip(ends, rubric.criteria, strict=True)]
