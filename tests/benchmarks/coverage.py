"""How complete a crawl is within its budget: `python -m tests.benchmarks.coverage HOME… [--budget 100] [--whole 2000]`.

Crawls each home page twice, within the budget and as a whole, and prints which share of the first-level sections (those
in which the whole crawl found a page) the budget reached, and which share of its requests brought a page that an
earlier one had brought already. Without home pages it serves those of make_portals.py.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from crawler.addresses import page_key, section_of
from crawler.evidence import Purpose, SiteFolder, WaveFolder
from crawler.ledger import read_done
from crawler.links import is_html
from crawler.run import crawl
from site_lists.model import load_list
from tests.benchmarks.crawl import MAKE_PORTALS, NGINX, make_portals, served
from tests.crawler.portal_server import write_list


class Reached(NamedTuple):
    """What a crawl of a site brought: its sections, its requests, and how many of them brought a page again."""

    sections: set[str]
    requests: int
    repeated: int


def reached(site: SiteFolder) -> Reached:
    """Read it off the evidence. A page is told by its visible text and title, whatever the spider makes of it."""
    visits = [visit for visit in site.visits() if visit.purpose is Purpose.PAGE]
    bodies = {record.record_id: record for record in site.records()}
    sections, keys, texts, repeated = set[str](), set[str](), set[bytes](), 0
    for visit in visits:
        key = page_key(visit.url)
        record = bodies.get(visit.record_id or "")
        if key in keys and visit.status and not visit.final_url:
            repeated += 1
        elif visit.is_answered and record and is_html(visit.content_type or "", record.body):
            sections.add(section_of(urlsplit(visit.url).path))
            text = fingerprint(record.body)
            repeated += text in texts
            texts.add(text)
        keys.add(key)
    return Reached(sections, len(visits), repeated)


def fingerprint(body: bytes) -> bytes:
    """What a reader sees of a page, and its pictures."""
    tree = LexborHTMLParser(body)
    tree.strip_tags(["script", "style", "noscript", "template"])
    pictures = " ".join(node.attributes.get("src") or "" for node in tree.css("img"))
    return hashlib.sha256(f"{' '.join(tree.text(separator=' ').split())}\0{pictures}".encode()).digest()


def measure(homes: Sequence[str], *, budget: int, whole: int) -> None:
    """Crawl and print."""
    urls = {f"site-{number}": home for number, home in enumerate(homes)}
    with tempfile.TemporaryDirectory() as place:
        data = Path(place)
        towns = load_list(write_list(data / "towns", urls, timeout_seconds=15))
        for label, pages in (("budget", budget), ("whole", whole)):
            crawl(towns, label=label, data=data, pages=pages)
        shares, spent, again = [], 0, 0
        for name, home in urls.items():
            within = reached(WaveFolder(data / "towns" / "budget").site(name))
            everything = reached(WaveFolder(data / "towns" / "whole").site(name))
            wanted = everything.sections | within.sections
            shares.append(len(within.sections) / max(len(wanted), 1))
            spent, again = spent + within.requests, again + within.repeated
            missed = ", ".join(sorted(wanted - within.sections)[:8])
            done = read_done(WaveFolder(data / "towns" / "budget").site(name))
            said = f"site map {done.site_map_reached}/{done.site_map_pages}" if done and done.site_map_pages else ""
            if len(urls) <= 20:
                print(
                    f"{home:34} sections {len(within.sections):3}/{len(wanted):3}  again {within.repeated:2}"
                    f" of {within.requests:3} (whole: {everything.requests})  {said}  {missed}"
                )
    print(f"{len(homes)} sites, budget {budget}")
    mean = sum(shares) / len(shares)
    print(f"first-level sections reached: {mean:.1%}, least {min(shares):.1%}  (goal: at least 95 %)")
    print(f"requests that brought a page again: {again / max(spent, 1):.2%}  (goal: under 2 %)")


def main() -> int:
    """Measure; 0 also when a thing that is needed is absent, which is said."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("homes", nargs="*")
    ask.add_argument("--make-portals", type=Path, default=MAKE_PORTALS)
    ask.add_argument("--hosts", type=int, default=10)
    ask.add_argument("--pages", type=int, default=300)
    ask.add_argument("--budget", type=int, default=100)
    ask.add_argument("--whole", type=int, default=2000)
    chosen = ask.parse_args()
    if chosen.homes:
        measure(chosen.homes, budget=chosen.budget, whole=chosen.whole)
        return 0
    if not Path(NGINX).exists() or not chosen.make_portals.exists():
        print(f"skipped: nginx (apt-get install nginx) or {chosen.make_portals} is absent; name home pages instead")
        return 0
    with tempfile.TemporaryDirectory() as place:
        portals = Path(place) / "portals"
        make_portals(chosen.make_portals, portals, hosts=chosen.hosts, pages=chosen.pages)
        with served(portals):
            homes = (portals / "hosts.txt").read_text(encoding="utf-8").split()
            measure(homes, budget=chosen.budget, whole=chosen.whole)
    return 0


if __name__ == "__main__":
    sys.exit(main())
