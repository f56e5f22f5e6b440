"""This module knows how invented towns are served on loopback, each at a port of its own, well-behaved or not."""

from __future__ import annotations

import mimetypes
import re
import socket
import threading
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

HOST = "127.0.0.1"
CONTROL = "control"
DAYS_AGO = re.compile(r"\[\[(\d{1,5}) days ago\|([^\]\n]{1,40})\]\]")
"""A day in a page, such as `[[3 days ago|%Y-%m-%d]]`: what is fresh stays fresh."""
MAX_PATH = 200
SHARED = "_shared"
SMALL_FILE = b"an invented file\n"
SMALL_FILES = {".pdf": b"%PDF-1.4\n% an invented file\n%%EOF\n", ".doc": rb"{\rtf1 an invented file}"}


@dataclass(frozen=True, slots=True)
class Town:
    """A town's pages and how it behaves; the fields but the first two stand in `towns.toml`."""

    folder: Path
    wave: str
    is_down: bool = False
    status: int = 200
    every_page: str = ""
    encoding: str = "utf-8"
    declared: str = ""
    soft_404: bool = False
    fails: tuple[str, ...] = ()
    seconds: float = 0.0

    def file(self, path: str) -> Path | None:
        """The file that answers a path: the wave's own, else the town's, else all towns'; None for what is gone."""
        name = path.lstrip("/") or "index.html"
        name = f"{name}index.html" if name.endswith("/") else name
        if len(name) > MAX_PATH or not name.isprintable():
            return None
        for root in (self.folder / f"wave-{self.wave}", self.folder, self.folder.parent / SHARED):
            file = (root / name).resolve()
            if not file.is_relative_to(root.resolve()) or name.startswith(("_", "wave-")):
                return None
            if file.with_name(f"{file.name}.gone").exists():
                return None
            if file.is_file():
                return file
        return None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a town says to one request."""

    status: int
    content_type: str
    body: bytes = field(repr=False)


def read_towns(folder: Path, wave: str) -> dict[str, Town]:
    """The towns of `portals/` in a list's folder, with what `towns.toml` says of them."""
    said = tomllib.loads((folder / "towns.toml").read_text(encoding="utf-8"))
    folders = (path for path in (folder / "portals").iterdir() if path.is_dir() and path.name != SHARED)
    names = {path.name for path in folders} | set(said)
    behaviour: dict[str, dict[str, Any]] = {
        name: {key: _frozen(value) for key, value in said.get(name, {}).items()} for name in names
    }
    return {name: Town(folder / "portals" / name, wave, **behaviour[name]) for name in sorted(names)}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def answer(town: Town, path: str, today: date) -> Answer:
    """A town's answer to a path. `today` is the day that pages count back from."""
    if any(path.startswith(prefix) for prefix in town.fails):
        return Answer(500, "text/html; charset=utf-8", b"<h1>Internal Server Error</h1>")
    file = town.file(f"/{town.every_page}" if town.every_page else path)
    if file is None:
        return _missing(town, path, today)
    if file.suffix == ".html":
        return Answer(town.status, _html_type(town), page(town, file.read_bytes(), today))
    kind = mimetypes.guess_type(file.name)[0] or "text/plain"
    return Answer(town.status, kind, file.read_bytes())


def _missing(town: Town, path: str, today: date) -> Answer:
    if path.startswith("/files/"):
        small_file = SMALL_FILES.get(PurePosixPath(path).suffix, SMALL_FILE)
        return Answer(200, mimetypes.guess_type(path)[0] or "application/octet-stream", small_file)
    body = "title: 页面不存在\ncrumb: 首页\n---\n<h1>页面不存在</h1>\n<p>您访问的页面不存在或已被删除。</p>\n"
    is_page = not path.endswith((".txt", ".xml"))
    status = 200 if town.soft_404 and is_page else 404
    return Answer(status, _html_type(town), page(town, body.encode("utf-8"), today))


def _html_type(town: Town) -> str:
    return f"text/html; charset={town.declared or town.encoding}"


def page(town: Town, content: bytes, today: date) -> bytes:
    """A page's content in its town's frame, with days counted back, in the town's encoding."""
    head, parted, body = content.decode("utf-8", "surrogateescape").partition("\n---\n")
    frame = town.folder / "_frame.html"
    if not parted or not frame.exists():
        text = head + parted + body
    else:
        values = {"body": body} | dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
        text = re.sub(r"\{\{(\w+)\}\}", lambda match: values.get(match[1], ""), frame.read_text(encoding="utf-8"))
    text = DAYS_AGO.sub(lambda match: (today - timedelta(days=int(match[1]))).strftime(match[2]), text)
    if town.declared:
        text = text.replace('<meta charset="utf-8">', f'<meta charset="{town.declared}">')
    return text.encode(town.encoding, "surrogateescape")


def handler(town: Town | None, today: date) -> type[BaseHTTPRequestHandler]:
    """A request handler for one town; None is the control host, which is always up."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """The evidence says what was asked."""

        def do_GET(self) -> None:
            """Answer a request."""
            said = Answer(200, "text/html", b"<title>control</title>up")
            if town is not None:
                time.sleep(town.seconds)
                said = answer(town, unquote(urlsplit(self.path).path), today)
            self.send_response(said.status, HTTPStatus(said.status).phrase)
            self.send_header("Content-Type", said.content_type)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(said.body)

        do_HEAD = do_GET  # noqa: N815 - the name that the standard library calls

    return Handler


class Server(ThreadingHTTPServer):
    """A server that sends small answers at once and ends with the process."""

    daemon_threads = True
    request_queue_size = 128

    def get_request(self) -> tuple[socket.socket, tuple[str, int]]:
        """A connection that waits for nothing before it sends."""
        connection, address = super().get_request()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection, address

    def handle_error(self, *_: object) -> None:
        """Who hangs up in the middle of an answer is no news."""


@contextmanager
def serve_towns(folder: Path, *, wave: str) -> Iterator[dict[str, str]]:
    """Serve the towns of a list's folder as they are in a wave; gives the address of each, and `control`'s.

    A town that is down has an address where nothing listens. Ports are chosen by the system.
    """
    today = datetime.now(UTC).date()
    with ExitStack() as stack:
        addresses = {CONTROL: stack.enter_context(_served(handler(None, today)))}
        for name, town in read_towns(folder, wave).items():
            addresses[name] = _free_address() if town.is_down else stack.enter_context(_served(handler(town, today)))
        yield addresses


@contextmanager
def _served(answering: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = Server((HOST, 0), answering)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def _free_address() -> str:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return f"http://{HOST}:{probe.getsockname()[1]}/"
