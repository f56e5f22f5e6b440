"""The work list of coders, out and back, and what it says of the ranking."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from reports.answers import overruled
from reports.cli import main
from scoring.rubric import load_rubric
from tests.reports.builders import finding, site, small_rubric, write_list, write_wave


@pytest.fixture
def survey(tmp_path: Path) -> tuple[Path, Path, str]:
    """A list of two towns, their data, and a rubric of three questions, scored from evidence."""
    rubric = small_rubric(tmp_path)
    rules = load_rubric(rubric)
    listed = write_list(tmp_path / "towns", [site("alder"), site("birch")])
    found = [
        finding(name, item.id, 1.0, rubric=rules, wave="w1") for name in ("alder", "birch") for item in rules.indicators
    ]
    write_wave(tmp_path / "data", listed, "w1", found, rubric=rules)
    run(tmp_path, "score", "--wave", "w1", rubric=rubric)
    return tmp_path, tmp_path / "towns", rubric


def run(place: Path, *words: str, rubric: str, group: str = "") -> Result:
    verb, *rest = words
    start = [group, verb] if group else [verb]
    extra = [] if verb == "agreement" else ["--data", str(place / "data")]
    result = CliRunner().invoke(main, [*start, str(place / "towns"), *rest, "--rubric", rubric, *extra])
    assert result.exit_code == 0, result.output
    return result


def sheet_rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)


def test_a_work_list_names_what_turns_most_first_and_what_was_seen(survey):
    place, _, rubric = survey
    run(place, "export", "--wave", "w1", "--to", str(place / "sheet.csv"), rubric=rubric, group="review")
    rows = sheet_rows(place / "sheet.csv")
    order = [float(row["uncertainty"]) * (float(row["moves_score"]) + float(row["moves_rank"])) for row in rows]

    assert {row["site_id"] for row in rows} == {"alder", "birch"}
    assert order == sorted(order, reverse=True)
    assert all(row["judged"] and row["value"] == "" for row in rows)


def test_a_spreadsheet_has_the_same_rows(survey):
    place, _, rubric = survey
    for name in ("sheet.csv", "sheet.xlsx"):
        run(place, "export", "--wave", "w1", "--to", str(place / name), rubric=rubric, group="review")
    written = pd.read_excel(place / "sheet.xlsx", dtype=str, engine="calamine").fillna("")

    assert list(written["judged"]) == [row["judged"] for row in sheet_rows(place / "sheet.csv")]


def test_a_filled_work_list_comes_back_as_corrections_and_says_whom_it_moved(survey):
    place, folder, rubric = survey
    sheet = place / "sheet.csv"
    run(place, "export", "--wave", "w1", "--to", str(sheet), rubric=rubric, group="review")
    rows = sheet_rows(sheet)
    for row in rows:
        if row["site_id"] == "birch" and row["indicator_id"] == "home_answers":
            row |= {"value": "0", "coder": "Mira", "day": "2026-11-01", "reason": "it never opened"}
    write_rows(sheet, rows)

    told = run(place, "import", str(sheet), "--jobs", "1", rubric=rubric, group="review").output

    assert "1 corrections and 0 answers" in told
    assert "birch" in told
    assert "wave w1: " in told
    kept = (folder / "reviews" / "sheet.csv").read_text(encoding="utf-8")
    assert "w1,birch,home_answers,0,Mira,2026-11-01,it never opened" in kept
    explained = run(place, "explain", "w1", "birch", "home_answers", rubric=rubric).output
    assert "Decided by Mira" in explained
    assert "The program had said: " in explained


def test_a_wrong_row_writes_nothing(survey):
    place, folder, rubric = survey
    sheet = place / "sheet.csv"
    run(place, "export", "--wave", "w1", "--to", str(sheet), rubric=rubric, group="review")
    rows = sheet_rows(sheet)
    rows[0] |= {"value": "perhaps", "coder": "Mira", "day": "2026-11-01", "reason": "a guess"}
    write_rows(sheet, rows)
    words = ["review", "import", str(folder), str(sheet), "--rubric", rubric, "--data", str(place / "data")]

    result = CliRunner().invoke(main, words)

    assert result.exit_code == 2
    assert "is no value of" in result.output
    assert not (folder / "reviews" / "sheet.csv").exists()


def test_coders_who_judged_the_same_items_are_compared(survey):
    place, folder, rubric = survey
    (folder / "reviews").mkdir(exist_ok=True)
    header = "wave,site_id,indicator_id,value,coder,day,reason,evidence_url,valid_until\n"
    for coder, values in (("mira", "11"), ("jan", "10")):
        rows = [
            f"w1,{name},home_answers,{value},{coder},2026-11-01,seen,,"
            for name, value in zip(("alder", "birch"), values, strict=True)
        ]
        (folder / "reviews" / f"{coder}.csv").write_text(header + "\n".join(rows) + "\n", encoding="utf-8")

    told = run(place, "agreement", rubric=rubric, group="review").output

    assert "home_answers: 2 items, 2 coders, raw 0.500" in told
    assert "birch w1: jan 0, mira 1" in told


def test_what_the_machine_had_said_is_told_apart_from_a_coders_reason():
    assert overruled("Mira, 2026-11-01: it opens (the machine said: no)") == ("Mira, 2026-11-01: it opens", "no")
    assert overruled("Mira, 2026-11-01: it opens") == ("Mira, 2026-11-01: it opens", "")
