"""This module knows how a rubric's arithmetic is said in words: scales, criteria, totals, vetoes, groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.arithmetic import Judged
from scoring.grade import fired_vetoes
from scoring.rubric_model import Criterion, Indicator, Rubric, Veto

DECIDED = {
    "machine": "decided by the machine",
    "prefilled": "pre-filled by the machine, to be confirmed by a coder",
    "manual": "answered by a coder",
}
_CRITERION = {
    "weighted mean": "the weighted mean of its questions' points, times 100",
    "geometric mean": "the weighted geometric mean of its questions' points, times 100 (a single 0 leaves nothing)",
    "share of yes": "the share of its questions that earned their whole point, times 100",
}  # fmt: skip
_TOTAL = {
    "weighted mean": "The total is the weighted mean of the criteria that have a score.",
    "geometric mean": "The total is the weighted geometric mean of the criteria that have a score.",
    "share of yes": "The total is the share of all counted questions that earned their whole point, times 100.",
    "deductions": "The total is 100 less everything that the criteria deduct, and never below 0.",
    "none": "There is no total: the criteria stand side by side as a profile.",
}
_MISSING = {
    "leave out": "What was not observed is left out",
    "zero": "What was not observed counts as no point",
    "minimum coverage": "What was not observed is left out, and below the floor of coverage there is no score at all",
}


def scale_in_words(indicator: Indicator) -> str:
    """The scale of an indicator: which values earn how many points."""
    if indicator.goalposts:
        posts = indicator.goalposts
        return f"{posts.worst:g} earns 0, {posts.best:g} earns 1, a straight line between them"
    if indicator.count:
        verb, each = ("takes", indicator.count.takes) if indicator.count.takes else ("earns", indicator.count.earns)
        return f"each one {verb} {each or 0:g}, {indicator.weight:g} at most"
    if across := indicator.across:
        if across.method == "min-max":
            return f"the worst site of the wave earns 0, the best 1; {across.better} is better"
        spread = f"{across.deviations:g} standard deviations from it"
        return f"the mean of the wave's sites earns 0.5, {spread} 0 or 1; {across.better} is better"
    if not indicator.bands:
        return "yes earns 1, no earns 0; a share or a level earns itself"
    steps = [f"{band.words} earns {band.points:g}" for band in indicator.bands]
    return "; ".join([*steps, "anything else earns 0"]) if indicator.bands[-1].points else "; ".join(steps)


def criterion_in_words(criterion: Criterion) -> str:
    """How a criterion's score is made of its questions."""
    if criterion.arithmetic == "deductions":
        most = f"{criterion.maximum or 100:g}"
        return f"what its questions leave of {most} points after each took what it lost of its weight, never below 0"
    return _CRITERION[criterion.arithmetic]


def rules_in_words(rubric: Rubric) -> tuple[str, ...]:
    """The rules over all criteria, each as a sentence or two."""
    return tuple(_rules(rubric))


def _rules(rubric: Rubric) -> Iterator[str]:
    yield _TOTAL[rubric.total]
    if rubric.rescale_not_applicable:
        yield "A criterion of which nothing applies leaves the sum, and what the others keep is stretched to 100."
    if rubric.missing != "leave out":
        yield f"{_MISSING[rubric.missing]}."
    for veto in rubric.vetoes:
        yield veto_in_words(veto, rubric)
    if rubric.bonus:
        name = next((item.title for item in rubric.criteria if item.id == rubric.bonus.criterion), "")
        yield f"A total above {rubric.bonus.above:g} earns up to {rubric.bonus.up_to:g} points more under “{name}”."
    if rubric.groups:
        yield f"Groups: {'; '.join(_groups(rubric))}."
    if shown := [item.title for item in rubric.criteria if not item.weight]:
        yield f"Shown, but not counted: {', '.join(shown)}."
    if unknown := sum(item.needs_source for item in rubric.indicators):
        yield f"{unknown} questions have points that no source we read names; they are asked and count nothing."
    if any(item.confidence for item in rubric.indicators):
        yield (
            "After a source, S means read in a text that quotes it, I in a program that applies it, D derived "
            "from such, R+ and R- recalled, surely or not, U not to be seen in any copy."
        )


def _groups(rubric: Rubric) -> Iterator[str]:
    for group in rubric.groups:
        limit = f"above {group.above:g}" if group.above is not None else f"from {group.at_least or 0:g}"
        yield f"{group.name} {limit if group.above is not None or group.at_least is not None else 'for the rest'}"


def veto_in_words(veto: Veto, rubric: Rubric) -> str:
    """What one question alone decides."""
    indicator = rubric.indicator(veto.indicator)
    question = indicator.question if indicator else veto.indicator
    when = f"with {veto.at_most:g} points or less" if veto.at_most else "without points"
    end = "the site fails and the rest is not scored" if veto.then == "fail" else "the total is 0"
    if indicator and indicator.decided == "prefilled":
        when += ", once a coder has confirmed it"
    return f"Veto: “{question}” {when}: {end} ({veto.source})."


def vetoes_in_words(findings: Sequence[Judged], rubric: Rubric) -> tuple[str, ...]:
    """The vetoes that fired for one site."""
    return tuple(veto_in_words(veto, rubric) for veto in fired_vetoes(rubric, findings))
