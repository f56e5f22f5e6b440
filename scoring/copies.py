"""This module knows which texts stand on the pages of several portals of a wave.

Nobody is blamed for it: offices are asked to repeat each other's notices, and which page came first is seldom told.
So it is a table beside the scores, one row a page, and no question of the rubric.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Self, TextIO

import duckdb

from scoring.facts.model import SiteFacts
from scoring.facts.sections import clue_for, published_on
from scoring.store import disk_errors_of_duckdb

if TYPE_CHECKING:
    from _csv import Writer

COPIES_FILE = "copies.csv"
MIN_WORDS = 60
"""Shorter texts are alike by chance, or say next to nothing."""
NO_TEXT = ("not_found", "placeholder", "empty_list", "challenge", "login", "shell")
SHARED_BY_NATURE = ("privacy", "accessibility", "sitemap", "search")
"""Pages on these are taken from the same template everywhere."""


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's text by its digest, and what a reader needs to judge a copy: where it stands and what day it shows."""

    text: str
    words: int
    site_id: str
    url: str
    record_id: str
    day: str
    title: str


def page_texts(site: SiteFacts) -> Iterator[PageText]:
    """The texts of a site that are long enough to be told from others, its home page left out; each once."""
    seen = set()
    for page in site.pages:
        is_plain = page.depth > 0 and page.word_count >= MIN_WORDS and not any(mark in page.marks for mark in NO_TEXT)
        if not is_plain or page.text_digest in seen or any(clue_for(page, topic) for topic in SHARED_BY_NATURE):
            continue
        seen.add(page.text_digest)
        shown = published_on(page)
        yield PageText(
            page.text_digest,
            page.word_count,
            site.site_id,
            page.url,
            page.record_id or "",
            shown.day.isoformat() if shown else "",
            page.title[:200],
        )


class CopyTable:
    """Gathers the texts of a wave on disk and writes those that several sites share.

    The table is the same whatever the order in which sites come. Memory does not grow with the wave.
    """

    def __init__(self, folder: Path) -> None:
        """Gather in a file of its own in `folder`, gone when the table is left."""
        self._path = Path(tempfile.mkstemp(suffix=".csv", prefix=".texts-", dir=folder)[1])

    def __enter__(self) -> Self:
        """Begin to gather."""
        with self._path.open("w", encoding="utf-8", newline="") as file:
            _writer(file).writerow([field.name for field in fields(PageText)])
        return self

    def __exit__(self, *_: object) -> None:
        """Drop what was gathered."""
        self._path.unlink(missing_ok=True)

    def take(self, texts: Iterable[PageText]) -> None:
        """Note the texts of one site."""
        with self._path.open("a", encoding="utf-8", newline="") as file:
            _writer(file).writerows(astuple(text) for text in texts)

    def write(self, folder: Path) -> Path:
        """Write `copies.csv` into a folder: the shared texts, those of most sites first."""
        folder.mkdir(parents=True, exist_ok=True)
        target, aside = folder / COPIES_FILE, folder / f".{COPIES_FILE}.part"
        with disk_errors_of_duckdb(target), duckdb.connect() as base:
            base.execute(_QUERY.format(source=_quoted(self._path), target=_quoted(aside)))
        return aside.replace(target)


_QUERY = """
COPY (
  WITH texts AS (SELECT * FROM read_csv({source}, header = true, all_varchar = true, quote = '"', escape = '"')),
  counted AS (SELECT text, count(DISTINCT site_id) AS sites FROM texts GROUP BY text HAVING sites > 1)
  SELECT left(text, 12) AS text, sites, words, site_id, day, url, record_id, title
  FROM texts JOIN counted USING (text) ORDER BY sites DESC, text, site_id, url
) TO {target} (HEADER, DELIMITER ',')
"""


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


def _writer(file: TextIO) -> Writer:
    return csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
