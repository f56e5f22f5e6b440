"""A crawl that is broken off goes on where it stopped, and only one works on a wave."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest

from crawler import archive
from crawler.disk import DiskFullError
from crawler.evidence import Purpose, SiteWriter, WaveFolder
from crawler.lock import WaveLockedError, wave_lock
from crawler.run import ListChangedError, UnknownSitesError, crawl
from site_lists.model import load_list
from tests.crawler.portal_server import Answer, Portal, crawl_once, page, portal, write_list

WIDE = {"/": page(*(f"/{section}/{number}" for section in "abc" for number in range(12)))} | {
    f"/{section}/{number}": page(f"/{section}/{number}/more") for section in "abc" for number in range(12)
}


def start(list_folder: Path, data: Path) -> subprocess.Popen[str]:
    """A crawl in a process of its own."""
    command = [sys.executable, "-m", "tests.crawler.crawl_command", str(list_folder), str(data)]
    root = Path(__file__).parents[2]
    return subprocess.Popen(command, cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, text=True)


def stop_at(town: Portal, path: str) -> tuple[threading.Event, threading.Event]:
    """Make a path block: the first event says that it was asked for, the second lets it go."""
    asked, go = threading.Event(), threading.Event()

    def wait() -> None:
        asked.set()
        go.wait(20)

    answer = town.answers[path]
    town.answers[path] = Answer(answer.body, answer.status, answer.headers, before=wait)
    return asked, go


def page_order(folder: WaveFolder) -> list[str]:
    pages = [visit.url for visit in folder.site("town").visits() if visit.purpose is Purpose.PAGE]
    return [url.rpartition(":")[2].partition("/")[2] for url in pages]


def test_after_kill_9_the_same_pages_are_visited_and_none_twice(tmp_path: Path) -> None:
    with portal(WIDE) as town:
        folder = write_list(tmp_path / "towns", {"town": f"{town.url}/"}, pages=60)
        whole = tmp_path / "whole"
        crawl(load_list(folder), label="w", data=whole)
        town.asked.clear()
        for path in ("/a/3", "/c/7"):
            asked, go = stop_at(town, path)
            killed = start(folder, tmp_path / "data")
            assert asked.wait(20)
            killed.kill()
            killed.wait()
            go.set()
            town.answers[path] = WIDE[path]
        crawl(load_list(folder), label="w", data=tmp_path / "data")

        again = {path: count for path, count in Counter(town.asked).items() if count > 1 and path in WIDE}
        assert set(again) == {"/a/3", "/c/7"}  # those that were under way when the process died
        assert page_order(WaveFolder(tmp_path / "data/towns/w")) == page_order(WaveFolder(whole / "towns/w"))


def test_a_finished_wave_asks_for_nothing_more(tmp_path: Path) -> None:
    with portal(WIDE) as town:
        crawl_once(tmp_path, {"town": f"{town.url}/"})
        town.asked.clear()
        before = (tmp_path / "data/towns/w/wave.json").read_text(encoding="utf-8")
        crawl_once(tmp_path, {"town": f"{town.url}/"}, pages=50)

        assert town.asked == []
        assert (tmp_path / "data/towns/w/wave.json").read_text(encoding="utf-8") == before


def test_a_site_whose_home_page_failed_is_tried_by_the_next_run(tmp_path: Path) -> None:
    with portal({"/": Answer(status=503, headers={"Retry-After": "0"})}) as town:
        before = crawl_once(tmp_path, {"town": f"{town.url}/"}).outcomes(town.url)
        town.answers.update({"/": page("/a"), "/a": page()})
        after = crawl_once(tmp_path, {"town": f"{town.url}/"}).outcomes(town.url)

        assert (before, after) == ({"/": 503}, {"/": 200, "/a": 200})


def test_a_second_crawl_of_the_wave_is_refused_with_process_and_host(tmp_path: Path) -> None:
    with portal(WIDE) as town:
        folder = write_list(tmp_path / "towns", {"town": f"{town.url}/"})
        asked, go = stop_at(town, "/a/3")
        first = start(folder, tmp_path)
        assert asked.wait(20)
        with pytest.raises(WaveLockedError, match=rf"process {first.pid} on {socket.gethostname()}"):
            crawl(load_list(folder), label="w", data=tmp_path)
        go.set()

        assert first.wait(30) == 0


def test_a_lock_left_by_another_machine_is_respected_and_a_dead_ones_taken_over(tmp_path: Path) -> None:
    lock = tmp_path / "crawl.lock"
    lock.write_text(json.dumps({"pid": 1, "host": "elsewhere"}), encoding="utf-8")
    with pytest.raises(WaveLockedError, match="elsewhere"), wave_lock(lock):
        pass
    lock.write_text(json.dumps({"pid": 999_999, "host": socket.gethostname()}), encoding="utf-8")
    with wave_lock(lock):
        assert json.loads(lock.read_text(encoding="utf-8"))["pid"] == os.getpid()


def test_an_interrupt_stops_within_seconds_and_the_wave_can_go_on(tmp_path: Path) -> None:
    with portal(WIDE) as town:
        folder = write_list(tmp_path / "towns", {"town": f"{town.url}/"}, timeout_seconds=20)
        asked, go = stop_at(town, "/a/3")
        interrupted = start(folder, tmp_path)
        assert asked.wait(20)
        interrupted.send_signal(signal.SIGINT)

        assert interrupted.wait(8) == 130
        go.set()
        crawl(load_list(folder), label="w", data=tmp_path)
        assert len(page_order(WaveFolder(tmp_path / "towns/w"))) == 73


def test_a_full_disk_stops_the_crawl_with_a_message_and_leaves_what_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with portal(WIDE) as town:
        written = SiteWriter.write
        left = iter(range(10))

        def write(self: SiteWriter, *args: object, **keywords: object) -> object:
            if next(left, None) is None:
                raise OSError(28, "No space left on device")
            return written(self, *args, **keywords)  # type: ignore[arg-type]

        monkeypatch.setattr(archive.SiteWriter, "write", write)
        with pytest.raises(DiskFullError, match="No space left on device"):
            crawl_once(tmp_path, {"town": f"{town.url}/"})
        monkeypatch.undo()
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, pages=40)

        assert len(crawled.visits()) == 40
        assert len(list(crawled.site().records())) == 44


def test_unknown_sites_are_named(tmp_path: Path) -> None:
    folder = write_list(tmp_path / "towns", {"town": "http://127.0.0.1:1/"})

    with pytest.raises(UnknownSitesError, match="atlantis"):
        crawl(load_list(folder), label="w", data=tmp_path, only=("atlantis",))


def test_a_site_that_moved_within_a_wave_is_refused(tmp_path: Path) -> None:
    with portal({"/": page()}) as town:
        crawl_once(tmp_path, {"town": f"{town.url}/"})
        with pytest.raises(ListChangedError, match="town"):
            crawl_once(tmp_path, {"town": f"{town.url}/elsewhere"})
