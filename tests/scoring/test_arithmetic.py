"""The arithmetic that a rubric may ask for: scales, criteria, totals, vetoes, bonuses, groups, pooled scales."""

import pytest

from scoring.arithmetic import criterion_score, indicator_points
from scoring.grade import ranked_under, scorecard
from scoring.model import Reading
from scoring.pooling import pooled
from scoring.worth import shares_of, worth_of
from tests.scoring.rubrics import answers, criterion, indicator, judged, rubric

NOTHING = Reading.not_observed("blocked")
NOT_FOR_US = Reading.not_applicable("no services")


@pytest.mark.parametrize(
    ("scale", "value", "points"),
    [
        ({"goalposts": {"worst": 0, "best": 200}}, 50, 0.25),
        ({"goalposts": {"worst": 0, "best": 200}}, 900, 1.0),
        ({"goalposts": {"worst": 0.05, "best": 0}}, 0.02, 0.6),
        ({"goalposts": {"worst": 0.05, "best": 0}}, 0.2, 0.0),
        ({"count": {"earns": 2}, "weight": 8}, 3, 0.75),
        ({"count": {"earns": 2}, "weight": 8}, 30, 1.0),
        ({"count": {"takes": 2}, "weight": 16}, 3, 0.625),
        ({"count": {"takes": 2}, "weight": 16}, 9, 0.0),
        ({"count": {"takes": 2}, "weight": 16}, 0, 1.0),
        ({}, True, 1.0),
        ({}, 0.5, 0.5),
    ],
)
def test_a_value_earns_points_by_its_scale(scale, value, points):
    assert indicator_points(indicator("i", **scale), Reading.observed(value)) == pytest.approx(points)


@pytest.mark.parametrize("scale", [{}, {"goalposts": {"worst": 0, "best": 1}}, {"count": {"takes": 1}}])
def test_what_was_not_observed_earns_nothing_and_loses_nothing(scale):
    assert indicator_points(indicator("i", **scale), NOTHING) is None


def test_a_geometric_mean_forgives_no_weakness():
    found = judged([("a", 0.25, 1), ("b", 1.0, 1)])

    assert criterion_score(found, arithmetic="geometric mean").score == pytest.approx(50.0)
    assert criterion_score(judged([("a", 0.0, 1), ("b", 1.0, 9)]), arithmetic="geometric mean").score == 0.0


def test_a_share_of_yes_counts_whole_points_only():
    found = judged([("a", 1.0, 1), ("b", 0.99, 1), ("c", 0.0, 1), ("d", None, 1)])

    score = criterion_score(found, arithmetic="share of yes")

    assert score.score == pytest.approx(100 / 3)
    assert score.coverage == pytest.approx(0.75)


def test_deductions_come_off_the_maximum_and_stop_at_nothing():
    found = judged([("a", 0.5, 10), ("b", 0.0, 5)])

    assert criterion_score(found, arithmetic="deductions", maximum=25).score == pytest.approx(60.0)
    assert criterion_score(found, arithmetic="deductions", maximum=10).score == 0.0


def test_the_coverage_of_deductions_counts_every_question_once():
    found = judged([("a", 1.0, 100), ("b", None, 5)])

    assert criterion_score(found, arithmetic="deductions").coverage == pytest.approx(0.5)


def test_missing_as_zero_costs_the_points_and_still_lowers_the_coverage():
    found = judged([("a", 1.0, 1), ("b", None, 1)])

    score = criterion_score(found, missing="zero")

    assert (score.score, score.coverage) == (50.0, 0.5)


def test_below_the_minimum_coverage_there_is_no_total():
    rules = rubric(
        criterion("c", indicator("a"), indicator("b"), indicator("d")),
        missing="minimum coverage", rank_above_coverage=0.6,
    )  # fmt: skip

    assert scorecard("s", rules, answers(rules, a=True, b=NOTHING, d=NOTHING)).total.score is None
    assert scorecard("s", rules, answers(rules, a=True, b=True, d=NOTHING)).total.score == 100.0


def census(**rules):
    """A census in miniature: a veto that is only shown, and two headings of deductions."""
    return rubric(
        criterion("veto", indicator("opens"), weight=0, arithmetic="share of yes"),
        criterion("updates", indicator("stale", weight=12, count={"takes": 3}), arithmetic="deductions"),
        criterion("links", indicator("dead", weight=100, count={"takes": 1}), arithmetic="deductions"),
        total="deductions", vetoes=[{"indicator": "opens", "source": "this test"}], **rules,
    )  # fmt: skip


