"""This module knows how to explain one site's score: what was asked, what was seen where, and what it is worth."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from reports.answers import Answer, answers_of
from reports.frames import FindingRow, ScoreRow, wave_folder
from reports.other_pages import other_pages
from reports.replies import Reply, replies_to
from reports.rubric_words import WORDS, vetoes_in_words
from reports.scores_file import TOTAL
from reports.site_findings import findings_of
from reports.survey import WaveResults, percent, printable, read_waves, unknown_site, unranked_reason
from reports.visit_log import visit_times
from scoring.model import MACHINE
from scoring.rubric import Rubric
from site_lists.model import DataFileError, Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A site's scores in one wave and the answers behind them; `unranked` says why there is no rank.

    `vetoes` are the rules that took the site out, each with the question that decided.
    """

    site_list: str
    wave: str
    rubric: str
    site: Site
    total: ScoreRow
    criteria: tuple[ScoreRow, ...]
    unranked: str
    vetoes: tuple[str, ...]
    ranked_sites: int
    archive: str
    answers: tuple[Answer, ...]
    replies: tuple[Reply, ...]


def explain(
    data: Path,
    list_id: str,
    wave: str,
    site_id: str,
    rubric: Rubric,
    indicator_id: str | None = None,
    *,
    replies: Sequence[Reply] = (),
) -> Explanation:
    """Explain a site's score, or one indicator of it, with those of the owners' replies that concern it.

    Raises DataFileError when the wave, the site in it, or the indicator is unknown, or a file is damaged.
    """
    (results,) = read_waves(data, list_id, [wave], rubric.id)
    folder = wave_folder(data, list_id, wave)
    total = _total(results, folder.results(rubric.id) / "scores.csv", site_id)
    file = findings_of(data, list_id, wave, rubric.id)
    findings = file.of([site_id])[site_id]
    chosen = _chosen(findings, rubric, indicator_id, file.path)
    times = visit_times(data, list_id, wave, {site_id: findings})
    others = other_pages(data, list_id, wave, rubric.id, sites=[site_id]).get(site_id)
    answers = [item for item in answers_of(findings, rubric, times=times, others=others) if item.indicator_id in chosen]
    evidence = folder.site(site_id)
    archives = [file for file in (evidence.archive_file, evidence.rendered.archive_file) if file.is_file()]
    return Explanation(
        site_list=list_id,
        wave=wave,
        rubric=rubric.id,
        site=results.sites.get(site_id) or unknown_site(site_id),
        total=total,
        criteria=tuple(row for name, row in results.scores[site_id].items() if name != TOTAL),
        unranked="" if total.rank else unranked_reason(total, findings, rubric=rubric),
        vetoes=vetoes_in_words(findings, rubric),
        ranked_sites=sum(1 for name in results.scores if (row := results.total(name)) and row.rank),
        archive=", ".join(map(str, archives)),
        answers=tuple(answers),
        replies=tuple(one for one in replies_to(replies, site_id, wave) if one.indicator_id in ("", *chosen)),
    )


def _total(results: WaveResults, scores_file: Path, site_id: str) -> ScoreRow:
    if total := results.total(site_id):
        return total
    near = [name for name in sorted(results.scores) if site_id[:4] in name][:5] or sorted(results.scores)[:5]
    raise DataFileError(scores_file, "", f"there is no site {site_id!r} in this wave; try {', '.join(near)}")


def _chosen(findings: Sequence[FindingRow], rubric: Rubric, indicator_id: str | None, path: Path) -> set[str]:
    known = {row.indicator_id for row in findings}
    if indicator_id is None:
        return known
    if indicator_id in known:
        return {indicator_id}
    if rubric.indicator(indicator_id):
        problem = f"no finding on {indicator_id!r} for this site; run `egovbench score` again, the rubric has grown"
        raise DataFileError(path, "", problem)
    ids = ", ".join(item.id for item in rubric.indicators)
    raise DataFileError(path, "", f"there is no indicator {indicator_id!r}; use one of {ids}")


