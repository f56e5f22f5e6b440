"""This module knows the command line: it parses, calls one function, and turns faults into messages and exit codes."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reports.options import (
    PROCESSORS,
    copies_option,
    data_option,
    geojson_option,
    jobs_option,
    json_option,
    lang_option,
    rubric_option,
    wave_option,
    waves_option,
)
from reports.result_verbs import compare, explain, export, robustness
from reports.review_verbs import review as review_verbs
from reports.rubric_verbs import rubric as rubric_verbs
from reports.verbs import MISSED, Verbs
from site_lists.model import DataFileErrors, SiteList, load_list

if TYPE_CHECKING:
    from crawler.evidence import WaveFolder


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="egovbench", prog_name="egovbench")
@click.option("-v", "--verbose", is_flag=True, help="Say more on stderr.")
def main(verbose: bool) -> None:
    """Crawl government websites, judge them by an open rubric, publish rankings that can be traced."""
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, format="%(levelname)s %(message)s")


def crawl_options(verb: Callable[..., None]) -> Callable[..., None]:
    """The options that `crawl` and `run` share."""
    for option in (
        click.option("--only", multiple=True, metavar="ID", help="Crawl only this site; several are allowed."),
        click.option("--pages", type=click.IntRange(1, 100_000), default=None, help="Pages a site at most."),
        click.option(
            "--render", is_flag=True, default=None, help="Show home pages, sections and empty shells to a browser."
        ),
    ):
        verb = option(verb)
    return verb


def wave_folder(site_list: SiteList, wave: str, data: Path) -> WaveFolder:
    """The folder of a list's wave."""
    from crawler.evidence import WaveFolder

    return WaveFolder(data / site_list.id / wave)


@main.command()
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("data/demo-run"), show_default=True
)
def demo(out: Path) -> None:
    """Survey bundled invented towns in two waves, served on loopback, end to end."""
    from reports.demo import run_demo

    click.echo(run_demo(out))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--from", "table", type=click.Path(dir_okay=False, exists=True, path_type=Path), help="A CSV or XLSX table."
)
@click.option("--title", default="", help="What the list is called.")
@click.option("--country", default="", help="ISO 3166-1 code for rows that name no country.")
def init(folder: Path, table: Path | None, title: str, country: str) -> None:
    """Write a site list from a table of names and addresses, or a template."""
    from reports.intake import begin_list

    for line in begin_list(folder, table, title=title, country=country):
        click.echo(line, err=True)
    click.echo(folder)


@main.command()
@click.argument("name", metavar="[LIST]", required=False)
@click.option("--rubric", default=None, help="Also check this rubric: an id or a file.")
@data_option
def check(name: str | None, rubric: str | None, data: Path) -> None:
    """Say what is wrong with lists, rubrics, lexicons, reviews and replies: file, line, remedy."""
    from reports.check import check_all

    faults, notes = check_all(name, rubric, data)
    for note in notes:
        click.echo(note)
    if faults:
        raise DataFileErrors(faults)


@main.command()
@click.argument("name", metavar="LIST")
@wave_option
@crawl_options
@data_option
def crawl(name: str, wave: str, only: tuple[str, ...], pages: int | None, render: bool | None, data: Path) -> None:
    """Crawl a list's portals into evidence; resumes by itself."""
    from reports.pipeline import crawl_wave

    missed = crawl_wave(load_list(name), wave, data=data, only=only, pages=pages, render=render)
    if missed:
        click.echo(f"egovbench: {missed}", err=True)
        sys.exit(MISSED)


