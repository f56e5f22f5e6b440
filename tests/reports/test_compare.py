"""Two waves compared: who moved, who came and went, and that swapping the waves negates every number."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from reports.changes import Comparison
from reports.compare import compare_waves, to_csv, to_html, to_json, to_table
from reports.comparison_page import standalone_comparison
from scoring.rubric import load_rubric
from site_lists.model import DataFileError
from tests.reports.builders import START, finding, site, small_rubric, write_list, write_wave

GOLDEN = """\
towns: w1 → w2, rubric small

site    rank  places        score  change  portal  observation    ±  rubric  Availability  Errors  better  worse  n/c
Alder  1 → 4      −3  100.0 → 6.2   −93.8  −93.8*          0.0  0.0     0.0         −75.0  −100.0       0      2    0
Birch  5 → 2      +3  25.0 → 84.4   +59.4  +59.4*          0.0  0.0     0.0         −62.5  +100.0       1      2    0
Cedar  6 → 3      +3  12.5 → 25.0   +12.5  +12.5*          0.0  0.0     0.0         +50.0     0.0       1      0    1

Entered (1)
  elm (Elm): scored in w2, not in w1

Left (2)
  dogwood (Dogwood): merged into cedar (Cedar) after 2025-01-01
  fir (Fir): scored in w1, not in w2

Could not be compared (1)
  gum (Gum): no rank in w2: not observed: blocked: every request was answered 403

