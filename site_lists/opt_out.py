"""This module knows which hosts and addresses asked not to be visited: the file `opt_out.txt` beside `list.toml`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from site_lists.faults import DataFileError

OPT_OUT_FILE = "opt_out.txt"
HOST = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){0,10}(?::\d{1,5})?\Z")


@dataclass(frozen=True, slots=True)
class OptOut:
    """Who is never asked. `hosts` stand for everything at them and below them, `prefixes` for what begins like them.

    A prefix is host and path; scheme and a leading www. make no difference.
    """

    hosts: frozenset[str] = field(default=frozenset())
    prefixes: tuple[str, ...] = ()

    def covers(self, url: str) -> bool:
        """Whether an address must not be asked for."""
        if not self.hosts and not self.prefixes:
            return False
        try:
            parts = urlsplit(url)
            host, place = parts.hostname or "", parts.netloc.rpartition("@")[2].lower()
        except ValueError:
            return False
        names = host.split(".")
        if place in self.hosts or any(".".join(names[start:]) in self.hosts for start in range(len(names))):
            return True
        query = f"?{parts.query}" if parts.query else ""
        return f"{place.removeprefix('www.')}{parts.path or '/'}{query}".startswith(self.prefixes)


def read_opt_out(folder: Path, faults: list[DataFileError]) -> OptOut:
    """Read a list's `opt_out.txt`: a host or an address a line, `#` begins a comment; without it nobody opted out.

    Lines that are neither are added to `faults`.
    """
    path = folder / OPT_OUT_FILE
    if not path.exists():
        return OptOut()
    hosts, prefixes = set[str](), list[str]()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        faults.append(DataFileError(path, "", "this is not UTF-8; save the file as UTF-8"))
        return OptOut()
    for number, line in enumerate(lines, start=1):
        entry = re.sub(r"(?:^|\s)#.*", "", line).strip()
        if not entry:
            continue
        host, slash, path_part = re.sub(r"\Ahttps?://", "", entry, flags=re.IGNORECASE).partition("/")
        host = host.lower().removeprefix("www.")
        if not HOST.match(host):
            problem = f"{entry!r} is neither a host nor an address; write town.gov or https://town.gov/forum/"
            faults.append(DataFileError(path, f"line {number}", problem))
        elif slash and path_part:
            prefixes.append(f"{host}/{path_part}")
        else:
            hosts.add(host)
    return OptOut(frozenset(hosts), tuple(prefixes))
