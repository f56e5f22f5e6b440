"""This module knows how a table of names and addresses becomes a site list."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd
from python_calamine import CalamineError

from crawler.evidence import write_aside
from reports.intake_columns import ADDRESS, guess_columns
from site_lists.model import SITE_COLUMNS, SLUG, DataFileError, load_list

MAX_ROWS = 200_000
MAX_BYTES = 50 * 1024 * 1024
ENCODINGS = ("utf-8-sig", "utf-16", "gb18030", "cp1252")
SHEETS = (".xlsx", ".xlsm", ".xls", ".ods")
LEVEL_WORDS = {
    "national": ("federal", "national", "国家"),
    "province": ("province", "state", "region", "省", "自治区", "estado"),
    "prefecture": ("prefecture", "自治州", "地区", "盟"),
    "county": ("county", "县", "縣", "district", "区"),
    "city": ("city", "municipal", "town", "village", "市", "prefeitura", "município", "občina", "commune", "local"),
}
TEMPLATE_ROW = {
    "id": "example-town",
    "name": "Example Town",
    "url": "https://www.example.org/",
    "country": "SI",
    "level": "city",
    "languages": "sl",
    "note": "replace this row by your portals",
}
TEMPLATE_TOML = """# What is said of the list as a whole; `egovbench check {folder}` tells what is wrong with it.
title = {title}
languages = []                     # languages of the portals, such as ["sl", "en"]
rubric = "local-2026"
source = {source}
contact = "https://example.org/put-your-own-address-here"   # stands in the user agent: portal owners read it

[crawl]
pages = 200                        # pages a portal at most
delay_seconds = 1.0                # between two requests to one host
# hours = "20:00-07:00 Europe/Ljubljana"

[control]
urls = []                          # addresses known to be up: when they fail, the fault is ours

[expect]
min_sites_reached = 0.0            # a crawl that reaches less of the list ends with exit code 1
"""


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of a table: the columns used, rows written, and rows left out as (row number, reason)."""

    columns: Mapping[str, str]
    written: int
    left_out: tuple[tuple[int, str], ...]


def begin_list(folder: Path, table: Path | None, *, title: str, country: str) -> list[str]:
    """Write a site list into a folder, from a table or as a template, and say in lines what was done.

    Raises DataFileError when something is there already, the table cannot be read, or no column holds addresses.
    """
    _refuse(folder, country)
    if table is None:
        _write(folder, [dict.fromkeys(SITE_COLUMNS, "") | TEMPLATE_ROW], title=title, source="your own list")
        return [f"a template was written; replace its row, then run: egovbench check {folder}"]
    frame = read_table(table)
    columns = guess_columns(frame)
    if "url" not in columns:
        headings = ", ".join(map(str, frame.columns))[:300]
        raise DataFileError(table, "", f"no column holds web addresses ({headings}); name one of them `url`")
    rows, left_out = site_rows(frame, columns, country=country.upper())
    if not rows:
        raise DataFileError(table, "", f"no row can be used: {left_out[0][1]}; correct the table")
    _write(folder, rows, title=title, source=f"from the table {table.name}")
    return _told(Intake(columns, len(rows), tuple(left_out)), folder)


def _refuse(folder: Path, country: str) -> None:
    name = folder.resolve().name
    if not SLUG.match(name):
        raise DataFileError(folder, "", f"the folder's name {name!r} is the list's id; use a-z, 0-9 and hyphens")
    for file in ("list.toml", "sites.csv"):
        if (folder / file).exists():
            raise DataFileError(
                folder / file, "", "it is there already and nothing is overwritten; name another folder"
            )
    if country and not re.fullmatch(r"[A-Za-z]{2}", country):
        raise DataFileError(folder, "", f"{country!r} is no country code; give two letters of ISO 3166-1, such as SI")


def _told(intake: Intake, folder: Path) -> list[str]:
    lines = [f'{wanted} <- "{column}"' for wanted, column in intake.columns.items()]
    lines.append(f"{intake.written} sites written, {len(intake.left_out)} rows left out")
    lines += [f"row {row}: {reason}" for row, reason in intake.left_out[:20]]
    if len(intake.left_out) > 20:
        lines.append(f"… and {len(intake.left_out) - 20} more")
    return [*lines, f"look the columns over, name your contact in list.toml, then run: egovbench check {folder}"]


