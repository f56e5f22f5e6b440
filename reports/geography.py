"""This module knows how to read a survey's own map: GeoJSON outlines by region, thinned until a page can hold them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, isfinite, radians
from pathlib import Path
from typing import Any

from site_lists.model import DataFileError

MAX_BYTES = 60_000_000
MAX_FEATURES = 5_000
MAX_POINTS = 2_000_000
SHOWN_POINTS = 12_000
"""So many points of all outlines stand on the page at most."""
WIDTH = 900
MAX_HEIGHT = 900
_FINEST = 0.5
_KINDS = {"Polygon": 1, "MultiPolygon": 2}
_REMEDY = "give a GeoJSON FeatureCollection of polygons in degrees (WGS 84) whose `id` or `code` is the region's code"

Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Outline:
    """A region's outline as an SVG path, and where its label stands: the middle of its largest ring."""

    code: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Outlines:
    """All regions of a map, projected so that a degree is as long either way in its middle latitude."""

    width: float
    height: float
    regions: tuple[Outline, ...]


def read_outlines(path: Path, codes: Collection[str]) -> Outlines:
    """The map of a file, which must have an outline for each code; more outlines than codes are drawn, too.

    Raises DataFileError with the remedy when the file is missing, too large, no GeoJSON, or lacks a region.
    """
    rings: dict[str, list[Ring]] = {}
    points = 0
    for number, feature in enumerate(_features(path), start=1):
        where = f"feature {number}"
        code = _code_of(feature)
        if not code:
            continue
        for ring in _rings_of(path, where, feature):
            points += len(ring)
            if points > MAX_POINTS:
                raise DataFileError(path, where, f"more than {MAX_POINTS:,} points; simplify the map first")
            rings.setdefault(code, []).append(ring)
    if missing := sorted({code for code in codes if code} - set(rings)):
        raise DataFileError(path, "", _told_missing(missing, sorted(set(rings) - set(codes))))
    if not rings:
        raise DataFileError(path, "", f"no outline has an id; {_REMEDY}")
    return _projected(rings)


def _told_missing(missing: list[str], spare: list[str]) -> str:
    lacking = f"no outline for {_few(missing)}"
    others = f"; outlines that belong to no region of the list: {_few(spare)}" if spare else ""
    remedy = "set each feature's `id`, or `id` or `code` of its properties, to the `region` of sites.csv"
    return f"{lacking}{others}; {remedy}"


def _few(codes: list[str]) -> str:
    more = f" and {len(codes) - 8} more" if len(codes) > 8 else ""
    return ", ".join(code[:40] for code in codes[:8]) + more


