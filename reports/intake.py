"""This module knows how a table of names and addresses becomes a site list."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from reports.intake_columns import ADDRESS, guess_columns
from reports.intake_table import read_table
from site_lists.model import SITE_COLUMNS, SLUG, DataFileError, load_list

MAX_ADDRESS = 500
MAX_SLUG = 50
LEVELS = {
    "national": r"\b(?:federal|national)\b|国家",
    "province": r"\b(?:province|state|region|estado)\b|省|自治区",
    "prefecture": r"\bprefecture\b|自治州|地区|盟",
    "county": r"\bcounty\b|(?<!special )(?<!school )(?<!court )\bdistrict\b(?! court)|县|縣|区",
    "city": r"\b(?:city|municipal(?:ity)?|town|village|prefeitura|munic[ií]pio|občina|commune|local)\b|市|鎮|镇",
}
"""What says the level of an office, the higher level first: a 自治区 is no 区."""
CHINA = dict(
    pair.split(":")
    for pair in (
        "北京:BJ 天津:TJ 河北:HE 山西:SX 内蒙古:NM 辽宁:LN 吉林:JL 黑龙江:HL 上海:SH 江苏:JS 浙江:ZJ 安徽:AH 福建:FJ "
        "江西:JX 山东:SD 河南:HA 湖北:HB 湖南:HN 广东:GD 广西:GX 海南:HI 重庆:CQ 四川:SC 贵州:GZ 云南:YN 西藏:XZ "
        "陕西:SN 甘肃:GS 青海:QH 宁夏:NX 新疆:XJ"
    ).split()
)
"""ISO 3166-2 of China's provinces by the beginning of their names."""
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
    """What became of a table: the columns used, the rows written, and rows left out as (row number, reason).

    `doubts` say in words what was written but wants a look.
    """

    columns: Mapping[str, str]
    written: int
    left_out: tuple[tuple[int, str], ...]
    doubts: tuple[str, ...] = ()


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
    doubts = _doubts(frame, columns, rows)
    return _told(Intake(columns, len(rows), tuple(left_out), doubts), folder)


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
    lines += intake.doubts
    return [*lines, f"look the columns over, name your contact in list.toml, then run: egovbench check {folder}"]


def _doubts(frame: pd.DataFrame, columns: Mapping[str, str], rows: list[dict[str, str]]) -> tuple[str, ...]:
    doubts = []
    without = sum(not row["region"] for row in rows)
    if "region" in columns and without:
        doubts.append(f"region: {without} of {len(rows)} rows have none that reads as an ISO 3166-2 code")
    if others := sum(row["level"] == "other" for row in rows):
        doubts.append(f"level: {others} of {len(rows)} rows say none that is known and were given `other`")
    count = Counter(row["url"].casefold().rstrip("/") for row in rows)
    if twice := [url for url, times in count.items() if times > 1]:
        doubts.append(f"address: {len(twice)} stand more than once, such as {twice[0]}")
    if "name" not in columns:
        doubts.append("name: no column seems to hold names, so the host stands for it")
    if unused := [str(column) for column in frame.columns if column not in columns.values()]:
        doubts.append(f"not used: {', '.join(unused[:10])}{' …' if len(unused) > 10 else ''}")
    return tuple(doubts)


def site_rows(
    frame: pd.DataFrame, columns: Mapping[str, str], *, country: str
) -> tuple[list[dict[str, str]], list[tuple[int, str]]]:
    """Rows of `sites.csv` from a table, and the rows left out with the reason. Row numbers are those of the file."""
    rows: list[dict[str, str]] = []
    left_out: list[tuple[int, str]] = []
    for number, record in zip(frame.index, frame.to_dict("records"), strict=True):
        cells = {wanted: " ".join(str(record[column]).split()) for wanted, column in columns.items()}
        url, reason = _address(cells.get("url", ""))
        own_country = cells.get("country", "").upper()
        place = own_country if re.fullmatch(r"[A-Z]{2}", own_country) else country
        if reason or not place:
            left_out.append((int(number), reason or "no country; give --country"))
            continue
        name = (cells.get("name") or urlsplit(url).hostname or "")[:500]
        row = dict.fromkeys(SITE_COLUMNS, "") | {
            "id": _first_slug(cells.get("id", ""), cells.get("name_en", ""), name) or _host_slug(url),
            "name": name,
            "name_en": cells.get("name_en", ""),
            "url": url,
            "country": place,
            "region": _region(cells.get("region", ""), place),
            "level": _level(cells.get("level", ""), name),
            "languages": _languages(cells.get("languages", "")),
            "population": _population(cells.get("population", "")),
            "note": cells.get("note", ""),
        }
        rows.append(row)
    return _with_ids(rows), left_out


