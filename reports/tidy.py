"""This module knows the tidy tables that leave a survey: scores, findings, sites, waves and questions as frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from crawler.evidence import Wave
from reports.frames import (
    FINDING_COLUMNS,
    SCORE_COLUMNS,
    load_findings,
    load_scores,
    read_run,
    read_wave,
    wave_sites,
    waves_of,
)
from reports.replies import Reply
from reports.scores_file import TOTAL
from reports.survey import Survey
from scoring.rubric_model import Rubric
from scoring.run_file import Run
from site_lists.model import DataFileError, Site

SITE_COLUMNS = ("name", "name_en", "country", "region", "level")
_SITE_FIELDS = (*SITE_COLUMNS, "languages", "population", "url")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TidySurvey:
    """A list's waves under one rubric as frames, one row an observation each."""

    list_id: str
    title: str
    source: str
    rubric: Rubric
    waves: pd.DataFrame
    sites: pd.DataFrame
    scores: pd.DataFrame
    findings: pd.DataFrame
    questions: pd.DataFrame
    replies: pd.DataFrame

    @property
    def newest(self) -> str:
        """The label of the newest wave."""
        return str(self.waves["wave"].iloc[-1])

    def ranking(self) -> pd.DataFrame:
        """The newest wave, one row a site: rank, score, coverage, and a column a criterion; unranked sites last."""
        newest = self.scores[self.scores["wave"] == self.newest]
        totals = newest[newest["criterion"] == TOTAL].drop(columns=["wave", "criterion"])
        parts = newest[newest["criterion"] != TOTAL].pivot(index="site_id", columns="criterion", values="score")
        names = [item.id for item in self.rubric.criteria if item.id in parts.columns]
        ranked = totals.merge(parts[names].reset_index(), on="site_id", how="left")
        front = ["rank", "rank_low", "rank_high", "site_id", *SITE_COLUMNS, "score", "coverage", "group", *names]
        return ranked[front].sort_values(["rank", "site_id"], na_position="last", ignore_index=True)


def tidy_survey(
    data: Path,
    list_id: str,
    rubric: Rubric,
    *,
    waves: Sequence[str] = (),
    title: str = "",
    source: str = "",
    replies: Sequence[Reply] = (),
) -> TidySurvey:
    """Read waves (all scored ones when none is named), oldest first.

    Raises DataFileError when a wave is missing, was not scored under the rubric, or its files are damaged.
    """
    scored = waves_of(data, list_id, rubric.id)
    chosen = list(dict.fromkeys(waves)) or scored
    if not chosen:
        problem = f"no wave has results under {rubric.id}; run `egovbench run {list_id} --wave W` first"
        raise DataFileError(data / list_id, "", problem)
    crawled = [(read_wave(data, list_id, wave), read_run(data, list_id, wave, rubric.id)) for wave in chosen]
    table = _waves_frame(crawled, rubric)
    ordered = [str(wave) for wave in table["wave"]]
    listed: dict[str, Site] = {}
    for wave in ordered:
        listed |= wave_sites(data, list_id, wave)
    sites = _sites_frame(listed)
    return TidySurvey(
        list_id=list_id,
        title=title or list_id,
        source=source,
        rubric=rubric,
        waves=table,
        sites=sites,
        scores=with_sites(load_scores(data, list_id, ordered, rubric.id), sites),
        findings=with_sites(load_findings(data, list_id, ordered, rubric.id), sites),
        questions=_questions_frame(rubric),
        replies=with_sites(_replies_frame(replies, ordered), sites),
    )


def tidy_report(survey: Survey, replies: Sequence[Reply] = ()) -> TidySurvey:
    """The frames of a survey that was read for a report; `findings` is left empty, since a report has its own."""
    listed: dict[str, Site] = {}
    for results in survey.waves:
        listed |= results.sites
    sites = _sites_frame(listed)
    rows = [
        tuple(getattr(row, name) for name in SCORE_COLUMNS)
        for results in survey.waves
        for scores in results.scores.values()
        for row in scores.values()
    ]
    scores = pd.DataFrame(rows, columns=list(SCORE_COLUMNS))
    for name in ("rank", "rank_low", "rank_high"):
        scores[name] = pd.to_numeric(scores[name]).astype("Int64")
    for name in ("score", "coverage"):
        scores[name] = pd.to_numeric(scores[name]).astype("float64")
    return TidySurvey(
        list_id=survey.site_list.id,
        title=survey.site_list.options.title,
        source=survey.site_list.options.source,
        rubric=survey.rubric,
        waves=_waves_frame([(results.wave, results.run) for results in survey.waves], survey.rubric),
        sites=sites,
        scores=with_sites(scores, sites),
        findings=pd.DataFrame(columns=list(FINDING_COLUMNS)),
        questions=_questions_frame(survey.rubric),
        replies=with_sites(_replies_frame(replies, [results.label for results in survey.waves]), sites),
    )


def with_sites(frame: pd.DataFrame, sites: pd.DataFrame) -> pd.DataFrame:
    """A frame with the name, country, region and level of each row's site behind its id."""
    joined = frame.merge(sites[["site_id", *SITE_COLUMNS]], on="site_id", how="left")
    place = list(frame.columns).index("site_id") + 1
    columns = [*frame.columns[:place], *SITE_COLUMNS, *frame.columns[place:]]
    return joined[columns]


def _sites_frame(listed: dict[str, Site]) -> pd.DataFrame:
    rows = [
        (site.id, *(" ".join(site.languages) if name == "languages" else getattr(site, name) for name in _SITE_FIELDS))
        for site in sorted(listed.values(), key=lambda site: site.id)
    ]
    frame = pd.DataFrame(rows, columns=["site_id", *_SITE_FIELDS])
    frame["population"] = frame["population"].astype("Int64")
    return frame


def _waves_frame(crawled: Sequence[tuple[Wave, Run]], rubric: Rubric) -> pd.DataFrame:
    """A row a wave, oldest first."""
    rows = [_wave_row(wave, run, rubric) for wave, run in crawled]
    return pd.DataFrame(rows).sort_values(["started", "wave"], ignore_index=True)


def _wave_row(wave: Wave, run: Run, rubric: Rubric) -> dict[str, object]:
    return {
        "wave": wave.label,
        "started": wave.started,
        "finished": wave.finished,
        "page_budget": wave.page_budget,
        "user_agent": wave.user_agent,
        "vantage": wave.vantage,
        "sites": run.sites,
        "rubric": rubric.id,
        "rubric_digest": run.rubric_digest,
        "list_digest": run.list_digest,
        "code_version": run.code_version,
    }


def _replies_frame(replies: Sequence[Reply], waves: Sequence[str]) -> pd.DataFrame:
    """What owners reply to these waves or to all; an empty wave or question means all of them."""
    rows = [
        (reply.wave, reply.site_id, reply.indicator_id, reply.day.isoformat(), reply.signed_by, reply.text)
        for reply in replies
        if reply.wave in ("", *waves)
    ]
    return pd.DataFrame(rows, columns=["wave", "site_id", "indicator_id", "replied_on", "signed_by", "reply"])


def _questions_frame(rubric: Rubric) -> pd.DataFrame:
    rows = [
        {"criterion": group.id, "criterion_weight": group.weight, "indicator_id": item.id, "question": item.question}
        | {"why": item.why, "source": item.source, "asks": item.asks, "measure": item.measure, "weight": item.weight}
        for group in rubric.criteria
        for item in group.indicators
    ]
    return pd.DataFrame(rows)
