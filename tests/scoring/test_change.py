"""A change between two waves, taken apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.change import chance_of, change_between, rounded_parts, significant
from scoring.resampling import Spread
from scoring.rubric import load_rubric
from scoring.simulation import SCENARIOS, halves
from tests.scoring.test_robustness import wave_of

cells = st.one_of(st.none(), st.floats(0, 1))
rows = st.lists(st.tuples(cells, cells, cells, cells), min_size=2, max_size=2)


def change(before, after, old_spreads=(), new_spreads=()):
    _, old, _ = wave_of([before])
    _, new, _ = wave_of([after])
    return change_between(old, new, old_spreads=old_spreads, new_spreads=new_spreads)


def test_what_both_waves_answered_is_the_sites_change():
    found = change((0.5, 0.5, 1.0, 1.0), (1.0, 0.5, 1.0, 1.0))

    assert found.site[0] == pytest.approx(100 * 2 / 3 * 0.5 * 3 / 4)
    assert found.observation[0] == pytest.approx(0)


def test_what_only_one_wave_answered_is_a_change_of_observation():
    found = change((1.0, 0.0, 1.0, 1.0), (1.0, None, 1.0, 1.0))

    assert found.site[0] == 0
    assert found.observation[0] == pytest.approx(100 * 2 / 3 * 1 / 4)


def test_without_a_common_answer_all_change_is_one_of_observation():
    found = change((1.0, None, 0.5, None), (None, 1.0, None, 1.0))

    assert found.site[0] == 0


def test_no_total_in_one_wave_leaves_nothing_to_tell():
    assert np.isnan(change((None, None, None, None), (1.0, 1.0, 1.0, 1.0)).site[0])


@given(rows)
@settings(deadline=None)
def test_parts_add_up_and_swapping_the_waves_negates_them(pair):
    there, back = change(*pair), change(*reversed(pair))

    assert np.nan_to_num(there.site) == pytest.approx(-np.nan_to_num(back.site))
    assert np.nan_to_num(there.observation) == pytest.approx(-np.nan_to_num(back.observation))
    assert np.nan_to_num(there.error) == pytest.approx(np.nan_to_num(back.error))


@given(st.integers(-1000, 1000), st.lists(st.floats(-50, 50), min_size=1, max_size=4))
def test_rounded_parts_add_up_to_the_last_digit_and_negate(total, parts):
    rounded = rounded_parts(total / 10, parts)

    assert round(sum(rounded), 6) == total / 10
    assert rounded_parts(-total / 10, [-part for part in parts]) == pytest.approx(tuple(-part for part in rounded))


def test_a_part_that_is_nothing_gets_no_rounding_left_over():
    assert rounded_parts(0.2, [0.12, 0.0]) == (0.2, 0.0)


def test_a_change_within_its_error_is_no_mover():
    assert significant(np.array([1.0, 8.0]), np.array([1.0, 1.0])).tolist() == [False, True]


def test_of_many_sites_that_did_not_change_none_is_called_a_mover():
    random = np.random.default_rng(7)
    changes = random.standard_normal(2000)

    assert not significant(changes, np.ones(2000)).any()


def test_no_change_has_a_chance_of_one_and_a_sure_change_of_nought():
    assert (chance_of(0.0, 0.0), chance_of(float("nan"), 1.0), chance_of(2.0, 0.0)) == (1.0, 1.0, 0.0)


def test_sampling_in_either_wave_makes_a_change_less_sure():
    quiet = change((0.5, 0.5, 1.0, 1.0), (0.6, 0.5, 1.0, 1.0))
    noisy = change((0.5, 0.5, 1.0, 1.0), (0.6, 0.5, 1.0, 1.0), [Spread("s0", "a1", 0.1)], [Spread("s0", "a1", 0.1)])

    assert noisy.error[0] > quiet.error[0]
    assert quiet.is_significant[0]
    assert not noisy.is_significant[0]


@pytest.mark.parametrize("scenario", SCENARIOS[:3], ids=lambda scenario: scenario.name)
def test_the_same_sites_sampled_twice_show_no_mover(scenario):
    """Of 20 surveys made twice, at most one may show a mover: the share of false ones is held at 5 %."""
    rubric, shown = load_rubric("local-2026"), 0
    for seed in range(20):
        old, new = halves(scenario, rubric, seed=seed)
        found = change_between(old.seen, new.seen, old_spreads=old.spreads, new_spreads=new.spreads)
        shown += bool(found.is_significant.any())

    assert shown <= 1
