"""A page's topics come from where its section is named, never from its prose."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from scoring.facts.model import Place, TopicClue
from scoring.facts.topics import crumbs, own_title, page_topics
from scoring.lexicon import word_book


def clues(
    *,
    title: str = "",
    headings: tuple[tuple[int, str], ...] = (),
    breadcrumb: str = "",
    url: str = "https://example.org/",
    meta: Mapping[str, str] | None = None,
) -> set[tuple[str, Place]]:
    found = page_topics(
        title=title,
        headings=headings,
        breadcrumb=breadcrumb,
        url=url,
        meta=meta or {},
        book=word_book(("zh-Hans", "zh-Hant")),
    )
    return {(clue.topic, clue.place) for clue in found}


def test_each_place_is_looked_at() -> None:
    found = clues(
        title="通知公告_某某市人民政府",
        headings=((1, "Public notices"),),
        breadcrumb="首页 > 政务公开 > 通知公告",
        url="https://example.org/zwgk/tzgg/",
        meta={"ColumnName": "通知公告", "columntype": "政务公开"},
    )

    places = {place for topic, place in found if topic == "notices"}
    assert places == {Place.TITLE, Place.HEADING, Place.BREADCRUMB, Place.PATH, Place.META}
    assert ("gov_open", Place.META) in found


def test_a_topic_has_one_clue_a_place_with_the_words_that_prove_it() -> None:
    found = page_topics(
        title="",
        headings=((1, "Latest news"), (2, "City news")),
        breadcrumb="",
        url="https://example.org/",
        meta={},
        book=word_book(()),
    )

    assert found == (TopicClue("news", Place.HEADING, "Latest news"),)


def test_the_site_name_in_a_title_is_no_topic() -> None:
    assert clues(title="Home | Ministry of Health") == set()


@pytest.mark.parametrize("title", ["eUprava - Latest news", "Road closed | Latest news | Town of X"])
def test_a_later_part_of_a_title_counts_when_the_words_fill_it(title: str) -> None:
    assert ("news", Place.TITLE) in clues(title=title)


def test_a_second_level_heading_must_be_filled_by_the_words_for_it_may_be_a_teaser() -> None:
    assert clues(headings=((2, "Points for speeding in road traffic can now be seen online"),)) == set()
    assert ("transport", Place.HEADING) in clues(headings=((1, "New rules for road traffic"),))


def test_a_theme_must_fill_the_crumbs_above_the_page() -> None:
    found = clues(breadcrumb="Home > Health, leisure and neighbourhood life > Mend your roof")

    assert found == set()
    assert ("health", Place.BREADCRUMB) in clues(breadcrumb="Home > Public health > Mend your roof")


def test_deeper_headings_do_not_count() -> None:
    assert clues(headings=((3, "Latest news"),)) == set()


def test_headings_beyond_the_twelfth_do_not_count() -> None:
    assert clues(headings=((2, "x"),) * 12 + ((2, "Latest news"),)) == set()


def test_an_address_that_cannot_be_read_gives_no_clue() -> None:
    assert clues(url="http://[broken/news/") == set()


def test_a_snippet_is_one_short_line() -> None:
    found = page_topics(
        title="Recycling " + "and so on " * 100,
        headings=(),
        breadcrumb="",
        url="https://example.org/",
        meta={},
        book=word_book(()),
    )

    assert len(found[0].snippet) == 160


@pytest.mark.parametrize(
    ("title", "own"),
    [
        ("通知公告_贵阳市人民政府", "通知公告"),
        ("通知公告-贵阳市人民政府门户网站", "通知公告"),
        ("Follow-up care - City of X", "Follow-up care"),
        ("News | Ministry of Law", "News"),
        ("| News", "News"),
        ("2023-01-05 公示", "2023-01-05 公示"),
        ("", ""),
    ],
)
def test_the_own_title_stands_before_the_site_name(title: str, own: str) -> None:
    assert own_title(title) == own


@pytest.mark.parametrize(
    "breadcrumb",
    ["首页 > 政务公开 > 通知公告", "首页>政务公开>通知公告", "首页 » 政务公开 / 通知公告", "首页\n政务公开\n通知公告"],
)
def test_a_breadcrumb_is_split_at_any_usual_sign(breadcrumb: str) -> None:
    assert crumbs(breadcrumb) == ("首页", "政务公开", "通知公告")
