"""This module knows the files a survey leaves in: CSV, a workbook, Parquet, and a Frictionless data package."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd

from crawler.disk import place_is_named
from reports.dictionary import dictionary, table_schema
from reports.frames import defused, frame_csv, write_parquet
from reports.tidy import TidySurvey
from scoring.store import disk_errors_of_duckdb
from site_lists.model import DataFileError

SHEET_ROWS = 1_048_575
"""A sheet holds so many rows below its header."""
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""All files of a package bear the same time, so that the same results make the same package."""


def export(survey: TidySurvey, target: Path) -> str:
    """Write a survey to a file whose ending says how: .csv (scores), .xlsx, .parquet (findings), or .zip.

    It is written aside and swapped in. Returns what was written, in words. Raises DataFileError for another ending,
    or more findings than a sheet holds.
    """
    writers: Mapping[str, Callable[[TidySurvey, Path], str]] = {
        ".csv": _write_csv,
        ".xlsx": _write_workbook,
        ".parquet": _write_parquet,
        ".zip": _write_package,
    }
    if target.suffix not in writers:
        raise DataFileError(target, "", f"the ending {target.suffix!r} is unknown; use one of {', '.join(writers)}")
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        with place_is_named(target), disk_errors_of_duckdb(target):
            words = writers[target.suffix](survey, aside)
            aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return words


def tables_of(survey: TidySurvey) -> dict[str, pd.DataFrame]:
    """The tables of a survey by name, the ranking first; owners' replies are one where there are any."""
    tables = {
        "ranking": survey.ranking(),
        "scores": survey.scores,
        "findings": survey.findings,
        "questions": survey.questions,
        "sites": survey.sites,
        "waves": survey.waves,
    }
    return tables if survey.replies.empty else {**tables, "replies": survey.replies}


def citation(survey: TidySurvey) -> str:
    """How to cite the survey in a line."""
    waves = ", ".join(str(wave) for wave in survey.waves["wave"])
    years = sorted({moment.year for moment in survey.waves["started"]})
    span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    return (
        f"{survey.title} ({span}). Survey waves {waves}, scored under {survey.rubric.title} ({survey.rubric.id}, "
        f"digest {survey.rubric.digest[:12]}) with egovbench {survey.waves['code_version'].iloc[-1]}."
    )


def _write_csv(survey: TidySurvey, path: Path) -> str:
    path.write_text(frame_csv(survey.scores), encoding="utf-8", newline="")
    return f"{len(survey.scores)} scores"


def _write_parquet(survey: TidySurvey, path: Path) -> str:
    write_parquet(survey.findings, path)
    return f"{len(survey.findings)} findings"


def _write_workbook(survey: TidySurvey, path: Path) -> str:
    tables = tables_of(survey)
    if len(survey.findings) > SHEET_ROWS:
        problem = f"{len(survey.findings)} findings are more than a sheet holds; name fewer waves, or use .zip"
        raise DataFileError(path, "", problem)
    write_workbook(survey, tables, path)
    return f"{len(tables) + 2} sheets, {len(survey.findings)} findings"


def write_workbook(
    survey: TidySurvey, tables: Mapping[str, pd.DataFrame], path: Path, *, left_out: Sequence[str] = ()
) -> None:
    """Write tables as sheets that can be read, between a sheet on the survey and one on the columns.

    `left_out` are the tables that the first sheet says are not here.
    """
    sheets = {"about": _about_frame(survey, left_out), **tables, "dictionary": _dictionary_frame(tables)}
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        # The time of a workbook is the survey's, so that the same results make the same file.
        book.book.set_properties({"created": _newest_moment(survey).replace(tzinfo=None)})
        head = book.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for name, frame in sheets.items():
            _plain_times(frame).to_excel(book, sheet_name=name, index=False)
            _dress(book.sheets[name], frame, head)


