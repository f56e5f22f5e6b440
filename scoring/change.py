"""This module knows how a site's change between two waves comes apart, and which changes are more than chance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from numpy.typing import NDArray

from scoring.point_table import Floats, PointTable
from scoring.resampling import Spread
from scoring.robustness import noise_of
from scoring.variants import is_reckoned_by_means, leverage, leverage_by_steps, totals_under

FALSE_SHARE = 0.05
"""Of the changes called significant, so large a share may be chance (Benjamini and Hochberg 1995)."""


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What changed in the totals of two waves of the same sites, one value a site, in points of the total.

    `site` is the change on the questions that both waves answered; `observation` the rest: other questions were
    answered, or could not be. NaN where either wave has no total. `error` is the standard error of `site`.
    """

    site: Floats
    observation: Floats
    error: Floats

    @property
    def is_significant(self) -> NDArray[np.bool_]:
        """Which sites changed by more than chance, when all that were compared are looked at together."""
        return significant(self.site, self.error)


def change_between(
    old: PointTable, new: PointTable, *, old_spreads: Iterable[Spread], new_spreads: Iterable[Spread]
) -> Change:
    """The change from one wave to the other; rows are the same sites, the rubric is the same.

    The error of a change is that of both waves' scores, taken as independent: the cautious side, since a recogniser
    that misreads a template does so in both waves. Swapping the waves negates all but the error.
    """
    both = old.observed & new.observed
    before, after = old.only(both), new.only(both)
    on_both = totals_under(after) - totals_under(before)
    whole = totals_under(new) - totals_under(old)
    # Where no question was answered twice, all of the change is one of observation.
    site = np.where(np.isnan(on_both) & ~np.isnan(whole), 0.0, on_both)
    reckon = leverage if is_reckoned_by_means(old.rubric) else leverage_by_steps
    errors = [
        noise_of(table, spreads, reckon(table)).error
        for table, spreads in ((before, old_spreads), (after, new_spreads))
    ]
    return Change(site, whole - site, np.hypot(*errors))


def significant(changes: Floats, errors: Floats) -> NDArray[np.bool_]:
    """Which changes are more than chance: two-sided, with the rate of false ones among them held at 5 %."""
    chances = np.array([chance_of(change, error) for change, error in zip(changes, errors, strict=True)])
    found = np.zeros(len(chances), dtype=bool)
    if not len(chances):
        return found
    order = np.argsort(chances, kind="stable")
    limits = FALSE_SHARE * np.arange(1, len(chances) + 1) / len(chances)
    passing = np.flatnonzero(chances[order] <= limits)
    if len(passing):
        found[order[: passing[-1] + 1]] = True
    return found


def chance_of(change: float, error: float) -> float:
    """The chance of a change at least so large when nothing changed, by a normal distribution; 1 where none is told."""
    if np.isnan(change) or change == 0:
        return 1.0
    return erfc(abs(change) / error / sqrt(2)) if error > 0 else 0.0


def rounded_parts(total: float, parts: Sequence[float], *, decimals: int = 1) -> tuple[float, ...]:
    """Parts of a published change, rounded so that they add up to it to the last digit.

    What rounding leaves over goes to the part that lost the most by it; a part that is nothing stays nothing unless
    all are. Negating the total and the parts negates the result.
    """
    scale = 10**decimals
    units = [int(part * scale) for part in parts]
    left = round(total * scale) - sum(units)
    able = [place for place, part in enumerate(parts) if abs(part) > 1e-9] or list(range(len(parts)))
    step = 1 if left > 0 else -1
    order = sorted(able, key=lambda place: (-step * (parts[place] * scale - units[place]), -abs(parts[place]), place))
    for turn in range(abs(left)):
        units[order[turn % len(order)]] += step
    return tuple(unit / scale + 0.0 for unit in units)
