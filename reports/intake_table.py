"""This module knows how any table becomes a frame of texts: its encoding, its delimiter, its row of headings."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError

from crawler.evidence import Record
from reports.intake_columns import ADDRESS, HEADINGS
from scoring.facts.encoding import decode_page
from site_lists.model import DataFileError

MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS_ABOVE_HEADINGS = 20
SHEETS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
ENCODINGS = ("gb18030", "big5", "shift_jis", "cp1251", "cp1250", "cp1252")
DELIMITERS = (",", ";", "\t", "|")


def read_table(path: Path) -> pd.DataFrame:
    """A CSV table of any usual delimiter and encoding, or a spreadsheet's first sheet; every cell is text.

    The index holds the rows' numbers in the file. Titles above the headings are passed over; a table without headings
    has `column 1`, `column 2` and so on. Raises DataFileError when it cannot be read, is too large, or has no row.
    """
    if path.stat().st_size > MAX_BYTES:
        raise DataFileError(path, "", f"the table is larger than {MAX_BYTES // 2**20} MB; split it")
    rows = _sheet_rows(path) if path.suffix.lower() in SHEETS else _text_rows(path)
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    width = min(MAX_COLUMNS, max((len(row) for _, row in numbered), default=0))
    first = _headings_at([row for _, row in numbered], width)
    below = numbered[first + 1 :] if first is not None else numbered
    if not below:
        raise DataFileError(path, "", "the table has no row; fill it")
    if len(below) > MAX_ROWS:
        raise DataFileError(path, "", f"the table has more than {MAX_ROWS:,} rows; split it")
    headings = numbered[first][1] if first is not None else []
    cells = [(row + [""] * width)[:width] for _, row in below]
    return pd.DataFrame(cells, index=[number for number, _ in below], columns=_unique(headings, width), dtype=object)


def _sheet_rows(path: Path) -> list[list[str]]:
    try:
        frame = pd.read_excel(path, engine="calamine", header=None, dtype=str)
    except (ValueError, OSError, CalamineError) as error:
        raise DataFileError(path, "", f"this cannot be read as a table ({error}); save it as CSV or XLSX") from error
    return [[cell.strip() for cell in row] for row in frame.fillna("").astype(str).to_numpy().tolist()]


def _text_rows(path: Path) -> list[list[str]]:
    text = _text(path)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return [[cell.strip() for cell in row] for row in rows]
    except csv.Error as error:
        problem = f"this cannot be read as a table ({error}); close the open quote, or save it as XLSX"
        raise DataFileError(path, f"line {rows.line_num}", problem) from error


def _text(path: Path) -> str:
    """The file's text in the encoding that reads most headings we know; a table holds few words to tell it by."""
    data = path.read_bytes()
    seen = Record(record_id="", url="", visited_at=datetime.min.replace(tzinfo=UTC), status=200, headers={}, body=data)
    found = decode_page(seen)[1].used
    names = ("utf-8-sig",) if found == "utf-8" else (found, *ENCODINGS)
    texts = [text for name in names if (text := _decoded(data, name)) is not None]
    if not texts:
        raise DataFileError(path, "", f"it seems to be in {found}, but is not throughout; save the file as UTF-8")
    return max(texts, key=_known_headings)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _known_headings(text: str) -> int:
    head = text[:2000].casefold()
    return sum(word in head for words in HEADINGS.values() for word in words.split("|") if not word.isascii())


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first rows into equally many cells, and into more than one."""
    head = text.splitlines(keepends=True)[:30]
    marks: dict[str, tuple[int, int]] = {}
    for delimiter in DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(head, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            continue
        if widths:
            width, rows = widths.most_common(1)[0]
            marks[delimiter] = (rows, width)
    return max(marks, key=lambda delimiter: marks[delimiter], default=",")


def _headings_at(rows: list[list[str]], width: int) -> int | None:
    """Which row holds the headings: the first that fills half of the table's width; None when that one is data."""
    for place, row in enumerate(rows[:MAX_ROWS_ABOVE_HEADINGS]):
        if 2 * sum(map(bool, row)) >= width:
            return None if any(ADDRESS.match(cell) for cell in row) else place
    return 0 if rows else None


def _unique(headings: list[str], width: int) -> list[str]:
    names: list[str] = []
    for place in range(width):
        name = " ".join(headings[place].split()) if place < len(headings) and headings[place] else f"column {place + 1}"
        names.append(name if name not in names else f"{name} ({place + 1})")
    return names
