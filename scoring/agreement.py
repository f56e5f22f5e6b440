"""This module knows how far coders agree on the same items: raw agreement, Cohen's kappa, Krippendorff's alpha.

Sources: J. Cohen, "A coefficient of agreement for nominal scales" (1960); K. Krippendorff, "Computing Krippendorff's
Alpha-Reliability" (2011), whose worked example is in the tests.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import combinations

Value = Hashable
Ratings = Mapping[str, Mapping[str, Value]]
"""By item: what each coder said of it. Who did not judge an item is left out of it."""
LEVELS = ("nominal", "ordinal", "interval")


def raw_agreement(ratings: Ratings) -> float | None:
    """The share (0 to 1) of the pairs of coders that said the same of the same item; None without such a pair."""
    pairs = [one == other for said in ratings.values() for one, other in combinations(said.values(), 2)]
    return sum(pairs) / len(pairs) if pairs else None


def cohen_kappa(ratings: Ratings, first: str, second: str) -> float | None:
    """Agreement of two coders beyond chance, 1 at most, on the items that both judged.

    None without such items, and where both said one and the same of all, so that chance explains everything.
    """
    both = [(said[first], said[second]) for said in ratings.values() if first in said and second in said]
    if not both:
        return None
    observed = sum(one == other for one, other in both) / len(both)
    ones, others = Counter(one for one, _ in both), Counter(other for _, other in both)
    chance = sum(ones[value] * others[value] for value in ones) / len(both) ** 2
    return (observed - chance) / (1 - chance) if chance < 1 else None


def krippendorff_alpha(ratings: Ratings, level: str, *, order: Sequence[Value] = ()) -> float | None:
    """Krippendorff's alpha for any number of coders and missing judgements, 1 at most.

    `level` is nominal, ordinal (values ranked by `order`, or as numbers), or interval (values are numbers). None where
    no item was judged by two coders, or all judgements are the same.
    """
    units = [list(said.values()) for said in ratings.values() if len(said) > 1]
    counts = Counter(value for unit in units for value in unit)
    total = sum(counts.values())
    if len(counts) < 2:
        return None
    distance = _distance(level, counts, order)
    observed = sum(sum(distance(one, other) for one in unit for other in unit) / (len(unit) - 1) for unit in units)
    expected = sum(counts[one] * counts[other] * distance(one, other) for one in counts for other in counts)
    return 1 - (total - 1) * observed / expected if expected else None


def _distance(level: str, counts: Counter[Value], order: Sequence[Value]) -> Callable[[Value, Value], float]:
    """The squared difference between two values at a level of measurement."""
    if level == "nominal":
        return lambda one, other: float(one != other)
    if level == "interval":
        return lambda one, other: (_number(one) - _number(other)) ** 2
    if level != "ordinal":
        raise ValueError(f"the level {level!r} is unknown; use one of {', '.join(LEVELS)}")
    ranked = [value for value in order if value in counts] or sorted(counts, key=_number)
    place = {value: index for index, value in enumerate(ranked)}
    sums = [0]
    for value in ranked:
        sums.append(sums[-1] + counts[value])

    def between(one: Value, other: Value) -> float:
        low, high = sorted((place[one], place[other]))
        within = sums[high + 1] - sums[low]
        return (within - (counts[ranked[low]] + counts[ranked[high]]) / 2) ** 2

    return between


def _number(value: Value) -> float:
    if isinstance(value, bool | int | float):
        return float(value)
    raise ValueError(f"{value!r} is no number, so it has no place on this scale")
