"""This module knows the contradictions within a rubric that no single key shows."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from scoring.facts.access_rules import RULES
from scoring.facts.aids import AIDS
from scoring.facts.service_stages import STAGES
from scoring.lexicon import load_lexicon
from scoring.lexicon_file import FIELDS as GUIDE_FIELDS
from scoring.measures import MEASURES
from scoring.rubric_model import Band, Criterion, Indicator, Rubric
from site_lists.model import DataFileError, key_line

MARKS = frozenset(("not_found", "placeholder", "empty_list", "challenge", "login", "shell", "apply", "pay"))
"""The marks that a page may carry (`PageFacts.marks`)."""


def rubric_faults(path: Path, text: str, rubric: Rubric) -> list[DataFileError]:
    """Every contradiction, with the line of the indicator or key it stands at and what to do."""
    faults: list[DataFileError] = []
    if path.stem != rubric.id:
        faults.append(
            DataFileError(path, key_line(text, "id"), f"the id {rubric.id!r} is not the file's name; rename one")
        )
    seen: set[str] = set()
    for criterion in rubric.criteria:
        faults += _named(path, _line_of(text, criterion.id), criterion.id, _criterion_problems(criterion, rubric))
        if criterion.id in seen or criterion.id == "total":
            where = _line_of(text, criterion.id)
            faults.append(DataFileError(path, where, f"the id {criterion.id!r} stands twice or is kept; rename one"))
        seen.add(criterion.id)
    seen = set()
    for indicator in rubric.indicators:
        where = _line_of(text, indicator.id)
        if indicator.id in seen:
            faults.append(DataFileError(path, where, f"the id {indicator.id!r} stands twice; rename one"))
        seen.add(indicator.id)
        faults += _named(path, where, indicator.id, _indicator_problems(indicator))
    faults += [DataFileError(path, key_line(text, key), problem) for key, problem in _rule_problems(rubric)]
    return faults


def _named(path: Path, where: str, name: str, problems: list[str]) -> list[DataFileError]:
    return [DataFileError(path, where, f"{name}: {problem}") for problem in problems]


def _line_of(text: str, item_id: str) -> str:
    place = text.find(f'id = "{item_id}"')
    return f"line {text[:place].count(chr(10)) + 1}" if place >= 0 else ""


def _rule_problems(rubric: Rubric) -> Iterator[tuple[str, str]]:
    """Keys and problems of the rules over all criteria: what is counted, vetoes, bonus, groups, floors."""
    if not rubric.counted:
        yield "criteria", "no criterion has a weight; give one a weight above 0"
    elif rubric.total != "none" and not any(one.weight for item in rubric.counted for one in item.indicators):
        yield "criteria", "no counted indicator has a weight; give one a weight above 0"
    if rubric.missing == "minimum coverage" and not rubric.rank_above_coverage:
        yield "missing", "minimum coverage needs a floor; set rank_above_coverage above 0"
    for veto in rubric.vetoes:
        if (indicator := rubric.indicator(veto.indicator)) is None:
            yield "vetoes", f"the veto names the unknown indicator {veto.indicator!r}; correct it"
        elif indicator.needs_source:
            yield "vetoes", f"{veto.indicator} is a veto and needs a source; find the source or delete the veto"
    if len({veto.indicator for veto in rubric.vetoes}) < len(rubric.vetoes):
        yield "vetoes", "an indicator is a veto twice; delete one"
    yield from _bonus_problems(rubric)
    yield from _group_problems(rubric)
    yield from _deduction_problems(rubric)


def _bonus_problems(rubric: Rubric) -> Iterator[tuple[str, str]]:
    if rubric.bonus is None:
        return
    criterion = next((item for item in rubric.criteria if item.id == rubric.bonus.criterion), None)
    if criterion is None:
        yield "bonus", f"the bonus names the unknown criterion {rubric.bonus.criterion!r}; correct it"
    elif rubric.total == "none":
        yield "bonus", "a profile without a total has nothing to add to; delete the bonus"
    elif any(one.weight > rubric.bonus.up_to for one in criterion.indicators):
        yield "bonus", "up_to is below the weight of one of its items; raise it or lower the weight"


def _group_problems(rubric: Rubric) -> Iterator[tuple[str, str]]:
    limits = [group.above if group.above is not None else group.at_least for group in rubric.groups]
    if None in limits[:-1]:
        yield "groups", "only the last group may be without a limit; give the others above or at_least"
        return
    if any(later >= earlier for earlier, later in pairwise(limit for limit in limits if limit is not None)):
        yield "groups", "the groups are out of order; put the highest limit first"
    names = [group.name for group in rubric.groups]
    if len(set(names)) < len(names):
        yield "groups", "a group's name stands twice; rename one"
    if "vetoed" in names:
        yield "groups", "the name 'vetoed' is kept for sites that a veto took out; choose another"


def _deduction_problems(rubric: Rubric) -> Iterator[tuple[str, str]]:
    if rubric.total == "deductions":
        if wrong := [item.id for item in rubric.counted if item.arithmetic != "deductions"]:
            yield "total", f"{', '.join(wrong)} has nothing to deduct; set its arithmetic to deductions or its weight 0"
        elif (held := sum(item.maximum or 0 for item in rubric.counted)) > 100:
            yield "total", f"the criteria's maxima make {held:g} of 100; lower them"
        elif all(item.maximum for item in rubric.counted) and held < 100:
            yield "total", f"the criteria's maxima make {held:g} of 100; raise them"
    if rubric.rescale_not_applicable and (
        rubric.total != "deductions" or not all(item.maximum for item in rubric.counted)
    ):
        yield "rescale_not_applicable", "it needs a total by deductions and a maximum for each criterion; add them"


def _criterion_problems(criterion: Criterion, rubric: Rubric) -> list[str]:
    problems = []
    if criterion.maximum is not None and criterion.arithmetic != "deductions":
        problems.append("only deductions have a maximum; delete it")
    if criterion.maximum is not None and any(one.weight > criterion.maximum for one in criterion.indicators):
        problems.append("the maximum is below what one of its items may take; raise it or lower the item's weight")
    weights = {one.weight for one in criterion.indicators if one.weight}
    if criterion.arithmetic == "share of yes" and len(weights) > 1:
        problems.append("a share of yes counts every question once; give all the same weight")
    if rubric.total == "share of yes" and criterion.weight and criterion.arithmetic != "share of yes":
        problems.append("the total is a share of yes; let the arithmetic be that too, or the weight 0")
    if any(one.count and one.count.takes for one in criterion.indicators) and criterion.arithmetic != "deductions":
        problems.append("a count takes points only among deductions; let it earn or set arithmetic to deductions")
    return problems


def _indicator_problems(indicator: Indicator) -> list[str]:
    problems = _scale_problems(indicator)
    if indicator.needs_source and indicator.weight:
        problems.append("it needs a source and has a weight; delete the weight until the source is found")
    if not indicator.needs_source and not indicator.weight:
        problems.append("the weight must be greater than 0; give it one, or set needs_source = true")
    if indicator.confidence in ("R+", "R-", "U") and not indicator.needs_source:
        problems.append(f"confidence {indicator.confidence} is no source; set needs_source = true or read the source")
    if indicator.decided == "manual":
        if indicator.measure or indicator.params:
            problems.append("it is answered by hand; delete its measure and params, or let it be prefilled")
        return problems
    return problems + _measure_problems(indicator)


def _measure_problems(indicator: Indicator) -> list[str]:
    measure = MEASURES.get(indicator.measure)
    if measure is None:
        if not indicator.measure:
            return ['it has no measure; name one, or set decided = "manual"']
        return [f"the measure {indicator.measure!r} is unknown; use one of {', '.join(sorted(MEASURES))}"]
    wanted = measure_params(measure)
    problems = [f"the measure has no parameter {name!r}; delete it" for name in indicator.params if name not in wanted]
    for name, default in wanted.items():
        if name not in indicator.params and default is inspect.Parameter.empty:
            problems.append(f"the measure needs the parameter {name!r}; add it to params")
    problems += _value_problems(indicator, measure)
    for name in ("topic", "topics"):
        for topic in str(indicator.params.get(name, "")).split():
            if topic not in known_topics():
                known = ", ".join(sorted(known_topics()))
                problems.append(f"the topic {topic!r} is in no lexicon; use one of {known}")
    return problems


def _value_problems(indicator: Indicator, measure: Any) -> list[str]:
    """Values that the measure cannot take: of another type than it is annotated with, or a word it does not know."""
    known = {"mark": MARKS, "field": GUIDE_FIELDS, "rule": frozenset(RULES), "aid": frozenset(AIDS)}
    known |= {"stage": frozenset(STAGES)}
    problems = []
    for name, kind in inspect.get_annotations(measure, eval_str=True).items():
        value = indicator.params.get(name)
        if value is not None and kind in (int, str) and (not isinstance(value, kind) or isinstance(value, bool)):
            problems.append(f"{name} must be {'a whole number' if kind is int else 'a word'}; correct {value!r}")
        elif name in known and value is not None and value not in known[name]:
            problems.append(f"{name} {value!r} is unknown; use one of {', '.join(sorted(known[name]))}")
    return problems


def _scale_problems(indicator: Indicator) -> list[str]:
    scales = [name for name in ("bands", "goalposts", "count", "across") if getattr(indicator, name)]
    problems = _band_problems(indicator.bands)
    if len(scales) > 1:
        problems.append(f"it has {' and '.join(scales)}; keep one scale")
    if indicator.goalposts and indicator.goalposts.worst == indicator.goalposts.best:
        problems.append("the goalposts are equal; set worst and best apart")
    each = (indicator.count.earns or indicator.count.takes or 0) if indicator.count else 0
    if indicator.weight and each > indicator.weight:
        problems.append(f"its weight caps it at {indicator.weight:g}, below one item's {each:g}; raise the weight")
    return problems


def _band_problems(bands: tuple[Band, ...]) -> list[str]:
    problems = []
    rising = [band for band in bands if band.up_to is not None]
    falling = [band for band in bands if band.at_least is not None]
    if rising and falling:
        problems.append("bands mix up_to and at_least; use one of them")
    limits = [band.up_to or 0 for band in rising] or [-(band.at_least or 0) for band in falling]
    if any(later <= earlier for earlier, later in pairwise(limits)):
        problems.append("the bands are out of order; put the strictest first")
    points = [band.points for band in rising or falling]
    if any(later >= earlier for earlier, later in pairwise(points)):
        problems.append("a laxer band earns as much as a stricter one; let the points fall from band to band")
    words = [band.equals for band in bands if band.equals is not None]
    if len(set(words)) < len(words):
        problems.append("a band's word stands twice; delete one")
    return problems


def measure_params(measure: Any) -> dict[str, Any]:
    """A measure's parameters and their defaults (inspect.Parameter.empty where there is none)."""
    parameters = inspect.signature(measure).parameters.values()
    return {item.name: item.default for item in parameters if item.kind is inspect.Parameter.KEYWORD_ONLY}


@cache
def known_topics() -> frozenset[str]:
    """The topics that a rubric may ask for: those of the English lexicon, which is complete."""
    return frozenset(load_lexicon("en").topics)
