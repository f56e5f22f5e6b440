"""The report: hostile text stays text, every number leads to evidence, and no half-written report is left."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from reports import pages as pages_module
from reports.explain import explain, to_json, to_text
from reports.render import write_report
from scoring.rubric import load_rubric
from site_lists.model import DataFileError, SiteList
from tests.reports.builders import finding, site, small_rubric, write_list, write_wave

HOSTILE = "<script>alert(1)</script>\"' onload=x \u202e{{ 7*7 }}"


@pytest.fixture
def hostile(tmp_path: Path) -> tuple[Path, SiteList, str]:
    rubric = small_rubric(tmp_path)
    rules = load_rubric(rubric)
    listed = write_list(tmp_path / "towns", [site("alder", name=HOSTILE, name_en=HOSTILE), site("birch")])
    rows = [
        finding("alder", "home_answers", HOSTILE, rubric=rules, wave="w1", url="javascript:alert(1)", snippet=HOSTILE),
        finding("alder", "home_is_quick", 2.0, rubric=rules, wave="w1", url="data:text/html,x", snippet=HOSTILE),
        finding("alder", "links_work", 0.0, rubric=rules, wave="w1", url='http://x/"><script>', reason=HOSTILE),
        finding("birch", "home_answers", None, rubric=rules, wave="w1", reason=HOSTILE, url="http://[broken"),
    ]
    write_wave(tmp_path / "data", listed, "w1", rows, rubric=rules)
    return tmp_path / "data", listed, rubric


def pages(folder: Path) -> dict[str, LexborHTMLParser]:
    found = {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}
    return {name: LexborHTMLParser(text) for name, text in found.items()}


def test_every_kind_of_page_is_written(report: Path) -> None:
    names = {str(path.relative_to(report)) for path in report.rglob("*") if path.is_file()}
    wanted = {"index.html", "regions.html", "changes.html", "method.html", "sites/town-0000.html"}
    assert wanted | {"static/report.css", "static/report.js", "data/ranking.csv", "data/findings.csv"} <= names


def test_a_site_that_merged_away_keeps_its_page(report: Path) -> None:
    tree = pages(report)["sites/town-0001.html"]
    assert "The newest wave no longer has this portal" in tree.body.text()


def test_nothing_is_loaded_from_elsewhere(report: Path) -> None:
    for name, tree in pages(report).items():
        loaded = [node.attributes.get("src") or "" for node in tree.css("[src]")]
        loaded += [node.attributes.get("href") or "" for node in tree.css("link[href]")]
        assert all(re.match(r"(\.\./)?static/", address) for address in loaded), name
        policy = tree.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"] or ""
        assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:")
        assert not tree.css("[style]"), name
    for sheet in (report / "static").iterdir():
        assert not re.search(r"@import|url\(|fetch\(|https?://", sheet.read_text(encoding="utf-8")), sheet


def test_links_within_the_report_lead_somewhere(report: Path) -> None:
    trees = pages(report)
    anchors = {name: {node.attributes["id"] for node in tree.css("[id]")} for name, tree in trees.items()}
    for name, tree in trees.items():
        for node in tree.css("a[href]"):
            address = node.attributes["href"] or ""
            if address.startswith("http"):
                assert node.attributes.get("rel") == "noopener noreferrer nofollow", (name, address)
                continue
            path, _, anchor = address.partition("#")
            target = (report / name).parent / path if path else report / name
            assert target.resolve().is_file(), (name, address)
            if anchor and "=" not in anchor:
                assert anchor in anchors[str(target.resolve().relative_to(report.resolve()))], (name, address)


def test_every_number_leads_to_its_evidence(report: Path) -> None:
    trees = pages(report)
    for cell in trees["index.html"].css("td.score, td.criterion"):
        assert cell.css_first("a[href^='sites/']") is not None
    for article in trees["sites/town-0000.html"].css("article.is-observed"):
        assert article.css_first("a.outward[href^='http']") is not None
        assert "visited 14 October" in article.css_first(".evidence").text()
        assert "record" in article.css_first(".evidence").text()


def test_hostile_text_stays_text(hostile: tuple[Path, SiteList, str]) -> None:
    data, listed, rubric = hostile
    folder = write_report(data, listed, rubric=rubric).parent
    for name, tree in pages(folder).items():
        scripts = [node.attributes.get("src") for node in tree.css("script")]
        assert all(source and source.endswith(("static/report.js", "static/folds.js")) for source in scripts), name
        for node in tree.css("*"):
            assert not any(key.startswith("on") for key in node.attributes), name
        for node in tree.css("a[href]"):
            assert not re.match(r"(javascript|data|vbscript):", node.attributes["href"] or ""), name
    page = (folder / "sites/alder.html").read_text(encoding="utf-8")
    assert "{{ 7*7 }}" in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_failure_leaves_the_old_report_and_nothing_else(
    hostile: tuple[Path, SiteList, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data, listed, rubric = hostile
    index = write_report(data, listed, rubric=rubric)
    before = index.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(pages_module, "site_page", fail)
    with pytest.raises(OSError, match="disk full"):
        write_report(data, listed, rubric=rubric)
    assert index.read_bytes() == before
    assert [path.name for path in index.parent.parent.iterdir()] == [index.parent.name]


def test_a_folder_that_is_not_ours_is_not_replaced(hostile: tuple[Path, SiteList, str], tmp_path: Path) -> None:
    data, listed, rubric = hostile
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(DataFileError, match="not replaced"):
        write_report(data, listed, rubric=rubric, out=tmp_path / "mine")


def test_a_list_without_results_is_told_what_to_run(tmp_path: Path) -> None:
    listed = write_list(tmp_path / "towns", [site("alder")])
    with pytest.raises(DataFileError, match="egovbench run towns"):
        write_report(tmp_path / "data", listed, rubric="local-2026")
    assert not (tmp_path / "data").exists()


def test_a_rank_stands_with_its_band_and_tiers_are_parted(report: Path) -> None:
    rows = pages(report)["index.html"].css("table.ranking tbody tr")
    words = [row.css_first("td.rank .band-words .sr").text() for row in rows]
    told = r"; (place \d+|between places (\d+) and (?!\2 )\d+) in nine of ten cases"
    assert all(re.fullmatch(told, text) for text in words)
    tiers = [row.attributes["data-tier"] for row in rows]
    starts = ["tier-start" in (row.attributes.get("class") or "") for row in rows]
    assert starts == [False, *[one != other for one, other in pairwise(tiers)]]


def test_the_line_over_the_waves_has_its_figures_in_words(report: Path) -> None:
    cell = pages(report)["index.html"].css_first("td.trend a")
    assert re.fullmatch(r"2024-q4: \d+\.\d; 2025-q4: \d+\.\d", cell.css_first(".sr").text())


def test_a_mover_says_in_words_whether_its_change_is_more_than_chance(report: Path) -> None:
    for row in pages(report)["changes.html"].css("table.movers tbody tr"):
        sure = row.css_first(".verdict.is-sure") is not None
        assert sure == ("more than by chance" in row.css_first(".verdict").text())
        assert {node.text() for node in row.css(".parts dt")} >= {"Portal", "Observation"}


def test_the_page_of_waves_gives_the_figures_of_each_chart(report: Path) -> None:
    tree = pages(report)["waves.html"]
    charts = tree.css("svg[role=img]")
    assert charts
    assert all(node.attributes["aria-label"] for node in charts)
    assert len(tree.css("details table")) == 2


def test_the_method_prints_each_measures_own_words(report: Path) -> None:
    page = pages(report)["method.html"].css_first("#indicator-home_page_answers").text()
    for part in ("Blind spot", "Not observed", "Scale", "China census 2015", "At least 1 earns 1"):
        assert part in page


def test_the_method_prints_how_often_the_recognisers_are_right(report: Path) -> None:
    section = pages(report)["method.html"].css_first("#accuracy").parent.text()

    assert "Measured on 20" in section
    assert "egovbench evaluate" in section


def test_a_site_that_was_blocked_stands_apart_with_the_reason(report: Path) -> None:
    apart = pages(report)["index.html"].css_first("#unranked").text()
    assert "Not observed: blocked: every request was answered 403" in apart


def test_the_same_results_give_the_same_report(survey: tuple[Path, SiteList], tmp_path: Path, report: Path) -> None:
    data, site_list = survey
    again = write_report(data, site_list, rubric="local-2026", out=tmp_path / "again").parent
    for path in report.rglob("*"):
        if path.is_file():
            assert (again / path.relative_to(report)).read_bytes() == path.read_bytes()


def test_contributions_add_up_to_the_score(survey: tuple[Path, SiteList]) -> None:
    data, site_list = survey
    found = explain(data, site_list.id, "2025-q4", "town-0000", load_rubric("local-2026"))
    assert found.total.score == pytest.approx(sum(item.contribution or 0 for item in found.answers), abs=0.051)
    assert 100 - (found.total.score or 0) == pytest.approx(sum(item.regain or 0 for item in found.answers), abs=0.051)


def test_an_explanation_says_what_was_seen_where(survey: tuple[Path, SiteList]) -> None:
    data, site_list = survey
    text = to_text(explain(data, site_list.id, "2025-q4", "town-0000", load_rubric("local-2026"), "home_page_answers"))
    for part in ("Seen at http://www.town-0000.example/", "UTC, record urn:uuid:", "of 1 point, weight 4", "Source: "):
        assert part in text
    (answer,) = json.loads(
        to_json(explain(data, site_list.id, "2025-q4", "town-0000", load_rubric("local-2026"), "home_page_answers"))
    )["answers"]
    assert answer["indicator_id"] == "home_page_answers"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", answer["visited_at"])


def test_an_unknown_site_or_indicator_is_answered_with_the_known_ones(survey: tuple[Path, SiteList]) -> None:
    data, site_list = survey
    with pytest.raises(DataFileError, match="try town-0000"):
        explain(data, site_list.id, "2025-q4", "town", load_rubric("local-2026"))
    with pytest.raises(DataFileError, match="use one of home_page_answers"):
        explain(data, site_list.id, "2025-q4", "town-0000", load_rubric("local-2026"), "nonsense")


def test_no_control_character_of_a_portal_reaches_the_terminal(hostile: tuple[Path, SiteList, str]) -> None:
    data, listed, rubric = hostile
    assert "\u202e" not in to_text(explain(data, listed.id, "w1", "alder", load_rubric(rubric)))
