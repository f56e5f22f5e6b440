"""This module knows what changed between two waves: who moved, on which questions, and who cannot be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from reports.frames import finding_rows, load_findings
from reports.survey import (
    WaveResults,
    difference,
    merged_between,
    rank_difference,
    read_waves,
    unknown_site,
    unranked_reason,
)
from scoring.rubric import Rubric, load_rubric
from site_lists.model import DataFileError, Site

if TYPE_CHECKING:
    import pandas as pd

GROUPINGS = ("region", "level", "criterion")


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionChange:
    """A criterion's score (0 to 100) in both waves; `change` is None where either is missing."""

    criterion: str
    title: str
    old: float | None
    new: float | None
    change: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorChange:
    """The points (0 to 1) of one question in both waves; `change` is None where they cannot be compared."""

    indicator_id: str
    question: str
    old: float | None
    new: float | None
    change: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """A site ranked in both waves. `rank_change` counts places climbed; `score_change` is new minus old."""

    site: Site
    old_rank: int
    new_rank: int
    rank_change: int
    old_score: float
    new_score: float
    score_change: float
    old_coverage: float
    new_coverage: float
    criteria: tuple[CriterionChange, ...]
    improved: tuple[IndicatorChange, ...]
    worsened: tuple[IndicatorChange, ...]
    not_comparable: tuple[IndicatorChange, ...]
    took_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A site that has no place among the movers, and why."""

    site: Site
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """Mean scores (0 to 100) of the comparable sites of a group in both waves, and how many rose and fell."""

    group: str
    sites: int
    old: float
    new: float
    change: float
    rose: int
    fell: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two waves under one rubric, biggest movers first."""

    site_list: str
    rubric: str
    old: str
    new: str
    movers: tuple[Mover, ...]
    entered: tuple[Apart, ...]
    left: tuple[Apart, ...]
    not_comparable: tuple[Apart, ...]
    by: str = ""
    groups: tuple[GroupChange, ...] = ()
    notes: tuple[str, ...] = ()


def compare_waves(data: Path, list_id: str, old: str, new: str, rubric: str, *, by: str | None = None) -> Comparison:
    """Compare two waves of a list under one rubric, pairing sites by id.

    Swapping the waves negates every number. `by` adds means by region, level or criterion. Raises DataFileError when
    a wave or its results are missing or damaged, DataFileErrors for an unknown rubric, ValueError for another `by`.
    """
    if by is not None and by not in GROUPINGS:
        raise ValueError(f"{by!r} is no grouping; use one of {', '.join(GROUPINGS)}")
    if old == new:
        raise DataFileError(data / list_id / new, "", "a wave compared with itself tells nothing; give two waves")
    rules = load_rubric(rubric)
    before, after = read_waves(data, list_id, (old, new), rules.id)
    frames = [load_findings(data, list_id, [wave], rules.id) for wave in (old, new)]
    both = set(before.scores) & set(after.scores)
    paired = [site_id for site_id in both if _has_rank(before, site_id) and _has_rank(after, site_id)]
    answers = _indicator_changes(frames[0], frames[1], set(paired), rules)
    merged = merged_between(before, after)
    movers = [
        _mover(site_id, before, after, rules, answers.get(site_id, ()), took_in=tuple(merged.get(site_id, ())))
        for site_id in paired
    ]
    movers.sort(key=lambda mover: (-abs(mover.score_change), -abs(mover.rank_change), mover.site.id))
    unranked = sorted(both - set(paired))
    reasons = [_reasons(frame, wave, unranked, rules) for frame, wave in zip(frames, (before, after), strict=True)]
    return Comparison(
        site_list=list_id,
        rubric=rules.id,
        old=old,
        new=new,
        movers=tuple(movers),
        entered=_apart(set(after.scores) - both, after, before, here=after, there=before),
        left=_apart(set(before.scores) - both, after, before, here=before, there=after),
        not_comparable=tuple(
            Apart(site=_site(site_id, after, before), reason="; ".join(r[site_id] for r in reasons if site_id in r))
            for site_id in unranked
        ),
        by=by or "",
        groups=group_changes(movers, by, rules) if by else (),
        notes=_notes(before, after),
    )


def _has_rank(results: WaveResults, site_id: str) -> bool:
    total = results.total(site_id)
    return total is not None and total.rank is not None and total.score is not None


def _site(site_id: str, after: WaveResults, before: WaveResults) -> Site:
    return after.sites.get(site_id) or before.sites.get(site_id) or unknown_site(site_id)


def _mover(
    site_id: str,
    before: WaveResults,
    after: WaveResults,
    rubric: Rubric,
    answers: Sequence[IndicatorChange],
    *,
    took_in: tuple[str, ...],
) -> Mover:
    old, new = before.scores[site_id]["total"], after.scores[site_id]["total"]
    if old.score is None or new.score is None or old.rank is None or new.rank is None:
        raise ValueError(f"{site_id} is not ranked in both waves")
    return Mover(
        site=_site(site_id, after, before),
        old_rank=old.rank,
        new_rank=new.rank,
        rank_change=rank_difference(new.rank, old.rank) or 0,
        old_score=old.score,
        new_score=new.score,
        score_change=difference(new.score, old.score) or 0.0,
        old_coverage=old.coverage,
        new_coverage=new.coverage,
        criteria=_criterion_changes(site_id, before, after, rubric),
        improved=tuple(item for item in answers if item.change is not None and item.change > 0),
        worsened=tuple(item for item in answers if item.change is not None and item.change < 0),
        not_comparable=tuple(item for item in answers if item.change is None),
        took_in=took_in,
    )


