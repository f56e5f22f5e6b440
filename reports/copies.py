"""This module knows how cited answers are kept beside a report: their words as inert text, and pictures of pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from crawler.evidence import Outcome, Record, SiteFolder, is_html, parse_page
from reports.frames import FindingRow
from reports.inert_page import InertPage, Part, inert_page
from scoring.facts.encoding import decode_page

MANY_SITES = 600
"""Reports of more sites come without copies: they would hold many times what the pages do."""
MOST_COPIES = 60
"""No more answers of one site are copied."""
MOST_PICTURES = 12
LARGEST_PICTURE = 1024 * 1024
RECORD_NAME = re.compile(r"\A[0-9a-f][0-9a-f-]{7,63}\Z")
PICTURES = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One answer of a portal as inert text."""

    name: str
    url: str
    visited_at: datetime
    status: int
    title: str
    parts: tuple[Part, ...]
    is_text: bool
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A page as a browser showed it, and the name of its file."""

    file: str
    url: str
    rendered_at: datetime
    body: bytes


def copies_of(folder: SiteFolder, findings: Iterable[FindingRow]) -> Mapping[str, Copy]:
    """The answers that findings cite, by record id; those that are missing or damaged are left out."""
    cited: dict[str, str] = {}
    for row in findings:
        if row.record_id and (len(cited) < MOST_COPIES or row.record_id in cited):
            cited[row.record_id] = cited.get(row.record_id) or row.snippet
    found: dict[str, Copy] = {}
    try:
        for record in folder.records() if cited else ():
            if record.record_id in cited and (name := _name(record.record_id)):
                found[record.record_id] = _copy(record, name, cited[record.record_id])
    except (OSError, ValueError):
        return found  # an archive that breaks off still gives what stands before
    return found


def pictures_of(folder: SiteFolder) -> tuple[Picture, ...]:
    """Pictures of the pages that a browser showed; what is no picture, or too large, is left out."""
    try:
        pages = {
            page.picture_id: page
            for page in folder.rendered.pages()
            if page.outcome is Outcome.RENDERED and page.picture_id
        }
        found = []
        for record in folder.rendered.records() if pages else ():
            kind = next((kind for start, kind in PICTURES.items() if record.body.startswith(start)), "")
            page, name = pages.get(record.record_id), _name(record.record_id)
            if page and name and kind and len(record.body) <= LARGEST_PICTURE:
                file = f"{name}.{kind}"
                found.append(Picture(file=file, url=page.url, rendered_at=page.rendered_at, body=record.body))
    except (OSError, ValueError):
        return ()
    return tuple(found[:MOST_PICTURES])


def _name(record_id: str) -> str:
    """The name of a record's files; "" where its id is none that we give."""
    name = record_id.removeprefix("urn:uuid:")
    return name if RECORD_NAME.match(name) else ""


def _copy(record: Record, name: str, snippet: str) -> Copy:
    title, page = "", InertPage((), is_cut=False)
    is_text = is_html(record.headers.get("content-type", ""), record.body)
    if is_text:
        tree = parse_page(decode_page(record)[0])
        heading = tree.css_first("title")
        title = " ".join(heading.text()[:600].split()) if heading else ""
        page = inert_page(tree, snippet)
    return Copy(
        name=name,
        url=record.url,
        visited_at=record.visited_at,
        status=record.status,
        title=title[:300],
        parts=page.parts,
        is_text=is_text,
        is_cut=record.is_cut or page.is_cut,
    )
