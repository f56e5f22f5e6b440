"""This module knows what a rubric is: indicators, what their values are worth, and what is wrong with one."""

from __future__ import annotations

import hashlib
import inspect
import re
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError, model_validator

from scoring.lexicon import load_lexicon
from scoring.lexicon_file import FIELDS as GUIDE_FIELDS
from scoring.measures import MEASURES
from site_lists.model import DataFileError, DataFileErrors, Model, Text, key_line, validation_faults

RUBRICS = Path(__file__).parent / "rubrics"
MARKS = frozenset(("not_found", "placeholder", "empty_list", "challenge", "login", "shell", "apply"))
"""The marks that a page may carry (`PageFacts.marks`)."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")]


class Band(Model):
    """A step of the scale: a value `up_to`, `at_least`, or equal to `equals` earns `points` (0 to 1)."""

    up_to: float | None = None
    at_least: float | None = None
    equals: str | None = None
    points: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _one_bound(self) -> Band:
        if sum(bound is not None for bound in (self.up_to, self.at_least, self.equals)) != 1:
            raise ValueError("a band needs exactly one of up_to, at_least and equals; delete the others")
        return self

    @property
    def words(self) -> str:
        """The band as a reader would say it."""
        if self.equals is not None:
            return self.equals
        return f"up to {self.up_to:g}" if self.up_to is not None else f"at least {self.at_least:g}"


class Indicator(Model):
    """One question. `id` is a statement that is true of a good portal; without `bands` yes is 1 point and no is 0."""

    id: Slug
    question: Text
    why: Text
    source: Text
    asks: Text = "web team"
    measure: str
    params: dict[str, str | int | float | bool] = Field(default_factory=dict)
    bands: tuple[Band, ...] = ()
    weight: float = Field(default=1, gt=0, le=100)
    since: str


class Criterion(Model):
    """A heading of the rubric; its score is the weighted mean of its observed indicators."""

    id: Slug
    title: Text
    weight: float = Field(gt=0, le=100)
    indicators: Annotated[tuple[Indicator, ...], Field(min_length=1)]


class Rubric(Model):
    """What everything is worth.

    `rank_above_coverage` (0 to 1) is the floor below which a site has no rank, `count_above_coverage` the one below
    which a criterion has no score and stays out of the total: one answer of ten says little of the other nine.
    """

    id: Slug
    title: Text
    based_on: Text
    supersedes: str = ""
    missing: Literal["leave out"] = "leave out"
    rank_above_coverage: float = Field(ge=0, le=1)
    count_above_coverage: float = Field(default=0, ge=0, le=1)
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]
    digest: str = ""

    def indicator(self, indicator_id: str) -> Indicator | None:
        """The indicator of that id, or None."""
        return next((item for group in self.criteria for item in group.indicators if item.id == indicator_id), None)


def bundled_rubrics() -> dict[str, Path]:
    """The rubrics that ship with egovbench, by id."""
    return {path.stem: path for path in sorted(RUBRICS.glob("*.toml"))}


def find_rubric(name: str) -> Path:
    """The file of a bundled rubric's id or of a path; raises DataFileErrors when there is none."""
    if name in bundled_rubrics():
        return bundled_rubrics()[name]
    if (path := Path(name)).is_file():
        return path
    known = ", ".join(bundled_rubrics())
    raise DataFileErrors([DataFileError(name, "", f"there is no such rubric; give a TOML file or one of: {known}")])


def load_rubric(name: str) -> Rubric:
    """Read a rubric by bundled id or path; raises DataFileErrors with one fault for each thing wrong."""
    path = find_rubric(name)
    try:
        text = path.read_text(encoding="utf-8-sig")
        rubric = Rubric.model_validate(tomllib.loads(text))
    except UnicodeDecodeError as error:
        raise DataFileErrors([DataFileError(path, "", "this is not UTF-8; save the file as UTF-8")]) from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        fault = DataFileError(path, f"line {line[1]}" if line else "", f"this is not TOML ({error}); correct it")
        raise DataFileErrors([fault]) from error
    except ValidationError as error:
        raise DataFileErrors(validation_faults(path, text, error)) from error
    if faults := rubric_faults(path, text, rubric):
        raise DataFileErrors(faults)
    return rubric.model_copy(update={"digest": hashlib.sha256(text.encode()).hexdigest()})


