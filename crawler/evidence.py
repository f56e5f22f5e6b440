"""This module knows how a wave's evidence lies on disk: what was tried, what came back, and where to read it again."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Self

from crawler.addresses import page_key
from crawler.append_only import mend, read_lines
from crawler.challenge import PREFIX as CHALLENGE_PREFIX
from crawler.failures import blame_of
from crawler.links import is_html
from crawler.markup import parse_page
from crawler.rendered import Outcome, RenderedFolder, RenderedPage, RenderedRecord
from crawler.routes import routes_in
from crawler.search_notes import SEARCH_MARKS, SEARCH_NAMES, SearchOutcome, SearchTry
from crawler.warc import MAX_BODY_BYTES, Record, decode_body, read_records, response_member
from crawler.wave import Wave

__all__ = [
    "MAX_BODY_BYTES",
    "PROBES_FILE",
    "SEARCH_MARKS",
    "SEARCH_NAMES",
    "EvidenceRef",
    "Outcome",
    "Purpose",
    "Record",
    "RenderedFolder",
    "RenderedPage",
    "RenderedRecord",
    "SearchOutcome",
    "SearchTry",
    "SiteFolder",
    "SiteWriter",
    "Visit",
    "Wave",
    "WaveFolder",
    "decode_body",
    "is_html",
    "page_key",
    "parse_page",
    "routes_in",
    "utc_now",
    "write_aside",
]


PROBES_FILE = "probes.json"
"""In a site's folder: what its name servers and its server said of themselves, for all that is no response."""


