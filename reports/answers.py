"""This module knows what each finding is worth to a site's score, and where it was seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from reports.frames import FindingRow
from reports.other_pages import OtherPage, SiteOthers
from reports.rubric_words import WORDS, scale_in_words
from reports.text import Texts
from scoring.measures.deciding import DECIDING
from scoring.model import MACHINE
from scoring.review import MACHINE_SAID
from scoring.rubric import Indicator, Rubric
from scoring.worth import Worth, worth_of

SHOWN_SNIPPET = 600
"""No more characters of a portal's text are shown in one excerpt."""


@dataclass(frozen=True, slots=True)
class SeenToo:
    """Another page that an answer rests on; `link` is "" unless the address is a web address."""

    url: str
    link: str
    record_id: str
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question and its answer for one site.

    `points` run from 0 to 1; `contribution` and `regain` are points of the total score (0 to 100): what the answer
    brings and what the full answer would add. Both are None when not observed. `link` is "" unless the address is a
    web address; `visited_at` is UTC. `machine_said` is what a coder overruled, "" where none did. `deciding` says why
    this page is cited and not one of the `others` that the answer rests on, "" where the order of pages means nothing.
    """

    indicator_id: str
    criterion: str
    criterion_title: str
    question: str
    why: str
    source: str
    asks: str
    bands: str
    state: str
    value: str
    points: float | None
    weight: float
    contribution: float | None
    regain: float | None
    reason: str
    decided_by: str
    url: str
    link: str
    visited_at: datetime | None
    record_id: str
    snippet: str
    machine_said: str = ""
    deciding: str = ""
    others: tuple[SeenToo, ...] = ()


def answers_of(
    findings: Sequence[FindingRow],
    rubric: Rubric,
    *,
    times: Mapping[tuple[str, str], datetime],
    others: SiteOthers | None = None,
    words: Texts = WORDS,
) -> tuple[Answer, ...]:
    """A site's answers in the rubric's order; indicators the rubric no longer has come last."""
    worth = worth_of(findings, rubric)
    asked = {item.id: item for item in rubric.indicators}
    order = {indicator_id: place for place, indicator_id in enumerate(asked)}
    titles = {item.id: item.title for item in rubric.criteria}
    rows = sorted(findings, key=lambda row: (order.get(row.indicator_id, len(order)), row.indicator_id))
    return tuple(
        _answer(
            row,
            asked.get(row.indicator_id),
            titles.get(row.criterion, row.criterion),
            worth.get(row.indicator_id),
            times,
            (others or {}).get(row.indicator_id, ()),
            words,
        )
        for row in rows
    )


def _answer(
    row: FindingRow,
    indicator: Indicator | None,
    title: str,
    worth: Worth | None,
    times: Mapping[tuple[str, str], datetime],
    others: Sequence[OtherPage],
    words: Texts,
) -> Answer:
    reason, said = overruled(row.reason) if row.decided_by != MACHINE else (row.reason, "")
    return Answer(
        indicator_id=row.indicator_id,
        criterion=row.criterion,
        criterion_title=title,
        question=indicator.question if indicator else row.indicator_id,
        why=indicator.why if indicator else "",
        source=indicator.source if indicator else "",
        asks=indicator.asks if indicator else "",
        bands=scale_in_words(indicator, words) if indicator else "",
        state=row.state,
        value=value_in_words(row.value, row.unit, words),
        points=row.points,
        weight=row.weight,
        contribution=worth.contribution if worth else None,
        regain=worth.regain if worth else None,
        reason=reason,
        decided_by=row.decided_by,
        url=row.evidence_url,
        link=web_link(row.evidence_url),
        visited_at=times.get((row.site_id, row.record_id)) or times.get((row.site_id, row.evidence_url)),
        record_id=row.record_id,
        snippet=cut(row.snippet, SHOWN_SNIPPET),
        deciding=DECIDING.get(indicator.measure, "") if indicator and row.decided_by == MACHINE else "",
        others=tuple(
            SeenToo(page.evidence_url, web_link(page.evidence_url), page.record_id, cut(page.snippet, SHOWN_SNIPPET))
            for page in others
        ),
        machine_said=value_in_words(said, row.unit, words) if said else "",
    )


def overruled(reason: str) -> tuple[str, str]:
    """A coder's reason without what the machine had said, and that: it is shown struck through."""
    before, mark, said = reason.rpartition(MACHINE_SAID)
    return (before.rstrip(), said.removesuffix(")")) if mark else (reason, "")


def web_link(url: str) -> str:
    """The address when a browser may follow it, or ""; nothing but http and https is ever made a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc else ""


def cut(text: str, length: int) -> str:
    """The text, ended with … when it is longer than that many characters."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def value_in_words(value: str, unit: str, words: Texts = WORDS) -> str:
    """A value as a reader would say it: yes or no, a percentage for a share, and numbers without idle decimals."""
    plain = {"true": "yes", "false": "no"}.get(value.lower(), value)
    if words.has(f"value.{plain}"):
        return words.name("value", plain)
    try:
        number = float(plain)
    except ValueError:
        return f"{plain} {unit}".strip() if plain not in ("yes", "no") else plain
    if number != number or number in (float("inf"), float("-inf")):
        return plain
    if unit == "share":
        return words.plain("percent", n=share_in_words(number))
    digits = f"{number:.0f}" if number == int(number) else f"{number:.2f}".rstrip("0").rstrip(".")
    if words.has(f"unit.{unit}"):
        return words.plain(f"unit.{unit}" if number == 1 else f"unit.{unit}.many", n=digits)
    return f"{digits} {unit}".strip()


def share_in_words(share: float) -> str:
    """A share of 0 to 1 in per cent. What is not quite nothing or everything is never rounded to it."""
    whole = f"{share * 100:.0f}"
    if whole not in ("0", "100") or share in (0, 1):
        return whole
    return f"{share * 100:.1g}" if whole == "0" else f"{min(share * 100, 99.9):.1f}"