def _address(cell: str) -> tuple[str, str]:
    if not cell:
        return "", "no address"
    try:
        parts = urlsplit(cell if "://" in cell else f"https://{cell}")
    except ValueError:
        parts = urlsplit("")
    url = parts.geturl() if parts.path else f"{parts.geturl()}/"
    if not ADDRESS.match(cell) or not parts.hostname or len(url) > MAX_ADDRESS:
        return "", f"{cell[:80]!r} is no web address"
    return url, ""


def _slug(text: str) -> str:
    """A text in lower-case Latin letters, digits and hyphens; "" when its script is another."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:MAX_SLUG]
    return slug if len(slug) >= len(text) / 2 else ""


def _first_slug(*texts: str) -> str:
    return next((slug for text in texts if (slug := _slug(text))), "")


def _host_slug(url: str) -> str:
    host = (urlsplit(url).hostname or "site").removeprefix("www.")
    with suppress(UnicodeError):  # .рф becomes xn--p1ai
        host = host.encode("idna").decode("ascii")
    return _slug(host) or "site"


def _with_ids(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows with unique ids that do not depend on their order, since waves are compared by them.

    An id comes from the table's own, the English name, the name, or the host. Where several would have the same, each
    is told apart by its region, then its host, and by numbers only when both are the same.
    """
    for told_apart in ("region", "url"):
        count = Counter(row["id"] for row in rows)
        for row in rows:
            more = _slug(row["region"]) if told_apart == "region" else _host_slug(row["url"])
            if count[row["id"]] > 1 and more:
                row["id"] = f"{row['id'][: MAX_SLUG - 1 - len(more[:20])]}-{more[:20]}".strip("-")
    taken: Counter[str] = Counter()
    for row in rows:
        taken[row["id"]] += 1
        if taken[row["id"]] > 1:
            row["id"] = f"{row['id']}-{taken[row['id']]}"
    return rows


def _region(cell: str, country: str) -> str:
    code = cell.upper()
    if re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", code):
        return code
    if country == "CN":
        named = next((short for name, short in CHINA.items() if cell.startswith(name)), "")
        return f"CN-{named}" if named else ""
    return f"{country}-{code}" if re.fullmatch(r"[A-Z]{2,3}", code) else ""


def _level(said: str, name: str) -> str:
    """The level that the column of levels says; what the name says only where the column says none."""
    for words in (said, name):
        for level, known in LEVELS.items():
            if re.search(known, words[:200], re.IGNORECASE):
                return level
    return "other"


def _population(cell: str) -> str:
    """A number without its marks of thousands; spreadsheets write whole numbers as 37000.0."""
    number = re.sub(r"[.,]\d{1,2}\Z", "", cell)
    return re.sub(r"\D", "", number)[:12]


def _languages(cell: str) -> str:
    tags = re.split(r"[\s,;/]+", cell)
    return " ".join(tag for tag in tags if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag))


def _write(folder: Path, rows: list[dict[str, str]], *, title: str, source: str) -> None:
    out = io.StringIO()
    writer = csv.DictWriter(out, SITE_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    name = title.strip() or folder.resolve().name.replace("-", " ").capitalize()
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".begun-") as aside:
        written = Path(aside) / folder.resolve().name
        written.mkdir()
        (written / "sites.csv").write_text(out.getvalue(), encoding="utf-8")
        options = TEMPLATE_TOML.format(folder=folder, title=_toml(name), source=_toml(source))
        (written / "list.toml").write_text(options, encoding="utf-8")
        load_list(written)
        for file in ("list.toml", "sites.csv"):
            (written / file).replace(folder / file)


def _toml(text: str) -> str:
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", text).replace("\\", "\\\\").replace('"', '\\"') + '"'
