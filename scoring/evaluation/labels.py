"""This module knows how a folder of labels is read, and what may be wrong with one."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from scoring.evaluation.act import ActSet, act_cases
from scoring.evaluation.expected import EXPECTED, day_of
from scoring.evaluation.fault_cases import FAULTS_FILES, HIDDEN_FILES, FaultSet, HiddenSet, read_case_files
from scoring.evaluation.made_pages import PROSE_FILE, MadeSet
from scoring.evaluation.spelling_judging import SPELLINGS_FILE, SpellingSet, read_spelling_set
from scoring.evaluation.toml_labels import read_toml_labels
from site_lists.model import DataFileError, DataFileErrors, Model, Text, validation_faults

SETS_FILE = "sets.toml"
MAX_FAULTS = 20
MAX_ROWS = 200_000
TITLE_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Label:
    """What a person, or a page's maker, says of a page.

    `expected` is a day in ISO form, a language tag, or topics separated by blanks; "" where there is nothing to be
    found. `title` is the start of a list item's words, or the rule that a case is about; `half` says whether it
    was there to tune by. `name` is the page's path in the folder of pages. Of a guide, `expected` is the value of a
    field, `field` its key, `number` what it comes to and `told` how a real page tells it; no guide has no fields.
    """

    kind: str
    set: str
    name: str
    file: Path
    expected: str
    url: str
    country: str = ""
    visited_on: date | None = None
    title: str = ""
    language: str = ""
    half: str = ""
    field: str = ""
    number: str = ""
    told: str = ""


class DaySet(Model):
    """A table of days that lies beside the pages: which of its columns mean what.

    A `.json` file maps addresses to objects with these keys; a `.csv` file has them as columns.
    """

    set: Text
    file: Text
    pages: Text
    page: Text = "path"
    day: Text = "published"
    url: str = ""
    country: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    visited_on: date


class SetsFile(Model):
    """`sets.toml`: labels that lie beside the pages and are read there."""

    page_dates: tuple[DaySet, ...] = ()
    access_rules: tuple[ActSet, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of a folder, and the pages that are made rather than read."""

    labels: tuple[Label, ...]
    made: MadeSet | None
    faults: tuple[FaultSet, ...] = ()
    hidden: tuple[HiddenSet, ...] = ()
    spellings: SpellingSet | None = None
    pages: Path = Path()


COLUMNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "page_dates": (("page", "day", "country"), ("set", "url", "visited_on")),
    "item_dates": (("page", "title", "day"), ("set", "url", "country", "visited_on")),
    "languages": (("page", "language"), ("set",)),
    "topics": (("page", "url", "topics", "split"), ("set", "site", "wave", "language", "country")),
    "letters": (
        ("page", "title", "asked", "answered", "is_answered", "split"),
        ("language", "country", "url", "visited_on", "set"),
    ),
    "consultations": (
        ("page", "title", "opens", "closes", "outcome", "split"),
        ("language", "country", "url", "visited_on", "set"),
    ),
    "guides": (("page", "language", "split", "field", "value", "number"), ("url",)),
    "guides_real": (
        ("set", "site", "wave", "page", "language", "split", "field", "value", "number", "told"),
        ("url",),
    ),
}
"""The kinds of labels: columns that must be there, and columns that may."""


def read_labels(folder: Path, pages: Path) -> Labels:
    """All labels of a folder, for pages below `pages`.

    Raises DataFileErrors with file, line and remedy for what is wrong, and for a folder without any labels.
    """
    faults: list[DataFileError] = []
    labels: list[Label] = []
    made = None
    if not folder.is_dir():
        raise DataFileErrors([DataFileError(folder, "", "there is no such folder; name one that holds label files")])
    for kind in COLUMNS:
        for path in _tables(folder, kind):
            labels += _from_table(path, kind, pages, faults)
    if (path := folder / SETS_FILE).is_file():
        labels += _from_sets(path, pages, faults)
    if (path := folder / PROSE_FILE).is_file():
        made = read_toml_labels(path, MadeSet, faults)
    faulty = read_case_files(folder, FAULTS_FILES, FaultSet, faults)
    hidden = read_case_files(folder, HIDDEN_FILES, HiddenSet, faults)
    spelt = read_spelling_set(path, pages, faults) if (path := folder / SPELLINGS_FILE).is_file() else None
    if not (labels or made or faulty or hidden or spelt or faults):
        names = ", ".join(
            [*(f"{kind}.csv" for kind in COLUMNS), SETS_FILE, PROSE_FILE, FAULTS_FILES, HIDDEN_FILES, SPELLINGS_FILE]
        )
        faults.append(DataFileError(folder, "", f"no labels are here; add one of {names}"))
    if faults:
        raise DataFileErrors(faults[:MAX_FAULTS])
    return Labels(tuple(_dated(labels)), made, faulty, hidden, spelt, pages)


def _tables(folder: Path, kind: str) -> Iterator[Path]:
    """The files of a kind: `topics.csv`, then such as `topics-fresh2.csv` by name."""
    yield from (path for path in (folder / f"{kind}.csv", *sorted(folder.glob(f"{kind}-*.csv"))) if path.is_file())


def _dated(labels: list[Label]) -> Iterator[Label]:
    """Labels without a day of visit are taken as seen on the newest day of their set."""
    newest: dict[str, date] = {}
    for label in labels:
        if label.kind in ("page_dates", "item_dates") and label.expected:
            day = date.fromisoformat(label.expected)
            newest[label.set] = max(day, newest.get(label.set, day))
    for label in labels:
        yield label if label.visited_on else replace(label, visited_on=newest.get(label.set))


