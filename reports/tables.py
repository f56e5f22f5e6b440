"""This module knows the tables that go with a report: every figure on its pages, as CSV."""

from __future__ import annotations

from dataclasses import dataclass

from reports.changes import Comparison
from reports.compare import to_csv
from reports.frames import FINDING_COLUMNS, SCORE_COLUMNS, csv_text
from reports.groups import groups_of
from reports.ranking import Ranking
from reports.survey import Survey


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file of the report, what it holds, and how many rows."""

    file: str
    title: str
    text: str
    rows: int


_RANKING_ENDS = (
    "rank_change", "score_change", "unranked_because", "rank_low", "rank_high", "tier", "change_is_sure",
)  # fmt: skip


def report_tables(survey: Survey, ranking: Ranking, comparison: Comparison | None) -> tuple[Table, ...]:
    """All tables of a report, the ranking first."""
    tables = [
        _ranking_table(survey, ranking),
        _group_table(ranking),
        _score_table(survey),
        _finding_table(survey),
        _indicator_table(survey),
    ]
    if comparison:
        text = to_csv(comparison)
        tables.insert(2, Table("changes.csv", f"Changes from {comparison.old} to {comparison.new}", text, _lines(text)))
    return tuple(tables)


def _table(file: str, title: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]) -> Table:
    return Table(file, title, csv_text(columns, rows), len(rows))


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _lines(text: str) -> int:
    return text.count("\n") - 1


def _ranking_table(survey: Survey, ranking: Ranking) -> Table:
    criteria = tuple(item.id for item in survey.rubric.criteria)
    columns = ("rank", "site_id", "name", "name_en", "region", "level", "url", "score", "coverage", *criteria)
    rows: list[tuple[object, ...]] = []
    for row in ranking.ranked:
        scores = [item.score for item in row.criteria]
        changes = (row.rank_change, row.score_change, "", row.rank_low, row.rank_high, row.tier, _yes(row.is_sure))
        rows.append((row.rank, *_site_cells(row.site), row.score, row.coverage, *scores, *changes))
    for other in ranking.unranked:
        gap = [None] * (len(criteria) + 2)
        rows.append((None, *_site_cells(other.site), other.score, other.coverage, *gap, other.reason, *[None] * 4))
    title = f"Ranking of wave {survey.newest.label}"
    return _table("ranking.csv", title, (*columns, *_RANKING_ENDS), rows)


def _site_cells(site: object) -> tuple[object, ...]:
    return tuple(getattr(site, name) for name in ("id", "name", "name_en", "region", "level", "url"))


def _group_table(ranking: Ranking) -> Table:
    columns = ("by", "group", "sites", "ranked", "median", "low", "high", "best", "last", "change", "compared")
    rows: list[tuple[object, ...]] = []
    for by in ("region", "level"):
        for group in groups_of(ranking, by=by):
            ends = (group.best.site.id if group.best else "", group.worst.site.id if group.worst else "")
            figures = (group.sites, len(group.ranked), group.median, group.low, group.high)
            rows.append((by, group.id, *figures, *ends, group.change, group.compared))
    return _table("regions.csv", "Regions and levels", columns, rows)


def _score_table(survey: Survey) -> Table:
    rows = [
        tuple(getattr(row, name) for name in SCORE_COLUMNS)
        for results in survey.waves
        for scores in results.scores.values()
        for row in scores.values()
    ]
    return _table("scores.csv", "Scores of all waves by site and criterion", SCORE_COLUMNS, rows)


def _finding_table(survey: Survey) -> Table:
    found = [row for rows in survey.findings.values() for row in rows]
    rows = [tuple(getattr(row, name) for name in FINDING_COLUMNS) for row in found]
    return _table("findings.csv", "Findings of each site's newest wave, with their evidence", FINDING_COLUMNS, rows)


def _indicator_table(survey: Survey) -> Table:
    columns = ("criterion", "criterion_weight", "id", "question", "why", "source", "asks", "measure", "weight")
    rows: list[tuple[object, ...]] = [
        (group.id, group.weight, item.id, item.question, item.why, item.source, item.asks, item.measure, item.weight)
        for group in survey.rubric.criteria
        for item in group.indicators
    ]
    return _table("indicators.csv", "The rubric's questions", columns, rows)
