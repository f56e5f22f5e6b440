"""Manners: the pace of a host and of an address, back-off, rests, opt-outs; told by the server's own log."""

from __future__ import annotations

import asyncio
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.evidence import Purpose, Visit
from crawler.failures import blame_of
from crawler.ledger import read_done
from crawler.manners import IN_FLIGHT_PER_ADDRESS, Manners, retry_after_seconds
from site_lists.model import DataFileErrors, load_list
from tests.crawler.hand_clock import NIGHT, HandClock
from tests.crawler.portal_server import Answer, crawl_once, page, portal, write_list

PLATFORM = {"a.gov": ("203.0.113.7",), "b.gov": ("203.0.113.7",), "c.gov": ("203.0.113.8",), "d.gov": ("127.0.0.1",)}
PAGES = {"/": page("/a", "/b", "/c"), "/a": page(), "/b": page(), "/c": page()}


async def look_up(name: str) -> tuple[str, ...]:
    return PLATFORM.get(name, ())


def answered(status: int) -> Visit:
    return Visit(site_id="town", url="http://a.gov/", purpose=Purpose.PAGE, requested_at=NIGHT, status=status)


def timed_out() -> Visit:
    return Visit(
        site_id="town", url="http://a.gov/", purpose=Purpose.PAGE, requested_at=NIGHT, failure="connect_timeout"
    )


def times_of(manners: Manners, clock: HandClock, asked: list[tuple[str, Visit]], **end: str) -> list[float]:
    """When each of these requests is made, one after the other."""

    async def run() -> list[float]:
        times = []
        for host, visit in asked:
            turn = await manners.begin(f"http://{host}/")
            times.append(round(clock.seconds(), 3))
            await manners.end(turn, visit, **end)
        return times

    return asyncio.run(run())


def polite(clock: HandClock, delay: float = 1.0, *, address: float | None = None) -> Manners:
    return Manners(delay, look_up, address_delay_seconds=address, clock=clock)


def test_a_host_is_asked_at_its_pace_by_whatever_scheme() -> None:
    clock = HandClock()

    assert times_of(polite(clock), clock, [("c.gov", answered(200)), ("c.gov:443", answered(200))]) == [0, 1]


def test_two_hosts_at_one_address_share_its_pace_and_others_do_not() -> None:
    clock = HandClock()
    hosts = ["a.gov", "b.gov", "c.gov", "a.gov"]

    assert times_of(polite(clock), clock, [(host, answered(200)) for host in hosts]) == [0, 1, 1, 2]


def test_this_machines_addresses_count_only_when_the_list_says_so() -> None:
    free, bound = HandClock(), HandClock()
    asked = [("d.gov", answered(200)), ("d.gov:8080", answered(200))]

    assert times_of(polite(free), free, asked) == [0, 0]
    assert times_of(polite(bound, address=2.0), bound, asked) == [0, 2]


def test_an_address_may_have_a_pace_of_its_own() -> None:
    clock = HandClock()
    asked = [(host, answered(200)) for host in ("a.gov", "b.gov", "a.gov")]

    assert times_of(polite(clock, address=0.25), clock, asked) == [0, 0.25, 1]


@pytest.mark.parametrize("trouble", [answered(429), answered(503), timed_out()])
def test_trouble_halves_the_rate_and_good_answers_win_it_back_by_tenths(trouble: Visit) -> None:
    clock = HandClock()
    asked = [("c.gov", trouble), ("c.gov", trouble), *[("c.gov", answered(200))] * 12]
    gaps = [round(later - sooner, 2) for sooner, later in pairwise(times_of(polite(clock), clock, asked))]

    assert gaps[:2] == [2, 4]
    assert gaps[2:5] == [4, 2.86, 2.22]
    assert gaps[-2:] == [1, 1]


def test_the_rate_never_falls_below_one_request_a_minute() -> None:
    clock = HandClock()
    times = times_of(polite(clock), clock, [("c.gov", answered(429))] * 12)

    assert times[-1] - times[-2] == 60


