"""This module knows the verbs about rubrics: show one, compare two, freeze one."""

from __future__ import annotations

import click

from reports.options import lang_option


@click.group()
def rubric() -> None:
    """Show a rubric, say what moved between two, or freeze one before a wave is published."""


@rubric.command()
@click.argument("name", metavar="R")
@click.option("--html", "as_html", is_flag=True, help="Write one HTML page.")
@lang_option
def show(name: str, as_html: bool, lang: str) -> None:
    """Print a rubric (an id or a file): rules, questions, weights as shares of the total, sources."""
    from reports.rubric_page import to_html, to_text
    from scoring.rubric import load_rubric

    loaded = load_rubric(name)
    click.echo(to_html(loaded, language=lang) if as_html else to_text(loaded), nl=False)


@rubric.command()
@click.argument("old", metavar="R1")
@click.argument("new", metavar="R2")
def diff(old: str, new: str) -> None:
    """Say what moved from one rubric to another, and by how much that can move a score at most."""
    from reports.rubric_diff import rubric_diff, to_text
    from scoring.rubric import load_rubric

    click.echo(to_text(rubric_diff(load_rubric(old), load_rubric(new))), nl=False)


@rubric.command()
@click.argument("name", metavar="R")
def freeze(name: str) -> None:
    """Record a rubric's digest beside it; once it is changed after that, every verb refuses it."""
    from scoring.rubric import freeze_rubric

    click.echo(freeze_rubric(name))
