"""This module knows how an archive that somebody else made becomes a wave: whose a response is, and how deep it lay."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.addresses import page_key, read_address
from crawler.archive import TEXT_TYPES, redirect_target
from crawler.counts import count_visits
from crawler.disk import full_disk_is_said
from crawler.evidence import Purpose, SiteWriter, Visit, Wave, WaveFolder, is_html
from crawler.first_bytes import ENOUGH_BYTES, declared_size
from crawler.kinship import kinship
from crawler.links import find_links, join
from crawler.lock import CrawlError
from crawler.run import copy_list
from crawler.settings import code_version
from crawler.warc import PACKING, read_responses, unpacked, whole_members
from site_lists.model import DataFileError, Site, SiteList

MAX_ANSWERS = 20_000
"""So many responses of a site are taken; what an archive holds beyond is counted and left out."""
UNPACKED = PACKING | {"content-length"}
"""Headers that no longer hold once a body is unpacked."""


class Answer(NamedTuple):
    """A response as an archive holds it, its body unpacked; headers as they came."""

    url: str
    visited_at: datetime
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """A header by its name in lower case; "" where it did not come."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def target(self) -> str | None:
        """Where a redirect points; None for another answer."""
        location = self.header("location") if 300 <= self.status < 400 else ""
        return redirect_target(self.url, location.encode("utf-8", "replace")) if location else None


@dataclass(slots=True)
class Shelf:
    """What the archives hold of one site: when each address was visited, where it leads, and which are redirects."""

    visited: dict[str, datetime] = field(default_factory=dict)
    leads_to: dict[str, list[str]] = field(default_factory=dict)
    redirects: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Intake:
    """What was taken, responses by site, and how many were left out, by reason."""

    wave: Wave
    taken: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


def import_wave(site_list: SiteList, archives: Sequence[Path], *, label: str, data: Path) -> Intake:
    """Make the wave `data/<list>/<label>` of WARC files; of an address asked for twice the first answer stands.

    Times are those of the archive. Depth is the least number of links from the home page within the archive. What is
    not in it was not observed: an archive says nothing of requests that failed, nor how long an answer took.
    Raises DataFileError when a file is no WARC archive or none holds anything of these sites, CrawlError when the
    wave is there already, DiskFullError when it cannot be written; all leave nothing behind.
    """
    target = data / site_list.id / label
    if target.exists():
        raise CrawlError(f"{target} is there already; import into a wave of another name, or move that folder away")
    owner_of = _Owners(site_list.sites)
    shelves, left_out = _survey(site_list, archives, owner_of)
    intake = Intake(_wave(site_list, shelves, archives, label), left_out=left_out)
    with (
        full_disk_is_said(target.parent),
        TemporaryDirectory(prefix=f".{label}.", dir=target.parent, ignore_cleanup_errors=True) as aside,
    ):
        folder = WaveFolder(Path(aside) / "wave")
        folder.path.mkdir()
        _write(folder, site_list, shelves, archives, intake, owner_of)
        folder.path.replace(target)
    return intake


def _survey(site_list: SiteList, archives: Sequence[Path], owner_of: _Owners) -> tuple[dict[str, Shelf], Counter[str]]:
    """What there is of each site, before anything is written."""
    shelves: dict[str, Shelf] = {}
    left_out: Counter[str] = Counter()
    for archive in archives:
        for answer in _answers(archive):
            site_id = owner_of(answer.url)
            if site_id is None:
                left_out["of hosts that the list does not name"] += 1
                continue
            shelf = shelves.setdefault(site_id, Shelf())
            if answer.url in shelf.visited:
                left_out["asked for again"] += 1
            elif len(shelf.visited) >= MAX_ANSWERS:
                left_out[f"beyond {MAX_ANSWERS:,} of one site"] += 1
            else:
                shelf.visited[answer.url] = answer.visited_at
                shelf.leads_to[answer.url] = _leads_to(answer)
                if answer.target:
                    shelf.redirects.add(answer.url)
    if not shelves:
        names = ", ".join(str(path) for path in archives)
        raise DataFileError(archives[0], "", f"no response in {names} is of a site of the list {site_list.id}")
    return shelves, left_out


def _write(
    folder: WaveFolder,
    site_list: SiteList,
    shelves: Mapping[str, Shelf],
    archives: Sequence[Path],
    intake: Intake,
    owner_of: _Owners,
) -> None:
    homes = {site.id: site.url for site in site_list.sites}
    places = {site_id: _places(shelf, homes[site_id]) for site_id, shelf in shelves.items()}
    writers = {site_id: SiteWriter(folder.site(site_id)) for site_id in shelves}
    waiting = {(site_id, url) for site_id, shelf in shelves.items() for url in shelf.visited}
    for archive in archives:
        for answer in _answers(archive):
            site_id = owner_of(answer.url)
            if site_id is None or (site_id, answer.url) not in waiting:
                continue
            waiting.remove((site_id, answer.url))
            depth, linked_from = places[site_id].get(answer.url, (None, None))
            _keep(writers[site_id], site_id, answer, depth=depth, linked_from=linked_from)
            intake.taken[site_id] += 1
    copy_list(site_list, folder)
    requests, failures = count_visits(folder)
    folder.write_wave(intake.wave.counted(requests, failures))


