"""A veto that fired can be followed: in the results, in the explanation and in the report."""

import csv
from datetime import UTC, datetime

import pytest

from reports.explain import explain, to_text
from reports.render import write_report
from scoring.rubric import load_rubric
from tests.reports.builders import SMALL_RUBRIC, finding, site, write_list, write_wave

RULE = "Veto: “Did the home page come?” without points: the site fails and the rest is not scored (this test)."
VETO = (
    'vetoes = [ { indicator = "home_answers", source = "this test" } ]\ngroups = [ { name = "pass", at_least = 60 } ]\n'
)


@pytest.fixture
def surveyed(tmp_path):
    """Two towns under a rubric with a veto: one down half the time, one in order."""
    path = tmp_path / "small.toml"
    path.write_text(SMALL_RUBRIC.replace("rank_above_coverage", f"{VETO}rank_above_coverage"), encoding="utf-8")
    rules = load_rubric(str(path))
    site_list = write_list(tmp_path / "towns", [site("down"), site("up")])
    found = [
        finding(name, indicator, value, rubric=rules, wave="w1")
        for name, answers in (("down", 0.5), ("up", 1.0))
        for indicator, value in (("home_answers", answers), ("home_is_quick", 2), ("links_work", 0.0))
    ]
    write_wave(tmp_path / "data", site_list, "w1", found, rubric=rules, started=datetime(2026, 3, 1, tzinfo=UTC))
    return tmp_path, site_list, str(path)


def test_the_total_is_empty_and_its_group_says_why(surveyed):
    folder, _, _ = surveyed
    with (folder / "data/towns/w1/results/small/scores.csv").open(encoding="utf-8") as stream:
        rows = {(row["site_id"], row["criterion"]): row for row in csv.DictReader(stream)}

    assert (rows["down", "total"]["score"], rows["down", "total"]["rank"]) == ("", "")
    assert (rows["down", "total"]["group"], rows["up", "total"]["group"]) == ("vetoed", "pass")
    assert rows["down", "errors"]["score"] == ""
    assert rows["up", "total"]["rank"] == "1"


def test_the_explanation_names_the_rule_and_what_mending_it_is_worth(surveyed):
    folder, site_list, path = surveyed
    told = explain(folder / "data", site_list.id, "w1", "down", load_rubric(path))

    assert told.vetoes == (RULE,)
    assert RULE in to_text(told)
    assert {answer.indicator_id: answer.regain for answer in told.answers}["home_answers"] == pytest.approx(100.0)


def test_the_report_lists_the_site_apart_with_the_rule(surveyed):
    folder, site_list, path = surveyed
    index = write_report(folder / "data", site_list, waves=None, rubric=path, out=None)
    page = (index.parent / "sites" / "down.html").read_text(encoding="utf-8")

    assert "Veto: “Did the home page come?” without points" in index.read_text(encoding="utf-8")
    assert "failed by a veto" in page
    assert RULE in page
