"""This module knows how a fault in a file that a person edits is said: file, place, remedy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError


class DataFileError(Exception):
    """A fault in a file that a person edits.

    `path` is the file, `where` the line or key ("" for the whole file), and `problem` says what is wrong and
    ends in what to do.
    """

    def __init__(self, path: Path | str, where: str, problem: str) -> None:
        self.path, self.where, self.problem = Path(path), where, problem
        super().__init__(f"{self.path}{', ' + where if where else ''}: {problem}")

    def __reduce__(self) -> tuple[type[DataFileError], tuple[Path, str, str]]:
        """A worker hands a fault to the process that called it."""
        return DataFileError, (self.path, self.where, self.problem)


class DataFileErrors(ExceptionGroup[DataFileError]):
    """All the faults found in one go, so that a person mends them in one go."""

    def __new__(cls, faults: Sequence[DataFileError]) -> DataFileErrors:
        return super().__new__(cls, "data files are wrong", faults)

    def __reduce__(self) -> tuple[type[DataFileErrors], tuple[Sequence[DataFileError]]]:
        """As of a single fault."""
        return DataFileErrors, (self.faults,)

    @property
    def faults(self) -> tuple[DataFileError, ...]:
        """The faults, each on its own."""
        return tuple(fault for fault in self.exceptions if isinstance(fault, DataFileError))


def key_line(text: str, key: str) -> str:
    """`line N` where a TOML key stands first, or "" when it stands nowhere."""
    match = re.search(rf"^\s*\[*\s*(?:[\w.]+\.)?{re.escape(key)}\b", text, re.MULTILINE)
    return f"line {text[: match.start()].count(chr(10)) + 1 + match.group().count(chr(10))}" if match else ""


def validation_faults(path: Path, text: str, error: ValidationError) -> list[DataFileError]:
    """One DataFileError for each fault pydantic found, with the line of its key where it can be told.

    What is only said of a whole table because of a fault within it is left out.
    """
    found = error.errors()
    inner = [fault["loc"] for fault in found]
    faults = []
    for fault in found:
        place = fault["loc"]
        if any(len(other) > len(place) and other[: len(place)] == place for other in inner):
            continue
        line = toml_line(text, place[:-1] if fault["type"] == "missing" else place)
        where = " ".join(part for part in (line, f"({'.'.join(map(str, place))})" if place else "") if part)
        faults.append(DataFileError(path, where, plain_message(fault["type"], fault["msg"])))
    return faults


def toml_line(text: str, place: tuple[int | str, ...]) -> str:
    """`line N` of the deepest part of a path of keys and array indices that stands on a line of its own."""
    position, names, found = 0, list[str](), False
    for part in place:
        if isinstance(part, int):
            header = rf"^[ \t]*\[\[\s*{re.escape('.'.join(names))}\s*\]\]"
            matches = list(re.compile(header, re.MULTILINE).finditer(text, position))[: part + 1]
            match = matches[part] if part < len(matches) else None
        else:
            names.append(part)
            match = re.compile(rf"^[ \t]*{re.escape(part)}[ \t]*=", re.MULTILINE).search(text, position)
        if match:
            position, found = match.start(), True
    return f"line {text.count(chr(10), 0, position) + 1}" if found else ""


def plain_message(kind: str, message: str) -> str:
    """Pydantic's words for a fault, ended with a remedy where its own words have none."""
    if kind == "extra_forbidden":
        return "this key is unknown; correct its spelling or delete it"
    if kind == "missing":
        return "this key is missing; add it"
    text = message.removeprefix("Value error, ")
    return text if ";" in text else f"{text[:1].lower()}{text[1:]}; correct the value"
