"""This module knows the expressions that a survey team wants watched: `expressions.csv` in the folder of a list.

Which words are sensitive, and what they should read instead, is for the team to say; egovbench ships none.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scoring.matching import normalise
from site_lists.model import DataFileError, DataFileErrors, SiteList

FILE = "expressions.csv"
COLUMNS = ["expression", "right", "note", "source"]
MAX_ROWS = 5000
MAX_LETTERS = 100
MAX_FOUND = 20
AROUND = 15


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression to watch for, what should stand instead ("" where nothing should), a note, and who says so."""

    written: str
    right: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class Expressions:
    """The expressions of a list, ready to be looked for; falsy when there are none."""

    listed: tuple[Expression, ...] = ()

    def __bool__(self) -> bool:
        """Whether the team supplied any."""
        return bool(self.listed)

    def found_in(self, text: str) -> Iterator[tuple[Expression, str]]:
        """The expressions in a text, each with the words around it; twenty at most.

        Longer ones first: a longer form that is right (its row has itself as `right`) keeps a shorter from counting.
        """
        if not self.listed:
            return
        by_written = {one.written: one for one in self.listed}
        count = 0
        for match in _pattern(tuple(sorted(by_written, key=lambda written: (-len(written), written)))).finditer(text):
            one = by_written[match.group()]
            if one.right == one.written:
                continue
            yield one, text[max(0, match.start() - AROUND) : match.end() + AROUND]
            if (count := count + 1) >= MAX_FOUND:
                return


def load_expressions(site_list: SiteList) -> Expressions:
    """The expressions in a list's folder; none where it has no such file. Raises DataFileErrors when it is faulty."""
    path = site_list.folder / FILE
    if not path.is_file():
        return Expressions()
    faults: list[DataFileError] = []
    listed = tuple(_rows(path, faults))
    if faults:
        raise DataFileErrors(faults)
    return Expressions(listed)


def _rows(path: Path, faults: list[DataFileError]) -> Iterator[Expression]:
    try:
        reader = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True), strict=True)
        if reader.fieldnames != COLUMNS:
            faults.append(DataFileError(path, "line 1", f"the columns must be {','.join(COLUMNS)}; correct the header"))
            return
        seen: set[str] = set()
        for row in reader:
            where = f"line {reader.line_num}"
            if None in row or None in row.values():
                faults.append(DataFileError(path, where, "the row has not four cells; quote those that hold commas"))
                continue
            one = Expression(*(row[name].strip() for name in COLUMNS))
            if not normalise(one.written) or len(one.written) > MAX_LETTERS or len(one.written) < 2:
                faults.append(DataFileError(path, where, f"an expression has 2 to {MAX_LETTERS} letters; mend it"))
            elif one.written in seen:
                faults.append(DataFileError(path, where, f"{one.written!r} stands twice; delete one"))
            elif not one.source:
                faults.append(DataFileError(path, where, "the source is empty; say which rule asks for this"))
            elif len(seen) >= MAX_ROWS:
                faults.append(DataFileError(path, where, f"more than {MAX_ROWS} expressions; shorten the list"))
                return
            else:
                yield one
            seen.add(one.written)
    except UnicodeDecodeError:
        faults.append(DataFileError(path, "", "this is not UTF-8; save the file as UTF-8"))
    except csv.Error as error:
        faults.append(DataFileError(path, "", f"this is not CSV ({error}); close the open quote"))


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words))
