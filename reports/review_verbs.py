"""This module knows the verbs about coders' work: the work list out and back, and how far coders agree."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reports.options import data_option, rubric_option
from reports.verbs import Wave
from site_lists.model import load_list

if TYPE_CHECKING:
    from scoring.coder_agreement import Agreement


@click.group()
def review() -> None:
    """Hand findings to coders, take their verdicts back, and tell how far coders agree."""


@review.command("export")
@click.argument("name", metavar="LIST")
@click.option("--wave", type=Wave(), required=True, help="The wave to look at.")
@click.option(
    "--to", "path", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A .csv or .xlsx file."
)
@click.option("--most", type=click.IntRange(1), default=500, show_default=True, help="Rows at most.")
@rubric_option
@data_option
def export_sheet(name: str, wave: str, path: Path, most: int, rubric: str | None, data: Path) -> None:
    """Write the work list: what is least certain and turns most, first."""
    from reports.review_sheet import review_sheet, write_sheet
    from scoring.rubric import load_rubric

    site_list = load_list(name)
    rows = review_sheet(data, site_list.id, wave, load_rubric(rubric or site_list.options.rubric), most=most)
    write_sheet(path, rows)
    click.echo(f"{len(rows)} findings to look at", err=True)
    click.echo(path)


@review.command("import")
@click.argument("name", metavar="LIST")
@click.argument("sheet", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1, help="Processes at once.")
@rubric_option
@data_option
def import_back(name: str, sheet: Path, jobs: int, rubric: str | None, data: Path) -> None:
    """Take a filled work list back into reviews/ and answers/, score again, and say whom it moved."""
    from reports.review_intake import import_sheet, intake_text

    click.echo(intake_text(import_sheet(load_list(name), sheet, rubric=rubric, data=data, jobs=jobs)), nl=False)


@review.command()
@click.argument("name", metavar="LIST")
@click.option("--wave", type=Wave(), default=None, help="Only what was said of this wave.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@rubric_option
def agreement(name: str, wave: str | None, as_json: bool, rubric: str | None) -> None:
    """Say how far coders agree on the same items, by indicator, and where they do not."""
    from scoring.coder_agreement import agreements, judgements
    from scoring.coder_answers import load_answers
    from scoring.review import load_reviews
    from scoring.rubric import load_rubric

    site_list = load_list(name)
    used = load_rubric(rubric or site_list.options.rubric)
    told = judgements(load_answers(site_list, used), load_reviews(site_list, used))
    found = agreements(told, used, wave=wave)
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
        return
    click.echo("\n".join(line for each in found for line in _lines(each)) or "no item was judged by two coders")


def _lines(each: Agreement) -> list[str]:
    """An indicator's agreement for people: figures, then who said what."""
    head = f"{each.indicator_id}: {each.items} items, {each.coders} coders, raw {_figure(each.raw)}"
    told = [f"alpha ({level}) {_figure(value)}" for level, value in each.alpha.items()]
    told += [f"kappa ({pair}) {_figure(value)}" for pair, value in each.kappa.items()]
    apart = [
        f"  {one.site_id} {one.wave}".rstrip()
        + ": "
        + ", ".join(f"{coder} {value}" for coder, value in one.said.items())
        for one in each.disagreements
    ]
    return [head, "  " + "; ".join(told), *apart]


def _figure(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"
