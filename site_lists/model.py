"""This module knows what a site list is and what may be wrong with one."""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints, ValidationError, field_validator

from site_lists.faults import DataFileError, DataFileErrors, key_line, plain_message, validation_faults
from site_lists.opt_out import OptOut, read_opt_out
from site_lists.options import ListOptions, Model, Text

__all__ = [
    "SITE_COLUMNS",
    "SLUG",
    "UNVISITED_MARK",
    "DataFileError",
    "DataFileErrors",
    "Model",
    "Site",
    "SiteList",
    "Text",
    "bundled_lists",
    "find_folder",
    "key_line",
    "load_list",
    "validation_faults",
]

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\Z")
LEVELS = ("national", "province", "prefecture", "county", "city", "township", "department", "other")
UNVISITED_MARK = "address not opened yet"
"""A site whose note contains these words has an address that nobody has opened; `check` counts them."""


class Site(Model):
    """One portal. The fields stand in the order of the columns of `sites.csv`."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
    name: Text
    name_en: str = ""
    url: Text
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    region: str = ""
    level: str
    languages: tuple[str, ...] = ()
    population: int | None = Field(default=None, ge=0)
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""
    note: str = ""

    @field_validator("languages", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(value.replace(";", " ").split()) if isinstance(value, str) else value

    @field_validator("population", "valid_from", "valid_to", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value

    @field_validator("level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value not in LEVELS:
            raise ValueError(f"the level {value!r} is unknown; use one of {', '.join(LEVELS)}")
        return value

    @field_validator("region")
    @classmethod
    def _iso_region(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", value):
            raise ValueError(f"the region {value!r} is no ISO 3166-2 code; write it like CN-XJ, or leave it empty")
        return value

    @field_validator("languages")
    @classmethod
    def _bcp47(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for tag in value:
            if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag):
                raise ValueError(f"{tag!r} is no language tag; write BCP 47 tags such as zh-Hans, separated by spaces")
        return value

    @field_validator("url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            _ = parts.port
        except ValueError as error:
            raise ValueError(f"{value!r} is no web address ({error}); correct it") from error
        if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", value):
            raise ValueError(f"{value!r} is no web address; write it in full, with http:// or https://")
        return value

    def is_valid_on(self, day: date) -> bool:
        """Whether the site existed on that day by its `valid_from` and `valid_to` (both inclusive)."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


SITE_COLUMNS = tuple(Site.model_fields)


class SiteList(Model):
    """A site list read and found in order. `digest` is the SHA-256 of its two files."""

    id: str
    folder: Path
    digest: str
    options: ListOptions
    sites: tuple[Site, ...]
    opt_out: OptOut = OptOut()

    def site(self, site_id: str) -> Site | None:
        """The site of that id, or None."""
        return next((site for site in self.sites if site.id == site_id), None)


def bundled_lists() -> dict[str, Path]:
    """The lists that ship with egovbench, by name."""
    here = Path(__file__).parent
    return {folder.parent.name: folder.parent for folder in sorted(here.glob("*/list.toml"))}


def find_folder(name: str) -> Path:
    """The folder of a bundled list's name or of a path; raises DataFileErrors when there is none."""
    if (folder := Path(name)).is_dir():
        return folder
    if name in bundled_lists():
        return bundled_lists()[name]
    known = ", ".join(bundled_lists())
    problem = f"there is no such list; give a folder with list.toml and sites.csv, or one of: {known}"
    raise DataFileErrors([DataFileError(name, "", problem)])


def load_list(name: str | Path) -> SiteList:
    """Read a list by bundled name or folder.

    Raises DataFileErrors with one fault for each thing wrong: file, line and remedy.
    """
    folder = find_folder(str(name))
    faults: list[DataFileError] = []
    list_id = folder.resolve().name
    if not SLUG.match(list_id):
        problem = f"the folder's name {list_id!r} is the list's id; rename it to lower-case letters, digits and hyphens"
        faults.append(DataFileError(folder, "", problem))
    options = _read_options(folder / "list.toml", faults)
    sites = _read_sites(folder / "sites.csv", faults)
    opt_out = read_opt_out(folder, faults)
    if faults or options is None:
        raise DataFileErrors(faults)
    digest = hashlib.sha256((folder / "list.toml").read_bytes() + (folder / "sites.csv").read_bytes()).hexdigest()
    return SiteList(id=list_id, folder=folder, digest=digest, options=options, sites=sites, opt_out=opt_out)


def _read_text(path: Path, faults: list[DataFileError]) -> str | None:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        faults.append(DataFileError(path, "", "the file is missing; `egovbench init FOLDER` writes one"))
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        faults.append(DataFileError(path, f"line {line}", "this is not UTF-8; save the file as UTF-8"))
    return None


def _read_options(path: Path, faults: list[DataFileError]) -> ListOptions | None:
    if (text := _read_text(path, faults)) is None:
        return None
    try:
        return ListOptions.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        faults.append(DataFileError(path, f"line {line[1]}" if line else "", f"this is not TOML ({error}); correct it"))
    except ValidationError as error:
        faults.extend(validation_faults(path, text, error))
    return None


def _read_sites(path: Path, faults: list[DataFileError]) -> tuple[Site, ...]:
    if (text := _read_text(path, faults)) is None:
        return ()
    rows = csv.reader(text.splitlines(keepends=True), strict=True)
    sites: list[tuple[int, Site]] = []
    try:
        header = next(rows, [])
        if header != list(SITE_COLUMNS):
            wanted = ",".join(SITE_COLUMNS)
            faults.append(
                DataFileError(path, "line 1", f"the columns must be, in this order: {wanted}; correct the header")
            )
            return ()
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != len(header):
                problem = (
                    f"the row has {len(row)} cells, the header {len(header)}; add or delete commas, or quote the cell"
                )
                faults.append(DataFileError(path, f"line {rows.line_num}", problem))
                continue
            try:
                sites.append((rows.line_num, Site.model_validate(dict(zip(header, row, strict=True)))))
            except ValidationError as error:
                for fault in error.errors():
                    where = f"line {rows.line_num}, column {fault['loc'][0]}"
                    faults.append(DataFileError(path, where, plain_message(fault["type"], fault["msg"])))
    except csv.Error as error:
        faults.append(DataFileError(path, f"line {rows.line_num}", f"this is not CSV ({error}); close the open quote"))
    if not sites and not faults:
        faults.append(DataFileError(path, "", "there is no site in it; add a row for each portal"))
    faults.extend(_across_rows(path, sites))
    return tuple(site for _, site in sites)


def _across_rows(path: Path, sites: list[tuple[int, Site]]) -> list[DataFileError]:
    faults = []
    count = Counter(site.id for _, site in sites)
    for line, site in sites:
        where = f"line {line}"
        if count[site.id] > 1:
            faults.append(
                DataFileError(path, where, f"the id {site.id!r} stands {count[site.id]} times; ids are never reused")
            )
        if site.region and not site.region.startswith(f"{site.country}-"):
            problem = f"the region {site.region} is not in the country {site.country}; correct one of them"
            faults.append(DataFileError(path, where, problem))
        if site.successor and site.successor not in count:
            faults.append(
                DataFileError(path, where, f"the successor {site.successor!r} is no id of this list; add that site")
            )
        if site.successor and site.valid_to is None:
            faults.append(
                DataFileError(path, where, "a site with a successor needs valid_to; write the last day it existed")
            )
        if site.valid_from and site.valid_to and site.valid_to < site.valid_from:
            faults.append(DataFileError(path, where, "valid_to is before valid_from; exchange or correct the days"))
    return faults
