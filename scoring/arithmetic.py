"""This module knows what a reading earns under an indicator, and what earned points make of a criterion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, fsum, log
from typing import Protocol

from scoring.model import Reading, Score, State, Value
from scoring.rubric_model import Band, CriterionArithmetic, Indicator, Missing

SHARE_DIGITS = 3
"""Decimals of a coverage as it is published."""


class Judged(Protocol):
    """What the arithmetic needs to know of a finding, or of its row on disk."""

    @property
    def criterion(self) -> str: ...
    @property
    def indicator_id(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def points(self) -> float | None: ...
    @property
    def weight(self) -> float: ...
    @property
    def decided_by(self) -> str: ...


def indicator_points(indicator: Indicator, reading: Reading) -> float | None:
    """Points of 0 to 1 that a reading earns; None when nothing was observed, or when only all sites together tell."""
    if reading.state is not State.OBSERVED or reading.value is None or indicator.across:
        return None
    if indicator.goalposts:
        posts = indicator.goalposts
        return _cut((_number(reading.value, posts.worst) - posts.worst) / (posts.best - posts.worst))
    if indicator.count:
        if isinstance(reading.value, str) or not indicator.weight:
            return 0.0
        each = indicator.count.earns or indicator.count.takes or 0.0
        moved = _cut(float(reading.value) * each / indicator.weight)
        return moved if indicator.count.earns else 1 - moved
    return points_for(reading, indicator.bands)


def points_for(reading: Reading, bands: Sequence[Band]) -> float | None:
    """Points of 0 to 1: the first band that holds the value, 0 when none does; None when nothing was observed.

    Without bands, yes is 1, no is 0, and a number counts as itself, cut to 0 to 1.
    """
    if reading.state is not State.OBSERVED or reading.value is None:
        return None
    value = reading.value
    if not bands:
        return _cut(float(value)) if not isinstance(value, str) else float(value == "yes")
    for band in bands:
        if band.equals is not None:
            is_held = str(value) == band.equals
        elif isinstance(value, str):
            is_held = False
        else:
            is_held = value <= band.up_to if band.up_to is not None else value >= (band.at_least or 0)
        if is_held:
            return band.points
    return 0.0


def _number(value: Value, otherwise: float) -> float:
    return otherwise if isinstance(value, str) else float(value)


def _cut(points: float) -> float:
    return min(1.0, max(0.0, points))


def criterion_score(
    found: Iterable[Judged],
    *,
    arithmetic: CriterionArithmetic = "weighted mean",
    maximum: float | None = None,
    missing: Missing = "leave out",
    floor: float = 0.0,
) -> Score:
    """A criterion's score of 0 to 100; coverage is what was observed ÷ what applies, by weight.

    Deductions and shares of yes count every question once in the coverage: their weights say what a fault takes, not
    how much a question matters. Below the floor of coverage there is no score. A criterion without an applicable
    indicator has coverage 1 and no score either: nothing was asked of the site.
    """
    applicable = [one for one in found if is_asked(one)]
    counted = applicable if missing == "zero" else [one for one in applicable if one.points is not None]
    coverage = coverage_of(applicable, is_weighted=arithmetic in ("weighted mean", "geometric mean"))
    is_too_little = missing != "zero" and rounded_share(coverage) < floor
    if not counted or is_too_little:
        return Score(score=None, coverage=coverage)
    if arithmetic == "deductions":
        most = 100.0 if maximum is None else maximum
        return Score(score=100 * max(0.0, 1 - deducted(counted) / most), coverage=coverage)
    if arithmetic == "share of yes":
        return Score(score=100 * share_of_yes(counted), coverage=coverage)
    pairs = [(one.weight, one.points or 0.0) for one in counted]
    mean = weighted_mean(pairs) if arithmetic == "weighted mean" else geometric_mean(pairs)
    return Score(score=100 * mean, coverage=coverage)


def is_asked(one: Judged) -> bool:
    """Whether a question counts for this site: it applies, and its weight has a source."""
    return one.state != State.NOT_APPLICABLE and one.weight > 0


def coverage_of(applicable: Sequence[Judged], *, is_weighted: bool) -> float:
    """The observed share (0 to 1) of the questions that apply, by weight or each counted once; 1 when none applies."""
    stakes = [(one.weight if is_weighted else 1.0, one.points is not None) for one in applicable]
    asked = fsum(stake for stake, _ in stakes)
    return fsum(stake for stake, is_seen in stakes if is_seen) / asked if asked else 1.0


def deducted(counted: Iterable[Judged]) -> float:
    """What the indicators lost of their weights, in points."""
    return fsum(one.weight * (1 - (one.points or 0.0)) for one in counted)


def share_of_yes(counted: Sequence[Judged]) -> float:
    """The share (0 to 1) of the questions that earned their whole point."""
    return sum((one.points or 0.0) >= 1 for one in counted) / len(counted)


def weighted_mean(pairs: Sequence[tuple[float, float]]) -> float:
    """The mean of (weight, value)."""
    return fsum(weight * value for weight, value in pairs) / fsum(weight for weight, _ in pairs)


def geometric_mean(pairs: Sequence[tuple[float, float]]) -> float:
    """The geometric mean of (weight, value): one value of nothing leaves nothing."""
    if any(value <= 0 for _, value in pairs):
        return 0.0
    return exp(fsum(weight * log(value) for weight, value in pairs) / fsum(weight for weight, _ in pairs))


def rounded(score: float, decimals: int = 1) -> float:
    """A score as it is published: one decimal, unless the rubric says otherwise. Equal published scores tie."""
    return round(score, decimals)


def rounded_share(coverage: float) -> float:
    """A coverage as it is published: three decimals. The floor is held against what is published."""
    return round(coverage, SHARE_DIGITS)
