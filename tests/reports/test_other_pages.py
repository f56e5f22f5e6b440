"""What rests on several pages says which one is cited and why, and lists the others, bounded and escaped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from crawler.evidence import EvidenceRef, WaveFolder
from reports.pipeline import explain_text
from reports.render import write_report
from scoring.measures import MEASURES
from scoring.measures.deciding import DECIDING
from scoring.rubric import load_rubric
from scoring.store import MOST_OTHERS, OTHER_PAGES
from tests.reports.builders import START, finding, site, write_list, write_wave

ASKED = "building_permit_is_offered"


def test_the_others_are_listed_and_the_rule_is_said(tmp_path: Path) -> None:
    rubric = load_rubric("local-2026")
    listed = write_list(tmp_path / "towns", [site("alder")])
    row = finding("alder", ASKED, "online", rubric=rubric, wave="w1", url="http://a.example/")
    urls = ["javascript:alert(1)", *(f"http://a.example/{number}" for number in range(9))]
    others = tuple(EvidenceRef(url, START, None, "<b>apply</b>") for url in urls)
    seen = (*row.reading.evidence, *row.reading.evidence, *others)
    rows = [replace(row, reading=replace(row.reading, evidence=seen))]
    write_wave(tmp_path / "data", listed, "w1", rows, rubric=rubric)
    page = write_report(tmp_path / "data", listed, rubric="local-2026").parent / "sites/alder.html"
    told = LexborHTMLParser(page.read_text(encoding="utf-8")).css_first(f"#finding-{ASKED} .others")
    assert "Cited is the one that goes furthest" in told.text()
    assert len(told.css("li")) == MOST_OTHERS
    assert [link.attributes["href"] for link in told.css("a")] == urls[1:MOST_OTHERS]
    assert "<b>apply</b>" in told.text()
    text = explain_text(listed, "w1", "alder", ASKED, data=tmp_path / "data", rubric="local-2026", as_json=False)
    assert "Cited is the one that goes furthest; it decided." in text
    assert "Also at http://a.example/2" in text


def test_results_from_before_the_others_were_kept_are_shown_without_them(tmp_path: Path) -> None:
    rubric = load_rubric("local-2026")
    listed = write_list(tmp_path / "towns", [site("alder")])
    rows = [finding("alder", ASKED, "online", rubric=rubric, wave="w1", url="http://a.example/")]
    write_wave(tmp_path / "data", listed, "w1", rows, rubric=rubric)
    (WaveFolder(tmp_path / "data" / listed.id / "w1").results(rubric.id) / OTHER_PAGES).unlink()
    page = write_report(tmp_path / "data", listed, rubric="local-2026").parent / "sites/alder.html"
    assert 'class="others"' not in page.read_text(encoding="utf-8")


def test_what_is_told_to_decide_is_a_measure() -> None:
    assert set(DECIDING) <= set(MEASURES)
