"""This module knows how tables that coders sign are read, and what may be wrong with their form."""

from __future__ import annotations

import csv
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from site_lists.faults import DataFileError, DataFileErrors, plain_message
from site_lists.model import Model

Row = TypeVar("Row", bound=Model)


def read_signed(
    folder: Path,
    kind: type[Row],
    *,
    optional: Sequence[str] = (),
    problems_of: Callable[[Row], Iterator[tuple[str, str]]],
    key_of: Callable[[Row], Hashable],
) -> list[Row]:
    """The rows of the CSV files of a folder as models, in the order of files and rows.

    The columns are the model's fields in their order; the `optional` ones stand last and may be missing. `problems_of`
    tells what is wrong with a row: the column, and the problem with its remedy. Two rows of one key are a fault.
    Raises DataFileErrors.
    """
    faults: list[DataFileError] = []
    rows: list[Row] = []
    seen: dict[Hashable, str] = {}
    for path in sorted(folder.glob("*.csv")):
        for place, row in _rows(path, kind, optional=optional, faults=faults):
            wrong = [DataFileError(path, f"{place}, column {name}", problem) for name, problem in problems_of(row)]
            here = f"{path.name} {place}"
            if not wrong and (first := seen.setdefault(key_of(row), here)) != here:
                problem = f"the same person wrote on this on the same day in {first}; delete one of them"
                wrong = [DataFileError(path, place, problem)]
            faults += wrong
            rows.append(row)
    if faults:
        raise DataFileErrors(faults)
    return rows


def _rows(
    path: Path, kind: type[Row], *, optional: Sequence[str], faults: list[DataFileError]
) -> Iterator[tuple[str, Row]]:
    """The rows of a file, each with its place ("line 3"); what is wrong with their form is added to `faults`."""
    names = list(kind.model_fields)
    needed = [name for name in names if name not in optional]
    try:
        rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True), strict=True)
        header = next(rows, [])
        if header[: len(needed)] != needed or any(name not in optional for name in header[len(needed) :]):
            wanted = ",".join(needed) + (f" (and then, if you like, {', '.join(optional)})" if optional else "")
            faults.append(DataFileError(path, "line 1", f"the columns must be: {wanted}; correct the header"))
            return
        for row in rows:
            if not any(row):
                continue
            place = f"line {rows.line_num}"
            if len(row) != len(header):
                problem = f"the row has {len(row)} cells, the header {len(header)}; quote cells that hold commas"
                faults.append(DataFileError(path, place, problem))
            elif read := _read(path, place, kind, dict(zip(header, row, strict=True)), faults):
                yield place, read
    except UnicodeDecodeError:
        faults.append(DataFileError(path, "", "this is not UTF-8; save the file as UTF-8"))
    except csv.Error as error:
        faults.append(DataFileError(path, "", f"this is not CSV ({error}); close the open quote"))


def _read(path: Path, place: str, kind: type[Row], row: Mapping[str, str], faults: list[DataFileError]) -> Row | None:
    try:
        return kind.model_validate(row)
    except ValidationError as error:
        for fault in error.errors():
            where = f"{place}, column {fault['loc'][0]}" if fault["loc"] else place
            faults.append(DataFileError(path, where, plain_message(fault["type"], fault["msg"])))
        return None
