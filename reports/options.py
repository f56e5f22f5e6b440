"""This module knows the options that several verbs share."""

from __future__ import annotations

import os
from pathlib import Path

import click

from reports.text import ENGLISH, languages
from reports.verbs import Wave

PROCESSORS = os.cpu_count() or 1

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="EGOVBENCH_DATA",
    default=Path("data"),
    show_default=True,
    help="Where waves and reports lie.",
)
wave_option = click.option("--wave", type=Wave(), required=True, help="The survey wave's label, such as 2026.")
waves_option = click.option("--wave", "waves", type=Wave(), multiple=True, help="A wave; several are allowed.")
rubric_option = click.option("--rubric", default=None, help="A bundled rubric's id or a file; the list's by default.")
jobs_option = click.option("--jobs", type=click.IntRange(1, 64), default=PROCESSORS, help="Processes at once.")
json_option = click.option("--json", "as_json", is_flag=True, help="Write JSON.")
lang_option = click.option(
    "--lang", type=click.Choice(languages()), default=ENGLISH, show_default=True, help="The language of the pages."
)
copies_option = click.option(
    "--copies/--no-copies",
    default=None,
    help="Keep archived copies of cited answers beside the report, or none; by default those of up to 600 portals.",
)
geojson_option = click.option(
    "--geojson",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Outlines of the regions, for a map in the report: GeoJSON whose id or code is the region's.",
)
