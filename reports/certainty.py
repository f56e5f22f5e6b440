"""This module knows how sure a wave's ranking is, as the results say, and tells it in a table."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reports.frames import wave_folder
from reports.scores_file import refuse_cut
from scoring.influence import IndicatorInfluence
from scoring.proof import Proof
from site_lists.model import DataFileError

MOST_INFLUENTIAL = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteBand:
    """A site's rank with its 90 % band, its tier, and the standard error of its score in points.

    `adding_low` and `adding_high` are its best and worst place over the ways of adding criteria up alone; None where
    the wave was scored before that was reckoned, or the total is no mean.
    """

    site_id: str
    rank: int
    rank_low: int
    rank_high: int
    tier: int
    error: float
    adding_low: int | None = None
    adding_high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sureness:
    """How sure a wave's ranking is; `alpha` is Cronbach's, correlations are by place in `criteria`."""

    draws: int
    seed: int
    does_vary_method: bool
    sites: tuple[SiteBand, ...]
    influences: tuple[IndicatorInfluence, ...]
    criteria: tuple[str, ...]
    alpha: float | None
    correlations: tuple[tuple[float | None, ...], ...]


def read_sureness(data: Path, list_id: str, wave: str, rubric: str) -> Sureness | None:
    """What the results say, sites by rank; None where they were scored before bands were reckoned.

    Raises DataFileError when a file is damaged.
    """
    folder = wave_folder(data, list_id, wave).results(rubric)
    summary, bands = folder / "robustness.json", folder / "bands.csv"
    if not summary.is_file() or not bands.is_file():
        return None
    again = f"write it anew with `egovbench score {list_id} --wave {wave} --rubric {rubric}`"
    try:
        told = json.loads(summary.read_text(encoding="utf-8"))
        influences = tuple(IndicatorInfluence(**each) for each in told["influences"])
        coherence: dict[str, Any] = told["coherence"] or {}
    except (ValueError, KeyError, TypeError) as error:
        raise DataFileError(summary, "", f"this says nothing of a ranking; {again}") from error
    try:
        sites = tuple(_site_bands(bands, again=again))
    except (ValueError, KeyError, TypeError) as error:
        raise DataFileError(bands, "", f"this is no table of bands; {again}") from error
    return Sureness(
        draws=int(told.get("draws", 0)),
        seed=int(told.get("seed", 0)),
        does_vary_method=bool(told.get("does_vary_method")),
        sites=sites,
        influences=influences,
        criteria=tuple(coherence.get("criteria", ())),
        alpha=coherence.get("alpha"),
        correlations=tuple(tuple(row) for row in coherence.get("correlations", ())),
    )


def _site_bands(path: Path, *, again: str) -> list[SiteBand]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    refuse_cut(path, lines=len(rows) + 1, sites=len(rows), again=again)
    found = [
        SiteBand(
            site_id=row["site_id"],
            rank=int(row["rank"]),
            rank_low=int(row["rank_low"]),
            rank_high=int(row["rank_high"]),
            tier=int(row["tier"]),
            error=round((float(row["sampling_error"]) ** 2 + float(row["misreading_error"]) ** 2) ** 0.5, 2),
            adding_low=int(row.get("adding_low") or 0) or None,
            adding_high=int(row.get("adding_high") or 0) or None,
        )
        for row in rows
        if row["rank"]
    ]
    return sorted(found, key=lambda band: (band.rank, band.site_id))


def sureness_text(sure: Sureness) -> str:
    """Bands and tiers, the questions that weigh most on the ranking, and how the criteria hang together."""
    lines = [f"{'rank':>5}  {'90 % band':>11}  {'tier':>4}  {'±':>5}  site"]
    lines += [
        f"{one.rank:>5}  {f'{one.rank_low} to {one.rank_high}':>11}  {one.tier:>4}  {one.error:>5.1f}  {one.site_id}"
        for one in sure.sites
    ]
    if sure.influences:
        lines += ["", "Questions by what they do to the ranking when left out"]
        lines += [f"{'stated':>7}  {'effective':>9}  {'places':>6}  {'most':>5}  question"]
        weighty = sorted(sure.influences, key=lambda one: (-one.mean_shift, -abs(one.effective), one.indicator_id))
        lines += [_influence_line(one) for one in weighty[:MOST_INFLUENTIAL]]
    if sure.criteria:
        alpha = "not to be told" if sure.alpha is None else f"{sure.alpha:.2f}"
        lines += ["", f"Cronbach's alpha of the criteria: {alpha}", "Correlations of the criteria"]
        lines += [
            f"{name:>16} " + " ".join(f"{'–' if cell is None else f'{cell:.2f}':>6}" for cell in row)
            for name, row in zip(sure.criteria, sure.correlations, strict=True)
        ]
    varied = "weights, ways of adding up, " if sure.does_vary_method else ""
    lines += ["", f"{sure.draws} draws over {varied}sampled pages and misreadings; seed {sure.seed}"]
    return "\n".join(lines) + "\n"


def _influence_line(one: IndicatorInfluence) -> str:
    most = f"{one.largest_shift:+d}" if one.largest_shift else "0"
    return f"{one.nominal:>7.1%}  {one.effective:>9.1%}  {one.mean_shift:>6.2f}  {most:>5}  {one.indicator_id}"


def proof_text(found: Sequence[Proof] | Iterable[Proof]) -> str:
    """The proofs of the bands as a table."""
    lines = [f"{'simulated surveys':<34} {'surveys':>7} {'true place held':>15} {'width':>6} {'false movers':>13}"]
    lines += [
        f"{each.scenario:<34} {each.surveys:>7} {each.held_share:>15.1%} {each.width_share:>6.1%} "
        f"{f'{each.false_movers} of {each.twice}':>13}"
        for each in found
    ]
    return "\n".join(lines) + "\n"
