"""This module knows what a site's page shows: its scores beside its peers', every answer, and what to mend first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reports.answers import Answer, answers_of
from reports.charts import Bar, LineChart, bar, line_chart
from reports.frames import FindingRow, ScoreRow
from reports.groups import Peers, Rivals, percentile
from reports.other_pages import SiteOthers
from reports.ranking import is_unsure
from reports.rubric_words import WORDS, vetoes_in_words
from reports.scores_file import TOTAL
from reports.survey import Survey, WaveResults, difference, gap_in_words, rank_difference, unknown_site, unranked_reason
from reports.text import Texts
from site_lists.model import Site

MENDED_FIRST = 8
"""How many answers stand under "What to mend first"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionPart:
    """One criterion of a site: its score beside the median of its level, and its answers."""

    id: str
    title: str
    score: float | None
    coverage: float
    median: float | None
    against_median: float | None
    percentile: int | None
    bar: Bar
    answers: tuple[Answer, ...]
    states: Counter[str]
    """How many of the answers are observed, not observed, and not applicable."""
    gap: str
    """Why there is no score, in words; "" where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """A site in one wave; changes are counted from the wave before in this table."""

    wave: str
    day: datetime
    score: float | None
    coverage: float | None
    rank: int | None
    ranked_sites: int
    score_change: float | None
    rank_change: int | None
    criteria: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """Everything on a site's page. `is_past` means that the newest wave no longer has the site."""

    site: Site
    wave: str
    is_past: bool
    successor: Site | None
    score: float | None
    rank: int | None
    is_tied: bool
    is_unsure: bool
    ranked_sites: int
    coverage: float
    unranked: str
    vetoes: tuple[str, ...]
    level_median: float | None
    against_median: float | None
    percentile: int | None
    peers: int
    bar: Bar
    criteria: tuple[CriterionPart, ...]
    mend_first: tuple[Answer, ...]
    mend_total: float
    history: tuple[HistoryRow, ...]
    chart: LineChart
    observed: int
    not_observed: int
    not_applicable: int


def site_page(
    site_id: str,
    survey: Survey,
    findings: Sequence[FindingRow],
    *,
    peers: Mapping[str, Peers],
    times: Mapping[tuple[str, str], datetime],
    ranked_sites: Mapping[str, int],
    others: SiteOthers | None = None,
    words: Texts = WORDS,
) -> SitePage:
    """A site's page in the newest wave that has it, whose findings, times of visits and other pages are given.

    `peers` and `ranked_sites` are by wave.
    """
    results = survey.latest_wave(site_id)
    site = results.sites.get(site_id) or unknown_site(site_id)
    answers = answers_of(findings, survey.rubric, times=times, others=others, words=words)
    total = results.scores[site_id].get(TOTAL)
    score = total.score if total else None
    level = peers[results.label]
    rivals = level.get((site.level, TOTAL), Rivals())
    states = [answer.state for answer in answers]
    lacking = [item for item in answers if item.regain]
    regained = sorted(lacking, key=lambda item: (-(item.regain or 0), item.indicator_id))
    history = _history(site_id, survey, ranked_sites)
    is_ranked = total is not None and total.rank is not None
    return SitePage(
        site=site,
        wave=results.label,
        is_past=results.label != survey.newest.label,
        successor=survey.newest.sites.get(site.successor) if site.successor else None,
        score=score,
        rank=total.rank if total else None,
        is_tied=total is not None and total.rank in results.shared_ranks,
        is_unsure=total is not None and is_unsure(total, ranked_sites[results.label]),
        ranked_sites=ranked_sites[results.label],
        coverage=total.coverage if total else 0.0,
        unranked="" if is_ranked else unranked_reason(total, findings, rubric=survey.rubric, words=words),
        vetoes=vetoes_in_words(findings, survey.rubric, words),
        level_median=rivals.median,
        against_median=difference(score, rivals.median),
        bar=bar(score, rivals.median),
        percentile=percentile(score, rivals.scores),
        peers=len(rivals.scores),
        criteria=_criteria(site, survey, results, answers, findings, level, words),
        mend_first=tuple(regained[:MENDED_FIRST]),
        mend_total=sum(item.regain or 0 for item in regained[:MENDED_FIRST]),
        history=history,
        chart=line_chart([(row.wave, row.score) for row in history]),
        observed=states.count("observed"),
        not_observed=states.count("not_observed"),
        not_applicable=states.count("not_applicable"),
    )


def _criteria(
    site: Site,
    survey: Survey,
    results: WaveResults,
    answers: tuple[Answer, ...],
    findings: Sequence[FindingRow],
    peers: Peers,
    words: Texts,
) -> tuple[CriterionPart, ...]:
    parts = []
    for item in survey.rubric.criteria:
        row = results.scores[site.id].get(item.id)
        own = tuple(answer for answer in answers if answer.criterion == item.id)
        score, rivals = row.score if row else None, peers.get((site.level, item.id), Rivals())
        parts.append(
            CriterionPart(
                id=item.id,
                title=item.title,
                score=score,
                coverage=row.coverage if row else 0.0,
                median=rivals.median,
                against_median=difference(score, rivals.median),
                percentile=percentile(score, rivals.scores),
                bar=bar(score, rivals.median, coverage=row.coverage if row else 0.0),
                answers=own,
                states=Counter(answer.state for answer in own),
                gap=_gap(row, findings, survey, words),
            )
        )
    return tuple(parts)


def _gap(row: ScoreRow | None, findings: Sequence[FindingRow], survey: Survey, words: Texts) -> str:
    """Why a criterion has no score, in words; "" where it has one, or nothing of it applies."""
    floor = survey.rubric.count_above_coverage
    if row is None or row.score is not None or row.coverage >= max(floor, 0.001):
        return ""
    own = (finding for finding in findings if finding.criterion == row.criterion)
    return gap_in_words(row, own, floor=floor, words=words)


def _history(site_id: str, survey: Survey, ranked_sites: Mapping[str, int]) -> tuple[HistoryRow, ...]:
    rows: list[HistoryRow] = []
    for results in survey.waves:
        if (scores := results.scores.get(site_id)) is None:
            continue
        total = scores.get(TOTAL)
        before = rows[-1] if rows else None
        score, rank = (total.score, total.rank) if total else (None, None)
        rows.append(
            HistoryRow(
                wave=results.label,
                day=results.wave.started,
                score=score,
                coverage=total.coverage if total else None,
                rank=rank,
                ranked_sites=ranked_sites[results.label],
                score_change=difference(score, before.score) if before else None,
                rank_change=rank_difference(rank, before.rank) if before else None,
                criteria=tuple(row.score if (row := scores.get(item.id)) else None for item in survey.rubric.criteria),
            )
        )
    return tuple(rows)
