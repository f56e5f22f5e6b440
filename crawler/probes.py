"""This module knows what is asked of a site once a wave beside its pages, and where the answers are kept."""

from __future__ import annotations

import asyncio
import hashlib
import http.client
import ipaddress
import json
import ssl
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.archive import write
from crawler.control import Control
from crawler.diagnosis import classify, describe
from crawler.disk import EvidenceError
from crawler.dns_probe import LookUp, ask_dns, look_up
from crawler.evidence import PROBES_FILE, Purpose, SiteFolder, SiteWriter, Visit, utc_now, write_aside
from crawler.failures import CONSEQUENCES, FailureKind
from crawler.guard import is_private
from crawler.tls_probe import ask_ipv6, ask_tls, open_socket

MAX_PROBE_BYTES = 1024 * 1024
SECURITY_TXT = "/.well-known/security.txt"


@dataclass(frozen=True, slots=True)
class Prober:
    """What a probe has at hand. `listed` is the list's address, `home` where the home page was found.

    `visit` fetches an address as a probe, redirects followed and each hop recorded, unless that was done before.
    """

    site_id: str
    listed: str
    home: str
    writer: SiteWriter
    visit: Callable[[str], Awaitable[None]]
    is_probed: Callable[[str], bool]
    control: Control | None
    headers: dict[str, str]
    timeout_seconds: float
    look_up: LookUp = look_up

    async def addresses(self, host: str) -> list[str]:
        """The addresses of a host; raises socket.gaierror."""
        return [address for _, address in await self.look_up(host.strip("[]"), self.timeout_seconds)]


async def run_probes(prober: Prober) -> None:
    """Make all probes of a site, one after the other."""
    for probe in PROBES:
        await probe(prober)


async def probe_server(prober: Prober) -> None:
    """Ask the name system and the server's TLS and IPv6, and keep the answers in `probes.json`.

    Names and addresses of private networks are in no public name system; of those only TLS is asked.
    """
    if read_answers(prober.writer.folder):
        return
    parts, asked_at = urlsplit(prober.home), utc_now()
    host, seconds = parts.hostname or "", prober.timeout_seconds
    found: dict[str, Any] = {"host": host, "asked_at": asked_at.isoformat(timespec="seconds")}
    if not is_private(host) and not is_address(host):
        found["dns"] = await ask_dns(urlsplit(prober.listed).hostname or host, seconds=seconds)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        found["ipv6"] = await asyncio.to_thread(ask_ipv6, found["dns"].get("aaaa", []), port, seconds=seconds)
    if url := https_root(prober.home):
        try:
            places = await prober.addresses(host)
            port = urlsplit(url).port or 443
            found["tls"] = await asyncio.to_thread(ask_tls, host, places, port, seconds=seconds)
        except OSError as error:
            found["tls"] = {"versions": {}, "failure": f"{classify(error)}: {describe(error)}"}
    if prober.control and await prober.control.is_our_side(asked_at):
        return
    write_answers(prober.writer.folder, found)


