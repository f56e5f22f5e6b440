"""This module knows the other pages that an answer rests on, beside the one that its finding cites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from reports.frames import read_findings, score_again, wave_folder
from scoring.store import OTHER_PAGES


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page that a reading rests on, too, with the words that were read there."""

    evidence_url: str
    record_id: str
    snippet: str


SiteOthers = Mapping[str, tuple[OtherPage, ...]]
"""The other pages of a site's answers, by question."""


def other_pages(
    data: Path, list_id: str, wave: str, rubric: str, *, sites: Collection[str]
) -> Mapping[str, SiteOthers]:
    """The other pages of some sites, by site and question; none where the wave was scored before they were kept.

    Raises DataFileError when the file is damaged.
    """
    path = wave_folder(data, list_id, wave).results(rubric) / OTHER_PAGES
    if not path.is_file() or not sites:
        return {}
    found: dict[str, dict[str, tuple[OtherPage, ...]]] = defaultdict(dict)
    columns = ["site_id", "indicator_id", *(item.name for item in fields(OtherPage))]
    frame = read_findings(path, again=score_again(list_id, wave, rubric), columns=columns, sites=sites)
    for site_id, indicator_id, *page in frame.itertuples(index=False, name=None):
        found[site_id][indicator_id] = (*found[site_id].get(indicator_id, ()), OtherPage(*page))
    return found
