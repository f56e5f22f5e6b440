"""From every published number back to its page, and forth again: on invented towns, through the command line."""

import csv
import html
import os
import re
import subprocess
import sys

import duckdb
import pytest

from crawler.evidence import WaveFolder
from crawler.loopback import serve_towns
from reports.demo import write_demo_list
from reports.pipeline import crawl_wave
from scoring.rubric import find_rubric, load_rubric
from site_lists.model import bundled_lists, load_list
from tests.recompute import recompute

TOWNS = ("qingshui", "hongshi", "heishan", "tiemen")
RECOMPUTED = ("local-2026", "losi-2024", "cn-census-2015")
QUOTING = {
    "days_since_update", "recent_items", "home_recent_items", "clicks_to", "has_section", "has_any_section",
    "topic_pages", "contact_details", "social_links", "service_stage",
}  # fmt: skip
"""Measures whose evidence quotes the page when they found something; others say in words of ours what they counted."""


@pytest.fixture(scope="module")
def wave(tmp_path_factory):
    """A wave of four towns, and a way to score it: the results' folder under a rubric."""
    out = tmp_path_factory.mktemp("trace")
    with serve_towns(bundled_lists()["demo"], wave="1") as addresses:
        write_demo_list(out / "demo", addresses, wave="1")
        crawl_wave(load_list(out / "demo"), "1", data=out / "data", only=TOWNS, pages=None)
    return out


def score(wave, rubric, **environment):
    words = ["score", wave / "demo", "--wave", "1", "--data", wave / "data", "--jobs", "1", "--rubric", rubric]
    command = [sys.executable, "-m", "reports.cli", *map(str, words)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=240, check=False, env=os.environ | environment
    )
    assert done.returncode == 0, done.stderr
    return wave / "data/demo/1/results" / load_rubric(str(rubric)).id


def rows_of(results):
    with duckdb.connect() as connection:
        found = connection.execute(f"SELECT * FROM '{results}/findings.parquet' ORDER BY site_id, indicator_id")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def scores_of(results):
    with (results / "scores.csv").open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("rubric", RECOMPUTED)
def test_every_number_recomputes_from_the_findings_by_a_script_of_its_own(wave, rubric):
    results = score(wave, rubric)
    scores, ranks = recompute(results, find_rubric(rubric))
    published = scores_of(results)

    assert {(row["site_id"], row["criterion"]) for row in published} == set(scores)
    for row in published:
        score_, share = scores[row["site_id"], row["criterion"]]
        assert row["score"] == ("" if score_ is None else f"{round(score_, 1):.1f}"), row
        assert row["coverage"] == f"{round(share, 3):.3f}", row
        if row["criterion"] == "total":
            assert row["rank"] == str(ranks.get(row["site_id"], "")), row


def test_a_wave_scored_again_in_another_time_zone_and_locale_is_the_same_to_the_byte(wave):
    def contents(results):
        return {path.name: path.read_bytes() for path in sorted(results.iterdir())}

    first = contents(score(wave, "losi-2024", TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="1"))
    other = contents(score(wave, "losi-2024", TZ="Pacific/Kiritimati", LC_ALL="tr_TR.UTF-8", PYTHONHASHSEED="2"))

    assert {"findings.parquet", "scores.csv", "run.json"} <= set(first)
    assert first == other


def test_in_an_edited_copy_of_a_rubric_only_the_indicators_that_were_edited_move(wave, tmp_path):
    text = find_rubric("cn-census-2015").read_text(encoding="utf-8").replace('id = "cn-census-2015"', 'id = "mine"')
    parts = text.split("[[criteria.indicators]]")
    edited = {"columns_are_filled", "home_page_is_updated"}
    for place, part in enumerate(parts):
        if any(f'id = "{name}"' in part for name in edited):
            parts[place] = re.sub(r"up_to = \d+", "up_to = -1", re.sub(r"at_least = \d+", "at_least = 10000", part))
    (tmp_path / "mine.toml").write_text("[[criteria.indicators]]".join(parts), encoding="utf-8")
    before = {(row["site_id"], row["indicator_id"]): row["points"] for row in rows_of(score(wave, "cn-census-2015"))}
    after = {
        (row["site_id"], row["indicator_id"]): row["points"] for row in rows_of(score(wave, tmp_path / "mine.toml"))
    }

    assert set(before) == set(after)
    assert {key[1] for key in before if before[key] != after[key]} == edited


@pytest.mark.parametrize("rubric", RECOMPUTED)
def test_every_observed_finding_names_evidence_that_exists_and_quotes_what_stands_there(wave, rubric):
    results, folder = score(wave, rubric), WaveFolder(wave / "data/demo/1")
    measures = {item.id: item.measure for item in load_rubric(rubric).indicators}
    quoted = 0
    for site in TOWNS:
        pages = {record.record_id: record for record in folder.site(site).records()}
        visited = {visit.url for visit in folder.site(site).visits()}
        for row in (row for row in rows_of(results) if row["site_id"] == site and row["state"] == "observed"):
            assert row["evidence_url"] in visited, row
            if row["record_id"] is None:
                continue
            assert row["record_id"] in pages, row
            if measures[row["indicator_id"]] in QUOTING and row["value"] not in ("no", "0", "none"):
                text = words_of(pages[row["record_id"]])
                lacking = [word for word in row["snippet"].split() if word not in text]
                assert not lacking, (row["indicator_id"], row["evidence_url"], row["snippet"], lacking)
                quoted += 1
    assert quoted


def words_of(record):
    """All that a page's source says, in its own encoding, with its address."""
    charset = re.search(rb"charset=[\"']?([\w-]+)", record.body[:2000])
    text = record.body.decode(charset[1].decode() if charset else "utf-8", "replace")
    return f"{html.unescape(text)} {html.unescape(re.sub(r'<[^>]+>', ' ', text))} {record.url}"
