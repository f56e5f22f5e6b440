"""This module knows where rubrics lie, how one is read, and that a frozen one does not change."""

from __future__ import annotations

import hashlib
import re
import tomllib
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from scoring.rubric_faults import MARKS, known_topics, measure_params, rubric_faults
from scoring.rubric_model import Band, Criterion, Indicator, Rubric
from site_lists.model import DataFileError, DataFileErrors, key_line, validation_faults

__all__ = [
    "MARKS",
    "Band",
    "Criterion",
    "Indicator",
    "Rubric",
    "bundled_rubrics",
    "find_rubric",
    "freeze_rubric",
    "known_topics",
    "load_rubric",
    "measure_params",
    "rubric_faults",
]

RUBRICS = Path(__file__).parent / "rubrics"


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
    faults = rubric_faults(path, text, rubric) + _faults_beside(path, text, rubric)
    if faults:
        raise DataFileErrors(faults)
    return rubric.model_copy(update={"digest": _digest(text)})


def known_indicators(rubric: Rubric) -> frozenset[str]:
    """The ids of all questions that a bundled rubric or this one asks; damaged bundled ones are left out."""
    rubrics = [rubric]
    for name in bundled_rubrics():
        with suppress(DataFileErrors):  # told where the rubrics are checked
            rubrics.append(load_rubric(name))
    return frozenset(one.id for each in rubrics for one in each.indicators)


def freeze_rubric(name: str) -> Path:
    """Record a rubric's digest beside it, so that a change is refused from now on; returns the record's file.

    Raises DataFileErrors when the rubric is wrong or was frozen as something else.
    """
    rubric = load_rubric(name)
    record = _frozen_file(find_rubric(name))
    record.write_text(f"{rubric.digest}  {rubric.id}.toml\n", encoding="utf-8")
    return record


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _frozen_file(path: Path) -> Path:
    """Where the digest of a frozen rubric stands, in the form that `sha256sum --check` reads."""
    return path.with_suffix(".sha256")


def _faults_beside(path: Path, text: str, rubric: Rubric) -> list[DataFileError]:
    """What contradicts the files beside a rubric: its frozen digest, and the rubric that it says it supersedes."""
    faults = []
    record = _frozen_file(path)
    if record.is_file() and record.read_text(encoding="utf-8").split()[:1] != [_digest(text)]:
        problem = f"this rubric is frozen ({record.name}) and has changed since; restore it, and copy it under a new id"
        faults.append(DataFileError(path, "", problem))
    known = rubric.supersedes in bundled_rubrics() or (path.parent / f"{rubric.supersedes}.toml").is_file()
    if rubric.supersedes and (not known or rubric.supersedes == rubric.id):
        problem = f"there is no rubric {rubric.supersedes!r} to supersede; correct the id or delete the key"
        faults.append(DataFileError(path, key_line(text, "supersedes"), problem))
    return faults
