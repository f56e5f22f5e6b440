"""Links are checked once, and once more before one may count as broken."""

from __future__ import annotations

import json
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.evidence import Purpose, Visit
from crawler.link_ledger import History
from tests.builders import VISITED_AT, visit
from tests.crawler.portal_server import Answer, Crawled, crawl_once, free_url, page, portal, redirect

MIB = 1024 * 1024
EMPTY = Answer(b"", headers={"Content-Type": "application/pdf"})
PAPER = Answer(b"%PDF", headers={"Content-Type": "application/pdf"})
BUSY = Answer(b"<html>wait", 429, {"Content-Type": "text/html", "Retry-After": "0"})
CHALLENGE = Answer(
    b"<html><title>Just a moment...</title><script src=/cdn-cgi/challenge-platform/x.js></script>",
    503,
    {"Content-Type": "text/html"},
)


def checks(crawled: Crawled, base: str, name: str = "town") -> dict[str, list[int | str | None]]:
    """Path to the outcomes of its checks, in order."""
    found: dict[str, list[int | str | None]] = {}
    for check in crawled.visits(name, Purpose.LINK_CHECK):
        found.setdefault(check.url.removeprefix(base), []).append(check.status or check.failure)
    return found


def test_a_document_a_picture_and_a_page_beyond_the_budget_are_asked_for_once(tmp_path: Path) -> None:
    home = page("/a", "/b", "/paper.pdf")
    home = Answer(home.body + b"<img src=/seal.png>", headers=home.headers)
    seal = Answer(b"PNG", headers={"Content-Type": "image/png"})
    with portal({"/": home, "/a": page(), "/b": page(), "/paper.pdf": PAPER, "/seal.png": seal}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, pages=2, link_checks=500)

        assert checks(crawled, town.url) == {"/b": [200], "/paper.pdf": [200], "/seal.png": [200]}
        assert {check.linked_from for check in crawled.visits(purpose=Purpose.LINK_CHECK)} == {f"{town.url}/"}
        assert {path: town.asked.count(path) for path in ("/b", "/paper.pdf", "/seal.png")} == {
            "/b": 1,
            "/paper.pdf": 1,
            "/seal.png": 1,
        }


@pytest.mark.parametrize("status", [404, 410, 500, 503])
def test_what_is_gone_is_asked_for_again_at_the_end(tmp_path: Path, status: int) -> None:
    gone = Answer(b"none", status, {"Content-Type": "text/html"})
    with portal({"/": page("/gone.pdf"), "/gone.pdf": gone}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, link_checks=500)

        assert checks(crawled, town.url) == {"/gone.pdf": [status, status]}


def test_a_page_that_the_crawl_found_gone_is_asked_for_once_more(tmp_path: Path) -> None:
    with portal({"/": page("/gone", "/a"), "/a": page()}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, link_checks=500)

        assert crawled.outcomes(town.url)["/gone"] == 404
        assert checks(crawled, town.url) == {"/gone": [404]}


def test_a_server_that_fails_once_is_right_the_second_time(tmp_path: Path) -> None:
    with portal({"/": page("/flaps.pdf")}) as town:

        def mend() -> None:
            town.answers["/flaps.pdf"] = PAPER

        town.answers["/flaps.pdf"] = Answer(b"", 500, before=mend)
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, link_checks=500)

        assert checks(crawled, town.url) == {"/flaps.pdf": [500, 200]}


@pytest.mark.parametrize(("answer", "status"), [(Answer(b"", 403), 403), (BUSY, 429), (CHALLENGE, 503)])
def test_whoever_turns_us_away_is_not_asked_again(tmp_path: Path, answer: Answer, status: int) -> None:
    with portal({"/": page("/kept.pdf"), "/kept.pdf": answer}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, link_checks=500)

        assert checks(crawled, town.url) == {"/kept.pdf": [status]}
        assert not crawled.visits(purpose=Purpose.LINK_CHECK)[0].says_gone


def test_a_timeout_is_tried_again(tmp_path: Path) -> None:
    over = threading.Event()
    with portal({"/": page("/slow.pdf"), "/slow.pdf": Answer(before=lambda: over.wait(20))}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, timeout_seconds=0.5, link_checks=500)
        over.set()

        assert checks(crawled, town.url) == {"/slow.pdf": ["read_timeout", "read_timeout"]}


