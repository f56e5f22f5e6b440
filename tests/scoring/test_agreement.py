"""Agreement of coders, held against published examples and against what must always be true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.agreement import cohen_kappa, krippendorff_alpha, raw_agreement

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), example C: four observers, twelve units.
OBSERVERS = {
    "A": [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    "B": [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    "C": [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    "D": [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
}
EXAMPLE = {
    str(unit): {name: said[unit] for name, said in OBSERVERS.items() if said[unit] is not None} for unit in range(12)
}


def two_by_two(both, first, second, neither):
    cells = [(True, True)] * both + [(True, False)] * first + [(False, True)] * second + [(False, False)] * neither
    return {str(number): {"A": one, "B": other} for number, (one, other) in enumerate(cells)}


@pytest.mark.parametrize(("level", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_the_published_example(level, alpha):
    assert krippendorff_alpha(EXAMPLE, level) == pytest.approx(alpha, abs=0.0006)


def test_alpha_of_two_observers_on_ten_binary_units():
    """Example A of the same paper: .095."""
    first = [False, True, False, False, False, False, False, False, True, False]
    second = [True, True, True, False, False, True, False, False, False, False]
    ratings = {str(place): {"A": one, "B": other} for place, (one, other) in enumerate(zip(first, second, strict=True))}

    assert krippendorff_alpha(ratings, "nominal") == pytest.approx(0.095, abs=0.0006)


def test_kappa_of_fifty_applications():
    """Of 50 applications both said yes to 20 and no to 15, and one of them alone yes to 5 and 10: 0.40."""
    ratings = two_by_two(20, 5, 10, 15)

    assert raw_agreement(ratings) == pytest.approx(0.70)
    assert cohen_kappa(ratings, "A", "B") == pytest.approx(0.40)


def test_where_all_say_the_same_chance_explains_it_and_no_figure_is_told():
    ratings = two_by_two(5, 0, 0, 0)

    assert raw_agreement(ratings) == 1.0
    assert cohen_kappa(ratings, "A", "B") is None
    assert krippendorff_alpha(ratings, "nominal") is None


def test_without_shared_items_there_is_no_agreement_to_tell():
    ratings = {"a": {"A": 1}, "b": {"B": 2}}

    assert raw_agreement(ratings) is None
    assert cohen_kappa(ratings, "A", "B") is None
    assert krippendorff_alpha(ratings, "interval") is None


def test_words_have_the_order_that_the_scale_gives_them():
    near = {"a": {"A": "none", "B": "form"}, "b": {"A": "online", "B": "online"}, "c": {"A": "none", "B": "none"}}
    far = near | {"a": {"A": "none", "B": "online"}}
    order = ("none", "form", "online")

    assert krippendorff_alpha(near, "ordinal", order=order) > krippendorff_alpha(far, "ordinal", order=order)


ITEMS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3),
    st.dictionaries(st.sampled_from("ABC"), st.integers(0, 4), min_size=1),
    max_size=12,
)


@given(ITEMS, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_alpha_is_one_at_most_and_does_not_mind_the_order_of_items_or_coders(ratings, level):
    alpha = krippendorff_alpha(ratings, level)
    turned = {item: dict(reversed(said.items())) for item, said in reversed(ratings.items())}

    assert alpha is None or alpha <= 1 + 1e-9
    assert krippendorff_alpha(turned, level) == (None if alpha is None else pytest.approx(alpha))


@given(ITEMS)
def test_whoever_always_agrees_has_an_alpha_and_a_kappa_of_one_or_none(ratings):
    same = {item: dict.fromkeys("AB", next(iter(said.values()))) for item, said in ratings.items()}

    assert krippendorff_alpha(same, "nominal") in (None, pytest.approx(1.0))
    assert cohen_kappa(same, "A", "B") in (None, pytest.approx(1.0))


@given(ITEMS, st.integers(-50, 50))
def test_interval_alpha_does_not_mind_where_the_scale_begins(ratings, shift):
    moved = {item: {coder: value + shift for coder, value in said.items()} for item, said in ratings.items()}
    alpha = krippendorff_alpha(ratings, "interval")

    assert krippendorff_alpha(moved, "interval") == (None if alpha is None else pytest.approx(alpha))
