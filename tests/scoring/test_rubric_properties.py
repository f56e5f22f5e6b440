"""What must hold under every rubric: better is never worse, the unseen touches nobody else, order does not matter."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.grade import ranked_under, scorecard
from scoring.model import Reading
from scoring.pooling import pooled
from tests.scoring.rubrics import answers, criterion, indicator, rubric

NAMES = ("a", "b", "d", "e", "f", "g")
MEANS = ("weighted mean", "geometric mean", "share of yes")
POINTS = st.one_of(st.none(), st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1, allow_nan=False))
SITES = st.lists(st.tuples(*[POINTS] * len(NAMES)), min_size=1, max_size=5)


@st.composite
def rubrics(draw, *, is_pooled=False):
    """A rubric of three criteria over six questions, with whatever rules go together."""
    total = draw(st.sampled_from(["weighted mean", "geometric mean", "share of yes", "deductions"]))
    kinds = {"share of yes": ("share of yes",), "deductions": ("deductions",)}.get(total, (*MEANS, "deductions"))
    methods = st.sampled_from([None, "min-max", "z-score"]) if is_pooled else st.none()
    parts = []
    for place in range(3):
        kind = draw(st.sampled_from(kinds))
        asked = []
        for name in NAMES[2 * place : 2 * place + 2]:
            weight = 1 if kind == "share of yes" else draw(st.integers(1, 40))
            method = draw(methods)
            asked.append(indicator(name, weight=weight, across={"method": method} if method else None))
        weight = draw(st.integers(1, 9)) if place < 2 else draw(st.integers(0, 9))
        parts.append(criterion(f"c{place}", *asked, arithmetic=kind, weight=weight))
    rules = {
        "total": total,
        "missing": draw(st.sampled_from(["leave out", "zero"])),
        "vetoes": draw(st.sampled_from([[], ["fail"], ["zero"]])),
        "bonus": draw(st.sampled_from([None, {"criterion": "c2", "above": 50, "up_to": 30}])),
        "rank_above_coverage": draw(st.sampled_from([0.0, 0.5])),
    }
    vetoes = [{"indicator": "a", "then": then, "source": "test"} for then in rules.pop("vetoes")]
    return rubric(*parts, vetoes=vetoes, **rules)


def read(points):
    return Reading.not_observed("unseen") if points is None else Reading.observed(points)


def answered(rules, points, site_id="s"):
    return answers(rules, site_id=site_id, **dict(zip(NAMES, map(read, points), strict=True)))


def floor_of(score):
    """A score to compare by: failing is below every number."""
    return -1.0 if score is None else score


@settings(max_examples=300, deadline=None)
@given(rules=rubrics(), points=SITES, place=st.integers(0, 5), better=st.floats(0, 1, allow_nan=False))
def test_improving_a_reading_never_lowers_a_score(rules, points, place, better):
    before = list(points[0])
    before[place] = 0.5 if before[place] is None else before[place]
    after = [*before]
    after[place] = max(before[place], better)
    old, new = (scorecard("s", rules, answered(rules, given)) for given in (before, after))

    assert floor_of(new.total.score) >= floor_of(old.total.score) - 1e-9
    for name, score in old.by_criterion.items():
        assert floor_of(new.by_criterion[name].score) >= floor_of(score.score) - 1e-9


@settings(max_examples=200, deadline=None)
@given(rules=rubrics(is_pooled=True), sites=SITES, place=st.integers(0, 5))
def test_what_was_not_observed_never_changes_the_points_of_another_question(rules, sites, place):
    hidden = [[None if (row, column) == (0, place) else value for column, value in enumerate(points)]
              for row, points in enumerate(sites)]  # fmt: skip
    before, after = (
        pooled([one for row, points in enumerate(given) for one in answered(rules, points, f"s{row}")], rules)
        for given in (sites, hidden)
    )

    for old, new in zip(before, after, strict=True):
        if old.indicator_id != NAMES[place]:
            assert old == new


@settings(max_examples=200, deadline=None)
@given(rules=rubrics(is_pooled=True), sites=SITES, seed=st.integers(0, 999))
def test_the_order_of_sites_findings_and_indicators_does_not_matter(rules, sites, seed):
    draw = random.Random(seed)
    found = [one for row, points in enumerate(sites) for one in answered(rules, points, f"s{row}")]
    mixed = draw.sample(found, len(found))
    turned = [replace_order(item, draw) for item in rules.criteria]
    other = rules.model_copy(update={"criteria": tuple(draw.sample(turned, len(turned)))})

    assert published(rules, found) == published(other, mixed)


def replace_order(item, draw):
    return item.model_copy(update={"indicators": tuple(draw.sample(list(item.indicators), len(item.indicators)))})


def published(rules, findings):
    """Every number of every site, as it would be published."""
    by_site = {}
    for one in pooled(findings, rules):
        by_site.setdefault(one.site_id, []).append(one)
    cards = ranked_under(rules, [scorecard(name, rules, found) for name, found in by_site.items()])
    return {card.site_id: (card.total, sorted(card.by_criterion.items())) for card in cards}
