"""What scripts ask for is asked for with our manners: pace and robots.txt."""

from __future__ import annotations

import pytest

from crawler.browser import missing_for_rendering
from tests.crawler.portal_server import crawl_once, portal
from tests.crawler.test_rendering import SHELL_PORTAL, document_of, home_of, text

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(missing_for_rendering()), reason=missing_for_rendering() or "all is there"),
]
DELAY_SECONDS = 0.25
TOLERANCE_SECONDS = 0.05


def test_scripts_keep_the_pace_of_the_crawl(tmp_path):
    with portal(SHELL_PORTAL) as town:
        crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True, delay_seconds=DELAY_SECONDS, pages=1)
        moments = dict(zip(town.asked, town.asked_at, strict=True))

    assert {"/app.js", "/api/news.json", "/api/count", "/logo.png"} <= set(moments)
    arrivals = sorted(moments.values())
    spans = [later - arrivals[0] for later in arrivals[1:]]
    assert all(span >= n * DELAY_SECONDS - TOLERANCE_SECONDS for n, span in enumerate(spans, start=1))


def test_robots_txt_holds_for_what_scripts_ask_for(tmp_path):
    answers = dict(SHELL_PORTAL) | {"/robots.txt": text("User-agent: *\nDisallow: /api/", "text/plain")}
    with portal(answers) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)

    assert "/api/news.json" not in town.asked
    assert "Welcome" not in document_of(crawled, home_of(crawled))
