"""This module knows how pages that a browser filled lie beside a site's evidence, each tied to the answer it came from.

The folder `sites/<site_id>/rendered` is a small evidence folder of its own: `rendered.jsonl` has a line for each page
that was shown to a browser; `pages.warc.gz` holds what came of it (the document and the picture as `conversion`, what
axe-core said as `metadata`), each record referring to the raw response in the site's own archive; `visits.jsonl` has
every request that pages made while they were filled, without bodies. The visits of the site itself stay as they are:
their purposes are a fixed set that other readers know, nobody is asked again for a page that is rendered (its document
comes from the archive), and what scripts fetch must not count among the portal's pages.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Self

from fastwarc.warc import ArchiveIterator, WarcRecordType
from isal import igzip
from warcio.warcwriter import WARCWriter

from crawler.append_only import mend, read_lines
from crawler.search_notes import SearchTry

MAX_DOCUMENT_BYTES = 5 * 1024 * 1024
MAX_PICTURE_BYTES = 1024 * 1024
MAX_FINDINGS_BYTES = 2 * 1024 * 1024
MAX_LINE = 20_000


class Outcome(StrEnum):
    """How it went when a page was shown to a browser. Only the first says anything of the page."""

    RENDERED = "rendered"
    TIMED_OUT = "timed_out"  # scripts kept the page from ever standing still
    LEFT_SITE = "left_site"  # a script sent the reader to another host
    BROWSER_FAILED = "browser_failed"  # the browser's fault, and so ours
    OUR_SIDE = "our_side"  # our line was down


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedPage:
    """One page shown to a browser. `raw_record_id` names the raw response; the others, records of the folder's archive.

    `route` is the hash route that the page was shown with, None without one; `url` has it, too. `depth` and
    `linked_from` tell how a route was met. `seconds` run from the first script to the last look. `requests` counts what
    the page asked for and was fetched, `refused` what it asked for in vain: other hosts' pages, private addresses,
    downloads, what is beyond our bounds. `search` is what came of the home page's search field; None where none was
    seen, and for all other pages.
    """

    url: str
    raw_record_id: str
    rendered_at: datetime
    outcome: Outcome
    seconds: float = 0.0
    final_url: str | None = None
    document_id: str | None = None
    picture_id: str | None = None
    findings_id: str | None = None
    requests: int = 0
    refused: int = 0
    detail: str | None = None
    route: str | None = None
    depth: int | None = None
    linked_from: str | None = None
    search: SearchTry | None = None

    @property
    def key(self) -> str:
        """What tells a page that was shown from all others of its site: the raw record, and the route."""
        return f"{self.raw_record_id}{self.route or ''}"

    def to_json(self) -> str:
        """The page as one line of `rendered.jsonl`, without the keys that are empty."""
        row = {key: value for key, value in asdict(self).items() if value is not None}
        row["rendered_at"] = self.rendered_at.isoformat(timespec="milliseconds")
        return json.dumps(row, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> Self:
        """Read one line; raises ValueError, TypeError or KeyError when it is torn or not ours."""
        row = json.loads(line[:MAX_LINE])
        known = {item.name for item in fields(cls)}
        row = {key: value for key, value in row.items() if key in known}
        row["rendered_at"] = datetime.fromisoformat(row["rendered_at"])
        row["outcome"] = Outcome(row["outcome"])
        row["search"] = SearchTry.from_row(row["search"]) if row.get("search") else None
        return cls(**row)


@dataclass(frozen=True, slots=True)
class RenderedRecord:
    """A record that a browser left, read back: `kind` is its media type."""

    record_id: str
    url: str
    refers_to: str
    kind: str
    body: bytes


@dataclass(frozen=True, slots=True)
class RenderedFolder:
    """The folder `rendered` of a site."""

    path: Path

    @property
    def pages_file(self) -> Path:
        """`rendered.jsonl`, one page a line."""
        return self.path / "rendered.jsonl"

    @property
    def archive_file(self) -> Path:
        """`pages.warc.gz`, one gzip member a record."""
        return self.path / "pages.warc.gz"

    @property
    def done_file(self) -> Path:
        """`done.json`: how many pages came to which outcome; there when no page is left to be shown."""
        return self.path / "done.json"

    @property
    def is_done(self) -> bool:
        """Whether all pages of the site that are to be shown to a browser were."""
        return self.done_file.exists()

    def pages(self) -> list[RenderedPage]:
        """The pages in the order they were shown; a last line torn by a crash is left out. Raises ValueError."""
        return read_lines(self.pages_file, RenderedPage.from_json)

    def records(self) -> Iterator[RenderedRecord]:
        """What browsers left, in the order it was written, up to the last whole record."""
        if not self.archive_file.exists():
            return
        wanted = WarcRecordType.conversion | WarcRecordType.metadata
        with self.archive_file.open("rb") as stream:
            try:
                for record in ArchiveIterator(stream, record_types=wanted, parse_http=False):
                    yield RenderedRecord(
                        record_id=(record.record_id or "").strip("<>"),
                        url=record.headers.get("WARC-Target-URI") or "",
                        refers_to=(record.headers.get("WARC-Refers-To") or "").strip("<>"),
                        kind=(record.headers.get("Content-Type") or "").partition(";")[0].strip(),
                        body=record.reader.read(MAX_DOCUMENT_BYTES),
                    )
            except OSError:
                return

    def document(self, record_id: str) -> bytes | None:
        """The document of that id as the browser had it, in UTF-8, or None."""
        return next((record.body for record in self.records() if record.record_id == record_id), None)


@dataclass(slots=True)
class RenderedWriter:
    """Appends to a site's folder `rendered`. The records are on disk before the line that names them."""

    folder: RenderedFolder

    def __post_init__(self) -> None:
        self.folder.path.mkdir(parents=True, exist_ok=True)
        mend(self.folder.pages_file, self.folder.archive_file)

    def record(self, url: str, *, refers_to: str, kind: str, body: bytes, at: datetime) -> str:
        """Append a record; returns its id. Raises OSError when the disk is full."""
        record_id = f"urn:uuid:{uuid.uuid4()}"
        sort = "metadata" if kind == "application/json" else "conversion"
        buffer = BytesIO()
        writer = WARCWriter(buffer, gzip=False, warc_version="1.1")
        record = writer.create_warc_record(
            url,
            sort,
            payload=BytesIO(body),
            length=len(body),
            warc_content_type=kind,
            warc_headers_dict={
                "WARC-Record-ID": f"<{record_id}>",
                "WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
                "WARC-Refers-To": f"<{refers_to}>",
            },
        )
        writer.write_record(record)
        with self.folder.archive_file.open("ab") as stream:
            stream.write(igzip.compress(buffer.getvalue(), compresslevel=2))
        return record_id

    def page(self, page: RenderedPage) -> None:
        """Append a page's line. Raises OSError when the disk is full."""
        with self.folder.pages_file.open("a", encoding="utf-8") as stream:
            stream.write(page.to_json() + "\n")