def read_answers(folder: SiteFolder) -> dict[str, Any]:
    """What `probes.json` holds; empty when the server was not probed in this wave, or the file is damaged."""
    try:
        found = json.loads((folder.path / PROBES_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_answers(folder: SiteFolder, found: dict[str, Any]) -> None:
    """Write `probes.json`, whole or not at all; raises EvidenceError where the disk refuses."""
    try:
        write_aside(folder.path / PROBES_FILE, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        raise EvidenceError(f"{folder.path}: {error.strerror or error}") from error


def https_root(home: str) -> str | None:
    """The address of a host's home page by https; None when its home is plain http at a port of its own."""
    parts = urlsplit(home)
    if parts.scheme == "http" and parts.port not in (None, 80):
        return None
    port = parts.port if parts.scheme == "https" else None
    host = parts.hostname or ""
    return f"https://{host if ':' not in host else f'[{host}]'}{f':{port}' if port not in (None, 443) else ''}/"


async def probe_certificate(prober: Prober) -> None:
    """Ask for the home page by https as a browser does, the certificate verified; the crawl itself does not verify."""
    url = https_root(prober.home)
    if url is None or prober.is_probed(url):
        return
    try:
        places = await prober.addresses(urlsplit(url).hostname or "")
    except OSError:
        places = []  # the visit meets the same failure and records it
    visit, headers, body = await asyncio.to_thread(
        verified_visit,
        url,
        site_id=prober.site_id,
        headers=prober.headers,
        timeout_seconds=prober.timeout_seconds,
        addresses=places,
    )
    may_be_ours = visit.failure is not None and CONSEQUENCES[FailureKind(visit.failure)].may_be_ours
    if may_be_ours and prober.control and await prober.control.is_our_side(visit.requested_at):
        visit = replace(visit, failure=FailureKind.OUR_SIDE.value, detail=f"{visit.failure}: {visit.detail}")
    write(prober.writer, visit, headers=headers, body=body)


async def probe_plain_http(prober: Prober) -> None:
    """Ask for the home page by plain http, to see whether it leads to https."""
    parts = urlsplit(prober.home)
    if parts.scheme == "https" and parts.port in (None, 443):
        await prober.visit(f"http://{parts.netloc.removesuffix(':443')}/")


async def probe_other_name(prober: Prober) -> None:
    """Ask for the site by its other name: with www. when it is listed without, without when it is listed with it."""
    parts = urlsplit(prober.listed)
    if name := other_name(parts.hostname or ""):
        port = f":{parts.port}" if parts.port else ""
        await prober.visit(f"{parts.scheme}://{name}{port}/")


def other_name(host: str) -> str | None:
    """The www. or bare counterpart of a host name, or None for an address or a name of one word."""
    if is_address(host) or "." not in host:
        return None
    return host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"


def is_address(host: str) -> bool:
    """Whether a host is a number instead of a name."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


async def probe_site_map(prober: Prober) -> None:
    """Ask for /sitemap.xml."""
    await prober.visit(urljoin(prober.home, "/sitemap.xml"))


async def probe_security_contact(prober: Prober) -> None:
    """Ask for /.well-known/security.txt (RFC 9116)."""
    await prober.visit(urljoin(prober.home, SECURITY_TXT))


async def probe_made_up_path(prober: Prober) -> None:
    """Ask for a page that cannot exist: a site that answers it with 200 has soft 404s."""
    await prober.visit(urljoin(prober.home, made_up_path(prober.site_id)))


def made_up_path(site_id: str) -> str:
    """A path that no site has, the same for a site in every wave."""
    return f"/egovbench-{hashlib.sha256(site_id.encode()).hexdigest()[:12]}"


PROBES: tuple[Callable[[Prober], Awaitable[None]], ...] = (
    probe_certificate,
    probe_plain_http,
    probe_other_name,
    probe_site_map,
    probe_security_contact,
    probe_made_up_path,
    probe_server,
)


def verified_visit(
    url: str,
    *,
    site_id: str,
    headers: dict[str, str],
    timeout_seconds: float,
    context: ssl.SSLContext | None = None,
    addresses: Sequence[str] = (),
) -> tuple[Visit, list[tuple[str, str]] | None, bytes]:
    """One https request with the certificate verified; blocks. Returns the visit and the response's headers and body.

    With `addresses` these are connected to, whatever the system's name servers say. The visit's detail holds
    protocol, issuer and last day of the certificate as JSON.
    """
    parts = urlsplit(url)
    began, clock = utc_now(), time.perf_counter()
    trust = context or ssl.create_default_context()
    connection = http.client.HTTPSConnection(
        parts.hostname or "", parts.port or 443, timeout=timeout_seconds, context=trust
    )
    if addresses:
        connection._create_connection = partial(connect_to, addresses)  # type: ignore[attr-defined]
    facts: dict[str, Any] = {"site_id": site_id, "url": url, "purpose": Purpose.PROBE, "requested_at": began}
    try:
        connection.connect()
        detail = certificate_detail(connection.sock)
        connection.request("GET", parts.path or "/", headers=headers)
        answer = connection.getresponse()
        received = answer.getheaders()
        body = answer.read(MAX_PROBE_BYTES)
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        kind = FailureKind.NOT_HTTP if isinstance(error, http.client.HTTPException) else classify(error)
        facts |= {"failure": kind.value, "detail": describe(error)}
        return Visit(**facts, seconds=round(time.perf_counter() - clock, 3)), None, b""
    finally:
        connection.close()
    location = answer.getheader("Location") if 300 <= answer.status < 400 else None
    kept = [(name, value) for name, value in received if name.lower() not in ("content-length", "transfer-encoding")]
    visit = Visit(
        **facts,
        status=answer.status,
        seconds=round(time.perf_counter() - clock, 3),
        content_type=answer.getheader("Content-Type"),
        final_url=urljoin(url, location) if location else None,
        detail=detail,
    )
    return visit, kept, body


def connect_to(addresses: Sequence[str], place: tuple[str, int], timeout: float, _source: object = None) -> Any:
    """A connection to a port at known addresses; raises OSError."""
    return open_socket(addresses, place[1], seconds=timeout)


def certificate_detail(connection: Any) -> str:
    """Protocol, issuer and last day of the certificate of a verified connection, as JSON."""
    certificate = connection.getpeercert() or {}
    issuer = dict(pair for part in certificate.get("issuer", ()) for pair in part)
    return json.dumps(
        {
            "protocol": connection.version(),
            "issuer": str(issuer.get("organizationName") or issuer.get("commonName") or "")[:100],
            "valid_to": certificate.get("notAfter", ""),
        },
        ensure_ascii=False,
    )
