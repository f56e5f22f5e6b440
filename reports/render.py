"""This module knows how a report comes to stand in its folder: whole or not at all, and never over foreign files."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.disk import place_is_named
from reports.certainty import read_sureness
from reports.changes import compare_waves
from reports.geography import read_outlines
from reports.pages import REPORT_MARK, write_pages
from reports.survey import load_survey
from scoring.rubric import load_rubric
from site_lists.model import DataFileError, SiteList


def write_report(
    data: Path,
    site_list: SiteList,
    *,
    waves: list[str] | None = None,
    rubric: str,
    out: Path | None = None,
    language: str = "en",
    geojson: Path | None = None,
    copies: bool | None = None,
    jobs: int | None = None,
) -> Path:
    """Write the report of a list's waves (all scored ones when None) in a language and return its `index.html`.

    `geojson` is a file with the regions' outlines. `copies` says whether archived copies of cited answers are kept
    beside it, those of up to 600 portals when None; `jobs` how many processes write pages at most. The report goes
    to `out`, or to `data/<list>/report/<rubric>`. It is written aside and swapped in, so a failure leaves the old
    report as it was. Raises DataFileError when results or outlines are missing or damaged, or `out` is not ours to
    replace.
    """
    rules = load_rubric(rubric)
    target = out or data / site_list.id / "report" / rules.id
    _refuse_foreign(target)
    survey = load_survey(data, site_list, waves=waves, rubric=rules)
    comparison = None
    if survey.previous:
        comparison = compare_waves(
            data, site_list.id, survey.previous.label, survey.newest.label, rules, read=survey.waves
        )
    sure = read_sureness(data, site_list.id, survey.newest.label, rules.id)
    outlines = read_outlines(geojson, {site.region for site in survey.newest.sites.values()}) if geojson else None
    with place_is_named(target), _swapped_in(target) as folder:
        write_pages(
            folder,
            data,
            survey,
            comparison,
            sure,
            language=language,
            outlines=outlines,
            copies=copies,
            jobs=jobs,
        )
    return target / "index.html"


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
