"""`kill -9` at any moment: the same command again ends where an uninterrupted crawl ends."""

from __future__ import annotations

import random
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.evidence import Purpose, WaveFolder
from crawler.run import crawl
from site_lists.model import load_list
from tests.crawler.portal_server import Answer, Portal, page, portal, redirect, write_list
from tests.crawler.test_resume import start

KILLS = 10
SECTIONS = ("news", "plans", "law", "services")


def town_answers(number: int) -> dict[str, Answer]:
    """A town of about 90 pages: sections, articles, a redirect, a page that hangs up, one that is gone."""
    rest = Answer(page("/news/0", title="x" * 2000).body, headers={"Content-Type": "text/html"}, before=_moment)
    answers = {"/": page(*(f"/{section}/" for section in SECTIONS), "/moved", "/cut", "/gone", title=f"Town {number}")}
    answers |= {"/moved": redirect("/law/3"), "/cut": Answer(hangs_up=True)}
    for section in SECTIONS:
        answers[f"/{section}/"] = page(*(f"/{section}/{article}" for article in range(20)), title=section)
        answers |= {
            f"/{section}/{article}": Answer(
                page(f"/{section}/{article + 1}", title=f"{section} {article} {number}").body + rest.body,
                headers=rest.headers,
                before=_moment,
            )
            for article in range(20)
        }
    return answers


def _moment() -> None:
    time.sleep(0.01)  # a crawl that lasts a while can be killed in many places


def visited(folder: WaveFolder, name: str) -> dict[str, int | str | None]:
    """The outcome of each page, the last visit winning."""
    pages = [visit for visit in folder.site(name).visits() if visit.purpose is Purpose.PAGE]
    return {visit.url: visit.status or visit.failure for visit in pages}


def settled(folder: WaveFolder, names: list[str]) -> set[str]:
    """The addresses that were answered and written down; those gone are asked for once more to be sure."""
    visits = [visit for name in names for visit in folder.site(name).visits()]
    return {visit.url for visit in visits if visit.status is not None and not visit.says_gone}


def asked_of(towns: dict[str, Portal]) -> Counter[str]:
    return Counter(f"{town.url}{path}" for town in towns.values() for path in list(town.asked))


@pytest.mark.parametrize("seed", [2026])
def test_ten_kills_leave_the_evidence_of_an_uninterrupted_crawl(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with ExitStack() as opened:
        towns = {f"town-{n}": opened.enter_context(portal(town_answers(n))) for n in range(3)}
        urls = {name: f"{town.url}/" for name, town in towns.items()}
        names = list(urls)
        list_folder = write_list(tmp_path / "towns", urls, pages=80)
        whole = crawl(load_list(list_folder), label="w", data=tmp_path / "whole")
        total = sum(len(town.asked) for town in towns.values())
        for town in towns.values():
            town.asked.clear()
        folder = WaveFolder(tmp_path / "data/towns/w")
        moments = sorted(chance.sample(range(1, total - 5), KILLS))
        for moment in moments:
            before, known = asked_of(towns), settled(folder, names)
            crawling = start(list_folder, tmp_path / "data")
            while sum(len(town.asked) for town in towns.values()) < moment and crawling.poll() is None:
                time.sleep(chance.random() / 500)
            crawling.kill()
            crawling.wait()
            assert not {url for url in asked_of(towns) - before if url in known}, "asked again for what was known"
        known = settled(folder, names)
        before = asked_of(towns)
        wave = crawl(load_list(list_folder), label="w", data=tmp_path / "data")

        assert not {url for url in asked_of(towns) - before if url in known}
        for name in names:
            assert visited(folder, name) == visited(WaveFolder(tmp_path / "whole/towns/w"), name)
            with folder.site(name).archive_file.open("rb") as stream:
                records = ArchiveIterator(stream)
                ids = {record.rec_headers.get_header("WARC-Record-ID").strip("<>") for record in records}
            visits = folder.site(name).visits()
            assert {visit.record_id for visit in visits if visit.record_id} <= ids
        written = sum(len(folder.site(name).visits()) for name in names)
        assert sum(wave.requests_by_host.values()) == written
        assert wave.failures.keys() == whole.failures.keys()
        assert wave.finished is not None
        assert folder.read_wave().to_json() == wave.to_json()
