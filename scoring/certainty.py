"""This module knows what a scored wave says of itself: bands of ranks, tiers, and what carries the ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from scoring.grade import rounded
from scoring.influence import Coherence, IndicatorInfluence, coherence, influences
from scoring.model import Finding, Scorecard
from scoring.point_table import Floats, PointTable
from scoring.resampling import Spread
from scoring.robustness import DRAWS, SEED, adding_bands, noise_of, rank_bands, tiers_of
from scoring.rubric_model import Rubric
from scoring.variants import is_reckoned_by_means, leverage, leverage_by_steps

DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteCertainty:
    """How sure one site's total is, in points of the total. `tier` is None without a rank.

    `adding_low` and `adding_high` are its best and worst place over the ways of adding criteria up alone; None under
    rubrics whose totals are no means. `sampling_error` comes of pages and visits, `misreading_error` of the
    recognisers; both are standard errors.
    """

    site_id: str
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    tier: int | None
    adding_low: int | None
    adding_high: int | None
    sampling_error: float
    misreading_error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Certainty:
    """How sure a wave's ranking is. Without a ranking of weighted means, nothing is said of what carries it."""

    sites: tuple[SiteCertainty, ...]
    influences: tuple[IndicatorInfluence, ...] = ()
    coherence: Coherence | None = None
    draws: int = DRAWS
    seed: int = SEED
    does_vary_method: bool = True

    def summary(self) -> dict[str, Any]:
        """All but the sites, as `robustness.json` holds it; figures with four digits."""
        return {
            "draws": self.draws,
            "seed": self.seed,
            "does_vary_method": self.does_vary_method,
            "influences": [_short(asdict(one)) for one in self.influences],
            "coherence": _short(asdict(self.coherence)) if self.coherence else None,
        }


def certainty_of(
    rubric: Rubric,
    findings: Mapping[str, Sequence[Finding]],
    cards: Sequence[Scorecard],
    spreads: Sequence[Spread],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Certainty:
    """How sure the ranked scorecards of a wave are; `findings` by site, in the order of the cards.

    Under rubrics of vetoes, deductions or shares of yes the bands hold sampling and misreading only: there are no
    weights to vary that would leave them the same kind of rule.
    """
    table = PointTable.of(rubric, [one for found in findings.values() for one in found], site_ids=tuple(findings))
    by_means = is_reckoned_by_means(rubric)
    lever = leverage(table) if by_means else leverage_by_steps(table)
    published = np.array([np.nan if card.total.score is None else card.total.score for card in cards])
    noise = noise_of(table, spreads, lever)
    ranks = [card.total.rank for card in cards]
    bands = rank_bands(table, published, noise, ranks, draws=draws, seed=seed, vary_method=by_means)
    is_ranked = np.array([rank is not None for rank in ranks], dtype=bool)
    adding = adding_bands(table, ranks) if by_means else [None] * len(ranks)
    tiers = _tiers(published, noise.error, is_ranked)
    sites = tuple(
        SiteCertainty(
            site_id=card.site_id,
            rank=card.total.rank,
            rank_low=band.low if band else None,
            rank_high=band.high if band else None,
            tier=tier or None,
            adding_low=way.low if way else None,
            adding_high=way.high if way else None,
            sampling_error=round(float(sampling), DIGITS),
            misreading_error=round(float(misreading), DIGITS),
        )
        for card, band, way, tier, sampling, misreading in zip(
            cards, bands, adding, tiers, noise.sampling, noise.misreading, strict=True
        )
    )
    if not by_means:
        return Certainty(sites=sites, draws=draws, seed=seed, does_vary_method=False)
    ranked = table.rows(np.flatnonzero(is_ranked))
    return Certainty(
        sites=sites, influences=tuple(influences(ranked)), coherence=coherence(ranked), draws=draws, seed=seed
    )


def with_bands(cards: Sequence[Scorecard], certainty: Certainty) -> list[Scorecard]:
    """The scorecards, the totals' `rank_low` and `rank_high` widened to the bands."""
    return [
        replace(card, total=replace(card.total, rank_low=site.rank_low, rank_high=site.rank_high))
        if site.rank is not None
        else card
        for card, site in zip(cards, certainty.sites, strict=True)
    ]


def _tiers(published: Floats, errors: Floats, is_ranked: np.ndarray[Any, np.dtype[np.bool_]]) -> list[int]:
    tiers = np.zeros(len(published), dtype=int)
    tiers[is_ranked] = tiers_of(np.array([rounded(score) for score in published[is_ranked]]), errors[is_ranked])
    return [int(tier) for tier in tiers]


def _short(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, DIGITS) + 0.0
    if isinstance(value, dict):
        return {name: _short(each) for name, each in value.items()}
    return [_short(each) for each in value] if isinstance(value, list | tuple) else value
