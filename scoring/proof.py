"""This module knows how the bands are put to the proof: simulated surveys, and the same survey made twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from importlib.resources import files

from scoring.change import change_between
from scoring.rubric_model import Rubric
from scoring.simulation import SCENARIOS, Scenario, coverage_of, halves
from site_lists.model import Model

SHIPPED = "bands_proof.csv"
SITES_IN_ALL = 6000
"""So many simulated sites a scenario, over however many surveys that takes."""
DRAWS = 500


class Proof(Model):
    """What one kind of simulated survey shows.

    `held_share` is how many of the 90 % bands held the true place, `width_share` how many of all places a band spans
    (both 0 to 1, means over sites). Of `twice` surveys made twice with nothing changed, `false_movers` showed a site
    whose change was called more than chance.
    """

    scenario: str
    sites: int
    surveys: int
    held_share: float
    width_share: float
    twice: int
    false_movers: int


def proofs(rubric: Rubric, *, sites_in_all: int = SITES_IN_ALL, draws: int = DRAWS, seed: int = 1) -> Iterator[Proof]:
    """Every scenario put to the proof; seeded, so that the same code gives the same figures."""
    for scenario in SCENARIOS:
        surveys = max(4, sites_in_all // scenario.sites)
        coverage = coverage_of(scenario, rubric, surveys=surveys, draws=draws, seed=seed)
        yield Proof(
            scenario=scenario.name,
            sites=scenario.sites,
            surveys=surveys,
            held_share=round(coverage.held_share, 3),
            width_share=round(coverage.width_share, 3),
            twice=surveys,
            false_movers=sum(_shows_a_mover(scenario, rubric, seed + number) for number in range(surveys)),
        )


def _shows_a_mover(scenario: Scenario, rubric: Rubric, seed: int) -> bool:
    old, new = halves(scenario, rubric, seed=seed)
    change = change_between(old.seen, new.seen, old_spreads=old.spreads, new_spreads=new.spreads)
    return bool(change.is_significant.any())


def as_csv(found: Iterable[Proof]) -> str:
    """The proofs as the shipped file holds them."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(Proof.model_fields), lineterminator="\n")
    writer.writeheader()
    writer.writerows(each.model_dump() for each in found)
    return out.getvalue()


def shipped_proofs() -> tuple[Proof, ...]:
    """The proofs that were made before this version was published."""
    text = files("scoring").joinpath(SHIPPED).read_text(encoding="utf-8")
    return tuple(Proof.model_validate(row) for row in csv.DictReader(io.StringIO(text, newline="")))
