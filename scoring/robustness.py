"""This module knows how sure a rank is: the places a site could have had, for all that was measured and chosen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.point_table import Floats, PointTable, criterion_weights, indicator_ids, indicator_weights
from scoring.recogniser_error import indicator_errors
from scoring.resampling import Spread
from scoring.rubric_model import Rubric
from scoring.variants import Adding, Ready, criterion_scores, made_ready, scores_under, totals

DRAWS = 1000
SEED = 2026
BAND = 0.90
WEIGHT_RANGE = 0.25
"""Weights are drawn evenly from so much below to so much above the rubric's (OECD and JRC 2008, step 7)."""
FEW_SITES = 8
"""With fewer sites than this, nothing is learnt from how the others lie."""
APART = 1.96
"""Two scores are told apart when they differ by so many standard errors of the difference (95 % of chances)."""
DIGITS = 6


@dataclass(frozen=True, slots=True, eq=False)
class Noise:
    """What stands between a site's total and the one it should have, in points of the total, one value a site.

    `sampling` is the standard error by pages and visits, `misreading` that by recognisers, and `shift` how far
    misreadings pull: what was misread is worth, on average, what it is worth on the other sites.
    """

    sampling: Floats
    misreading: Floats
    shift: Floats

    @property
    def error(self) -> Floats:
        """The standard error of the total."""
        return np.sqrt(self.sampling**2 + self.misreading**2)


@dataclass(frozen=True, slots=True)
class Band:
    """The places (1 is best) between which a site's rank lies with 90 % of chances; never without the published one."""

    low: int
    high: int


def noise_of(table: PointTable, spreads: Iterable[Spread], lever: Floats) -> Noise:
    """The noise in the totals of a wave: sampling errors of the spreads, and misreadings by the measured accuracy.

    `lever` (sites × indicators) is what a point more of an indicator adds to the total.
    """
    sampling = np.sqrt(((lever * _spread_matrix(table, spreads)) ** 2).sum(axis=1))
    chance, donors, scatter = misreading_of(table)
    own = np.nan_to_num(table.points)
    variance = chance * (1 - chance) * (own - donors) ** 2 + chance * scatter**2
    misreading = np.sqrt((lever**2 * variance).sum(axis=1))
    return Noise(sampling, misreading, (lever * chance * (donors - own)).sum(axis=1))


def misreading_chances(points: Floats, rubric: Rubric) -> Floats:
    """Sites × indicators: the chance (0 to 1) that a program misread these points, whoever gave them."""
    errors = indicator_errors(rubric)
    found, missed = (np.array([getattr(error, name) for error in errors]) for name in ("found", "missed"))
    return np.where(points > 0, found, missed)


def misreading_of(table: PointTable) -> tuple[Floats, Floats, Floats]:
    """Each cell's chance to be misread, and each indicator's mean and standard deviation over all sites, if it was."""
    chance = misreading_chances(table.points, table.rubric) * (table.observed & ~table.by_hand)
    counts = np.maximum(table.observed.sum(axis=0), 1)
    means = np.nan_to_num(table.points).sum(axis=0) / counts
    squares = np.nan_to_num(table.points**2).sum(axis=0) / counts
    return chance, means, np.sqrt(np.maximum(squares - means**2, 0))


def rank_bands(
    table: PointTable,
    published: Floats,
    noise: Noise,
    ranks: Sequence[int | None],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    vary_method: bool = True,
) -> list[Band | None]:
    """The band of each site's rank, 5 to 95 %; None where it has no rank.

    Each draw takes other weights, adds criteria up as an arithmetic or a geometric mean, as scored or stretched to
    the same range, and takes for each site a total that its noise allows, seen among all sites: a total far from the
    others is the likelier to be luck (empirical Bayes). The same input gives the same bands.
    """
    rows = np.array([row for row, rank in enumerate(ranks) if rank is not None], dtype=np.intp)
    bands: list[Band | None] = [None] * len(ranks)
    if not len(rows):
        return bands
    ranked = table.rows(rows)
    within = Noise(noise.sampling[rows], noise.misreading[rows], noise.shift[rows])
    placed = places(ranked, published[rows], within, draws=draws, seed=seed, vary_method=vary_method)
    tail = (1 - BAND) / 2
    # Places are whole numbers: each is spread evenly about itself, so that a band holds 90 % and not one place more.
    smooth = placed + np.random.default_rng(seed).uniform(-0.5, 0.5, placed.shape)
    lows, highs = np.quantile(smooth, [tail, 1 - tail], axis=0, method="inverted_cdf")
    edges = np.ceil(lows).astype(int).tolist(), np.floor(highs).astype(int).tolist()
    for row, best, worst in zip(rows.tolist(), *edges, strict=True):
        rank = ranks[row] or 1
        bands[row] = Band(min(best, rank), max(worst, rank))
    return bands


