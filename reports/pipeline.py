"""This module knows the order of a survey's steps: crawl, meet expectations, score, compare, explain."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from urllib.parse import urlsplit

import click

from crawler.disk import place_is_named
from crawler.evidence import Purpose, WaveFolder
from reports.progress import crawl_bar, score_bar
from reports.text import ENGLISH
from site_lists.model import DataFileError, SiteList

PLACEHOLDER = "put-your-own-address-here"
"""Stands in the contact of a list begun by `egovbench init` until somebody names their own."""


def crawl_wave(
    site_list: SiteList,
    wave: str,
    *,
    data: Path,
    only: tuple[str, ...],
    pages: int | None,
    render: bool | None = None,
) -> str:
    """Crawl a wave and say on stderr what came of it. Returns what expectation was missed, "" when none was.

    `render` replaces the list's wish to show pages to a browser.

    Raises DataFileError when real portals would be visited under the placeholder of a contact.
    """
    from crawler.run import crawl

    refuse_placeholder(site_list)
    with crawl_bar() as show:
        crawl(site_list, label=wave, data=data, only=only, pages=pages, on_progress=show, render=render)
    folder = WaveFolder(data / site_list.id / wave)
    click.echo(f"egovbench: {crawl_summary(site_list, folder)}", err=True)
    return missed_expectation(site_list, folder)


def refuse_placeholder(site_list: SiteList) -> None:
    """Raise DataFileError when a list would visit others' portals without saying who asks."""
    hosts = (urlsplit(site.url).hostname or "" for site in site_list.sites)
    if PLACEHOLDER in site_list.options.contact and not all(host.startswith(("127.", "localhost")) for host in hosts):
        path = site_list.folder / "list.toml"
        raise DataFileError(path, "contact", "it is a placeholder; name a page of yours that portal owners can read")


def crawl_summary(site_list: SiteList, folder: WaveFolder) -> str:
    """One line on a crawled wave: sites, how many were reached, pages and failures."""
    tried = [site.id for site in site_list.sites if folder.site(site.id).visits_file.exists()]
    reached = sum(_is_reached(folder, site_id) for site_id in tried)
    visits = [visit for site_id in tried for visit in folder.site(site_id).visits() if visit.purpose is Purpose.PAGE]
    pages = sum(visit.status == 200 for visit in visits)
    failed = sum(visit.failure is not None for visit in visits)
    reached_words = f"{reached} of {len(tried)} sites reached"
    return f"wave {folder.path.name}: {reached_words}, {pages} pages read, {failed} requests failed"


def probe_wave(
    site_list: SiteList, wave: str, *, data: Path, only: tuple[str, ...], span: str | None, per_day: int
) -> str:
    """Ask home pages once, or for a span such as 7d so many times a day. Returns what came of it in words."""
    from crawler.heartbeat import read_span
    from crawler.probe_run import probe

    duration = read_span(span) if span else None
    probed = probe(site_list, label=wave, data=data, only=only, span=duration, per_day=per_day)
    return f"{probed.opened} of {probed.made} visits opened the home page"


def missed_expectation(site_list: SiteList, folder: WaveFolder) -> str:
    """Which expectation of `list.toml` the crawled wave misses, in words; "" when it meets them all."""
    wanted = site_list.options.expect.min_sites_reached
    if not wanted:
        return ""
    tried = [site for site in site_list.sites if folder.site(site.id).visits_file.exists()]
    reached = sum(_is_reached(folder, site.id) for site in tried)
    if tried and reached / len(tried) >= wanted:
        return ""
    expected = f"the list expects a share of {wanted:g} (expect.min_sites_reached)"
    return f"{reached} of {len(tried)} sites were reached; {expected}"


def _is_reached(folder: WaveFolder, site_id: str) -> bool:
    visits = folder.site(site_id).visits()
    return any(visit.is_answered and visit.purpose is Purpose.PAGE for visit in visits)


def refuse_unscorable(site_list: SiteList, rubric: str | None) -> None:
    """Raise DataFileErrors when the rubric (the list's when None) or a review is wrong: before hours of crawling."""
    from scoring.coder_answers import load_answers
    from scoring.review import load_reviews
    from scoring.rubric import load_rubric

    used = load_rubric(rubric or site_list.options.rubric)
    load_reviews(site_list, used)
    load_answers(site_list, used)


def import_label(site_list: SiteList, wave: str, archives: Sequence[Path], *, data: Path) -> Path:
    """Make a wave of archives, and say on stderr what was taken and what not. Returns the wave's folder."""
    from crawler.imported import import_wave

    intake = import_wave(site_list, archives, label=wave, data=data)
    taken = f"{sum(intake.taken.values()):,} responses of {len(intake.taken)} of {len(site_list.sites)} sites"
    click.echo(f"egovbench: wave {wave}: {taken} taken", err=True)
    for reason, number in sorted(intake.left_out.items()):
        click.echo(f"egovbench: {number:,} responses {reason} were left out", err=True)
    return data / site_list.id / wave


def score_label(site_list: SiteList, wave: str, rubric: str | None, *, data: Path, jobs: int) -> Path:
    """Score a wave under a rubric, the list's when None. Returns the folder of the results."""
    from scoring.rubric import load_rubric
    from scoring.run import score_wave

    used = load_rubric(rubric or site_list.options.rubric)
    folder = WaveFolder(data / site_list.id / wave)
    if not folder.wave_file.exists():
        raise FileNotFoundError(
            f"{folder.path} is no wave; run `egovbench crawl {site_list.id} --wave {wave}` first, or give --data"
        )
    if folder.read_wave().finished is None:
        click.echo(
            f"egovbench: wave {wave} was never finished; the same crawl goes on with it, then score again", err=True
        )
    with place_is_named(folder.path), score_bar() as show:
        return score_wave(folder, site_list, used, jobs=jobs, on_site=show)


