"""This module knows what a question weighs in the total, before anybody answered it and for a site that was judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scoring.arithmetic import Judged, is_asked, rounded_share
from scoring.grade import scorecard
from scoring.model import Scorecard
from scoring.rubric_model import Criterion, Rubric


@dataclass(frozen=True, slots=True)
class Supposed:
    """A finding reduced to what the arithmetic needs, so that other points can be supposed."""

    criterion: str
    indicator_id: str
    state: str
    points: float | None
    weight: float
    decided_by: str


@dataclass(frozen=True, slots=True)
class Worth:
    """What an answer brings to a site's total (0 to 100), and what the full answer would add.

    Where a rubric gives no total, the criterion's score stands for it.
    """

    contribution: float
    regain: float


def shares_of(rubric: Rubric) -> dict[str, float]:
    """By indicator: the part (0 to 1) of a total, or of a profile's criterion, that it can move when all is observed.

    Deductions and bonuses are parts of the 100 points they are counted against, so they need not make 1 together.
    What is not counted has 0.
    """
    counted = {item.id for item in rubric.counted}
    whole = sum(item.weight for item in rubric.counted)
    asked = sum(bool(one.weight) for item in rubric.counted for one in item.indicators)
    shares: dict[str, float] = {}
    for item in rubric.criteria:
        for one in item.indicators:
            if rubric.bonus and item.id == rubric.bonus.criterion:
                share = one.weight / 100
            elif item.id not in counted:
                share = 0.0
            elif rubric.total == "deductions":
                share = min(one.weight, item.maximum or 100.0) / 100
            elif rubric.total == "share of yes":
                share = bool(one.weight) / asked
            else:
                share = _share_within(item, one.weight) * (1 if rubric.total == "none" else item.weight / whole)
            shares[one.id] = share
    return shares


def criterion_share(item: Criterion, rubric: Rubric) -> float:
    """The part (0 to 1) of the total that a criterion can move; a profile's criteria stand beside each other."""
    counted = {one.id for one in rubric.counted}
    if rubric.bonus and item.id == rubric.bonus.criterion:
        return rubric.bonus.up_to / 100
    if item.id not in counted or rubric.total == "none":
        return 0.0
    if rubric.total == "deductions":
        return min(item.maximum or 100.0, sum(one.weight for one in item.indicators)) / 100
    if rubric.total == "share of yes":
        asked = sum(bool(one.weight) for other in rubric.counted for one in other.indicators)
        return sum(bool(one.weight) for one in item.indicators) / asked
    return item.weight / sum(one.weight for one in rubric.counted)


def _share_within(item: Criterion, weight: float) -> float:
    if item.arithmetic == "deductions":
        return min(1.0, weight / (item.maximum or 100.0))
    whole = sum(one.weight for one in item.indicators)
    return weight / whole if whole else 0.0


def worth_of(findings: Sequence[Judged], rubric: Rubric) -> dict[str, Worth]:
    """By indicator: what each observed answer of one site brings, and what the full answer would add."""
    if _is_linear(rubric):
        return _linear_worth(findings, rubric)
    if rubric.total == "share of yes" and rubric.missing == "leave out" and not rubric.vetoes and not rubric.bonus:
        return _worth_of_yes(findings, rubric)
    rows = [
        Supposed(one.criterion, one.indicator_id, one.state, one.points, one.weight, one.decided_by) for one in findings
    ]
    worth = {}
    card = scorecard("", rubric, rows)
    for place, row in enumerate(rows):
        if row.points is None:
            continue
        now = _score(card, rubric, row.criterion)
        without, whole = (
            _score(
                scorecard("", rubric, [*rows[:place], replace(row, points=points), *rows[place + 1 :]]),
                rubric,
                row.criterion,
            )
            for points in (0.0, 1.0)
        )
        worth[row.indicator_id] = Worth(now - without, whole - now)
    return worth


def _worth_of_yes(findings: Sequence[Judged], rubric: Rubric) -> dict[str, Worth]:
    """In a share of yes every counted answer is worth the same: all of it, once it is a yes."""
    card = scorecard("", rubric, findings)
    counted = {item.id for item in rubric.counted if card.by_criterion[item.id].score is not None}
    answered = [one for one in findings if one.points is not None]
    whole = 100 / max(1, sum(one.criterion in counted and is_asked(one) for one in answered))
    return {
        one.indicator_id: Worth(0.0, 0.0)
        if one.criterion not in counted or not is_asked(one)
        else Worth(whole, 0.0)
        if (one.points or 0.0) >= 1
        else Worth(0.0, whole)
        for one in answered
    }


def _score(card: Scorecard, rubric: Rubric, criterion: str) -> float:
    return (card.by_criterion[criterion] if rubric.total == "none" else card.total).score or 0.0


def _is_linear(rubric: Rubric) -> bool:
    """Whether every answer adds to the total by itself; then its worth needs no supposing, which is dear."""
    means = rubric.total == "weighted mean" and all(item.arithmetic == "weighted mean" for item in rubric.counted)
    return means and rubric.missing == "leave out" and not rubric.vetoes and not rubric.bonus


def _linear_worth(findings: Sequence[Judged], rubric: Rubric) -> dict[str, Worth]:
    """A criterion that stays out of the total, because too little of it was seen, brings nothing."""
    asked: dict[str, float] = {}
    observed: dict[str, float] = {}
    for row in findings:
        if is_asked(row):
            asked[row.criterion] = asked.get(row.criterion, 0.0) + row.weight
            observed[row.criterion] = observed.get(row.criterion, 0.0) + row.weight * (row.points is not None)
    floor = rubric.count_above_coverage
    counted = [
        item
        for item in rubric.counted
        if observed.get(item.id) and rounded_share(observed[item.id] / asked[item.id]) >= floor
    ]
    weight = sum(item.weight for item in counted)
    one_point = {item.id: item.weight / weight * 100 / observed[item.id] for item in counted}
    return {
        row.indicator_id: Worth(
            row.weight * row.points * one_point.get(row.criterion, 0.0),
            row.weight * (1 - row.points) * one_point.get(row.criterion, 0.0),
        )
        for row in findings
        if row.points is not None
    }
