"""Copies of cited answers are inert text that marks the excerpt; what is missing or damaged is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from crawler.evidence import Outcome, Purpose, RenderedPage, SiteWriter, Visit, WaveFolder, parse_page
from crawler.rendered import RenderedWriter
from reports import pages
from reports.copies import pictures_of
from reports.inert_page import inert_page
from reports.render import write_report
from scoring.rubric import load_rubric
from tests.cost import costs_little
from tests.reports.builders import START, finding, site, small_rubric, write_list, write_wave

PAGE = b"""<html><head><title>News <b>today</b></title><script>alert(1)</script></head><body onload="x()">
<p>The council met on 3 May 2024.</p><a href="http://evil.example/">away</a><img src="http://evil.example/p.png"></body>"""


def _report(tmp_path: Path, *, is_damaged: bool = False, copies: bool | None = None) -> tuple[Path, str]:
    rubric = small_rubric(tmp_path)
    rules = load_rubric(rubric)
    listed = write_list(tmp_path / "towns", [site("alder")])
    folder = WaveFolder(tmp_path / "data" / listed.id / "w1").site("alder")
    url = "http://www.alder.example/"
    visit = Visit(site_id="alder", url=url, purpose=Purpose.PAGE, requested_at=START, status=200)
    record = SiteWriter(folder).write(visit, headers=[("Content-Type", "text/html")], body=PAGE).record_id or ""
    if is_damaged:
        folder.archive_file.write_bytes(folder.archive_file.read_bytes()[:40])
    seen = {"record_id": record, "snippet": "met on 3 May"}
    rows = [finding("alder", "home_answers", 1.0, rubric=rules, wave="w1", **seen)]
    write_wave(tmp_path / "data", listed, "w1", rows, rubric=rules, with_visits=False)
    report = write_report(tmp_path / "data", listed, rubric=rubric, copies=copies).parent
    return report, record.removeprefix("urn:uuid:")


def test_a_cited_answer_is_copied_as_inert_text_with_its_excerpt_marked(tmp_path: Path) -> None:
    report, name = _report(tmp_path)
    tree = LexborHTMLParser((report / f"copies/alder/{name}.html").read_text(encoding="utf-8"))
    assert tree.css_first("mark").text() == "met on 3 May"
    assert "The council met on 3 May 2024." in tree.css_first("main").text()
    assert "HTTP status 200" in tree.css_first("main").text()
    assert tree.css("script, img, form, iframe") == []
    assert [node.attributes["href"] for node in tree.css("a")] == ["../../sites/alder.html"]
    page = LexborHTMLParser((report / "sites/alder.html").read_text(encoding="utf-8"))
    assert page.css_first(f'a[href="../copies/alder/{name}.html"]') is not None


def test_a_damaged_archive_costs_the_link_and_nothing_else(tmp_path: Path) -> None:
    report, _ = _report(tmp_path, is_damaged=True)
    assert "copies/" not in (report / "sites/alder.html").read_text(encoding="utf-8")
    assert not (report / "copies").exists()


@pytest.mark.parametrize(
    ("most", "copies", "kept"),
    [(600, None, True), (600, False, False), (0, None, False), (0, True, True)],
)
def test_copies_are_kept_as_asked_or_by_the_number_of_portals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, most: int, copies: bool | None, kept: bool
) -> None:
    monkeypatch.setattr(pages, "MANY_SITES", most)
    report, name = _report(tmp_path, copies=copies)
    assert (report / f"copies/alder/{name}.html").exists() == kept
    assert ("comes without copies" in (report / "method.html").read_text(encoding="utf-8")) != kept


def test_only_what_is_a_picture_is_shown_as_one(tmp_path: Path) -> None:
    folder = WaveFolder(tmp_path / "w").site("alder")
    writer = RenderedWriter(folder.rendered)
    for number, body in enumerate((b"\xff\xd8\xff\xe0 a picture", b"<svg onload=alert(1)>")):
        url = f"http://a.example/{number}"
        picture = writer.record(url, refers_to="urn:uuid:0", kind="image/jpeg", body=body, at=START)
        page = RenderedPage(
            url=url, raw_record_id=f"urn:uuid:{number}", rendered_at=START, outcome=Outcome.RENDERED, picture_id=picture
        )
        writer.page(page)
    assert [(one.url, one.file[-4:]) for one in pictures_of(folder)] == [("http://a.example/0", ".jpg")]


def _page(body: str, excerpt: str = "") -> list[tuple[str, list[list[str]]]]:
    page = inert_page(parse_page(f"<html><body>{body}</body></html>"), excerpt)
    return [
        (
            part.kind,
            [
                ["".join(f"[{run.text}]" if run.is_marked else run.text for run in cell) for cell in line]
                for line in part.lines
            ],
        )
        for part in page.parts
    ]


def test_headings_paragraphs_items_and_rows_of_a_copy_stand_apart() -> None:
    body = """<h2>Fees</h2><p>One <b>pound</b><br>each.</p><ul><li><a href="/a">Water</a><p>daily</p></li><li>Gas</ul>
    <table><tr><th>Item<th>Fee<tr><td>Permit<td>5</table><script>alert(1)</script><p hidden>unseen</p><div>End</div>"""
    assert _page(body) == [
        ("heading", [["Fees"]]),
        ("paragraph", [["One pound\neach."]]),
        ("list", [["Water\ndaily"], ["Gas"]]),
        ("table", [["Item", "Fee"], ["Permit", "5"]]),
        ("paragraph", [["End"]]),
    ]


def test_an_excerpt_is_marked_over_the_blocks_it_was_taken_from() -> None:
    listed = "<p>Old notice</p><ul><li><a>New notice</a> <i>2024-05-03</i></li><li>Next</li></ul>"
    marked = _page(listed, "notice 2024-05")
    assert marked == [("paragraph", [["Old notice"]]), ("list", [["New [notice 2024-05]-03"], ["Next"]])]
    assert _page("<p>One</p><p>Two</p>", "One Two") == [("paragraph", [["[One]"]]), ("paragraph", [["[Two]"]])]


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    assert _page("<table><tr><td><h1>Town</h1><table><tr><td>a<td>b</table><td>Text</table>") == [
        ("heading", [["Town"]]),
        ("table", [["a", "b"]]),
        ("paragraph", [["Text"]]),
    ]


@pytest.mark.parametrize(
    "body",
    ["<table>" + "<tr><td>" * 60_000, "<ul><li>" * 60_000, "<p>" + "x" * 4_000_000, "<table><tr>" + "<td>" * 120_000],
    ids=["rows", "nested", "long", "cells"],
)
def test_a_hostile_page_is_cut_in_bounded_time(body: str) -> None:
    tree = parse_page(f"<html><body>{body}</body></html>")
    page = inert_page(tree)

    assert costs_little(lambda: inert_page(tree))
    assert sum(len(run.text) for part in page.parts for line in part.lines for cell in line for run in cell) <= 20_000
