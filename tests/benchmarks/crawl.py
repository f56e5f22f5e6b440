"""What a page costs: egovbench against bare Scrapy, wget and Scrapy's floor, in alternating runs, politeness off.

    python -m tests.benchmarks.crawl [--hosts 100] [--rounds 3] [--make-portals FILE] [--polite | --memory]

Prints CPU milliseconds a page (user and system, children included), peak memory, and the ratios. `--polite` measures
instead how much longer a polite crawl takes than the delay alone dictates, `--memory` how memory grows.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from crawler.evidence import Purpose, WaveFolder
from tests.crawler.portal_server import write_list

ROOT = Path(__file__).parents[2]
MAKE_PORTALS = ROOT.parent / "shared" / "bench" / "make_portals.py"
SLOW_PORT = "8801"
LATENCY_SECONDS = 0.1
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


@dataclass(frozen=True)
class Run:
    """What one run took: CPU and wall seconds, MiB at the peak, pages that came."""

    cpu_seconds: float
    wall_seconds: float
    peak_mib: float
    pages: int

    @property
    def cpu_ms_a_page(self) -> float:
        """CPU milliseconds a page."""
        return 1000 * self.cpu_seconds / max(self.pages, 1)


def measured(command: Sequence[str | Path], *, pages: int = 0) -> Run:
    """Run a command to its end; its children count as well. Without `pages` it must print how many came."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as output:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        child = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output)
        _, _, usage = os.wait4(child.pid, 0)
        child.returncode = 0
        wall = time.monotonic() - began
        output.seek(0)
        said = output.read().decode().strip()
    return Run(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, pages or int(said or 0))


def make_portals(script: Path, folder: Path, *, hosts: int, pages: int) -> None:
    """Write the portals unless they are there."""
    if not (folder / "truth.json").exists():
        options = ["--hosts", str(hosts), "--pages", str(pages), "--kib", "40"]
        subprocess.run([sys.executable, script, folder, *options], check=True, stdout=subprocess.DEVNULL)


@contextmanager
def served(folder: Path) -> Iterator[None]:
    """The portals behind nginx, whose worker is nobody and must be let in."""
    with suppress(PermissionError):
        folder.parent.chmod(folder.parent.stat().st_mode | 0o055)
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    subprocess.run(command, check=True)
    try:
        yield
    finally:
        subprocess.run([*command, "-s", "quit"], check=True)


