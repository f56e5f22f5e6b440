"""An archive that somebody else made becomes a wave: whose a response is, its depth, and what is left out."""

from __future__ import annotations

import errno
import gzip
import random
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.disk import DiskFullError
from crawler.evidence import Purpose, SiteFolder, SiteWriter, Visit, WaveFolder
from crawler.imported import import_wave
from crawler.lock import CrawlError
from crawler.run import crawl
from reports.notebook import load_findings
from scoring.rubric import load_rubric
from scoring.run import score_wave
from site_lists.model import DataFileError, SiteList, load_list
from tests.crawler.portal_server import Answer, page, portal
from tests.crawler.portal_server import write_list as portal_list
from tests.reports.builders import site, write_list

HTML = "text/html; charset=utf-8"
WHEN = datetime(2019, 5, 6, 7, 8, 9, tzinfo=UTC)


def towns(folder: Path) -> SiteList:
    return write_list(
        folder / "towns", [site("alder", url="http://www.alder.example/"), site("birch", url="http://birch.example/")]
    )


def archive(path: Path, *answers: tuple[str, int, list[tuple[str, str]], bytes], packed: bool = True) -> Path:
    """A WARC file as other tools write it: with warcinfo and requests between the responses."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=packed)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "another crawler"}))
        for url, status, headers, body in answers:
            lines = StatusAndHeaders(f"{status} OK", headers, protocol="HTTP/1.1")
            date = {"WARC-Date": WHEN.strftime("%Y-%m-%dT%H:%M:%SZ")}
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "x")], is_http_request=True)
            writer.write_record(writer.create_warc_record(url, "request", http_headers=asked))
            response = writer.create_warc_record(
                url, "response", payload=BytesIO(body), http_headers=lines, warc_headers_dict=date
            )
            writer.write_record(response)
    return path


def html(*links: str) -> bytes:
    return ("<!doctype html><title>Town</title>" + "".join(f'<a href="{link}">{link}</a>' for link in links)).encode()


PAGE = [("Content-Type", HTML)]
ALDER = (
    ("http://www.alder.example/", 200, PAGE, html("/news/", "/a.pdf")),
    ("http://www.alder.example/news/one", 200, PAGE, html()),
    ("http://www.alder.example/news/", 301, [("Location", "/new/")], b""),
    ("http://www.alder.example/new/", 200, PAGE, html("/news/one")),
    ("http://www.alder.example/a.pdf", 200, [("Content-Type", "application/pdf")], b"%PDF-1.7"),
    ("http://www.alder.example/island", 404, PAGE, html()),
    ("http://elsewhere.test/", 200, PAGE, html()),
)


@pytest.mark.parametrize("packed", [True, False])
def test_responses_become_visits_with_time_depth_and_where_they_were_linked(tmp_path: Path, packed: bool) -> None:
    intake = import_wave(
        towns(tmp_path), [archive(tmp_path / "a.warc", *ALDER, packed=packed)], label="2019", data=tmp_path
    )
    found = WaveFolder(tmp_path / "towns" / "2019").site("alder").visits()

    assert [(item.url.removeprefix("http://www.alder.example"), item.depth) for item in found] == [
        ("/", 0), ("/news/one", 2), ("/news/", 1), ("/new/", 1), ("/a.pdf", 1), ("/island", None),
    ]  # fmt: skip
    assert {item.requested_at for item in found} == {WHEN}
    assert found[1].linked_from == "http://www.alder.example/new/"
    assert found[4].purpose is Purpose.LINK_CHECK
    assert kept(tmp_path, found[4]) == b"%PDF-1.7"
    assert dict(intake.taken) == {"alder": 6}
    assert dict(intake.left_out) == {"of hosts that the list does not name": 1}


def kept(data: Path, item: Visit) -> bytes | None:
    """What the wave keeps of an answer's body; None when nothing."""
    record = WaveFolder(data / "towns" / "2019").site("alder").record(item.record_id or "")
    return record.body if record else None


