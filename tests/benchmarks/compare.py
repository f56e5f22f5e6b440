"""What comparing two big waves costs: `python -m tests.benchmarks.compare [--sites 15000] [--indicators 70]`.

Printed are the seconds of `egovbench compare` as a whole process, those of the bands of one wave, and their ratio to
what reading the two files of findings alone takes.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from scoring.robustness import DRAWS, noise_of, places_of, rank_bands
from scoring.simulation import Scenario, simulated
from scoring.variants import leverage, published_totals
from tests.benchmarks.big_survey import write_list, write_rubric, write_wave


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=15_000)
    parser.add_argument("--indicators", type=int, default=70)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rubric = write_rubric(folder, args.indicators)
        write_list(folder / "big", args.sites)
        for year, label in enumerate(("w1", "w2")):
            write_wave(folder / "data", label, rubric, sites=args.sites, year=year)
        reading = _reading_seconds(folder / "data")
        command = [sys.executable, "-m", "reports.cli", "compare", str(folder / "big"), "w1", "w2", "--format", "csv"]
        command += ["--rubric", str(folder / "big.toml"), "--data", str(folder / "data")]
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - started
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"compare, {args.sites} sites x {args.indicators} questions: {seconds:.1f} s, {memory:.0f} MiB")
        print(f"reading the findings alone: {reading:.2f} s; ratio {seconds / reading:.1f}")
        made = simulated(Scenario(name="big", sites=args.sites, pages=(20, 200)), rubric, seed=1)
    published = published_totals(made.seen)
    started = time.perf_counter()
    noise = noise_of(made.seen, made.spreads, leverage(made.seen))
    rank_bands(made.seen, published, noise, places_of(published).tolist(), draws=DRAWS)
    print(f"bands of one wave, {DRAWS} draws: {time.perf_counter() - started:.1f} s")


def _reading_seconds(data: Path) -> float:
    started = time.perf_counter()
    for path in data.glob("*/*/results/*/findings.parquet"):
        duckdb.execute("SELECT * FROM read_parquet(?)", [str(path)]).df()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
