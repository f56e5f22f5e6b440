"""The frontier: canonical addresses, breadth first, sections in turn, traps."""

from __future__ import annotations

import pytest

from crawler.addresses import page_key, read_address, section_of
from crawler.frontier import Frontier, is_trap

HOME = "https://www.town.gov/"


def order_of(links: list[str], *, budget: int = 100) -> list[str]:
    """The paths in the order in which the frontier gives them out."""
    frontier = Frontier(HOME, budget=budget)
    frontier.offer(links, base=HOME, depth=0, linked_from=HOME)
    taken = []
    while step := frontier.take():
        taken.append(step.url.removeprefix("https://www.town.gov"))
    return taken


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("HTTP://WWW.Town.gov:80/a#top", "http://www.town.gov/a"),
        ("https://town.gov:443", "https://town.gov/"),
        ("https://town.gov:8443/", "https://town.gov:8443/"),
        ("https://town.gov/a;jsessionid=9F3?b=2&a=1", "https://town.gov/a?a=1&b=2"),
        ("https://town.gov/a?utm_source=x&id=4&PHPSESSID=1", "https://town.gov/a?id=4"),
        ("https://town.gov/a/../b/./c", "https://town.gov/b/c"),
        ("https://town.gov//a///b", "https://town.gov/a/b"),
        ("https://town.gov/公告", "https://town.gov/%E5%85%AC%E5%91%8A"),
        ("https://town.gov/%e5%85%ac", "https://town.gov/%E5%85%AC"),
        ("https://town.gov/a?q=", "https://town.gov/a?q="),
        ("https://市.gov/", "https://xn--7st.gov/"),
    ],
)
def test_an_address_is_written_one_way(written: str, asked: str) -> None:
    address = read_address(written)

    assert address is not None
    assert address.url == asked


@pytest.mark.parametrize(
    "written",
    [
        "mailto:a@b.c",
        "javascript:void(0)",
        "ftp://town.gov/",
        "http://",
        "http://[bad",
        "http://a b/",
        "https://town.gov/" + "a" * 2000,
        "http://town.gov:99999/",
    ],
)
def test_what_is_no_web_address_is_refused(written: str) -> None:
    assert read_address(written) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://town.gov/a", "https://www.town.gov/a/"),
        ("https://town.gov/", "https://town.gov/index.html"),
        ("https://town.gov/a/Default.aspx", "https://town.gov/a"),
        ("https://town.gov/a?x=1&y=2", "https://town.gov/a?y=2&x=1"),
    ],
)
def test_two_spellings_of_a_page_share_a_key(one: str, other: str) -> None:
    assert page_key(one) == page_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://town.gov/a?id=1", "https://town.gov/a?id=2"),
        ("https://town.gov/", "https://town.gov:8443/"),
        ("https://town.gov/A", "https://town.gov/a"),
    ],
)
def test_two_pages_have_two_keys(one: str, other: str) -> None:
    assert page_key(one) != page_key(other)


def test_sections_take_turns_within_a_depth() -> None:
    links = ["/news/1", "/news/2", "/news/3", "/plans/1", "/plans/2", "/law"]

    assert order_of(links) == ["/news/1", "/plans/1", "/law", "/news/2", "/plans/2", "/news/3"]


def test_a_depth_is_finished_before_the_next_begins() -> None:
    frontier = Frontier(HOME, budget=100)
    frontier.offer(["/a", "/b"], base=HOME, depth=0, linked_from=HOME)
    first = frontier.take()
    frontier.offer(["/a/deep", "/c/deep"], base=HOME, depth=1, linked_from=HOME)

    assert first is not None
    assert [step.depth for step in iter(frontier.take, None)] == [1, 2, 2]


def test_below_a_language_the_second_segment_is_the_section() -> None:
    paths = ["/en/news/1", "/zh-hans/plans", "/news/1", "/"]

    assert [section_of(path) for path in paths] == ["en/news", "zh-hans/plans", "news", ""]


def test_only_pages_of_the_site_are_taken() -> None:
    ours = ["/a.pdf", "/b.JPG", "//town.gov/c", "http://town.gov/d", "/f.html"]
    links = ["https://elsewhere.gov/", "https://www.town.gov:8443/e", *ours]

    assert order_of(links) == ["/c", "/d", "/f.html"]


def test_the_budget_counts_the_home_page() -> None:
    assert len(order_of([f"/{number}" for number in range(50)], budget=10)) == 9


def test_a_page_is_given_out_once() -> None:
    assert order_of(["/a", "/a/", "/a#x", "http://town.gov/a", "/a/index.html", HOME]) == ["/a"]


def test_a_faceted_search_is_cut_short_and_numbered_articles_are_not() -> None:
    links = [f"/find?colour={number}" for number in range(100)] + [f"/article?id={number}" for number in range(100)]
    taken = order_of(links, budget=1000)

    assert [len([path for path in taken if path.startswith(start)]) for start in ("/find", "/article")] == [25, 100]


def test_growing_paths_are_traps() -> None:
    assert is_trap("/a/b" * 11)
    assert is_trap("/x/y/x/y/x/y/x/y")
    assert not is_trap("/2024/05/05/news")
