"""What leaves a survey: files of four kinds, and tidy frames for notebooks."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from reports.dictionary import dictionary
from reports.export import citation, export, tables_of
from reports.notebook import compare_waves, load_findings, load_scores
from reports.tidy import TidySurvey, tidy_survey
from scoring.rubric import load_rubric
from site_lists.model import DataFileError
from tests.reports.test_compare import data, rubric

__all__ = ["data", "rubric"]


@pytest.fixture
def survey(data: Path, rubric: str) -> TidySurvey:
    return tidy_survey(data, "towns", load_rubric(rubric), title="=Towns", source="invented")


def test_scores_are_tidy_and_name_their_site(data: Path, tmp_path: Path, rubric: str) -> None:
    scores = load_scores(str(tmp_path / "towns"), data=data, rubric=rubric)

    assert list(scores.columns[:7]) == ["wave", "site_id", "name", "name_en", "country", "region", "level"]
    assert set(scores["wave"]) == {"w1", "w2"}
    gum = scores[(scores["site_id"] == "gum") & (scores["wave"] == "w2") & (scores["criterion"] == "total")]
    assert gum["score"].isna().all()
    assert (gum["coverage"] == 0).all()


def test_findings_are_one_row_a_wave_site_and_question_and_not_observed_is_no_zero(
    data: Path, tmp_path: Path, rubric: str
) -> None:
    findings = load_findings(str(tmp_path / "towns"), data=data, rubric=rubric, waves=["w2"])

    assert not findings.duplicated(["wave", "site_id", "indicator_id"]).any()
    assert findings.loc[findings["state"] == "not_observed", "points"].isna().all()


def test_changes_are_a_frame_whose_parts_add_up(data: Path, tmp_path: Path, rubric: str) -> None:
    moved = compare_waves(str(tmp_path / "towns"), "w1", "w2", data=data, rubric=rubric)

    assert list(moved["site_id"]) == ["alder", "birch", "cedar"]
    assert (moved["site_change"] + moved["observation_change"]).round(6).equals(moved["score_change"])


def test_a_csv_holds_the_scores(survey: TidySurvey, tmp_path: Path) -> None:
    assert export(survey, tmp_path / "out.csv") == f"{len(survey.scores)} scores"

    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8"))))
    assert len(rows) == len(survey.scores)
    assert rows[0]["wave"] == "w1"


def test_a_parquet_holds_the_findings(survey: TidySurvey, tmp_path: Path) -> None:
    export(survey, tmp_path / "out.parquet")

    count, unseen = duckdb.execute(
        "SELECT count(*), count(*) FILTER (points IS NULL) FROM read_parquet(?)", [str(tmp_path / "out.parquet")]
    ).fetchall()[0]
    assert count == len(survey.findings)
    assert unseen == survey.findings["points"].isna().sum()


def test_a_workbook_has_readable_sheets_and_runs_nothing(survey: TidySurvey, tmp_path: Path) -> None:
    export(survey, tmp_path / "out.xlsx")

    sheets = pd.read_excel(tmp_path / "out.xlsx", sheet_name=None, engine="calamine")
    assert list(sheets) == ["about", *tables_of(survey), "dictionary"]
    assert len(sheets["findings"]) == len(survey.findings)
    assert sheets["about"].iloc[0, 1] == "'=Towns"


def test_a_package_describes_every_column_of_every_table(survey: TidySurvey, tmp_path: Path) -> None:
    export(survey, tmp_path / "out.zip")

    with zipfile.ZipFile(tmp_path / "out.zip") as package:
        about = json.loads(package.read("datapackage.json"))
        for resource in about["resources"]:
            header = package.read(resource["path"]).decode().splitlines()[0].split(",")
            assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert "cite" not in about["name"]
        assert citation(survey) in package.read("README.txt").decode()


def test_every_column_that_is_not_a_criterion_has_a_meaning(survey: TidySurvey) -> None:
    names = {str(column) for frame in tables_of(survey).values() for column in frame.columns}

    assert names - {item.id for item in survey.rubric.criteria} <= set(dictionary())


def test_the_same_results_make_the_same_package(survey: TidySurvey, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        export(survey, tmp_path / name)

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_an_unknown_ending_is_refused_and_leaves_nothing(survey: TidySurvey, tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"use one of \.csv, \.xlsx, \.parquet, \.zip"):
        export(survey, tmp_path / "out.ods")


def test_a_wave_that_is_not_there_is_told(data: Path, rubric: str) -> None:
    with pytest.raises(DataFileError, match="no such wave"):
        tidy_survey(data, "towns", load_rubric(rubric), waves=["w9"])


def test_the_ranking_lists_unranked_sites_last(survey: TidySurvey) -> None:
    ranking = survey.ranking()

    assert ranking["site_id"].iloc[-1] == "gum"
    assert ranking["rank"].iloc[:-1].is_monotonic_increasing
