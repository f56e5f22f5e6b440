"""This module knows what a wave said of its sites when it was first published, whatever it was scored by since."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.evidence import WaveFolder
from reports.scores_file import RESTORE, TOTAL, scores_in
from scoring.run_file import read_run
from scoring.store import edition
from site_lists.options import ListOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The totals (0 to 100) of a wave as first published, by site, and the rules they follow.

    `rubric` and `digest` are "" where nothing was ever published.
    """

    rubric: str
    digest: str
    totals: Mapping[str, float | None]
    folder: Path | None


def first_published(folder: WaveFolder, rubric: str) -> Published:
    """What a wave was first published as: under the rubric that its own copy of the list names, else under `rubric`."""
    for name in dict.fromkeys((_own_rubric(folder), rubric)):
        if name and (found := _oldest_edition(folder.results(name))):
            run = read_run(found, again=RESTORE)
            digest = run.rubric_digest if run else ""
            return Published(rubric=name, digest=digest, totals=scores_in(found, TOTAL), folder=found)
    return Published(rubric="", digest="", totals={}, folder=None)


def has_evidence(folder: WaveFolder) -> bool:
    """Whether a wave can be scored anew: its evidence is still there."""
    return any(folder.path.glob("sites/*/visits.jsonl"))


def _own_rubric(folder: WaveFolder) -> str:
    """The rubric that the wave's copy of the list names; only that file is read, for the list may be long."""
    try:
        named = tomllib.loads((folder.list_folder / "list.toml").read_text(encoding="utf-8-sig")).get("rubric")
    except (OSError, ValueError):
        return ""
    return named if isinstance(named, str) else ListOptions.model_fields["rubric"].default


def _oldest_edition(results: Path) -> Path | None:
    return next((place for place in (edition(results, 1), results) if (place / "scores.csv").is_file()), None)