def _criterion_changes(
    site_id: str, before: WaveResults, after: WaveResults, rubric: Rubric
) -> tuple[CriterionChange, ...]:
    changes = []
    for item in rubric.criteria:
        old, new = (wave.scores[site_id].get(item.id) for wave in (before, after))
        pair = (old.score if old else None, new.score if new else None)
        change = difference(pair[1], pair[0])
        changes.append(CriterionChange(criterion=item.id, title=item.title, old=pair[0], new=pair[1], change=change))
    return tuple(changes)


def _indicator_changes(
    old: pd.DataFrame, new: pd.DataFrame, sites: set[str], rubric: Rubric
) -> dict[str, list[IndicatorChange]]:
    """By site: the questions whose points differ, or could be compared in one wave only; the biggest change first."""
    keys = ["site_id", "indicator_id"]
    columns = [*keys, "state", "points"]
    pairs = old.loc[old["site_id"].isin(sites), columns].merge(
        new.loc[new["site_id"].isin(sites), columns], on=keys, how="outer", suffixes=("_old", "_new")
    )
    one_sided = pairs["points_old"].isna() != pairs["points_new"].isna()
    never_asked = pairs["points_old"].isna() & pairs["points_new"].isna()
    moved = pairs[one_sided | (~never_asked & (pairs["points_old"] != pairs["points_new"]))]
    questions = {item.id: item.question for group in rubric.criteria for item in group.indicators}
    found: dict[str, list[IndicatorChange]] = {}
    for site_id, indicator_id, before, after in moved[[*keys, "points_old", "points_new"]].itertuples(
        index=False, name=None
    ):
        was, now = (None if points != points else float(points) for points in (before, after))
        change = None if was is None or now is None else round(now - was, 4)
        question = questions.get(indicator_id, indicator_id)
        item = IndicatorChange(indicator_id=indicator_id, question=question, old=was, new=now, change=change)
        found.setdefault(site_id, []).append(item)
    for items in found.values():
        items.sort(key=lambda item: (-abs(item.change or 0), item.indicator_id))
    return found


def _reasons(frame: pd.DataFrame, results: WaveResults, sites: Iterable[str], rubric: Rubric) -> dict[str, str]:
    """By site: why it has no rank in a wave; sites that have one are left out."""
    wanted = [site_id for site_id in sites if not _has_rank(results, site_id)]
    rows = list(finding_rows(frame[frame["site_id"].isin(wanted)]))
    grouped = {site_id: [row for row in rows if row.site_id == site_id] for site_id in wanted}
    return {
        site_id: f"no rank in {results.label}: "
        + unranked_reason(results.total(site_id), grouped[site_id], rubric=rubric)
        for site_id in wanted
    }


def _apart(
    site_ids: Iterable[str], after: WaveResults, before: WaveResults, *, here: WaveResults, there: WaveResults
) -> tuple[Apart, ...]:
    listed = {**before.sites, **after.sites}
    rows = []
    for site_id in sorted(site_ids):
        site = _site(site_id, after, before)
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


def group_changes(movers: Sequence[Mover], by: str, rubric: Rubric) -> tuple[GroupChange, ...]:
    """Mean change by region, level or criterion, over the sites ranked in both waves; the biggest change first."""
    pairs: dict[str, list[tuple[float, float]]] = {}
    for mover in movers:
        if by == "criterion":
            for item in mover.criteria:
                if item.old is not None and item.new is not None:
                    pairs.setdefault(item.criterion, []).append((item.old, item.new))
        else:
            group = (mover.site.region if by == "region" else mover.site.level) or "none given"
            pairs.setdefault(group, []).append((mover.old_score, mover.new_score))
    groups = [_group(name, scores) for name, scores in pairs.items()]
    if by == "criterion":
        order: Mapping[str, int] = {item.id: place for place, item in enumerate(rubric.criteria)}
        return tuple(sorted(groups, key=lambda group: order[group.group]))
    return tuple(sorted(groups, key=lambda group: (-abs(group.change), group.group)))


def _group(name: str, scores: Sequence[tuple[float, float]]) -> GroupChange:
    old, new = round(fmean(pair[0] for pair in scores), 1), round(fmean(pair[1] for pair in scores), 1)
    rose = sum(pair[1] > pair[0] for pair in scores)
    fell = sum(pair[1] < pair[0] for pair in scores)
    change = difference(new, old) or 0.0
    return GroupChange(group=name, sites=len(scores), old=old, new=new, change=change, rose=rose, fell=fell)


def _notes(before: WaveResults, after: WaveResults) -> tuple[str, ...]:
    notes = []
    if before.run.get("rubric_digest") != after.run.get("rubric_digest"):
        notes.append("The waves were scored with different editions of the rubric; score the older one again.")
    if before.wave.page_budget != after.wave.page_budget:
        budgets = f"{before.wave.page_budget} and {after.wave.page_budget} pages a site"
        notes.append(f"The waves were crawled with different budgets: {budgets}.")
    if before.wave.started > after.wave.started:
        notes.append(f"{before.label} was crawled after {after.label}: changes run backwards in time.")
    return tuple(notes)