def _features(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DataFileError(
                path, "", f"the file is larger than {MAX_BYTES // 1_000_000} MB; simplify the map first"
            )
        read = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DataFileError(path, "", f"the file cannot be read; {_REMEDY}") from error
    except (ValueError, RecursionError) as error:
        raise DataFileError(path, "", f"this is not JSON; {_REMEDY}") from error
    features = read.get("features") if isinstance(read, dict) else None
    if not isinstance(features, list) or not features:
        raise DataFileError(path, "features", f"there are none; {_REMEDY}")
    if len(features) > MAX_FEATURES:
        raise DataFileError(path, "features", f"more than {MAX_FEATURES:,}; keep the survey's regions only")
    return features


def _code_of(feature: Any) -> str:
    """The code of a feature: its id, or `id` or `code` of its properties, the first that is text."""
    if not isinstance(feature, dict):
        return ""
    about = feature.get("properties")
    named = [feature.get("id")] + ([about.get("id"), about.get("code")] if isinstance(about, dict) else [])
    return next((name for name in named if isinstance(name, str) and name), "")


def _rings_of(path: Path, where: str, feature: dict[str, Any]) -> Iterator[Ring]:
    shape = feature.get("geometry")
    kind = shape.get("type") if isinstance(shape, dict) else None
    if not isinstance(shape, dict) or not isinstance(kind, str) or kind not in _KINDS:
        raise DataFileError(path, where, f"its geometry is no Polygon or MultiPolygon; {_REMEDY}")
    parts: Any = shape.get("coordinates")
    try:
        for polygon in parts if kind == "MultiPolygon" else [parts]:
            for ring in polygon:
                yield [_point(pair) for pair in ring]
    except (TypeError, ValueError, IndexError, OverflowError) as error:
        raise DataFileError(path, where, f"its coordinates are no pairs of degrees; {_REMEDY}") from error


def _point(pair: Any) -> tuple[float, float]:
    east, north = pair[0], pair[1]
    if isinstance(east, bool) or not isinstance(east, int | float) or not isinstance(north, int | float):
        raise TypeError("no number")
    if not (isfinite(east) and isfinite(north) and abs(east) <= 360 and abs(north) <= 90):
        raise ValueError("no degree")
    return float(east), float(north)


def _projected(rings: dict[str, list[Ring]]) -> Outlines:
    """Outlines on a sheet. Where the date line parts a country, its western half is moved to the other side."""
    every = [point for ones in rings.values() for ring in ones for point in ring]
    easts, norths = [east for east, _ in every], [north for _, north in every]
    turned = [east + 360 if east < 0 else east for east in easts]
    is_turned = max(turned) - min(turned) < max(easts) - min(easts)
    west, east_end = (min(turned), max(turned)) if is_turned else (min(easts), max(easts))
    south, top = min(norths), max(norths)
    squeeze = max(0.1, cos(radians((south + top) / 2)))
    wide, high = max((east_end - west) * squeeze, 1e-9), max(top - south, 1e-9)
    scale = min(WIDTH / wide, MAX_HEIGHT / high)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        east = point[0] + 360 if is_turned and point[0] < 0 else point[0]
        return (east - west) * squeeze * scale, (top - point[1]) * scale

    sheet = {code: [[place(point) for point in ring] for ring in ones] for code, ones in rings.items()}
    return Outlines(round(wide * scale, 1), round(high * scale, 1), _thinned(sheet))


def _thinned(sheet: dict[str, list[Ring]]) -> tuple[Outline, ...]:
    """Outlines on a grid that grows coarser until all of them together are short enough for a page."""
    grain = _FINEST
    for _ in range(12):
        regions = tuple(_outline(code, ones, grain) for code, ones in sorted(sheet.items()))
        if _count(regions) <= SHOWN_POINTS:
            return regions
        grain *= 1.6
    # Lines that run to and fro on any grid: of each region its largest ring, and of that one point in so many.
    largest = {code: max(ones, key=_area) for code, ones in sheet.items()}
    stride = ceil(sum(len(ring) for ring in largest.values()) / max(1, SHOWN_POINTS - len(largest)))
    return tuple(_outline(code, [ring[::stride]], _FINEST) for code, ring in sorted(largest.items()))


def _count(regions: Sequence[Outline]) -> int:
    return sum(one.path.count(" ") + one.path.count("M") for one in regions)


def _outline(code: str, rings: list[Ring], grain: float) -> Outline:
    thin = sorted((_on_grid(ring, grain) for ring in rings), key=_area, reverse=True)
    kept = [ring for place, ring in enumerate(thin) if ring and (place == 0 or len(ring) > 2)]
    largest = kept[0] if kept else [(0.0, 0.0)]
    xs, ys = [x for x, _ in largest], [y for _, y in largest]
    path = "".join(f"M{' '.join(f'{x:g},{y:g}' for x, y in ring)}Z" for ring in kept)
    return Outline(code, path, round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1))


def _on_grid(ring: Ring, grain: float) -> Ring:
    """The points of a ring on a grid, without those that repeat the one before."""
    found: Ring = []
    for x, y in ring:
        point = (round(round(x / grain) * grain, 1), round(round(y / grain) * grain, 1))
        if not found or found[-1] != point:
            found.append(point)
    return found


def _area(ring: Ring) -> float:
    """The extent of a ring, enough to tell the mainland from an islet."""
    if not ring:
        return 0.0
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))
