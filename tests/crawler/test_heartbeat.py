"""Heartbeats: when they are due, what becomes of them, and that they go on where they were broken off."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.evidence import Purpose, SiteWriter, Visit, WaveFolder, utc_now
from crawler.heartbeat import LineWriter, Plan, open_plan, read_span
from crawler.lock import WaveLockedError, wave_lock
from crawler.probe_run import Probed, probe
from crawler.probes import read_answers
from scoring.facts.site import read_site
from site_lists.model import load_list
from tests.builders import visit
from tests.crawler.portal_server import Answer, Crawled, crawl_once, free_url, page, portal, redirect, write_list

BEGAN = datetime(2026, 10, 1, tzinfo=UTC)
WEEK = Plan(BEGAN, timedelta(days=7), 20)


def beat(moment: datetime) -> Visit:
    return visit(purpose=Purpose.HEARTBEAT, depth=0, requested_at=moment)


def probe_once(
    tmp_path: Path, urls: Mapping[str, str], *, control: str = "", **options: object
) -> tuple[Crawled, Probed]:
    site_list = load_list(write_list(tmp_path / "towns", urls, control=control))
    done = probe(site_list, label="w", data=tmp_path / "data", **options)  # type: ignore[arg-type]
    return Crawled(site_list, WaveFolder(tmp_path / "data" / "towns" / "w")), done


def outcomes(crawled: Crawled, name: str = "town") -> list[int | str | None]:
    return [visit.status or visit.failure for visit in crawled.visits(name, Purpose.HEARTBEAT)]


def test_a_week_of_twenty_a_day_is_140_visits_well_apart() -> None:
    due = [WEEK.due("town", turn) for turn in range(WEEK.turns)]
    gaps = [later - sooner for sooner, later in pairwise(due)]

    assert len(due) == 140
    assert BEGAN <= due[0] <= due[-1] < WEEK.ends == BEGAN + timedelta(days=7)
    assert min(gaps) >= 0.75 * WEEK.turn
    assert len(set(gaps)) > 100  # never the same minute of the hour


def test_sites_are_spread_over_a_turn() -> None:
    shares = sorted((WEEK.due(f"town-{number}", 0) - BEGAN) / WEEK.turn for number in range(100))

    assert shares[0] < 0.1
    assert shares[-1] > 0.8
    assert max(later - sooner for sooner, later in pairwise(shares)) < 0.1


def test_turns_that_were_missed_are_not_made_up() -> None:
    made = WEEK.made([beat(WEEK.due("town", turn)) for turn in (0, 1, 2)])

    assert made == {0, 1, 2}
    assert WEEK.next_turn(made, WEEK.due("town", 2)) == 3
    assert WEEK.next_turn(made, BEGAN + timedelta(days=1, minutes=1)) == 20
    assert WEEK.next_turn(made | {20}, BEGAN + timedelta(days=1, minutes=1)) == 21
    assert WEEK.next_turn(made, WEEK.ends) is None


def test_a_plan_that_is_not_over_is_gone_on_with(tmp_path: Path) -> None:
    folder, later = WaveFolder(tmp_path), BEGAN + timedelta(days=3)
    first = open_plan(folder, now=BEGAN, span=timedelta(days=7), per_day=20)

    assert open_plan(folder, now=later, span=timedelta(days=7), per_day=20) == first
    assert open_plan(folder, now=BEGAN + timedelta(days=8), span=timedelta(days=7), per_day=20).began > first.ends


@pytest.mark.parametrize(("words", "hours"), [("7d", 168), ("12h", 12), (" 90m ", 1.5)])
def test_a_span_is_read(words: str, hours: float) -> None:
    assert read_span(words) == timedelta(hours=hours)


@pytest.mark.parametrize("words", ["", "7", "0d", "week", "-1d", "99999d"])
def test_what_is_no_span_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(ValueError, match="7d, 12h or 90m"):
        read_span(words)


def test_once_asks_each_home_page_once_and_makes_the_probes_of_those_that_answer(tmp_path: Path) -> None:
    with portal({"/": redirect("/home"), "/home": page("/a")}) as town:
        crawled, done = probe_once(tmp_path, {"town": f"{town.url}/", "gone": f"{free_url()}/"})

    assert outcomes(crawled) == [302, 200]
    assert outcomes(crawled, "gone") == ["connection_refused"]
    assert done == Probed(made=2, opened=1)
    assert "/a" not in town.asked
    assert "/sitemap.xml" in town.asked
    assert read_answers(crawled.site("town"))["host"] == "127.0.0.1"
    assert read_answers(crawled.site("gone")) == {}


def test_a_second_round_asks_again_and_makes_no_probe_twice(tmp_path: Path) -> None:
    with portal({"/": page()}) as town:
        probe_once(tmp_path, {"town": f"{town.url}/"})
        crawled, _ = probe_once(tmp_path, {"town": f"{town.url}/"})

        assert outcomes(crawled) == [200, 200]
        assert town.asked.count("/sitemap.xml") == 1


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (Answer(b"", 503), 503),
        (Answer(hangs_up=True), "connection_reset"),
        (redirect("/"), "redirect_loop"),
        (Answer(b"x", before=lambda: threading.Event().wait(2)), "read_timeout"),
    ],
)
def test_a_home_page_that_does_not_open_is_a_failure(tmp_path: Path, answer: Answer, outcome: int | str) -> None:
    with portal({"/": answer}) as town:
        crawled, done = probe_once(tmp_path, {"town": f"{town.url}/"}, limit_seconds=0.5)

        assert outcomes(crawled)[-1] == outcome
        assert done.opened == 0


def test_robots_txt_is_obeyed(tmp_path: Path) -> None:
    rules = Answer(b"User-agent: *\nDisallow: /", headers={"Content-Type": "text/plain"})
    with portal({"/": page(), "/robots.txt": rules}) as town:
        crawled, _ = probe_once(tmp_path, {"town": f"{town.url}/"})

        assert outcomes(crawled) == ["robots_denied"]
        assert "/" not in town.asked


def test_an_outage_of_ours_is_not_the_portals(tmp_path: Path) -> None:
    with portal({"/": Answer(hangs_up=True)}) as town:
        crawled, _ = probe_once(tmp_path, {"town": f"{town.url}/"}, control=f"{free_url()}/")

        assert set(outcomes(crawled)) == {"our_side"}


def test_a_plan_over_days_is_kept_and_resumed_where_it_broke_off(tmp_path: Path) -> None:
    turn = timedelta(milliseconds=250)
    plan = {"span": 6 * turn, "per_day": timedelta(days=1) // turn}
    with portal({"/": page()}) as town:
        crawled, done = probe_once(tmp_path, {"town": f"{town.url}/"}, **plan)
        kept = json.loads((crawled.folder.path / "heartbeat.json").read_text(encoding="utf-8"))
        times = [visit.requested_at for visit in crawled.visits(purpose=Purpose.HEARTBEAT)]

        assert 4 <= done.made <= 6
        assert all(moment >= datetime.fromisoformat(kept["began"]) for moment in times)
        assert len(
            {Plan(datetime.fromisoformat(kept["began"]), 6 * turn, plan["per_day"]).turn_at(t) for t in times}
        ) == len(times)
        assert "/sitemap.xml" not in town.asked


def test_a_turn_that_was_kept_before_the_break_is_not_asked_again(tmp_path: Path) -> None:
    with portal({"/": page()}) as town:
        site_list = load_list(write_list(tmp_path / "towns", {"town": f"{town.url}/"}))
        folder = WaveFolder(tmp_path / "data" / "towns" / "w")
        folder.path.mkdir(parents=True)
        began = utc_now() - timedelta(hours=23, minutes=55)
        plan = open_plan(folder, now=began, span=timedelta(days=1), per_day=1)
        LineWriter(folder.site("town")).write(beat(plan.due("town", 0)))

        assert probe(site_list, label="w", data=tmp_path / "data", span=timedelta(days=1), per_day=1).made == 0
        assert town.asked == []


def test_heartbeats_and_a_crawl_of_one_wave_do_not_meet(tmp_path: Path) -> None:
    with portal({"/": page("/a"), "/a": page()}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"})
        records = len(list(crawled.site().records()))
        with wave_lock(crawled.folder.path / "crawl.lock"):
            site_list = crawled.site_list
            probe(site_list, label="w", data=tmp_path / "data")
        asked = len(town.asked)
        crawl_once(tmp_path, {"town": f"{town.url}/"})

        assert outcomes(crawled) == [200]
        assert len(list(crawled.site().records())) == records
        assert len(town.asked) == asked


def test_two_runs_of_heartbeats_at_once_are_refused(tmp_path: Path) -> None:
    site_list = load_list(write_list(tmp_path / "towns", {"town": "http://127.0.0.1:9/"}))
    (tmp_path / "towns" / "w").mkdir()
    with wave_lock(tmp_path / "towns" / "w" / "heartbeat.lock"), pytest.raises(WaveLockedError, match=str(os.getpid())):
        probe(site_list, label="w", data=tmp_path)


def test_the_counts_of_a_finished_wave_follow(tmp_path: Path) -> None:
    with portal({"/": page()}) as town:
        before = sum(crawl_once(tmp_path, {"town": f"{town.url}/"}).folder.read_wave().requests_by_host.values())
        crawled, _ = probe_once(tmp_path, {"town": f"{town.url}/"})

        assert sum(crawled.folder.read_wave().requests_by_host.values()) == before + 1


def test_a_torn_last_line_is_cut_before_a_line_is_added(tmp_path: Path) -> None:
    folder = WaveFolder(tmp_path).site("town")
    writer = LineWriter(folder)
    writer.write(beat(BEGAN))
    with folder.visits_file.open("a", encoding="utf-8") as stream:
        stream.write('{"site_id": "to')
    writer.write(beat(BEGAN + timedelta(hours=1)))
    SiteWriter(folder).write(beat(BEGAN + timedelta(hours=2)))

    assert [visit.requested_at.hour for visit in folder.visits()] == [0, 1, 2]


def test_a_wave_of_heartbeats_alone_can_be_read_by_scoring(tmp_path: Path) -> None:
    with portal({"/": page()}) as town:
        crawled, _ = probe_once(tmp_path, {"town": f"{town.url}/"})
        facts = read_site(crawled.site_list.sites[0], crawled.site(), wave=crawled.folder.read_wave())

        assert [visit.status for visit in facts.visits if visit.purpose is Purpose.HEARTBEAT] == [200]
        assert facts.probes.asked_at is not None
