"""What may be said of a link from the visits to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.evidence import Purpose, Visit, page_key
from scoring.facts.link_verdicts import read_verdicts
from scoring.facts.model import LinkState
from tests.builders import HOME, VISITED_AT, visit


def check(path: str, *, hour: int = 0, **others: object) -> Visit:
    at = VISITED_AT + timedelta(hours=hour)
    return visit(path, purpose=Purpose.LINK_CHECK, linked_from=HOME, requested_at=at, **others)


def redirected(path: str, target: str, *, hour: int = 0) -> Visit:
    return check(path, hour=hour, status=302, final_url=HOME.rstrip("/") + target)


def state_of(path: str, *visits: Visit) -> LinkState:
    verdicts = read_verdicts([visit("/", depth=0), *visits])
    return verdicts[page_key(HOME.rstrip("/") + path)].state


@pytest.mark.parametrize("outcome", [{"status": 404}, {"status": 503}, {"failure": "dns_not_found"}])
def test_it_takes_two_attempts_to_be_broken(outcome: dict[str, object]) -> None:
    assert state_of("/a", check("/a", **outcome)) is LinkState.UNSEEN
    assert state_of("/a", check("/a", **outcome), check("/a", hour=2, **outcome)) is LinkState.BROKEN


def test_the_last_attempt_decides() -> None:
    assert state_of("/a", check("/a", status=500), check("/a", hour=2)) is LinkState.WORKS
    assert state_of("/a", check("/a", status=404), check("/a", hour=2, failure="read_timeout")) is LinkState.UNSEEN


def test_the_page_crawls_own_tries_are_one_attempt() -> None:
    crawled = [visit("/a", status=503, linked_from=HOME), visit("/a", status=503, linked_from=HOME)]

    assert state_of("/a", *crawled, check("/b")) is LinkState.UNSEEN
    assert state_of("/a", *crawled, check("/a", hour=2, status=503)) is LinkState.BROKEN


def test_without_link_checks_in_the_wave_the_only_attempt_decides() -> None:
    assert state_of("/a", visit("/a", status=404, linked_from=HOME)) is LinkState.BROKEN


@pytest.mark.parametrize("status", [401, 403, 405, 429, 451, 999])
def test_whoever_turns_us_away_is_blocked_not_broken(status: int) -> None:
    assert state_of("/a", check("/a", status=status), check("/a", hour=2, status=status)) is LinkState.BLOCKED


def test_a_check_for_browsers_is_blocked_whatever_its_status() -> None:
    shown = {"status": 503, "detail": "challenge: cloudflare"}

    assert state_of("/a", check("/a", **shown), check("/a", hour=2, **shown)) is LinkState.BLOCKED


def test_timeouts_and_robots_txt_say_nothing_of_a_link() -> None:
    late = {"failure": "connect_timeout"}

    assert state_of("/a", check("/a", **late), check("/a", hour=2, **late)) is LinkState.UNSEEN
    assert state_of("/a", check("/a", failure="robots_denied")) is LinkState.UNSEEN


def test_a_link_is_as_good_as_where_its_redirects_lead() -> None:
    gone = [
        *(redirected("/a", "/b"), check("/b", status=404)),
        *(redirected("/a", "/b", hour=2), check("/b", hour=2, status=404)),
    ]

    assert state_of("/a", *gone) is LinkState.BROKEN
    assert state_of("/a", redirected("/a", "/b"), check("/b")) is LinkState.WORKS
    assert state_of("/a", redirected("/a", "/elsewhere")) is LinkState.UNSEEN


def test_a_deep_link_led_to_the_home_page_is_neither_working_nor_broken() -> None:
    assert state_of("/old/article", redirected("/old/article", "/")) is LinkState.UNSEEN


def test_links_beyond_the_site_are_told_apart_from_its_own() -> None:
    verdicts = read_verdicts([visit("/"), check("/a")], [check("https://other.example/x")])

    assert {verdict.url: verdict.is_internal for verdict in verdicts.values()} == {
        f"{HOME}a": True,
        "https://other.example/x": False,
    }
