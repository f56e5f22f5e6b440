"""The invented towns, surveyed in two waves from list to report, through the command line."""

import csv
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from crawler.evidence import WaveFolder

UNSEEN = {"fengbi", "tiemen", "yanjing"}


def egovbench(*words, code=0):
    command = [sys.executable, "-m", "reports.cli", *map(str, words)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert result.returncode == code, result.stderr
    return result


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    out = tmp_path_factory.mktemp("demonstration") / "out"
    index = Path(egovbench("demo", "--out", out).stdout.strip())
    assert index.is_file()
    return out


def scores(demo, wave):
    with (demo / "data/demo" / wave / "results/local-2026/scores.csv").open(encoding="utf-8") as stream:
        return {row["site_id"]: row for row in csv.DictReader(stream) if row["criterion"] == "total"}


def findings(demo, wave, **wanted):
    path = demo / "data/demo" / wave / "results/local-2026/findings.parquet"
    where = " AND ".join(f"{name} = '{value}'" for name, value in wanted.items()) or "true"
    with duckdb.connect() as connection:
        result = connection.execute(f"SELECT * FROM '{path}' WHERE {where} ORDER BY site_id, indicator_id")
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def finding(demo, wave, site, indicator):
    (found,) = findings(demo, wave, site_id=site, indicator_id=indicator)
    return found


def test_the_good_town_leads_and_the_stale_one_comes_last(demo):
    ranked = sorted((int(row["rank"]), site) for site, row in scores(demo, "1").items() if row["rank"])

    assert ranked[0][1] == "qingshui"
    assert ranked[-1][1] == "hongshi"


def test_what_could_not_be_seen_has_no_rank_and_no_zero(demo):
    for wave in ("1", "2"):
        rows = scores(demo, wave)

        assert {site for site, row in rows.items() if not row["rank"]} == UNSEEN
        assert all(float(row["coverage"]) < 0.6 for site, row in rows.items() if site in UNSEEN)
    assert {"not_observed", "not_applicable"} == {row["state"] for row in findings(demo, "1", site_id="tiemen")}
    assert {"not_observed", "not_applicable"} == {row["state"] for row in findings(demo, "1", site_id="fengbi")}


def test_a_town_that_is_down_is_a_finding_on_availability_alone(demo):
    assert finding(demo, "1", "yanjing", "home_page_answers")["points"] == 0
    assert finding(demo, "1", "yanjing", "portal_can_be_searched")["state"] == "not_observed"


@pytest.mark.parametrize(
    ("site", "indicator", "points"),
    [
        ("hongshi", "news_is_fresh", 0.0),
        ("hongshi", "no_column_is_empty", 0.5),
        ("hongshi", "missing_pages_say_so", 0.0),
        ("heishan", "internal_links_work", 0.0),
        ("heishan", "server_does_not_fail", 0.0),
        ("heishan", "no_link_leads_inside_the_office", 0.0),
        ("heishan", "no_page_is_missing_in_disguise", 0.5),
        ("jiucheng", "encoding_is_declared_rightly", 0.0),
        ("jiucheng", "text_is_undamaged", 1.0),
        ("altun", "other_languages_are_offered", 1.0),
        ("altun", "other_editions_are_alive", 0.0),
        ("qingshui", "guides_are_complete", 1.0),
        ("qingshui", "building_permit_is_offered", 0.9),
        ("riverton", "guides_are_complete", 1.0),
    ],
)
def test_each_town_shows_the_fault_it_was_invented_for(demo, site, indicator, points):
    assert points == finding(demo, "1", site, indicator)["points"]


def test_every_observed_finding_names_evidence_that_the_archive_holds(demo):
    folder = WaveFolder(demo / "data/demo/1")
    for site in scores(demo, "1"):
        held = {record.record_id for record in folder.site(site).records()}
        visited = {visit.url for visit in folder.site(site).visits()}
        for row in findings(demo, "1", site_id=site, state="observed"):
            assert row["evidence_url"] in visited, row
            assert row["record_id"] is None or row["record_id"] in held, row


def test_every_published_score_recomputes_from_the_findings(demo):
    for site, row in scores(demo, "1").items():
        sums = {}
        for found in findings(demo, "1", site_id=site):
            points, seen, asked = sums.get(found["criterion"], (0, 0, 0))
            if found["state"] == "observed":
                points, seen = points + found["points"] * found["weight"], seen + found["weight"]
            if found["state"] != "not_applicable":
                asked += found["weight"]
            sums[found["criterion"]] = points, seen, asked
        shares = [100 * points / seen for points, seen, asked in sums.values() if seen and seen / asked >= 0.3]
        if shares:
            assert float(row["score"]) == pytest.approx(sum(shares) / len(shares), abs=0.051)
        else:
            assert row["score"] == ""


def test_the_same_evidence_scored_twice_gives_the_same_bytes(demo):
    folder = demo / "data/demo/2/results/local-2026"

    def digest():
        rows = json.dumps(findings(demo, "2"), ensure_ascii=False)
        return rows, hashlib.sha256((folder / "scores.csv").read_bytes()).hexdigest()

    before = digest()
    egovbench("score", demo / "demo", "--wave", "2", "--data", demo / "data", "--jobs", 2)

    assert before == digest()


def test_the_comparison_tells_who_moved_who_merged_and_who_cannot_be_compared(demo):
    words = ("compare", demo / "demo", "1", "2", "--data", demo / "data")
    table = egovbench(*words).stdout
    told = json.loads(egovbench(*words, "--format", "json").stdout)

    assert "merged into qingshui" in table
    moved = {mover["site"]["id"]: mover["score_change"] for mover in told["movers"]}
    assert moved["baiyun"] > 5
    assert moved["riverton"] < -5
    assert abs(moved["qingshui"]) < 0.05
    assert "<table" in egovbench(*words, "--format", "html").stdout
    assert egovbench(*words, "--format", "csv", "--by", "region").stdout.count("\n") >= 3


def test_an_explanation_names_question_page_time_record_and_words(demo):
    words = ("explain", demo / "demo", "1", "hongshi", "news_is_fresh", "--data", demo / "data")
    told = egovbench(*words).stdout

    for part in ("Did the portal publish news", "http://127.0.0.1:", "urn:uuid:", "pages.warc.gz", "UTC"):
        assert part in told
    assert json.loads(egovbench(*words, "--json").stdout)


def test_a_broken_list_is_refused_with_file_line_and_remedy(tmp_path):
    folder = tmp_path / "towns"
    folder.mkdir()
    (folder / "list.toml").write_text('title = "T"\nsource = "s"\ncontact = "c"\nrubrik = "x"\n', encoding="utf-8")
    (folder / "sites.csv").write_text("id,name\n", encoding="utf-8")

    said = egovbench("crawl", folder, "--wave", "w", "--data", tmp_path / "data", code=2).stderr

    assert "list.toml, line 4" in said
    assert "sites.csv, line 1" in said
    assert not (tmp_path / "data").exists()


def test_a_wave_that_was_never_crawled_is_said_to_be_so(tmp_path):
    said = egovbench("score", "demo", "--wave", "w", "--data", tmp_path, code=2).stderr

    assert "egovbench crawl demo --wave w" in said


def test_everything_that_ships_is_in_order():
    told = egovbench("check").stdout

    assert "list western-china: 48 sites, 48 with an address not opened yet" in told
    assert "rubric local-2026" in told
