"""This module knows which column of a stranger's table holds what: by its heading first, then by what stands in it."""

from __future__ import annotations

import re

import pandas as pd

HEADINGS = {
    "id": "id|slug|site id|site_id",
    "url": (
        "url|link|website|web site|web|homepage|home page|address|portal|domain|domain name|site|"
        "网址|网站|网站地址|链接|域名|網址|spletna stran|sitio web|sitio|site web|сайт|endereço"
    ),
    "name": (
        "name|nome|nombre|nom|naziv|ime|title|名称|名稱|单位|单位名称|网站名称|地区|城市|"
        "organization|organisation|organization name|municipality|município|municipio|commune|"
        "občina|название|location"
    ),
    "name_en": "name_en|english name|name (english)|name en|英文名|英文名称",
    "country": "country|country code|iso|pays|país|država|страна|国家",
    "region": "region|iso 3166-2|state|province|uf|estado|provincia|région|省|省份|регион",
    "level": "level|type|domain type|level of government|tipo|级别|层级|类型|уровень",
    "languages": "languages|language|lang|语言|語言",
    "population": "population|pop|inhabitants|população|población|人口|население|prebivalci",
    "note": "note|notes|remark|remarks|comment|备注|說明|说明",
}
"""Headings met in lists of portals, in lower case; the first of a site column's words that is found counts."""
ADDRESS = re.compile(
    r"(?:https?://)?(?:(?:[\w-]{1,63}\.){1,6}(?:[^\W\d_]{2,24}|xn--[a-z0-9-]{2,59})|\d{1,3}(?:\.\d{1,3}){3})(?:[:/]\S{0,300})?\Z",
    re.IGNORECASE,
)
"""A web address, with or without its scheme; names in any script, such as those below .рф, are addresses too."""
SAMPLE = 200
HALF = 0.5


def guess_columns(frame: pd.DataFrame) -> dict[str, str]:
    """Which table column fills which site column. Empty when nothing looks like an address.

    A heading decides, unless what stands below contradicts it; where no heading says `url` or `name`, the column with
    most web addresses is the address, and the first column of words that differ from row to row is the name.
    """
    by_heading = {str(column).strip().lower(): str(column) for column in reversed(frame.columns)}
    guessed: dict[str, str] = {}
    for wanted, headings in HEADINGS.items():
        free = [by_heading[heading] for heading in headings.split("|") if heading in by_heading]
        found = next((column for column in free if column not in guessed.values()), None)
        if found is not None and _may_be(wanted, frame[found]):
            guessed[wanted] = found
    if "url" not in guessed and (column := _most_addresses(frame)):
        guessed = {wanted: other for wanted, other in guessed.items() if other != column} | {"url": column}
    if "name" not in guessed and (column := _names(frame, set(guessed.values()))):
        guessed["name"] = column
    return guessed


def _may_be(wanted: str, column: pd.Series) -> bool:
    if wanted == "url":
        return address_share(column) >= HALF
    if wanted == "name":  # Location may stand over names, or over the same few regions again and again
        cells = [cell for cell in column.head(SAMPLE) if cell]
        return len(set(cells)) >= HALF * len(cells)
    return True


def address_share(column: pd.Series) -> float:
    """The share of a column's filled cells (0 to 1) that look like web addresses."""
    cells = [cell.strip() for cell in column.head(SAMPLE) if cell.strip()]
    return sum(bool(ADDRESS.match(cell)) for cell in cells) / len(cells) if cells else 0.0


def _most_addresses(frame: pd.DataFrame) -> str | None:
    shares = {str(column): address_share(frame[column]) for column in frame.columns}
    best = max(shares, key=lambda column: shares[column], default=None)
    return best if best is not None and shares[best] >= HALF else None


def _names(frame: pd.DataFrame, taken: set[str]) -> str | None:
    for column in map(str, frame.columns):
        cells = [cell for cell in frame[column].head(SAMPLE) if cell.strip()]
        is_words = cells and sum(bool(re.search(r"[^\W\d_]{2}", cell)) for cell in cells) >= 0.8 * len(cells)
        if column not in taken and is_words and len(set(cells)) >= 0.8 * len(cells):
            return column
    return None
