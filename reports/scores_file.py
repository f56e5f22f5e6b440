"""This module knows how scores are read from `scores.csv`, and whether a table of results is whole."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from scoring.run_file import read_run
from scoring.store import SCORE_COLUMNS
from site_lists.model import DataFileError

TOTAL = "total"
RESTORE = "restore it from a copy, or delete the folder"
"""What to do about results as first published, which are not written anew."""
_NUMBERS = ("score", "coverage", "rank", "rank_low", "rank_high")


def read_scores(path: Path, *, again: str) -> pd.DataFrame:
    """The rows of a `scores.csv`. Raises DataFileError when it is damaged or cut short, with `again` as the remedy."""
    try:
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError) as error:
        raise DataFileError(path, "", f"this is not a table of scores; {again}") from error
    if missing := [name for name in SCORE_COLUMNS if name not in frame.columns]:
        raise DataFileError(path, "line 1", f"the columns {', '.join(missing)} are missing; {again}")
    totals = frame.loc[frame["criterion"] == TOTAL, "site_id"]
    refuse_cut(path, lines=len(frame) + 1, sites=totals.nunique(), again=again)
    if len(bare := frame.index[~frame["site_id"].isin(totals)]):
        problem = f"{frame['site_id'][bare[0]]} has no total: rows are missing; {again}"
        raise DataFileError(path, f"line {bare[0] + 2}", problem)
    for name in _NUMBERS:
        numbers = pd.to_numeric(frame[name].replace("", None), errors="coerce").astype("float64")
        if len(bad := frame.index[numbers.isna() & (frame[name] != "")]):
            raise DataFileError(path, f"line {bad[0] + 2}, column {name}", f"this is no number; {again}")
        frame[name] = numbers if name in ("score", "coverage") else numbers.astype("Int64")
    if len(bad := frame.index[frame["coverage"].isna()]):
        raise DataFileError(path, f"line {bad[0] + 2}, column coverage", f"there is no number; {again}")
    return frame


def scores_in(folder: Path, criterion: str) -> dict[str, float | None]:
    """One criterion's scores (or `total`) in a folder of results, by site. Raises DataFileError when damaged."""
    frame = read_scores(folder / "scores.csv", again=RESTORE)
    chosen = frame[frame["criterion"] == criterion]
    return {
        site_id: None if score != score else float(score)
        for site_id, score in zip(chosen["site_id"], chosen["score"], strict=True)
    }


def refuse_cut(path: Path, *, lines: int, sites: int, again: str) -> None:
    """Raise DataFileError when a table of results, with so many lines and sites, was cut short.

    Its last line must end, and it must hold as many sites as the `run.json` beside it says were scored.
    """
    if not path.read_bytes().endswith(b"\n"):
        raise DataFileError(path, f"line {lines}", f"the table breaks off within this line; {again}")
    run = read_run(path.parent, again=again)
    if run is not None and run.sites is not None and sites != run.sites:
        problem = f"the table ends here with {sites} of the {run.sites} sites that were scored; {again}"
        raise DataFileError(path, f"line {lines}", problem)
