"""This module knows how letters and consultations, two days and a state each, are held against their labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from scoring.evaluation.figures import Judgement, Verdict
from scoring.evaluation.labels import Label

NO_DAYS = ".."


def compared(recogniser: str, sets: tuple[str, ...], page: str, expected: str, said: str) -> Judgement:
    """One label and one answer: right when they are the same."""
    verdict = Verdict.RIGHT if said and said == expected else Verdict.WRONG if said else Verdict.NONE
    return Judgement(recogniser, sets, verdict, page, expected, said)


def judge_spans(
    labels: Sequence[Label], told: Sequence[tuple[date | None, date | None, bool | None]], *, dates: str, state: str
) -> Iterator[Judgement]:
    """All that a page shows is labelled, so whatever is told besides is wrong; what has no day is not asked for.

    The state (answered or not, outcome or none) is compared where the days were found and the label names one.
    """
    claims = [(NO_DAYS.join(day.isoformat() if day else "" for day in one[:2]), one[2]) for one in told]
    claims = [claim for claim in claims if claim[0] != NO_DAYS]
    left: list[Label] = []
    for label in labels:
        days, _, word = label.expected.partition(" ")
        found = next((claim for claim in claims if claim[0] == days), None)
        if found is None:
            left.append(label)
            continue
        claims.remove(found)
        yield compared(dates, _sets(label), label.name, days, days)
        if word:
            said = {True: "yes", False: "no", None: ""}[found[1]]
            yield compared(state, _sets(label), label.name, word, said)
    for label in left:
        days = label.expected.partition(" ")[0]
        if days not in ("", NO_DAYS):
            said = claims.pop(0)[0] if claims else ""
            yield compared(dates, _sets(label), label.name, days, said)
    for days, _ in claims:
        yield compared(dates, _sets(labels[0]), labels[0].name, "", days)


def _sets(label: Label) -> tuple[str, ...]:
    return (label.set, f"{label.set}: {label.language}") if label.language else (label.set,)
