"""This module knows how the prose of a folder of stored pages is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from crawler.evidence import Record, parse_page
from scoring.facts.encoding import decode_page
from scoring.facts.text import main_text

NEVER = datetime(2000, 1, 1, tzinfo=UTC)
PIECE_CHARACTERS = 20_000
"""So much clean prose is held to be without a mistake."""


def prose_of(folder: Path) -> Iterator[tuple[str, str]]:
    """The pages below a folder by name: where each stands in it, and its main text."""
    for path in sorted(folder.rglob("*.htm*")):
        if path.is_file():
            record = Record("", "", NEVER, 200, {"content-type": "text/html"}, path.read_bytes())
            yield path.relative_to(folder).as_posix(), main_text(parse_page(decode_page(record)[0]))
