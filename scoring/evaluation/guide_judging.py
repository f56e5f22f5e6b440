"""This module knows how the fields and numbers read off a service guide are held against its labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scoring.evaluation.figures import Judgement, Verdict
from scoring.evaluation.labels import Label
from scoring.facts.model import Guide

FIELD = "guide field"
NUMBER = "guide number"
KINDS = {"statutory_days": "days", "promised_days": "days", "visits": "visits"}
SHOWN = 60
"""So much of a value is told when it was missed."""
CUT = 200
"""Values of so many characters may have been cut by the reader; their beginning is enough."""


def guide_judgements(labels: Sequence[Label], guide: Guide | None) -> Iterator[Judgement]:
    """What was read off one page, held against all labels it has: a field beyond them is wrong.

    A value is right when it is the labelled one but for white space, both cut to as many characters. Days and visits
    are right when number and kind of days are. A page whose labels name no field is no guide.
    """
    said = dict(guide.fields) if guide else {}
    numbers = _numbers(guide) if guide else {}
    for label in labels:
        value = said.pop(label.field, "")
        if not label.field:
            continue
        yield _judged(FIELD, label, label.field, label.expected[:SHOWN], value[:SHOWN], _is_same(label.expected, value))
        if label.number or numbers.get(label.field):
            number = numbers.get(label.field, "")
            yield _judged(NUMBER, label, KINDS.get(label.field, "days"), label.number, number, label.number == number)
    for field, value in said.items():
        yield _judged(FIELD, labels[0], field, "", value[:SHOWN], False)


def _judged(recogniser: str, label: Label, part: str, expected: str, said: str, is_right: bool) -> Judgement:
    verdict = Verdict.RIGHT if said and is_right else Verdict.WRONG if said else Verdict.NONE
    sets = (label.set, f"{label.set}, {label.language}", f"{label.set}: {part}")
    return Judgement(recogniser, sets, verdict, f"{label.name} {part}", expected, said)


def _is_same(expected: str, said: str) -> bool:
    label, value = (re.sub(r"\s+", "", text) for text in (expected, said))
    return value == label or (len(value) >= CUT and label.startswith(value))


def _numbers(guide: Guide) -> dict[str, str]:
    limits = {"statutory_days": guide.statutory, "promised_days": guide.promised}
    kinds = {True: "working", False: "calendar"}
    said = {field: f"{limit.days} {kinds[limit.is_working]}" for field, limit in limits.items() if limit}
    return said | ({"visits": str(guide.visits)} if guide.visits is not None else {})
