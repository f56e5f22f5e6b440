"""How sure a rank is: bands, tiers, influence, and whether the bands hold the truth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.certainty import certainty_of, with_bands
from scoring.grade import finding_for, ranked_under, scorecard
from scoring.influence import cronbach_alpha, effective_weights, influences, nominal_weights
from scoring.measures import MEASURES
from scoring.model import Reading
from scoring.point_table import PointTable
from scoring.recogniser_error import measure_errors, recognisers
from scoring.resampling import Spread
from scoring.robustness import Band, Noise, adding_bands, noise_of, places_of, rank_bands, tiers_of
from scoring.rubric import load_rubric
from scoring.rubric_model import Criterion, Indicator, Rubric
from scoring.simulation import SCENARIOS, coverage_of
from scoring.variants import criterion_scores, leverage, leverage_by_steps, published_totals

DEFAULT = load_rubric("local-2026")


def indicator(name, weight=1.0, measure="home_answers"):
    return Indicator(id=name, question="?", why=".", source=".", measure=measure, weight=weight, since="test")


def small_rubric(**others):
    criteria = (
        Criterion(id="a", title="A", weight=2, indicators=(indicator("a1", 3), indicator("a2"))),
        Criterion(id="b", title="B", weight=1, indicators=(indicator("b1"), indicator("b2"))),
    )
    known = {"rank_above_coverage": 0.5, "count_above_coverage": 0.3} | others
    return Rubric(id="small", title="Small", based_on="a test", criteria=criteria, **known)


SMALL = small_rubric()


def findings_of(points, rubric=SMALL, site_id="s"):
    """The findings of a site from points in the rubric's order; None is not observed, "-" not applicable."""
    found = []
    for place, item in enumerate(rubric.indicators):
        value = points[place]
        reading = (
            Reading.not_observed("unseen")
            if value is None
            else Reading.not_applicable("no question")
            if value == "-"
            else Reading.observed(value)
        )
        criterion = next(group.id for group in rubric.criteria if item in group.indicators)
        found.append(finding_for(item, reading, wave="w", rubric=rubric.id, site_id=site_id, criterion=criterion))
    return found


def wave_of(rows, rubric=SMALL):
    """Findings by site, the table, and the ranked scorecards of a made-up wave."""
    found = {f"s{number}": findings_of(points, rubric, f"s{number}") for number, points in enumerate(rows)}
    table = PointTable.of(rubric, [one for each in found.values() for one in each], site_ids=tuple(found))
    cards = ranked_under(rubric, [scorecard(site_id, rubric, each) for site_id, each in found.items()])
    return found, table, cards


cells = st.one_of(st.none(), st.just("-"), st.floats(0, 1))


@given(st.lists(st.tuples(cells, cells, cells, cells), min_size=1, max_size=6))
@settings(deadline=None, max_examples=150)
def test_the_table_gives_the_scores_that_grade_gives(rows):
    _, table, cards = wave_of(rows)

    for row, card in enumerate(cards):
        total = published_totals(table)[row]
        assert (card.total.score is None) == np.isnan(total)
        assert card.total.score is None or total == pytest.approx(card.total.score)
        for place, score in enumerate(card.by_criterion.values()):
            seen = criterion_scores(table)[row, place]
            assert (score.score is None) == np.isnan(seen)
            assert score.score is None or seen == pytest.approx(score.score)


@given(st.lists(st.tuples(*[st.floats(0, 1)] * 4), min_size=1, max_size=4))
@settings(deadline=None, max_examples=50)
def test_leverage_times_points_is_the_total_and_steps_find_the_same_leverage(rows):
    _, table, _ = wave_of(rows)

    assert (leverage(table) * np.nan_to_num(table.points)).sum(axis=1) == pytest.approx(published_totals(table))
    assert leverage_by_steps(table) == pytest.approx(leverage(table))


def quiet(count):
    return Noise(np.zeros(count), np.zeros(count), np.zeros(count))


def test_without_noise_and_choice_a_band_is_the_rank():
    _, table, cards = wave_of([(1, 1, 1, 1), (0.5, 0.5, 0.5, 0.5), (0, 0, 0, 0)])
    ranks = [card.total.rank for card in cards]

    bands = rank_bands(table, published_totals(table), quiet(3), ranks, draws=50, vary_method=False)

    assert [(band.low, band.high) for band in bands] == [(1, 1), (2, 2), (3, 3)]


def test_sites_that_sampling_cannot_tell_apart_share_a_band():
    _, table, cards = wave_of([(0.52, 0.5, 0.5, 0.5), (0.5, 0.5, 0.5, 0.5), (0, 0, 0, 0)])
    noise = Noise(np.full(3, 4.0), np.zeros(3), np.zeros(3))

    bands = rank_bands(
        table, published_totals(table), noise, [card.total.rank for card in cards], draws=400, vary_method=False
    )

    assert [(band.low, band.high) for band in bands] == [(1, 2), (1, 2), (3, 3)]


def test_a_band_never_leaves_out_the_published_rank_and_no_rank_has_no_band():
    _, table, cards = wave_of([(0.9, None, 0.2, 0.4), (0.3, 0.6, None, None), (None, None, None, None)])
    ranks = [card.total.rank for card in cards]

    bands = rank_bands(table, published_totals(table), quiet(3), ranks, draws=50)

    assert bands[2] is None
    assert all(band.low <= rank <= band.high for band, rank in zip(bands, ranks, strict=True) if band)


