"""This module knows regions: their names, and where their tiles stand on a map; other countries need no file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil, sqrt
from pathlib import Path

FOLDER = Path(__file__).parent / "layouts"


@dataclass(frozen=True, slots=True)
class Place:
    """A region of a layout: its tile's column and row, counted from 0, and its names by language."""

    column: int
    row: int
    names: Mapping[str, str]


@cache
def layout(country: str) -> Mapping[str, Place]:
    """The places of a country by ISO 3166-2 code; empty where no layout ships."""
    path = FOLDER / f"{country}.csv"
    if not country.isalpha() or not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Place(
                int(row["column"]),
                int(row["row"]),
                {key.removeprefix("name_"): text for key, text in row.items() if key.startswith("name_")},
            )
            for row in csv.DictReader(file)
        }


@cache
def region_name(code: str, language: str) -> str:
    """A region's name in a language, the code itself where no layout names it."""
    place = layout(code.partition("-")[0]).get(code)
    return (place.names.get(language) or place.names.get("en") or code) if place else code


def is_placed(code: str) -> bool:
    """Whether a layout says where a region lies."""
    return code in layout(code.partition("-")[0])


def whole_country(codes: Iterable[str]) -> tuple[str, ...]:
    """All regions of the one country whose layout places these regions, for a map that is known by its shape.

    The codes as they are where there are several countries, no layout, or a region that it lacks.
    """
    wanted = sorted(set(codes))
    countries = {code.partition("-")[0] for code in wanted}
    known = layout(countries.pop()) if len(countries) == 1 else {}
    return tuple(known) if known and all(code in known for code in wanted) else tuple(wanted)


def tiles(codes: Iterable[str]) -> dict[str, tuple[int, int]]:
    """Column and row of each region's tile: by the country's layout, else in a grid by code."""
    wanted = sorted(set(codes))
    countries = {code.partition("-")[0] for code in wanted}
    if len(countries) == 1:
        known = layout(countries.pop())
        if known and all(code in known for code in wanted):
            left, top = min(known[code].column for code in wanted), min(known[code].row for code in wanted)
            return {code: (known[code].column - left, known[code].row - top) for code in wanted}
    columns = max(1, ceil(sqrt(len(wanted) * 1.6)))
    return {code: (number % columns, number // columns) for number, code in enumerate(wanted)}
