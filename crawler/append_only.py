"""This module knows how files that are only appended to are read and mended after a process was killed."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from crawler.warc import whole_members

Row = TypeVar("Row")


def read_lines(path: Path, read: Callable[[str], Row]) -> list[Row]:
    """What `read` makes of each line; no file is no line, and a last line torn by a crash is left out.

    Raises ValueError for another line that `read` refuses (KeyError, TypeError, ValueError).
    """
    if not path.exists():
        return []
    rows = []
    lines = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            rows.append(read(line.decode("utf-8")))
        except (KeyError, TypeError, ValueError) as error:
            if number == len(lines):
                break
            raise ValueError(f"{path}, line {number} is damaged ({error}); delete the line") from error
    return rows


def mend(lines: Path, archive: Path) -> None:
    """Cut what a killed process left unfinished at the end of either file, so that appending stays safe."""
    if lines.exists():
        with lines.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)  # heartbeats are appended by another process
            data = stream.read()
            if data and not data.endswith(b"\n"):
                os.truncate(lines, data.rfind(b"\n") + 1)
    if archive.exists() and (whole := whole_members(archive)) < archive.stat().st_size:
        os.truncate(archive, whole)
