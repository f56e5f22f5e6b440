"""This module knows the parts that a rubric is made of, and what each of them means."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from site_lists.model import Model, Text

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]
Missing = Literal["leave out", "zero", "minimum coverage"]
CriterionArithmetic = Literal["weighted mean", "geometric mean", "share of yes", "deductions"]
TotalArithmetic = Literal["weighted mean", "geometric mean", "share of yes", "deductions", "none"]
Decided = Literal["machine", "prefilled", "manual"]
Confidence = Literal["S", "I", "D", "R+", "R-", "U"]
"""How sure a number is: Stated in a source, Implemented by others, Derived, Recalled (surely or not), Unknown."""


class Band(Model):
    """A step of the scale: a value `up_to`, `at_least`, or equal to `equals` earns `points` (0 to 1)."""

    up_to: float | None = None
    at_least: float | None = None
    equals: str | None = None
    points: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _one_bound(self) -> Band:
        if sum(bound is not None for bound in (self.up_to, self.at_least, self.equals)) != 1:
            raise ValueError("a band needs exactly one of up_to, at_least and equals; delete the others")
        return self

    @property
    def words(self) -> str:
        """The band as a reader would say it."""
        if self.equals is not None:
            return self.equals
        return f"up to {self.up_to:g}" if self.up_to is not None else f"at least {self.at_least:g}"


class Goalposts(Model):
    """A straight line from no point at `worst` to 1 point at `best`; values beyond the posts earn 0 or 1.

    Fixed posts are also min-max over a fixed range, the way in which indices stay comparable between waves.
    """

    worst: float
    best: float


class Count(Model):
    """What each counted item `earns` or `takes`, in the units of the indicator's weight, which is the cap."""

    earns: float | None = Field(default=None, gt=0)
    takes: float | None = Field(default=None, gt=0)

    @model_validator(mode="after")
    def _one_way(self) -> Count:
        if (self.earns is None) == (self.takes is None):
            raise ValueError("a count needs exactly one of earns and takes; delete the other")
        return self


class Across(Model):
    """A scale made of the wave's own sites: `min-max` from the worst to the best of them, or `z-score`.

    By `z-score` the mean earns half a point, and whoever lies `deviations` standard deviations above it the whole.
    """

    method: Literal["min-max", "z-score"]
    better: Literal["more", "less"] = "more"
    deviations: float = Field(default=3, gt=0)


class Indicator(Model):
    """One question. `id` is a statement that is true of a good portal; without a scale yes is 1 point and no is 0.

    `decided` says by whom: the machine, the machine for a coder to confirm, or a coder alone, who needs no measure.
    `needs_source` marks a question whose points nobody could show us: it is asked and shown, and it counts nothing.
    """

    id: Slug
    question: Text
    why: Text
    source: Text
    asks: Text = "web team"
    decided: Decided = "machine"
    measure: str = ""
    params: dict[str, str | int | float | bool] = Field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    goalposts: Goalposts | None = None
    count: Count | None = None
    across: Across | None = None
    weight: float = Field(default=1, ge=0, le=100)
    confidence: Confidence | None = None
    needs_source: bool = False
    since: str

    @model_validator(mode="before")
    @classmethod
    def _without_source_without_weight(cls, given: Any) -> Any:
        is_bare = isinstance(given, dict) and given.get("needs_source") is True and "weight" not in given
        return {**given, "weight": 0} if is_bare else given

    @property
    def takes_numbers(self) -> bool:
        """Whether the scale asks for a number, so that yes and no mean nothing to it."""
        has_limits = any(band.equals is None for band in self.bands)
        return has_limits or bool(self.goalposts or self.count or self.across)


class Criterion(Model):
    """A heading of the rubric and how its indicators make its score of 0 to 100.

    `weighted mean` and `geometric mean` of the points; `share of yes`, in which only a whole point is a yes; or
    `deductions` of what each indicator lost of its weight from `maximum` (100 when not given), never below nothing.
    A criterion of weight 0 is shown and not counted.
    """

    id: Slug
    title: Text
    weight: float = Field(default=1, ge=0, le=100)
    arithmetic: CriterionArithmetic = "weighted mean"
    maximum: float | None = Field(default=None, gt=0, le=100)
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]


class Veto(Model):
    """An indicator that decides alone: observed with `at_most` so many points, the site fails or has a total of zero.

    A site that fails has no score, and its other criteria are not scored.
    """

    indicator: str
    at_most: float = Field(default=0, ge=0, lt=1)
    then: Literal["fail", "zero"] = "fail"
    source: Text


class Bonus(Model):
    """A criterion whose earned weights are added to a total `above` that score, `up_to` so many points."""

    criterion: str
    above: float = Field(ge=0, lt=100)
    up_to: float = Field(gt=0, le=100)


class Group(Model):
    """A name for the published scores `above` or `at_least` a limit; the last group may take the rest."""

    name: Text
    above: float | None = None
    at_least: float | None = None

    @model_validator(mode="after")
    def _one_limit(self) -> Group:
        if self.above is not None and self.at_least is not None:
            raise ValueError("a group needs one of above and at_least; delete the other")
        return self

    def holds(self, score: float) -> bool:
        """Whether a published score belongs here, if no stricter group took it."""
        if self.above is not None:
            return score > self.above
        return self.at_least is None or score >= self.at_least


class Rubric(Model):
    """What everything is worth.

    `total` says how the criteria make the total; `none` leaves a profile without one. `missing` says what a question
    costs that was not observed: nothing (`leave out`), its points (`zero`), or the score itself wherever the coverage
    is below its floor (`minimum coverage`). `rank_above_coverage` (0 to 1) is the floor below which a site has no
    rank, `count_above_coverage` the one below which a criterion has no score and stays out of the total: one answer
    of ten says little of the other nine. `rescale_not_applicable` takes a criterion that does not apply out of the
    maximum, and stretches the rest to 100.
    """

    id: Slug
    title: Text
    based_on: Text
    supersedes: str = ""
    total: TotalArithmetic = "weighted mean"
    missing: Missing = "leave out"
    rescale_not_applicable: bool = False
    decimals: int = Field(default=1, ge=0, le=6)
    rank_above_coverage: float = Field(ge=0, le=1)
    count_above_coverage: float = Field(default=0, ge=0, le=1)
    vetoes: tuple[Veto, ...] = ()
    bonus: Bonus | None = None
    groups: tuple[Group, ...] = ()
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    digest: str = ""

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators, in the order of the file."""
        return tuple(item for criterion in self.criteria for item in criterion.indicators)

    def indicator(self, indicator_id: str) -> Indicator | None:
        """The indicator of that id, or None."""
        return next((item for item in self.indicators if item.id == indicator_id), None)

    @property
    def counted(self) -> tuple[Criterion, ...]:
        """The criteria that make the total: those that have a weight and are no bonus."""
        bonus = self.bonus.criterion if self.bonus else None
        return tuple(item for item in self.criteria if item.weight and item.id != bonus)
