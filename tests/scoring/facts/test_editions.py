"""An edition is what the list names, a link leads to, and pages are written in."""

from __future__ import annotations

from datetime import date

import pytest

from scoring.facts.editions import Edition, editions, same_language
from scoring.facts.model import Link, PageFacts
from tests.builders import HOME, page, site_facts


def found(*pages: PageFacts, languages: tuple[str, ...] = ("zh-Hans",)) -> dict[str, Edition]:
    return {one.language: one for one in editions(site_facts(pages, site_languages=languages))}


def test_the_home_pages_language_is_the_portals_own_edition() -> None:
    home = page("/", language="zh-Hans", items=["2026-10-01"])

    own = found(home)["zh-Hans"]

    assert own.is_own
    assert own.is_listed
    assert own.pages == (home,)


def test_an_abandoned_minority_edition_shows_its_pages_and_its_newest_day() -> None:
    home = page("/", language="zh-Hans", links=[("/ug/index.html", "ئۇيغۇرچە")], items=["2026-10-14"])
    old = [page(f"/ug/{n}", language="ug", dates=[f"2024-03-0{n}"]) for n in (1, 2)]

    one = found(home, *old, languages=("zh-Hans", "ug"))["ug"]

    assert len(one.pages) == 2
    assert one.newest is not None
    assert one.newest.day == date(2024, 3, 2)
    assert one.entry == f"{HOME}ug/index.html"
    assert one.switch is not None
    assert one.switch.url == HOME
    assert "ئۇيغۇرچە" in one.switch.snippet


def test_an_edition_may_lie_on_another_host() -> None:
    one = found(page("/", language="zh-Hans", links=[("https://en.town.example/", "English")]))["en"]

    assert one.is_elsewhere
    assert not one.is_listed
    assert one.pages == ()


FLAG = Link(f"{HOME}bo/", "a flag", True, "page", "alternate", "bo")


@pytest.mark.parametrize(
    "home", [page("/", language="zh-Hans", links=[FLAG]), page("/", language="zh-Hans", alternates=(FLAG,))]
)
def test_hreflang_tells_the_language_whatever_the_words(home: PageFacts) -> None:
    assert found(home)["bo"].entry == f"{HOME}bo/"


def test_the_default_address_is_no_language() -> None:
    link = Link(f"{HOME}x/", "", True, "page", "alternate", "x-default")

    assert list(found(page("/", language="zh-Hans", alternates=(link,)))) == ["zh-Hans"]


def test_a_page_too_short_to_tell_its_language_belongs_below_the_entry() -> None:
    home = page("/", language="zh-Hans", links=[("/ug/index.html", "ئۇيغۇرچە")])
    short, other = page("/ug/1", language=""), page("/news/1", language="")

    assert found(home, short, other)["ug"].pages == (short,)


def test_a_page_in_another_language_makes_no_edition() -> None:
    assert list(found(page("/", language="zh-Hans"), page("/form", language="en"))) == ["zh-Hans"]


def test_a_day_to_come_does_not_make_an_edition_fresh() -> None:
    home = page("/", language="zh-Hans", links=[("/en/", "English")])

    newest = found(home, page("/en/", language="en", items=["2027-01-01", "2025-05-05"]))["en"].newest

    assert newest is not None
    assert newest.day == date(2025, 5, 5)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("zh-CN", "zh-Hans", True),
        ("zh", "zh-Hant", True),
        ("en-GB", "en", True),
        ("zh-Hans", "zh-Hant", False),
        ("ug", "kk", False),
        ("", "en", False),
    ],
)
def test_tags_mean_one_edition_unless_they_name_two_scripts(one: str, other: str, is_same: bool) -> None:
    assert same_language(one, other) is is_same