def test_a_total_by_deductions_starts_at_100_and_stops_at_0():
    rules = census()

    assert scorecard("s", rules, answers(rules, opens=True, stale=2, dead=10)).total.score == pytest.approx(84.0)
    assert scorecard("s", rules, answers(rules, opens=True, stale=40, dead=95)).total.score == 0.0


def test_a_veto_leaves_no_total_and_scores_nothing_else():
    rules = census(rank_above_coverage=0)
    card = ranked_under(rules, [scorecard("s", rules, answers(rules, opens=False, stale=0, dead=0))])[0]

    assert (card.total.score, card.total.rank, card.total.group) == (None, None, "vetoed")
    assert {name: score.score for name, score in card.by_criterion.items()} == {
        "veto": 0.0, "updates": None, "links": None,
    }  # fmt: skip
    assert card.vetoed_by == ("opens",)


@pytest.mark.parametrize("unseen", [NOTHING, NOT_FOR_US])
def test_a_veto_that_was_not_observed_does_not_fire(unseen):
    rules = census()
    card = scorecard("s", rules, answers(rules, opens=unseen, stale=0, dead=0))

    assert card.total.score == 100.0
    assert card.vetoed_by == ()


def test_a_veto_on_a_question_that_the_machine_pre_filled_waits_for_a_coder():
    rules = rubric(
        criterion("c", indicator("channel", decided="prefilled", measure="has_section"), indicator("a")),
        vetoes=[{"indicator": "channel", "source": "this test"}],
    )

    assert scorecard("s", rules, answers(rules, channel=False, a=True)).total.score == 50.0
    assert scorecard("s", rules, answers(rules, channel=False, a=True, decided_by="Li")).vetoed_by == ("channel",)


def test_a_veto_may_force_a_zero_that_is_ranked():
    rules = rubric(
        criterion("c", indicator("osi"), indicator("hci")),
        vetoes=[{"indicator": "osi", "then": "zero", "source": "this test"}],
    )
    low = scorecard("low", rules, answers(rules, osi=0.0, hci=0.9))
    high = scorecard("high", rules, answers(rules, osi=0.1, hci=0.1))

    assert [card.total.rank for card in ranked_under(rules, [low, high])] == [2, 1]
    assert (low.total.score, low.total.group) == (0.0, "vetoed")


def test_the_bonus_opens_above_its_gate_and_has_a_cap():
    rules = rubric(
        criterion("base", indicator("lost", weight=100, count={"takes": 1}), arithmetic="deductions"),
        criterion("extra", indicator("e1", weight=20), indicator("e2", weight=20)),
        total="deductions", bonus={"criterion": "extra", "above": 80, "up_to": 30},
    )  # fmt: skip

    def total(**given):
        return scorecard("s", rules, answers(rules, **given)).total.score

    assert total(lost=20, e1=True, e2=True) == pytest.approx(80.0)
    assert total(lost=19, e1=True, e2=False) == pytest.approx(101.0)
    assert total(lost=19, e1=True, e2=True) == pytest.approx(111.0)
    assert total(lost=19, e1=NOTHING, e2=NOTHING) == pytest.approx(81.0)


def test_a_site_without_services_is_judged_out_of_75_and_stretched_to_100():
    rules = rubric(
        criterion("rest", indicator("r", weight=75, count={"takes": 1}), arithmetic="deductions", maximum=75),
        criterion("services", indicator("s", weight=25, count={"takes": 1}), arithmetic="deductions", maximum=25),
        total="deductions", rescale_not_applicable=True,
    )  # fmt: skip

    assert scorecard("s", rules, answers(rules, r=15, s=5)).total.score == pytest.approx(80.0)
    assert scorecard("s", rules, answers(rules, r=15, s=NOT_FOR_US)).total.score == pytest.approx((75 - 15) * 4 / 3)
    assert scorecard("s", rules, answers(rules, r=15, s=NOTHING)).total.score == pytest.approx(85.0)


def test_a_criterion_of_weight_0_and_a_question_without_source_are_shown_and_not_counted():
    rules = rubric(
        criterion("c", indicator("a"), indicator("unknown", needs_source=True)),
        criterion("shown", indicator("b"), weight=0),
    )
    card = scorecard("s", rules, answers(rules, a=True, unknown=False, b=False))

    assert (card.total.score, card.total.coverage) == (100.0, 1.0)
    assert card.by_criterion["shown"].score == 0.0


