"""This module knows how names are looked up, by the system or by chosen servers, and what a zone says of itself."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import dns.asyncresolver
import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver

NAMESERVERS = "EGOVBENCH_NAMESERVERS"
"""The environment variable that names servers to ask instead of the system's, as `192.0.2.53` or `192.0.2.53:5353`."""
MAX_ADDRESSES = 20
MAX_RECORDS = 10
MAX_LABELS_CLIMBED = 6
FAULTS = (dns.exception.DNSException, OSError)

Addresses = Sequence[tuple[socket.AddressFamily, str]]
LookUp = Callable[[str, float], Awaitable[Addresses]]
"""Looks a name up within some seconds; raises socket.gaierror."""


def chosen_servers() -> tuple[tuple[str, int], ...]:
    """Address and port of the name servers the environment names; none when the system's shall be asked."""
    servers = []
    for words in os.environ.get(NAMESERVERS, "").replace(",", " ").split():
        host, _, port = words.rpartition(":") if words.count(":") == 1 else (words, "", "53")
        servers.append((host, int(port)))
    return tuple(servers)


async def look_up(name: str, seconds: float) -> Addresses:
    """The addresses of a name, as the operating system or the chosen servers say.

    Raises socket.gaierror: EAI_NONAME when the name does not exist, EAI_AGAIN when nobody could say.
    """
    if not chosen_servers() or is_for_the_system(name):
        query = asyncio.get_running_loop().getaddrinfo(name, None, type=socket.SOCK_STREAM)
        try:
            answers = await asyncio.wait_for(query, seconds)
        except TimeoutError as error:
            raise socket.gaierror(socket.EAI_AGAIN, "timed out") from error
        return [(family, str(place[0])) for family, _, _, _, place in answers][:MAX_ADDRESSES]
    resolver = new_resolver(seconds)
    try:
        found = await resolver.resolve_name(name)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer) as error:
        raise socket.gaierror(socket.EAI_NONAME, str(error)[:200]) from error
    except FAULTS as error:
        raise socket.gaierror(socket.EAI_AGAIN, f"{type(error).__name__}: {error}"[:200]) from error
    return [(socket.AddressFamily(family), address) for address, family in found.addresses_and_families()][
        :MAX_ADDRESSES
    ]


def is_for_the_system(name: str) -> bool:
    """Whether no name server need be asked: an address, or a name of one word such as localhost."""
    return "." not in name or ":" in name or name.replace(".", "").isdigit()


def new_resolver(seconds: float) -> dns.asyncresolver.Resolver:
    """A resolver that gives up after so many seconds; raises dns.resolver.NoResolverConfiguration."""
    servers = chosen_servers()
    resolver = dns.asyncresolver.Resolver(configure=not servers)
    if servers:
        resolver.nameservers = [dns.nameserver.Do53Nameserver(host, port) for host, port in servers]
    resolver.lifetime = seconds
    resolver.timeout = min(seconds, max(0.5, seconds / 2))
    return resolver


async def ask_dns(host: str, *, seconds: float) -> dict[str, Any]:
    """What the name system says of a host, ready for JSON.

    `a`, `aaaa` and `caa` are lists, `caa_at` the name that held the CAA records; `zone` is the zone of the host and
    `is_signed` whether its parent vouches for its keys (a DS record). A key that could not be asked is left out;
    `failure` says why when even the first question brought nothing.
    """
    try:
        resolver = new_resolver(seconds)
        answers: dict[str, Any] = {"a": await records(resolver, host, "A")}
    except FAULTS as error:
        return {"failure": f"{type(error).__name__}: {error}"[:300]}
    try:
        answers["aaaa"] = await records(resolver, host, "AAAA")
        answers["caa_at"], answers["caa"] = await climb(resolver, host)
        zone = await dns.asyncresolver.zone_for_name(host, resolver=resolver)
        answers["zone"] = zone.to_text(omit_final_dot=True)
        answers["is_signed"] = bool(await records(resolver, zone.to_text(), "DS"))
    except FAULTS as error:
        answers["detail"] = f"{type(error).__name__}: {error}"[:300]
    return answers


async def records(resolver: dns.asyncresolver.Resolver, name: str, kind: str) -> list[str]:
    """The records of a name as text, the name's aliases followed; empty when there are none."""
    try:
        found = await resolver.resolve(dns.name.from_text(name), kind, raise_on_no_answer=False)
    except dns.resolver.NXDOMAIN:
        return []
    if found.rrset is None or found.rrset.rdtype != dns.rdatatype.from_text(kind):
        return []
    return sorted(record.to_text()[:300] for record in found.rrset)[:MAX_RECORDS]


async def climb(resolver: dns.asyncresolver.Resolver, host: str) -> tuple[str, list[str]]:
    """The CAA records that hold for a host and the name they stand at: its own, or its nearest parent's (RFC 8659)."""
    labels = host.rstrip(".").split(".")
    for start in range(min(len(labels) - 1, MAX_LABELS_CLIMBED)):
        name = ".".join(labels[start:])
        if found := await records(resolver, name, "CAA"):
            return name, found
    return "", []
