"""Two waves compared: changes taken apart, lost evidence, gates and trends."""

from __future__ import annotations

import json
import shutil
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from reports.changes import Comparison, compare_waves
from reports.compare import to_json, to_table
from reports.gate import drop_limit, missed_gate
from reports.survey import read_waves
from reports.trends import slope_of, trends_of
from scoring.rubric import load_rubric
from site_lists.model import DataFileError, load_list
from tests.reports.builders import START, finding, site, write_list, write_wave
from tests.reports.test_compare import compared, data, rubric

__all__ = ["compared", "data", "rubric"]


def test_the_parts_of_a_change_add_up_to_it_to_the_last_digit(compared: Comparison) -> None:
    for mover in compared.movers:
        assert round(mover.site_change + mover.observation_change, 6) == mover.score_change


def test_the_json_follows_the_published_schema(data: Path, rubric: str) -> None:
    schema = json.loads(files("reports").joinpath("schemas/comparison.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    for by in (None, "region", "criterion"):
        found = json.loads(to_json(compare_waves(data, "towns", "w1", "w2", load_rubric(rubric), by=by)))
        Draft202012Validator(schema).validate(found)
    with_trends = to_json(
        compare_waves(data, "towns", "w1", "w2", load_rubric(rubric)),
        trends_of(read_waves(data, "towns", ("w1", "w2"), load_rubric(rubric).id)),
    )
    Draft202012Validator(schema).validate(json.loads(with_trends))


def test_another_edition_of_the_rubric_shows_as_a_change_of_rules(data: Path, tmp_path: Path, rubric: str) -> None:
    """The waves were published by one edition; the first is scored anew by another, which leaves a question out."""
    rules = load_rubric(rubric)
    lenient = rules.model_copy(update={"digest": "another"})
    listed = load_list(tmp_path / "towns")
    again = [
        finding("alder", name, value, rubric=lenient, wave="w1")
        for name, value in (("home_answers", 0.1), ("home_is_quick", 1.0), ("links_work", 0.5))
    ]
    write_wave(data, listed, "w1", again, rubric=lenient)

    mover = compare_waves(data, "towns", "w1", "w2", load_rubric(rubric)).movers[0]

    assert (mover.site.id, mover.score_change) == ("alder", 0.0)
    assert mover.published_change == -93.8
    assert mover.rubric_change == -93.8


def test_a_wave_without_evidence_is_compared_on_common_questions_and_the_first_line_says_so(
    tmp_path: Path, rubric: str
) -> None:
    old_rubric = tmp_path / "older" / "small-2012.toml"
    old_rubric.parent.mkdir()
    text = Path(rubric).read_text(encoding="utf-8").replace('id = "small"', 'id = "small-2012"', 1)
    old_rubric.write_text(text.replace('id = "links_work"', 'id = "no_link_fails"'), encoding="utf-8")
    listed = write_list(tmp_path / "few", [site("alder")])
    for wave, path, last, days in (("2012", str(old_rubric), "no_link_fails", 0), ("2026", rubric, "links_work", 400)):
        rules = load_rubric(path)
        rows = [
            finding("alder", name, value, rubric=rules, wave=wave)
            for name, value in (("home_answers", 1.0), ("home_is_quick", 1.0 if days else 5.0), (last, 0.5))
        ]
        write_wave(tmp_path / "data", listed, wave, rows, rubric=rules, started=START + timedelta(days=days))
    (tmp_path / "data/few/2012/list/list.toml").write_text(
        (tmp_path / "few/list.toml").read_text(encoding="utf-8").replace("local-2026", "small-2012"), encoding="utf-8"
    )

    shutil.rmtree(tmp_path / "data/few/2012/sites")

    found = compare_waves(tmp_path / "data", "few", "2012", "2026", load_rubric(rubric))

    first = to_table(found).splitlines()[0]
    assert first.startswith("Note: The evidence of 2012 is gone")
    assert "2 questions" in first
    assert found.movers[0].score_change == 12.5


def test_rubrics_without_a_common_question_compare_nothing(tmp_path: Path, rubric: str) -> None:
    other = tmp_path / "other" / "other.toml"
    other.parent.mkdir()
    text = Path(rubric).read_text(encoding="utf-8").replace('id = "small"', 'id = "other"', 1)
    for name in ("home_answers", "home_is_quick", "links_work"):
        text = text.replace(f'id = "{name}"', f'id = "{name}_too"')
    other.write_text(text, encoding="utf-8")
    listed = write_list(tmp_path / "few", [site("alder")])
    old, new = load_rubric(str(other)), load_rubric(rubric)
    write_wave(
        tmp_path / "data", listed, "2012", [finding("alder", "home_answers_too", 1.0, rubric=old, wave="2012")],
        rubric=old,
    )  # fmt: skip
    write_wave(
        tmp_path / "data", listed, "2026", [finding("alder", "home_answers", 1.0, rubric=new, wave="2026")], rubric=new
    )
    copy = tmp_path / "data/few/2012/list/list.toml"
    copy.write_text(copy.read_text(encoding="utf-8").replace("local-2026", "other"), encoding="utf-8")

    shutil.rmtree(tmp_path / "data/few/2012/sites")

    with pytest.raises(DataFileError, match="no question in common"):
        compare_waves(tmp_path / "data", "few", "2012", "2026", load_rubric(rubric))


def test_a_wave_of_another_list_is_refused(data: Path, rubric: str) -> None:
    wave = data / "towns" / "w2" / "wave.json"
    wave.write_text(wave.read_text(encoding="utf-8").replace('"towns"', '"villages"'), encoding="utf-8")

    with pytest.raises(DataFileError, match="compare waves of one list"):
        compare_waves(data, "towns", "w1", "w2", load_rubric(rubric))


def test_the_gate_names_who_fell_too_far(compared: Comparison) -> None:
    assert missed_gate(compared, 5.0) == "1 fell by 5 points or more: alder (-93.8)"
    assert missed_gate(compared, 99.0) == ""


@pytest.mark.parametrize("gate", ["drop", "drop=", "rise=5", "drop=-1", "drop=5%"])
def test_a_gate_nobody_knows_is_refused(gate: str) -> None:
    with pytest.raises(ValueError, match="write drop=N"):
        drop_limit(gate)


def test_trends_are_over_all_waves_and_a_missing_rank_is_a_gap(data: Path, rubric: str) -> None:
    found = trends_of(read_waves(data, "towns", ("w2", "w1"), load_rubric(rubric).id))

    by_name = {trend.name: trend for trend in found.sites}
    assert found.waves == ("w1", "w2")
    assert by_name["alder"].scores == (100.0, 6.2)
    assert (by_name["gum"].scores[1], by_name["gum"].slope) == (None, None)
    assert "Trend by region" in to_table(compare_waves(data, "towns", "w1", "w2", load_rubric(rubric)), found)


@pytest.mark.parametrize(
    ("scores", "slope"),
    [((1.0, 3.0, 5.0), 2.0), ((1.0, None, 5.0), 2.0), ((10.0, 11.0, 90.0, 13.0), 1.0), ((None, 4.0), None)],
)
def test_a_slope_is_the_median_of_all_pairs(scores: tuple[float | None, ...], slope: float | None) -> None:
    assert slope_of(scores) == slope
