"""This module knows how regions lie on a map: as tiles, or in the outlines that a survey supplies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.geography import Outlines
from reports.groups import GroupSummary
from reports.places import is_placed, tiles, whole_country

TILE, GAP, EDGE = 84, 6, 4
SHADES = 5
NAMED_OUTLINES = 40
"""With more outlines than this, a map prints numbers alone; the names are in the table and on each link."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRegion:
    """A region on a map: a tile's corner or an outline's path, where its label stands, and how dark it is.

    `shade` runs from 0 (the lowest medians of this map) to 4; None where no portal has a rank.
    """

    code: str
    group: GroupSummary | None
    x: float
    y: float
    label_x: float
    label_y: float
    path: str
    shade: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionMap:
    """A map of all regions; `low` and `high` are the medians between which the shades run."""

    width: float
    height: float
    tile: int
    is_drawn: bool
    regions: tuple[MapRegion, ...]
    low: float | None
    high: float | None
    note: str

    @property
    def has_names(self) -> bool:
        """Whether names stand beside the numbers; on a crowded map they would cover each other."""
        return not self.is_drawn or len(self.regions) <= NAMED_OUTLINES

    @property
    def box_width(self) -> float:
        """The width with room for the strokes at the edges."""
        return self.width + 2 * EDGE

    @property
    def box_height(self) -> float:
        """The height with room for the strokes at the edges."""
        return self.height + 2 * EDGE


def region_map(groups: Sequence[GroupSummary], outlines: Outlines | None = None) -> RegionMap | None:
    """The regions on a map by their medians; None when fewer than two are named."""
    named = {group.id: group for group in groups if group.id}
    if len(named) < 2:
        return None
    medians = [group.median for group in named.values() if group.median is not None]
    low, high = (min(medians), max(medians)) if medians else (None, None)
    shades = {code: _shade(group.median, low, high) for code, group in named.items()}
    if outlines:
        return RegionMap(
            width=outlines.width,
            height=outlines.height,
            tile=TILE,
            is_drawn=True,
            regions=_drawn(outlines, named, shades),
            low=low,
            high=high,
            note="drawn_note",
        )
    places = tiles(whole_country(named))
    step = TILE + GAP
    return RegionMap(
        width=(max(column for column, _ in places.values()) + 1) * step - GAP,
        height=(max(row for _, row in places.values()) + 1) * step - GAP,
        tile=TILE,
        is_drawn=False,
        regions=tuple(
            _tile(code, named.get(code), column * step, row * step, shades.get(code))
            for code, (column, row) in places.items()
        ),
        low=low,
        high=high,
        note="tiles_note" if all(is_placed(code) for code in named) else "grid_note",
    )


def _tile(code: str, group: GroupSummary | None, x: float, y: float, shade: int | None) -> MapRegion:
    return MapRegion(
        code=code, group=group, x=x, y=y, label_x=x + TILE / 2, label_y=y + (30 if group else 46), path="", shade=shade
    )


def _drawn(
    outlines: Outlines, named: Mapping[str, GroupSummary], shades: Mapping[str, int | None]
) -> tuple[MapRegion, ...]:
    return tuple(
        MapRegion(
            code=one.code,
            group=named.get(one.code),
            x=0.0,
            y=0.0,
            label_x=one.x,
            label_y=one.y,
            path=one.path,
            shade=shades.get(one.code),
        )
        for one in outlines.regions
    )


def _shade(median: float | None, low: float | None, high: float | None) -> int | None:
    if median is None or low is None or high is None:
        return None
    return min(SHADES - 1, int((median - low) / (high - low) * SHADES)) if high > low else SHADES // 2
