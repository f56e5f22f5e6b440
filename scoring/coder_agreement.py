"""This module knows where the coders of a list judged the same items, and how far they agree, by indicator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from scoring.agreement import Value, cohen_kappa, krippendorff_alpha, raw_agreement
from scoring.coder_answers import CoderAnswer
from scoring.coder_values import read_value
from scoring.model import State
from scoring.review import Review
from scoring.rubric_model import Indicator, Rubric


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one coder said of one question about one site in one wave ("" for all waves)."""

    wave: str
    site_id: str
    indicator_id: str
    coder: str
    day: date
    value: str


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An item of which coders said different things: who said what."""

    wave: str
    site_id: str
    indicator_id: str
    said: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far coders agree on one indicator: on so many items that two or more judged.

    `kappa` is told for each pair of coders; `alpha` by level of measurement, where the values have one. Each is None
    where chance alone explains what was said, as when all said the same.
    """

    indicator_id: str
    items: int
    coders: int
    raw: float | None
    kappa: dict[str, float | None]
    alpha: dict[str, float | None]
    disagreements: tuple[Disagreement, ...]


def judgements(answers: Iterable[CoderAnswer], reviews: Iterable[Review]) -> list[Judgement]:
    """All that coders said, answers and corrections alike."""
    told = [Judgement(one.wave, one.site, one.indicator, one.coder, one.day, one.value) for one in answers]
    told += [Judgement(one.wave, one.site_id, one.indicator_id, one.coder, one.day, one.value) for one in reviews]
    return told


def agreements(told: Iterable[Judgement], rubric: Rubric, *, wave: str | None = None) -> list[Agreement]:
    """The agreement on each indicator that two coders judged for one site, in the rubric's order.

    Of several judgements by one coder the last by day counts. "Not observed" is no value and is left out. With a
    `wave`, only judgements of that wave or of all waves count.
    """
    items: dict[str, dict[tuple[str, str], dict[str, Judgement]]] = {}
    for one in told:
        if wave is not None and one.wave not in (wave, "", "*"):
            continue
        if read_value(one.value) is State.NOT_OBSERVED:
            continue
        said = items.setdefault(one.indicator_id, {}).setdefault((one.wave, one.site_id), {})
        if one.coder not in said or said[one.coder].day <= one.day:
            said[one.coder] = one
    return [
        _agreement(indicator, shared)
        for indicator in rubric.indicators
        if (shared := {item: said for item, said in items.get(indicator.id, {}).items() if len(said) > 1})
    ]


def _agreement(indicator: Indicator, items: dict[tuple[str, str], dict[str, Judgement]]) -> Agreement:
    ratings: dict[str, dict[str, Value]] = {
        f"{wave} {site_id}": {coder: _comparable(one.value) for coder, one in said.items()}
        for (wave, site_id), said in items.items()
    }
    coders = sorted({coder for said in ratings.values() for coder in said})
    pairs = combinations(coders, 2)
    kappa = {
        f"{one} and {other}": cohen_kappa(ratings, one, other) for one, other in pairs if _share(ratings, one, other)
    }
    order = [band.equals for band in sorted(indicator.bands, key=lambda band: band.points) if band.equals is not None]
    values = {value for said in ratings.values() for value in said.values()}
    alpha = {"nominal": krippendorff_alpha(ratings, "nominal")}
    if all(isinstance(value, int | float) for value in values):
        alpha |= {level: krippendorff_alpha(ratings, level) for level in ("ordinal", "interval")}
    elif values <= set(order):
        alpha["ordinal"] = krippendorff_alpha(ratings, "ordinal", order=order)
    apart = tuple(
        Disagreement(wave, site_id, indicator.id, {coder: one.value for coder, one in sorted(said.items())})
        for (wave, site_id), said in sorted(items.items())
        if len({_comparable(one.value) for one in said.values()}) > 1
    )
    return Agreement(
        indicator_id=indicator.id,
        items=len(items),
        coders=len(coders),
        raw=raw_agreement(ratings),
        kappa=kappa,
        alpha=alpha,
        disagreements=apart,
    )


def _share(ratings: dict[str, dict[str, Value]], one: str, other: str) -> bool:
    return any(one in said and other in said for said in ratings.values())


def _comparable(text: str) -> Value:
    value = read_value(text)
    return value.value if isinstance(value, State) else value
