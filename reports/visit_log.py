"""This module knows what a wave's visits say in bulk: when pages were seen, and what the crawl came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crawler.addresses import route_of
from reports.database import database
from reports.frames import FindingRow, wave_folder

_VISIT_COLUMNS = (
    "{site_id: 'VARCHAR', url: 'VARCHAR', purpose: 'VARCHAR', requested_at: 'VARCHAR', status: 'INTEGER', "
    "failure: 'VARCHAR', record_id: 'VARCHAR'}"
)


def visit_times(
    data: Path, list_id: str, wave: str, findings: Mapping[str, Sequence[FindingRow]]
) -> dict[tuple[str, str], datetime]:
    """When the pages that some sites' findings cite were visited (UTC), in the wave that the findings are of.

    By (site id, record id), and by (site id, address) for its last try.
    """
    rows = [row for found in findings.values() for row in found]
    found = _ask_visits(
        data, list_id, wave,
        "SELECT site_id, record_id AS key, min(requested_at) FROM visits WHERE record_id IN "
        "(SELECT unnest($records)) GROUP BY ALL UNION ALL "
        "SELECT site_id, url, max(requested_at) FROM visits WHERE url IN "
        "(SELECT unnest($addresses)) GROUP BY ALL",
        sites=tuple(findings),
        records=list({row.record_id for row in rows}),
        addresses=list({row.evidence_url for row in rows}),
    )  # fmt: skip
    told = ((site, key, datetime.fromisoformat(when)) for site, key, when in found if key and when)
    times = {(site, key): when.astimezone(UTC) for site, key, when in told}
    for site, cited in findings.items():
        if any(route_of(row.evidence_url or "") for row in cited):
            shown = wave_folder(data, list_id, wave).site(site).rendered.pages()
            times |= {(site, page.url): page.rendered_at for page in shown if page.route}
    return times


@dataclass(frozen=True, slots=True)
class CrawlFacts:
    """What a wave's crawl came to; times are UTC.

    `pages` were answered with 2xx; `failures` counts requests by kind of failure.
    """

    requests: int
    pages: int
    answered_sites: int
    failures: dict[str, int]
    first: datetime | None
    last: datetime | None


def crawl_facts(data: Path, list_id: str, wave: str) -> CrawlFacts:
    """Count a wave's visits; a wave whose evidence is gone has zeros."""
    counts = _ask_visits(
        data, list_id, wave,
        "SELECT coalesce(failure, ''), count(*), count(*) FILTER (purpose = 'page' AND status BETWEEN 200 AND 299), "
        "min(requested_at), max(requested_at) FROM visits WHERE purpose <> 'control' GROUP BY 1 ORDER BY 2 DESC, 1",
    )  # fmt: skip
    answered = "SELECT count(DISTINCT site_id) FROM visits WHERE status BETWEEN 200 AND 299 AND purpose = 'page'"
    sites = _ask_visits(data, list_id, wave, answered)
    times = sorted(datetime.fromisoformat(when) for row in counts for when in row[3:] if when)
    return CrawlFacts(
        requests=sum(row[1] for row in counts),
        pages=sum(row[2] for row in counts),
        answered_sites=sites[0][0] if sites else 0,
        failures={row[0]: row[1] for row in counts if row[0]},
        first=times[0] if times else None,
        last=times[-1] if times else None,
    )


def _ask_visits(
    data: Path, list_id: str, wave: str, query: str, *, sites: Sequence[str] | None = None, **values: object
) -> list[tuple[Any, ...]]:
    """A query over the `visits.jsonl` of some sites of a wave, of all when None; lines torn by a crash are left out."""
    folder = wave_folder(data, list_id, wave).path / "sites"
    if sites is None:
        files = [str(folder / "*" / "visits.jsonl")] if next(folder.glob("*/visits.jsonl"), None) else []
    else:
        files = [str(path) for site_id in sites if (path := folder / site_id / "visits.jsonl").is_file()]
    if not files:
        return []
    source = f"read_json($visits, format='newline_delimited', columns={_VISIT_COLUMNS}, ignore_errors=true)"
    with database() as visits:
        text = f"WITH visits AS (SELECT * FROM {source}) {query}"  # noqa: S608 -- our own text
        return visits.execute(text, {"visits": files, **values}).fetchall()
