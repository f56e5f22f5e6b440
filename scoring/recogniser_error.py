"""This module knows how likely an answer was misread, from how often the recognisers behind it are wrong."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scoring.rubric_model import Rubric
from site_lists.model import Model

ACCURACY = "accuracy.csv"
RECOGNISERS = "recognisers.toml"


class Recogniser(Model):
    """The set of labels that tells a recogniser's error ("" where there is none), and the measures that rest on it."""

    set: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingError:
    """The chance (0 to 1) that an answer is wrong: one that something was found, and one that nothing was."""

    found: float = 0.0
    missed: float = 0.0

    def beside(self, other: ReadingError) -> ReadingError:
        """The chance when two recognisers must both be right."""
        return ReadingError(
            1 - (1 - self.found) * (1 - other.found),
            1 - (1 - self.missed) * (1 - other.missed),
        )


NO_ERROR = ReadingError()


def indicator_errors(rubric: Rubric) -> tuple[ReadingError, ...]:
    """The chance of a misreading for each indicator, in the rubric's order."""
    known = measure_errors()
    return tuple(known.get(item.measure, NO_ERROR) for item in rubric.indicators)


@cache
def measure_errors() -> Mapping[str, ReadingError]:
    """The chance of a misreading by measure, as the shipped figures say; those without labels have none."""
    errors: dict[str, ReadingError] = {}
    figures = _figures()
    for name, recogniser in recognisers().items():
        error = figures.get((name, recogniser.set), NO_ERROR)
        for measure in recogniser.measures:
            errors[measure] = errors.get(measure, NO_ERROR).beside(error)
    return errors


@cache
def recognisers() -> Mapping[str, Recogniser]:
    """The recognisers by name, as `recognisers.toml` says. Raises ValueError when that file is wrong."""
    text = files("scoring").joinpath(RECOGNISERS).read_text(encoding="utf-8")
    return {name: Recogniser.model_validate(about) for name, about in tomllib.loads(text).items()}


def _figures() -> dict[tuple[str, str], ReadingError]:
    """By recogniser and set: 1 − precision, 1 − recall."""
    text = files("scoring").joinpath(ACCURACY).read_text(encoding="utf-8")
    return {
        (row["recogniser"], row["set"]): ReadingError(_shortfall(row["precision"]), _shortfall(row["recall"]))
        for row in csv.DictReader(io.StringIO(text, newline=""))
    }


def _shortfall(share: str) -> float:
    return 1 - float(share) if share else 0.0
