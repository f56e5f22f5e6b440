"""A crawl is complete within its budget: sections, duplicates, traps; and what the site says it has is counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from crawler.ledger import read_done
from crawler.near_duplicates import NearDuplicates, digest_of, shape_of
from crawler.sitemaps import feeds_of, read_feed, read_site_map, site_maps_of
from tests.crawler.portal_server import Answer, crawl_once, page, portal

SECTIONS = ("news", "notices", "policies", "services", "dialogue", "data", "jobs", "environment", "culture", "budget")
BUDGET = 100


def words(number: int) -> str:
    """A text that no other number has, without figures."""
    return " ".join("abcdefghij"[int(digit)] * 3 for digit in str(number))


def html(*links: str, text: str) -> Answer:
    body = f"<p>{text}</p>" + "".join(f'<a href="{link}">x</a>' for link in links)
    return Answer(f"<!doctype html><title>Town</title>{body}".encode(), headers={"Content-Type": "text/html"})


def town_with_traps() -> dict[str, Answer]:
    """Ten sections of 30 articles, and each of the traps that portals set."""
    menu = [f"/{section}/" for section in SECTIONS]
    answers = {"/": html(*menu, "/calendar/2026/5/", "/find?sort=date", "/loop/", "/feed-page?page=1", text="home")}
    for number, section in enumerate(SECTIONS):
        articles = [f"/{section}/t2026{article:04}.html" for article in range(30)]
        printed = [f"{article}?print=1" for article in articles]
        answers[f"/{section}/"] = html(*menu, *articles, *printed, text=section)
        for count, (article, copy) in enumerate(zip(articles, printed, strict=True)):
            answers[article] = answers[copy] = html(*menu, text=words(number * 100 + count))
    for month in range(1, 100):
        answers[f"/calendar/2026/{month}/"] = html(f"/calendar/2026/{month + 1}/", text=f"{month} 1 2 3 4 5")
        answers[f"/feed-page?page={month}"] = html(f"/feed-page?page={month + 1}", text="nothing more")
    keys = ("date", "name", "size", "colour", "place")
    for one in keys:
        links = [f"/find?sort={two}&view={three}" for two in keys for three in keys]
        answers[f"/find?sort={one}"] = html(*links, text="all there is")
        answers |= {link: html(*links, text="all there is") for link in links}
    for depth in range(1, 12):
        answers["/" + "loop/" * depth] = html("loop/", text="a server that answers everything")
    return answers


def test_a_hundred_pages_reach_every_section_and_few_duplicates(tmp_path: Path) -> None:
    with portal(town_with_traps()) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, pages=BUDGET)
        paths = [visit.url.removeprefix(town.url) for visit in crawled.visits()]
        bodies = Counter(town.answers[path].body for path in paths)
        repeated = sum(count - 1 for count in bodies.values())
        articles = Counter(path.split("/")[1] for path in paths if path.startswith(tuple(f"/{s}/t" for s in SECTIONS)))

        assert len(paths) == BUDGET
        assert {f"/{section}/" for section in SECTIONS} <= set(paths)
        assert set(articles) == set(SECTIONS)
        assert min(articles.values()) >= 5
        assert repeated <= 4  # one town with every trap at once; real ones stay below 2 %
        assert len([path for path in paths if path.startswith("/calendar/")]) <= 5
        assert len([path for path in paths if path.startswith("/loop/")]) <= 2


def test_a_second_run_over_the_same_evidence_learns_the_same(tmp_path: Path) -> None:
    with portal(town_with_traps()) as town:
        first = [visit.url for visit in crawl_once(tmp_path, {"town": f"{town.url}/"}, pages=60).visits()]
        longer = [visit.url for visit in crawl_once(tmp_path, {"town": f"{town.url}/"}, pages=90).visits()]
        at_once = [visit.url for visit in crawl_once(tmp_path / "b", {"town": f"{town.url}/"}, pages=90).visits()]

        assert longer[:60] == first
        assert longer == at_once


def test_pages_of_one_template_that_say_different_things_are_all_visited(tmp_path: Path) -> None:
    articles = {f"/article?id={number}": html(text=words(number)) for number in range(40)}
    with portal({"/": html(*articles, text="home"), **articles}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, pages=60)

        assert len(crawled.visits()) == 41


def test_a_parameter_that_makes_no_difference_is_left_out_of_the_addresses() -> None:
    known = NearDuplicates()
    for number in range(2):
        digest = digest_of(words(number), [])
        known.note(f"https://town.gov/a{words(number)}", digest)
        known.note(f"https://town.gov/a{words(number)}?style=large", digest)

    assert known.without_noise("https://town.gov/b?id=4&style=small") == "https://town.gov/b?id=4"


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("https://town.gov/news/2026/t0504.html", "/news/0/t0.html?"),
        ("https://town.gov/find?b=2&a=1", "/find?a&b"),
        ("https://town.gov/", "/?"),
    ],
)
def test_the_shape_of_an_address_has_no_numbers_and_no_values(url: str, shape: str) -> None:
    assert shape_of(url) == shape


def test_a_digest_minds_words_and_links_and_neither_order_nor_spaces() -> None:
    assert digest_of("a  b\n", ["/x", "/y"]) == digest_of("a b", ["/y", "/x"])
    assert digest_of("a b", ["/x"]) != digest_of("a b", ["/y"])
    assert digest_of("May 4", []).numberless == digest_of("May 5", []).numberless
    assert digest_of("May 4", []).exact != digest_of("May 5", []).exact


SITE_MAP = b"""<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc> /a </loc>
 <image:image><image:loc>/a.png</image:loc></image:image></url><url><loc>https://town.gov/b</loc></url></urlset>"""


