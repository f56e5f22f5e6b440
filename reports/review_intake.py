"""This module knows how a work list comes back from coders: as corrections and answers, and what they moved."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reports.frames import load_scores
from reports.intake_table import read_table
from reports.pipeline import score_label
from reports.scores_file import TOTAL
from scoring.coder_answers import ANSWER_COLUMNS, ANSWER_EXTRAS, load_answers
from scoring.review import REVIEW_COLUMNS, REVIEW_EXTRAS, load_reviews
from scoring.rubric import Rubric, load_rubric
from site_lists.model import DataFileError, DataFileErrors, SiteList

NEEDED = ("wave", "site_id", "indicator_id", "value", "coder", "day", "reason", "source_url", "judged")
SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True, slots=True)
class Moved:
    """A site's total and rank before and after."""

    site_id: str
    score: tuple[float | None, float | None]
    rank: tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Intake:
    """What an import wrote, and whom it moved, by wave."""

    reviews: int
    answers: int
    files: tuple[Path, ...]
    moved: Mapping[str, tuple[Moved, ...]]


def import_sheet(site_list: SiteList, sheet: Path, *, rubric: str | None, data: Path, jobs: int) -> Intake:
    """Write a filled work list into the list's `reviews/` and `answers/`, score its waves again, and tell what moved.

    Rows without a value were not judged and are left. Raises DataFileErrors and writes nothing when a row is wrong.
    """
    used = load_rubric(rubric or site_list.options.rubric)
    rows = _judged_rows(sheet)
    reviews = [row for row in rows if _decided(row, used) == "machine"]
    answers = [row for row in rows if _decided(row, used) != "machine"]
    files = _write_all(site_list, sheet, used, reviews, answers)
    waves = list(dict.fromkeys(row["wave"] for row in rows))
    moved = {}
    for wave in waves:
        before = _totals(data, site_list.id, wave, used.id)
        score_label(site_list, wave, rubric, data=data, jobs=jobs)
        after = _totals(data, site_list.id, wave, used.id)
        moved[wave] = tuple(
            Moved(site_id, (old[0], new[0]), (old[1], new[1]))
            for site_id, new in sorted(after.items(), key=lambda item: (item[1][1] is None, item[1][1], item[0]))
            if (old := before.get(site_id, (None, None))) != new
        )
    return Intake(len(reviews), len(answers), files, moved)


def intake_text(intake: Intake) -> str:
    """What an import did, for people."""
    lines = [f"{intake.reviews} corrections and {intake.answers} answers", *(f"wrote {path}" for path in intake.files)]
    for wave, moved in intake.moved.items():
        lines.append(f"wave {wave}: {len(moved)} sites moved" if moved else f"wave {wave}: no site moved")
        lines += [
            f"  {each.site_id:<24} {_number(each.score[0])} → {_number(each.score[1])}, "
            f"rank {each.rank[0] or '–'} → {each.rank[1] or '–'}"
            for each in moved
        ]
    return "\n".join(lines) + "\n"


def _number(score: float | None) -> str:
    return "–" if score is None else f"{score:.1f}"


def _judged_rows(sheet: Path) -> list[dict[str, str]]:
    """The rows with a value, with all faults of form told at once."""
    if not sheet.is_file():
        raise DataFileError(sheet, "", "there is no such file; give the work list that coders filled in")
    frame = read_table(sheet)
    if missing := [name for name in NEEDED if name not in frame.columns]:
        problem = f"the columns {', '.join(missing)} are missing; export the work list again and fill in that"
        raise DataFileError(sheet, "line 1", problem)
    faults, rows = [], []
    for number, cells in zip(frame.index, frame.to_dict("records"), strict=True):
        row = {str(name): str(cell).strip() for name, cell in cells.items()}
        if not row["value"]:
            continue
        row["day"] = row["day"].partition(" ")[0]
        faults += [
            DataFileError(sheet, f"line {number}, column {name}", "this is empty; fill it in")
            for name in ("coder", "day", *(("reason",) if row.get("decided") == "machine" else ()))
            if not row[name]
        ]
        if row["day"] and not _is_day(row["day"]):
            problem = f"{row['day']!r} is no day; write it like 2026-03-31"
            faults.append(DataFileError(sheet, f"line {number}, column day", problem))
        rows.append(row)
    if not rows and not faults:
        faults.append(DataFileError(sheet, "column value", "no row has a value; fill in those that were judged"))
    if faults:
        raise DataFileErrors(faults)
    return rows


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _decided(row: Mapping[str, str], rubric: Rubric) -> str:
    indicator = rubric.indicator(row["indicator_id"])
    return indicator.decided if indicator else "machine"


def _write_all(
    site_list: SiteList,
    sheet: Path,
    rubric: Rubric,
    reviews: Sequence[Mapping[str, str]],
    answers: Sequence[Mapping[str, str]],
) -> tuple[Path, ...]:
    """Write both files whole, or neither: what the checks refuse is taken away again."""
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", sheet.stem)[:80] or "sheet"
    as_review = {"evidence_url": "source_url"}
    as_answer = {"site": "site_id", "indicator": "indicator_id", "note": "reason"}
    texts = {
        site_list.folder / "reviews" / f"{stem}.csv": _text((*REVIEW_COLUMNS, *REVIEW_EXTRAS), as_review, reviews),
        site_list.folder / "answers" / f"{stem}.csv": _text((*ANSWER_COLUMNS, *ANSWER_EXTRAS), as_answer, answers),
    }
    wanted = {path: text for (path, text), rows in zip(texts.items(), (reviews, answers), strict=True) if rows}
    for path in wanted:
        if path.exists():
            raise DataFileError(path, "", "this file is there already; rename the work list, or delete the file")
    try:
        for path, text in wanted.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        load_reviews(site_list, rubric, known=frozenset(one.id for one in rubric.indicators))
        load_answers(site_list, rubric)
    except DataFileErrors:
        for path in wanted:
            path.unlink(missing_ok=True)
        raise
    return tuple(wanted)


def _text(columns: Sequence[str], names: Mapping[str, str], rows: Sequence[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([row.get(names.get(name, name), "") for name in columns])
    return out.getvalue()


def _totals(data: Path, list_id: str, wave: str, rubric: str) -> dict[str, tuple[float | None, int | None]]:
    frame = load_scores(data, list_id, [wave], rubric)
    chosen = frame[frame["criterion"] == TOTAL]
    return {
        str(site_id): (None if score != score else float(score), None if str(rank) == "<NA>" else int(rank))
        for site_id, score, rank in zip(chosen["site_id"], chosen["score"], chosen["rank"], strict=True)
    }
