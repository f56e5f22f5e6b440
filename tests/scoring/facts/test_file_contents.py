"""What a file is follows from its first bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.evidence import Purpose, Record, Visit
from scoring.facts.file_contents import FileReader, content_of
from scoring.facts.site import read_site
from scoring.measures.contents import unsound_files
from site_lists.model import Site
from tests.cost import costs_little
from tests.crawler.portal_server import Answer, crawl_once, page, portal

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 90, b"PK\x03\x04" + b"x" * 90
PNG, PAGE = b"\x89PNG\r\n\x1a\n" + b"\0" * 90, b"\r\n<!DOCTYPE html><html><title>404</title>"


@pytest.mark.parametrize(
    ("ending", "body"),
    [
        ("pdf", b"%PDF-1.7\n"),
        ("pdf", b"\r\n junk before it %PDF-1.7\n"),
        ("doc", OLE),
        ("doc", ZIP),
        ("docx", OLE),  # locked with a password
        ("wps", OLE),
        ("ofd", ZIP),
        ("jpg", PNG),
        ("webp", b"RIFF\n\r\0\0WEBPVP8 "),
        ("xls", b"\x09\x04\x06\0\0\0\x10\0"),  # Excel 4, before there was OLE
        ("doc", b"\xdb\xa5-\0"),  # Word 2
        ("zip", b"PK00PK\x03\x04"),
        ("rar", b"RE~^\x07\0"),
        ("jpg", b"\0\0\0\x1cftypmiaf"),
        ("png", b"\0\0\0\x0cJXL \r\n"),
    ],
)
def test_its_own_format_is_sound(ending: str, body: bytes) -> None:
    found = content_of(body, ending=ending, content_type="application/octet-stream")

    assert found is not None
    assert found.is_sound


@pytest.mark.parametrize(
    ("ending", "body", "words"),
    [
        ("pdf", b"", "0 bytes"),
        ("mp4", b"", "0 bytes"),
        ("pdf", PAGE, "web page"),
        ("jpg", PAGE, "web page"),
        ("pdf", ZIP, "begins as ZIP"),
        ("zip", b"Rar!\x1a\x07\x01\x00", "begins as RAR"),
        ("pdf", b"\0" * 900, "begins as no PDF"),
        ("xls", b"\0" * 900, "begins as no OLE or ZIP or RTF"),
    ],
)
def test_what_is_empty_a_page_or_of_another_format_is_not(ending: str, body: bytes, words: str) -> None:
    found = content_of(body, ending=ending, content_type="application/octet-stream")

    assert found is not None
    assert not found.is_sound
    assert words in found.found


@pytest.mark.parametrize(
    ("ending", "body"),
    [
        ("xls", b"a\tb\n1\t2\n"),
        ("xls", "a\tb\n".encode("utf-16")),
        ("doc", b"an old text\r\n\x1a"),
        ("doc", PAGE),
        ("csv", b"a,b"),
        ("mp4", b"?"),
    ],
)
def test_what_a_program_may_open_all_the_same_is_not_told(ending: str, body: bytes) -> None:
    assert content_of(body, ending=ending, content_type="application/vnd.ms-excel") is None


def test_a_drawing_under_the_name_of_a_picture_is_shown_by_its_type() -> None:
    drawing = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"

    assert content_of(drawing, ending="png", content_type="image/svg+xml") is None
    assert content_of(drawing, ending="png", content_type="image/png") is not None


def test_an_archive_that_was_unpacked_on_its_way_is_not_told() -> None:
    sent = {"/a.tgz": {"content-encoding": "x-gzip"}, "/b.tgz": {}}
    now = datetime(2026, 1, 1, tzinfo=UTC)
    visits = [
        Visit(
            site_id="t", url=f"https://t.example{path}", purpose=Purpose.LINK_CHECK, requested_at=now, status=200,
            record_id=path,
        )
        for path in sent
    ]  # fmt: skip
    reader = FileReader(visits)
    for path, headers in sent.items():
        reader.take(Record(path, f"https://t.example{path}", now, 200, headers, b"a name in a tar\0\0"))

    assert list(reader.contents) == ["/b.tgz"]


def test_a_page_that_says_it_is_one_is_no_old_office_document() -> None:
    found = content_of(PAGE, ending="doc", content_type="text/html; charset=utf-8")

    assert found is not None
    assert not found.is_sound


def test_hostile_bytes_cost_nothing() -> None:
    bodies = (b"%PD" * 10_000_000, b"<" * 20_000_000, b"<!doctype" * 2_000_000)

    assert costs_little(
        lambda: [content_of(body, ending=end, content_type="") for body in bodies for end in ("pdf", "doc", "jpg")]
    )


def test_a_crawl_tells_which_of_its_files_are_sound(tmp_path: Path) -> None:
    kind = {"Content-Type": "application/pdf"}
    files = {"/good.pdf": b"%PDF-1.7 ...", "/empty.pdf": b"", "/lost.pdf": PAGE}
    answers = {"/": page(*files), **{path: Answer(body, headers=kind) for path, body in files.items()}}
    with portal(answers) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, link_checks=500)
    site = Site.model_validate({"id": "town", "name": "Town", "url": f"{town.url}/", "country": "GB", "level": "city"})
    facts = read_site(site, crawled.site(), wave=crawled.folder.read_wave())
    reading = unsound_files(facts, kind="file")

    assert (reading.value, reading.reason) == (2, "of 3 documents looked into")
    assert {ref.url.removeprefix(town.url) for ref in reading.evidence} == {"/empty.pdf", "/lost.pdf"}


def test_a_visit_of_an_older_wave_has_no_size_and_a_newer_one_keeps_it() -> None:
    line = '{"site_id": "town", "url": "http://t.example/a.pdf", "purpose": "link_check", "status": 200'
    when = ', "requested_at": "2026-01-01T00:00:00+00:00"'

    assert Visit.from_json(f"{line}{when}}}").size is None
    newer = Visit.from_json(f'{line}{when}, "size": 9}}')
    assert Visit.from_json(newer.to_json()) == newer
