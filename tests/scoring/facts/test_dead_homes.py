"""What stands where a home page should is told from portals, also from those that write about such things."""

import pytest

from scoring.facts.dead_homes import dead_home, host_page
from scoring.measures import MEASURES
from scoring.rubric import load_rubric
from tests.builders import page, site_facts, visit

LINKS = [f"/section/{number}" for number in range(12)]


@pytest.mark.parametrize(
    "home",
    [
        page(title="town.example", text="This domain is for sale. Make an offer on this domain today."),
        page(title="Domain for sale", text="Contact the broker."),
        page(title="Welcome to nginx!", text="Further configuration is required."),
        page(title="Index of /", text="backup.zip"),
        page(title="恭喜，站点创建成功！", text="本页面由系统自动生成"),
        page(title="Not found", text="The page was not found.", marks={"not_found": "Not found"}),
    ],
    ids=lambda home: home.title,
)
def test_what_stands_in_for_a_home_page_is_named_with_its_words(home):
    assert dead_home(home).startswith("the home page ")


@pytest.mark.parametrize(
    "home",
    [
        page(title="Town of Example", text="Minutes of the council and the road works of the week."),
        page(title="Town of Example warns of letters that say your domain is for sale", text="Do not pay."),
        page(title="Welcome to nginx!", links=LINKS),
        page(title="Town of Example", marks={"not_found": "not found"}, links=LINKS),
        page(title="Town of Example", text="This domain is for sale, said the letter. " + "Do not answer it. " * 100),
        page(title="Town", text="The new site is under construction.", marks={"placeholder": "under construction"}),
    ],
    ids=lambda home: home.title[:20],
)
def test_a_portal_is_no_dead_home_whatever_it_writes_about(home):
    assert dead_home(home) == ""


def test_a_name_for_sale_earns_nothing_for_availability():
    why = "the home page is a parked name (this domain is for sale)"
    dead = site_facts(has_home=False, visits=[visit("/")], unseen=why, dead_home=page("/").evidence(why))
    availability = next(group for group in load_rubric("local-2026").criteria if group.id == "availability")

    readings = {item.id: MEASURES[item.measure](dead, **item.params) for item in availability.indicators}

    assert readings["home_page_answers"].value == 0
    assert readings["home_page_answers"].evidence[0].snippet == why
    assert [name for name, reading in readings.items() if reading.value] == []


def test_an_estate_for_sale_is_no_name_for_sale() -> None:
    assert host_page("Domaine à vendre", [], "La commune : ce domaine est à vendre.") == ""
    assert host_page("Nom de domaine à vendre", [], "") != ""