def read_table(path: Path) -> pd.DataFrame:
    """A CSV table of any usual delimiter and encoding, or a spreadsheet's first sheet; every cell is text.

    Raises DataFileError when it cannot be read, is too large, or is empty.
    """
    if path.stat().st_size > MAX_BYTES:
        raise DataFileError(path, "", f"the table is larger than {MAX_BYTES // 2**20} MB; split it")
    try:
        if path.suffix.lower() in SHEETS:
            frame = pd.read_excel(path, engine="calamine", dtype=str)
        else:
            text = _text(path)
            frame = pd.read_csv(io.StringIO(text), sep=_delimiter(text), dtype=str, keep_default_na=False)
    except DataFileError:
        raise
    except (ValueError, OSError, CalamineError) as error:
        raise DataFileError(path, "", f"this cannot be read as a table ({error}); save it as CSV or XLSX") from error
    frame = frame.fillna("").astype(str).head(MAX_ROWS)
    frame.columns = [str(column).strip() for column in frame.columns]
    if frame.empty:
        raise DataFileError(path, "", "the table has no row; fill it")
    return frame


def _text(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ENCODINGS:
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataFileError(path, "", "its encoding cannot be told; save the file as UTF-8")


def _delimiter(text: str) -> str:
    head = "\n".join(text.splitlines()[:20])
    try:
        return csv.Sniffer().sniff(head, delimiters=",;\t|").delimiter
    except csv.Error:
        return ","


def site_rows(
    frame: pd.DataFrame, columns: Mapping[str, str], *, country: str
) -> tuple[list[dict[str, str]], list[tuple[int, str]]]:
    """Rows of `sites.csv` from a table, and the rows left out with the reason. Row numbers are those of the table."""
    rows: list[dict[str, str]] = []
    left_out: list[tuple[int, str]] = []
    taken: set[str] = set()
    for number, record in enumerate(frame.to_dict("records"), start=2):
        cells = {wanted: " ".join(str(record[column]).split()) for wanted, column in columns.items()}
        url, reason = _address(cells.get("url", ""))
        own_country = cells.get("country", "").upper()
        place = own_country if re.fullmatch(r"[A-Z]{2}", own_country) else country
        if reason or not place:
            left_out.append((number, reason or "no country; give --country"))
            continue
        name = (cells.get("name") or urlsplit(url).hostname or "")[:500]
        row = dict.fromkeys(SITE_COLUMNS, "") | {
            "id": _slug(cells, url, taken),
            "name": name,
            "name_en": cells.get("name_en", ""),
            "url": url,
            "country": place,
            "region": _region(cells.get("region", ""), place),
            "level": _level(f"{cells.get('level', '')} {name}"),
            "languages": _languages(cells.get("languages", "")),
            "population": re.sub(r"\D", "", cells.get("population", "")),
            "note": cells.get("note", ""),
        }
        rows.append(row)
    return rows, left_out


def _address(cell: str) -> tuple[str, str]:
    if not cell:
        return "", "no address"
    if not ADDRESS.match(cell):
        return "", f"{cell[:80]!r} is no web address"
    return cell if cell.lower().startswith(("http://", "https://")) else f"https://{cell}/", ""


def _slug(cells: Mapping[str, str], url: str, taken: set[str]) -> str:
    host = re.sub(r"^www\.", "", urlsplit(url).hostname or "site")
    for text in (cells.get("id", ""), cells.get("name_en", ""), cells.get("name", ""), host):
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
        slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:50]
        if slug and len(slug) >= len(text) / 2:  # else the name is in a script we do not write in Latin letters
            break
    unique, count = slug or "site", 1
    while unique in taken:
        count += 1
        unique = f"{slug}-{count}"
    taken.add(unique)
    return unique


def _region(cell: str, country: str) -> str:
    code = cell.upper()
    if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", code):
        return code
    return f"{country}-{code}" if re.fullmatch(r"[A-Z]{2,3}", code) else ""


def _level(words: str) -> str:
    text = words.lower()
    named = (level for level, known in LEVEL_WORDS.items() if any(word in text for word in known))
    return next(named, "other")


def _languages(cell: str) -> str:
    tags = re.split(r"[\s,;/]+", cell)
    return " ".join(tag for tag in tags if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag))


def _write(folder: Path, rows: list[dict[str, str]], *, title: str, source: str) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, SITE_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    folder.mkdir(parents=True, exist_ok=True)
    name = title or folder.resolve().name.replace("-", " ").capitalize()
    write_aside(folder / "sites.csv", out.getvalue())
    write_aside(folder / "list.toml", TEMPLATE_TOML.format(folder=folder, title=_toml(name), source=_toml(source)))
    load_list(folder)


def _toml(text: str) -> str:
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", text).replace("\\", "\\\\").replace('"', '\\"') + '"'