def test_a_redirect_is_followed_to_its_end(tmp_path: Path) -> None:
    answers = {"/": page("/old.pdf", "/moved.pdf"), "/old.pdf": redirect("/gone.pdf"), "/moved.pdf": redirect("/")}
    with portal(answers) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, link_checks=500)

        expected = {"/old.pdf": [302, 302], "/gone.pdf": [404, 404], "/moved.pdf": [302]}
        assert checks(crawled, town.url) == expected
        assert Counter(town.asked)["/"] == 1  # the home page was seen before


def test_a_redirect_loop_is_named(tmp_path: Path) -> None:
    with portal({"/": page("/a.pdf"), "/a.pdf": redirect("/b.pdf"), "/b.pdf": redirect("/a.pdf")}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, link_checks=500)

        assert checks(crawled, town.url)["/a.pdf"] == [302, "redirect_loop", 302, "redirect_loop"]


def test_the_bound_on_a_sites_checks_takes_the_home_page_first(tmp_path: Path) -> None:
    answers = {"/": page("/a", "/1.pdf"), "/a": page(*(f"/{number}.pdf" for number in range(2, 40)))}
    with portal(answers | {f"/{number}.pdf": PAPER for number in range(40)}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, link_checks=5)

        assert len(checks(crawled, town.url)) == 5
        assert next(iter(checks(crawled, town.url))) == "/1.pdf"


def test_what_robots_txt_forbids_is_not_checked(tmp_path: Path) -> None:
    rules = Answer(b"User-agent: *\nDisallow: /files/\n", headers={"Content-Type": "text/plain"})
    with portal({"/": page("/files/a.pdf"), "/robots.txt": rules}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, link_checks=500)

        assert checks(crawled, town.url) == {"/files/a.pdf": ["robots_denied"]}
        assert "/files/a.pdf" not in town.asked


def test_two_sites_with_one_link_beyond_have_it_asked_for_once(tmp_path: Path) -> None:
    with portal({"/law": page(), "/": page()}) as other:
        home = page(f"{other.url}/law", f"{other.url}/gone")
        with portal({"/": home}) as one, portal({"/": home}) as two:
            sites = {"one": f"{one.url}/", "two": f"{two.url}/"}
            crawled = crawl_once(tmp_path, sites, control=f"{other.url}/", link_checks=500)

        asked = Counter(other.asked)
        assert (asked["/law"], asked["/gone"], asked["/robots.txt"]) == (1, 2, 1)
        for name, base in (("one", one.url), ("two", two.url)):
            told = crawled.site(name).external.visits()
            assert [(check.url.removeprefix(other.url), check.status) for check in told] == [
                ("/law", 200),
                ("/gone", 404),
                ("/gone", 404),
            ]
            assert {(check.site_id, check.linked_from) for check in told} == {(name, f"{base}/")}
        assert crawled.folder.read_wave().requests_by_host[other.url.removeprefix("http://")] >= 4


def test_links_beyond_the_sites_are_left_alone_when_the_list_says_so(tmp_path: Path) -> None:
    with portal({"/law": page(), "/": page()}) as other, portal({"/": page(f"{other.url}/law")}) as town:
        options = {"control": f"{other.url}/", "external_links": False}
        crawl_once(tmp_path, {"town": f"{town.url}/"}, link_checks=500, **options)

        assert "/law" not in other.asked


def test_a_private_address_beyond_the_site_is_never_asked(tmp_path: Path) -> None:
    with portal({"/law": page()}) as secret, portal({"/": page(f"{secret.url}/law", "/go.pdf")}) as town:
        town.answers["/go.pdf"] = redirect(f"{secret.url}/law")
        crawl_once(tmp_path, {"town": f"{town.url}/"}, link_checks=500)

        assert secret.asked == []


def test_when_no_other_host_answers_nothing_is_tried_again(tmp_path: Path) -> None:
    lost = [f"{free_url()}/{number}" for number in range(5)]
    with portal({"/": page(*lost)}) as town:
        sites = {"town": f"{town.url}/"} | {f"lost-{number}": url for number, url in enumerate(lost)}
        crawled = crawl_once(tmp_path, sites, link_checks=500)
        told = Counter(check.url for check in crawled.site().external.visits())

        assert set(told) == set(lost)
        assert set(told.values()) == {1}


def test_a_huge_page_beyond_the_budget_is_left_after_its_first_bytes(tmp_path: Path) -> None:
    with endless() as (url, sent), portal({"/": page(f"{url}/huge")}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, control=f"{url}/", link_checks=500)

        assert [check.status for check in crawled.site().external.visits()] == [200]
        assert sent.wait(10), "the server never saw the connection closed"


