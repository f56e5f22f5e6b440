"""This module knows the three functions that notebooks need: a survey's scores, findings and changes as tidy frames.

from reports.notebook import compare_waves, load_findings, load_scores

scores = load_scores("western-china", data="data")
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from reports import changes
from reports.tidy import TidySurvey, tidy_survey
from scoring.rubric import load_rubric
from site_lists.model import load_list

DATA = Path("data")


def load_scores(
    site_list: str, *, data: str | Path = DATA, waves: Sequence[str] = (), rubric: str | None = None
) -> pd.DataFrame:
    """Scores of a list (a bundled name or a folder), one row a wave × site × criterion; the overall one is `total`.

    Columns: wave, site_id, name, name_en, country, region, level, criterion, score (0 to 100, NaN when too little was
    observed), coverage (0 to 1), rank, rank_low, rank_high (90 % band of the total), group. All scored waves, oldest
    first, unless some are named; the list's rubric unless another is. Raises DataFileError for what is missing.
    """
    return _survey(site_list, data, waves, rubric).scores


def load_findings(
    site_list: str, *, data: str | Path = DATA, waves: Sequence[str] = (), rubric: str | None = None
) -> pd.DataFrame:
    """Findings of a list, one row a wave × site × indicator, with points (0 to 1, NaN when not observed) and evidence.

    Columns: wave, site_id, name, name_en, country, region, level, criterion, indicator_id, state, value, unit, points,
    weight, reason, decided_by, evidence_url, record_id, snippet. Otherwise as `load_scores`.
    """
    return _survey(site_list, data, waves, rubric).findings


def compare_waves(
    site_list: str, old: str, new: str, *, data: str | Path = DATA, rubric: str | None = None
) -> pd.DataFrame:
    """What changed for each site ranked in both waves, the biggest change first.

    Columns: site_id, name, name_en, country, region, level, old_rank, new_rank, rank_change (places climbed),
    old_score, new_score, score_change = site_change + observation_change, rubric_change, published_change,
    change_error (standard error), is_significant, improved, worsened, not_comparable (numbers of questions). The waves
    must have been scored under the rubric. Raises DataFileError for what is missing.
    """
    listed = load_list(site_list)
    used = load_rubric(rubric or listed.options.rubric)
    found = changes.compare_waves(Path(data), listed.id, old, new, used)
    rows = [
        {
            "site_id": mover.site.id,
            **{name: getattr(mover.site, name) for name in ("name", "name_en", "country", "region", "level")},
            **{name: getattr(mover, name) for name in _MOVER_COLUMNS},
            "improved": len(mover.improved),
            "worsened": len(mover.worsened),
            "not_comparable": len(mover.not_comparable),
        }
        for mover in found.movers
    ]
    columns = ["site_id", "name", "name_en", "country", "region", "level", *_MOVER_COLUMNS]
    return pd.DataFrame(rows, columns=[*columns, "improved", "worsened", "not_comparable"])


_MOVER_COLUMNS = (
    "old_rank", "new_rank", "rank_change", "old_score", "new_score", "score_change", "site_change",
    "observation_change", "rubric_change", "published_change", "change_error", "is_significant",
)  # fmt: skip


def _survey(site_list: str, data: str | Path, waves: Sequence[str], rubric: str | None) -> TidySurvey:
    listed = load_list(site_list)
    return tidy_survey(Path(data), listed.id, load_rubric(rubric or listed.options.rubric), waves=waves)
