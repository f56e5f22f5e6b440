"""How often the link checks are right: `python -m tests.benchmarks.links [--hosts 20] [--data DIR] [--years 2021 …]`.

Crawls made-up portals (their dead links stand in their files) and the snapshots of real sites (a `links.json` beside
each names its broken targets) as a whole, and prints precision and recall for links within a site, and each difference
with what the evidence says of it.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from crawler.evidence import Purpose, SiteFolder, WaveFolder, page_key
from crawler.links import find_links, join
from crawler.run import crawl
from scoring.facts.link_verdicts import read_verdicts
from scoring.facts.model import LinkState
from site_lists.model import load_list
from tests.benchmarks.crawl import MAKE_PORTALS, NGINX, ROOT, make_portals, served
from tests.crawler.portal_server import write_list

SHARED = ROOT.parent / "shared" / "data"
ADDRESSES = {
    "mlaw-sg": "127.30.0.1",
    "cdc-central-sg": "127.30.0.2",
    "cdc-southeast-sg": "127.30.0.3",
    "csc-sg": "127.30.0.4",
    "tainan-tw": "127.30.0.5",
}
WHOLE_SITE = 20_000


class Outcome(NamedTuple):
    """The broken targets found and those that the truth names, by key."""

    found: set[str]
    true: set[str]

    def words(self) -> str:
        """Precision and recall."""
        right = len(self.found & self.true)
        precision = right / len(self.found) if self.found else 1.0
        recall = right / len(self.true) if self.true else 1.0
        return f"{len(self.true):4} broken, {len(self.found):4} found: precision {precision:.3f}, recall {recall:.3f}"


def crawled(urls: Mapping[str, str], data: Path) -> WaveFolder:
    """A crawl without bounds or politeness."""
    options = {"timeout_seconds": 15, "external_links": False}
    towns = load_list(write_list(data / "towns", urls, **options))
    crawl(towns, label="w", data=data, pages=WHOLE_SITE, link_checks=WHOLE_SITE)
    return WaveFolder(data / "towns" / "w")


def broken_targets(folder: SiteFolder) -> set[str]:
    """The keys of the targets within the site that count as broken."""
    verdicts = read_verdicts(folder.visits())
    return {key for key, verdict in verdicts.items() if verdict.state is LinkState.BROKEN}


def made_up_portals(*, hosts: int, pages: int, port: int) -> None:
    """Measure on the portals of make_portals.py, served at another port than its own."""
    with tempfile.TemporaryDirectory() as place:
        portals = Path(place) / "portals"
        make_portals(MAKE_PORTALS, portals, hosts=hosts, pages=pages)
        conf = portals / "nginx.conf"
        conf.write_text(conf.read_text(encoding="utf-8").replace("8800", str(port)), encoding="utf-8")
        truth = json.loads((portals / "truth.json").read_text(encoding="utf-8"))
        urls = {f"host-{address.replace('.', '-')}": f"http://{address}:{port}/" for address in truth}
        found, true = set[str](), set[str]()
        with served(portals):
            folder = crawled(urls, Path(place))
        for (name, home), (address, facts) in zip(urls.items(), truth.items(), strict=True):
            texts = (path.read_text(encoding="utf-8") for path in (portals / "www" / address).rglob("*.html"))
            dead = {
                page_key(home + link) for text in texts for link in re.findall(r'href="/(s\d+/gone\d+\.html)"', text)
            }
            assert len(dead) == facts["dead_links"], f"truth.json names other dead links than the pages of {address}"
            true |= dead
            found |= broken_targets(folder.site(name))
    print(f"made-up portals, {hosts} hosts     {Outcome(found, true).words()}")
    for key in sorted(found ^ true):
        print(f"    {'missed' if key in true else 'too much'}: {key}")


@contextmanager
def snapshots(shared: Path, folder: Path, *, year: str, port: int) -> Iterator[None]:
    """The sites of a year, until the block ends."""
    command = [sys.executable, "-u", shared / "portals.py", "serve", folder, "--year", year, "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        if not any(line.startswith("ready") for line in server.stdout):
            raise RuntimeError(f"the sites of {year} could not be served; is port {port} free?")
        yield
    finally:
        server.terminate()
        server.wait(timeout=10)


def real_sites(shared: Path, folder: Path, *, years: list[str], port: int) -> None:
    """Measure on the real sites that have a snapshot of these years."""
    for year in years:
        names = [name for name in ADDRESSES if (folder / name / f"{year}.links.json").exists()]
        urls = {name: f"http://{ADDRESSES[name]}:{port}/" for name in names}
        with tempfile.TemporaryDirectory() as place, snapshots(shared, folder, year=year, port=port):
            wave = crawled(urls, Path(place))
            for name in names:
                compare(f"{name} {year}", wave.site(name), urls[name], folder / name / year)


def compare(title: str, site: SiteFolder, home: str, snapshot: Path) -> None:
    """Print how the verdicts on one site agree with its labels, links and pictures together.

    The labels name addresses without queries, and count what any page file names; a crawl sees only pages that a link
    leads to, so that a second line leaves out what other files alone name.
    """
    labels = json.loads(snapshot.with_name(f"{snapshot.name}.links.json").read_text(encoding="utf-8"))
    namers = {page_key(home + path.lstrip("/")): set(pages) for path, pages in labels["broken"].items()}
    namers |= picture_namers(snapshot, home, {page_key(home + path.lstrip("/")) for path in labels["broken_images"]})
    visits = site.visits()
    verdicts = {key.partition("?")[0]: verdict for key, verdict in read_verdicts(visits).items()}
    broken = {key.partition("?")[0] for key in broken_targets(site)}
    reached = {page_key(visit.url) for visit in visits if visit.purpose is Purpose.PAGE and visit.is_answered}
    seen = {key for key, pages in namers.items() if reached & {page_key(home + shown(page)) for page in pages}}
    print(f"{title:24} {Outcome(broken, set(namers)).words()}")
    print(f"{'  on pages linked to':24} {Outcome(broken, seen | (broken & set(namers))).words()}")
    for key in sorted(seen - broken):
        why = f"{verdicts[key].state}: {verdicts[key].reason}" if key in verdicts else "never asked for"
        print(f"    missed: {key}  ({why}; named by {min(namers[key])})")
    for key in sorted(broken - set(namers)):
        print(f"    too much: {key}  ({verdicts[key].reason}; linked from {verdicts[key].linked_from})")


def shown(page: str) -> str:
    """The address under which a page file is linked."""
    return page.removesuffix("index.html").removesuffix(".html")


def picture_namers(snapshot: Path, home: str, pictures: set[str]) -> dict[str, set[str]]:
    """The page files that name each of these pictures, which the labels do not say."""
    namers: dict[str, set[str]] = {key: set() for key in pictures}
    for path in (path for path in snapshot.rglob("*.html") if path.is_file()):
        page = path.relative_to(snapshot).as_posix()
        base, _, _, found = find_links(path.read_bytes(), url=home + page)
        for key in pictures & {page_key(join(base, picture)) for picture in found}:
            namers[key].add(page)
    return namers


def main() -> int:
    """Measure; 0 also when a thing that is needed is absent, which is said."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--hosts", type=int, default=20)
    ask.add_argument("--pages", type=int, default=100)
    ask.add_argument("--shared", type=Path, default=SHARED)
    ask.add_argument("--data", type=Path, help="where the real sites are unpacked")
    ask.add_argument("--years", nargs="*", default=["2021", "2022", "2023", "2024", "2025", "2026"])
    ask.add_argument("--port", type=int, default=8943)
    chosen = ask.parse_args()
    if Path(NGINX).exists() and MAKE_PORTALS.exists():
        made_up_portals(hosts=chosen.hosts, pages=chosen.pages, port=chosen.port)
    else:
        print("skipped: the made-up portals need nginx and make_portals.py")
    if chosen.data and (chosen.shared / "portals.py").exists():
        real_sites(chosen.shared, chosen.data, years=chosen.years, port=chosen.port)
    else:
        print("skipped: the real sites; unpack them by portals.py and name their folder with --data")
    return 0


if __name__ == "__main__":
    sys.exit(main())