def test_site_maps_indexes_and_feeds_are_read() -> None:
    index = b"<sitemapindex><sitemap><loc>/one.xml</loc></sitemap></sitemapindex>"
    rss = b"<rss><channel><link>/</link><item><link>/a</link></item></channel></rss>"
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link rel="edit" href="/e"/><link href="/b"/></entry></feed>'
    )
    home = b'<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    base = "https://town.gov/"

    assert read_site_map(SITE_MAP, base=base).pages == ("https://town.gov/a", "https://town.gov/b")
    assert read_site_map(index, base=base).site_maps == ("https://town.gov/one.xml",)
    assert read_site_map(b"https://town.gov/a\n", base=base).pages == ("https://town.gov/a",)
    assert read_site_map(b"", base=base) == ((), ())
    assert read_feed(rss, base=base) == ("https://town.gov/a",)
    assert read_feed(atom, base=base) == ("https://town.gov/b",)
    assert feeds_of(home, base=base) == ("https://town.gov/feed.xml",)
    assert site_maps_of(b"User-agent: *\nSitemap: https://town.gov/map.xml\n") == ("https://town.gov/map.xml",)


def test_an_entity_that_unfolds_to_gigabytes_is_not_unfolded() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><urlset><url><loc>/&l9;</loc></url></urlset>'.encode()

    assert all(len(place) < 3000 for place in read_site_map(bomb, base="https://town.gov/").pages)


def test_what_the_site_says_it_has_is_measured_and_does_not_steer(tmp_path: Path) -> None:
    def xml(text: str, kind: str = "application/xml") -> Answer:
        return Answer(text.encode(), headers={"Content-Type": kind})

    items = "<item><link>/a</link></item><item><link>/gone</link></item>"
    robots = "User-agent: *\nDisallow: /secret\nSitemap: /map.xml"
    answers = {
        "/": Answer(
            b'<!doctype html><link rel="alternate" type="application/rss+xml" href="/feed.xml"><a href="/a">a</a>',
            headers={"Content-Type": "text/html"},
        ),
        "/a": page(),
        "/hidden": page(),
        "/robots.txt": Answer(robots.encode(), headers={"Content-Type": "text/plain"}),
        "/feed.xml": xml(f"<rss><channel>{items}</channel></rss>", "application/rss+xml"),
    }
    with portal(answers) as town:
        named = "".join(f"<url><loc>{town.url}/{path}</loc></url>" for path in ("", "a", "hidden", "f.pdf"))
        answers["/map.xml"] = town.answers["/map.xml"] = xml(f"<urlset>{named}</urlset>")
        town.answers["/robots.txt"] = Answer(
            robots.replace("/map.xml", f"{town.url}/map.xml").encode(), headers={"Content-Type": "text/plain"}
        )
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"})
        done = read_done(crawled.site())

        assert "/hidden" not in town.asked
        assert done is not None
        assert (done.site_map_pages, done.site_map_reached) == (3, 2)
        assert (done.feed_items, done.feed_reached) == (2, 1)
        assert town.asked.count("/robots.txt") == town.asked.count("/map.xml") == 1
