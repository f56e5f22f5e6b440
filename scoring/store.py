"""This module knows how results lie on disk: findings as Parquet, scores as CSV, the run as JSON."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from pathlib import Path

import duckdb

from crawler.evidence import write_aside
from scoring.arithmetic import rounded, rounded_share
from scoring.certainty import Certainty, SiteCertainty
from scoring.model import Finding, Score, Scorecard, value_text
from scoring.resampling import Spread
from scoring.run_file import RUN_FILE, read_run
from site_lists.model import DataFileError

FINDING_COLUMNS = {
    "wave": "VARCHAR",
    "rubric": "VARCHAR",
    "site_id": "VARCHAR",
    "criterion": "VARCHAR",
    "indicator_id": "VARCHAR",
    "state": "VARCHAR",
    "value": "VARCHAR",
    "unit": "VARCHAR",
    "points": "DOUBLE",
    "weight": "DOUBLE",
    "reason": "VARCHAR",
    "decided_by": "VARCHAR",
    "evidence_url": "VARCHAR",
    "record_id": "VARCHAR",
    "snippet": "VARCHAR",
}
"""The columns of `findings.parquet` and their types: one row a site and indicator."""

OTHER_PAGES = "other_pages.parquet"
OTHER_COLUMNS = {
    "site_id": "VARCHAR",
    "indicator_id": "VARCHAR",
    "place": "INTEGER",
    "evidence_url": "VARCHAR",
    "record_id": "VARCHAR",
    "snippet": "VARCHAR",
}
"""The columns of `other_pages.parquet`: a row a page that a finding rests on beside the one it cites."""
MOST_OTHERS = 4
"""No more other pages of a finding are kept."""
SPREAD_COLUMNS = {"site_id": "VARCHAR", "indicator_id": "VARCHAR", "points_error": "DOUBLE"}
"""The columns of `spreads.parquet`: the sampling error of a finding's points, where there is one."""
SCORE_COLUMNS = ("site_id", "criterion", "score", "coverage", "rank", "rank_low", "rank_high", "group")
"""The columns of `scores.csv`: one row a site and criterion, and one a site under `total`."""
SNIPPET_CHARS = 300
RULES = ("rubric_digest", "code_version")
"""What `run.json` says of the rules that made a result."""


def finding_row(finding: Finding) -> dict[str, object]:
    """A finding as a row of `findings.parquet`: the deciding evidence, and the value as text."""
    reading = finding.reading
    seen = reading.evidence[0] if reading.evidence else None
    return {
        "wave": finding.wave,
        "rubric": finding.rubric,
        "site_id": finding.site_id,
        "criterion": finding.criterion,
        "indicator_id": finding.indicator_id,
        "state": reading.state.value,
        "value": value_text(reading.value),
        "unit": reading.unit,
        "points": finding.points,
        "weight": finding.weight,
        "reason": reading.reason,
        "decided_by": finding.decided_by,
        "evidence_url": seen.url if seen else None,
        "record_id": seen.record_id if seen else None,
        "snippet": seen.snippet[:SNIPPET_CHARS] if seen else None,
    }


def other_rows(finding: Finding) -> list[dict[str, object]]:
    """The rows of `other_pages.parquet` for a finding; the same words at the same place stand once."""
    cited, *others = finding.reading.evidence or (None,)
    distinct = list(dict.fromkeys(page for page in others if page != cited))[:MOST_OTHERS]
    return [
        {
            "site_id": finding.site_id,
            "indicator_id": finding.indicator_id,
            "place": place,
            "evidence_url": page.url,
            "record_id": page.record_id,
            "snippet": page.snippet[:SNIPPET_CHARS],
        }
        for place, page in enumerate(distinct, start=2)
    ]


def write_findings(path: Path, findings: Iterable[Finding]) -> None:
    """Write `findings.parquet`, sorted by site, criterion and indicator, whole or not at all."""
    rows = sorted((finding_row(finding) for finding in findings), key=_row_key)
    _write_parquet(path, rows, FINDING_COLUMNS)