def test_a_crawl_delay_is_a_floor_that_good_answers_do_not_lower() -> None:
    clock = HandClock()
    manners = polite(clock)
    manners.keep_to("http://c.gov/", 5)

    assert times_of(manners, clock, [("c.gov", answered(200))] * 4) == [0, 5, 10, 15]


def test_a_slow_host_does_not_hold_up_its_neighbours() -> None:
    async def run() -> list[str]:
        manners = Manners(0.01, look_up)
        manners.keep_to("http://a.gov/", 30)
        order: list[str] = []

        async def ask(host: str, times: int) -> None:
            for _ in range(times):
                turn = await manners.begin(f"http://{host}/")
                order.append(host)
                await manners.end(turn, answered(200))

        slow = asyncio.create_task(ask("a.gov", 2))
        await ask("b.gov", 5)
        slow.cancel()
        return order

    assert asyncio.run(run()).count("b.gov") == 5


def test_only_so_many_requests_to_an_address_are_under_way_at_once() -> None:
    async def run() -> int:
        manners = Manners(0.001, lambda _: look_up("a.gov"))
        waiting = [asyncio.create_task(manners.begin(f"http://{number}.gov/")) for number in range(6)]
        done, pending = await asyncio.wait(waiting, timeout=0.2)
        for task in pending:
            task.cancel()
        return len(done)

    assert asyncio.run(run()) == IN_FLIGHT_PER_ADDRESS


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("-5", 0),
        ("nan", 0),
        ("1e9", 86400),
        ("Mon, 04 May 2026 22:02:00 GMT", 120),
        ("Mon, 04 May 2026 21:00:00 GMT", 0),
        ("soon", 0),
        ("", 0),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(header: str, seconds: float) -> None:
    now: datetime = NIGHT

    assert retry_after_seconds(header, now) == seconds


@pytest.mark.parametrize("header", ["7", "Mon, 04 May 2026 22:00:07 GMT"])
def test_a_host_rests_as_long_as_it_asks(header: str) -> None:
    clock = HandClock()

    assert times_of(polite(clock), clock, [("c.gov", answered(503))] * 2, retry_after=header) == [0, 7]


def test_the_server_never_sees_two_hosts_of_one_address_above_the_rate(tmp_path: Path) -> None:
    with portal(PAGES) as town:
        other = town.url.replace("127.0.0.1", "localhost")
        crawl_once(
            tmp_path,
            {"town": f"{town.url}/", "other": f"{other}/"},
            delay_seconds=0.15,
            address_delay_seconds=0.3,
        )

        assert len(set(town.asked_host)) == 2
        assert len(town.asked_at) == 16
        # A packet may be a moment late and the next one in time, so the pace is told over the whole log; the tests with
        # a clock of their own hold each single gap.
        assert town.asked_at[-1] - town.asked_at[0] >= 0.96 * 15 * 0.3


def test_after_429_the_server_sees_longer_gaps(tmp_path: Path) -> None:
    busy = Answer(b"slow down", 429, {"Content-Type": "text/html"})
    with portal({"/": page("/a", "/b"), "/a": busy, "/b": page()}) as town:
        crawl_once(tmp_path, {"town": f"{town.url}/"}, delay_seconds=0.1)
        log = list(zip(town.asked, town.asked_at, strict=True))
        begin = next(number for number, (path, _) in enumerate(log) if path == "/a")
        gaps = [round(later[1] - sooner[1], 1) for sooner, later in pairwise(log[begin : begin + 3])]

        assert [path for path, _ in log[begin : begin + 3]] == ["/a", "/a", "/b"]
        assert gaps[0] >= 0.2
        assert gaps[1] >= 0.4


