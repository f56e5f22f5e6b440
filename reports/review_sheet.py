"""This module knows the work list of coders: what to look at first, what was seen there, and room for a verdict."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pandas as pd

from reports.answers import value_in_words, web_link
from reports.frames import FindingRow, finding_rows, load_findings, load_scores, wave_sites
from reports.rubric_words import scale_in_words
from reports.scores_file import TOTAL
from scoring.model import MACHINE, State
from scoring.recogniser_error import NO_ERROR, measure_errors
from scoring.review import finding_digest
from scoring.rubric_model import Indicator, Rubric
from scoring.worth import Worth, shares_of, worth_of
from site_lists.model import DataFileError

UNANSWERED = 1.0
"""How uncertain a question is that only people can answer and nobody has."""
PREFILLED = 0.5
"""And one that the machine filled in for a coder to confirm, at least: a guess by its own word."""
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One finding to look at. The last five columns are the coder's.

    `uncertainty` is the chance (0 to 1) that the answer is wrong; `moves_score` the points of the total (0 to 100) that
    turns on it, `moves_rank` the places. `judged` ties the verdict to what the machine saw.
    """

    wave: str
    site_id: str
    site: str
    indicator_id: str
    decided: str
    question: str
    scale: str
    state: str
    machine_value: str
    seen: str
    link: str
    uncertainty: float
    moves_score: float
    moves_rank: int
    judged: str
    value: str = ""
    coder: str = ""
    day: str = ""
    reason: str = ""
    source_url: str = ""


SHEET_COLUMNS = tuple(item.name for item in fields(SheetRow))


def review_sheet(data: Path, list_id: str, wave: str, rubric: Rubric, *, most: int = MOST_ROWS) -> list[SheetRow]:
    """What coders should look at in a wave, the row that matters most first: uncertain, and turning ranks and scores.

    Findings that a coder has decided are left out. Raises DataFileError when the wave has no results.
    """
    sites = wave_sites(data, list_id, wave)
    scores = load_scores(data, list_id, [wave], rubric.id)
    totals = {
        str(site_id): float(score)
        for site_id, criterion, score in zip(scores["site_id"], scores["criterion"], scores["score"], strict=True)
        if criterion == TOTAL and score == score
    }
    by_site: dict[str, list[FindingRow]] = {}
    for row in finding_rows(load_findings(data, list_id, [wave], rubric.id)):
        by_site.setdefault(row.site_id, []).append(row)
    shares = shares_of(rubric)
    rows = []
    for site_id, findings in by_site.items():
        worth = worth_of(findings, rubric)
        name = sites[site_id].name if site_id in sites else site_id
        for finding in findings:
            indicator = rubric.indicator(finding.indicator_id)
            if indicator is not None and finding.decided_by == MACHINE:
                turns = _turns(finding, worth.get(indicator.id), 100 * shares.get(indicator.id, 0.0))
                rows.append(_row(finding, indicator, name, turns, totals))
    rows.sort(key=lambda row: (-row.uncertainty * (row.moves_score + row.moves_rank), row.site_id, row.indicator_id))
    return rows[:most]


def _turns(finding: FindingRow, worth: Worth | None, share: float) -> tuple[float, float]:
    """By how many points of the total the answer could fall and rise if it were wrong."""
    if worth is not None and finding.points is not None:
        return (worth.contribution, worth.regain)
    return (share / 2, share / 2) if finding.state == State.NOT_OBSERVED else (0.0, 0.0)


def _row(
    finding: FindingRow, indicator: Indicator, name: str, turns: tuple[float, float], totals: Mapping[str, float]
) -> SheetRow:
    falls, rises = turns
    return SheetRow(
        wave=finding.wave,
        site_id=finding.site_id,
        site=name,
        indicator_id=indicator.id,
        decided=indicator.decided,
        question=indicator.question,
        scale=scale_in_words(indicator),
        state=finding.state.replace("_", " "),
        machine_value=value_in_words(finding.value, finding.unit) if finding.value else "",
        seen=finding.snippet or finding.reason,
        link=web_link(finding.evidence_url),
        uncertainty=round(uncertainty(finding, indicator), 3),
        moves_score=round(max(falls, rises), 2),
        moves_rank=_places(finding.site_id, totals, falls, rises),
        judged=finding_digest(
            state=finding.state, value=finding.value, url=finding.evidence_url, snippet=finding.snippet
        ),
    )


def uncertainty(finding: FindingRow, indicator: Indicator) -> float:
    """The chance that an answer is wrong, by the measured error of the recognisers behind it and by who decides it."""
    error = measure_errors().get(indicator.measure, NO_ERROR)
    is_found = bool(finding.points)
    measured = error.found if is_found else error.missed
    if indicator.decided == "manual":
        return UNANSWERED
    return max(measured, PREFILLED) if indicator.decided == "prefilled" else measured


def _places(site_id: str, totals: Mapping[str, float], falls: float, rises: float) -> int:
    """How many places the site would move if the answer fell to nothing, or rose to the whole, whichever is more."""
    if site_id not in totals:
        return 0
    own = totals[site_id]
    others = [total for other, total in totals.items() if other != site_id]
    passed_by = sum(own - falls < total <= own for total in others)
    passes = sum(own <= total < own + rises for total in others)
    return max(passed_by if falls else 0, passes if rises else 0)


def write_sheet(path: Path, rows: Sequence[SheetRow]) -> None:
    """Write the work list as a spreadsheet or CSV, by the file's ending. Raises DataFileError for another ending."""
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise DataFileError(path, "", "this is no kind of table we write; end the name in .csv or .xlsx")
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == ".csv":
        path.write_text(sheet_text(rows), encoding="utf-8-sig", newline="")
        return
    frame = pd.DataFrame([asdict(row) for row in rows], columns=list(SHEET_COLUMNS))
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with pd.ExcelWriter(path, engine="xlsxwriter", engine_kwargs={"options": options}) as book:
        frame.to_excel(book, sheet_name="review", index=False, freeze_panes=(1, 0))


def sheet_text(rows: Iterable[SheetRow]) -> str:
    """The work list as CSV; words of portals that a spreadsheet would take for a formula are quoted for it."""
    out = io.StringIO()
    writer = csv.DictWriter(out, SHEET_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in asdict(row).items()} for row in rows)
    return out.getvalue()


def _harmless(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
