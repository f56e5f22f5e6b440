"""This module knows how a report is written: which page is made from what, and that no half-written one is left."""

from __future__ import annotations

import base64
import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from reports.answers import cut, web_link
from reports.changes import Comparison, compare_waves
from reports.charts import shift
from reports.compare import signed
from reports.frames import TOTAL
from reports.method import method_of
from reports.ranking import groups_of, level_medians, ranking_of
from reports.site_pages import site_page
from reports.survey import Survey, load_survey, percent
from reports.tables import report_tables
from reports.visit_log import crawl_facts, visit_times
from scoring.rubric import load_rubric
from site_lists.model import SLUG, DataFileError, Site, SiteList

HERE = Path(__file__).parent
STATIC = HERE / "static"
REPORT_MARK = "egovbench-report"
"""A file of this name says that a folder is a report of ours, which may be replaced."""


def write_report(
    data: Path, site_list: SiteList, *, waves: list[str] | None = None, rubric: str, out: Path | None = None
) -> Path:
    """Write the report of a list's waves (all scored ones when None) and return its `index.html`.

    It goes to `out`, or to `data/<list>/report/<rubric>`. It is written aside and swapped in, so a failure leaves the
    old report as it was. Raises DataFileError when results are missing or damaged, or `out` is not ours to replace.
    """
    rules = load_rubric(rubric)
    target = out or data / site_list.id / "report" / rules.id
    _refuse_foreign(target)
    survey = load_survey(data, site_list, waves=waves, rubric=rules)
    comparison = None
    if survey.previous:
        comparison = compare_waves(data, site_list.id, survey.previous.label, survey.newest.label, rubric)
    with _swapped_in(target) as folder:
        _write_pages(folder, data, survey, comparison)
    return target / "index.html"


def _write_pages(folder: Path, data: Path, survey: Survey, comparison: Comparison | None) -> None:
    ranking = ranking_of(survey)
    labels = [results.label for results in survey.waves]
    names = (data, survey.site_list.id)
    crawls = {label: crawl_facts(*names, label) for label in labels}
    cited = {survey.latest_wave(site_id).label for site_id in survey.findings}
    times = {label: visit_times(*names, label, survey.rubric.id) for label in cited}
    ranked_sites = {results.label: _count_ranked(survey, results.label) for results in survey.waves}
    medians = {results.label: level_medians(results) for results in survey.waves}
    method = method_of(survey, crawls, ranked_sites=ranked_sites)
    tables = report_tables(survey, ranking, comparison)
    shared = {
        "survey": survey,
        "ranking": ranking,
        **_comparison_values(comparison),
        "crawl": crawls[survey.newest.label],
        "pages_of": frozenset(survey.findings),
        "tables": tables,
        "links": {site.id: web_link(site.url) for results in survey.waves for site in results.sites.values()},
    }
    groups = {"by_region": groups_of(ranking, by="region"), "by_level": groups_of(ranking, by="level")}
    _write(folder / "index.html", "index.html", shared | {"root": "", "page": "index"})
    _write(folder / "regions.html", "regions.html", shared | groups | {"root": "", "page": "regions"})
    _write(folder / "changes.html", "changes.html", shared | {"root": "", "page": "changes"})
    _write(folder / "method.html", "method.html", shared | {"root": "", "page": "method", "method": method})
    for site_id in survey.findings:
        if not SLUG.match(site_id):
            raise DataFileError(folder, "", f"{site_id!r} is no site id; score the wave again")
        view = site_page(site_id, survey, medians=medians, times=times, ranked_sites=ranked_sites)
        values = shared | {"root": "../", "page": "site", "view": view}
        _write(folder / "sites" / f"{site_id}.html", "site.html", values)
    for table in tables:
        _write_text(folder / "data" / table.file, table.text)
    shutil.copytree(STATIC, folder / "static")
    _write_text(folder / REPORT_MARK, "This folder is written by egovbench; it is replaced as a whole.\n")


def _count_ranked(survey: Survey, label: str) -> int:
    results = next(results for results in survey.waves if results.label == label)
    return sum(1 for rows in results.scores.values() if TOTAL in rows and rows[TOTAL].rank is not None)


def _comparison_values(comparison: Comparison | None) -> dict[str, Any]:
    movers = comparison.movers if comparison else ()
    largest = max((abs(mover.score_change) for mover in movers), default=0.0)
    shifts = {mover.site.id: shift(mover.score_change, largest) for mover in movers}
    return {"comparison": comparison, "shifts": shifts}


def _write(path: Path, template: str, values: dict[str, Any]) -> None:
    _write_text(path, environment().get_template(template).render(values))


def _write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n", errors="replace")


def _refuse_foreign(target: Path) -> None:
    if target.exists() and not (target / REPORT_MARK).is_file() and (not target.is_dir() or any(target.iterdir())):
        problem = "this is no report of egovbench, so it is not replaced; give an empty or new folder with --out"
        raise DataFileError(target, "", problem)


@contextmanager
def _swapped_in(target: Path) -> Iterator[Path]:
    """A folder beside the target that takes its place when all went well, and vanishes when not."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    aside.chmod(0o755)
    fresh, former = aside / "new", aside / "old"
    fresh.mkdir()
    try:
        yield fresh
        if target.exists():
            target.replace(former)
        try:
            fresh.replace(target)
        except OSError:
            if former.exists():
                former.replace(target)
            raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def standalone_comparison(comparison: Comparison) -> str:
    """A comparison as one page with its style inside."""
    style = (STATIC / "report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    values = {
        **_comparison_values(comparison),
        "style": Markup(style),  # noqa: S704 -- our own file
        "style_digest": digest,
        "pages_of": frozenset(),
        "root": "",
    }
    return environment().get_template("compare.html").render(values)


@cache
def environment() -> jinja2.Environment:
    """The templates, compiled once; everything they print is escaped, and a misspelt name is an error."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {
        "score": lambda score: "–" if score is None else f"{score:.1f}",
        "points": lambda points: "–" if points is None else f"{points:.2f}".rstrip("0").rstrip("."),
        "percent": percent,
        "share": lambda share: f"{share * 100:.1f} %",
        "signed": signed,
        "absolute": abs,
        "day": _day,
        "moment": lambda moment: f"{_day(moment.astimezone(UTC))} {moment.astimezone(UTC):%H:%M} UTC",
        "span": _span,
        "sentence": lambda text: f"{text[:1].upper()}{text[1:]}",
        "number": lambda number: f"{number:,}".replace(",", "\u202f"),
        "cut": cut,
        "words": lambda name: str(name).replace("_", " "),
        "web_link": web_link,
    }
    env.globals |= {"name_language": name_language}
    return env


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"


def _span(first: datetime, last: datetime) -> str:
    if first.date() == last.date():
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_day(last)}"
    return f"{_day(first)} to {_day(last)}"


def name_language(site: Site) -> str:
    """The language of a site's own name, for the reader's fonts and screen reader: the first it publishes in."""
    return site.languages[0] if site.languages else "und"
