"""This module knows what a disk refuses, and what is said of it."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.lock import CrawlError

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
NOT_WRITABLE = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
DISK_REFUSALS = NO_SPACE | {errno.EROFS, errno.EIO}


class EvidenceError(Exception):
    """The evidence could not be written, because the disk is full or gone; the crawl must stop."""


class DiskFullError(CrawlError):
    """The evidence could not be written any further."""


def remedy(number: int | None) -> str:
    """What to do about an error of the system by its number; None stands for a disk that refuses without saying why."""
    if number == errno.EISDIR:
        return "a file belongs there; move that folder away"
    if number in NOT_WRITABLE:
        return "make it writable, or name another place with --data or --out"
    if number in NO_SPACE or number in (errno.EIO, None):
        return "make space and give the same command again"
    return "name another place with --data or --out"


@contextmanager
def full_disk_is_said(path: Path) -> Iterator[None]:
    """Make the wave's folder, and turn the refusals of a full disk into DiskFullError, wherever they are met."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        yield
    except (EvidenceError, OSError) as error:
        number = error.errno if isinstance(error, OSError) else None
        if number is not None and number not in DISK_REFUSALS:
            raise
        said = error.strerror if isinstance(error, OSError) else error
        raise DiskFullError(f"the evidence in {path} cannot be written: {said}; {remedy(number)}") from error


@contextmanager
def place_is_named(path: Path) -> Iterator[None]:
    """Give an error of the system that names no file this one, so that whoever is told knows where."""
    try:
        yield
    except OSError as error:
        if error.errno is not None and error.filename is None:
            error.filename = str(path)
        raise
