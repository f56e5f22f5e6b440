"""Three invented towns for every rubric that ships, scored by hand in `hand_scored.md`: equal to the point."""

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from scoring.arithmetic import rounded
from scoring.coder_values import read_value
from scoring.grade import finding_for, ranked_under, scorecard
from scoring.model import Reading, State
from scoring.pooling import pooled
from scoring.rubric import bundled_rubrics, load_rubric

SHEET = (Path(__file__).with_name("hand_scored.md")).read_text(encoding="utf-8")
NONE = "–"


@dataclass
class Town:
    """A town as the sheet tells it: what was seen, what each answer earns, and what it comes to."""

    name: str
    rest: str
    seen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    scores: dict[str, str] = field(default_factory=dict)


def towns_of(rubric_id):
    """The towns under a rubric's heading."""
    part = re.search(rf"^## {re.escape(rubric_id)}\n(.*?)(?=^## |\Z)", SHEET, re.MULTILINE | re.DOTALL)
    assert part, f"hand_scored.md has no town for {rubric_id}"
    towns = []
    for head, rest, body in re.findall(r"^### (.+?) \(the rest: (.+?)\)\n(.*?)(?=^### |\Z)", part[1], re.M | re.S):
        town = Town(head, rest)
        for row in re.findall(r"^\| (\w+) \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", body, re.M):
            if row[0] != "indicator":
                town.seen[row[0]] = row[1:]
        town.scores = dict(re.findall(r"^- (\w+): .*?→ ?(\S+)$", body, re.M))
        if group := re.search(r"^- group: (.+)$", body, re.M):
            town.scores["group"] = group[1]
        towns.append(town)
    return towns


def best(indicator):
    """A value that earns everything."""
    if indicator.bands:
        band = indicator.bands[0]
        return next(bound for bound in (band.up_to, band.at_least, band.equals) if bound is not None)
    if indicator.goalposts:
        return indicator.goalposts.best
    if indicator.count:
        return 0 if indicator.count.takes else indicator.weight / indicator.count.earns
    return True


def worst(indicator):
    """A value that earns nothing."""
    if indicator.bands:
        band = indicator.bands[0]
        return 1e9 if band.up_to is not None else -1e9 if band.at_least is not None else "nothing of the kind"
    if indicator.goalposts:
        return indicator.goalposts.worst
    if indicator.count:
        return 1e9 if indicator.count.takes else 0
    return False


def reading(indicator, town):
    """What was seen of an indicator in a town."""
    if indicator.id in town.seen:
        value = read_value(town.seen[indicator.id][0])
        return Reading(value, reason="by hand") if isinstance(value, State) else Reading.observed(value)
    if town.rest in ("best", "worst"):
        return Reading.observed((best if town.rest == "best" else worst)(indicator))
    return Reading(State(town.rest.replace(" ", "_")), reason="by hand")


def judged(rules, towns):
    """The findings of all the towns, as the program makes them once coders have answered what is theirs."""
    found = [
        finding_for(item, reading(item, town), wave="w", rubric=rules.id, site_id=town.name, criterion=group.id)
        for town in towns
        for group in rules.criteria
        for item in group.indicators
    ]
    return pooled([replace(one, decided_by="a coder") for one in found], rules)


@pytest.mark.parametrize("rubric_id", bundled_rubrics())
def test_three_towns_are_scored_as_by_hand(rubric_id):
    rules, towns = load_rubric(rubric_id), towns_of(rubric_id)
    findings = judged(rules, towns)
    by_town = {town.name: [one for one in findings if one.site_id == town.name] for town in towns}
    cards = ranked_under(rules, [scorecard(name, rules, found) for name, found in by_town.items()])

    assert len(towns) == 3
    for town, card in zip(towns, cards, strict=True):
        found = {one.indicator_id: one for one in by_town[town.name]}
        for name, (_, points, weight, earned) in town.seen.items():
            assert _shown(found[name].points, 3) == points, (town.name, name)
            assert f"{found[name].weight:g}" == weight, (town.name, name)
            product = None if found[name].points is None else found[name].points * found[name].weight
            assert _shown(product, 3) == earned, (town.name, name)
        scores = {name: _score(one.score) for name, one in card.by_criterion.items()} | {
            "total": _score(card.total.score)
        }
        if rules.groups:
            scores["group"] = card.total.group or NONE
        assert scores == town.scores, town.name


def _shown(number, digits):
    return NONE if number is None else f"{round(number, digits):g}"


def _score(score):
    return NONE if score is None else f"{rounded(score):.1f}"
