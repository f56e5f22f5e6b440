"""What a coder overruled stays on the site's page, struck through, beside who did it and why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from reports.render import write_report
from scoring.review import MACHINE_SAID
from scoring.rubric import load_rubric
from tests.reports.builders import finding, site, small_rubric, write_list, write_wave


def test_a_corrected_answer_shows_what_the_machine_said_struck_through(tmp_path: Path) -> None:
    rubric = small_rubric(tmp_path)
    rules = load_rubric(rubric)
    listed = write_list(tmp_path / "towns", [site("alder")])
    reason = f"Mira, 2026-11-01: it opens {MACHINE_SAID}0.5)"
    corrected = finding("alder", "home_answers", 1.0, rubric=rules, wave="w1", reason=reason)
    untouched = finding("alder", "home_is_quick", 2.0, rubric=rules, wave="w1", reason=reason)
    rows = [replace(corrected, decided_by="Mira"), untouched]
    write_wave(tmp_path / "data", listed, "w1", rows, rubric=rules)
    folder = write_report(tmp_path / "data", listed, rubric=rubric).parent
    tree = LexborHTMLParser((folder / "sites/alder.html").read_text(encoding="utf-8"))
    article = tree.css_first("#finding-home_answers")
    assert article.css_first("s.overruled").text() == "0.5"
    assert article.css_first(".value").text().strip() == "1"
    assert article.css_first(".reason").text() == "Mira, 2026-11-01: it opens"
    assert tree.css_first("#finding-home_is_quick s") is None