def test_of_a_document_the_first_bytes_are_kept_and_of_one_left_out_nothing(tmp_path: Path) -> None:
    pdf = ("Content-Type", "application/pdf")
    answers = [
        ("http://www.alder.example/", 200, PAGE, html("/long.pdf", "/empty.pdf", "/left-out.pdf")),
        ("http://www.alder.example/long.pdf", 200, [pdf, ("Content-Length", "5000")], b"%PDF-1.7".ljust(5000)),
        ("http://www.alder.example/empty.pdf", 200, [pdf, ("Content-Length", "0")], b""),
        ("http://www.alder.example/left-out.pdf", 200, [pdf], b""),
    ]
    import_wave(towns(tmp_path), [archive(tmp_path / "a.warc", *answers)], label="2019", data=tmp_path)
    found = WaveFolder(tmp_path / "towns" / "2019").site("alder").visits()[1:]

    assert [(item.size, kept(tmp_path, item)) for item in found] == [
        (5000, b"%PDF-1.7".ljust(1024)),
        (0, b""),
        (None, None),
    ]


def test_a_redirect_adds_no_depth_in_an_imported_wave_nor_in_our_own(tmp_path: Path) -> None:
    town = {
        "/": Answer(b"", status=302, headers={"Location": "/start/"}),
        "/start/": page("/news/"),
        "/news/": Answer(b"", status=301, headers={"Location": "/new/"}),
        "/new/": page("/news/one"),
        "/news/one": page(),
    }
    with portal(town) as served:
        listed = load_list(str(portal_list(tmp_path / "towns", {"town": f"{served.url}/"})))
        crawl(listed, label="ours", data=tmp_path)
    ours = WaveFolder(tmp_path / "towns" / "ours").site("town")
    import_wave(listed, [ours.archive_file], label="theirs", data=tmp_path)
    theirs = WaveFolder(tmp_path / "towns" / "theirs").site("town")

    def places(folder: SiteFolder) -> dict[str, tuple[int | None, str | None]]:
        pages = [visit for visit in folder.visits() if visit.purpose is Purpose.PAGE and visit.depth is not None]
        return {urlsplit(visit.url).path: (visit.depth, visit.linked_from) for visit in pages}

    assert [place[0] for place in places(theirs).values()] == [0, 0, 1, 1, 2]
    assert places(theirs) == places(ours)


def test_a_full_disk_is_said_and_nothing_half_written_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(SiteWriter, "write", refuse)
    with pytest.raises(DiskFullError, match="No space left on device; make space and give the same command again"):
        import_wave(towns(tmp_path), [archive(tmp_path / "a.warc", *ALDER)], label="2019", data=tmp_path / "data")
    assert not list(tmp_path.glob("data/towns/*"))


