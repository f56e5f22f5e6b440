"""This module knows how much of a checked link is taken: its first bytes, asked for by range where it is a file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from crawler.addresses import is_page

ENOUGH_BYTES = 1024
"""A check for browsers, and the format of a file, give themselves away within these."""
BY_RANGE = {"Range": f"bytes=0-{ENOUGH_BYTES - 2}", "Accept-Encoding": "identity"}
"""One byte less than what ends a download, so that the connection to a server that keeps to the range stays open."""
RANGE_REFUSED = (400, 416)
"""Answers to a range that may be none to a plain request: an empty file has no first byte to ask for."""
WHOLE = re.compile(r"bytes\s{0,5}(?:\*|[\d\s-]{1,50})/\s{0,5}(\d{1,18})\s*", re.IGNORECASE)


def is_file(url: str) -> bool:
    """Whether an address names a document, picture or program by its ending; its first bytes then tell its format."""
    return not is_page(urlsplit(url).path)


def declared_size(headers: Mapping[str, str]) -> int | None:
    """The size in bytes that an answer declares for the whole of its body; None when it tells none.

    Header names are in lower case. What Content-Range says of the whole goes before the length of the part.
    """
    if content_range := headers.get("content-range", ""):
        told = WHOLE.fullmatch(content_range.strip()[:100])
        return int(told[1]) if told else None
    length = headers.get("content-length", "").strip()
    return int(length) if length.isascii() and length.isdigit() and len(length) <= 18 else None
