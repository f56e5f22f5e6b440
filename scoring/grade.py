"""This module knows all the arithmetic between a reading and a rank; nothing is computed anywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import fsum

from scoring.model import Finding, Reading, Score, Scorecard, State
from scoring.rubric import Band, Indicator, Rubric


def points_for(reading: Reading, bands: Sequence[Band]) -> float | None:
    """Points of 0 to 1: the first band that holds the value, 0 when none does; None when nothing was observed.

    Without bands, yes is 1, no is 0, and a number counts as itself, cut to 0 to 1.
    """
    if reading.state is not State.OBSERVED or reading.value is None:
        return None
    value = reading.value
    if not bands:
        return min(1.0, max(0.0, float(value))) if not isinstance(value, str) else float(value == "yes")
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
        points=points_for(reading, indicator.bands),
        weight=indicator.weight,
    )


def criterion_score(findings: Iterable[Finding], *, floor: float = 0.0) -> Score:
    """The weighted mean of the observed indicators × 100; coverage is observed ÷ applicable weight.

    Below the floor of coverage there is no score. A criterion without an applicable indicator has coverage 1 and no
    score either: nothing was asked of the site.
    """
    applicable = [finding for finding in findings if finding.reading.state is not State.NOT_APPLICABLE]
    observed = [finding for finding in applicable if finding.points is not None]
    asked = fsum(finding.weight for finding in applicable)
    seen = fsum(finding.weight for finding in observed)
    coverage = seen / asked if asked else 1.0
    if not seen or rounded_share(coverage) < floor:
        return Score(score=None, coverage=coverage)
    score = 100 * fsum(finding.weight * (finding.points or 0.0) for finding in observed) / seen
    return Score(score=score, coverage=coverage)


def scorecard(site_id: str, rubric: Rubric, findings: Sequence[Finding]) -> Scorecard:
    """A site's scores, not yet ranked. The total is the weighted mean of the criteria that have a score.

    The total's coverage is the criteria's coverage weighted alike, over the criteria that apply.
    """
    by_criterion = {
        item.id: criterion_score(
            (finding for finding in findings if finding.criterion == item.id), floor=rubric.count_above_coverage
        )
        for item in rubric.criteria
    }
    scored = [(item.weight, by_criterion[item.id]) for item in rubric.criteria]
    asked = [(weight, score) for weight, score in scored if score.score is not None or score.coverage < 1]
    seen = [(weight, score.score) for weight, score in scored if score.score is not None]
    coverage = (
        fsum(weight * score.coverage for weight, score in asked) / fsum(weight for weight, _ in asked) if asked else 0.0
    )
    total = fsum(weight * value for weight, value in seen) / fsum(weight for weight, _ in seen) if seen else None
    return Scorecard(
        site_id=site_id, rubric=rubric.id, total=Score(score=total, coverage=coverage), by_criterion=by_criterion
    )


def rounded(score: float) -> float:
    """A score as it is published: one decimal. Ranks are given to what is published, so equal figures tie."""
    return round(score, 1)


def rounded_share(coverage: float) -> float:
    """A coverage as it is published: three decimals. The floor is held against what is published."""
    return round(coverage, 3)


def ranked(cards: Sequence[Scorecard], *, floor: float) -> list[Scorecard]:
    """The scorecards with ranks, in the order given. Ties share a rank and the next is skipped: 1, 2, 2, 4.

    The total is ranked only where its coverage reaches the floor; a criterion's rank asks that of its own coverage.
    """
    totals = _ranks([card.total for card in cards], floor)
    names = list(cards[0].by_criterion) if cards else []
    columns = {name: _ranks([card.by_criterion[name] for card in cards], floor) for name in names}
    return [
        replace(card, total=totals[row], by_criterion={name: columns[name][row] for name in names})
        for row, card in enumerate(cards)
    ]


def _ranks(scores: Sequence[Score], floor: float) -> list[Score]:
    counted = [
        rounded(score.score) for score in scores if score.score is not None and rounded_share(score.coverage) >= floor
    ]
    order = sorted(counted, reverse=True)
    first = {value: place for place, value in reversed(list(enumerate(order, start=1)))}
    last = {value: place for place, value in enumerate(order, start=1)}
    ranks = []
    for score in scores:
        if score.score is None or rounded_share(score.coverage) < floor:
            ranks.append(score)
            continue
        value = rounded(score.score)
        ranks.append(replace(score, rank=first[value], rank_low=first[value], rank_high=last[value]))
    return ranks