@contextmanager
def served_late(folder: Path, *, seconds: float) -> Iterator[str]:
    """The portals on another port, each answer so many seconds late. Yields the port."""
    command = [sys.executable, "-m", "tests.benchmarks.slow_server", str(folder), SLOW_PORT, str(seconds)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("ready")
        yield SLOW_PORT
    finally:
        server.kill()
        server.wait()


def egovbench(homes: Sequence[str], folder: Path, **options: float) -> Run:
    """A crawl of these home pages, evidence and all; the checks of links, which the others do not make, left out."""
    urls = {f"host-{number}": home for number, home in enumerate(homes)}
    towns = write_list(folder / "towns", urls, **({"timeout_seconds": 15, "pages": 1000} | options))
    run = measured([sys.executable, "-m", "tests.crawler.crawl_command", towns, folder / "data", "pages-only"])
    wave = WaveFolder(folder / "data" / "towns" / "w")
    pages = sum(
        visit.purpose is Purpose.PAGE and visit.status == 200 for name in urls for visit in wave.site(name).visits()
    )
    return Run(run.cpu_seconds, run.wall_seconds, run.peak_mib, pages)


def scrapy(kind: str, urls: Sequence[str], folder: Path) -> Run:
    """One of the Scrapy spiders of `rivals`."""
    folder.mkdir(parents=True)
    (folder / "urls.txt").write_text("\n".join(urls), encoding="utf-8")
    return measured([sys.executable, "-m", "tests.benchmarks.rivals", kind, folder / "urls.txt"])


def wget(homes: Sequence[str], folder: Path) -> Run:
    """Wget, recursive, with a WARC."""
    folder.mkdir(parents=True)
    (folder / "urls.txt").write_text("\n".join(homes), encoding="utf-8")
    options = ["-q", "-r", "-l", "inf", f"--warc-file={folder / 'pages'}", "-P", str(folder / "files")]
    run = measured(["wget", *options, "-i", str(folder / "urls.txt")])
    pages = sum(1 for _ in (folder / "files").rglob("*.html"))
    return Run(run.cpu_seconds, run.wall_seconds, run.peak_mib, pages)


def compare(portals: Path, homes: Sequence[str], *, rounds: int) -> None:
    """Alternate the contestants and print the median of each."""
    addresses = [home.rstrip("/") for home in homes]
    ready = [
        f"{home}/{path.relative_to(portals / 'www' / home.split('/')[2].split(':')[0])}"
        for home in addresses
        for path in sorted((portals / "www" / home.split("/")[2].split(":")[0]).rglob("*.html"))
    ]
    runs: dict[str, list[Run]] = {name: [] for name in ("egovbench", "follow", "wget", "fetch")}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            runs["egovbench"].append(egovbench(homes, folder / "egovbench"))
            runs["follow"].append(scrapy("follow", homes, folder / "follow"))
            runs["wget"].append(wget(homes, folder / "wget"))
            runs["fetch"].append(scrapy("fetch", ready, folder / "fetch"))
    cost = {name: statistics.median(run.cpu_ms_a_page for run in taken) for name, taken in runs.items()}
    print(f"{len(homes)} hosts, {len(ready)} pages, {rounds} rounds, medians")
    for name, taken in runs.items():
        peak = max(run.peak_mib for run in taken)
        wall = statistics.median(run.wall_seconds for run in taken)
        print(f"{name:10} {cost[name]:6.2f} ms CPU a page  {peak:6.0f} MiB  {wall:6.1f} s  {taken[0].pages} pages")
    for name, goal in (("follow", 0.75), ("wget", None), ("fetch", 1.5)):
        wanted = f"  (goal: at most {goal})" if goal else ""
        print(f"egovbench / {name:6} = {cost['egovbench'] / cost[name]:.2f}{wanted}")


def polite(homes: Sequence[str], *, pages: int, delay_seconds: float) -> None:
    """How much longer a polite crawl takes than the delay alone dictates."""
    with tempfile.TemporaryDirectory() as place:
        run = egovbench(
            homes, Path(place), pages=pages, delay_seconds=delay_seconds, concurrent_sites=min(len(homes), 2000)
        )
        wave = WaveFolder(Path(place) / "data" / "towns" / "w").read_wave()
    most = max(wave.requests_by_host.values())
    dictated = (most - 1) * delay_seconds + LATENCY_SECONDS
    print(
        f"{len(homes)} hosts, {run.pages} pages, latency {LATENCY_SECONDS} s, delay {delay_seconds} s, {most} requests"
    )
    ratio = run.wall_seconds / dictated
    print(f"{run.wall_seconds:.1f} s against {dictated:.1f} s dictated: {ratio:.3f}  (goal: at most 1.1)")


def memory(homes: Sequence[str]) -> None:
    """Peak memory of crawls of a tenth of the hosts and of all, a few pages and all pages of each."""
    few = homes[: max(len(homes) // 10, 1)]
    for chosen, pages in ((few, 10), (few, 1000), (homes, 10), (homes, 1000)):
        with tempfile.TemporaryDirectory() as place:
            run = egovbench(chosen, Path(place), pages=pages)
        print(f"{len(chosen):5} hosts, {run.pages:6} pages: {run.peak_mib:5.0f} MiB, {run.cpu_ms_a_page:.2f} ms a page")


def main() -> int:
    """Measure; 0 also when a thing that is needed is absent, which is said."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--make-portals", type=Path, default=MAKE_PORTALS)
    ask.add_argument("--portals", type=Path, help="a folder of portals, written there when it is empty")
    ask.add_argument("--hosts", type=int, default=100)
    ask.add_argument("--pages", type=int, default=100)
    ask.add_argument("--rounds", type=int, default=3)
    ask.add_argument("--budget", type=int, default=20, help="pages a host of the polite crawl")
    ask.add_argument("--polite", action="store_true")
    ask.add_argument("--memory", action="store_true")
    chosen = ask.parse_args()
    if not Path(NGINX).exists():
        print("skipped: nginx is absent; on Debian: apt-get install nginx")
        return 0
    if not chosen.make_portals.exists():
        print(f"skipped: {chosen.make_portals} is absent; name it with --make-portals")
        return 0
    with tempfile.TemporaryDirectory() as place:
        portals = (chosen.portals or Path(place) / "portals").resolve()
        make_portals(chosen.make_portals, portals, hosts=chosen.hosts, pages=chosen.pages)
        homes = (portals / "hosts.txt").read_text(encoding="utf-8").split()[: chosen.hosts]
        if chosen.polite:
            with served_late(portals, seconds=LATENCY_SECONDS) as port:
                polite([home.replace(":8800", f":{port}") for home in homes], pages=chosen.budget, delay_seconds=1.0)
            return 0
        with served(portals):
            if chosen.memory:
                memory(homes)
            else:
                compare(portals, homes, rounds=chosen.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