def _dress(sheet: Any, frame: pd.DataFrame, head: Any) -> None:
    """A sheet that can be read: bold header that stays, filter, columns as wide as what stands in them."""
    sheet.freeze_panes(1, 0)
    if len(frame.columns):
        sheet.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
    for place, name in enumerate(frame.columns):
        longest = max((len(str(cell)) for cell in frame[name].head(200)), default=0)
        sheet.write(0, place, name, head)
        sheet.set_column(place, place, min(60, max(8, longest + 2, len(str(name)) + 4)))


def _write_package(survey: TidySurvey, path: Path) -> str:
    tables = tables_of(survey)
    texts = {f"{name}.csv": frame_csv(frame) for name, frame in tables.items()}
    texts["datapackage.json"] = json.dumps(descriptor(survey, tables), ensure_ascii=False, indent=1) + "\n"
    texts["README.txt"] = _readme(survey)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(texts):
            package.writestr(zipfile.ZipInfo(name, ZIP_TIME), texts[name].encode(), zipfile.ZIP_DEFLATED)
    return f"{len(tables)} tables, {len(survey.findings)} findings"


def descriptor(survey: TidySurvey, tables: Mapping[str, pd.DataFrame]) -> dict[str, Any]:
    """The `datapackage.json` of a survey (Frictionless Data Package, tabular)."""
    return {
        "profile": "tabular-data-package",
        "name": survey.list_id,
        "title": survey.title,
        "description": citation(survey),
        "version": survey.rubric.id,
        "created": _newest_moment(survey).isoformat().replace("+00:00", "Z"),
        "sources": [{"title": survey.source or survey.title}],
        "egovbench": {
            "rubric": survey.rubric.id,
            "rubric_digest": survey.rubric.digest,
            "waves": [str(wave) for wave in survey.waves["wave"]],
            "code_version": str(survey.waves["code_version"].iloc[-1]),
        },
        "resources": [resource(name, frame) for name, frame in tables.items()],
    }


def resource(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    """How a data package describes one table, which is also the metadata beside its file."""
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": table_schema({str(name): pd.api.types.is_numeric_dtype(kind) for name, kind in frame.dtypes.items()}),
    }


def _newest_moment(survey: TidySurvey) -> datetime:
    moments = [moment for moment in survey.waves["finished"] if isinstance(moment, datetime) and moment == moment]
    newest = max(moments, default=max(survey.waves["started"]))
    return newest.astimezone(UTC).replace(microsecond=0)


def _readme(survey: TidySurvey) -> str:
    lines = [survey.title, "", citation(survey), "", "Not observed is never a zero: points are empty there.", ""]
    lines += [f"{name}: {about.text}" for name, about in dictionary().items()]
    return "\n".join(lines) + "\n"


def _about_frame(survey: TidySurvey, left_out: Sequence[str] = ()) -> pd.DataFrame:
    rows = [
        ("survey", survey.title),
        ("source of the list", survey.source),
        ("rubric", f"{survey.rubric.title} ({survey.rubric.id})"),
        ("rubric digest", survey.rubric.digest),
        ("waves", ", ".join(str(wave) for wave in survey.waves["wave"])),
        ("cite as", citation(survey)),
        ("not observed", "is never a zero: points are empty there, and coverage says how much was seen"),
    ]
    if left_out:
        rows.append(
            ("not in this workbook", f"too long to be read in sheets: {', '.join(left_out)}; see the CSV files")
        )
    return pd.DataFrame([(name, defused(text)) for name, text in rows], columns=["what", "value"])


def _dictionary_frame(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    used = dict.fromkeys(str(column) for frame in tables.values() for column in frame.columns)
    known = dictionary()
    rows = [(name, known[name].type, known[name].text) for name in used if name in known]
    return pd.DataFrame(rows, columns=["column", "type", "meaning"])


def _plain_times(frame: pd.DataFrame) -> pd.DataFrame:
    """Times without a zone, since a sheet knows none: they are UTC."""
    plain = frame.copy()
    for name in ("started", "finished"):
        if name in plain.columns:
            plain[name] = pd.to_datetime(plain[name], utc=True).dt.tz_localize(None)
    return plain
