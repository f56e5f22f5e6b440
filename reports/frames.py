"""This module knows how results lie on disk and hands them out as tidy tables; it alone loads pandas."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from crawler.evidence import Wave, WaveFolder
from reports.database import database
from reports.scores_file import read_scores
from scoring import run_file, store
from scoring.resampling import Spread
from site_lists.model import DataFileError, DataFileErrors, Site, load_list

SCORE_COLUMNS = ("wave", *store.SCORE_COLUMNS)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One score (0 to 100) of one site in one wave; `coverage` is 0 to 1, `criterion` may be `total`."""

    wave: str
    site_id: str
    criterion: str
    score: float | None
    coverage: float
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    group: str


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One indicator's answer for one site in one wave, as it stands in `findings.parquet`."""

    wave: str
    site_id: str
    criterion: str
    indicator_id: str
    state: str
    value: str
    unit: str
    points: float | None
    weight: float
    reason: str
    decided_by: str
    evidence_url: str
    record_id: str
    snippet: str


FINDING_COLUMNS = tuple(item.name for item in fields(FindingRow))
_NUMBERS = frozenset({"points", "weight", "points_error"})
POINT_COLUMNS = ("site_id", "indicator_id", "state", "points", "decided_by")
"""The columns of findings that scores are reckoned from."""
_SPREAD_COLUMNS = tuple(item.name for item in fields(Spread))


def wave_folder(data: Path, list_id: str, wave: str) -> WaveFolder:
    """The folder of a wave; raises DataFileError when the list has no such wave."""
    folder = WaveFolder(data / list_id / wave)
    if not folder.wave_file.is_file():
        known = ", ".join(wave_labels(data, list_id)) or "none yet"
        problem = f"there is no such wave; give one of: {known}, or crawl it first"
        raise DataFileError(folder.path, "", problem)
    return folder


def read_wave(data: Path, list_id: str, wave: str) -> Wave:
    """A wave's `wave.json`; raises DataFileError when it is missing or damaged."""
    folder = wave_folder(data, list_id, wave)
    try:
        return folder.read_wave()
    except ValueError as error:
        problem = "the file is damaged; crawl the wave again to write it anew"
        raise DataFileError(folder.wave_file, "", problem) from error


def read_run(data: Path, list_id: str, wave: str, rubric: str) -> run_file.Run:
    """`run.json`: how a wave was scored; raises DataFileError when it is missing or damaged."""
    folder = wave_folder(data, list_id, wave).results(rubric)
    run = run_file.read_run(folder, again=score_again(list_id, wave, rubric))
    if run is None:
        raise DataFileError(folder / run_file.RUN_FILE, "", _not_scored(list_id, wave, rubric))
    return run


def wave_labels(data: Path, list_id: str) -> list[str]:
    """The labels of all waves of a list, scored or not, by name."""
    return sorted(path.parent.name for path in (data / list_id).glob("*/wave.json"))


def waves_of(data: Path, list_id: str, rubric: str) -> list[str]:
    """The waves of a list that have scores under a rubric, oldest first by the time they were started."""
    scored = [
        name
        for name in wave_labels(data, list_id)
        if (WaveFolder(data / list_id / name).results(rubric) / "scores.csv").is_file()
    ]
    return sorted(scored, key=lambda name: (read_wave(data, list_id, name).started, name))


def wave_sites(data: Path, list_id: str, wave: str) -> dict[str, Site]:
    """The sites of the list as it stood at a wave, by id; raises DataFileError when that copy is missing or wrong."""
    folder = wave_folder(data, list_id, wave).list_folder
    if not folder.is_dir():
        problem = "the copy of the site list is missing; put list.toml and sites.csv of that wave there"
        raise DataFileError(folder, "", problem)
    try:
        return {site.id: site for site in load_list(folder).sites}
    except DataFileErrors as faults:
        raise faults.exceptions[0] from None


def load_scores(data: Path, list_id: str, waves: Sequence[str], rubric: str) -> pd.DataFrame:
    """All scores of the waves, one row a wave × site × criterion; the overall score stands under `total`.

    Raises DataFileError when a wave has no scores or its `scores.csv` is damaged.
    """
    frames = [_one_wave_of_scores(data, list_id, wave, rubric) for wave in waves]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(SCORE_COLUMNS))


def _one_wave_of_scores(data: Path, list_id: str, wave: str, rubric: str) -> pd.DataFrame:
    path = wave_folder(data, list_id, wave).results(rubric) / "scores.csv"
    if not path.is_file():
        raise DataFileError(path, "", _not_scored(list_id, wave, rubric))
    frame = read_scores(path, again=score_again(list_id, wave, rubric))
    frame.insert(0, "wave", wave)
    return frame[list(SCORE_COLUMNS)]


def load_findings(
    data: Path, list_id: str, waves: Sequence[str], rubric: str, *, columns: Sequence[str] = FINDING_COLUMNS
) -> pd.DataFrame:
    """All findings of the waves, one row a wave × site × indicator; `value` is text, `points` is NaN when not observed.

    Raises DataFileError when a wave has no findings or its `findings.parquet` is damaged.
    """
    frames = [
        read_findings(
            findings_file(data, list_id, wave, rubric),
            again=score_again(list_id, wave, rubric),
            columns=columns,
        )
        for wave in waves
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(columns))


