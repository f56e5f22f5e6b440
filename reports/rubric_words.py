"""This module knows how a rubric's arithmetic is said in words: scales, criteria, totals, vetoes, groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reports.sentences import wording
from reports.text import ENGLISH, Texts, texts
from scoring.arithmetic import Judged
from scoring.grade import fired_vetoes
from scoring.rubric_model import Band, Criterion, Indicator, Rubric, Veto

WORDS = texts(ENGLISH)
"""A terminal is spoken to in English."""


def decided_in_words(indicator: Indicator, words: Texts = WORDS) -> str:
    """Who answers a question."""
    return words.plain(f"decided.{indicator.decided}")


def scale_in_words(indicator: Indicator, words: Texts = WORDS) -> str:
    """The scale of an indicator: which values earn how many points."""
    if posts := indicator.goalposts:
        return words.plain("scale.goalposts", worst=f"{posts.worst:g}", best=f"{posts.best:g}")
    if count := indicator.count:
        key, each = ("scale.takes", count.takes) if count.takes else ("scale.earns", count.earns)
        return words.plain(key, each=f"{each or 0:g}", most=f"{indicator.weight:g}")
    if across := indicator.across:
        better = words.plain(f"scale.{across.better}")
        if across.method == "min-max":
            return words.plain("scale.min_max", better=better)
        return words.plain("scale.deviations", deviations=f"{across.deviations:g}", better=better)
    if not indicator.bands:
        return words.plain("scale.plain")
    steps = [_band_in_words(band, words) for band in indicator.bands]
    steps += [words.plain("scale.else")] if indicator.bands[-1].points else []
    return words.plain("semicolon").join(steps)


def _band_in_words(band: Band, words: Texts) -> str:
    if band.equals is not None:
        value = words.name("value", band.equals) if words.has(f"value.{band.equals}") else band.equals
        return words.plain("scale.equals", value=value, points=f"{band.points:g}")
    key, limit = ("scale.up_to", band.up_to) if band.up_to is not None else ("scale.at_least", band.at_least)
    return words.plain(key, limit=f"{limit or 0:g}", points=f"{band.points:g}")


def criterion_in_words(criterion: Criterion, words: Texts = WORDS) -> str:
    """How a criterion's score is made of its questions."""
    return words.plain(f"arithmetic.{_key(criterion.arithmetic)}", most=f"{criterion.maximum or 100:g}")


def rules_in_words(rubric: Rubric, words: Texts = WORDS) -> tuple[str, ...]:
    """The rules over all criteria, each as a sentence or two."""
    return tuple(_rules(rubric, words))


def _key(name: str) -> str:
    return name.replace(" ", "_")


def _said(text: str, words: Texts) -> str:
    return wording(text, words.language).text


def _rules(rubric: Rubric, words: Texts) -> Iterator[str]:
    yield words.plain(f"total.{_key(rubric.total)}")
    if rubric.rescale_not_applicable:
        yield words.plain("rule.rescale")
    if rubric.missing != "leave out":
        yield words.plain(f"rule.missing_{_key(rubric.missing)}")
    for veto in rubric.vetoes:
        yield veto_in_words(veto, rubric, words)
    if bonus := rubric.bonus:
        name = next((_said(item.title, words) for item in rubric.criteria if item.id == bonus.criterion), "")
        yield words.plain("rule.bonus", above=f"{bonus.above:g}", most=f"{bonus.up_to:g}", name=name)
    if rubric.groups:
        yield words.plain("rule.groups", groups=words.plain("semicolon").join(_groups(rubric, words)))
    if shown := [_said(item.title, words) for item in rubric.criteria if not item.weight]:
        yield words.plain("rule.shown", names=words.plain("and").join(shown))
    if unknown := sum(item.needs_source for item in rubric.indicators):
        yield words.plain("rule.unknown", count=unknown)
    if any(item.confidence for item in rubric.indicators):
        yield words.plain("rule.confidence")


def _groups(rubric: Rubric, words: Texts) -> Iterator[str]:
    for group in rubric.groups:
        name = _said(group.name, words)
        if group.above is not None:
            yield words.plain("rule.group_above", name=name, limit=f"{group.above:g}")
        elif group.at_least is not None:
            yield words.plain("rule.group_from", name=name, limit=f"{group.at_least:g}")
        else:
            yield words.plain("rule.group_rest", name=name)


def veto_in_words(veto: Veto, rubric: Rubric, words: Texts = WORDS) -> str:
    """What one question alone decides."""
    indicator = rubric.indicator(veto.indicator)
    when = words.plain("veto.at_most", points=f"{veto.at_most:g}") if veto.at_most else words.plain("veto.none")
    if indicator and indicator.decided == "prefilled":
        when += words.plain("veto.confirmed")
    return words.plain(
        "veto.rule",
        question=_said(indicator.question if indicator else veto.indicator, words),
        when=when,
        end=words.plain("veto.fails" if veto.then == "fail" else "veto.zero"),
        source=_said(veto.source, words),
    )


def vetoes_in_words(findings: Sequence[Judged], rubric: Rubric, words: Texts = WORDS) -> tuple[str, ...]:
    """The vetoes that fired for one site."""
    return tuple(veto_in_words(veto, rubric, words) for veto in fired_vetoes(rubric, findings))
