"""This module knows the demonstration: invented towns served on loopback, surveyed in two waves, reported."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from site_lists.model import SITE_COLUMNS, bundled_lists, load_list

WAVES = ("1", "2")


def run_demo(out: Path) -> Path:
    """Survey the bundled towns in both waves under `out` and return the report's first page.

    What an earlier demonstration left there is replaced; a folder that holds anything else is refused.
    """
    from crawler.loopback import serve_towns
    from reports.pipeline import crawl_wave, score_label
    from reports.render import write_report

    bundled = bundled_lists()["demo"]
    folder, data = out / "demo", out / "data"
    _clear(out)
    for wave in WAVES:
        with serve_towns(bundled, wave=wave) as addresses:
            write_demo_list(folder, addresses, wave=wave)
            crawl_wave(load_list(folder), wave, data=data, only=(), pages=None)
        score_label(load_list(folder), wave, None, data=data, jobs=1)
    site_list = load_list(folder)
    return write_report(data, site_list, waves=None, rubric=site_list.options.rubric, out=None)


def write_demo_list(folder: Path, addresses: Mapping[str, str], *, wave: str) -> None:
    """Write the demo list as it stands in a wave, with the addresses at which the towns are served.

    In the first wave nothing is known of the merger to come; in the second it happened the day before.
    """
    bundled = bundled_lists()["demo"]
    folder.mkdir(parents=True, exist_ok=True)
    options = load_list(bundled).options
    text = (bundled / "list.toml").read_text(encoding="utf-8")
    (folder / "list.toml").write_text(text.replace(options.control.urls[0], addresses["control"]), encoding="utf-8")
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    out = io.StringIO()
    with (bundled / "sites.csv").open(encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(out, SITE_COLUMNS, lineterminator="\n")
        writer.writeheader()
        for row in csv.DictReader(stream):
            row["url"] = addresses[row["id"]]
            if row["successor"]:
                merger = {"valid_to": "", "successor": ""} if wave == WAVES[0] else {"valid_to": yesterday}
                row.update(merger)
            writer.writerow(row)
    (folder / "sites.csv").write_text(out.getvalue(), encoding="utf-8")


def _clear(out: Path) -> None:
    known = ("demo", "data")
    held = [path for path in sorted(out.glob("*")) if path.name not in known]
    held += [path for path in sorted((out / "data").glob("*")) if path.name != "demo"]
    if held:
        raise ValueError(f"{held[0]} is none of the demonstration's; name another folder with --out")
    for name in known:
        shutil.rmtree(out / name, ignore_errors=True)