def read_findings(
    path: Path,
    *,
    again: str,
    columns: Sequence[str] = FINDING_COLUMNS,
    sites: Collection[str] = (),
    indicators: Collection[str] = (),
) -> pd.DataFrame:
    """One file of findings, or those of some sites and questions.

    Raises DataFileError when it is missing or damaged, with `again` as the remedy.
    """
    wanted: list[str] = []
    values: list[object] = []
    if sites:  # a span of ids lets whole stretches of the file be passed over
        wanted, values = ["site_id BETWEEN ? AND ?"], [min(sites), max(sites)]
    if indicators:
        wanted, values = [*wanted, "list_contains(?, indicator_id)"], [*values, list(indicators)]
    frame = _read_parquet(path, columns, again=again, where=" AND ".join(wanted), values=values)
    return frame[frame["site_id"].isin(set(sites))] if sites else frame


def load_spreads(data: Path, list_id: str, wave: str, rubric: str) -> list[Spread]:
    """How far the points of a wave scatter; none where it was scored before that was reckoned."""
    path = wave_folder(data, list_id, wave).results(rubric) / "spreads.parquet"
    if not path.is_file():
        return []
    frame = _read_parquet(path, _SPREAD_COLUMNS, again=score_again(list_id, wave, rubric))
    return [Spread(*row) for row in frame.itertuples(index=False, name=None)]


def _read_parquet(
    path: Path, names: Sequence[str], *, again: str, where: str = "", values: Sequence[object] = ()
) -> pd.DataFrame:
    columns = ", ".join(
        f"TRY_CAST({name} AS DOUBLE) AS {name}"
        if name in _NUMBERS
        else f"coalesce(CAST({name} AS VARCHAR), '') AS {name}"
        for name in names
    )
    try:
        with database() as files:
            query = f"SELECT {columns} FROM read_parquet(?) WHERE {where or 'true'}"  # noqa: S608 -- our names
            return files.execute(query, [str(path), *values]).df()
    except duckdb.Error as error:
        raise DataFileError(path, "", f"this is no Parquet file of {path.stem}; {again}") from error


def findings_file(data: Path, list_id: str, wave: str, rubric: str) -> Path:
    """Where a wave's findings lie; raises DataFileError when the wave has not been scored."""
    path = wave_folder(data, list_id, wave).results(rubric) / "findings.parquet"
    if not path.is_file():
        raise DataFileError(path, "", _not_scored(list_id, wave, rubric))
    return path


def score_rows(frame: pd.DataFrame) -> Iterator[ScoreRow]:
    """The rows of `load_scores` as typed values, with None where the table is empty."""
    plain = frame[list(SCORE_COLUMNS)].astype(object)
    for row in plain.where(frame.notna(), None).itertuples(index=False, name=None):
        cells: list[Any] = list(row)
        cells[5:8] = [None if rank is None else int(rank) for rank in cells[5:8]]
        yield ScoreRow(*cells)


def finding_rows(frame: pd.DataFrame) -> Iterator[FindingRow]:
    """The rows of `load_findings` as typed values, with None where points are empty."""
    for row in frame[list(FINDING_COLUMNS)].itertuples(index=False, name=None):
        cells: list[Any] = [None if cell != cell else cell for cell in row]
        yield FindingRow(*cells)


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as CSV. Text that a spreadsheet would run as a formula is defused with an apostrophe."""
    cells = [[defused(cell) for cell in row] for row in rows]
    return pd.DataFrame(cells, columns=list(columns), dtype=object).to_csv(index=False, lineterminator="\n")


def frame_csv(frame: pd.DataFrame, *, with_header: bool = True) -> str:
    """A frame as CSV, defused like `csv_text`; times stand in ISO 8601, in UTC."""
    plain = frame.copy()
    for name in plain.columns:
        if pd.api.types.is_object_dtype(plain[name]) or pd.api.types.is_string_dtype(plain[name]):
            unsafe = {cell: safe for cell in plain[name].unique() if (safe := defused(cell)) is not cell}
            if unsafe:
                plain[name] = plain[name].map(lambda cell, unsafe=unsafe: unsafe.get(cell, cell))
    return plain.to_csv(index=False, header=with_header, lineterminator="\n", date_format="%Y-%m-%dT%H:%M:%SZ")


def write_parquet(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame as Parquet, packed."""
    with database() as files:
        files.register("frame", frame)
        place = str(path).replace("'", "''")
        files.execute(f"COPY frame TO '{place}' (FORMAT parquet, COMPRESSION zstd)")


def defused(cell: object) -> object:
    """Text that a spreadsheet would run as a formula with an apostrophe before it; anything else as it is."""
    if not isinstance(cell, str):
        return cell
    defused = f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
    return defused.replace("\r\n", "\n").replace("\r", "\n")  # the writer leaves a bare CR unquoted: a row to Excel


def _not_scored(list_id: str, wave: str, rubric: str) -> str:
    return f"wave {wave} has no results under {rubric}; run `egovbench score {list_id} --wave {wave} --rubric {rubric}`"


def score_again(list_id: str, wave: str, rubric: str) -> str:
    """What to do about results that are damaged."""
    return f"write it anew with `egovbench score {list_id} --wave {wave} --rubric {rubric}`"
