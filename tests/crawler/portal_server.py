"""This module knows how to be a portal on loopback, and one of each kind of misbehaviour."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

from crawler.evidence import Purpose, SiteFolder, Visit, WaveFolder
from crawler.hours import Clock
from crawler.run import crawl
from site_lists.model import SiteList, load_list


@dataclass(frozen=True)
class Answer:
    """What a path is answered with. `declared_length` may lie; `before` runs first and may block."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    declared_length: int | None = None
    before: Callable[[], object] | None = None
    hangs_up: bool = False


NUMBERS = count()


def page(*links: str, title: str = "") -> Answer:
    """A page with these links, and with a title that no other page has unless one is given."""
    title = title or "Page " + "".join(chr(ord("a") + int(digit)) for digit in str(next(NUMBERS)))
    body = "".join(f'<p><a href="{link}">{link}</a>' for link in links)
    html = f"<!doctype html><title>{title}</title>{body}"
    return Answer(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def redirect(target: str, status: int = 302) -> Answer:
    """A redirect."""
    return Answer(status=status, headers={"Location": target})


def zipped(answer: Answer) -> Answer:
    """The same answer, compressed."""
    return Answer(gzip.compress(answer.body), headers={**answer.headers, "Content-Encoding": "gzip"})


class Portal:
    """A site of written-out answers on 127.0.0.1; `asked` is its own log of paths, `asked_at` of seconds."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = dict(answers)
        self.asked: list[str] = []
        self.asked_at: list[float] = []
        self.asked_host: list[str] = []
        self.on_headers: Callable[[Mapping[str, str]], object] = bool
        portal = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 65536  # head and body in one packet; otherwise each answer waits 40 ms for an acknowledgement

            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.do_GET()

            def do_GET(self) -> None:
                portal.asked_at.append(time.monotonic())
                portal.asked_host.append(self.headers.get("Host", ""))
                portal.asked.append(self.path)
                portal.on_headers(self.headers)  # type: ignore[arg-type]
                answer = portal.answers.get(self.path, Answer(b"none", 404, {"Content-Type": "text/html"}))
                if answer.before:
                    answer.before()
                if answer.hangs_up:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                length = len(answer.body) if answer.declared_length is None else answer.declared_length
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(answer.body)
                if length != len(answer.body):
                    self.close_connection = True

            def handle(self) -> None:
                with suppress(OSError):
                    super().handle()

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def close(self) -> None:
        """Free the port."""
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def portal(answers: Mapping[str, Answer]) -> Iterator[Portal]:
    """A portal for the length of a test."""
    opened = Portal(answers)
    try:
        yield opened
    finally:
        opened.close()


def free_url() -> str:
    """An address on loopback where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


def write_list(folder: Path, urls: Mapping[str, str], *, control: str = "", **crawl_options: float | str) -> Path:
    """Write a site list of these ids and addresses, politeness off."""
    folder.mkdir(parents=True, exist_ok=True)
    options = {"delay_seconds": 0, "timeout_seconds": 2} | crawl_options
    lines = ['title = "T"', 'source = "test"', 'contact = "https://example.org/"', "[crawl]"]
    lines += [f"{name} = {json.dumps(value)}" for name, value in options.items()]
    lines += ["[control]", f'urls = ["{control}"]'] if control else []
    (folder / "list.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = [f"{name},{name},,{url},SG,SG-01,city,en,,,,," for name, url in urls.items()]
    header = "id,name,name_en,url,country,region,level,languages,population,valid_from,valid_to,successor,note"
    (folder / "sites.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Crawled:
    """A wave crawled by a test."""

    site_list: SiteList
    folder: WaveFolder

    def site(self, name: str = "town") -> SiteFolder:
        """The evidence of a site."""
        return self.folder.site(name)

    def visits(self, name: str = "town", purpose: Purpose = Purpose.PAGE) -> list[Visit]:
        """The visits of a site for a purpose."""
        return [visit for visit in self.site(name).visits() if visit.purpose is purpose]

    def outcomes(self, base: str, name: str = "town") -> dict[str, int | str | None]:
        """Path to status or failure, the last visit winning."""
        return {visit.url.removeprefix(base): visit.status or visit.failure for visit in self.visits(name)}


def crawl_once(
    tmp_path: Path,
    urls: Mapping[str, str],
    *,
    pages: int = 50,
    control: str = "",
    clock: Clock | None = None,
    link_checks: int = 0,
    render: bool | None = None,
    **options: float | str,
) -> Crawled:
    """Crawl these sites as wave `w`; twice in one folder goes on with the wave."""
    site_list = load_list(write_list(tmp_path / "towns", urls, control=control, **options))
    crawl(
        site_list,
        label="w",
        data=tmp_path / "data",
        pages=pages,
        control_recheck_seconds=0.05,
        clock=clock,
        link_checks=link_checks,
        render=render,
    )
    return Crawled(site_list, WaveFolder(tmp_path / "data" / "towns" / "w"))
