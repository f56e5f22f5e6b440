"""What a big report costs: `python -m tests.benchmarks.report [--sites 15000] [--waves 5] [--indicators 70]`.

Printed are the seconds and the memory of `egovbench report` as a whole process, and how many bytes the first view
loads (the ranking with its style, script and data).
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.big_survey import write_list, write_rubric, write_wave

_LOADED = re.compile(r'(?:src|href)="((?!https?:|mailto:|#)[^"#?]+\.(?:css|js|svg|png|json))"')


def write_survey(folder: Path, *, sites: int, waves: int, indicators: int) -> list[str]:
    """A survey of so many sites, waves and questions; returns the arguments that its report takes."""
    rubric = write_rubric(folder, indicators)
    write_list(folder / "big", sites)
    for year in range(waves):
        write_wave(folder / "data", str(2021 + year), rubric, sites=sites, year=year)
    return [str(folder / "big"), "--rubric", str(folder / "big.toml"), "--data", str(folder / "data")]


def first_view_bytes(index: Path) -> int:
    """The size of the ranking and of all that it loads."""
    text = index.read_text(encoding="utf-8")
    loaded = {index.parent / name for name in _LOADED.findall(text)}
    return len(text.encode()) + sum(path.stat().st_size for path in loaded if path.is_file())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=15_000)
    parser.add_argument("--waves", type=int, default=5)
    parser.add_argument("--indicators", type=int, default=70)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        words = write_survey(folder, sites=args.sites, waves=args.waves, indicators=args.indicators)
        started = time.perf_counter()
        command = [sys.executable, "-m", "reports.cli", "report", *words, "--out", str(folder / "report")]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - started
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"report, {args.sites} sites x {args.waves} waves x {args.indicators} questions:")
        print(f"{seconds:.1f} s ({used.ru_utime + used.ru_stime:.1f} s CPU), {used.ru_maxrss / 1024:.0f} MiB")
        print(f"first view: {first_view_bytes(folder / 'report' / 'index.html') / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