change = portal + observation: what changed on questions that both waves answered, and what came of answers
that only one of them has. * more than chance; ± the standard error of the portal's change.
rubric: what other rules had made of the scores as first published, beyond the change.
"""


@pytest.fixture
def rubric(tmp_path: Path) -> str:
    return small_rubric(tmp_path)


@pytest.fixture
def data(tmp_path: Path, rubric: str) -> Path:
    """Three sites that move, one that merged, one that entered, one that left, one that was blocked."""
    rules = load_rubric(rubric)
    merged = site("dogwood", successor="cedar", valid_to=date(2025, 1, 1))
    names = ("alder", "birch", "cedar", "elm", "fir", "gum")
    listed = write_list(tmp_path / "towns", [*(site(name) for name in names), merged])
    first = {
        "alder": (1.0, 1.0, 0.0), "birch": (1.0, 1.0, 0.5), "cedar": (0.9, None, 0.3), "dogwood": (1.0, 2.0, 0.0),
        "fir": (1.0, 2.0, 0.0), "gum": (1.0, 2.0, 0.0),
    }  # fmt: skip
    second = {
        "alder": (0.1, 1.0, 0.5), "birch": (0.9, 9.0, 0.0), "cedar": (1.0, 1.0, 0.3), "elm": (1.0, 1.0, 0.0),
        "gum": (None, None, None),
    }  # fmt: skip
    for wave, values, days in (("w1", first, 0), ("w2", second, 365)):
        rows = [
            finding(name, indicator, value, rubric=rules, wave=wave, reason="" if value is not None else
                    "blocked: every request was answered 403")
            for name, answers in values.items()
            for indicator, value in zip(("home_answers", "home_is_quick", "links_work"), answers, strict=True)
        ]  # fmt: skip
        write_wave(tmp_path / "data", listed, wave, rows, rubric=rules, started=START + timedelta(days=days))
    return tmp_path / "data"


@pytest.fixture
def compared(data: Path, rubric: str) -> Comparison:
    return compare_waves(data, "towns", "w1", "w2", load_rubric(rubric))


def test_the_biggest_mover_comes_first(compared: Comparison) -> None:
    changes = [abs(mover.score_change) for mover in compared.movers]
    assert changes == sorted(changes, reverse=True)


def test_a_merged_site_is_listed_under_its_successor(compared: Comparison) -> None:
    reasons = {apart.site.id: apart.reason for apart in compared.left}
    assert reasons["dogwood"].startswith("merged into cedar")
    assert reasons["fir"] == "scored in w1, not in w2"
    assert next(mover for mover in compared.movers if mover.site.id == "cedar").took_in == ("dogwood",)


def test_a_page_names_the_sites_that_a_successor_took_in(compared: Comparison) -> None:
    assert "took in Dogwood" in standalone_comparison(compared)


def test_a_site_that_ends_later_is_not_said_to_have_merged_when_it_enters(tmp_path: Path, rubric: str) -> None:
    rules = load_rubric(rubric)
    later = site("dogwood", successor="cedar", valid_to=date(2030, 1, 1))
    earlier = site("elm", successor="cedar", valid_to=date(2020, 1, 1))
    listed = write_list(tmp_path / "few", [site("cedar"), later, earlier])
    for wave, names, days in (("w1", ("cedar",), 0), ("w2", ("cedar", "dogwood"), 365)):
        rows = [
            finding(name, indicator, value, rubric=rules, wave=wave)
            for name in names
            for indicator, value in (("home_answers", 1.0), ("home_is_quick", 1.0), ("links_work", 0.0))
        ]
        write_wave(tmp_path / "data", listed, wave, rows, rubric=rules, started=START + timedelta(days=days))

    found = compare_waves(tmp_path / "data", "few", "w1", "w2", load_rubric(rubric))

    assert [(apart.site.id, apart.reason) for apart in found.entered] == [("dogwood", "scored in w2, not in w1")]
    assert found.movers[0].took_in == ()


def test_no_control_character_of_a_portal_reaches_the_table(compared: Comparison) -> None:
    gum = replace(compared.not_comparable[0], reason="blocked: \x1b[2J\x07 wait")

    assert "\x1b" not in to_table(replace(compared, not_comparable=(gum,)))


def test_a_site_that_entered_is_no_mover(compared: Comparison) -> None:
    assert [apart.site.id for apart in compared.entered] == ["elm"]
    assert "elm" not in {mover.site.id for mover in compared.movers}


def test_a_blocked_site_is_not_compared_and_the_reason_is_told(compared: Comparison) -> None:
    assert [(apart.site.id, apart.reason) for apart in compared.not_comparable] == [
        ("gum", "no rank in w2: not observed: blocked: every request was answered 403")
    ]


def test_an_answer_seen_in_one_wave_only_is_not_comparable(compared: Comparison) -> None:
    cedar = next(mover for mover in compared.movers if mover.site.id == "cedar")
    assert [item.indicator_id for item in cedar.not_comparable] == ["home_is_quick"]
    assert [item.indicator_id for item in cedar.improved] == ["home_answers"]


@pytest.mark.parametrize("by", ["region", "level", "criterion"])
def test_swapping_the_waves_negates_every_number(data: Path, rubric: str, by: str) -> None:
    there = compare_waves(data, "towns", "w1", "w2", load_rubric(rubric), by=by)
    back = compare_waves(data, "towns", "w2", "w1", load_rubric(rubric), by=by)
    assert [m.site.id for m in there.movers] == [m.site.id for m in back.movers]
    for one, other in zip(there.movers, back.movers, strict=True):
        assert (one.score_change, one.rank_change) == (-other.score_change, -other.rank_change)
        assert [c.change for c in one.criteria] == [None if c.change is None else -c.change for c in other.criteria]
        assert {i.indicator_id: i.change for i in one.improved} == {
            i.indicator_id: -(i.change or 0) for i in other.worsened
        }
        assert len(one.not_comparable) == len(other.not_comparable)
    assert {(g.group, g.change, g.rose, g.fell) for g in there.groups} == {
        (g.group, -g.change, g.fell, g.rose) for g in back.groups
    }
    assert [a.site.id for a in there.entered] == [a.site.id for a in back.left]
    assert [a.site.id for a in there.left] == [a.site.id for a in back.entered]


def test_the_table_reads_as_agreed(compared: Comparison) -> None:
    assert to_table(compared) == GOLDEN


def test_the_csv_has_a_row_a_site_and_criterion(compared: Comparison) -> None:
    rows = list(csv.DictReader(io.StringIO(to_csv(compared))))
    alder = next(row for row in rows if row["site_id"] == "alder" and row["criterion"] == "total")
    assert (alder["score_change"], alder["rank_change"]) == ("-93.8", "-3")
    assert {row["site_id"] for row in rows if row["status"] != "compared"} == {"elm", "fir", "dogwood", "gum"}


def test_the_json_holds_everything(compared: Comparison) -> None:
    found = json.loads(to_json(compared))
    assert found["movers"][0]["site"]["id"] == compared.movers[0].site.id
    assert {"movers", "entered", "left", "not_comparable", "notes"} <= set(found)


def test_the_page_needs_no_other_file(compared: Comparison) -> None:
    page = to_html(compared)
    assert "<link" not in page
    assert "<script" not in page
    assert "Alder" in page


def test_a_wave_is_not_compared_with_itself(data: Path, rubric: str) -> None:
    with pytest.raises(DataFileError, match="give two waves"):
        compare_waves(data, "towns", "w1", "w1", load_rubric(rubric))


def test_waves_that_share_no_ranked_site_say_so(tmp_path: Path, rubric: str) -> None:
    rules = load_rubric(rubric)
    listed = write_list(tmp_path / "few", [site("alder")])
    for wave in ("w1", "w2"):
        rows = [finding("alder", "home_answers", None, rubric=rules, wave=wave)]
        write_wave(tmp_path / "data", listed, wave, rows, rubric=rules)
    found = compare_waves(tmp_path / "data", "few", "w1", "w2", load_rubric(rubric), by="region")
    assert found.groups == ()
    assert "No site has a rank in both waves." in to_table(found)
