"""This module knows how the recognisers' accuracy is measured, shown and kept, and where the shipped figures lie."""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from scoring.evaluation.figures import Figure, Judgement, Verdict, as_csv, as_table, figures_of

SHIPPED = "accuracy.csv"
PART = ": "
"""Stands in the names of sets that are parts of another."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """The shipped figures of one recogniser: when and with which command they were measured.

    `figures` are those of whole sets; `parts` are those by topic, encoding or condition.
    """

    recogniser: str
    measured_on: str
    command: str
    figures: tuple[Figure, ...]
    parts: tuple[Figure, ...]

    @property
    def worst_precision(self) -> float | None:
        """The precision on the set where it is lowest, 0 to 1; None where nothing was said."""
        return min((one.precision for one in self.figures if one.precision is not None), default=None)

    @property
    def worst_recall(self) -> float | None:
        """The recall on the set where it is lowest, 0 to 1; None where nothing was expected."""
        return min((one.recall for one in self.figures if one.recall is not None), default=None)


def measured(folder: Path, pages: Path | None) -> tuple[tuple[Figure, ...], tuple[Judgement, ...]]:
    """The figures on a folder of labels, and all labels that were missed.

    Raises DataFileErrors where a label file is missing or malformed.
    """
    # Reports only print the shipped figures: they need no recogniser.
    from scoring.evaluation.judging import judge
    from scoring.evaluation.labels import read_labels

    judgements = list(judge(read_labels(folder, pages or folder)))
    missed = tuple(each for each in judgements if each.verdict is not Verdict.RIGHT)
    return figures_of(judgements), missed


def evaluate_text(folder: Path, pages: Path | None, *, as_json: bool, save: Path | None) -> str:
    """The figures as a table or JSON; each label that was missed is logged. `save` is a CSV file to write."""
    figures, missed = measured(folder, pages)
    for each in missed:
        log.info("%s", each)
    if save is not None:
        day = datetime.now(UTC).date().isoformat()
        command = f"egovbench evaluate {folder.as_posix()}" + (" --pages FOLDER" if pages else "")
        save.write_text(as_csv(figures, measured_on=day, command=command), encoding="utf-8")
    rows = [each.row() for each in figures]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n" if as_json else as_table(figures)


def shipped_accuracy() -> tuple[Accuracy, ...]:
    """What was measured before this version was published, by recogniser; empty when it ships no figures."""
    place = files("scoring").joinpath(SHIPPED)
    if not place.is_file():
        return ()
    return read_accuracy(place.read_text(encoding="utf-8"))


def read_accuracy(text: str) -> tuple[Accuracy, ...]:
    """The figures in a file that `evaluate --save` wrote. Raises ValueError or KeyError when it is another file."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    def about(row: dict[str, str]) -> tuple[str, str, str]:
        return row["recogniser"], row["measured_on"], row["command"]

    found = []
    for (recogniser, day, command), same in groupby(rows, key=about):
        figures = _figures(list(same))
        found.append(
            Accuracy(
                recogniser=recogniser,
                measured_on=day,
                command=command,
                figures=tuple(each for each in figures if PART not in each.set),
                parts=tuple(each for each in figures if PART in each.set),
            )
        )
    return tuple(found)


def _figures(rows: Sequence[dict[str, str]]) -> tuple[Figure, ...]:
    return tuple(Figure.model_validate({name: row[name] for name in Figure.model_fields}) for row in rows)
