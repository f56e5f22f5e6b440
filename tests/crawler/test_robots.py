"""robots.txt is obeyed as RFC 9309 has it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from crawler.robots import MAX_CRAWL_DELAY_SECONDS, read_rules
from tests.crawler.portal_server import Answer, crawl_once, page, portal, redirect

PAGES = {"/": page("/open", "/closed/a"), "/open": page(), "/closed/a": page()}


def robots(text: str, status: int = 200) -> Answer:
    return Answer(text.encode(), status, {"Content-Type": "text/plain"})


def test_a_denied_page_is_recorded_and_not_asked_for(tmp_path: Path) -> None:
    with portal({**PAGES, "/robots.txt": robots("User-agent: *\nDisallow: /closed/")}) as town:
        outcomes = crawl_once(tmp_path, {"town": f"{town.url}/"}).outcomes(town.url)

        assert outcomes == {"/": 200, "/open": 200, "/closed/a": "robots_denied"}
        assert "/closed/a" not in town.asked
        assert town.asked.count("/robots.txt") == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_rules_that_answer_4xx_allow_everything(tmp_path: Path, status: int) -> None:
    with portal({**PAGES, "/robots.txt": robots("User-agent: *\nDisallow: /", status)}) as town:
        assert set(crawl_once(tmp_path, {"town": f"{town.url}/"}).outcomes(town.url).values()) == {200}


@pytest.mark.parametrize("status", [500, 503, 429])
def test_rules_that_answer_5xx_allow_nothing_for_now(tmp_path: Path, status: int) -> None:
    with portal({**PAGES, "/robots.txt": robots("", status)}) as town:
        assert crawl_once(tmp_path, {"town": f"{town.url}/"}).outcomes(town.url) == {"/": "robots_unreachable"}
        assert set(town.asked) == {"/robots.txt"}


def test_rules_are_followed_through_a_redirect(tmp_path: Path) -> None:
    rules = robots("User-agent: egovbench\nDisallow: /closed")
    with portal({**PAGES, "/robots.txt": redirect("/rules.txt", 301), "/rules.txt": rules}) as town:
        assert crawl_once(tmp_path, {"town": f"{town.url}/"}).outcomes(town.url)["/closed/a"] == "robots_denied"


def test_a_crawl_delay_is_kept_up_to_our_bound() -> None:
    assert read_rules(200, b"User-agent: *\nCrawl-delay: 7").crawl_delay == 7
    assert read_rules(200, b"User-agent: *\nCrawl-delay: 86400").crawl_delay == MAX_CRAWL_DELAY_SECONDS
    assert read_rules(200, b"<html>not rules</html>").crawl_delay == 0


def test_a_crawl_delay_slows_the_crawl_down(tmp_path: Path) -> None:
    with portal({**PAGES, "/robots.txt": robots("User-agent: *\nCrawl-delay: 0.3")}) as town:
        visits = crawl_once(tmp_path, {"town": f"{town.url}/"}).visits()
        times = [visit.requested_at for visit in visits]

        assert min((later - sooner).total_seconds() for sooner, later in pairwise(times)) >= 0.29
