"""Results on disk become tables, and what is missing or damaged is told with its remedy."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from reports.cli import main
from reports.frames import csv_text, load_findings, load_scores, read_run, waves_of
from scoring.rubric import load_rubric
from site_lists.model import DataFileError
from tests.reports.builders import START, card, finding, site, small_rubric, synthetic_survey, write_list, write_wave


@pytest.fixture
def data(tmp_path: Path) -> Path:
    rubric = load_rubric(small_rubric(tmp_path))
    listed = write_list(tmp_path / "towns", [site("alder"), site("birch")])
    rows = [finding("alder", "home_answers", 1.0, rubric=rubric, wave="w2"),
            finding("birch", "home_answers", None, rubric=rubric, wave="w2")]  # fmt: skip
    write_wave(tmp_path / "data", listed, "w2", rows, rubric=rubric, started=START + timedelta(days=365))
    write_wave(tmp_path / "data", listed, "z1", rows, rubric=rubric)
    return tmp_path / "data"


def test_waves_come_in_the_order_they_were_started(data: Path) -> None:
    assert waves_of(data, "towns", "small") == ["z1", "w2"]


def test_scores_are_one_row_a_wave_site_and_criterion(data: Path) -> None:
    frame = load_scores(data, "towns", ["z1", "w2"], "small")
    assert len(frame) == 2 * 2 * 3
    alder = frame[(frame["site_id"] == "alder") & (frame["criterion"] == "total") & (frame["wave"] == "w2")]
    assert alder["score"].tolist() == [100.0]


def test_an_empty_rank_is_no_number(data: Path) -> None:
    frame = load_scores(data, "towns", ["w2"], "small")
    assert frame[frame["site_id"] == "birch"]["rank"].isna().all()


def test_what_was_not_observed_has_no_points(data: Path) -> None:
    frame = load_findings(data, "towns", ["w2"], "small")
    assert frame[frame["site_id"] == "birch"]["points"].isna().all()
    assert frame[frame["site_id"] == "birch"]["reason"].tolist() == ["the site did not answer"]


@pytest.mark.parametrize("name", ["scores.csv", "findings.parquet", "run.json"])
def test_a_missing_result_names_the_file_and_the_command(data: Path, name: str) -> None:
    (data / "towns/w2/results/small" / name).unlink()
    with pytest.raises(DataFileError, match=rf"{name}.*egovbench score towns --wave w2"):
        _read(data, name)


@pytest.mark.parametrize(("name", "rubbish"), [
    ("scores.csv", b""), ("scores.csv", b"\xff\xfe\x00"), ("scores.csv", b"site_id,criterion\na,b\n"),
    ("scores.csv", b"site_id,criterion,score,coverage,rank,rank_low,rank_high,group\na,total,good,1,1,1,1,\n"),
    ("scores.csv", b"site_id,criterion,score,coverage,rank,rank_low,rank_high,group\na,total,5,,1,1,1,\n"),
    ("findings.parquet", b"PAR1 torn"), ("run.json", b"{"), ("run.json", b"[]"), ("run.json", b"[" * 100_000),
])  # fmt: skip
def test_a_damaged_result_names_the_file_and_the_command(data: Path, name: str, rubbish: bytes) -> None:
    (data / "towns/w2/results/small" / name).write_bytes(rubbish)
    with pytest.raises(DataFileError, match=rf"{name}.*egovbench score towns --wave w2"):
        _read(data, name)


@pytest.mark.parametrize(("key", "told"), [
    ("rubric_digest", "is missing"), ("sites", 'cannot be "5"'), ("code_version", "cannot be null"),
])  # fmt: skip
def test_a_damaged_run_names_its_key(data: Path, key: str, told: str) -> None:
    path = data / "towns/w2/results/small/run.json"
    run = json.loads(path.read_text(encoding="utf-8")) | {"sites": "5", "code_version": None}
    run |= {name: value for name, value in (("sites", 5), ("code_version", "0.1.0")) if name != key}
    run.pop("rubric_digest" if key == "rubric_digest" else "wave")
    path.write_text(json.dumps(run), encoding="utf-8")
    with pytest.raises(DataFileError, match=rf"run.json, {key}: this key {told}; .*egovbench score towns --wave w2"):
        _read(data, "run.json")


@pytest.mark.parametrize("name", ["scores.csv", "bands.csv"])
@pytest.mark.parametrize("cut", ["within a line", "after a line"])
def test_a_table_that_was_cut_short_names_the_file_the_line_and_the_command(
    tmp_path: Path, name: str, cut: str
) -> None:
    data, listed = synthetic_survey(tmp_path, sites=6, waves=1)
    path = next(data.glob(f"*/*/results/*/{name}"))
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = len(lines) - 1 if cut == "after a line" else len(lines)
    path.write_text("".join(lines[:kept])[: None if cut == "after a line" else -2], encoding="utf-8")

    told = CliRunner().invoke(main, ["report", str(listed.folder), "--data", str(data)])

    assert told.exit_code == 2
    assert f"{name}, line {kept}: " in told.output
    assert "egovbench score" in told.output
    assert not list(data.glob("*/report/*"))


def test_scores_whose_middle_is_missing_are_no_whole_table(data: Path) -> None:
    path = data / "towns/w2/results/small/scores.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith("alder,total")), encoding="utf-8")
    with pytest.raises(DataFileError, match=r"scores\.csv, line \d+: .*egovbench score towns --wave w2"):
        load_scores(data, "towns", ["w2"], "small")


def test_an_unknown_wave_lists_the_known_ones(data: Path) -> None:
    with pytest.raises(DataFileError, match="w2, z1"):
        load_scores(data, "towns", ["w9"], "small")


def test_a_damaged_wave_file_is_told(data: Path) -> None:
    (data / "towns/w2/wave.json").write_text("{", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"wave\.json.*crawl the wave again"):
        waves_of(data, "towns", "small")


def test_text_that_a_spreadsheet_would_run_is_defused() -> None:
    assert csv_text(("a", "b"), [("=HYPERLINK(1)", -1.5)]) == "a,b\n'=HYPERLINK(1),-1.5\n"


def test_a_bare_carriage_return_begins_no_row() -> None:
    assert csv_text(("a", "b"), [("seen\r=1+1", 2)]) == 'a,b\n"seen\n=1+1",2\n'


def test_ranks_are_read_and_never_computed_again(tmp_path: Path) -> None:
    rubric = load_rubric(small_rubric(tmp_path))
    names = ["a", "b", "c", "d"]
    listed = write_list(tmp_path / "towns", [site(name) for name in names])
    places = zip(names, (90.0, 80.0, 80.0, 70.0), (1, 2, 2, 4), strict=True)
    cards = [card(name, score, rank=rank, criteria={}) for name, score, rank in places]
    write_wave(tmp_path / "data", listed, "w1", [], rubric=rubric, cards=cards)
    assert load_scores(tmp_path / "data", "towns", ["w1"], "small")["rank"].tolist() == [1, 2, 2, 4]


def _read(data: Path, name: str) -> None:
    if name == "scores.csv":
        load_scores(data, "towns", ["w2"], "small")
    elif name == "findings.parquet":
        load_findings(data, "towns", ["w2"], "small")
    else:
        read_run(data, "towns", "w2", "small")