@main.command("import")
@click.argument("name", metavar="LIST")
@wave_option
@click.argument("archives", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@data_option
def import_archives(name: str, wave: str, archives: tuple[Path, ...], data: Path) -> None:
    """Make a wave of WARC archives that somebody else crawled; what they lack is not observed."""
    from reports.pipeline import import_label

    click.echo(import_label(load_list(name), wave, archives, data=data))


@main.command()
@click.argument("name", metavar="LIST")
@wave_option
@click.option("--only", multiple=True, metavar="ID", help="Ask only this site; several are allowed.")
@click.option("--once", is_flag=True, help="Ask once, now; also make the wave's probes. For cron.")
@click.option("--for", "span", metavar="SPAN", default=None, help="Ask for so long: 7d, 12h or 90m; resumes by itself.")
@click.option("--per-day", type=click.IntRange(1, 1440), default=20, show_default=True, help="Visits a day and site.")
@data_option
def probe(name: str, wave: str, only: tuple[str, ...], once: bool, span: str | None, per_day: int, data: Path) -> None:
    """Ask whether each home page opens, once or many times a day, beside a crawl if there is one."""
    from reports.pipeline import probe_wave

    if once == bool(span):
        raise click.UsageError("give either --once or --for, as in --for 7d --per-day 20")
    click.echo(probe_wave(load_list(name), wave, data=data, only=only, span=span, per_day=per_day))


@main.command()
@click.argument("name", metavar="LIST")
@wave_option
@rubric_option
@jobs_option
@data_option
def score(name: str, wave: str, rubric: str | None, jobs: int, data: Path) -> None:
    """Score a wave's evidence under a rubric, without network."""
    from reports.pipeline import score_label

    click.echo(score_label(load_list(name), wave, rubric, data=data, jobs=jobs))


@main.command()
@click.argument("name", metavar="LIST")
@waves_option
@rubric_option
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=None, help="Another folder for the report."
)
@lang_option
@geojson_option
@copies_option
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=None,
    help="Processes that write pages; by default one a processor, four at most. Each takes memory.",
)
@data_option
def report(
    name: str,
    waves: tuple[str, ...],
    rubric: str | None,
    out: Path | None,
    lang: str,
    geojson: Path | None,
    copies: bool | None,
    jobs: int | None,
    data: Path,
) -> None:
    """Write the HTML report over waves; prints the path of its first page."""
    from reports.render import write_report

    site_list = load_list(name)
    used = rubric or site_list.options.rubric
    chosen = list(waves) or None
    index = write_report(
        data,
        site_list,
        waves=chosen,
        rubric=used,
        out=out,
        language=lang,
        geojson=geojson,
        copies=copies,
        jobs=jobs,
    )
    click.echo(index)


@main.command()
@click.argument("name", metavar="LIST")
@wave_option
@crawl_options
@rubric_option
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    default=None,
    help="Processes at once, for scoring and for writing pages; by default as `score` and `report` have them.",
)
@lang_option
@geojson_option
@copies_option
@data_option
def run(
    name: str,
    wave: str,
    only: tuple[str, ...],
    pages: int | None,
    render: bool | None,
    rubric: str | None,
    jobs: int | None,
    lang: str,
    geojson: Path | None,
    copies: bool | None,
    data: Path,
) -> None:
    """Crawl, score and report one wave."""
    from reports.pipeline import crawl_wave, refuse_unscorable, score_label
    from reports.render import write_report

    site_list = load_list(name)
    refuse_unscorable(site_list, rubric)
    missed = crawl_wave(site_list, wave, data=data, only=only, pages=pages, render=render)
    score_label(site_list, wave, rubric, data=data, jobs=jobs or PROCESSORS)
    used = rubric or site_list.options.rubric
    index = write_report(
        data, site_list, waves=None, rubric=used, language=lang, geojson=geojson, copies=copies, jobs=jobs
    )
    click.echo(index)
    if missed:
        click.echo(f"egovbench: {missed}", err=True)
        sys.exit(MISSED)


@main.command()
@click.argument("name", metavar="LIST")
@click.option("--print", "form", type=click.Choice(["cron", "systemd"]), required=True)
@click.option("--every", type=click.Choice(["week", "month", "quarter", "year"]), default="quarter", show_default=True)
@data_option
def schedule(name: str, form: str, every: str, data: Path) -> None:
    """Print the lines or units that run the list's next waves unattended."""
    from reports.schedule import schedule_text

    click.echo(schedule_text(load_list(name), form=form, every=every, data=data), nl=False)


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--pages", type=click.Path(path_type=Path), default=None, help="Where the labelled pages lie; DIR itself."
)
@click.option("--save", type=click.Path(path_type=Path), default=None, help="Also write the figures as CSV, dated.")
@json_option
def evaluate(folder: Path, pages: Path | None, save: Path | None, as_json: bool) -> None:
    """Say how often the recognisers are right on labelled pages; with egovbench -v also which labels they miss."""
    from reports.evaluation import evaluate_text

    click.echo(evaluate_text(folder, pages, as_json=as_json, save=save), nl=False)


for verb in (compare, robustness, explain, export):
    main.add_command(verb)
main.add_command(review_verbs, "review")
main.add_command(rubric_verbs, "rubric")


if __name__ == "__main__":
    main()
