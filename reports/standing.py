"""This module knows how surely a site stands where it stands in the newest wave, and what its change is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reports.certainty import SiteBand, Sureness
from reports.changes import Comparison, Mover
from reports.comparison_page import MoverParts, parts_of
from reports.ranking import Adding, RankedSite


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A site's band, what mostly widens it, and its change since the wave before; None where nothing is said of it."""

    band: SiteBand | None
    adding: Adding | None
    mover: Mover | None
    parts: MoverParts | None


def standings_of(
    sure: Sureness | None, comparison: Comparison | None, ranked: Iterable[RankedSite]
) -> Mapping[str, Standing]:
    """The standing of every site that has a band or a change."""
    bands = {one.site_id: one for one in sure.sites} if sure else {}
    movers = {one.site.id: one for one in comparison.movers} if comparison else {}
    adding = {row.site.id: row.adding for row in ranked}
    return {
        site_id: _standing(bands.get(site_id), adding.get(site_id), movers.get(site_id))
        for site_id in bands.keys() | movers.keys()
    }


def _standing(band: SiteBand | None, adding: Adding | None, mover: Mover | None) -> Standing:
    """Bars of one site's change are drawn on a scale of their own, for its parts are read beside one another."""
    if mover is None:
        return Standing(band=band, adding=adding, mover=None, parts=None)
    figures = (mover.site_change, mover.observation_change, mover.rubric_change or 0.0)
    return Standing(band=band, adding=adding, mover=mover, parts=parts_of(mover, max(abs(part) for part in figures)))
