"""A crawl of portals on loopback: what is visited, what becomes evidence, and what is left alone."""

from __future__ import annotations

import threading
from itertools import pairwise
from pathlib import Path

from crawler.evidence import Purpose
from crawler.ledger import read_done
from crawler.probes import SECURITY_TXT, made_up_path
from tests.crawler.portal_server import Answer, crawl_once, free_url, page, portal, redirect, zipped

MIB = 1024 * 1024


def test_every_page_within_the_budget_is_visited_and_archived(tmp_path: Path) -> None:
    with portal({"/": page("/a", "/b"), "/a": page("/c"), "/b": page(), "/c": page("/")}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"})

        assert crawled.outcomes(town.url) == {"/": 200, "/a": 200, "/b": 200, "/c": 200}
        assert {record.url for record in crawled.site().records()} >= {f"{town.url}/c", f"{town.url}/robots.txt"}
        assert [visit.depth for visit in crawled.visits()] == [0, 1, 1, 2]


def test_the_budget_is_kept(tmp_path: Path) -> None:
    with portal({"/": page(*(f"/{number}" for number in range(40)))}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, pages=7)
        done = read_done(crawled.site())

        assert len(crawled.visits()) == 7
        assert done is not None
        assert (done.reason, done.pages) == ("budget", 7)


def test_each_hop_of_a_redirect_is_a_visit(tmp_path: Path) -> None:
    answers = {"/": redirect("/start", 301), "/start": redirect("/home"), "/home": page("/a"), "/a": page()}
    with portal(answers) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"})

        assert crawled.outcomes(town.url) == {"/": 301, "/start": 302, "/home": 200, "/a": 200}
        assert crawled.visits()[0].final_url == f"{town.url}/start"


def test_a_redirect_loop_is_named(tmp_path: Path) -> None:
    with portal({"/": page("/a", "/z"), "/a": redirect("/b"), "/b": redirect("/a"), "/z": redirect("/z")}) as town:
        outcomes = crawl_once(tmp_path, {"town": f"{town.url}/"}).outcomes(town.url)

        assert (outcomes["/a"], outcomes["/z"]) == ("redirect_loop", "redirect_loop")


def test_a_redirect_off_the_site_is_recorded_and_not_followed(tmp_path: Path) -> None:
    with portal({"/": page()}) as other, portal({"/": page("/a"), "/a": redirect(f"{other.url}/x")}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/", "other": f"{other.url}/"})

        assert crawled.outcomes(town.url)["/a"] == "redirect_off_site"
        assert "/x" not in other.asked


def test_a_private_address_that_a_page_names_is_never_asked(tmp_path: Path) -> None:
    with portal({"/": page()}) as secret, portal({"/go": redirect(f"{secret.url}/")}) as town:
        town.answers["/"] = page(f"{secret.url}/", "/go")
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"})
        done = read_done(crawled.site())

        assert secret.asked == []
        assert crawled.outcomes(town.url)["/go"] == "refused_address"
        assert done is not None
        assert done.refused_links == 1


def test_a_compressed_body_is_archived_as_it_came(tmp_path: Path) -> None:
    answer = zipped(page("/a"))
    with portal({"/": answer, "/a": page()}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"})
        record = next(record for record in crawled.site().records() if record.url == f"{town.url}/")

        assert record.headers["content-encoding"] == "gzip"
        assert b"<title>" in record.body
        assert crawled.outcomes(town.url)["/a"] == 200


def test_a_body_of_50_megabytes_is_given_up(tmp_path: Path) -> None:
    large = Answer(b"x" * (50 * MIB), headers={"Content-Type": "text/html"})
    with portal({"/": page("/large", "/after"), "/large": large, "/after": page()}) as town:
        outcomes = crawl_once(tmp_path, {"town": f"{town.url}/"}, timeout_seconds=20).outcomes(town.url)

        assert (outcomes["/large"], outcomes["/after"]) == ("body_too_large", 200)


def test_a_document_is_counted_and_its_body_left_with_the_server(tmp_path: Path) -> None:
    paper = Answer(b"%PDF" + b"x" * MIB, headers={"Content-Type": "application/pdf"})
    with portal({"/": page("/download?id=1"), "/download?id=1": paper}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"})
        record = next(record for record in crawled.site().records() if "download" in record.url)

        assert crawled.outcomes(town.url)["/download?id=1"] == 200
        assert record.body == b""


def test_a_body_shorter_than_declared_is_taken_at_the_second_try(tmp_path: Path) -> None:
    short = Answer(page().body, headers={"Content-Type": "text/html"}, declared_length=5000)
    with portal({"/": page("/short"), "/short": short}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"})
        visits = [visit.status or visit.failure for visit in crawled.visits() if visit.url.endswith("/short")]

        assert visits == ["body_truncated", 200]
        assert any(record.url.endswith("/short") for record in crawled.site().records())


def test_a_refused_connection_is_tried_again_and_gets_its_name(tmp_path: Path) -> None:
    url = free_url()
    crawled = crawl_once(tmp_path, {"town": f"{url}/"})
    done = read_done(crawled.site())

    assert {visit.failure for visit in crawled.visits()} == {"connection_refused"}
    assert len(crawled.visits()) == 4  # two tries, and two more at the end of the run
    assert done is not None
    assert done.reason == "home_failed"


def test_a_server_that_never_answers_times_out(tmp_path: Path) -> None:
    released = threading.Event()
    slow = Answer(b"late", before=lambda: released.wait(20))
    with portal({"/": page("/slow", "/after"), "/slow": slow, "/after": page()}) as town:
        outcomes = crawl_once(tmp_path, {"town": f"{town.url}/"}, timeout_seconds=0.5).outcomes(town.url)
        released.set()

        assert (outcomes["/slow"], outcomes["/after"]) == ("read_timeout", 200)


def test_a_server_that_hangs_up_is_a_reset(tmp_path: Path) -> None:
    with portal({"/": page("/cut"), "/cut": Answer(hangs_up=True)}) as town:
        assert crawl_once(tmp_path, {"town": f"{town.url}/"}).outcomes(town.url)["/cut"] == "connection_reset"


def test_the_probes_ask_for_a_made_up_path_and_the_site_map_once(tmp_path: Path) -> None:
    with portal({"/": page()}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"})
        crawl_once(tmp_path, {"town": f"{town.url}/"})
        probes = {visit.url.removeprefix(town.url): visit.status for visit in crawled.visits(purpose=Purpose.PROBE)}

        assert probes == dict.fromkeys(("/robots.txt", "/sitemap.xml", SECURITY_TXT, made_up_path("town")), 404)
        assert town.asked.count(made_up_path("town")) == 1


def test_the_wave_counts_requests_by_host_and_failures(tmp_path: Path) -> None:
    with portal({"/": page("/cut"), "/cut": Answer(hangs_up=True)}) as town:
        wave = crawl_once(tmp_path, {"town": f"{town.url}/"}).folder.read_wave()

        assert wave.failures == {"connection_reset": 2}
        assert wave.requests_by_host == {town.url.removeprefix("http://"): 7}
        assert wave.finished is not None


def test_requests_to_a_host_are_never_closer_than_the_delay(tmp_path: Path) -> None:
    with portal({"/": page("/a", "/b"), "/a": page(), "/b": page()}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, delay_seconds=0.2)
        times = sorted(visit.requested_at for visit in crawled.site().visits())

        assert len(times) == 7
        assert min((later - sooner).total_seconds() for sooner, later in pairwise(times)) >= 0.19


def test_an_outage_of_ours_is_not_the_sites_and_is_made_good(tmp_path: Path) -> None:
    with portal({}) as control, portal({"/": page("/a"), "/a": Answer(hangs_up=True)}) as town:

        def recover() -> None:
            if "/a" in town.asked:
                town.answers["/a"] = page()
                control.answers["/"] = Answer(b"up")

        control.answers["/"] = Answer(hangs_up=True, before=recover)
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, control=f"{control.url}/")
        visits = [visit for visit in crawled.visits() if visit.url.endswith("/a")]

        assert [visit.status or visit.failure for visit in visits][-1] == 200
        assert {visit.failure for visit in visits[:-1]} == {"our_side"}
        assert (visits[0].detail or "").startswith("connection_reset: ")