def test_a_total_of_shares_counts_questions_and_not_criteria():
    rules = rubric(
        criterion("c", indicator("a"), indicator("b"), indicator("d"), arithmetic="share of yes"),
        criterion("e", indicator("f"), arithmetic="share of yes"),
        total="share of yes",
    )

    assert scorecard("s", rules, answers(rules, a=True, b=False, d=False, f=True)).total.score == pytest.approx(50.0)


def test_groups_are_read_from_the_published_score_and_only_ranked_sites_have_one():
    groups = [{"name": "very high", "above": 75}, {"name": "high", "above": 50}, {"name": "low"}]
    rules = rubric(criterion("c", indicator("a"), indicator("b")), groups=groups, rank_above_coverage=0.9)
    cards = [
        scorecard(name, rules, answers(rules, a=a, b=b))
        for name, a, b in [("x", 0.7504, 0.7504), ("y", 0.752, 0.752), ("z", 0.5, 0.5), ("w", 1.0, NOTHING)]
    ]

    assert [card.total.group for card in ranked_under(rules, cards)] == ["high", "very high", "low", ""]


def test_a_profile_has_no_total_and_ranks_its_criteria():
    rules = rubric(criterion("c", indicator("a")), criterion("d", indicator("b")), total="none")
    cards = ranked_under(rules, [scorecard(name, rules, answers(rules, a=a, b=1)) for name, a in (("x", 0), ("y", 1))])

    assert [card.total.score for card in cards] == [None, None]
    assert [card.by_criterion["c"].rank for card in cards] == [2, 1]


@pytest.mark.parametrize(
    ("across", "points"),
    [
        ({"method": "min-max"}, [0.0, 0.25, 1.0]),
        ({"method": "min-max", "better": "less"}, [1.0, 0.75, 0.0]),
        ({"method": "z-score", "deviations": 1}, [0.0097, 0.3039, 1.0]),
    ],
)
def test_a_pooled_scale_is_made_of_the_sites_that_were_observed(across, points):
    rules = rubric(criterion("c", indicator("a", across=across)))
    found = [finding for value in (2, 4, 10, NOTHING) for finding in answers(rules, a=value)]

    assert [finding.points for finding in pooled(found, rules)] == [pytest.approx(p, abs=0.001) for p in points] + [
        None
    ]


def test_sites_that_are_all_alike_earn_half_on_a_pooled_scale():
    rules = rubric(criterion("c", indicator("a", across={"method": "z-score"})))
    found = [finding for value in (3, 3) for finding in answers(rules, a=value)]

    assert [finding.points for finding in pooled(found, rules)] == [0.5, 0.5]


def test_a_questions_worth_is_what_the_total_would_change_by():
    rules = census()
    worth = worth_of(answers(rules, opens=True, stale=2, dead=10), rules)

    assert worth["dead"].regain == pytest.approx(10.0)
    assert worth["stale"].contribution == pytest.approx(6.0)
    assert worth["opens"].contribution == pytest.approx(84.0)


def test_in_a_share_of_yes_every_answer_is_worth_the_same_as_supposing_it_says():
    rules = rubric(
        criterion("c", indicator("a"), indicator("b"), arithmetic="share of yes"),
        criterion("e", indicator("f"), indicator("g"), arithmetic="share of yes"),
        criterion("shown", indicator("h"), weight=0, arithmetic="share of yes"),
        total="share of yes",
    )
    given = {"a": True, "b": 0.5, "f": False, "g": NOTHING, "h": False}

    def total(**changed):
        return scorecard("s", rules, answers(rules, **(given | changed))).total.score

    worth = worth_of(answers(rules, **given), rules)

    assert set(worth) == {"a", "b", "f", "h"}
    for name in worth:
        assert worth[name].regain == pytest.approx(total(**{name: True}) - total())
        assert worth[name].contribution == pytest.approx(total() - total(**{name: False}))


def test_shares_of_the_total_follow_the_arithmetic():
    rules = rubric(criterion("c", indicator("a", weight=3), indicator("b")), criterion("d", indicator("e"), weight=3))

    assert shares_of(rules) == pytest.approx({"a": 3 / 16, "b": 1 / 16, "e": 3 / 4})
    assert shares_of(census()) == pytest.approx({"opens": 0.0, "stale": 0.12, "dead": 1.0})
