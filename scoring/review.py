"""This module knows the corrections that coders sign: who judged what otherwise than the machine, and why."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from math import isfinite
from pathlib import Path
from typing import Any

from pydantic import ValidationError, field_validator

from crawler.evidence import EvidenceRef
from scoring.arithmetic import indicator_points
from scoring.model import Finding, Reading, State, Value, value_text
from scoring.rubric import Indicator, Rubric
from site_lists.faults import DataFileError, DataFileErrors, plain_message
from site_lists.model import Model, SiteList, Text


class Review(Model):
    """One correction, a row of `reviews/*.csv` in a list's folder; it covers visits up to the day `valid_until`."""

    wave: Text
    site_id: Text
    indicator_id: Text
    value: Text
    coder: Text
    day: date
    reason: Text
    evidence_url: str = ""
    valid_until: date | None = None

    @field_validator("valid_until", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value


REVIEW_COLUMNS = tuple(Review.model_fields)


def load_reviews(site_list: SiteList, rubric: Rubric) -> tuple[Review, ...]:
    """All corrections of a list, in the order of files and rows.

    Raises DataFileErrors: wrong columns, unknown sites, values the question cannot have. A correction of an indicator
    that this rubric does not have belongs to another rubric and is left out.
    """
    faults: list[DataFileError] = []
    reviews: list[Review] = []
    for path in sorted((site_list.folder / "reviews").glob("*.csv")):
        reviews.extend(_read_file(path, site_list, rubric, faults))
    if faults:
        raise DataFileErrors(faults)
    return tuple(review for review in reviews if rubric.indicator(review.indicator_id))


def _read_file(path: Path, site_list: SiteList, rubric: Rubric, faults: list[DataFileError]) -> Iterable[Review]:
    try:
        rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True), strict=True)
        header = next(rows, [])
        if header != list(REVIEW_COLUMNS):
            wanted = ",".join(REVIEW_COLUMNS)
            faults.append(DataFileError(path, "line 1", f"the columns must be: {wanted}; correct the header"))
            return
        for row in rows:
            if not any(row):
                continue
            place = f"line {rows.line_num}"
            if len(row) != len(header):
                problem = f"the row has {len(row)} cells, the header {len(header)}; quote cells that hold commas"
                faults.append(DataFileError(path, place, problem))
            elif (review := _read_row(path, place, dict(zip(header, row, strict=True)), faults)) is None:
                continue
            elif site_list.site(review.site_id) is None:
                problem = f"the list has no site {review.site_id!r}; correct site_id"
                faults.append(DataFileError(path, place, problem))
            elif problem := _problem_of_value(review, rubric.indicator(review.indicator_id)):
                faults.append(DataFileError(path, f"{place}, column value", problem))
            else:
                yield review
    except UnicodeDecodeError:
        faults.append(DataFileError(path, "", "this is not UTF-8; save the file as UTF-8"))
    except csv.Error as error:
        faults.append(DataFileError(path, "", f"this is not CSV ({error}); close the open quote"))


def _read_row(path: Path, place: str, row: Mapping[str, str], faults: list[DataFileError]) -> Review | None:
    try:
        return Review.model_validate(row)
    except ValidationError as error:
        for fault in error.errors():
            where = f"{place}, column {fault['loc'][0]}"
            faults.append(DataFileError(path, where, plain_message(fault["type"], fault["msg"])))
        return None


def _problem_of_value(review: Review, indicator: Indicator | None) -> str:
    """Why the question cannot have that value, "" when it can: a word would silently earn 0, a "no" count as 0 days."""
    value = read_value(review.value)
    if indicator is None or isinstance(value, State) or any(band.equals is not None for band in indicator.bands):
        return ""
    is_number = not isinstance(value, str | bool)
    if is_number or (not indicator.takes_numbers and isinstance(value, bool)):
        return ""
    wanted = "a number" if indicator.takes_numbers else "yes, no or a number"
    return f"{review.value!r} is no value of {indicator.id}; write {wanted}, not observed or not applicable"


def reviewed(
    findings: Sequence[Finding], reviews: Iterable[Review], rubric: Rubric, *, visited_on: date
) -> list[Finding]:
    """The findings of one site with its corrections applied; the machine's answer stays in the reason.

    The last correction of a wave, site and indicator counts, unless it lapsed before the day of the visit.
    """
    last = {
        (review.wave, review.site_id, review.indicator_id): review
        for review in reviews
        if review.valid_until is None or visited_on <= review.valid_until
    }
    return [
        _corrected(finding, last.get((finding.wave, finding.site_id, finding.indicator_id)), rubric)
        for finding in findings
    ]


def _corrected(finding: Finding, review: Review | None, rubric: Rubric) -> Finding:
    indicator = rubric.indicator(finding.indicator_id)
    if review is None or indicator is None:
        return finding
    machine = finding.reading
    said = value_text(machine.value) if machine.state is State.OBSERVED else machine.state.value.replace("_", " ")
    reason = f"{review.coder}, {review.day}: {review.reason} (the machine said: {said})"
    evidence = machine.evidence
    if review.evidence_url:
        seen_at = datetime.combine(review.day, time(), UTC)
        evidence = (EvidenceRef(review.evidence_url, seen_at, snippet=review.reason),)
    value = read_value(review.value)
    if isinstance(value, State):
        reading = Reading(value, reason=reason, evidence=evidence)
    else:
        reading = Reading.observed(value, machine.unit, evidence=evidence, reason=reason)
    return replace(finding, reading=reading, points=indicator_points(indicator, reading), decided_by=review.coder)


def read_value(text: str) -> Value | State:
    """A value as a coder writes it: yes, no, a number, a word, or that it was not observed or is not applicable."""
    plain = text.casefold().replace(" ", "_")
    if plain in (State.NOT_OBSERVED, State.NOT_APPLICABLE):
        return State(plain)
    if plain in ("yes", "no"):
        return plain == "yes"
    try:
        number = float(text)
    except ValueError:
        return text
    if not isfinite(number):
        return text
    return int(number) if number.is_integer() else number