def test_a_server_asking_for_a_rest_is_not_asked_before_it_ends(tmp_path: Path) -> None:
    clock = HandClock()
    log: list[float] = []
    busy = Answer(b"", 503, {"Content-Type": "text/html", "Retry-After": "40"}, before=lambda: log.append(clock.passed))
    with portal({"/": page("/a"), "/a": busy}) as town:
        crawl_once(tmp_path, {"town": f"{town.url}/"}, clock=clock)

        assert len(log) == 2
        assert log[1] - log[0] >= 40


def test_a_server_asking_for_a_long_rest_is_left_alone_until_the_second_chance(tmp_path: Path) -> None:
    clock = HandClock()
    log: list[float] = []

    def recover() -> None:
        log.append(clock.passed)
        town.answers["/a"] = page("/b")

    busy = Answer(b"", 429, {"Content-Type": "text/html", "Retry-After": "600"}, before=recover)
    with portal({"/": page("/a"), "/a": busy, "/b": page()}) as town:
        outcomes = crawl_once(tmp_path, {"town": f"{town.url}/"}, clock=clock).outcomes(town.url)

        assert outcomes == {"/": 200, "/a": 200, "/b": 200}
        assert clock.passed >= 600
        assert town.asked.count("/a") == 2


def test_a_host_that_fails_over_and_over_is_left_and_tried_again_later(tmp_path: Path) -> None:
    down = Answer(b"", 503, {"Content-Type": "text/html"})
    clock = HandClock()
    paths = [f"/{number}" for number in range(20)]
    with portal({"/": page(*paths), **dict.fromkeys(paths, down)}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, clock=clock)
        done = read_done(crawled.site())

        assert done is not None
        assert done.reason == "broken_off"
        assert {path: town.asked.count(path) for path in paths if path in town.asked} == dict.fromkeys(paths[:5], 4)


def test_who_opted_out_is_asked_for_nothing_and_nobody_is_to_blame(tmp_path: Path) -> None:
    with portal(PAGES) as town, portal(PAGES) as gone:
        folder = write_list(tmp_path / "towns", {"town": f"{town.url}/", "gone": f"{gone.url}/"})
        (folder / "opt_out.txt").write_text(
            f"# asked on 2026-03-01\n{gone.url.removeprefix('http://')}\n{town.url}/b\n", encoding="utf-8"
        )
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/", "gone": f"{gone.url}/"})

        assert gone.asked == []
        assert crawled.outcomes(gone.url, "gone") == {"/": "opted_out"}
        assert len(crawled.visits("gone")) == 1
        assert blame_of("opted_out") == "nobody"
        assert crawled.outcomes(town.url) == {"/": 200, "/a": 200, "/b": "opted_out", "/c": 200}
        assert "/b" not in town.asked
        assert gone.url.removeprefix("http://") not in crawled.folder.read_wave().requests_by_host
        assert (crawled.folder.list_folder / "opt_out.txt").exists()


def test_a_host_that_opted_out_covers_what_lies_below_it(tmp_path: Path) -> None:
    folder = write_list(tmp_path / "towns", {"town": "http://127.0.0.1:1/"})
    (folder / "opt_out.txt").write_text("https://www.town.gov/\nother.gov/forum/\n", encoding="utf-8")
    opt_out = load_list(folder).opt_out
    covered = ["http://town.gov/", "https://www.town.gov/a", "https://news.town.gov/", "http://www.other.gov/forum/1"]
    free = ["http://mytown.gov/", "http://other.gov/", "http://other.gov/forums", "http://[bad"]

    assert [opt_out.covers(url) for url in covered] == [True] * 4
    assert [opt_out.covers(url) for url in free] == [False] * 4


def test_a_line_that_names_no_host_is_a_fault_with_its_line(tmp_path: Path) -> None:
    folder = write_list(tmp_path / "towns", {"town": "http://127.0.0.1:1/"})
    (folder / "opt_out.txt").write_text("town.gov\nplease leave us alone\n", encoding="utf-8")

    with pytest.raises(DataFileErrors) as caught:
        load_list(folder)
    assert "line 2" in str(caught.value.exceptions[0])
