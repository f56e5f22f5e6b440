"""The arithmetic between a reading and a rank."""

import pytest

from scoring.grade import criterion_score, points_for, ranked, scorecard
from scoring.model import Finding, Reading, Score, Scorecard
from scoring.rubric import Band, load_rubric

FRESH = (Band(up_to=14, points=1.0), Band(up_to=31, points=0.5))
MANY = (Band(at_least=10, points=1.0), Band(at_least=3, points=0.5))
NAMED = (Band(equals="valid", points=1.0),)


@pytest.mark.parametrize(
    ("value", "bands", "points"),
    [
        (14, FRESH, 1.0),
        (15, FRESH, 0.5),
        (32, FRESH, 0.0),
        (10, MANY, 1.0),
        (9, MANY, 0.5),
        (2, MANY, 0.0),
        ("valid", NAMED, 1.0),
        ("expired", NAMED, 0.0),
        (True, (), 1.0),
        (False, (), 0.0),
        (0.25, (), 0.25),
    ],
)
def test_the_first_band_that_holds_the_value_gives_the_points(value, bands, points):
    assert points == points_for(Reading.observed(value), bands)


def test_what_was_not_observed_has_no_points():
    assert points_for(Reading.not_observed("blocked"), FRESH) is None
    assert points_for(Reading.not_applicable("one language"), FRESH) is None


def finding(points, *, weight=1.0, criterion="c", indicator="i", reading=None):
    reading = reading or (Reading.not_observed("unseen") if points is None else Reading.observed(points))
    return Finding(
        wave="w",
        rubric="r",
        site_id="s",
        criterion=criterion,
        indicator_id=indicator,
        reading=reading,
        points=points,
        weight=weight,
    )


def test_a_criterion_is_the_weighted_mean_of_what_was_observed():
    score = criterion_score([finding(1.0, weight=3), finding(0.5), finding(None, weight=4)])

    assert pytest.approx(87.5) == score.score
    assert pytest.approx(0.5) == score.coverage


def test_what_does_not_apply_costs_neither_score_nor_coverage():
    score = criterion_score([finding(1.0), finding(None, reading=Reading.not_applicable("no port"))])

    assert (score.score, score.coverage) == (100.0, 1.0)


def test_a_criterion_without_observation_has_no_score():
    score = criterion_score([finding(None)])

    assert score.score is None
    assert score.coverage == 0


def test_a_criterion_seen_too_little_has_no_score_but_keeps_its_coverage():
    score = criterion_score([finding(1.0), finding(None, weight=9)], floor=0.3)

    assert score.score is None
    assert score.coverage == pytest.approx(0.1)


def card(site_id, total, coverage=1.0):
    score = Score(score=total, coverage=coverage)
    return Scorecard(site_id=site_id, rubric="r", total=score, by_criterion={"c": score})


def test_ties_share_a_rank_and_the_next_is_skipped():
    cards = ranked([card("a", 70), card("b", 90), card("c", 80), card("d", 80.04)], floor=0.6)

    assert {item.site_id: item.total.rank for item in cards} == {"b": 1, "c": 2, "d": 2, "a": 4}
    assert (cards[2].total.rank_low, cards[2].total.rank_high) == (2, 3)


def test_a_site_below_the_floor_of_coverage_has_no_rank_and_pushes_nobody_down():
    cards = ranked([card("seen", 50), card("hidden", 100, coverage=0.59)], floor=0.6)

    assert [item.total.rank for item in cards] == [1, None]


def test_the_floor_is_held_against_coverage_as_it_is_published():
    cards = ranked([card("on", 50, coverage=0.5999999999999999), card("below", 50, coverage=0.5994)], floor=0.6)

    assert [item.total.rank for item in cards] == [1, None]


def test_the_total_leaves_out_a_criterion_that_was_not_observed_and_says_so_in_its_coverage():
    rubric = load_rubric("local-2026")
    names = [criterion.id for criterion in rubric.criteria]
    findings = [finding(1.0, criterion=name) for name in names[:-1]] + [finding(None, criterion=names[-1])]

    total = scorecard("s", rubric, findings).total

    assert pytest.approx(100.0) == total.score
    assert pytest.approx(0.8) == total.coverage
