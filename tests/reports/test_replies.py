"""Owners' replies are shown as their words, escaped, and never change a point; faults name file and line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from reports.pipeline import explain_text, export_survey
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
    assert "We moved" in (folder / "data/replies.csv").read_text(encoding="utf-8")
    told = explain_text(
        load_list(str(listed.folder)), "w1", "alder", None, data=tmp_path / "data", rubric=rubric, as_json=False
    )
    assert "signed by Mayor, 2026-11-01 (no point changed): <script>We moved</script>" in told
    export_survey(load_list(str(listed.folder)), (), data=tmp_path / "data", rubric=rubric, target=tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as package:
        assert "We moved" in package.read("replies.csv").decode()


def test_a_reply_to_what_nobody_knows_names_file_and_line(tmp_path: Path) -> None:
    listed = write_list(tmp_path / "towns", [site("alder")])
    (listed.folder / "replies").mkdir()
    text = HEADER + "birch,,,2026-11-01,Mayor,No\nalder,,w9,2026-11-01,Mayor,No\nalder,is_fine,,2026-11-01,Mayor,No\n"
    (listed.folder / "replies/a.csv").write_text(text + "alder,is_fine,,2026-11-01,Mayor,Yes\n", encoding="utf-8")
    wave = tmp_path / "data" / listed.id / "w1" / "wave.json"
    wave.parent.mkdir(parents=True)
    wave.touch()
    with pytest.raises(DataFileErrors) as caught:
        load_replies(listed, rubric=load_rubric("local-2026"), data=tmp_path / "data")
    told = [str(fault) for fault in caught.value.faults]
    assert all("a.csv" in each for each in told)
    for place in ("line 2, column site_id", "line 3, column wave", "line 4, column indicator_id", "line 5"):
        assert any(place in each for each in told)
    assert "use one of w1, or leave it empty" in "".join(told)
