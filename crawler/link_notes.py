"""This module knows which links of a site shall be checked: noted page by page, chosen within a bound."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from crawler.addresses import Address, read_address
from crawler.evidence import SiteFolder, write_aside
from crawler.frontier import Frontier, is_trap
from crawler.guard import Guard

MAX_NOTED = 20_000
MAX_INTERNAL_LINKS = 500
"""So many links of a site that were not visited as pages are checked."""
MAX_EXTERNAL_LINKS = 200
MAX_EXTERNAL_LINKS_A_HOST = 20
"""A button that shares each page elsewhere is a new address on every page; so many tell how that host does."""
MAX_REMEMBERED = 50_000


class Target(NamedTuple):
    """A link to be checked: its address, and the first page that names it."""

    url: str
    linked_from: str


@dataclass(frozen=True, slots=True)
class Targets:
    """`links.json`: the links of a site chosen for checking, in the order in which they are asked for."""

    internal: tuple[Target, ...] = ()
    external: tuple[Target, ...] = ()


class LinkNotes:
    """The links met on a site's pages. The same pages in the same order give the same choice."""

    def __init__(self, frontier: Frontier, guard: Guard) -> None:
        self._frontier, self._guard = frontier, guard
        self._internal: dict[str, tuple[Target, bool]] = {}
        self._external: dict[str, tuple[Target, bool]] = {}
        self._met: set[str] = set()

    def note(self, links: Iterable[str], *, base: str, linked_from: str, is_home: bool) -> None:
        """Note the links of a page, as written; those to addresses that must not be touched are left out."""
        for link in links:
            if link[:1] == "/" or link[:4] == "http":
                # The menu stands on every page: what was met once is not read again.
                if link in self._met:
                    continue
                if len(self._met) < MAX_REMEMBERED:
                    self._met.add(link)
            try:
                address = read_address(urljoin(base, link))
            except ValueError:
                continue
            if address is not None:
                self._note_one(address, linked_from, is_home=is_home)

    def _note_one(self, address: Address, linked_from: str, *, is_home: bool) -> None:
        if self._frontier.is_same_site(address):
            if address.key not in self._internal and len(self._internal) < MAX_NOTED:
                self._internal[address.key] = Target(self._frontier.at_home(address), linked_from), is_home
        elif address.key not in self._external and len(self._external) < MAX_NOTED:
            self._external[address.key] = Target(address.url, linked_from), is_home

    def chosen(self, visited: Collection[str], *, limit: int) -> Targets:
        """The links to check, at most `limit` on the site: those of the home page first, then by hash.

        `visited` are the keys of addresses that were visited as pages.
        """
        internal = [
            target
            for target in in_order({key: noted for key, noted in self._internal.items() if key not in visited})
            if not is_trap(urlsplit(target.url).path)
        ]
        hosts: Counter[str] = Counter()
        external = []
        for target in in_order(self._external):
            host = urlsplit(target.url).netloc
            hosts[host] += 1
            if hosts[host] <= MAX_EXTERNAL_LINKS_A_HOST and not self._guard.refuses(target.url):
                external.append(target)
        return Targets(tuple(internal[:limit]), tuple(external[:MAX_EXTERNAL_LINKS]))


def in_order(noted: dict[str, tuple[Target, bool]]) -> list[Target]:
    """The links of the home page as they stand there, then all others by the hash of their key."""

    def place(item: tuple[str, tuple[Target, bool]]) -> tuple[bool, str]:
        key, (_, is_home) = item
        return not is_home, "" if is_home else hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()

    return [target for _, (target, _) in sorted(noted.items(), key=place)]


def write_targets(folder: SiteFolder, targets: Targets) -> None:
    """Write a site's `links.json`, whole or not at all."""
    row = {"internal": targets.internal, "external": targets.external}
    write_aside(folder.path / "links.json", json.dumps(row, ensure_ascii=False) + "\n")


def read_targets(folder: SiteFolder) -> Targets:
    """A site's `links.json`; none where there is no such file that can be read."""
    try:
        row = json.loads((folder.path / "links.json").read_text(encoding="utf-8"))
        return Targets(*(tuple(Target(*pair) for pair in row[name]) for name in ("internal", "external")))
    except (FileNotFoundError, KeyError, TypeError, ValueError):
        return Targets()
