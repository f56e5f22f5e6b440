"""Serves portals with a latency: `python -m tests.benchmarks.slow_server PORTALS PORT SECONDS`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path


async def serve(portals: Path, port: int, seconds: float) -> None:
    """Answer at every address below `www`, each answer `seconds` late, until interrupted."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        folder = portals / "www" / str(writer.get_extra_info("sockname")[0])
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                path = head.split(b" ", 2)[1].decode("latin-1").partition("?")[0].lstrip("/")
                file = folder / (f"{path}index.html" if path in ("",) or path.endswith("/") else path)
                found = file.is_file()
                body = file.read_bytes() if found else b"none"
                kind = {".txt": "text/plain", ".pdf": "application/pdf"}.get(file.suffix, "text/html")
                await asyncio.sleep(seconds)
                status = "200 OK" if found else "404 Not Found"
                writer.write(
                    f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    hosts = sorted(path.name for path in (portals / "www").iterdir())
    servers = [await asyncio.start_server(answer, host, port, backlog=64) for host in hosts]
    print("ready", flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
