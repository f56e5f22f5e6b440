"""This module knows one list's results across its waves, read and grouped once for all pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.evidence import Wave
from reports.frames import (
    FindingRow,
    ScoreRow,
    findings_file,
    load_scores,
    read_run,
    read_wave,
    score_rows,
    wave_sites,
    waves_of,
)
from reports.rubric_words import WORDS, vetoes_in_words
from reports.scores_file import TOTAL
from reports.sentences import wording
from reports.site_findings import LatestFindings, findings_of
from reports.text import Texts, texts
from scoring.rubric import Rubric
from scoring.run_file import Run
from site_lists.model import DataFileError, Site, SiteList

SiteScores = Mapping[str, ScoreRow]
"""A site's scores by criterion; the overall one under `total`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveResults:
    """One wave under one rubric: how it was crawled and scored, the list as it stood, and every score."""

    wave: Wave
    run: Run
    sites: Mapping[str, Site]
    scores: Mapping[str, SiteScores]
    shared_ranks: frozenset[int]
    """The ranks of the total that several sites share."""

    @property
    def label(self) -> str:
        """The wave's name."""
        return self.wave.label

    def total(self, site_id: str) -> ScoreRow | None:
        """A site's overall score, or None when the wave does not have it."""
        return self.scores.get(site_id, {}).get(TOTAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A list's waves, oldest first, and for each site the findings of the newest wave that has it, to be asked for."""

    site_list: SiteList
    rubric: Rubric
    waves: tuple[WaveResults, ...]
    findings: LatestFindings

    @property
    def newest(self) -> WaveResults:
        """The wave the ranking shows."""
        return self.waves[-1]

    @property
    def previous(self) -> WaveResults | None:
        """The wave that changes are counted from, or None when there is but one."""
        return self.waves[-2] if len(self.waves) > 1 else None

    def latest_wave(self, site_id: str) -> WaveResults:
        """The newest wave in which a site was scored."""
        return next(wave for wave in reversed(self.waves) if site_id in wave.scores)


def load_survey(data: Path, site_list: SiteList, *, waves: Sequence[str] | None, rubric: Rubric) -> Survey:
    """Read waves (all scored ones when None). Raises DataFileError for what is missing or damaged, with the remedy."""
    scored = waves_of(data, site_list.id, rubric.id)
    if waves is None:
        chosen = scored
    else:
        for wave in waves:
            findings_file(data, site_list.id, wave, rubric.id)
        chosen = sorted(set(waves), key=lambda wave: (read_wave(data, site_list.id, wave).started, wave))
    if not chosen:
        problem = f"no wave has results under {rubric.id}; run `egovbench run {site_list.id} --wave W` first"
        raise DataFileError(data / site_list.id, "", problem)
    results = read_waves(data, site_list.id, chosen, rubric.id)
    findings = _latest_findings(data, site_list.id, results)
    return Survey(site_list=site_list, rubric=rubric, waves=results, findings=findings)


def read_waves(data: Path, list_id: str, waves: Sequence[str], rubric_id: str) -> tuple[WaveResults, ...]:
    """The results of waves, in the order given."""
    return tuple(_read_wave(data, list_id, wave, rubric_id) for wave in waves)


def _read_wave(data: Path, list_id: str, wave: str, rubric_id: str) -> WaveResults:
    grouped: dict[str, dict[str, ScoreRow]] = defaultdict(dict)
    for row in score_rows(load_scores(data, list_id, [wave], rubric_id)):
        grouped[row.site_id][row.criterion] = row
    return WaveResults(
        wave=read_wave(data, list_id, wave),
        run=read_run(data, list_id, wave, rubric_id),
        sites=wave_sites(data, list_id, wave),
        scores=dict(grouped),
        shared_ranks=shared_ranks(grouped.values()),
    )


def shared_ranks(scores: Iterable[SiteScores]) -> frozenset[int]:
    """The ranks that several sites share."""
    ranks = Counter(row[TOTAL].rank for row in scores if TOTAL in row)
    return frozenset(rank for rank, sites in ranks.items() if rank is not None and sites > 1)


def _latest_findings(data: Path, list_id: str, waves: Sequence[WaveResults]) -> LatestFindings:
    sites_of, taken = [], set[str]()
    for results in reversed(waves):
        if newest := tuple(site_id for site_id in results.scores if site_id not in taken):
            file = findings_of(data, list_id, results.label, results.run.rubric)
            sites_of.append((results.label, file, newest))
            taken.update(newest)
    return LatestFindings(tuple(sites_of))


def merged_between(before: WaveResults, after: WaveResults) -> dict[str, list[str]]:
    """By successor: the sites that only one of the waves scored and that had ended when the later one began."""
    later = max(before.wave.started, after.wave.started).date()
    listed = {**before.sites, **after.sites}
    merged: dict[str, list[str]] = {}
    for site_id in sorted(set(before.scores) ^ set(after.scores)):
        site = listed.get(site_id)
        if site and site.successor and site.valid_to and site.valid_to < later:
            merged.setdefault(site.successor, []).append(site_id)
    return merged


def unknown_site(site_id: str) -> Site:
    """A stand-in for a site with scores that the copy of the list does not name."""
    return Site(id=site_id, name=site_id, url="http://unknown.invalid/", country="ZZ", level="other")


def unranked_reason(
    total: ScoreRow | None, findings: Sequence[FindingRow], *, rubric: Rubric, words: Texts = WORDS
) -> str:
    """Why a site has no rank, in words: a veto, or too little was observed, and what kept us from seeing more."""
    if total is None:
        return words.plain("reason.absent")
    if fired := vetoes_in_words(findings, rubric, words):
        return " ".join(fired)
    if rubric.total == "none":
        return words.plain("reason.no_total")
    return gap_in_words(total, findings, floor=rubric.rank_above_coverage, words=words)


def gap_in_words(score: ScoreRow, findings: Iterable[FindingRow], *, floor: float, words: Texts = WORDS) -> str:
    """Why a score counts for nothing: its coverage lies below the floor (both 0 to 1), and what mostly kept us out.

    Where nobody translated the cause, all of it is said in English.
    """
    said = wording(commonest_reason(findings), words.language)
    cause, words = said.text, texts(said.language)
    if score.coverage == 0 or (score.criterion == TOTAL and score.score is None):
        return words.plain("reason.not_observed", cause=cause or words.plain("reason.none"))
    few = words.plain("reason.few", coverage=percent(score.coverage, words), floor=percent(floor, words))
    return words.plain("reason.mostly", few=few, cause=cause) if cause else few


def commonest_reason(findings: Iterable[FindingRow]) -> str:
    """The reason that weighs most among the findings that were not observed, or ""."""
    weights: Counter[str] = Counter()
    for row in findings:
        if row.state == "not_observed" and row.reason:
            weights[row.reason] += row.weight  # type: ignore[assignment]
    return min(weights, key=lambda reason: (-weights[reason], reason)) if weights else ""


def printable(line: str) -> str:
    """A line for a terminal, which no control character of a portal may reach."""
    return "".join(char if char.isprintable() else " " for char in line)


def percent(share: float, words: Texts = WORDS) -> str:
    """A share of 0 to 1 as a whole percentage, rounded down so that 99.6 % never reads as everything."""
    return words.plain("percent", n=whole_percent(share))


def whole_percent(share: float) -> int:
    """A share of 0 to 1 in whole per cent, rounded down."""
    return int(share * 100 + 1e-9)


def difference(new: float | None, old: float | None) -> float | None:
    """The change of a published score, to one decimal; None when either is missing."""
    return None if new is None or old is None else round(new - old, 1) + 0.0


def rank_difference(new: int | None, old: int | None) -> int | None:
    """Places climbed (positive) or lost (negative); None when either rank is missing."""
    return None if new is None or old is None else old - new
