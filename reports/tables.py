"""This module knows the tables that go with a report: every figure on its pages, as tidy frames."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from reports.changes import Comparison
from reports.compare import to_csv
from reports.frames import FINDING_COLUMNS, frame_csv
from reports.groups import groups_of
from reports.ranking import Ranking
from reports.services import SiteServices
from reports.survey import Survey
from reports.tidy import TidySurvey, with_sites
from scoring.measures.guides import DaysSum

STRETCH = 50_000
"""So many rows are made into text at once."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table of the report: its name, what it holds, and its rows; `made` is its CSV where that is made already.

    Of a table that is too long to be held, `frame` is only the first stretch, and `stretches` gives all of them.
    """

    name: str
    title: str
    frame: pd.DataFrame
    made: str = ""
    stretches: Callable[[], Iterator[pd.DataFrame]] | None = None
    length: int = 0

    def texts(self) -> Iterator[str]:
        """The text of its CSV file in stretches, so that a million rows are not held as text all at once."""
        if self.made:
            yield self.made
            return
        for number, part in enumerate(self.stretches() if self.stretches else self._parts()):
            yield frame_csv(part, with_header=number == 0)

    def _parts(self) -> Iterator[pd.DataFrame]:
        for start in range(0, max(1, len(self.frame)), STRETCH):
            yield self.frame.iloc[start : start + STRETCH]

    @property
    def is_whole(self) -> bool:
        """Whether `frame` is the whole table."""
        return self.stretches is None

    @property
    def file(self) -> str:
        """The name of its CSV file."""
        return f"{self.name}.csv"

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return len(self.frame) if self.is_whole else self.length


def report_tables(
    survey: Survey,
    tidy: TidySurvey,
    ranking: Ranking,
    comparison: Comparison | None,
    services: Sequence[SiteServices],
) -> tuple[Table, ...]:
    """All tables of a report, the ranking first; they are built from the frames that leave the survey, too."""
    newest = survey.newest.label
    tables = [
        Table("ranking", f"Ranking of wave {newest}", _ranking(tidy, ranking)),
        Table("regions", "Regions and levels", _groups(ranking)),
        Table("scores", "Scores of all waves by site and criterion", tidy.scores),
        _findings(survey, tidy),
        Table("services", f"Stage of each named service, wave {newest}", _services(services, tidy)),
        Table("guides", f"What service guides promise, wave {newest}", _guides(services, tidy)),
        Table("questions", "The rubric's questions", tidy.questions),
        Table("sites", "The portals of the list", tidy.sites),
        Table("waves", "The waves, and how they were crawled and scored", tidy.waves),
    ]
    if not tidy.replies.empty:
        tables.append(Table("replies", "What owners of portals reply; no reply changes a point", tidy.replies))
    if comparison:
        text = to_csv(comparison)
        frame = pd.read_csv(io.StringIO(text))
        tables.insert(2, Table("changes", f"Changes from {comparison.old} to {comparison.new}", frame, text))
    return tuple(table for table in tables if len(table.frame.columns) and (table.rows or table.name not in _OPTIONAL))


_OPTIONAL = frozenset({"services", "guides"})
"""Tables that are left out where the rubric asks for nothing of the kind."""


def _yes(truth: bool) -> str:
    return "yes" if truth else "no"


def _ranking(tidy: TidySurvey, ranking: Ranking) -> pd.DataFrame:
    """The ranking that leaves the survey, with changes, tiers and reasons, and the listed portals without scores."""
    told = [
        (row.site.id, row.site.url, row.rank_change, row.score_change, "", row.tier, _yes(row.is_sure))
        for row in ranking.ranked
    ] + [(other.site.id, other.site.url, None, None, other.reason, None, "") for other in ranking.unranked]
    columns = ["site_id", "url", "rank_change", "score_change", "unranked_because", "tier", "change_is_sure"]
    extras = _frame(columns, told, whole=("rank_change", "tier"))
    base = tidy.ranking()
    missing = tidy.sites[tidy.sites["site_id"].isin(set(extras["site_id"]) - set(base["site_id"]))]
    names = [name for name in base.columns if name in missing.columns]
    whole = pd.concat([base, missing[names]], ignore_index=True) if len(missing) else base
    return whole.merge(extras, on="site_id", how="left")


def _groups(ranking: Ranking) -> pd.DataFrame:
    columns = ["by", "group_id", "sites", "ranked", "median", "low", "high", "best", "last", "change", "compared"]
    rows: list[tuple[object, ...]] = []
    for by in ("region", "level"):
        for group in groups_of(ranking, by=by):
            ends = (group.best.site.id if group.best else "", group.worst.site.id if group.worst else "")
            figures = (group.sites, len(group.ranked), group.median, group.low, group.high)
            rows.append((by, group.id, *figures, *ends, group.change, group.compared))
    return pd.DataFrame(rows, columns=columns)


def _findings(survey: Survey, tidy: TidySurvey) -> Table:
    """All findings of the site pages; a million rows are read a stretch after the other."""

    def stretches() -> Iterator[pd.DataFrame]:
        return (with_sites(frame, tidy.sites) for frame in survey.findings.frames())

    about = ("findings", "Findings of each site's newest wave, with their evidence")
    length = survey.findings.count()
    if length > STRETCH:
        return Table(*about, next(stretches()), stretches=stretches, length=length)
    none = with_sites(pd.DataFrame(columns=list(FINDING_COLUMNS)), tidy.sites)
    return Table(*about, pd.concat(stretches(), ignore_index=True) if length else none)


def _services(services: Sequence[SiteServices], tidy: TidySurvey) -> pd.DataFrame:
    """A row a portal and service. The stage is empty where none was told: not observed is not none."""
    rows = [
        (row.site.id, cell.service.key, cell.service.indicator_id, cell.stage if cell.is_seen else "",
         "observed" if cell.is_seen else cell.stage)
        for row in services
        for cell in row.cells
    ]  # fmt: skip
    return with_sites(_frame(["site_id", "service", "indicator_id", "stage", "state"], rows), tidy.sites)


def _guides(services: Sequence[SiteServices], tidy: TidySurvey) -> pd.DataFrame:
    days_columns = [f"{side}_{kind}_days" for kind in ("working", "calendar") for side in ("promised", "statutory")]
    columns = ["site_id", *days_columns, "guides_with_days", "few_visits_share", "online_share"]
    rows: list[tuple[object, ...]] = []
    for row in services:
        told = row.days.told if row.days else None
        days = (*_days(told.working), *_days(told.calendar), told.guides) if told else (None,) * 5
        shares = (row.visits.value if row.visits else None, row.online.value if row.online else None)
        if row.days or row.visits or row.online:
            rows.append((row.site.id, *days, *shares))
    frame = _frame(columns, rows, whole=(*days_columns, "guides_with_days"))
    return with_sites(frame, tidy.sites)


def _days(told: DaysSum) -> tuple[int | None, int | None]:
    """Days promised and given by law; none where no guide counts in that kind of days."""
    return (told.promised, told.statutory) if told.guides else (None, None)


def _frame(columns: list[str], rows: Iterable[tuple[object, ...]], *, whole: tuple[str, ...] = ()) -> pd.DataFrame:
    """A frame whose numbers without a fraction stay so where some are missing."""
    frame = pd.DataFrame(list(rows), columns=columns)
    for name in whole:
        frame[name] = pd.to_numeric(frame[name]).astype("Int64")
    return frame
