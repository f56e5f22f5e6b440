"""This module knows how a rubric is shown to a methodologist: its rules, its questions, and their weights as shares."""

from __future__ import annotations

from collections.abc import Iterator

from reports.comparison_page import style_values
from reports.formats import environment
from reports.method import IndicatorText, criteria_texts
from reports.rubric_words import rules_in_words
from reports.text import ENGLISH, texts
from scoring.rubric import Rubric


def to_text(rubric: Rubric) -> str:
    """The rubric for a terminal."""
    return "\n".join(_lines(rubric)) + "\n"


def to_html(rubric: Rubric, *, language: str = ENGLISH) -> str:
    """The rubric as one page with its style inside, in a language."""
    words = texts(language)
    values = {
        "rubric": rubric,
        "rules": rules_in_words(rubric, words),
        "criteria": criteria_texts(rubric, words),
        "vetoes": {veto.indicator for veto in rubric.vetoes},
        **style_values(),
    }
    return environment(language).get_template("rubric.html").render(values)


def _lines(rubric: Rubric) -> Iterator[str]:
    yield f"{rubric.title} ({rubric.id})"
    yield f"Based on {rubric.based_on}."
    if rubric.supersedes:
        yield f"Supersedes {rubric.supersedes}."
    yield from rules_in_words(rubric)
    yield f"No rank below a coverage of {rubric.rank_above_coverage:.0%}."
    yield f"Digest {rubric.digest}"
    vetoes = {veto.indicator for veto in rubric.vetoes}
    for item in criteria_texts(rubric):
        yield ""
        yield f"{_share(item.share)}  {item.title} ({item.id}): {item.arithmetic}"
        for one in item.indicators:
            yield from _indicator_lines(one, is_veto=one.indicator.id in vetoes)


def _indicator_lines(one: IndicatorText, *, is_veto: bool) -> Iterator[str]:
    indicator = one.indicator
    share = "unknown" if indicator.needs_source else "   veto" if is_veto else _share(one.share)
    yield f"  {share}  {indicator.id}: {indicator.question}"
    seen = f"{indicator.measure}({one.params})" if indicator.measure else "no measure"
    yield f"           {one.scale}; {one.decided}; {seen}"
    sure = f" ({indicator.confidence})" if indicator.confidence else ""
    yield f"           Source: {indicator.source}{sure}"


def _share(share: float) -> str:
    return f"{share * 100:5.1f} %"
