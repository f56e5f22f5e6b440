"""This module knows what the checks of links have brought so far, so that none is asked for again but to make sure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from crawler.evidence import Purpose, SiteFolder, SiteWriter, Visit, WaveFolder, write_aside
from crawler.first_bytes import RANGE_REFUSED, is_file
from crawler.guard import net_location
from crawler.ledger import is_our_side, may_be_retried
from crawler.link_notes import Target

MAX_ATTEMPTS = 3
ANOTHER_HOUR = timedelta(hours=1)
MAX_HOPS = 10
EXTERNAL_SITE_ID = "links"
"""What stands for a site's id in the visits of links beyond the sites."""


@dataclass(slots=True)
class History:
    """The tries of each address, in their order; those spoilt by our own outage do not count."""

    tries: dict[str, list[Visit]] = field(default_factory=dict)

    @classmethod
    def of(cls, visits: Iterable[Visit]) -> History:
        """The history that lies on disk; visits for other purposes than pages and links are left out."""
        history = cls()
        for visit in visits:
            history.add(visit)
        return history

    def add(self, visit: Visit) -> None:
        """Take up one more visit."""
        if visit.purpose in (Purpose.PAGE, Purpose.LINK_CHECK) and not is_our_side(visit):
            self.tries.setdefault(visit.url, []).append(visit)

    def chain(self, url: str) -> list[Visit]:
        """The last visit of an address, and of each address that its redirects lead to, as far as these were asked."""
        visits: list[Visit] = []
        met: set[str] = set()
        while url in self.tries and url not in met and len(met) <= MAX_HOPS:
            met.add(url)
            visits.append(self.tries[url][-1])
            url = visits[-1].final_url or "" if is_redirect(visits[-1]) else ""
        return visits

    def attempts(self, url: str) -> list[datetime]:
        """When an address brought an end, and no redirect; the tries of the page crawl count as one attempt."""
        tries = [visit for visit in self.tries.get(url, []) if not is_redirect(visit)]
        pages = [visit.requested_at for visit in tries if visit.purpose is Purpose.PAGE]
        return pages[-1:] + [visit.requested_at for visit in tries if visit.purpose is Purpose.LINK_CHECK]

    def is_open(self, url: str, now: datetime) -> bool:
        """Whether an address deserves another attempt: it failed, or refused a range, and not often enough.

        Two attempts are enough; when both lie within one hour, a run in another hour makes a third.
        """
        chain = self.chain(url)
        if not chain or not (
            chain[-1].says_gone
            or (chain[-1].failure and may_be_retried(chain[-1]))
            or (chain[-1].status in RANGE_REFUSED and is_file(chain[-1].url))
        ):
            return False
        attempts = self.attempts(chain[-1].url)
        if len(attempts) < 2:
            return True
        is_within_an_hour = attempts[-1] - attempts[0] < ANOTHER_HOUR
        return len(attempts) < MAX_ATTEMPTS and is_within_an_hour and now - attempts[-1] >= ANOTHER_HOUR


def gone_pages(history: History) -> Iterator[Target]:
    """The pages that the crawl itself found gone, to be asked for once more before they count as broken."""
    for url, tries in history.tries.items():
        page = next((visit for visit in reversed(tries) if visit.purpose is Purpose.PAGE), None)
        if page and page.says_gone and page.linked_from:
            yield Target(url, page.linked_from)


def is_redirect(visit: Visit) -> bool:
    """Whether an answer leads elsewhere."""
    return visit.status is not None and bool(visit.final_url)


class LinkLedger:
    """A wave's checks of links beyond the sites, shared by all sites, and which sites' links are done."""

    def __init__(self, folder: WaveFolder) -> None:
        self.folder = folder
        self.done = read_done_sites(folder)
        self.history = History()
        self._writers: dict[str, SiteWriter] = {}

    def load(self) -> None:
        """Read what earlier runs of this wave have checked."""
        self.history = History.of(visit for folder in self.folder.all_links() for visit in folder.visits())

    def writer(self, url: str) -> SiteWriter:
        """Where the visits of an address go."""
        folder = self.folder.links(net_location(url))
        key = folder.path.name
        if key not in self._writers:
            self._writers[key] = SiteWriter(folder)
        return self._writers[key]

    def copy_to(self, folder: SiteFolder, site_id: str, targets: Iterable[Target]) -> None:
        """Write beside a site's evidence what became of the links that it has beyond itself, all tries included."""
        lines: dict[str, None] = {}
        for target in targets:
            for hop in self.history.chain(target.url):
                for visit in self.history.tries[hop.url]:
                    linked_from = target.linked_from if visit.url == target.url else visit.linked_from
                    lines[replace(visit, site_id=site_id, linked_from=linked_from).to_json()] = None
        if lines:
            folder.external.path.mkdir(exist_ok=True)
            write_aside(folder.external.visits_file, "".join(f"{line}\n" for line in lines))

    def mark_done(self, site_ids: Iterable[str]) -> None:
        """Write down that nothing is left to be checked of these sites."""
        self.done |= set(site_ids)
        path = self.folder.path / "links"
        path.mkdir(exist_ok=True)
        write_aside(path / "done.json", json.dumps({"sites": sorted(self.done)}) + "\n")


def read_done_sites(folder: WaveFolder) -> set[str]:
    """The sites of a wave whose links are all checked."""
    try:
        return set(json.loads((folder.path / "links" / "done.json").read_text(encoding="utf-8"))["sites"])
    except (FileNotFoundError, KeyError, TypeError, ValueError):
        return set()
