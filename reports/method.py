"""This module knows what the method page says: the rubric in words, how things are seen, how waves were crawled."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reports.evaluation import Accuracy, shipped_accuracy
from reports.rubric_words import WORDS, criterion_in_words, decided_in_words, rules_in_words, scale_in_words
from reports.survey import Survey
from reports.text import Texts
from reports.visit_log import CrawlFacts
from scoring.measures import MEASURES
from scoring.proof import Proof, shipped_proofs
from scoring.rubric import Indicator, Rubric
from scoring.worth import criterion_share, shares_of

_LABELS = ("Not observed:", "Not applicable:", "Blind spot:")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureText:
    """A measure's docstring in parts: what counts, when it is not observed, and what it cannot see."""

    name: str
    summary: str
    counts: tuple[str, ...]
    not_observed: str
    not_applicable: str
    blind_spot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorText:
    """An indicator as the page prints it; `share` is its part (0 to 1) of a total in which everything was observed.

    `measure` is None where a coder answers.
    """

    indicator: Indicator
    share: float
    scale: str
    decided: str
    params: str
    measure: MeasureText | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionText:
    """A criterion with its part (0 to 1) of the total."""

    id: str
    title: str
    share: float
    arithmetic: str
    indicators: tuple[IndicatorText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveText:
    """How a wave was crawled and scored, and what it came to."""

    label: str
    started: datetime
    finished: datetime | None
    sites: int
    ranked: int
    page_budget: int
    user_agent: str
    vantage: str
    code_version: str
    has_other_rubric: bool
    has_other_list: bool
    crawl: CrawlFacts
    failures: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """The whole method page."""

    rubric: Rubric
    rules: tuple[str, ...]
    criteria: tuple[CriterionText, ...]
    indicators: int
    measures: int
    waves: tuple[WaveText, ...]
    accuracy: tuple[Accuracy, ...]
    proofs: tuple[Proof, ...]


def method_of(
    survey: Survey, crawls: Mapping[str, CrawlFacts], *, ranked_sites: Mapping[str, int], words: Texts = WORDS
) -> Method:
    """The method of a survey; the mappings are by wave."""
    asked = survey.rubric.indicators
    return Method(
        rubric=survey.rubric,
        rules=rules_in_words(survey.rubric, words),
        criteria=criteria_texts(survey.rubric, words),
        indicators=len(asked),
        measures=len({indicator.measure for indicator in asked} - {""}),
        waves=_waves(survey, crawls, ranked_sites),
        accuracy=shipped_accuracy(),
        proofs=shipped_proofs(),
    )


def criteria_texts(rubric: Rubric, words: Texts = WORDS) -> tuple[CriterionText, ...]:
    """The criteria of a rubric and their questions, in words, with their shares of the total."""
    shares = shares_of(rubric)
    return tuple(
        CriterionText(
            id=item.id,
            title=item.title,
            share=criterion_share(item, rubric),
            arithmetic=criterion_in_words(item, words),
            indicators=tuple(_indicator_text(one, shares[one.id], words) for one in item.indicators),
        )
        for item in rubric.criteria
    )


def _waves(survey: Survey, crawls: Mapping[str, CrawlFacts], ranked_sites: Mapping[str, int]) -> tuple[WaveText, ...]:
    texts = []
    for results in reversed(survey.waves):
        wave, crawl = results.wave, crawls[results.label]
        failures = crawl.failures or wave.failures
        texts.append(
            WaveText(
                label=results.label,
                started=wave.started,
                finished=wave.finished,
                sites=len(results.scores),
                ranked=ranked_sites[results.label],
                page_budget=wave.page_budget,
                user_agent=wave.user_agent,
                vantage=wave.vantage,
                code_version=wave.code_version,
                has_other_rubric=results.run.rubric_digest != survey.rubric.digest,
                has_other_list=wave.list_digest != survey.site_list.digest,
                crawl=crawl,
                failures=tuple(sorted(failures.items(), key=lambda item: (-item[1], item[0]))),
            )
        )
    return tuple(texts)


def _indicator_text(indicator: Indicator, share: float, words: Texts) -> IndicatorText:
    return IndicatorText(
        indicator=indicator,
        share=share,
        scale=scale_in_words(indicator, words),
        decided=decided_in_words(indicator, words),
        params=", ".join(f"{name} = {value}" for name, value in sorted(indicator.params.items())),
        measure=measure_text(indicator.measure) if indicator.measure else None,
    )


def measure_text(name: str) -> MeasureText:
    """A measure's docstring, taken apart; a measure that this version no longer has says so."""
    measure = MEASURES.get(name)
    text = inspect.getdoc(measure) if measure else "This version of egovbench no longer has this measure."
    text = (text or "").replace("`", "")
    summary, *parts = _paragraphs(text or name)
    labelled: dict[str, str] = {}
    counts: list[str] = []
    for part in parts:
        label, _, rest = part.partition(":")
        if f"{label}:" in _LABELS and rest:
            labelled[label] = rest.strip()
        else:
            counts.append(part)
    return MeasureText(
        name=name,
        summary=summary,
        counts=tuple(counts),
        not_observed=labelled.get("Not observed", ""),
        not_applicable=labelled.get("Not applicable", ""),
        blind_spot=labelled.get("Blind spot", ""),
    )


def _paragraphs(text: str) -> Sequence[str]:
    """Paragraphs, and what follows each of the labels, each as one line."""
    parts = re.split(r"\n[ \t]*\n|\s(?=(?:Not observed|Not applicable|Blind spot):)", text)
    return [" ".join(part.split()) for part in parts if part.strip()]
