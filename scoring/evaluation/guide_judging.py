"""This module knows how the fields and numbers read off a service guide are held against its labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from scoring.evaluation.figures import Judgement, Verdict
from scoring.evaluation.labels import Label
from scoring.facts.model import Guide

PAGE = "guide page"
FIELD = "guide field"
NUMBER = "guide number"
KINDS = {"statutory_days": "days", "promised_days": "days", "visits": "visits"}
SHOWN = 60
"""So much of a value is told when it was missed."""
CUT = 200
"""Values of so many characters may have been cut by the reader; their beginning is enough."""


def guide_judgements(labels: Sequence[Label], guide: Guide | None) -> Iterator[Judgement]:
    """Whether a page is a guide, and what was read off it, against all labels it has: a field beyond them is wrong.

    A value is right when it is the labelled one but for white space, both cut to as many characters. Days and visits
    are right when number and kind of days are. A page whose labels name no field is no guide.
    """
    yield _page_judged(labels[0], guide)
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


def real_guide_judgements(labels: Sequence[Label], guide: Guide | None) -> Iterator[Judgement]:
    """Whether a real page is a guide, and what was read off it, where only a few words of each field are labelled.

    A value is right when it holds those words, white space aside; whether the field was found at all counts in a set
    of its own. Fields on which readers may differ do not count either way. A fee is right when it is free or not.
    """
    yield _page_judged(labels[0], guide)
    said = dict(guide.fields) if guide else {}
    numbers = _numbers(guide) | _price(guide) if guide else {}
    for label in labels:
        value = said.pop(label.field, "")
        if not label.field or label.told == "maybe":
            continue
        yield from _real_field(label, label.field, value)
        number, expected = numbers.get(label.field, ""), label.number
        if label.field == "fee" and expected:
            expected = "charged" if float(expected.split()[0]) else "free"
        if expected or (number and label.field != "fee"):
            kind = "fee" if label.field == "fee" else KINDS.get(label.field, "days")
            yield _judged(NUMBER, label, kind, expected, number, expected == number)
    for field, value in said.items():
        yield from _real_field(replace(labels[0], field="", expected="", told=""), field, value)


def _real_field(label: Label, part: str, value: str) -> Iterator[Judgement]:
    """A field's words, and whether it is there; counted apart by how the page tells it."""
    words, found = (re.sub(r"\s+", "", text) for text in (label.expected, value))
    judged = _judged(FIELD, label, part, label.expected[:SHOWN], value[:SHOWN], bool(words) and words in found)
    if label.told:
        judged = replace(judged, sets=(*judged.sets, f"{label.set}, told in {label.told}"))
    yield judged
    verdict = judged.verdict if not label.expected or not value else Verdict.RIGHT
    yield replace(judged, sets=tuple(f"{name}, presence" for name in judged.sets), verdict=verdict)


def _page_judged(label: Label, guide: Guide | None) -> Judgement:
    expected, said = ("guide" if is_one else "" for is_one in (label.field, guide))
    verdict = Verdict.NONE if not said else Verdict.RIGHT if expected else Verdict.WRONG
    return Judgement(PAGE, (label.set, f"{label.set}, {label.language}"), verdict, label.name, expected, said)


def _judged(recogniser: str, label: Label, part: str, expected: str, said: str, is_right: bool) -> Judgement:
    verdict = Verdict.RIGHT if said and is_right else Verdict.WRONG if said else Verdict.NONE
    sets = (label.set, f"{label.set}, {label.language}", f"{label.set}: {part}")
    return Judgement(recogniser, sets, verdict, f"{label.name} {part}", expected, said)


def _is_same(expected: str, said: str) -> bool:
    label, value = (re.sub(r"\s+", "", text) for text in (expected, said))
    return value == label or (len(value) >= CUT and label.startswith(value))


def _price(guide: Guide) -> dict[str, str]:
    return {} if guide.is_free is None else {"fee": "free" if guide.is_free else "charged"}


def _numbers(guide: Guide) -> dict[str, str]:
    limits = {"statutory_days": guide.statutory, "promised_days": guide.promised}
    kinds = {True: "working", False: "calendar"}
    said = {field: f"{limit.days} {kinds[limit.is_working]}" for field, limit in limits.items() if limit}
    return said | ({"visits": str(guide.visits)} if guide.visits is not None else {})
