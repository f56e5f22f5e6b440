"""This module knows how an old wave whose evidence is gone is compared: by the questions that both rubrics share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from reports.frames import ScoreRow
from reports.scores_file import TOTAL
from reports.survey import WaveResults, shared_ranks
from scoring.grade import ranked_under, rounded, rounded_share, scorecard
from scoring.model import MACHINE, Score
from scoring.point_table import PointTable, indicator_ids
from scoring.rubric_model import Rubric
from scoring.variants import cells_of


def table_of(frame: pd.DataFrame, rubric: Rubric) -> PointTable:
    """Findings as a table of points, sites in their order."""
    site_ids = sorted(frame["site_id"].unique())
    return PointTable.from_places(
        rubric,
        site_ids,
        pd.Index(site_ids).get_indexer(pd.Index(frame["site_id"])),
        pd.Index(indicator_ids(rubric)).get_indexer(pd.Index(frame["indicator_id"])),
        frame["points"].to_numpy(dtype=np.float64),
        (frame["state"] != "not_applicable").to_numpy(dtype=bool),
        (frame["decided_by"] != MACHINE).to_numpy(dtype=bool),
    )


def restricted(rubric: Rubric, indicators: frozenset[str]) -> Rubric:
    """A rubric of nothing but these questions; criteria and vetoes without one go."""
    criteria = tuple(
        group.model_copy(update={"indicators": kept})
        for group in rubric.criteria
        if (kept := tuple(item for item in group.indicators if item.id in indicators))
    )
    vetoes = tuple(veto for veto in rubric.vetoes if veto.indicator in indicators)
    names = {group.id for group in criteria}
    bonus = rubric.bonus if rubric.bonus and rubric.bonus.criterion in names else None
    return rubric.model_copy(update={"criteria": criteria, "vetoes": vetoes, "bonus": bonus})


def regraded(results: WaveResults, table: PointTable) -> WaveResults:
    """A wave's results with every score reckoned anew from its points."""
    rubric = table.rubric
    cards = [scorecard(site_id, rubric, list(cells_of(table, row))) for row, site_id in enumerate(table.site_ids)]
    scores = {
        card.site_id: {
            name: _row(results.label, card.site_id, name, score, rubric.decimals)
            for name, score in (*card.by_criterion.items(), (TOTAL, card.total))
        }
        for card in ranked_under(rubric, cards)
    }
    return replace(results, scores=scores, shared_ranks=shared_ranks(scores.values()))


def _row(wave: str, site_id: str, name: str, score: Score, decimals: int) -> ScoreRow:
    return ScoreRow(
        wave=wave,
        site_id=site_id,
        criterion=name,
        score=None if score.score is None else rounded(score.score, decimals),
        coverage=rounded_share(score.coverage),
        rank=score.rank,
        rank_low=score.rank_low,
        rank_high=score.rank_high,
        group=score.group,
    )


def common_questions(old: pd.DataFrame, new: pd.DataFrame, rubric: Rubric) -> frozenset[str]:
    """The questions of the rubric that both waves asked."""
    asked: Mapping[str, object] = dict.fromkeys(item.id for item in rubric.indicators)
    return frozenset(asked) & frozenset(old["indicator_id"].unique()) & frozenset(new["indicator_id"].unique())
