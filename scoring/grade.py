"""This module knows how the criteria of a site make its total, and totals a ranking: vetoes, bonus, groups, ranks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import fsum

from scoring.arithmetic import (
    Judged,
    coverage_of,
    criterion_score,
    deducted,
    geometric_mean,
    indicator_points,
    is_asked,
    points_for,
    rounded,
    rounded_share,
    share_of_yes,
    weighted_mean,
)
from scoring.model import MACHINE, Finding, Reading, Score, Scorecard, State
from scoring.rubric_model import Criterion, Group, Indicator, Rubric, Veto

__all__ = [
    "criterion_score",
    "finding_for",
    "fired_vetoes",
    "points_for",
    "ranked",
    "ranked_under",
    "rounded",
    "rounded_share",
    "scorecard",
]

VETOED = "vetoed"
"""The group of a site that a veto took out; the rubric's own groups may not be called so."""


def finding_for(
    indicator: Indicator, reading: Reading, *, wave: str, rubric: str, site_id: str, criterion: str
) -> Finding:
    """The finding that a reading makes under an indicator."""
    return Finding(
        wave=wave,
        rubric=rubric,
        site_id=site_id,
        criterion=criterion,
        indicator_id=indicator.id,
        reading=reading,
        points=indicator_points(indicator, reading),
        weight=indicator.weight,
    )


def scorecard(site_id: str, rubric: Rubric, findings: Sequence[Judged]) -> Scorecard:
    """A site's scores, not yet ranked.

    When a veto fires, the site fails: it has no total and no score but those of the criteria that hold a veto; or, if
    the veto says so, its total is zero. Otherwise the bonus is added to a total that has passed its gate.
    """
    by_criterion = {item.id: _score(item, rubric, findings) for item in rubric.criteria}
    total = _total(rubric, findings, by_criterion)
    fired = fired_vetoes(rubric, findings)
    if any(veto.then == "fail" for veto in fired):
        total = replace(total, score=None, group=VETOED)
        judging = {veto.indicator for veto in rubric.vetoes}
        keeps = {item.id for item in rubric.criteria if any(one.id in judging for one in item.indicators)}
        by_criterion = {
            name: score if name in keeps else replace(score, score=None) for name, score in by_criterion.items()
        }
    elif fired:
        total = replace(total, score=0.0, group=VETOED)
    elif total.score is not None:
        total = replace(total, score=total.score + _bonus(rubric, findings, total.score))
    return Scorecard(
        site_id=site_id,
        rubric=rubric.id,
        total=total,
        by_criterion=by_criterion,
        vetoed_by=tuple(veto.indicator for veto in fired),
        decimals=rubric.decimals,
    )


def fired_vetoes(rubric: Rubric, findings: Iterable[Judged]) -> tuple[Veto, ...]:
    """The vetoes whose indicators were observed with so few points, in the rubric's order.

    A machine's guess takes no site out: on a pre-filled question a veto fires once a coder has confirmed the answer.
    """
    asked = {one.indicator_id: one for one in findings if one.state != State.NOT_APPLICABLE}
    return tuple(
        veto
        for veto in rubric.vetoes
        if (one := asked.get(veto.indicator)) is not None
        and one.points is not None
        and one.points <= veto.at_most
        and not (one.decided_by == MACHINE and _is_prefilled(veto.indicator, rubric))
    )


def _is_prefilled(indicator_id: str, rubric: Rubric) -> bool:
    indicator = rubric.indicator(indicator_id)
    return indicator is not None and indicator.decided == "prefilled"


def _score(item: Criterion, rubric: Rubric, findings: Sequence[Judged]) -> Score:
    return criterion_score(
        (one for one in findings if one.criterion == item.id),
        arithmetic=item.arithmetic,
        maximum=item.maximum,
        missing=rubric.missing,
        floor=rubric.count_above_coverage,
    )


def _total(rubric: Rubric, findings: Sequence[Judged], by_criterion: dict[str, Score]) -> Score:
    """The total before vetoes and bonus, with its coverage.

    Under means the coverage is that of the criteria that apply, weighted alike. Under deductions and shares of yes it
    is that of all their questions, each counted once, and those behind vetoes with them.
    """
    if rubric.total in ("deductions", "share of yes"):
        judging = {veto.indicator for veto in rubric.vetoes}
        counted = {item.id for item in rubric.counted}
        asked = [one for one in findings if is_asked(one) and (one.criterion in counted or one.indicator_id in judging)]
        coverage = coverage_of(asked, is_weighted=False) if asked else 0.0
    else:
        scored = [(item.weight, by_criterion[item.id]) for item in rubric.counted]
        applying = [(weight, one.coverage) for weight, one in scored if one.score is not None or one.coverage < 1]
        coverage = weighted_mean(applying) if applying else 0.0
    is_withheld = rubric.missing == "minimum coverage" and rounded_share(coverage) < rubric.rank_above_coverage
    return Score(score=None if is_withheld else _total_score(rubric, findings, by_criterion), coverage=coverage)


