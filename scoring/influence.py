"""This module knows what carries a ranking: the questions that move it, and how its criteria hang together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from scoring.point_table import Floats, PointTable, criterion_slices, criterion_weights, indicator_ids
from scoring.robustness import places_of
from scoring.variants import criterion_scores, leverage, published_totals, totals

FEWEST_SITES = 3
"""With fewer sites there is no correlation to speak of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorInfluence:
    """What one question does to the ranking.

    `nominal` is its weight as a share of all, `effective` the share of the totals' variance that it accounts for (both
    sum to 1 over the indicators; an effective weight may be below 0 where a question runs against the others).
    `mean_shift` and `largest_shift` are places that sites move when it is left out; `moved_most` is who moves furthest.
    """

    indicator_id: str
    nominal: float
    effective: float
    mean_shift: float
    largest_shift: int
    moved_most: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coherence:
    """How the criteria hang together over all sites; None where there are too few sites, or no differences, to tell.

    `alpha` is Cronbach's over the criteria that have scores on all ranked sites, standardised; `correlations` are
    Pearson's between criteria, by place in `criteria`.
    """

    criteria: tuple[str, ...]
    alpha: float | None
    correlations: tuple[tuple[float | None, ...], ...]


def influences(table: PointTable) -> list[IndicatorInfluence]:
    """The influence of each indicator on the ranking of the table's sites, in the rubric's order."""
    names = indicator_ids(table.rubric)
    nominal, effective = nominal_weights(table), effective_weights(table)
    places = places_of(np.nan_to_num(published_totals(table), nan=-1.0))
    found = []
    for column, without in enumerate(_without_each(table)):
        shifts = places - places_of(np.nan_to_num(without, nan=-1.0))
        furthest = int(np.argmax(np.abs(shifts))) if len(shifts) else 0
        found.append(
            IndicatorInfluence(
                indicator_id=names[column],
                nominal=float(nominal[column]),
                effective=float(effective[column]),
                mean_shift=float(np.abs(shifts).mean()) if len(shifts) else 0.0,
                largest_shift=int(shifts[furthest]) if len(shifts) else 0,
                moved_most=table.site_ids[furthest] if len(shifts) and shifts[furthest] else "",
            )
        )
    return found


def nominal_weights(table: PointTable) -> Floats:
    """The weights that the rubric states, as shares of the whole."""
    above = criterion_weights(table.rubric) / criterion_weights(table.rubric).sum()
    shares = []
    for share, group in zip(above.tolist(), table.rubric.criteria, strict=True):
        within = np.array([item.weight for item in group.indicators])
        shares.extend((share * within / within.sum()).tolist())
    return np.array(shares)


def effective_weights(table: PointTable) -> Floats:
    """How much of the variance of the totals each indicator accounts for, as a share; zeros when all sites are alike.

    The covariance of an indicator's part of the total with the total, by the total's variance (Paruolo, Saisana and
    Saltelli 2013 compare such shares with the stated weights).
    """
    parts = leverage(table) * np.nan_to_num(table.points)
    whole = parts.sum(axis=1)
    variance = float(whole.var()) if len(whole) >= FEWEST_SITES else 0.0
    if variance < 1e-12:
        return np.zeros(parts.shape[1])
    return np.asarray(((parts - parts.mean(axis=0)) * (whole - whole.mean())[:, None]).mean(axis=0) / variance)


def coherence(table: PointTable) -> Coherence:
    """Cronbach's alpha and the correlations of the criteria over the table's sites."""
    scores = criterion_scores(table)
    names = tuple(group.id for group in table.rubric.criteria)
    correlations = tuple(
        tuple(correlation(scores[:, first], scores[:, second]) for second in range(len(names)))
        for first in range(len(names))
    )
    return Coherence(criteria=names, alpha=cronbach_alpha(scores), correlations=correlations)


def cronbach_alpha(scores: Floats) -> float | None:
    """Cronbach's alpha of standardised columns (Cronbach 1951), over rows without a gap and columns that differ."""
    with_scores = scores[:, ~np.isnan(scores).all(axis=0)]
    whole = with_scores[~np.isnan(with_scores).any(axis=1)]
    if len(whole) < FEWEST_SITES:
        return None
    differing = whole[:, whole.std(axis=0) > 1e-9]
    count = differing.shape[1]
    if count < 2:
        return None
    mean = (np.corrcoef(differing, rowvar=False).sum() - count) / (count * (count - 1))
    return float(count * mean / (1 + (count - 1) * mean)) if 1 + (count - 1) * mean > 0 else None


def correlation(first: Floats, second: Floats) -> float | None:
    """Pearson's correlation over the sites that have both; None where it cannot be told."""
    both = ~np.isnan(first) & ~np.isnan(second)
    if both.sum() < FEWEST_SITES or first[both].std() < 1e-9 or second[both].std() < 1e-9:
        return None
    return float(np.corrcoef(first[both], second[both])[0, 1])


def _without_each(table: PointTable) -> Iterator[Floats]:
    """The totals with one indicator left out, for each indicator; only its own criterion is reckoned again."""
    scores, above = criterion_scores(table), criterion_weights(table.rubric)
    for place, part in enumerate(criterion_slices(table.rubric)):
        for column in range(part.start, part.stop):
            points, applies = table.points.copy(), table.applies.copy()
            points[:, column], applies[:, column] = np.nan, False
            changed = scores.copy()
            changed[:, place] = criterion_scores(replace(table, points=points, applies=applies))[:, place]
            yield totals(changed, above)
