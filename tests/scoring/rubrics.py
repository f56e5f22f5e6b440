"""Builders of rubrics and of the findings that answers make under them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from scoring.grade import finding_for
from scoring.model import Finding, Reading, Value
from scoring.rubric_model import Criterion, Indicator, Rubric


def indicator(name: str, **given: Any) -> Indicator:
    """A question that a coder answers; what is not given is of no importance."""
    usual = {"question": f"{name}?", "why": "test", "source": "test", "decided": "manual", "since": "mine"}
    return Indicator.model_validate({"id": name} | usual | given)


def criterion(name: str, *indicators: Indicator, **given: Any) -> Criterion:
    """A criterion over questions."""
    return Criterion.model_validate({"id": name, "title": name.title(), "indicators": indicators} | given)


def rubric(*criteria: Criterion, **given: Any) -> Rubric:
    """A rubric over criteria; nobody is below its floor of coverage unless one is given."""
    usual = {"id": "mine", "title": "Mine", "based_on": "this test", "rank_above_coverage": 0}
    return Rubric.model_validate(usual | {"criteria": criteria} | given)


def answers(
    rules: Rubric, *, site_id: str = "s", decided_by: str = "machine", **given: Value | Reading
) -> list[Finding]:
    """One site's findings: each answer is a value or a whole reading."""
    found = [
        finding_for(
            item,
            given[item.id] if isinstance(given[item.id], Reading) else Reading.observed(given[item.id]),
            wave="w",
            rubric=rules.id,
            site_id=site_id,
            criterion=group.id,
        )
        for group in rules.criteria
        for item in group.indicators
    ]
    return [replace(one, decided_by=decided_by) for one in found]


def judged(rows: Iterable[tuple[str, float | None, float]]) -> list[Finding]:
    """Findings of one criterion by indicator, points (None: not observed) and weight."""
    return [
        Finding(
            wave="w", rubric="r", site_id="s", criterion="c", indicator_id=name, weight=weight, points=points,
            reading=Reading.not_observed("unseen") if points is None else Reading.observed(points),
        )
        for name, points, weight in rows
    ]  # fmt: skip