def _keep(writer: SiteWriter, site_id: str, answer: Answer, *, depth: int | None, linked_from: str | None) -> None:
    """Write an answer as our own crawl would: of documents and pictures the first bytes and the size that was declared.

    An empty body is kept only where the server declared it: archives are made that leave bodies out.
    """
    kind = answer.header("content-type")
    is_text = kind.partition(";")[0].strip().lower() in TEXT_TYPES or answer.target is not None
    visit = Visit(
        site_id=site_id,
        url=answer.url,
        purpose=Purpose.PAGE if is_text else Purpose.LINK_CHECK,
        requested_at=answer.visited_at,
        status=answer.status,
        final_url=answer.target,
        content_type=kind or None,
        depth=depth,
        linked_from=linked_from,
    )
    body = answer.body if is_text else answer.body[:ENOUGH_BYTES]
    if not is_text:
        length = answer.header("content-length")
        visit = replace(visit, size=declared_size({"content-length": length}))
        if not body and visit.size != 0:
            writer.write(visit)
            return
    headers = [(name, value) for name, value in answer.headers if name.lower() not in UNPACKED]
    writer.write(visit, headers=[*headers, ("Content-Length", str(len(body)))], body=body)


def _wave(site_list: SiteList, shelves: Mapping[str, Shelf], archives: Sequence[Path], label: str) -> Wave:
    times = [when for shelf in shelves.values() for when in shelf.visited.values()]
    names = tuple(path.name for path in archives)
    return Wave(
        site_list=site_list.id,
        label=label,
        list_digest=site_list.digest,
        started=min(times),
        finished=max(times),
        page_budget=max(len(shelf.visited) for shelf in shelves.values()),
        user_agent=f"not ours: imported from {', '.join(names)}"[:500],
        code_version=code_version(),
        imported_from=names,
    )


def _leads_to(answer: Answer) -> list[str]:
    """The addresses that a page links to, or a redirect leads to."""
    if answer.target:
        return [answer.target]
    kind = answer.header("content-type")
    if answer.status >= 300 or not is_html(kind, answer.body):
        return []
    found = find_links(answer.body, url=answer.url, content_type=kind)
    return [join(found.base, link) for link in found.links]


def _places(shelf: Shelf, home: str) -> dict[str, tuple[int, str | None]]:
    """Depth of each address below the home page and the page that links there first.

    What a redirect leads to lies as deep as the redirect, as in our own crawl, so that waves compare.
    """
    by_key: dict[str, list[str]] = {}
    for url in shelf.visited:
        by_key.setdefault(page_key(url), []).append(url)
    places: dict[str, tuple[int, str | None]] = {}
    level: dict[str, str | None] = dict.fromkeys(by_key.get(page_key(home), []))
    depth = 0
    while level:
        waiting, deeper = deque(level.items()), dict[str, str | None]()
        while waiting:
            url, linked_from = waiting.popleft()
            if url in places:
                continue
            places[url] = (depth, linked_from)
            found = [to for target in shelf.leads_to[url] for to in by_key.get(page_key(target), ())]
            if url in shelf.redirects:
                waiting.extend((to, linked_from) for to in found)
                continue
            for to in found:
                deeper.setdefault(to, url)
        level, depth = deeper, depth + 1
    return places


class _Owners:
    """Whose an address is: of the site on its host with the longest path before it, else of the only one of its kin."""

    def __init__(self, sites: Sequence[Site]) -> None:
        self._by_host: dict[str, list[tuple[str, str]]] = {}
        self._by_kin: dict[str, list[str]] = {}
        for site in sites:
            parts = urlsplit(site.url)
            folder = parts.path.rpartition("/")[0] + "/"
            self._by_host.setdefault(_host(site.url), []).append((folder, site.id))
            self._by_kin.setdefault(kinship(parts.hostname or ""), []).append(site.id)

    def __call__(self, url: str) -> str | None:
        if read_address(url) is None:
            return None
        path = urlsplit(url).path or "/"
        if here := self._by_host.get(_host(url)):
            fitting = [item for item in here if path.startswith(item[0])] or (here if len(here) == 1 else [])
            return max(fitting, key=lambda item: len(item[0]))[1] if fitting else None
        kin = self._by_kin.get(kinship(urlsplit(url).hostname or ""), [])
        return kin[0] if len(kin) == 1 else None


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removeprefix("www.")


def _answers(archive: Path) -> Iterator[Answer]:
    """The responses of a WARC file, unpacked within bounds; raises DataFileError when it is none or is damaged."""
    try:
        _refuse_torn(archive)
        for found in read_responses(archive):
            if found.status:
                yield Answer(found.url, found.visited_at, found.status, found.headers, unpacked(found))
    except (EOFError, OSError, ValueError) as error:
        problem = f"this is no WARC archive, or a damaged one ({error}); give it whole"
        raise DataFileError(archive, "", problem) from error


def _refuse_torn(archive: Path) -> None:
    """Raise EOFError for a file that is empty, or packed and cut between two responses."""
    size = archive.stat().st_size
    with archive.open("rb") as stream:
        is_packed = stream.read(2) == b"\x1f\x8b"
    whole = whole_members(archive) if is_packed else size
    if not size or whole < size:
        raise EOFError(f"whole up to byte {whole} of {size}")
