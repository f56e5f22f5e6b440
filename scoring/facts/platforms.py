"""This module knows the platforms that portals hand services over to: those of higher governments, and private ones.

Which they are is said by `platforms.csv` beside it: a host stands for itself and all below it, `*` for a part of one.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

PLATFORMS = Path(__file__).with_suffix(".csv")
MAX_HOST = 253


class PlatformKind(StrEnum):
    """Who runs a platform."""

    GOVERNMENT = "government"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: the pattern of its hosts, who runs it, what it is called, and how we know."""

    host: str
    kind: PlatformKind
    name: str
    country: str
    source: str


@lru_cache(maxsize=1)
def known_platforms() -> tuple[Platform, ...]:
    """All platforms, in the order of the file: where several fit, the first counts."""
    with PLATFORMS.open(encoding="utf-8", newline="") as rows:
        return tuple(
            Platform(row["host"], PlatformKind(row["kind"]), row["name"], row["country"], row["source"])
            for row in csv.DictReader(rows, strict=True)
        )


@lru_cache(maxsize=8_192)
def platform_of(url: str) -> Platform | None:
    """The platform that an address leads to, or None."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")[:MAX_HOST]
    except ValueError:
        return None
    fitting = (
        platform
        for platform in known_platforms()
        if fnmatchcase(host, platform.host) or fnmatchcase(host, f"*.{platform.host}")
    )
    return next(fitting, None) if host else None
