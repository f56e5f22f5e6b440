"""This module knows what judging yields: readings, findings and scorecards."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from crawler.evidence import EvidenceRef

Value = float | int | str | bool
MACHINE = "machine"
"""Stands in `decided_by` where no coder decided."""


def value_text(value: Value | None) -> str | None:
    """A value as it is published: yes or no, a number with six digits at most, or the word itself."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


class State(StrEnum):
    """Whether a thing could be seen. Not observed is never a zero; not applicable is neither."""

    OBSERVED = "observed"
    NOT_OBSERVED = "not_observed"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a measure read off a site, before anybody says what it is worth.

    `value` stands when observed, `reason` when not. `evidence` names the pages, the deciding one first.
    """

    state: State
    value: Value | None = None
    unit: str = ""
    reason: str = ""
    evidence: tuple[EvidenceRef, ...] = ()

    @classmethod
    def observed(
        cls, value: Value, unit: str = "", *, evidence: tuple[EvidenceRef, ...] = (), reason: str = ""
    ) -> Self:
        """A value was read; `reason` may say in words what was counted."""
        return cls(State.OBSERVED, value, unit, reason, evidence)

    @classmethod
    def not_observed(cls, reason: str, *, evidence: tuple[EvidenceRef, ...] = ()) -> Self:
        """We could not look, or saw too little to say."""
        return cls(State.NOT_OBSERVED, reason=reason, evidence=evidence)

    @classmethod
    def not_applicable(cls, reason: str) -> Self:
        """The question does not arise for this site."""
        return cls(State.NOT_APPLICABLE, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One indicator's answer for one site: a reading, and the points (0 to 1) that the rubric gives it.

    `points` is None when not observed or not applicable. `decided_by` is `machine` or a coder's name.
    """

    wave: str
    rubric: str
    site_id: str
    criterion: str
    indicator_id: str
    reading: Reading
    points: float | None
    weight: float
    decided_by: str = MACHINE

    @property
    def state(self) -> State:
        """Whether the answer was observed."""
        return self.reading.state


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A score of 0 to 100 and the share (0 to 1) of the applicable weight that was observed behind it.

    `score` is None when nothing was observed or a veto took the site out. `rank` is None below the rubric's floor of
    coverage. `rank_low` and `rank_high` are the places that equal scores share; of a published total, those of its 90 %
    band. `group` is the rubric's name for such a score, or `vetoed`.
    """

    score: float | None
    coverage: float
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """A site's scores under one rubric: the total and each criterion, published with so many decimals.

    `vetoed_by` names the indicators of the vetoes that fired.
    """

    site_id: str
    rubric: str
    total: Score
    by_criterion: dict[str, Score]
    vetoed_by: tuple[str, ...] = ()
    decimals: int = 1