def to_json(explanation: Explanation) -> str:
    """The whole explanation as JSON; times are ISO 8601 in UTC."""
    row = asdict(explanation)
    row["site"] = explanation.site.model_dump(mode="json")
    row["replies"] = [reply.model_dump(mode="json") for reply in explanation.replies]
    return json.dumps(row, ensure_ascii=False, indent=1, default=datetime.isoformat) + "\n"


def to_text(explanation: Explanation) -> str:
    """The explanation as a person would read it in a terminal."""
    e = explanation
    name = f"{e.site.name} · {e.site.name_en}" if e.site.name_en else e.site.name
    lines = [name, f"{e.site.url}  {e.site.region} {e.site.level}".rstrip(), f"Wave {e.wave}, rubric {e.rubric}"]
    place = f"rank {e.total.rank} of {e.ranked_sites}" if e.total.rank else f"no rank: {e.unranked}"
    group = f", {e.total.group}" if e.total.group else ""
    lines.append(f"Score {_score(e.total.score)}{group} ({place}); coverage {percent(e.total.coverage)}")
    lines += [f"  {veto}" for veto in e.vetoes if e.total.rank]
    lines += [f"  {row.criterion:<16}{_score(row.score):>6}   coverage {percent(row.coverage)}" for row in e.criteria]
    lines += _reply_lines(e.replies, "")
    for answer in e.answers:
        lines += ["", *_answer_lines(answer), *_reply_lines(e.replies, answer.indicator_id)]
    lines += ["", f"Archive: {e.archive or 'the archive of this site is gone'}"]
    return "\n".join(printable(line) for line in lines) + "\n"


def _answer_lines(answer: Answer) -> list[str]:
    head = [f"{answer.indicator_id} · {answer.criterion_title}", f"  {answer.question}"]
    if answer.points is None:
        state = "not applicable" if answer.state == "not_applicable" else "not observed"
        told = [f"  {state}: {answer.reason or 'no reason given'} (weight {answer.weight:g}; left out of the score)"]
    else:
        worth = f"{answer.points:.2f} of 1 point, weight {answer.weight:g}"
        adds = f"adds {answer.contribution or 0:.1f} to the score; {answer.regain or 0:.1f} more to gain"
        told = [f"  {answer.value or 'no value'} → {worth}; {adds}"]
        if answer.reason:
            told.append(f"  {answer.reason}")
    if answer.machine_said:
        told.append(f"  The program had said: {answer.machine_said}")
    if answer.bands:
        told.append(f"  Scale: {answer.bands}")
    if answer.url:
        told.append(f"  Seen at {answer.url}")
        seen = f"{answer.visited_at:%Y-%m-%d %H:%M} UTC" if answer.visited_at else "time not recorded"
        told.append(f"  {seen}, {f'record {answer.record_id}' if answer.record_id else 'no response was archived'}")
    if answer.snippet:
        told.append(f"  “{answer.snippet}”")
    told += _other_lines(answer)
    told.append(f"  Source: {answer.source or 'none given'}. Acts: {answer.asks or 'nobody named'}.")
    if answer.decided_by != MACHINE:
        told.append(f"  Decided by {answer.decided_by}")
    return head + told


def _other_lines(answer: Answer) -> list[str]:
    """Which of several pages decided, and the others."""
    if not answer.others:
        return []
    decided = [f"  {WORDS.plain(f'deciding.{answer.deciding}')}"] if answer.deciding else []
    return decided + [
        f"  Also at {page.url}" + (f" “{page.snippet}”" if page.snippet else "") for page in answer.others
    ]


def _reply_lines(replies: Sequence[Reply], indicator_id: str) -> list[str]:
    return [
        f"  The owner replied, signed by {reply.signed_by}, {reply.day:%Y-%m-%d} (no point changed): {reply.text}"
        for reply in replies
        if reply.indicator_id == indicator_id
    ]


def _score(score: float | None) -> str:
    return "–" if score is None else f"{score:.1f}"
