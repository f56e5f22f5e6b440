"""This module knows how to write results of a survey of any size, without crawling or scoring it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np

from crawler.evidence import Wave, WaveFolder
from scoring.certainty import Certainty, SiteCertainty
from scoring.point_table import PointTable
from scoring.robustness import places_of
from scoring.rubric import load_rubric
from scoring.rubric_model import Rubric
from scoring.store import SCORE_COLUMNS, write_certainty
from scoring.variants import coverages, criterion_scores, published_totals
from site_lists.model import SITE_COLUMNS

START = datetime(2021, 3, 1, tzinfo=UTC)
REGIONS = 31
CRITERIA = ("availability", "timeliness", "errors", "functionality", "services")


def write_rubric(folder: Path, indicators: int) -> Rubric:
    """A rubric of so many questions under five criteria."""
    lines = ['id = "big"', 'title = "Big"', 'based_on = "a benchmark"', "rank_above_coverage = 0.6"]
    for place, name in enumerate(CRITERIA):
        lines += ["[[criteria]]", f'id = "{name}"', f'title = "{name.capitalize()}"', "weight = 20"]
        for number in range(place, indicators, len(CRITERIA)):
            lines += ["[[criteria.indicators]]", f'id = "question_{number}"', f'question = "Is it so, {number}?"']
            lines += ['why = "It matters."', 'source = "a benchmark"', 'measure = "home_answers"', 'since = "big"']
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "big.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_rubric(str(path))


def write_list(folder: Path, sites: int) -> None:
    """A list of so many towns in 31 regions."""
    folder.mkdir(parents=True, exist_ok=True)
    text = 'title = "Big"\nrubric = "local-2026"\nsource = "a benchmark"\ncontact = "https://example.org/"\n'
    (folder / "list.toml").write_text(text, encoding="utf-8")
    rows = [",".join(SITE_COLUMNS)]
    for number in range(sites):
        cells = {"id": _id(number), "name": f"镇{number}", "name_en": f"Town {number}", "country": "CN"}
        cells |= {"url": f"https://t{number}.example/", "region": f"CN-{number % REGIONS + 10}", "level": "county"}
        rows.append(",".join(cells.get(name, "zh-Hans" if name == "languages" else "") for name in SITE_COLUMNS))
    (folder / "sites.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def write_wave(data: Path, label: str, rubric: Rubric, *, sites: int, year: int) -> None:
    """One wave's results: random points that drift from year to year, a tenth not observed."""
    folder = WaveFolder(data / "big" / label)
    started = START + timedelta(days=365 * year)
    named = {"site_list": "big", "label": label, "list_digest": "0", "page_budget": 200, "user_agent": "egovbench"}
    folder.write_wave(Wave(started=started, finished=started, **named))  # type: ignore[arg-type]
    write_list(folder.list_folder, sites)
    random = np.random.default_rng(year)
    talent = np.random.default_rng(99).normal(0.5, 0.15, (sites, 1))
    chance = np.clip(talent + random.normal(0, 0.05, (sites, 1)), 0.02, 0.98)
    points = (random.random((sites, len(rubric.indicators))) < chance).astype(float)
    points[random.random(points.shape) < 0.1] = np.nan
    ids = tuple(_id(number) for number in range(sites))
    applies = np.ones(points.shape, dtype=bool)
    table = PointTable(rubric, ids, points, applies, ~applies)
    results = folder.results(rubric.id)
    results.mkdir(parents=True, exist_ok=True)
    _write_findings(results / "findings.parquet", table, label)
    _write_scores(results / "scores.csv", table)
    run = f'{{"rubric": "{rubric.id}", "rubric_digest": "{rubric.digest}", "sites": {sites}, "code_version": "0.1.0"}}'
    (results / "run.json").write_text(run + "\n", encoding="utf-8")
    bands = [
        SiteCertainty(
            site_id=one,
            rank=1,
            rank_low=1,
            rank_high=9,
            tier=1,
            adding_low=1,
            adding_high=5,
            sampling_error=1.0,
            misreading_error=0.5,
        )
        for one in ids
    ]
    write_certainty(results, Certainty(sites=tuple(bands)), [])


def _id(number: int) -> str:
    return f"town-{number:05d}"


def _write_findings(path: Path, table: PointTable, wave: str) -> None:
    names = [(group.id, item.id) for group in table.rubric.criteria for item in group.indicators]
    order = np.arange(table.points.size)
    flat = table.points.ravel()
    columns = {"row": order, "points": np.nan_to_num(flat), "seen": ~np.isnan(flat)}
    with duckdb.connect() as database:
        database.execute("CREATE TABLE question (place INTEGER, criterion VARCHAR, id VARCHAR)")
        database.executemany("INSERT INTO question VALUES (?, ?, ?)", [(n, *name) for n, name in enumerate(names)])
        database.register("cell", columns)
        database.execute(
            f"""COPY (SELECT '{wave}' wave, 'big' rubric, printf('town-%05d', row // {len(names)}) site_id, criterion,
            question.id indicator_id, CASE WHEN seen THEN 'observed' ELSE 'not_observed' END state,
            CASE WHEN seen THEN CASE WHEN points > 0 THEN 'yes' ELSE 'no' END END "value", '' unit,
            CASE WHEN seen THEN points END points, 1.0 weight,
            CASE WHEN seen THEN '' ELSE 'the page did not come' END reason, 'machine' decided_by,
            CASE WHEN seen THEN printf('https://t%d.example/page/%d', row // {len(names)}, place) END evidence_url,
            NULL::VARCHAR record_id, 'an excerpt of the page' snippet
            FROM cell JOIN question ON place = row % {len(names)} ORDER BY row) TO '{path}' (FORMAT parquet)"""
        )


def _write_scores(path: Path, table: PointTable) -> None:
    totals, parts, shares = (
        published_totals(table).round(1),
        criterion_scores(table).round(1),
        coverages(table).round(3),
    )
    lines = [",".join(SCORE_COLUMNS)]
    columns = [*zip(CRITERIA, parts.T, shares.T, strict=True), ("total", totals, shares.mean(axis=1).round(3))]
    for name, scores, seen in columns:
        rows = zip(table.site_ids, scores.tolist(), seen.tolist(), places_of(scores).tolist(), strict=True)
        lines += [f"{site},{name},{score},{share:.3f},{place},{place},{place}," for site, score, share, place in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
