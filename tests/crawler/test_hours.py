"""Permitted hours: when a crawl may make requests, whatever the time zone and the season."""

from __future__ import annotations

import asyncio
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.hours import read_hours
from site_lists.model import DataFileErrors, load_list
from tests.crawler.hand_clock import HandClock
from tests.crawler.portal_server import Answer, crawl_once, page, portal, write_list
from tests.crawler.test_resume import start


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "now", "opens"),
    [
        ("20:00-07:00 Asia/Shanghai", "2026-05-04T12:00", "2026-05-04T12:00"),  # 20:00 there
        ("20:00-07:00 Asia/Shanghai", "2026-05-04T22:59", "2026-05-04T22:59"),
        ("20:00-07:00 Asia/Shanghai", "2026-05-04T23:00", "2026-05-05T12:00"),
        ("01:00-05:00 UTC", "2026-05-04T00:30", "2026-05-04T01:00"),
        ("01:00-05:00 UTC", "2026-05-04T05:00", "2026-05-05T01:00"),
        ("00:00-00:00 UTC", "2026-05-04T13:00", "2026-05-04T13:00"),
        ("22:00-06:00 Europe/Ljubljana", "2026-03-29T04:30", "2026-03-29T20:00"),  # the night of the clock change
        ("22:00-06:00 Europe/Ljubljana", "2026-03-28T06:30", "2026-03-28T21:00"),
    ],
)
def test_requests_wait_for_the_span_to_begin(hours: str, now: str, opens: str) -> None:
    span = read_hours(hours)

    assert span is not None
    assert span.opens_at(at(now)) == at(opens)


def test_waiting_is_cut_into_naps_and_ends_when_the_span_begins() -> None:
    clock = HandClock(at("2026-05-04T10:00"))
    span = read_hours("20:00-07:00 Asia/Shanghai")
    assert span is not None
    asyncio.run(span.wait(clock))

    assert clock.now() == at("2026-05-04T12:00")
    assert max(clock.slept) <= 60


def test_an_unknown_time_zone_is_a_fault_of_the_list(tmp_path: Path) -> None:
    folder = write_list(tmp_path / "towns", {"town": "http://127.0.0.1:1/"}, hours="20:00-07:00 Asia/Atlantis")

    with pytest.raises(DataFileErrors) as caught:
        load_list(folder)
    assert "Asia/Atlantis" in str(caught.value.exceptions[0])


def test_a_crawl_begun_too_early_makes_its_first_request_when_the_span_begins(tmp_path: Path) -> None:
    clock = HandClock(at("2026-05-04T11:00"))
    asked: list[datetime] = []
    rules = Answer(status=404, before=lambda: asked.append(clock.now()))
    with portal({"/": page("/a"), "/a": page(), "/robots.txt": rules}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, clock=clock, hours="20:00-07:00 Asia/Shanghai")

        assert crawled.outcomes(town.url) == {"/": 200, "/a": 200}
        assert town.asked[0] == "/robots.txt"
        assert min(asked) >= at("2026-05-04T12:00")


def test_an_interrupt_ends_the_waiting_for_the_hours(tmp_path: Path) -> None:
    begin = datetime.now(UTC) + timedelta(hours=5)
    span = f"{begin:%H:%M}-{begin + timedelta(hours=1):%H:%M} UTC"
    with portal({"/": page()}) as town:
        waiting = start(write_list(tmp_path / "towns", {"town": f"{town.url}/"}, hours=span), tmp_path)
        while not (tmp_path / "towns/w/wave.json").exists():
            assert waiting.poll() is None
        waiting.send_signal(signal.SIGINT)

        assert waiting.wait(8) in (130, -signal.SIGINT)
        assert town.asked == []
