"""This module knows what right, wrong and nothing said come to: the figures of one recogniser on one set of labels."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from site_lists.model import Model, Text


class Verdict(StrEnum):
    """What a recogniser did with one label."""

    RIGHT = "right"
    WRONG = "wrong"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One label and what was said of it; counted in each of `sets`. Not expected: something was said of nothing."""

    recogniser: str
    sets: tuple[str, ...]
    verdict: Verdict
    page: str
    expected: str
    said: str

    def __str__(self) -> str:
        """One line for people who want to know which labels were missed."""
        said = f"said {self.said!r}" if self.said else "said nothing"
        return f"{self.recogniser}, {self.sets[0]}, {self.page}: expected {self.expected!r}, {said}"


class Figure(Model):
    """How often a recogniser was right on a set.

    `n` counts the labels that expect an answer; `wrong` also counts answers where none was expected, so that right,
    wrong and none may come to more than `n`. `precision` is right by said, `recall` right by expected, both 0 to 1
    and None where nothing was said or expected.
    """

    recogniser: Text
    set: Text
    n: int
    right: int
    wrong: int
    none: int

    @property
    def precision(self) -> float | None:
        """The share of the answers that are right."""
        said = self.right + self.wrong
        return self.right / said if said else None

    @property
    def recall(self) -> float | None:
        """The share of the expected answers that were given and right."""
        return self.right / self.n if self.n else None

    def row(self) -> dict[str, str | int | float | None]:
        """The figure with its shares rounded to four places, under the names of its columns."""
        shares = {"precision": self.precision, "recall": self.recall}
        return self.model_dump() | {name: None if it is None else round(it, 4) for name, it in shares.items()}


def figures_of(judgements: Iterable[Judgement]) -> tuple[Figure, ...]:
    """The figures of all recognisers and sets, recognisers in the order they were first met, sets by name."""
    counted: dict[tuple[str, str], dict[str, int]] = {}
    for one in judgements:
        for name in one.sets:
            counts = counted.setdefault((one.recogniser, name), {"n": 0, "right": 0, "wrong": 0, "none": 0})
            counts["n"] += bool(one.expected)
            counts[one.verdict.value] += bool(one.expected or one.said)
    order = list(dict.fromkeys(recogniser for recogniser, _ in counted))
    keys = sorted(counted, key=lambda key: (order.index(key[0]), key[1]))
    return tuple(Figure(recogniser=recogniser, set=name, **counted[recogniser, name]) for recogniser, name in keys)


def as_table(figures: Sequence[Figure]) -> str:
    """The figures as a table for people, numbers to the right."""
    head = ("recogniser", "set", "n", "right", "wrong", "none", "precision", "recall")
    rows: list[tuple[str, ...]] = [head]
    for each in figures:
        shares = ["" if share is None else f"{share:.3f}" for share in (each.precision, each.recall)]
        counts = (each.n, each.right, each.wrong, each.none)
        rows.append((each.recogniser, each.set, *map(str, counts), *shares))
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    return "".join(
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        + "\n"
        for row in rows
    )


def as_csv(figures: Sequence[Figure], *, measured_on: str, command: str) -> str:
    """The figures as the file that ships, each row with the day and the command it was measured with."""
    written = io.StringIO()
    columns = [*Figure.model_fields, "precision", "recall", "measured_on", "command"]
    writer = csv.DictWriter(written, columns, lineterminator="\n")
    writer.writeheader()
    for each in figures:
        writer.writerow(each.row() | {"measured_on": measured_on, "command": command})
    return written.getvalue()
