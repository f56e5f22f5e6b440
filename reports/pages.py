"""This module knows which page of a report is made from what."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import jinja2

from reports.answers import web_link
from reports.certainty import Sureness
from reports.changes import Comparison
from reports.comparison_page import STATIC, comparison_values
from reports.copies import MANY_SITES, MOST_COPIES, Picture, copies_of, pictures_of
from reports.data_files import write_data
from reports.export import citation
from reports.formats import environment, title_name
from reports.frames import FindingRow, wave_folder
from reports.geography import Outlines
from reports.groups import groups_of, peers_of
from reports.long_ranking import first_rows, is_long, rows_script
from reports.maps import region_map
from reports.method import method_of
from reports.other_pages import SiteOthers, other_pages
from reports.page_workers import write_stretches
from reports.ranking import Ranking, ranking_of, score_range
from reports.region_pages import region_pages
from reports.replies import Reply, load_replies, replies_to
from reports.scores_file import TOTAL
from reports.services import MATRIX_SITES, services_page, site_services
from reports.site_pages import site_page
from reports.standing import standings_of
from reports.survey import Survey
from reports.tables import report_tables
from reports.text import Texts, texts
from reports.tidy import tidy_report
from reports.visit_log import crawl_facts, visit_times
from reports.waves import waves_page
from site_lists.model import SLUG, DataFileError

REPORT_MARK = "egovbench-report"
"""A file of this name says that a folder is a report of ours, which may be replaced."""
NAV = ("index", "regions", "waves", "changes", "services", "method")


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes pages into a folder; `shared` is what all of them know."""

    folder: Path
    templates: jinja2.Environment
    shared: dict[str, Any]

    def page(self, path: str, template: str, **values: object) -> None:
        """Write one page; `page` is its kind, `root` the way back to the folder."""
        kind = template.removesuffix(".html")
        root = "../" * path.count("/")
        text = self.templates.get_template(template).render(self.shared | {"root": root, "page": kind} | values)
        self.text(path, text)

    def text(self, path: str, text: str) -> None:
        """Write a file of text; a lone surrogate of a portal's page ends no report."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n", errors="replace")


def write_pages(
    folder: Path,
    data: Path,
    survey: Survey,
    comparison: Comparison | None,
    sure: Sureness | None,
    *,
    language: str,
    outlines: Outlines | None = None,
    copies: bool | None = None,
    jobs: int | None = None,
) -> None:
    """Write all pages and tables of a report into an empty folder; `copies` and `jobs` as in `write_report`."""
    words = texts(language)
    ranking = ranking_of(survey, sure, comparison, words=words)
    names = (data, survey.site_list.id)
    crawls = {results.label: crawl_facts(*names, results.label) for results in survey.waves}
    replies = load_replies(survey.site_list, rubric=survey.rubric, data=data)
    tidy = tidy_report(survey, replies)
    services = site_services(survey, ranking)
    tables = report_tables(survey, tidy, ranking, comparison, services)
    shared = {
        "survey": survey,
        "ranking": ranking,
        **comparison_values(comparison),
        "standings": standings_of(sure, comparison, ranking.ranked),
        "crawl": crawls[survey.newest.label],
        "pages_of": frozenset(survey.findings.site_ids()),
        "tables": tables,
        "citation": citation(tidy),
        "links": {site.id: web_link(site.url) for results in survey.waves for site in results.sites.values()},
        "nav": NAV,
        "titles": {item.id: item.title for item in survey.rubric.criteria},
    }
    with_copies = len(survey.findings.site_ids()) <= MANY_SITES if copies is None else copies
    ranked_sites = {results.label: _count_ranked(survey, results.label) for results in survey.waves}
    write = Writer(folder, environment(language), shared)
    write.page("index.html", "index.html", first_rows=first_rows(ranking), is_long=is_long(ranking))
    if is_long(ranking):
        write.text("data/ranking.js", rows_script(ranking, score_range(survey), words))
    _write_regions(write, survey, ranking, outlines)
    write.page("changes.html", "changes.html")
    names_of = {site.id: title_name(site, language) for results in survey.waves for site in results.sites.values()}
    write.page("waves.html", "waves.html", view=waves_page(data, survey, comparison), site_names=names_of)
    write.page("services.html", "services.html", view=services_page(survey, services), matrix_limit=MATRIX_SITES)
    write.page(
        "method.html",
        "method.html",
        method=method_of(survey, crawls, ranked_sites=ranked_sites, words=words),
        with_copies=with_copies,
        copies_each=MOST_COPIES,
    )
    _write_sites(write, data, survey, ranked_sites, replies, words, with_copies=with_copies, jobs=jobs)
    files = write_data(folder / "data", data, survey, tidy, tables)
    write.page("data.html", "data.html", files=files)
    shutil.copytree(STATIC, folder / "static")
    write.text(REPORT_MARK, "This folder is written by egovbench; it is replaced as a whole.\n")


def _write_regions(write: Writer, survey: Survey, ranking: Ranking, outlines: Outlines | None) -> None:
    groups, pages = groups_of(ranking, by="region"), tuple(region_pages(survey, ranking))
    write.page(
        "regions.html",
        "regions.html",
        by_region=groups,
        by_level=groups_of(ranking, by="level"),
        map=region_map(groups, outlines),
        within={page.group.id: {level.id: level for level in page.by_level} for page in pages},
        region_pages=frozenset(page.group.id for page in pages),
    )
    for page in pages:
        write.page(f"regions/{page.group.id}.html", "region.html", view=page)


def _write_sites(
    write: Writer,
    data: Path,
    survey: Survey,
    ranked_sites: dict[str, int],
    replies: Sequence[Reply],
    words: Texts,
    *,
    with_copies: bool,
    jobs: int | None,
) -> None:
    peers = {results.label: peers_of(results) for results in survey.waves}
    site_ids = survey.findings.site_ids()
    if wrong := [site_id for site_id in site_ids if not SLUG.match(site_id)]:
        raise DataFileError(write.folder, "", f"{wrong[0]!r} is no site id; score the wave again")

    def one(
        site_id: str,
        findings: Sequence[FindingRow],
        times: Mapping[tuple[str, str], datetime],
        others: SiteOthers | None,
    ) -> None:
        view = site_page(
            site_id,
            survey,
            findings,
            peers=peers,
            times=times,
            others=others,
            ranked_sites=ranked_sites,
            words=words,
        )
        archived, pictures = _write_copies(write, data, survey, site_id, findings) if with_copies else ({}, ())
        write.page(
            f"sites/{site_id}.html",
            "site.html",
            view=view,
            archived=archived,
            pictures=pictures,
            replies=replies_to(replies, site_id, view.wave),
        )

    def some(stretch: Sequence[str]) -> None:
        for label, found in survey.findings.by_wave(stretch):
            times = visit_times(data, survey.site_list.id, label, found)
            others = other_pages(data, survey.site_list.id, label, survey.rubric.id, sites=found.keys())
            for site_id, findings in found.items():
                one(site_id, findings, times, others.get(site_id))

    write_stretches(some, site_ids, workers=jobs)


def _write_copies(
    write: Writer, data: Path, survey: Survey, site_id: str, findings: Sequence[FindingRow]
) -> tuple[dict[str, str], tuple[Picture, ...]]:
    """Write the copies of what a site's findings cite; returns their addresses by record, and its pictures."""
    folder = wave_folder(data, survey.site_list.id, survey.latest_wave(site_id).label).site(site_id)
    addresses = {}
    for record_id, copy in copies_of(folder, findings).items():
        addresses[record_id] = f"copies/{site_id}/{copy.name}.html"
        write.page(addresses[record_id], "copy.html", copy=copy, site_id=site_id)
    pictures = pictures_of(folder)
    for picture in pictures:
        target = write.folder / "copies" / site_id / picture.file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(picture.body)
    return addresses, pictures


def _count_ranked(survey: Survey, label: str) -> int:
    results = next(results for results in survey.waves if results.label == label)
    return sum(1 for rows in results.scores.values() if TOTAL in rows and rows[TOTAL].rank is not None)
