"""This module knows how a wave is kept to one crawl at a time."""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


class CrawlError(Exception):
    """A crawl that cannot begin or go on; the message says what to do."""


class WaveLockedError(CrawlError):
    """Another crawl is at work on the wave."""


@contextmanager
def wave_lock(path: Path) -> Iterator[None]:
    """Hold a wave for this process.

    Raises WaveLockedError with process id and host of who holds it. The operating system frees the lock of a process
    that died; what another machine left on a shared disk is told by its host name.
    """
    with path.open("a+", encoding="utf-8") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise WaveLockedError(f"{holder(stream)} is crawling this wave; let it finish, or stop it") from None
        owner = read_owner(stream)
        if owner.get("host", socket.gethostname()) != socket.gethostname():
            raise WaveLockedError(f"{holder(stream)} was crawling this wave; if that is over, delete {path}")
        stream.truncate(0)
        stream.write(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}))
        stream.flush()
        try:
            yield
        finally:
            stream.truncate(0)


def read_owner(stream: TextIO) -> dict[str, str]:
    """What the lock file says of who holds it; empty when it says nothing."""
    stream.seek(0)
    try:
        owner = json.loads(stream.read(1000) or "{}")
    except ValueError:
        return {}
    return owner if isinstance(owner, dict) else {}


def holder(stream: TextIO) -> str:
    """Who holds the lock, in words."""
    owner = read_owner(stream)
    return f"process {owner.get('pid', '(unknown)')} on {owner.get('host', 'an unknown host')}"
