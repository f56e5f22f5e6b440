"""This module knows how to misbehave as a web server in every way that portals do, told apart by host name."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
import threading
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

MIB = 1024 * 1024
Misbehave = Callable[[str, asyncio.StreamWriter], Awaitable[None]]
"""Takes the path that was asked for and writes whatever shall be sent."""


def say(
    body: str | bytes = "", status: int = 200, headers: Mapping[str, str] | None = None, *, length: int | None = None
) -> bytes:
    """A response as it goes over the wire; `length` may lie."""
    data = body.encode() if isinstance(body, str) else body
    known = {"Content-Type": "text/html; charset=utf-8", "Connection": "close"} | dict(headers or {})
    known["Content-Length"] = str(len(data) if length is None else length)
    head = "".join(f"{name}: {value}\r\n" for name, value in known.items())
    return f"HTTP/1.1 {status} Whatever\r\n{head}\r\n".encode() + data


def always(response: bytes) -> Misbehave:
    """The same answer to everything."""

    async def misbehave(_path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(response)

    return misbehave


def pages(**answers: bytes) -> Misbehave:
    """Written-out pages: `home` is /, any other name its path; what is not there is answered by `otherwise` or 404."""

    async def misbehave(path: str, writer: asyncio.StreamWriter) -> None:
        name = path.strip("/") or "home"
        writer.write(answers.get(name, answers.get("otherwise", say("none", 404))))

    return misbehave


async def never(_path: str, _writer: asyncio.StreamWriter) -> None:
    """Take the request and say nothing."""
    await asyncio.sleep(30)


async def drip(_path: str, writer: asyncio.StreamWriter) -> None:
    """Promise a page and send it byte by byte."""
    writer.write(say("", length=1000))
    for _ in range(100):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.1)


async def reset(_path: str, writer: asyncio.StreamWriter) -> None:
    """Reset the connection."""
    plain: socket.socket = writer.get_extra_info("socket")
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


async def flood(_path: str, writer: asyncio.StreamWriter) -> None:
    """Send a body beyond every limit, of no declared length."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
    for _ in range(40):
        writer.write(b"x" * MIB)
        await writer.drain()


async def staircase(path: str, writer: asyncio.StreamWriter) -> None:
    """Redirect each address to the next one, without end."""
    step = int(path.strip("/") or 0)
    writer.write(say("", 302, {"Location": f"/{step + 1}"}))


def bomb() -> bytes:
    """A page of 60 KB that unpacks to 60 MB."""
    return say(gzip.compress(b"<p>" + b" " * (60 * MIB)), headers={"Content-Encoding": "gzip"})


@dataclass
class Misbehaving:
    """A server of many hosts; `asked` is its log of host and path."""

    port: int = 0
    asked: list[tuple[str, str]] = field(default_factory=list)


@contextmanager
def misbehaving(hosts: Mapping[str, Misbehave], robots: Mapping[str, bytes]) -> Iterator[Misbehaving]:
    """A server of these hosts for the length of a test. `robots` answers /robots.txt of some."""
    server = Misbehaving()
    ready, stop = threading.Event(), asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            begin = await reader.readexactly(3)
            if begin.startswith(b"\x16\x03"):  # a TLS handshake, which this server does not speak
                writer.write(say("this is plain http", 400))
                writer.close()
                return
            head = (begin + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path = head.split()[1]
            host = head.lower().partition("\r\nhost: ")[2].partition("\r\n")[0].partition(".")[0]
            server.asked.append((host, path))
            if path == "/robots.txt":
                writer.write(robots.get(host, say("none", 404)))
            else:
                await hosts[host](path, writer)
            await writer.drain()
            writer.close()

    async def run() -> None:
        listening = await asyncio.start_server(serve, "127.0.0.1", 0)
        server.port = listening.sockets[0].getsockname()[1]
        ready.set()
        await stop.wait()
        listening.close()

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(run()), daemon=True)
    thread.start()
    ready.wait(5)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(5)


@contextmanager
def full_backlog() -> Iterator[int]:
    """A port whose queue of waiting connections is full, so that connecting to it takes for ever."""
    with socket.socket() as listening, socket.socket() as first, socket.socket() as second:
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        yield listening.getsockname()[1]