def compare_text(
    site_list: SiteList,
    waves: Sequence[str],
    *,
    data: Path,
    rubric: str | None,
    by: str | None,
    form: str,
    fail_on: str | None,
    language: str = ENGLISH,
) -> tuple[str, list[str], str]:
    """Waves compared, the first with the last, in the form asked for; notes; and the gate that was missed, or "".

    Notes say what had to be scored again; `language` is that of a page. Raises ValueError for a gate nobody knows.
    """
    from reports.changes import compare_waves
    from reports.compare import to_csv, to_html, to_json, to_table
    from reports.gate import drop_limit, missed_gate
    from reports.survey import read_waves
    from reports.trends import trends_of
    from scoring.rubric import load_rubric

    used, limit = rubric or site_list.options.rubric, drop_limit(fail_on)
    notes = [note for wave in waves if (note := score_if_needed(site_list, wave, used, data=data))]
    rules = load_rubric(used)
    read = read_waves(data, site_list.id, waves, rules.id) if len(waves) > 2 else ()
    comparison = compare_waves(data, site_list.id, waves[0], waves[-1], rules, by=by, read=read)
    trends = trends_of(read) if read else None
    missed = missed_gate(comparison, limit) if limit is not None else ""
    if form == "table":
        return to_table(comparison, trends), notes, missed
    if form == "json":
        return to_json(comparison, trends), notes, missed
    text = to_csv(comparison) if form == "csv" else to_html(comparison, language=language)
    return text, notes, missed


def score_if_needed(site_list: SiteList, wave: str, rubric: str, *, data: Path) -> str:
    """Score a wave's evidence where its results are missing or follow another version of the rubric; says so."""
    from reports.frames import score_again
    from reports.published import has_evidence
    from scoring.rubric import load_rubric
    from scoring.run_file import read_run

    used = load_rubric(rubric)
    folder = WaveFolder(data / site_list.id / wave)
    if not folder.wave_file.exists() or not has_evidence(folder):
        return ""
    run = read_run(folder.results(used.id), again=score_again(site_list.id, wave, used.id))
    if run is None:
        score_label(site_list, wave, rubric, data=data, jobs=1)
        return f"wave {wave} was scored for this comparison: it had no results under {used.id}"
    if run.rubric_digest == used.digest:
        return ""
    score_label(site_list, wave, rubric, data=data, jobs=1)
    return f"wave {wave} was scored again from its evidence: its results followed another version of {used.id}"


def explain_text(
    site_list: SiteList,
    wave: str,
    site_id: str,
    indicator: str | None,
    *,
    data: Path,
    rubric: str | None,
    as_json: bool,
) -> str:
    """Where a site's points come from, as text or JSON."""
    from reports.explain import explain, to_json, to_text
    from reports.replies import load_replies
    from scoring.rubric import load_rubric

    used = load_rubric(rubric or site_list.options.rubric)
    replies = load_replies(site_list, rubric=used, data=data)
    found = explain(data, site_list.id, wave, site_id, used, indicator, replies=replies)
    return to_json(found) if as_json else to_text(found)


def robustness_text(site_list: SiteList, wave: str, *, data: Path, rubric: str | None, as_json: bool) -> str:
    """How sure a wave's ranks are, as text or JSON. Raises DataFileError where the wave must be scored again first."""
    from reports.certainty import read_sureness, sureness_text
    from scoring.rubric import load_rubric

    used = load_rubric(rubric or site_list.options.rubric)
    sure = read_sureness(data, site_list.id, wave, used.id)
    if sure is None:
        folder = WaveFolder(data / site_list.id / wave).results(used.id)
        remedy = f"run `egovbench score {site_list.id} --wave {wave} --rubric {used.id}`"
        raise DataFileError(folder / "bands.csv", "", f"there are no bands of this wave; {remedy}")
    return json.dumps(asdict(sure), ensure_ascii=False, indent=1) + "\n" if as_json else sureness_text(sure)


def proof_of_bands(rubric: str | None, *, save: Path | None, as_json: bool) -> str:
    """The bands of ranks put to the proof on simulated surveys; `save` is a CSV file to write."""
    from reports.certainty import proof_text
    from scoring.proof import as_csv, proofs
    from scoring.rubric import load_rubric

    found = list(proofs(load_rubric(rubric or "local-2026")))
    if save is not None:
        save.write_text(as_csv(found), encoding="utf-8")
    rows = [each.model_dump() for each in found]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n" if as_json else proof_text(found)


def export_survey(site_list: SiteList, waves: Sequence[str], *, data: Path, rubric: str | None, target: Path) -> str:
    """Write waves (all scored ones when none is named) to a file; says what was written."""
    from reports.export import export
    from reports.replies import load_replies
    from reports.tidy import tidy_survey
    from scoring.rubric import load_rubric

    used = load_rubric(rubric or site_list.options.rubric)
    options = site_list.options
    replies = load_replies(site_list, rubric=used, data=data)
    names = {"title": options.title, "source": options.source}
    survey = tidy_survey(data, site_list.id, used, waves=waves, replies=replies, **names)
    return export(survey, target)