def rubric_faults(path: Path, text: str, rubric: Rubric) -> list[DataFileError]:
    """The contradictions that no single field shows: names used twice, unknown measures, scales that don't fall."""
    faults: list[DataFileError] = []
    seen: set[str] = set()
    if path.stem != rubric.id:
        faults.append(
            DataFileError(path, key_line(text, "id"), f"the id {rubric.id!r} is not the file's name; rename one")
        )
    for criterion in rubric.criteria:
        for indicator in criterion.indicators:
            where = _line_of(text, indicator.id)
            if indicator.id in seen:
                faults.append(DataFileError(path, where, f"the id {indicator.id!r} stands twice; rename one"))
            seen.add(indicator.id)
            faults.extend(DataFileError(path, where, f"{indicator.id}: {problem}") for problem in _problems(indicator))
    return faults


def _line_of(text: str, indicator_id: str) -> str:
    place = text.find(f'id = "{indicator_id}"')
    return f"line {text[:place].count(chr(10)) + 1}" if place >= 0 else ""


def _problems(indicator: Indicator) -> list[str]:
    measure = MEASURES.get(indicator.measure)
    if measure is None:
        return [f"the measure {indicator.measure!r} is unknown; use one of {', '.join(sorted(MEASURES))}"]
    wanted = measure_params(measure)
    problems = [f"the measure has no parameter {name!r}; delete it" for name in indicator.params if name not in wanted]
    for name, default in wanted.items():
        if name not in indicator.params and default is inspect.Parameter.empty:
            problems.append(f"the measure needs the parameter {name!r}; add it to params")
    problems += _value_problems(indicator, measure)
    topic = indicator.params.get("topic")
    if topic is not None and topic not in known_topics():
        problems.append(f"the topic {topic!r} is in no lexicon; use one of {', '.join(sorted(known_topics()))}")
    return problems + _band_problems(indicator.bands)


def _value_problems(indicator: Indicator, measure: Any) -> list[str]:
    """Values that the measure cannot take: of another type than it is annotated with, or a word it does not know."""
    known = {"mark": MARKS, "field": GUIDE_FIELDS}
    problems = []
    for name, kind in inspect.get_annotations(measure, eval_str=True).items():
        value = indicator.params.get(name)
        if value is not None and kind in (int, str) and (not isinstance(value, kind) or isinstance(value, bool)):
            problems.append(f"{name} must be {'a whole number' if kind is int else 'a word'}; correct {value!r}")
        elif name in known and value is not None and value not in known[name]:
            problems.append(f"{name} {value!r} is unknown; use one of {', '.join(sorted(known[name]))}")
    return problems


def _band_problems(bands: tuple[Band, ...]) -> list[str]:
    problems = []
    rising = [band for band in bands if band.up_to is not None]
    falling = [band for band in bands if band.at_least is not None]
    if rising and falling:
        problems.append("bands mix up_to and at_least; use one of them")
    limits = [band.up_to or 0 for band in rising] or [-(band.at_least or 0) for band in falling]
    if any(later <= earlier for earlier, later in pairwise(limits)):
        problems.append("the bands are out of order; put the strictest first")
    points = [band.points for band in rising or falling]
    if any(later >= earlier for earlier, later in pairwise(points)):
        problems.append("a laxer band earns as much as a stricter one; let the points fall from band to band")
    return problems


def measure_params(measure: Any) -> dict[str, Any]:
    """A measure's parameters and their defaults (inspect.Parameter.empty where there is none)."""
    parameters = inspect.signature(measure).parameters.values()
    return {item.name: item.default for item in parameters if item.kind is inspect.Parameter.KEYWORD_ONLY}


@cache
def known_topics() -> frozenset[str]:
    """The topics that a rubric may ask for: those of the English lexicon, which is complete."""
    return frozenset(load_lexicon("en").topics)