def _write_parquet(path: Path, rows: Iterable[dict[str, object]], kinds: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.part")
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in kinds.items())
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".rows-") as folder:
        lines = Path(folder) / "rows.ndjson"
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        lines.write_text(text, encoding="utf-8", errors="replace")  # a lone surrogate of a page ends no scoring
        with disk_errors_of_duckdb(path), duckdb.connect() as connection:
            connection.execute("SET threads = 1; SET preserve_insertion_order = true")
            connection.execute(
                f"COPY (SELECT * FROM read_json(?, format = 'newline_delimited', columns = {{{columns}}})) "  # noqa: S608
                f"TO '{_quoted(aside)}' (FORMAT parquet, COMPRESSION zstd)",
                [str(lines)],
            )
    aside.replace(path)


@contextmanager
def disk_errors_of_duckdb(path: Path) -> Iterator[None]:
    """Turn what DuckDB says of a disk that refuses into the OSError that it was, met at `path`."""
    try:
        yield
    except duckdb.IOException as error:
        if not (found := re.search(r'"errno":"(\d+)"', str(error))):
            raise
        raise OSError(int(found[1]), os.strerror(int(found[1])), str(path)) from error


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _row_key(row: dict[str, object]) -> tuple[str, str, str]:
    return str(row["site_id"]), str(row["criterion"]), str(row["indicator_id"])


def scores_text(cards: Sequence[Scorecard]) -> str:
    """The text of `scores.csv`, sorted by site; scores with the rubric's decimals, coverage with three."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(SCORE_COLUMNS)
    for card in sorted(cards, key=lambda card: card.site_id):
        for name, score in (*card.by_criterion.items(), ("total", card.total)):
            writer.writerow((card.site_id, name, *_score_cells(score, card.decimals)))
    return out.getvalue()


def _score_cells(score: Score, decimals: int) -> tuple[str, str, str, str, str, str]:
    shown = "" if score.score is None else f"{rounded(score.score, decimals):.{decimals}f}"
    ranks = ["" if rank is None else str(rank) for rank in (score.rank, score.rank_low, score.rank_high)]
    return shown, f"{rounded_share(score.coverage):.3f}", ranks[0], ranks[1], ranks[2], score.group


def write_results(
    folder: Path, *, findings: Sequence[Finding], cards: Sequence[Scorecard], run: dict[str, object]
) -> None:
    """Write the files of a result; each is whole or not there.

    Results by other rules, another edition of the rubric or of this program, were perhaps published: they are set
    aside as `<rubric>@1`, `@2` and so on.
    """
    set_aside(folder, run)
    folder.mkdir(parents=True, exist_ok=True)
    write_findings(folder / "findings.parquet", findings)
    others = [row for finding in findings for row in other_rows(finding)]
    others.sort(key=lambda row: (str(row["site_id"]), str(row["indicator_id"])))
    _write_parquet(folder / OTHER_PAGES, others, OTHER_COLUMNS)
    write_aside(folder / "scores.csv", scores_text(cards))
    write_aside(folder / RUN_FILE, json.dumps(run, ensure_ascii=False, indent=1) + "\n")


def write_certainty(folder: Path, certainty: Certainty, spreads: Iterable[Spread]) -> None:
    """Write how sure a result is: `bands.csv` by site, `spreads.parquet` by finding, `robustness.json` as a whole."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = sorted((asdict(spread) for spread in spreads), key=lambda row: (row["site_id"], row["indicator_id"]))
    _write_parquet(folder / "spreads.parquet", rows, SPREAD_COLUMNS)
    out = io.StringIO()
    writer = csv.DictWriter(out, [item.name for item in fields(SiteCertainty)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(site) for site in sorted(certainty.sites, key=lambda site: site.site_id))
    write_aside(folder / "bands.csv", out.getvalue())
    write_aside(folder / "robustness.json", json.dumps(certainty.summary(), ensure_ascii=False, indent=1) + "\n")


def set_aside(folder: Path, run: Mapping[str, object]) -> Path | None:
    """Keep results that follow other rules than `run` under the next free number; returns where, or None."""
    try:
        earlier = read_run(folder, again="score again")
    except DataFileError:  # it is about to be written anew
        return None
    if earlier is None or all(getattr(earlier, name) == run.get(name) for name in RULES):
        return None
    numbers = (number for number in range(1, 10_000) if not edition(folder, number).exists())
    aside = edition(folder, next(numbers))
    folder.rename(aside)
    return aside


def edition(folder: Path, number: int) -> Path:
    """Where an earlier edition of a result lies, the first published as number 1."""
    return folder.with_name(f"{folder.name}@{number}")
