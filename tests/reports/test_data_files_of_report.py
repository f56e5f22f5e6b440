"""The data in a report's folder: each table with its description, all findings once, and a workbook of bounded size."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from jsonschema import validate
from selectolax.lexbor import LexborHTMLParser

from reports import data_files, tables
from reports.data_files import sheets_that_fit
from reports.dictionary import dictionary
from reports.export import export
from reports.render import write_report
from reports.tables import Table
from reports.tidy import tidy_survey
from scoring.rubric import load_rubric
from site_lists.model import DataFileError, SiteList


@pytest.fixture(scope="module")
def folder(report: Path) -> Path:
    return report / "data"


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_each_table_has_its_description_beside_it(folder: Path) -> None:
    criteria = {item.id for item in load_rubric("local-2026").criteria}
    for path in folder.glob("*.csv"):
        about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        fields = about["schema"]["fields"]
        header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
        assert [field["name"] for field in fields] == header, path.name
        assert about["rows"] == len(rows(path)), path.name
        assert {field["name"] for field in fields} - criteria <= set(dictionary()), path.name
        assert all(field["type"] == "number" for field in fields if field["name"] in criteria), path.name


def test_what_is_called_a_number_reads_as_one(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        for field in about["schema"]["fields"]:
            cells = [row[field["name"]] for row in rows(path) if row[field["name"]]]
            if field["type"] == "integer":
                assert all(int(cell) is not None for cell in cells), (path.name, field["name"])
            elif field["type"] == "number":
                assert all(float(cell) is not None for cell in cells), (path.name, field["name"])


def test_a_long_table_is_written_in_stretches_as_if_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame({"site_id": ["=a", "b", "c"], "rank": pd.array([1, None, 3], dtype="Int64")})
    whole = "".join(Table("ranking", "", frame).texts())
    monkeypatch.setattr(tables, "STRETCH", 2)

    assert "".join(Table("ranking", "", frame).texts()) == whole == "site_id,rank\n'=a,1\nb,\nc,3\n"
    assert "".join(Table("ranking", "", frame.iloc[:0]).texts()) == "site_id,rank\n"


def test_the_package_names_every_file_of_the_folder(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    paths = {each["path"] for each in package["resources"]}

    assert paths == {path.name for path in folder.iterdir() if path.suffix in {".csv", ".parquet"}}
    assert package["egovbench"]["rubric_digest"] == load_rubric("local-2026").digest


def test_report_and_export_are_data_packages_by_the_published_schemas(
    survey: tuple[Path, SiteList], folder: Path, tmp_path: Path
) -> None:
    data, listed = survey
    export(tidy_survey(data, listed.id, load_rubric("local-2026")), tmp_path / "out.zip")
    shape = json.loads(Path(__file__).with_name("datapackage.schema.json").read_text(encoding="utf-8"))
    with zipfile.ZipFile(tmp_path / "out.zip") as package:
        exported = package.read("datapackage.json").decode()
    for text in (exported, (folder / "datapackage.json").read_text(encoding="utf-8")):
        validate(json.loads(text), shape)
        names = [each["name"] for each in json.loads(text)["resources"]]
        assert len(names) == len(set(names))


def test_the_parquet_holds_the_findings_of_all_waves(folder: Path) -> None:
    waves = duckdb.execute(
        "SELECT wave, count(*) FROM read_parquet(?) GROUP BY wave ORDER BY wave", [str(folder / "findings.parquet")]
    ).fetchall()

    assert [wave for wave, _ in waves] == ["2024-q4", "2025-q4"]
    assert all(count > 1_000 for _, count in waves)


def test_the_report_and_the_export_build_the_same_scores_and_ranking(
    survey: tuple[Path, SiteList], folder: Path
) -> None:
    data, listed = survey
    tidy = tidy_survey(data, listed.id, load_rubric("local-2026"))
    scores = pd.read_csv(folder / "scores.csv", keep_default_na=False, dtype=str)
    assert set(map(tuple, scores[["wave", "site_id", "criterion", "score"]].to_numpy())) == {
        (row.wave, row.site_id, row.criterion, "" if row.score != row.score else str(row.score))
        for row in tidy.scores.itertuples()
    }
    ranking, wanted = rows(folder / "ranking.csv"), tidy.ranking()
    assert [row["site_id"] for row in ranking][: len(wanted)] == list(wanted["site_id"])
    assert list(ranking[0])[: len(wanted.columns)] == list(wanted.columns)


def test_a_portal_without_a_rank_says_why_and_has_no_score_of_nothing(folder: Path) -> None:
    apart = [row for row in rows(folder / "ranking.csv") if not row["rank"]]

    assert apart
    assert all(row["unranked_because"] and not row["rank_change"] for row in apart)


def test_a_service_that_was_not_observed_has_an_empty_stage(folder: Path) -> None:
    for row in rows(folder / "services.csv"):
        assert bool(row["stage"]) == (row["state"] == "observed")


def test_a_table_too_long_to_be_read_is_left_out_of_the_workbook_and_named(
    survey: tuple[Path, SiteList], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_files, "SHEET_CELLS", 5_000)
    report = write_report(*survey, rubric="local-2026", out=tmp_path / "out").parent
    sheets = pd.read_excel(report / "data/invented.xlsx", sheet_name=None, engine="calamine")
    words = LexborHTMLParser((report / "data.html").read_text(encoding="utf-8")).css_first(".notice").text()

    assert "ranking" in sheets
    assert "findings" not in sheets
    assert "findings" in " ".join(sheets["about"]["value"])
    assert "findings" in words


def test_no_sheet_is_longer_than_a_sheet_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_files, "SHEET_ROWS", 3)
    frames = {"ranking": pd.DataFrame({"rank": [1, 2, 3]}), "scores": pd.DataFrame({"score": [1, 2, 3, 4]})}

    assert sheets_that_fit(frames) == {"ranking": frames["ranking"]}


def test_the_citation_names_list_waves_rubric_and_version(folder: Path) -> None:
    tree = LexborHTMLParser((folder.parent / "data.html").read_text(encoding="utf-8"))
    cited = tree.css_first("#cite").parent.text()

    for part in (
        "invented regions",
        "2024-q4, 2025-q4",
        "local-2026",
        load_rubric("local-2026").digest[:12],
        "egovbench",
    ):
        assert part in cited


def test_a_wave_whose_findings_are_damaged_is_told(survey: tuple[Path, SiteList], tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="score the waves again"):
        data_files.copy_findings([tmp_path / "no.parquet"], tmp_path / "out.parquet")
