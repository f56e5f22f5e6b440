"""This module knows how an indicator is scaled by all the sites of its wave: min-max and z-scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean, pstdev

from scoring.model import Finding, State
from scoring.rubric_model import Across, Rubric

ALIKE = 0.5
"""What everybody earns where all sites have the same value: nobody stands out either way."""


def pooled(findings: Sequence[Finding], rubric: Rubric) -> list[Finding]:
    """The findings of a whole wave, in the order given, with points for the indicators that are scaled across sites.

    Only observed numbers make the scale, each site counting once. Yes counts as 1, no as 0, a word as not a number:
    it earns nothing and does not move the scale.
    """
    scales = {item.id: item.across for item in rubric.indicators if item.across}
    if not scales:
        return list(findings)
    values: dict[str, list[float]] = {name: [] for name in scales}
    for finding in findings:
        if finding.indicator_id in scales and (value := _value(finding)) is not None:
            values[finding.indicator_id].append(value)
    return [
        replace(finding, points=_points(finding, across, values[finding.indicator_id]))
        if (across := scales.get(finding.indicator_id)) and finding.reading.state is State.OBSERVED
        else finding
        for finding in findings
    ]


def _value(finding: Finding) -> float | None:
    value = finding.reading.value
    return None if finding.reading.state is not State.OBSERVED or isinstance(value, str | None) else float(value)


def _points(finding: Finding, across: Across, values: Sequence[float]) -> float:
    value = _value(finding)
    if value is None:
        return 0.0
    low, high = min(values), max(values)
    if low == high:
        return ALIKE
    if across.method == "min-max":
        share = (value - low) / (high - low)
    elif not (deviation := pstdev(values)):  # they differ by less than a number can tell
        return ALIKE
    else:
        share = 0.5 + (value - fmean(values)) / deviation / (2 * across.deviations)
    points = min(1.0, max(0.0, share))
    return points if across.better == "more" else 1 - points