def _total_score(rubric: Rubric, findings: Sequence[Judged], by_criterion: dict[str, Score]) -> float | None:
    seen = [(item, score) for item in rubric.counted if (score := by_criterion[item.id].score) is not None]
    if not seen or rubric.total == "none":
        return None
    if rubric.total == "deductions":
        return _after_deductions(rubric, findings, [item for item, _ in seen])
    if rubric.total == "share of yes":
        names = {item.id for item, _ in seen}
        return 100 * share_of_yes([one for one in findings if one.criterion in names and _is_counted(one, rubric)])
    pairs = [(item.weight, score) for item, score in seen]
    return weighted_mean(pairs) if rubric.total == "weighted mean" else geometric_mean(pairs)


def _is_counted(one: Judged, rubric: Rubric) -> bool:
    return is_asked(one) and (one.points is not None or rubric.missing == "zero")


def _after_deductions(rubric: Rubric, findings: Sequence[Judged], seen: Sequence[Criterion]) -> float:
    """100 less what each criterion lost, which is its maximum at most, and never below 0.

    Rescaled, a criterion of which nothing applies leaves the sum, and what the others keep is stretched to 100.
    """
    lost = fsum(
        min(
            100.0 if item.maximum is None else item.maximum,
            deducted(one for one in findings if one.criterion == item.id and _is_counted(one, rubric)),
        )
        for item in seen
    )
    most = 100.0
    if rubric.rescale_not_applicable:
        asked = {one.criterion for one in findings if is_asked(one)}
        most = fsum(item.maximum or 0.0 for item in rubric.counted if item.id in asked)
    return 100 * max(0.0, most - lost) / most


def _bonus(rubric: Rubric, findings: Iterable[Judged], total: float) -> float:
    """The weights earned in the bonus criterion, once the published total lies above the gate."""
    if rubric.bonus is None or rounded(total, rubric.decimals) <= rubric.bonus.above:
        return 0.0
    name = rubric.bonus.criterion
    earned = fsum(one.weight * (one.points or 0.0) for one in findings if one.criterion == name and is_asked(one))
    return min(rubric.bonus.up_to, earned)


def ranked_under(rubric: Rubric, cards: Sequence[Scorecard]) -> list[Scorecard]:
    """The scorecards with the ranks and groups that the rubric gives them, in the order given."""
    return ranked(cards, floor=rubric.rank_above_coverage, groups=rubric.groups, is_profile=rubric.total == "none")


def ranked(
    cards: Sequence[Scorecard], *, floor: float, groups: Sequence[Group] = (), is_profile: bool = False
) -> list[Scorecard]:
    """The scorecards with ranks, in the order given. Ties share a rank and the next is skipped: 1, 2, 2, 4.

    The total is ranked only where its coverage reaches the floor; a criterion's rank asks that of its own coverage.
    Groups sort the ranked totals, or the criteria of a profile, which has no total.
    """
    decimals = cards[0].decimals if cards else 1
    totals = [_grouped(one, groups, decimals) for one in _ranks([card.total for card in cards], floor, decimals)]
    columns = {
        name: _ranks([card.by_criterion[name] for card in cards], floor, decimals)
        for name in (cards[0].by_criterion if cards else ())
    }
    if is_profile:
        columns = {name: [_grouped(one, groups, decimals) for one in scores] for name, scores in columns.items()}
    return [
        replace(card, total=totals[row], by_criterion={name: column[row] for name, column in columns.items()})
        for row, card in enumerate(cards)
    ]


def _grouped(score: Score, groups: Sequence[Group], decimals: int) -> Score:
    if score.group or score.score is None or score.rank is None:
        return score
    published = rounded(score.score, decimals)
    return replace(score, group=next((group.name for group in groups if group.holds(published)), ""))


def _ranks(scores: Sequence[Score], floor: float, decimals: int) -> list[Score]:
    published = [
        rounded(score.score, decimals) if score.score is not None and rounded_share(score.coverage) >= floor else None
        for score in scores
    ]
    order = sorted((value for value in published if value is not None), reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(order, start=1)))}
    last = {value: place for place, value in enumerate(order, start=1)}
    return [
        score if value is None else replace(score, rank=first[value], rank_low=first[value], rank_high=last[value])
        for score, value in zip(scores, published, strict=True)
    ]