def adding_bands(table: PointTable, ranks: Sequence[int | None]) -> list[Band | None]:
    """The best and the worst place of each site over the ways of adding criteria up, weights and answers as they are.

    The ways are those that `rank_bands` draws from; None where a site has no rank.
    """
    rows = np.array([row for row, rank in enumerate(ranks) if rank is not None], dtype=np.intp)
    bands: list[Band | None] = [None] * len(ranks)
    if not len(rows):
        return bands
    ranked = table.rows(rows)
    plain, weights = criterion_scores(ranked), criterion_weights(table.rubric)
    ways = [places_of(totals(each, weights, adding)) for each in (plain, stretched(plain)) for adding in Adding]
    for row, best, worst in zip(rows.tolist(), np.min(ways, axis=0), np.max(ways, axis=0), strict=True):
        rank = ranks[row] or 1
        bands[row] = Band(min(int(best), rank), max(int(worst), rank))
    return bands


def places(
    table: PointTable, published: Floats, noise: Noise, *, draws: int, seed: int, vary_method: bool = True
) -> NDArray[np.int32]:
    """The places of all sites in each draw: draws × sites, 1 is best; ties share the best place."""
    kept = kept_share(published, noise)
    middle = published.mean()
    pull = (kept - 1) * (published - middle) + noise.shift
    spread = np.sqrt(kept * noise.sampling**2 + noise.misreading**2)
    width = published.std()
    random = np.random.default_rng(seed)
    placed = np.empty((draws, len(published)), dtype=np.int32)
    ready = made_ready(table)
    for draw in range(draws):
        base = variant(ready, random) if vary_method else published
        stretch = base.std() / width if width > 0 else 1.0
        drawn = base + stretch * (pull + spread * random.standard_normal(len(base)))
        placed[draw] = places_of(drawn)
    return placed


def kept_share(published: Floats, noise: Noise) -> Floats:
    """How much of a site's distance from the mean is its own and no luck of the sample, 0 to 1."""
    if len(published) < FEW_SITES:
        return np.ones_like(published)
    true_variance = max(float(published.var(ddof=1) - (noise.sampling**2).mean()), 0.0)
    total = true_variance + noise.sampling**2
    return np.divide(true_variance, total, out=np.ones_like(total), where=total > 0)


def places_of(scores: Floats) -> NDArray[np.int32]:
    """The places of scores, the highest first; equal ones share the best place (1, 2, 2, 4)."""
    ordered = np.sort(np.round(scores, DIGITS))
    return (len(scores) - np.searchsorted(ordered, np.round(scores, DIGITS), side="right") + 1).astype(np.int32)


def tiers_of(scores: Floats, errors: Floats) -> NDArray[np.int32]:
    """The tier of each site, 1 is best: a tier holds all sites that cannot be told apart from its first one."""
    tiers = np.zeros(len(scores), dtype=np.int32)
    tier, first = 0, -1
    for row in np.argsort(-scores, kind="stable").tolist():
        if first < 0 or scores[first] - scores[row] > APART * float(np.hypot(errors[first], errors[row])):
            tier, first = tier + 1, row
        tiers[row] = tier
    return tiers


def variant(ready: Ready, random: np.random.Generator) -> Floats:
    """The totals under weights drawn around the rubric's, and one of the ways of adding up."""
    weights, above = (
        every * random.uniform(1 - WEIGHT_RANGE, 1 + WEIGHT_RANGE, len(every))
        for every in (indicator_weights(ready.rubric), criterion_weights(ready.rubric))
    )
    scores = scores_under(ready, weights)
    adding = Adding.GEOMETRIC if random.random() < 0.5 else Adding.ARITHMETIC
    if random.random() < 0.5:
        scores = stretched(scores)
    return totals(scores, above, adding)


def stretched(scores: Floats) -> Floats:
    """Criteria brought to the same range, the lowest site at 0 and the highest at 100 (min-max over the wave)."""
    low, high = np.nanmin(scores, axis=0), np.nanmax(scores, axis=0)
    width = np.where(high > low, high - low, 1.0)
    return np.where(high > low, 100 * (scores - low) / width, scores)


def _spread_matrix(table: PointTable, spreads: Iterable[Spread]) -> Floats:
    row_of = {site_id: row for row, site_id in enumerate(table.site_ids)}
    column_of = {name: column for column, name in enumerate(indicator_ids(table.rubric))}
    matrix = np.zeros(table.points.shape)
    for spread in spreads:
        if spread.site_id in row_of and spread.indicator_id in column_of:
            matrix[row_of[spread.site_id], column_of[spread.indicator_id]] = spread.points_error
    return matrix