class Purpose(StrEnum):
    """Why an address was asked for."""

    PAGE = "page"
    HEARTBEAT = "heartbeat"
    PROBE = "probe"
    LINK_CHECK = "link_check"
    CONTROL = "control"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request and how it ended: `status` or `failure`, exactly one of them.

    `requested_at` is UTC; `seconds` run from the request to the last byte. `failure` names a kind of
    `crawler.failures`; `detail` holds the words of an error for people. `record_id` names the WARC record with the
    response. A redirect is a visit of its own, with its 3xx status; `final_url` is where that answer pointed. `size`
    is what the server declared of a checked file, in bytes; older waves did not ask.
    """

    site_id: str
    url: str
    purpose: Purpose
    requested_at: datetime
    status: int | None = None
    failure: str | None = None
    final_url: str | None = None
    seconds: float | None = None
    content_type: str | None = None
    depth: int | None = None
    linked_from: str | None = None
    record_id: str | None = None
    size: int | None = None
    detail: str | None = None

    def __post_init__(self) -> None:
        if (self.status is None) == (self.failure is None):
            raise ValueError(f"a visit has a status or a failure, exactly one: {self.url}")

    @property
    def is_answered(self) -> bool:
        """Whether a server answered with a page, that is with a 2xx status."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def says_gone(self) -> bool:
        """Whether the answer, or a failure of the site's own, says that nothing can be had here; one alone may err."""
        is_down = self.status is not None and 500 <= self.status < 600 and not self.challenge
        return self.status in (404, 410) or is_down or self.blame == "site"

    @property
    def blame(self) -> str:
        """Whose fault a failure was: site, network, us or nobody; "" when there was none or it is not known."""
        return blame_of(self.failure) if self.failure else ""

    @property
    def challenge(self) -> str:
        """The firewall whose page the answer was, such as cloudflare; "" when it was the portal's own, or none."""
        words = self.detail or ""
        return words[len(CHALLENGE_PREFIX) :].partition(";")[0] if words.startswith(CHALLENGE_PREFIX) else ""

    def to_json(self) -> str:
        """The visit as one line of `visits.jsonl`, without the keys that are empty."""
        row = {key: value for key, value in asdict(self).items() if value is not None}
        row["requested_at"] = self.requested_at.isoformat(timespec="milliseconds")
        return json.dumps(row, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> Self:
        """Read one line of `visits.jsonl`; raises ValueError or KeyError when it is torn or not ours."""
        row = json.loads(line)
        known = {item.name for item in fields(cls)}
        row = {key: value for key, value in row.items() if key in known}
        row["requested_at"] = datetime.fromisoformat(row["requested_at"])
        row["purpose"] = Purpose(row["purpose"])
        return cls(**row)


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """Where a thing was seen: address, time of the visit, WARC record, and the words that were read there."""

    url: str
    visited_at: datetime
    record_id: str | None = None
    snippet: str = ""


def write_aside(path: Path, text: str) -> None:
    """Write a whole file so that a reader sees the old one or the new one, never half of it."""
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_text(text, encoding="utf-8")
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


@dataclass(frozen=True, slots=True)
class WaveFolder:
    """The folder `data/<list>/<wave>` and the places in it."""

    path: Path

    @property
    def wave_file(self) -> Path:
        """`wave.json`."""
        return self.path / "wave.json"

    @property
    def list_folder(self) -> Path:
        """The site list as it stood when this wave was crawled."""
        return self.path / "list"

    def site(self, site_id: str) -> SiteFolder:
        """The folder of one site's evidence."""
        return SiteFolder(self.path / "sites" / site_id)

    def links(self, host: str) -> SiteFolder:
        """The folder of the checks of links to one host beyond the sites; hosts share 256 folders by their hash."""
        return SiteFolder(self.path / "links" / hashlib.sha256(host.encode()).hexdigest()[:2])

    def all_links(self) -> Iterator[SiteFolder]:
        """The folders of all checks of links beyond the sites."""
        for path in sorted((self.path / "links").glob("??")):
            yield SiteFolder(path)

    def results(self, rubric_id: str) -> Path:
        """The folder of the results under one rubric."""
        return self.path / "results" / rubric_id

    def read_wave(self) -> Wave:
        """Read `wave.json`; raises FileNotFoundError when there is none, ValueError when it is damaged."""
        text = self.wave_file.read_text(encoding="utf-8")
        try:
            return Wave.from_json(text)
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{self.wave_file} is damaged ({error}); crawl the wave again to write it anew") from error

    def write_wave(self, wave: Wave) -> None:
        """Write `wave.json`, whole or not at all."""
        self.path.mkdir(parents=True, exist_ok=True)
        write_aside(self.wave_file, wave.to_json())


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """The folder `sites/<site_id>`: an append-only list of visits and an append-only archive."""

    path: Path

    @property
    def visits_file(self) -> Path:
        """`visits.jsonl`, one visit a line."""
        return self.path / "visits.jsonl"

    @property
    def archive_file(self) -> Path:
        """`pages.warc.gz`, one gzip member a record."""
        return self.path / "pages.warc.gz"

    @property
    def external(self) -> SiteFolder:
        """What the wave's checks of links beyond the sites say of this site's: copies of visits, without an archive."""
        return SiteFolder(self.path / "external")

    @property
    def rendered(self) -> RenderedFolder:
        """What a browser made of this site's pages, and what they asked for meanwhile."""
        return RenderedFolder(self.path / "rendered")

    def visits(self) -> list[Visit]:
        """All visits in the order they were written. A last line torn by a crash is left out."""
        return read_lines(self.visits_file, Visit.from_json)

    def records(self) -> Iterator[Record]:
        """The responses in the order they were written, up to the last whole one."""
        if self.archive_file.exists():
            yield from read_records(self.archive_file)

    def record(self, record_id: str) -> Record | None:
        """The response of that id, or None when the archive has none."""
        return next((record for record in self.records() if record.record_id == record_id), None)


@dataclass(slots=True)
class SiteWriter:
    """Appends to one site's evidence. The record is on disk before the visit that names it."""

    folder: SiteFolder

    def __post_init__(self) -> None:
        self.folder.path.mkdir(parents=True, exist_ok=True)
        mend(self.folder.visits_file, self.folder.archive_file)

    def write(self, visit: Visit, *, headers: list[tuple[str, str]] | None = None, body: bytes = b"") -> Visit:
        """Append a visit, and the response when there is one. Returns the visit with its record id.

        `headers` and `body` are as received, above any decompression. Raises OSError when the disk is full; what
        was written before stays readable.
        """
        status = visit.status
        if headers is not None and status is not None:
            record_id = f"urn:uuid:{uuid.uuid4()}"
            visit = replace(visit, record_id=record_id)
            with self.folder.archive_file.open("ab") as stream:
                stream.write(response_member(visit.url, visit.requested_at, record_id, status, headers, body))
        with self.folder.visits_file.open("a", encoding="utf-8") as stream:
            stream.write(visit.to_json() + "\n")
        return visit


def utc_now() -> datetime:
    """The time of a visit, to the millisecond."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
