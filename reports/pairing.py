"""This module knows which sites of two waves have no pair, and why they cannot be compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reports.site_findings import FindingsFile
from reports.survey import WaveResults, unknown_site, unranked_reason
from scoring.rubric import Rubric
from site_lists.model import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A site that has no place among the movers, and why."""

    site: Site
    reason: str


def has_rank(results: WaveResults, site_id: str) -> bool:
    """Whether a site has a place in a wave."""
    total = results.total(site_id)
    return total is not None and total.rank is not None and total.score is not None


def site_of(site_id: str, after: WaveResults, before: WaveResults) -> Site:
    """A site as the later list has it, else the earlier one."""
    return after.sites.get(site_id) or before.sites.get(site_id) or unknown_site(site_id)


def why_unranked(findings: FindingsFile, results: WaveResults, sites: Iterable[str], rubric: Rubric) -> dict[str, str]:
    """By site: why it has no rank in a wave; sites that have one are left out."""
    wanted = [site_id for site_id in sites if not has_rank(results, site_id)]
    found = findings.of(wanted)
    return {
        site_id: f"no rank in {results.label}: "
        + unranked_reason(results.total(site_id), found[site_id], rubric=rubric)
        for site_id in wanted
    }


def apart_from(
    site_ids: Iterable[str], after: WaveResults, before: WaveResults, *, here: WaveResults, there: WaveResults
) -> tuple[Apart, ...]:
    """The sites that only the wave `here` scored, by id, each with what became of it."""
    listed = {**before.sites, **after.sites}
    rows = []
    for site_id in sorted(site_ids):
        site = site_of(site_id, after, before)
        has_ended = site.valid_to is not None and site.valid_to < there.wave.started.date()
        if site.successor and has_ended:
            heir = listed.get(site.successor)
            name = f"{site.successor} ({heir.name_en or heir.name})" if heir else site.successor
            reason = f"merged into {name} after {site.valid_to}"
        elif has_ended:
            reason = f"ended on {site.valid_to}"
        else:
            reason = f"scored in {here.label}, not in {there.label}"
        rows.append(Apart(site=site, reason=reason))
    return tuple(rows)