def test_a_packed_body_in_chunks_is_unpacked(tmp_path: Path) -> None:
    body = gzip.compress(html("/news/"))
    chunked = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    headers = [*PAGE, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
    made = archive(tmp_path / "a.warc.gz", ("http://www.alder.example/", 200, headers, chunked))
    import_wave(towns(tmp_path), [made], label="2019", data=tmp_path)

    (record,) = WaveFolder(tmp_path / "towns" / "2019").site("alder").records()
    assert record.body == html("/news/")


@pytest.mark.parametrize(
    "packing",
    [("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"), ("Content-Encoding", "wobble")],
    ids=lambda header: header[1],
)
def test_a_body_that_is_not_packed_as_its_header_says_stands_as_it_came(
    tmp_path: Path, packing: tuple[str, str]
) -> None:
    made = archive(tmp_path / "a.warc.gz", ("http://www.alder.example/", 200, [*PAGE, packing], html("/news/")))
    import_wave(towns(tmp_path), [made], label="2019", data=tmp_path)

    (record,) = WaveFolder(tmp_path / "towns" / "2019").site("alder").records()
    assert record.body == html("/news/")


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("lost", [20, 150_000], ids=["in the last record", "in a page"])
def test_an_archive_that_breaks_off_is_refused_as_a_whole(tmp_path: Path, packed: bool, lost: int) -> None:
    long = ("http://www.alder.example/long", 200, PAGE, random.Random(1).randbytes(200_000).hex().encode())
    made = archive(tmp_path / "a.warc", *ALDER, long, packed=packed)
    made.write_bytes(made.read_bytes()[:-lost])
    with pytest.raises(DataFileError, match=r"a damaged one \((it breaks off within http|whole up to byte)"):
        import_wave(towns(tmp_path), [made], label="2019", data=tmp_path / "data")
    assert not list(tmp_path.glob("data/towns/*"))


def test_of_an_address_asked_for_twice_the_first_answer_stands(tmp_path: Path) -> None:
    home = "http://www.alder.example/"
    made = archive(tmp_path / "a.warc.gz", (home, 200, PAGE, html("/first")), (home, 503, PAGE, html()))
    intake = import_wave(towns(tmp_path), [made], label="2019", data=tmp_path)

    assert [item.status for item in WaveFolder(tmp_path / "towns" / "2019").site("alder").visits()] == [200]
    assert intake.left_out["asked for again"] == 1


def test_the_wave_is_scored_and_what_the_archive_lacks_is_not_observed(tmp_path: Path) -> None:
    listed = towns(tmp_path)
    import_wave(listed, [archive(tmp_path / "a.warc.gz", *ALDER)], label="2019", data=tmp_path)
    score_wave(WaveFolder(tmp_path / "towns" / "2019"), listed, load_rubric("local-2026"), jobs=1)
    found = load_findings(str(listed.folder), data=tmp_path)
    states = dict(zip(zip(found["site_id"], found["indicator_id"], strict=True), found["state"], strict=True))

    assert states["alder", "home_page_answers"] == "observed"
    assert states["alder", "home_page_is_quick"] == "not_observed"
    assert "observed" not in {state for (site_id, _), state in states.items() if site_id == "birch"}


def test_a_wave_that_is_there_is_not_written_over_and_an_imported_one_is_not_crawled(tmp_path: Path) -> None:
    listed, made = towns(tmp_path), archive(tmp_path / "a.warc.gz", *ALDER)
    import_wave(listed, [made], label="2019", data=tmp_path)

    with pytest.raises(CrawlError, match="is there already"):
        import_wave(listed, [made], label="2019", data=tmp_path)
    with pytest.raises(CrawlError, match=r"imported from a\.warc\.gz"):
        crawl(listed, label="2019", data=tmp_path)


@pytest.mark.parametrize("content", [b"<html>no archive</html>", b"", b"\x1f\x8b damaged"])
def test_a_file_that_is_no_archive_is_named_and_nothing_is_left(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)
    with pytest.raises(DataFileError, match="no WARC archive") as fault:
        import_wave(towns(tmp_path), [path], label="2019", data=tmp_path / "data")
    assert "a.warc.gz" in str(fault.value)
    assert not list(tmp_path.glob("data/towns/*"))


def test_an_archive_of_other_sites_is_refused(tmp_path: Path) -> None:
    made = archive(tmp_path / "a.warc.gz", ALDER[-1])
    with pytest.raises(DataFileError, match="is of a site of the list towns"):
        import_wave(towns(tmp_path), [made], label="2019", data=tmp_path / "data")


def test_our_own_archive_comes_back_as_it_was(tmp_path: Path) -> None:
    listed = towns(tmp_path)
    import_wave(listed, [archive(tmp_path / "a.warc.gz", *ALDER)], label="2019", data=tmp_path)
    first = SiteFolder(tmp_path / "towns" / "2019" / "sites" / "alder")
    import_wave(listed, [first.archive_file], label="again", data=tmp_path)
    again = SiteFolder(tmp_path / "towns" / "again" / "sites" / "alder")

    assert [(item.url, item.body, item.status) for item in first.records()] == [
        (item.url, item.body, item.status) for item in again.records()
    ]
