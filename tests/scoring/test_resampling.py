"""How far points scatter when some pages had not been seen."""

from itertools import pairwise

import pytest

from crawler.evidence import Purpose
from scoring.resampling import dealt, jackknife_error, spreads_of, thinned
from scoring.rubric import load_rubric
from scoring.rubric_model import Criterion, Indicator, Rubric
from tests.builders import page, site_facts, visit

RUBRIC = load_rubric("local-2026")
TELEPHONES = Rubric(
    id="telephones",
    title="Telephones",
    based_on="a test",
    rank_above_coverage=0.5,
    criteria=(
        Criterion(
            id="availability",
            title="Availability",
            indicators=(
                Indicator(id="fits", question="?", why=".", source=".", measure="mobile_ready_share", since="test"),
            ),
        ),
    ),
)


def deep(number, section="news", **others):
    return page(f"/{section}/{number // 10}/{number}.html", depth=2, **others)


def test_a_group_of_pages_is_left_out_of_each_sample_and_each_page_of_one():
    facts = site_facts([page("/"), *(deep(number) for number in range(40))])

    missing = [{item.url for item in facts.pages} - {item.url for item in sample.pages} for sample in thinned(facts)]

    assert [len(urls) for urls in missing] == [5] * 8
    assert len(set().union(*missing)) == 40
    assert all(facts.home in sample.pages for sample in thinned(facts))


def test_pages_one_click_from_home_are_in_every_sample():
    facts = site_facts([page("/"), page("/news/", depth=1), *(deep(number) for number in range(8))])

    assert all("https://town.example/news/" in {item.url for item in sample.pages} for sample in thinned(facts))


def test_a_section_is_dealt_over_all_groups():
    pages = [deep(number) for number in range(16)] + [deep(number, "law") for number in range(16)]

    hands = dealt(pages, "town", groups=8)

    assert {sum("/law/" in item.url for item in hand) for hand in hands} == {2}


def test_visits_of_the_heartbeat_are_thinned_too():
    beats = [visit("/", purpose=Purpose.HEARTBEAT, depth=None) for _ in range(16)]
    facts = site_facts([page("/")], visits=[visit("/"), *beats])

    assert [len(sample.visits) for sample in thinned(facts)] == [15] * 8


def test_the_error_of_a_share_is_that_of_its_pages():
    """Of 160 pages, 80 without a title: the standard error is √(0.5 · 0.5 ÷ 160) ≈ 0.04, as the jackknife finds."""
    values = [(80 - titled) / (160 - 20) for titled in (7, 13, 10, 9, 11, 8, 12, 10)]

    assert jackknife_error(values) == pytest.approx(0.036, abs=0.01)


def test_what_never_scatters_has_no_spread():
    facts = site_facts([page("/"), *(deep(number) for number in range(24))])

    assert {spread.indicator_id for spread in spreads_of(facts, RUBRIC)}.isdisjoint({"home_page_answers"})


def test_the_same_facts_give_the_same_spreads():
    pages = [deep(number, has_viewport=number % 3 > 0) for number in range(60)]
    found = [spreads_of(site_facts([page("/"), *pages]), TELEPHONES) for _ in range(2)]

    assert found[0] == found[1]
    assert [spread.indicator_id for spread in found[0]] == ["fits"]


def test_more_pages_scatter_less():
    errors = []
    for count in (24, 96, 384):
        pages = [deep(number, has_viewport=number % 2 > 0) for number in range(count)]
        errors += [spread.points_error for spread in spreads_of(site_facts([page("/"), *pages]), TELEPHONES)]

    assert len(errors) == 3
    assert all(later < earlier for earlier, later in pairwise(errors))


def test_a_site_of_one_page_has_no_spread():
    assert spreads_of(site_facts([page("/")]), RUBRIC) == []