def _from_table(path: Path, kind: str, pages: Path, faults: list[DataFileError]) -> Iterator[Label]:
    needed, allowed = COLUMNS[kind]
    for line, row in _rows(path, needed, allowed, faults):
        try:
            yield _label_of(kind, row, pages, path.parent)
        except ValueError as error:
            faults.append(DataFileError(path, f"line {line}", str(error)))


def _rows(
    path: Path, needed: tuple[str, ...], allowed: tuple[str, ...] | None, faults: list[DataFileError]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their line numbers; other columns are a fault unless `allowed` is None."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        faults.append(DataFileError(path, "", f"it cannot be read ({error}); write it as CSV in UTF-8"))
        return
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = tuple(reader.fieldnames or ())
        for name in needed:
            if name not in columns:
                faults.append(DataFileError(path, "line 1", f"the column {name!r} is missing; add it"))
        for name in columns if allowed is not None else ():
            if name not in needed and name not in (allowed or ()):
                faults.append(DataFileError(path, "line 1", f"the column {name!r} is unknown; delete or rename it"))
        if faults and faults[-1].path == path:
            return
        for count, row in enumerate(reader):
            if count >= MAX_ROWS:
                faults.append(DataFileError(path, f"line {reader.line_num}", f"more than {MAX_ROWS} rows; split it"))
                return
            if None in row or None in row.values():
                problem = f"it has not {len(columns)} cells as the first line has; add or quote cells"
                faults.append(DataFileError(path, f"line {reader.line_num}", problem))
                continue
            yield reader.line_num, {name: value.strip() for name, value in row.items()}
    except csv.Error as error:
        faults.append(DataFileError(path, f"line {reader.line_num + 1}", f"it is no CSV ({error}); mend the quotes"))


def _label_of(kind: str, row: Mapping[str, str], pages: Path, folder: Path) -> Label:
    parts = [row.get("site", ""), row.get("wave", ""), row["page"]]
    name = "/".join(part for part in parts if part)
    label = Label(
        kind=kind,
        set=", ".join(filter(None, (row.get("set"), row.get("split")))) or name.partition("/")[0],
        name=name,
        file=_page(pages, name, folder),
        expected=EXPECTED[kind](row),
        url=row.get("url") or f"https://labelled.example/{name}",
        country=row.get("country", ""),
        visited_on=day_of(row["visited_on"]) if row.get("visited_on") else None,
        title=row.get("title", "")[:TITLE_CHARACTERS],
        language=row.get("language", ""),
        field=row.get("field", ""),
        number=row.get("number", ""),
        told=row.get("told", ""),
    )
    if label.country and not re.fullmatch(r"[A-Z]{2}", label.country):
        raise ValueError(f"{label.country!r} is no country; write an ISO 3166-1 code such as SI, or leave it empty")
    if kind == "item_dates" and not label.title:
        raise ValueError("the title is empty; write the first words of the item")
    return label


def _page(pages: Path, name: str, folder: Path) -> Path:
    file = pages / name
    if not file.is_file() and (made := folder / name).is_file():
        file = made  # pages that were invented for the labels lie beside them
    if Path(name).is_absolute() or ".." in Path(name).parts:
        raise ValueError(f"the page {name!r} lies outside the folder of pages; write its path within it")
    if not file.is_file():
        raise ValueError(f"there is no page {name!r} in {pages}; correct it, or say --pages FOLDER")
    return file


def _from_sets(path: Path, pages: Path, faults: list[DataFileError]) -> Iterator[Label]:
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        sets = SetsFile.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        faults.append(DataFileError(path, "", f"it is no TOML: {error}; mend that line"))
        return
    except ValidationError as error:
        faults += validation_faults(path, text, error)
        return
    for one in sets.page_dates:
        table = pages / one.file
        if not table.is_file():
            faults.append(DataFileError(path, f"({one.set})", f"there is no {one.file} in {pages}; say --pages FOLDER"))
            continue
        yield from _referenced(one, table, pages, faults)
    for act in sets.access_rules:
        for case in act_cases(act, pages, faults):
            half = "partly" if case.is_partly else case.half
            url = f"https://labelled.example/{case.name}"
            yield Label("access_rules", act.set, case.name, case.file, case.expected, url, title=case.rule, half=half)


def _referenced(one: DaySet, table: Path, pages: Path, faults: list[DataFileError]) -> Iterator[Label]:
    is_json = table.suffix == ".json"
    rows = _json_rows(table, faults) if is_json else _rows(table, (one.page, one.day), None, faults)
    for line, row in rows:
        file = pages / one.pages / row.get(one.page, "")
        # Such tables also name pages that were never kept, and pages whose day nobody knows.
        if not row.get(one.day) or not file.is_file():
            continue
        try:
            day = day_of(row[one.day][:10])
        except ValueError as error:
            faults.append(DataFileError(table, f"line {line}", str(error)))
            continue
        url = row.get("url") or one.url + row[one.page]
        name = f"{one.pages}/{row[one.page]}"
        yield Label("page_dates", one.set, name, file, day.isoformat(), url, one.country, one.visited_on)


def _json_rows(path: Path, faults: list[DataFileError]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        for url, row in found.items():
            texts = {str(name): value for name, value in row.items() if isinstance(value, str)}
            yield 0, texts | {"url": str(url)}
    except (ValueError, AttributeError) as error:
        faults.append(DataFileError(path, "", f"it is no JSON object of objects ({error}); correct it"))
