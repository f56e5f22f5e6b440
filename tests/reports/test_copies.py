"""Copies of cited answers are inert text that marks the excerpt; what is missing or damaged is left out."""

from __future__ import annotations

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from crawler.evidence import Outcome, Purpose, RenderedPage, SiteWriter, Visit, WaveFolder
from crawler.rendered import RenderedWriter
from reports.copies import pictures_of
from reports.render import write_report
from scoring.rubric import load_rubric
from tests.reports.builders import START, finding, site, small_rubric, write_list, write_wave

PAGE = b"""<html><head><title>News <b>today</b></title><script>alert(1)</script></head><body onload="x()">
<p>The council met on 3 May 2024.</p><a href="http://evil.example/">away</a><img src="http://evil.example/p.png"></body>"""


def _report(tmp_path: Path, *, is_damaged: bool = False) -> tuple[Path, str]:
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
    return write_report(tmp_path / "data", listed, rubric=rubric).parent, record.removeprefix("urn:uuid:")


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
