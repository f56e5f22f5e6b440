"""Survey the real sites of two or more years, served on loopback, and compare the waves.

    python -m tests.real.survey 2023 2025 [--data DIR] [--pages N] [--shared DIR]

The snapshots lie outside of this repository, in `../shared/data`; without them this says so and ends with exit code 2.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
PORT = 8900
SHARED = HERE.parents[2] / "shared" / "data"


@contextmanager
def served(shared: Path, folder: Path, year: str, *, port: int = PORT) -> Iterator[None]:
    """The sites of a year at the addresses of `sites.csv` (at another port, if given), until the block ends."""
    portals = shared / "portals.py"
    if not (folder / "mlaw-sg").exists():
        subprocess.run([sys.executable, portals, "unpack", folder], check=True)
    command = [sys.executable, "-u", portals, "serve", folder, "--year", year, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        for line in server.stdout:
            if line.startswith("ready"):
                break
        else:
            raise RuntimeError(f"the sites of {year} could not be served; is port {port} free?")
        yield
    finally:
        server.terminate()
        server.wait(timeout=10)


def egovbench(*words: str) -> None:
    """Run one verb; a missed expectation (exit 1) is told on stderr and does not end the survey."""
    code = subprocess.run([sys.executable, "-m", "reports.cli", *words], check=False).returncode
    if code > 1:
        raise SystemExit(code)


def survey(years: list[str], *, data: Path, pages: int, shared: Path = SHARED) -> None:
    """Crawl and score each year as a wave, write the report, and print the comparison of first and last."""
    listed = str(HERE)
    for year in years:
        with served(shared, data / "snapshots", year):
            egovbench("crawl", listed, "--wave", year, "--data", str(data), "--pages", str(pages))
        egovbench("score", listed, "--wave", year, "--data", str(data))
    egovbench("report", listed, "--data", str(data))
    if len(years) > 1:
        egovbench("compare", listed, years[0], years[-1], "--data", str(data))


def main() -> None:
    """The command line of this module."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("years", nargs="+")
    parser.add_argument("--data", type=Path, default=Path("data/real"))
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--shared", type=Path, default=SHARED)
    args = parser.parse_args()
    if not (args.shared / "portals.py").exists():
        sys.exit(f"the snapshots are not there: {args.shared / 'portals.py'}; name their folder with --shared")
    survey(args.years, data=args.data, pages=args.pages, shared=args.shared)


if __name__ == "__main__":
    main()
