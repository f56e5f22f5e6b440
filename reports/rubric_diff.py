"""This module knows what moved from one rubric to another, and by how much that can move a score at most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.rubric_words import rules_in_words, scale_in_words
from scoring.rubric import Indicator, Rubric
from scoring.worth import shares_of

STEADY = ("weighted mean", "share of yes", "deductions")
"""Totals to which each question adds by itself, so that what they can move by adds up, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One question in two rubrics: its share (0 to 1) in each, None where it is not asked, and what changed.

    `most` is how far (0 to 100) the change alone can move a total in which everything is observed. `is_rejudged`
    means that the same answer may earn other points.
    """

    indicator_id: str
    old: float | None
    new: float | None
    what: tuple[str, ...]
    is_rejudged: bool

    @property
    def most(self) -> float:
        """Points of the total."""
        if self.is_rejudged:
            return 100 * max(self.old or 0.0, self.new or 0.0)
        return 100 * abs((self.new or 0.0) - (self.old or 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricDiff:
    """What moved, largest first. `rise` and `fall` bound a total's change; None where the rules allow no bound."""

    old: str
    new: str
    rules: tuple[str, ...]
    moves: tuple[Move, ...]
    rise: float | None
    fall: float | None


def rubric_diff(old: Rubric, new: Rubric) -> RubricDiff:
    """Compare two rubrics by the ids of their indicators."""
    before, after = shares_of(old), shares_of(new)
    ids = [*after, *(name for name in before if name not in after)]
    moves = [move for name in ids if (move := _move(name, old, new, before.get(name), after.get(name)))]
    moves.sort(key=lambda move: (-move.most, move.indicator_id))
    is_bound = old.total == new.total and new.total in STEADY and old.vetoes == new.vetoes and old.bonus == new.bonus
    is_bound = is_bound and _arithmetics(old) == _arithmetics(new)
    rise = fall = 0.0
    for move in moves:
        gained, lost = move.new or 0.0, move.old or 0.0
        rise += gained if move.is_rejudged else max(0.0, gained - lost)
        fall += lost if move.is_rejudged else max(0.0, lost - gained)
    return RubricDiff(
        old=old.id,
        new=new.id,
        rules=tuple(_rule_changes(old, new)),
        moves=tuple(moves),
        rise=min(100.0, 100 * rise) if is_bound else None,
        fall=min(100.0, 100 * fall) if is_bound else None,
    )


def _arithmetics(rubric: Rubric) -> set[tuple[str, float | None]]:
    return {(item.arithmetic, item.maximum) for item in rubric.counted}


def _move(name: str, old: Rubric, new: Rubric, before: float | None, after: float | None) -> Move | None:
    was, now = old.indicator(name), new.indicator(name)
    if was is None or now is None:
        word = "added" if was is None else "removed"
        return Move(indicator_id=name, old=before, new=after, what=(word,), is_rejudged=False)
    what = tuple(_changes(was, now))
    if not what and before == after:
        return None
    is_rejudged = _judging(was) != _judging(now)
    return Move(indicator_id=name, old=before, new=after, what=what, is_rejudged=is_rejudged)


def _judging(one: Indicator) -> tuple[object, ...]:
    """What decides how many points an answer earns. A count's step is a part of the weight."""
    weight = one.weight if one.count else None
    return (one.measure, one.params, one.bands, one.goalposts, one.count, one.across, weight, one.needs_source)


def _changes(was: Indicator, now: Indicator) -> Iterator[str]:
    if (was.measure, was.params) != (now.measure, now.params):
        yield f"measured by {_measured(was)}, now by {_measured(now)}"
    if scale_in_words(was) != scale_in_words(now):
        yield f"scale: {scale_in_words(was)}; now: {scale_in_words(now)}"
    if was.decided != now.decided:
        yield f"decided: {was.decided}, now {now.decided}"
    if was.weight != now.weight:
        yield f"weight {was.weight:g}, now {now.weight:g}"
    if was.needs_source != now.needs_source:
        yield "its points need a source" if now.needs_source else "its points have a source now"
    if was.question != now.question:
        yield f"asked: {was.question} now: {now.question}"
    if (was.why, was.source, was.asks) != (now.why, now.source, now.asks):
        yield "why, source or who acts are worded anew"


def _measured(one: Indicator) -> str:
    params = ", ".join(f"{name} = {value}" for name, value in sorted(one.params.items()))
    return f"{one.measure}({params})" if one.measure else "a coder"


def _rule_changes(old: Rubric, new: Rubric) -> Iterator[str]:
    before, after = rules_in_words(old), rules_in_words(new)
    yield from (f"no longer: {rule}" for rule in before if rule not in after)
    yield from (f"new: {rule}" for rule in after if rule not in before)
    for name, words in (
        ("rank_above_coverage", "the floor for a rank"),
        ("count_above_coverage", "that of a criterion"),
    ):
        if getattr(old, name) != getattr(new, name):
            yield f"{words}: {getattr(old, name):.0%}, now {getattr(new, name):.0%}"


def to_text(diff: RubricDiff) -> str:
    """The differences for a terminal."""
    lines = [f"{diff.old} → {diff.new}"]
    if not diff.moves and not diff.rules:
        return lines[0] + "\nNothing that counts differs.\n"
    if diff.rise is None or diff.fall is None:
        lines.append("The totals are made by different rules, so nothing bounds how far a score may move.")
    else:
        lines.append(
            f"With everything observed a total can rise by {diff.rise:.1f} and fall by {diff.fall:.1f} at most."
        )
    lines += [f"Rules {rule}" for rule in diff.rules]
    for move in diff.moves:
        lines.append(f"{move.most:5.1f}  {move.indicator_id}: {_share(move.old)} → {_share(move.new)}")
        lines += [f"       {what}" for what in move.what]
    return "\n".join(lines) + "\n"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.1f} %"
