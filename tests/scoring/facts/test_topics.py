"""A page's topics come from where its section is named, never from its prose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from scoring.facts.model import DatedItem, Place, TopicClue
from scoring.facts.topics import crumbs, own_title, page_topics
from scoring.lexicon import word_book


def clues(
    *,
    title: str = "",
    headings: tuple[tuple[int, str], ...] = (),
    breadcrumb: str = "",
    url: str = "https://example.org/",
    meta: Mapping[str, str] | None = None,
    items: tuple[DatedItem, ...] = (),
    text_length: int = 0,
) -> set[tuple[str, Place]]:
    found = page_topics(
        title=title,
        headings=headings,
        breadcrumb=breadcrumb,
        url=url,
        meta=meta or {},
        book=word_book(("zh-Hans", "zh-Hant")),
        items=items,
        text_length=text_length,
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


def test_below_a_first_heading_second_ones_head_boxes_and_do_not_count() -> None:
    assert clues(headings=((1, "Air stations, hourly"), (2, "Latest news"))) == set()
    assert ("news", Place.HEADING) in clues(headings=((2, "Latest news"), (3, "Air stations, hourly")))


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


def listed(*titles: str, folder: str = "") -> tuple[DatedItem, ...]:
    """Dated items of a list, each with an address in a folder."""
    day = date(2026, 3, 1)
    return tuple(
        DatedItem(title, f"https://example.org/{folder}{number}.html", day, title)
        for number, title in enumerate(titles)
    )


HALL, BRIDGE = "The mayor opens the hall", "A bridge for the children"


def test_a_list_is_about_the_folder_that_its_items_lie_in() -> None:
    items = listed(*[HALL] * 6, folder="news/")

    assert ("news", Place.ROW) in clues(title="Roads Department", items=items, text_length=200)
    assert clues(title="Roads Department", items=items[:4], text_length=100) == set()
    assert clues(items=listed(*[HALL] * 6, folder="7/"), text_length=200) == set()


def test_a_list_is_about_what_most_of_its_items_name() -> None:
    half = listed(*["Invitation to tender: a school road"] * 3, *[HALL, BRIDGE] * 1, "A new well")

    assert ("procurement", Place.ROW) in clues(items=half, text_length=200)
    assert ("procurement", Place.ROW) not in clues(items=(*half, *listed(BRIDGE)), text_length=200)


def test_a_box_of_latest_news_beside_a_text_makes_no_list() -> None:
    assert clues(items=listed(*[HALL] * 6, folder="news/"), text_length=2000) == set()


def test_a_site_name_before_the_title_is_known_by_the_host() -> None:
    url = "https://my-town.example/a.html"

    assert clues(title="MyTown - Public notices", url=url) == {("notices", Place.TITLE)}
    assert clues(title="News - My portal - Reports of the council on the news of last year", url=url) == {
        ("news", Place.TITLE)
    }


def test_where_many_first_headings_stand_none_is_the_page_s_own() -> None:
    boxes = tuple((1, words) for words in ("Font size", "Theme", "Latest news of the assembly and the meetings"))

    assert clues(headings=boxes) == set()
    assert clues(headings=boxes[2:]) == {("news", Place.HEADING)}