@contextmanager
def endless(content_type: str = "text/html") -> Iterator[tuple[str, threading.Event]]:
    """A server whose home page leads to one without end; the event is set when a reader of it hangs up."""
    hung_up = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def answer(connection: socket.socket) -> None:
        with connection:
            asked = connection.recv(4096)
            head = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: "
            if b"GET /huge" not in asked:
                connection.sendall(head + b"text/html\r\n\r\n<html><a href=/huge.pdf>a")
                return
            connection.sendall(head + content_type.encode() + b"\r\n\r\n")
            try:
                for _ in range(64):
                    connection.sendall(b"x" * MIB)
            except OSError:
                hung_up.set()

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", hung_up
    finally:
        listener.close()


def test_a_crawl_that_died_before_its_links_were_done_goes_on_with_them(tmp_path: Path) -> None:
    with portal({"/": page("/a.pdf", "/gone.pdf"), "/a.pdf": PAPER}) as town:
        sites = {"town": f"{town.url}/"}
        crawled = crawl_once(tmp_path, sites, link_checks=500)
        done = crawled.folder.path / "links" / "done.json"
        assert json.loads(done.read_text(encoding="utf-8")) == {"sites": ["town"]}
        lines = crawled.site().visits_file.read_text(encoding="utf-8").splitlines(keepends=True)
        crawled.site().visits_file.write_text("".join(lines[:-1]), encoding="utf-8")  # the second try of /gone.pdf
        done.unlink()
        town.asked.clear()
        crawl_once(tmp_path, sites, link_checks=500)
        crawl_once(tmp_path, sites, link_checks=500)

        assert town.asked == ["/gone.pdf"]


def tries(*minutes: int, status: int = 404) -> list[Visit]:
    return [
        visit("/a", status=status, purpose=Purpose.LINK_CHECK, requested_at=VISITED_AT + timedelta(minutes=minute))
        for minute in minutes
    ]


def test_a_later_run_tries_in_another_hour_what_failed_twice_within_one() -> None:
    url, soon, later = tries(0)[0].url, VISITED_AT + timedelta(minutes=50), VISITED_AT + timedelta(hours=3)

    assert History.of(tries(0)).is_open(url, soon)
    assert not History.of(tries(0, 10)).is_open(url, soon)
    assert History.of(tries(0, 10)).is_open(url, later)
    assert not History.of(tries(0, 90)).is_open(url, later)
    assert not History.of(tries(0, 10, 150)).is_open(url, VISITED_AT + timedelta(hours=9))
    assert not History.of(tries(0, status=403)).is_open(url, later)


def test_of_a_file_only_the_first_bytes_are_asked_for(tmp_path: Path) -> None:
    seen: list[str | None] = []
    part = {"Content-Type": "application/pdf", "Content-Range": "bytes 0-1022/146515"}
    kept = Answer(b"%PDF-" + b"x" * 1018, 206, part)
    with portal({"/": page("/a.pdf", "/empty.pdf", "/b"), "/a.pdf": kept, "/empty.pdf": EMPTY, "/b": page()}) as town:
        town.on_headers = lambda headers: seen.append(headers.get("Range"))
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, pages=1, link_checks=500)

        told = {check.url.removeprefix(town.url): check for check in crawled.visits(purpose=Purpose.LINK_CHECK)}
        assert [(told[path].status, told[path].size) for path in ("/a.pdf", "/empty.pdf")] == [(206, 146515), (200, 0)]
        assert len(body_of(crawled, told["/a.pdf"])) == 1023
        assert sorted(filter(None, seen)) == ["bytes=0-1022"] * 2


def test_a_file_without_end_from_a_server_that_ignores_the_range_is_left_after_its_first_bytes(tmp_path: Path) -> None:
    with endless("application/pdf") as (url, sent), portal({"/": page()}) as other:
        crawled = crawl_once(tmp_path, {"town": f"{url}/"}, control=f"{other.url}/", link_checks=500)

        check = crawled.visits(purpose=Purpose.LINK_CHECK)[0]
        assert (check.status, check.size, len(body_of(crawled, check))) == (200, None, 1024)
        assert sent.wait(10), "the server never saw the connection closed"


def test_a_server_that_refuses_the_range_is_asked_plainly_at_the_end(tmp_path: Path) -> None:
    with portal({"/": page("/a.pdf")}) as town:
        town.answers["/a.pdf"] = Answer(b"", 416, before=lambda: town.answers.update({"/a.pdf": PAPER}))
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, link_checks=500)

        assert checks(crawled, town.url) == {"/a.pdf": [416, 200]}


def body_of(crawled: Crawled, check: Visit) -> bytes:
    record = crawled.site().record(check.record_id or "")
    assert record is not None
    return record.body