def test_a_site_with_one_weak_criterion_falls_where_nothing_offsets_it():
    """Arithmetic means of 60 and 50 in 2 to 1: 0.9 and 0 give 60, 0.5 all over gives 50; products of them 4 and 50."""
    _, table, cards = wave_of([(0.9, 0.9, 0, 0), (0.5, 0.5, 0.5, 0.5), (None, None, None, None)])

    bands = adding_bands(table, [card.total.rank for card in cards])

    assert bands == [Band(1, 2), Band(1, 2), None]


def test_sites_all_alike_share_the_first_place_and_the_first_tier():
    found, table, cards = wave_of([(0.5, 0.5, 0.5, 0.5)] * 4)

    certainty = certainty_of(SMALL, found, cards, [], draws=50)

    assert {(site.rank, site.rank_low, site.rank_high, site.tier) for site in certainty.sites} == {(1, 1, 1, 1)}
    assert certainty.coherence.alpha is None
    assert table.points.shape == (4, 4)


@pytest.mark.parametrize("rows", [[(0.5, 0.5, 0.5, 0.5)], [(None, None, None, None)] * 3])
def test_one_site_and_nothing_observed_give_an_answer(rows):
    found, _, cards = wave_of(rows)

    certainty = certainty_of(SMALL, found, cards, [], draws=20)

    assert len(certainty.sites) == len(rows)
    assert with_bands(cards, certainty) == cards


def test_the_same_input_gives_the_same_bands():
    found, _, cards = wave_of([(0.1 * n, 0.5, 0.07 * n, 0.3) for n in range(10)])
    spreads = [Spread(f"s{n}", "a1", 0.1) for n in range(10)]

    assert certainty_of(SMALL, found, cards, spreads) == certainty_of(SMALL, found, cards, spreads)


def test_a_coders_answer_is_not_misread():
    rubric = small_rubric()
    rubric = rubric.model_copy(
        update={"criteria": (Criterion(id="a", title="A", indicators=(indicator("a1", measure="has_section"),)),)}
    )
    found = {f"s{n}": findings_of((float(n % 2),), rubric, f"s{n}") for n in range(4)}
    by_machine = PointTable.of(rubric, [one for each in found.values() for one in each])
    by_hand = PointTable.from_columns(
        rubric, by_machine.site_ids, by_machine.site_ids, ["a1"] * 4, [0, 1, 0, 1], [True] * 4, [True] * 4
    )

    assert (noise_of(by_machine, [], leverage(by_machine)).misreading > 0).all()
    assert (noise_of(by_hand, [], leverage(by_hand)).misreading == 0).all()


def test_under_deductions_the_bands_hold_noise_and_vary_no_weights():
    rubric = small_rubric(total="deductions")
    found, _, cards = wave_of([(1.0, 1.0, 0.5, 1.0), (1.0, 0.5, 0.5, 1.0)], rubric)

    certainty = certainty_of(rubric, found, cards, [Spread("s0", "b1", 0.2)])

    assert not certainty.does_vary_method
    assert certainty.sites[0].sampling_error > 0


def test_places_share_the_best_and_skip_the_next():
    assert places_of(np.array([50.0, 70.0, 70.0, 20.0])).tolist() == [3, 1, 1, 4]


def test_a_tier_ends_where_a_site_differs_from_its_first():
    scores = np.array([80.0, 79.0, 77.0, 60.0])

    assert tiers_of(scores, np.full(4, 0.5)).tolist() == [1, 1, 2, 3]
    assert tiers_of(scores, np.full(4, 20.0)).tolist() == [1, 1, 1, 1]


def test_nominal_and_effective_weights_are_shares_of_one():
    _, table, _ = wave_of([(1, 0, 1, 0.4), (0, 1, 0.5, 0.2), (0.3, 0.2, 0, 0.9), (0.8, 0.1, 0.2, 0)])

    assert nominal_weights(table).sum() == pytest.approx(1)
    assert nominal_weights(table)[0] == pytest.approx(2 / 3 * 3 / 4)
    assert effective_weights(table).sum() == pytest.approx(1)


def test_a_question_that_all_answer_alike_moves_nobody():
    _, table, _ = wave_of([(1, 0.9, 1, 1), (0.5, 0.9, 0.5, 1), (0, 0.9, 0, 1)])

    found = {item.indicator_id: item for item in influences(table)}

    assert found["b2"].effective == pytest.approx(0)
    assert found["b2"].mean_shift == 0


def test_cronbachs_alpha_of_two_equal_columns_is_one_and_of_unrelated_ones_low():
    column = np.arange(10, dtype=float)

    assert cronbach_alpha(np.column_stack([column, column])) == pytest.approx(1)
    assert cronbach_alpha(np.column_stack([column, np.array([1.0, -1] * 5)])) < 0.5


def test_cronbachs_alpha_reproduces_a_worked_example():
    """Two items that correlate by r have a standardised alpha of 2r ÷ (1 + r) (Spearman and Brown)."""
    first, second = np.array([1.0, 2, 3, 4, 5]), np.array([2.0, 1, 4, 3, 5])

    assert cronbach_alpha(np.column_stack([first, second])) == pytest.approx(2 * 0.8 / 1.8)


def test_every_measure_with_a_recogniser_exists_and_every_recogniser_has_a_figure():
    assert {name for each in recognisers().values() for name in each.measures} <= set(MEASURES)
    assert all(measure_errors()[name].found >= 0 for each in recognisers().values() for name in each.measures)
    assert measure_errors()["has_section"].missed > 0


@pytest.mark.parametrize("scenario", SCENARIOS[:4], ids=lambda scenario: scenario.name)
def test_bands_hold_the_true_place_in_85_to_95_of_100_cases(scenario):
    held = coverage_of(scenario, DEFAULT, surveys=max(4, 600 // scenario.sites), draws=300).held_share

    assert 0.85 <= held <= 0.96
