"""This module knows the folder of data in a report: tables with their descriptions, a Parquet file, and a workbook."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from reports.export import SHEET_ROWS, descriptor, resource, write_workbook
from reports.findings_file import copy_findings, findings_schema
from reports.frames import findings_file
from reports.survey import Survey
from reports.tables import Table
from reports.tidy import TidySurvey

SHEET_CELLS = 150_000
"""A report's workbook holds no more cells than this: about a second and a half of work, and more than anybody reads."""
SHEETS = ("ranking", "regions", "changes", "questions", "waves", "guides", "services", "sites", "scores", "findings")
"""The order in which tables become sheets, as long as there is room."""


@dataclass(frozen=True, slots=True)
class DataFiles:
    """What was written: the workbook's name, the tables that it lacks, and how many findings the Parquet has."""

    workbook: str
    left_out: tuple[str, ...]
    findings: int


def write_data(folder: Path, data: Path, survey: Survey, tidy: TidySurvey, tables: Sequence[Table]) -> DataFiles:
    """Write all data files of a report into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        with (folder / table.file).open("w", encoding="utf-8", newline="\n", errors="replace") as file:
            file.writelines(table.texts())
        about = resource(table.name, table.frame) | {"title": table.title, "rows": table.rows}
        _json(folder / f"{table.name}.json", about)
    paths = [findings_file(data, tidy.list_id, results.label, tidy.rubric.id) for results in survey.waves]
    found = copy_findings(paths, folder / "findings.parquet")
    _json(folder / "datapackage.json", _package(tidy, tables))
    sheets = sheets_that_fit({table.name: table.frame for table in tables if table.is_whole})
    left_out = tuple(table.name for table in tables if table.name not in sheets)
    name = f"{tidy.list_id}.xlsx"
    write_workbook(tidy, sheets, folder / name, left_out=left_out)
    return DataFiles(name, left_out, found)


def sheets_that_fit(frames: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables that a workbook can hold and a person can read."""
    room = SHEET_CELLS
    sheets: dict[str, pd.DataFrame] = {}
    for name in (*(name for name in SHEETS if name in frames), *(name for name in frames if name not in SHEETS)):
        if len(frames[name]) <= SHEET_ROWS and frames[name].size <= room:
            sheets[name] = frames[name]
            room -= frames[name].size
    return sheets


def _package(tidy: TidySurvey, tables: Sequence[Table]) -> dict[str, Any]:
    package = descriptor(tidy, {table.name: table.frame for table in tables})
    titles = {table.name: table.title for table in tables}
    for each in package["resources"]:
        each["title"] = titles[each["name"]]
    parquet = {"name": "all-findings", "path": "findings.parquet", "format": "parquet", "profile": "data-resource"}
    about = {"title": "All findings of all waves, with their evidence", "schema": findings_schema()}
    package["resources"].append(parquet | about)
    package["profile"] = "data-package"
    return package


def _json(path: Path, about: Mapping[str, Any]) -> None:
    _text(path, json.dumps(about, ensure_ascii=False, indent=1) + "\n")


def _text(path: Path, text: str) -> None:
    """Write a file of text; a lone surrogate of a portal's page ends no report."""
    path.write_text(text, encoding="utf-8", newline="\n", errors="replace")
