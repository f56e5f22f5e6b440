"""This module knows how two waves are brought under one rubric, even when the evidence of one is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.evidence import WaveFolder
from reports.frames import POINT_COLUMNS, load_spreads, read_run, read_wave, wave_sites
from reports.published import Published, first_published, has_evidence
from reports.regrade import common_questions, regraded, restricted, table_of
from reports.site_findings import FindingsFile, findings_of
from reports.survey import WaveResults, read_waves
from scoring.point_table import PointTable
from scoring.resampling import Spread
from scoring.rubric_model import Rubric
from scoring.run_file import Run
from site_lists.model import DataFileError


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WaveSide:
    """One of two waves: its results and findings under the common rubric, and what was first published of it."""

    results: WaveResults
    findings: FindingsFile
    table: PointTable
    spreads: list[Spread]
    published: Published


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TwoWaves:
    """Two waves under one rubric; the first of the notes says when it is less than the whole one."""

    rubric: Rubric
    before: WaveSide
    after: WaveSide
    notes: tuple[str, ...]


def two_waves(
    data: Path, list_id: str, old: str, new: str, rubric: Rubric, *, read: Sequence[WaveResults] = ()
) -> TwoWaves:
    """Two waves under a rubric, read from the disk unless they stand in `read`.

    A wave without results under it and without evidence is compared on the questions that its published results share
    with the rubric. Raises DataFileError for what is missing or damaged, for waves of different lists, and for rubrics
    without a common question.
    """
    if old == new:
        raise DataFileError(data / list_id / new, "", "a wave compared with itself tells nothing; give two waves")
    for wave in (old, new):
        _refuse_other_list(data, list_id, wave)
    published = [first_published(WaveFolder(data / list_id / wave), rubric.id) for wave in (old, new)]
    gone = [wave for wave in (old, new) if _is_gone(data, list_id, wave, rubric)]
    if gone:
        return _on_common_questions(data, list_id, (old, new), gone, rubric, published)
    known = {results.label: results for results in read}
    results = [known.get(wave) or read_waves(data, list_id, [wave], rubric.id)[0] for wave in (old, new)]
    files = [findings_of(data, list_id, wave, rubric.id) for wave in (old, new)]
    before, after = (
        WaveSide(
            results=found,
            findings=file,
            table=table_of(file.columns(*POINT_COLUMNS), rubric),
            spreads=load_spreads(data, list_id, found.label, rubric.id),
            published=first,
        )
        for found, file, first in zip(results, files, published, strict=True)
    )
    return TwoWaves(rubric=rubric, before=before, after=after, notes=_notes(before.results, after.results))


def _is_gone(data: Path, list_id: str, wave: str, rubric: Rubric) -> bool:
    folder = WaveFolder(data / list_id / wave)
    has_results = (folder.results(rubric.id) / "scores.csv").is_file()
    if has_results and read_run(data, list_id, wave, rubric.id).rubric_digest == rubric.digest:
        return False
    return not has_evidence(folder) and (not has_results or _is_other_edition(data, list_id, wave, rubric))


def _is_other_edition(data: Path, list_id: str, wave: str, rubric: Rubric) -> bool:
    known = {item.id for item in rubric.indicators}
    return set(findings_of(data, list_id, wave, rubric.id).columns("indicator_id")["indicator_id"].unique()) != known


def _on_common_questions(
    data: Path, list_id: str, waves: tuple[str, str], gone: list[str], rubric: Rubric, published: list[Published]
) -> TwoWaves:
    files = [
        _published_findings(data, list_id, wave, first) if wave in gone else findings_of(data, list_id, wave, rubric.id)
        for wave, first in zip(waves, published, strict=True)
    ]
    frames = [file.columns(*POINT_COLUMNS) for file in files]
    common = common_questions(frames[0], frames[1], rubric)
    if not common:
        rubrics = " and ".join(first.rubric or rubric.id for first in published)
        problem = f"the rubrics {rubrics} have no question in common, and the evidence is gone; nothing can be compared"
        raise DataFileError(data / list_id / gone[0], "", problem)
    narrowed = restricted(rubric, common)
    sides = []
    for wave, file, frame, first in zip(waves, files, frames, published, strict=True):
        table = table_of(frame, narrowed)
        bare = WaveResults(
            wave=read_wave(data, list_id, wave),
            run=Run(rubric=rubric.id, rubric_digest=rubric.digest),
            sites=wave_sites(data, list_id, wave),
            scores={},
            shared_ranks=frozenset(),
        )
        spreads = [] if wave in gone else load_spreads(data, list_id, wave, rubric.id)
        sides.append(
            WaveSide(results=regraded(bare, table), findings=file, table=table, spreads=spreads, published=first)
        )
    lost = " and ".join(gone)
    note = (
        f"The evidence of {lost} is gone, so it cannot be scored under {rubric.id}: only the {len(common)} questions "
        f"that both waves were scored by are compared, with the points given then."
    )
    notes = (note, *_notes(sides[0].results, sides[1].results))
    return TwoWaves(rubric=narrowed, before=sides[0], after=sides[1], notes=notes)


def _published_findings(data: Path, list_id: str, wave: str, first: Published) -> FindingsFile:
    if first.folder is None:
        problem = "it has neither evidence nor results; restore its folder from a copy"
        raise DataFileError(data / list_id / wave, "", problem)
    return FindingsFile(first.folder / "findings.parquet", "restore it from a copy")


def _refuse_other_list(data: Path, list_id: str, wave: str) -> None:
    named = read_wave(data, list_id, wave).site_list
    if named != list_id:
        problem = f"this wave is one of the list {named!r}, not of {list_id!r}; compare waves of one list"
        raise DataFileError(data / list_id / wave / "wave.json", "site_list", problem)


def _notes(before: WaveResults, after: WaveResults) -> tuple[str, ...]:
    notes = []
    if before.run.rubric_digest != after.run.rubric_digest:
        notes.append("The waves were scored with different editions of the rubric; score the older one again.")
    if before.wave.page_budget != after.wave.page_budget:
        budgets = f"{before.wave.page_budget} and {after.wave.page_budget} pages a site"
        notes.append(f"The waves were crawled with different budgets: {budgets}.")
    if before.wave.started > after.wave.started:
        notes.append(f"{before.label} was crawled after {after.label}: changes run backwards in time.")
    return tuple(notes)
