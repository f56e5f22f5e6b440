"""Owners' replies are shown as their words, escaped, and never change a point; faults name file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.render import write_report
from reports.replies import load_replies
from scoring.rubric import load_rubric
from site_lists.model import DataFileErrors, load_list
from tests.reports.builders import finding, site, small_rubric, write_list, write_wave

HEADER = "site_id,indicator_id,wave,day,signed_by,text\n"


def test_a_reply_stands_at_its_finding_escaped_and_changes_no_score(tmp_path: Path) -> None:
    rubric = small_rubric(tmp_path)
    listed = write_list(tmp_path / "towns", [site("alder")])
    rows = [finding("alder", "home_answers", 0.0, rubric=load_rubric(rubric), wave="w1")]
    write_wave(tmp_path / "data", listed, "w1", rows, rubric=load_rubric(rubric))
    before = (write_report(tmp_path / "data", listed, rubric=rubric).parent / "data/ranking.csv").read_bytes()
    (listed.folder / "replies").mkdir()
    text = HEADER + "alder,home_answers,w1,2026-11-01,Mayor,<script>We moved</script>\n"
    (listed.folder / "replies/a.csv").write_text(text, encoding="utf-8")
    folder = write_report(tmp_path / "data", load_list(str(listed.folder)), rubric=rubric).parent
    page = (folder / "sites/alder.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;We moved" in page.partition('id="finding-home_answers"')[2]
    assert (folder / "data/ranking.csv").read_bytes() == before


def test_a_reply_for_an_unknown_site_names_file_and_line(tmp_path: Path) -> None:
    listed = write_list(tmp_path / "towns", [site("alder")])
    (listed.folder / "replies").mkdir()
    (listed.folder / "replies/a.csv").write_text(HEADER + "birch,,,2026-11-01,Mayor,No\n", encoding="utf-8")
    with pytest.raises(DataFileErrors) as caught:
        load_replies(listed)
    told = str(caught.value.faults[0])
    assert "a.csv" in told
    assert "line 2, column site_id" in told
