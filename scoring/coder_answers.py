"""This module knows the answers of coders: what no program can decide, and what it decided only for them to confirm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from crawler.evidence import EvidenceRef
from scoring.arithmetic import indicator_points
from scoring.coder_files import read_signed
from scoring.coder_values import CoderName, problem_of_value, read_value
from scoring.model import Finding, Reading, State, value_text
from scoring.review import MACHINE_SAID
from scoring.rubric_model import Rubric
from site_lists.model import Model, SiteList, Text


class CoderAnswer(Model):
    """One answer, a row of `answers/*.csv` in a list's folder. `source_url` is where the coder saw it.

    Without a `wave` it counts for every wave until an answer of a later day.
    """

    site: Text
    indicator: Text
    value: Text
    coder: CoderName
    day: date
    source_url: str = ""
    note: str = ""
    wave: str = ""


ANSWER_EXTRAS = ("wave",)
ANSWER_COLUMNS = tuple(name for name in CoderAnswer.model_fields if name not in ANSWER_EXTRAS)


def load_answers(
    site_list: SiteList, rubric: Rubric, *, known: frozenset[str] = frozenset()
) -> tuple[CoderAnswer, ...]:
    """All answers of a list, in the order of files and rows.

    Raises DataFileErrors: wrong columns, unknown sites, values outside the scale, rows that stand twice, and answers
    to questions that the machine decides, which are corrected in `reviews/`. An answer to a question that this rubric
    does not ask belongs to another rubric; with `known`, the indicators of all rubrics, one that none asks is a fault.
    """

    def problems_of(answer: CoderAnswer) -> Iterator[tuple[str, str]]:
        indicator = rubric.indicator(answer.indicator)
        if site_list.site(answer.site) is None:
            yield "site", f"the list has no site {answer.site!r}; correct it"
        if known and answer.indicator not in known:
            yield "indicator", f"no rubric asks {answer.indicator!r}; correct it"
        elif indicator is not None and indicator.decided == "machine":
            yield "indicator", f"the machine decides {answer.indicator!r}; move the row to reviews/ to correct it"
        elif problem := problem_of_value(answer.value, indicator):
            yield "value", problem

    answers = read_signed(
        site_list.folder / "answers",
        CoderAnswer,
        optional=ANSWER_EXTRAS,
        problems_of=problems_of,
        key_of=lambda answer: (answer.site, answer.indicator, answer.wave, answer.coder, answer.day),
    )
    return tuple(answer for answer in answers if rubric.indicator(answer.indicator))


def answered(findings: Sequence[Finding], answers: Iterable[CoderAnswer], rubric: Rubric) -> list[Finding]:
    """The findings of one site with its coders' answers: the last by day counts, one that names the wave before others.

    An answer to a question that the machine filled in confirms or corrects it; the reason says which.
    """
    chosen: dict[tuple[str, str, str], CoderAnswer] = {}
    for answer in answers:
        key = (answer.wave, answer.site, answer.indicator)
        if key not in chosen or chosen[key].day <= answer.day:
            chosen[key] = answer
    told = []
    for finding in findings:
        places = ((wave, finding.site_id, finding.indicator_id) for wave in (finding.wave, ""))
        found = next((chosen[place] for place in places if place in chosen), None)
        told.append(finding if found is None else _as_told(finding, found, rubric))
    return told


def _as_told(finding: Finding, answer: CoderAnswer, rubric: Rubric) -> Finding:
    indicator = rubric.indicator(finding.indicator_id)
    if indicator is None or indicator.decided == "machine":
        return finding
    machine, value = finding.reading, read_value(answer.value)
    seen_at = datetime.combine(answer.day, time(), UTC)
    evidence = machine.evidence
    if answer.source_url:
        evidence = (EvidenceRef(answer.source_url, seen_at, snippet=answer.note), *machine.evidence)
    reason = f"{answer.coder}, {answer.day}" + (f": {answer.note}" if answer.note else "")
    if indicator.decided == "prefilled":
        is_same = machine.state is State.OBSERVED and machine.value == value
        said = value_text(machine.value) if machine.state is State.OBSERVED else machine.state.value.replace("_", " ")
        reason += " (confirms the machine)" if is_same else f" {MACHINE_SAID}{said})"
    if isinstance(value, State):
        reading = Reading(value, reason=reason, evidence=evidence)
    else:
        reading = Reading.observed(value, machine.unit, evidence=evidence, reason=reason)
    return replace(finding, reading=reading, points=indicator_points(indicator, reading), decided_by=answer.coder)
