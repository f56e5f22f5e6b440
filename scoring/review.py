"""This module knows the corrections that coders sign: who judged what otherwise than the machine, and why."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from pydantic import field_validator

from crawler.evidence import EvidenceRef
from scoring.arithmetic import indicator_points
from scoring.coder_files import read_signed
from scoring.coder_values import CoderName, problem_of_value, read_value
from scoring.model import Finding, Reading, State, value_text
from scoring.rubric_model import Rubric
from site_lists.model import Model, SiteList, Text

ANY_WAVE = "*"
"""Stands for the wave in a correction that holds as long as the machine sees the same on the same page."""
MACHINE_SAID = "(the machine said: "
LAPSED = "a correction lapsed"
DIGEST_CHARACTERS = 16


class Review(Model):
    """One correction, a row of `reviews/*.csv` in a list's folder; it covers visits up to the day `valid_until`.

    `judged` is the `finding_digest` of what the coder judged, "" when that is not recorded: once the machine sees
    something else there, the correction lapses.
    """

    wave: Text
    site_id: Text
    indicator_id: Text
    value: Text
    coder: CoderName
    day: date
    reason: Text
    evidence_url: str = ""
    valid_until: date | None = None
    judged: str = ""

    @field_validator("valid_until", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value


REVIEW_EXTRAS = ("judged",)
REVIEW_COLUMNS = tuple(name for name in Review.model_fields if name not in REVIEW_EXTRAS)


def load_reviews(site_list: SiteList, rubric: Rubric, *, known: frozenset[str] = frozenset()) -> tuple[Review, ...]:
    """All corrections of a list, in the order of files and rows.

    Raises DataFileErrors: wrong columns, unknown sites, values the question cannot have, rows that stand twice. A
    correction of an indicator that this rubric does not have belongs to another rubric and is left out; with `known`,
    the indicators of all rubrics, one that none has is a fault.
    """

    def problems_of(review: Review) -> Iterator[tuple[str, str]]:
        if site_list.site(review.site_id) is None:
            yield "site_id", f"the list has no site {review.site_id!r}; correct it"
        if known and review.indicator_id not in known:
            yield "indicator_id", f"no rubric asks {review.indicator_id!r}; correct it"
        if problem := problem_of_value(review.value, rubric.indicator(review.indicator_id)):
            yield "value", problem
        if review.wave == ANY_WAVE and not (review.judged or review.valid_until):
            yield "wave", "a correction of every wave would hold for ever; give valid_until or judged"

    reviews = read_signed(
        site_list.folder / "reviews",
        Review,
        optional=REVIEW_EXTRAS,
        problems_of=problems_of,
        key_of=lambda review: (review.wave, review.site_id, review.indicator_id, review.coder, review.day),
    )
    return tuple(review for review in reviews if rubric.indicator(review.indicator_id))


def finding_digest(*, state: str, value: str | None, url: str | None, snippet: str | None) -> str:
    """What a finding rests on, as 16 hexadecimal digits: its answer, and the deciding page with the words seen there.

    The same in another wave as long as the machine sees the same words at the same address.
    """
    text = "\x1f".join((state, value or "", url or "", " ".join((snippet or "").split())))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:DIGEST_CHARACTERS]


def digest_of(reading: Reading) -> str:
    """The `finding_digest` of a reading."""
    seen = reading.evidence[0] if reading.evidence else None
    return finding_digest(
        state=reading.state.value,
        value=value_text(reading.value),
        url=seen.url if seen else "",
        snippet=seen.snippet[:300] if seen else "",
    )


def reviewed(
    findings: Sequence[Finding], reviews: Iterable[Review], rubric: Rubric, *, visited_on: date
) -> list[Finding]:
    """The findings of one site with its corrections applied; the machine's answer stays in the reason.

    The last correction of a wave, site and indicator counts, one that names the wave before one of every wave. A
    correction lapses after its last day, or when what it judged has changed; the reason then says so.
    """
    last: dict[tuple[str, str, str], Review] = {}
    for review in reviews:
        last[review.wave, review.site_id, review.indicator_id] = review
    return [_after(finding, last, rubric, visited_on) for finding in findings]


def _after(finding: Finding, last: dict[tuple[str, str, str], Review], rubric: Rubric, visited_on: date) -> Finding:
    lapsed = []
    for wave in (finding.wave, ANY_WAVE):
        if (review := last.get((wave, finding.site_id, finding.indicator_id))) is None:
            continue
        if why := _why_lapsed(review, finding.reading, visited_on):
            lapsed.append(f"{LAPSED} ({review.coder}, {review.day}: {review.value}): {why}")
            continue
        return corrected(finding, review, rubric)
    if not lapsed:
        return finding
    reason = "; ".join(filter(None, (finding.reading.reason, *lapsed)))
    return replace(finding, reading=replace(finding.reading, reason=reason))


def _why_lapsed(review: Review, machine: Reading, visited_on: date) -> str:
    if review.valid_until is not None and visited_on > review.valid_until:
        return f"it was valid until {review.valid_until}"
    if review.judged and review.judged != digest_of(machine):
        return "what it judged has changed"
    return ""


def corrected(finding: Finding, review: Review, rubric: Rubric) -> Finding:
    """The finding as the coder says; what the machine said stands in the reason."""
    indicator = rubric.indicator(finding.indicator_id)
    if indicator is None:
        return finding
    machine = finding.reading
    said = value_text(machine.value) if machine.state is State.OBSERVED else machine.state.value.replace("_", " ")
    reason = f"{review.coder}, {review.day}: {review.reason} {MACHINE_SAID}{said})"
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
