"""This module knows made-up surveys whose truth is known, and how often the bands of ranks hold it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.point_table import Floats, PointTable, indicator_ids
from scoring.resampling import Spread
from scoring.robustness import misreading_chances, noise_of, places_of, rank_bands, variant
from scoring.rubric_model import Rubric
from scoring.variants import leverage, made_ready, published_totals

SHARE_STEPS = 0.5
"""So large a share of the questions is answered by a share of pages, the others by yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A kind of survey. `pages` a site at least and at most; `talent` is how far sites differ (0 alike, 1 very)."""

    name: str
    sites: int
    pages: tuple[int, int]
    talent: float = 0.5
    unseen_share: float = 0.1
    does_vary_method: bool = True


SCENARIOS = (
    Scenario(name="30 towns", sites=30, pages=(40, 200)),
    Scenario(name="30 small portals", sites=30, pages=(8, 30)),
    Scenario(name="200 towns", sites=200, pages=(40, 200)),
    Scenario(name="200 towns much alike", sites=200, pages=(40, 200), talent=0.15),
    Scenario(name="200 towns that differ much", sites=200, pages=(40, 200), talent=1.0),
    Scenario(name="200 towns, a third not observed", sites=200, pages=(40, 200), unseen_share=0.33),
    Scenario(name="200 towns, the rubric as it is", sites=200, pages=(40, 200), does_vary_method=False),
    Scenario(name="1,000 towns", sites=1000, pages=(20, 200)),
)


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What a made-up survey saw, how far its points scatter, and the places that the sites truly have."""

    seen: PointTable
    spreads: tuple[Spread, ...]
    true_places: NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How often the 90 % bands held the true place in so many surveys, and how wide they were (share of all places)."""

    scenario: Scenario
    surveys: int
    held_share: float
    width_share: float


def coverage_of(scenario: Scenario, rubric: Rubric, *, surveys: int, draws: int, seed: int = 1) -> Coverage:
    """Make so many surveys, reckon their bands, and count how many true places lie within."""
    held, widths = [], []
    for number in range(surveys):
        made = simulated(scenario, rubric, seed=seed + number)
        noise = noise_of(made.seen, made.spreads, leverage(made.seen))
        published = published_totals(made.seen)
        bands = rank_bands(
            made.seen,
            published,
            noise,
            places_of(published).tolist(),
            draws=draws,
            seed=seed + number,
            vary_method=scenario.does_vary_method,
        )
        for band, true in zip(bands, made.true_places.tolist(), strict=True):
            assert band is not None  # every made-up site has a rank
            held.append(band.low <= true <= band.high)
            widths.append((band.high - band.low) / scenario.sites)
    return Coverage(
        scenario=scenario,
        surveys=surveys,
        held_share=float(np.mean(held)),
        width_share=float(np.mean(widths)),
    )


def simulated(scenario: Scenario, rubric: Rubric, *, seed: int) -> Survey:
    """A survey of sites of unlike talent: true points, what sampled pages and recognisers make of them, true places.

    The truth follows a method drawn as the bands assume it: nobody knows the right weights either.
    """
    random = np.random.default_rng(seed)
    truth, is_share = _true_points(scenario, rubric, random)
    asked = random.random(truth.shape) >= scenario.unseen_share
    sampled, errors = _sampled(truth, is_share, scenario, random)
    seen = _misread(sampled, rubric, random)
    ids = tuple(f"town-{number}" for number in range(scenario.sites))
    table = _table(rubric, ids, np.where(asked, seen, np.nan))
    true_table = replace(table, points=np.where(asked, truth, np.nan))
    totals = variant(made_ready(true_table), random) if scenario.does_vary_method else published_totals(true_table)
    return Survey(table, tuple(_spreads(ids, indicator_ids(rubric), errors)), places_of(totals))


def halves(scenario: Scenario, rubric: Rubric, *, seed: int) -> tuple[Survey, Survey]:
    """The same sites surveyed twice, with other pages and other misreadings: nothing changed between the two."""
    random = np.random.default_rng(seed)
    truth, is_share = _true_points(scenario, rubric, random)
    ids = tuple(f"town-{number}" for number in range(scenario.sites))
    made = []
    misread = _misread(truth, rubric, random)
    for _ in range(2):
        sampled, errors = _sampled(misread, is_share, scenario, random)
        table = _table(rubric, ids, sampled)
        places = places_of(published_totals(replace(table, points=truth)))
        made.append(Survey(table, tuple(_spreads(ids, indicator_ids(rubric), errors)), places))
    return made[0], made[1]


def _true_points(scenario: Scenario, rubric: Rubric, random: np.random.Generator) -> tuple[Floats, NDArray[np.bool_]]:
    count = len(indicator_ids(rubric))
    talent = scenario.talent * random.standard_normal((scenario.sites, 1))
    chance = 1 / (1 + np.exp(-(talent + random.standard_normal(count))))
    is_share = random.random(count) < SHARE_STEPS
    steps = (random.random(chance.shape) < chance).astype(np.float64)
    return np.where(is_share, random.beta(6 * chance, 6 * (1 - chance)), steps), is_share


def _sampled(
    points: Floats, is_share: NDArray[np.bool_], scenario: Scenario, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """The points that a sample of each site's pages shows, and their standard errors."""
    pages = random.integers(scenario.pages[0], scenario.pages[1] + 1, scenario.sites)[:, None]
    shown = np.where(is_share, random.binomial(pages, points) / pages, points)
    return shown, np.where(is_share, np.sqrt(shown * (1 - shown) / np.maximum(pages - 1, 1)), 0.0)


def _table(rubric: Rubric, sites: tuple[str, ...], points: Floats) -> PointTable:
    return PointTable(rubric, sites, points, np.ones(points.shape, dtype=bool), np.zeros(points.shape, dtype=bool))


def _misread(points: Floats, rubric: Rubric, random: np.random.Generator) -> Floats:
    """The points with so many of them read as another site's as the recognisers' error says."""
    is_misread = random.random(points.shape) < misreading_chances(points, rubric)
    others = random.permuted(points, axis=0)
    return np.where(is_misread, others, points)


def _spreads(sites: tuple[str, ...], indicators: tuple[str, ...], errors: Floats) -> list[Spread]:
    rows, columns = np.nonzero(errors)
    return [
        Spread(sites[row], indicators[column], float(errors[row, column]))
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
