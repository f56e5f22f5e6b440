"""A section's figures follow from its pages and the day of the visit alone. The visit is of 15 October 2026."""

from __future__ import annotations

from datetime import date

from scoring.facts.section_stats import days_within, section_stats
from tests.builders import page, site_facts


def test_a_section_counts_its_pages_but_not_the_home_page() -> None:
    site = site_facts([page("/", topics=["news"]), page("/news/", topics=["news"]), page("/news/1", topics=["news"])])

    assert len(section_stats(site, "news").pages) == 2


def test_items_are_counted_that_fall_within_so_many_days_before_the_visit() -> None:
    days = ["2026-10-15", "2026-10-01", "2026-09-30", "2026-09-14", "2026-04-15", "2025-10-15", "2025-10-14"]
    site = site_facts([page("/"), page("/news/", topics=["news"], items=days)])

    stats = section_stats(site, "news")

    within = {span: len(days_within(site, stats.shown, span)) for span in (14, 31, 183, 365)}
    assert within == {14: 2, 31: 4, 183: 5, 365: 6}
    assert stats.newest is not None
    assert stats.newest.day == date(2026, 10, 15)
    assert stats.age_days == 0


def test_an_item_that_two_pages_list_counts_once() -> None:
    lists = [page(f"/news/{n}", topics=["news"], items=["2026-10-01"]) for n in range(2)]

    assert len(section_stats(site_facts(lists), "news").shown) == 1


def test_a_page_is_dated_by_itself_or_by_the_list_that_names_it() -> None:
    pages = [
        page("/news/", topics=["news"], items=["2026-10-01"]),
        page("/item/1", topics=["news"]),
        page("/news/2", topics=["news"], dates=["2026-10-01"]),
        page("/news/3", topics=["news"]),
    ]

    stats = section_stats(site_facts(pages), "news")

    assert [each.url.rsplit("/", 1)[1] for each in stats.undated] == ["3"]
    assert stats.dated_share == 0.75


def test_a_section_without_pages_has_no_day() -> None:
    stats = section_stats(site_facts(), "plans")

    assert (stats.newest, stats.age_days, stats.dated_share) == (None, None, 0.0)
