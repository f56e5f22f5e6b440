"""This module knows how many requests a wave cost each host, and how many failed, read off its evidence."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

from crawler.evidence import SiteFolder, WaveFolder
from crawler.failures import FailureKind

NEVER_SENT = frozenset(
    {
        FailureKind.ROBOTS_DENIED,
        FailureKind.ROBOTS_UNREACHABLE,
        FailureKind.REFUSED_ADDRESS,
        FailureKind.OPTED_OUT,
    }
)


def count_visits(folder: WaveFolder) -> tuple[dict[str, int], dict[str, int]]:
    """Requests by host and failures by kind of the whole wave, read off its evidence, resumed or not."""
    requests: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    for path in [folder.path / "control", *sorted((folder.path / "sites").glob("*"))]:
        for visit in SiteFolder(path).visits():
            if visit.failure:
                failures[visit.failure] += 1
            if visit.failure not in NEVER_SENT:
                requests[urlsplit(visit.url).netloc] += 1
        for visit in SiteFolder(SiteFolder(path).rendered.path).visits():
            if visit.failure not in NEVER_SENT:
                requests[urlsplit(visit.url).netloc] += 1
    for links in folder.all_links():
        requests.update(urlsplit(visit.url).netloc for visit in links.visits() if visit.failure not in NEVER_SENT)
    return dict(sorted(requests.items())), dict(sorted(failures.items()))
