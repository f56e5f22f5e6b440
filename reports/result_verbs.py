"""This module knows the verbs that read results: compare, robustness, explain, export."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reports.options import data_option, json_option, lang_option, rubric_option, waves_option
from reports.verbs import MISSED, Wave
from site_lists.model import load_list


@click.command()
@click.argument("name", metavar="LIST")
@click.argument("waves", metavar="W1 W2 [W…]", type=Wave(), nargs=-1, required=True)
@rubric_option
@click.option("--by", type=click.Choice(["region", "level", "criterion"]), default=None, help="Group the changes.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "html"]), default="table", show_default=True
)
@click.option("--fail-on", metavar="drop=N", default=None, help="Exit 1 when a score fell by N points or more.")
@lang_option
@data_option
def compare(
    name: str,
    waves: tuple[str, ...],
    rubric: str | None,
    by: str | None,
    form: str,
    fail_on: str | None,
    lang: str,
    data: Path,
) -> None:
    """Compare waves: who moved and why, who entered, left or cannot be compared; of more than two also the trend."""
    from reports.pipeline import compare_text

    if len(waves) < 2:
        raise click.UsageError("give two waves or more, as in: compare LIST 2025 2026")
    text, notes, missed = compare_text(
        load_list(name), waves, data=data, rubric=rubric, by=by, form=form, fail_on=fail_on, language=lang
    )
    for note in notes:
        click.echo(f"egovbench: {note}", err=True)
    click.echo(text, nl=False)
    if missed:
        click.echo(f"egovbench: {missed}", err=True)
        sys.exit(MISSED)


@click.command()
@click.argument("name", metavar="[LIST]", required=False)
@click.option("--wave", type=Wave(), default=None, help="The survey wave's label, such as 2026.")
@rubric_option
@click.option("--simulate", is_flag=True, help="Prove the bands on simulated surveys instead; takes a minute.")
@click.option("--save", type=click.Path(path_type=Path), default=None, help="With --simulate: also write the figures.")
@json_option
@data_option
def robustness(
    name: str | None,
    wave: str | None,
    rubric: str | None,
    simulate: bool,
    save: Path | None,
    as_json: bool,
    data: Path,
) -> None:
    """Say how sure a wave's ranks are and what carries them; or prove the bands on simulated surveys."""
    from reports.pipeline import proof_of_bands, robustness_text

    if simulate:
        click.echo(proof_of_bands(rubric, save=save, as_json=as_json), nl=False)
    elif name and wave:
        click.echo(robustness_text(load_list(name), wave, data=data, rubric=rubric, as_json=as_json), nl=False)
    else:
        raise click.UsageError("give a LIST and its --wave, or --simulate")


@click.command()
@click.argument("name", metavar="LIST")
@click.argument("wave", metavar="W", type=Wave())
@click.argument("site_id", metavar="SITE")
@click.argument("indicator", required=False)
@rubric_option
@json_option
@data_option
def explain(
    name: str, wave: str, site_id: str, indicator: str | None, rubric: str | None, as_json: bool, data: Path
) -> None:
    """Say where a site's points come from: question, value, points, weight, and what was seen where."""
    from reports.pipeline import explain_text

    found = explain_text(load_list(name), wave, site_id, indicator, data=data, rubric=rubric, as_json=as_json)
    click.echo(found, nl=False)


@click.command()
@click.argument("name", metavar="LIST")
@waves_option
@rubric_option
@click.option(
    "--to",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE.(csv|xlsx|parquet|zip)",
    help="Scores as CSV, a workbook, findings as Parquet, or all tables as a data package.",
)
@data_option
def export(name: str, waves: tuple[str, ...], rubric: str | None, target: Path, data: Path) -> None:
    """Write a survey's tables to a file: CSV, workbook, Parquet, or a Frictionless data package."""
    from reports.pipeline import export_survey

    click.echo(f"egovbench: {export_survey(load_list(name), waves, data=data, rubric=rubric, target=target)}", err=True)
    click.echo(target)
