"""This module knows what is asked of a site once a wave beside its pages: certificate, other names, made-up page."""

from __future__ import annotations

import asyncio
import hashlib
import http.client
import ipaddress
import json
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.archive import write
from crawler.control import Control
from crawler.diagnosis import classify, describe
from crawler.evidence import Purpose, SiteWriter, Visit, utc_now
from crawler.failures import CONSEQUENCES, FailureKind

MAX_PROBE_BYTES = 1024 * 1024


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


async def run_probes(prober: Prober) -> None:
    """Make all probes of a site, one after the other."""
    for probe in PROBES:
        await probe(prober)


async def probe_certificate(prober: Prober) -> None:
    """Ask for the home page by https as a browser does, the certificate verified; the crawl itself does not verify."""
    parts = urlsplit(prober.home)
    if parts.scheme == "http" and parts.port not in (None, 80):
        return
    port = parts.port if parts.scheme == "https" else None
    host = parts.hostname or ""
    url = f"https://{host if ':' not in host else f'[{host}]'}{f':{port}' if port not in (None, 443) else ''}/"
    if prober.is_probed(url):
        return
    visit, headers, body = await asyncio.to_thread(
        verified_visit, url, site_id=prober.site_id, headers=prober.headers, timeout_seconds=prober.timeout_seconds
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
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        if "." not in host:
            return None
        return host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    return None


async def probe_site_map(prober: Prober) -> None:
    """Ask for /sitemap.xml."""
    await prober.visit(urljoin(prober.home, "/sitemap.xml"))


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
    probe_made_up_path,
)


def verified_visit(
    url: str, *, site_id: str, headers: dict[str, str], timeout_seconds: float, context: ssl.SSLContext | None = None
) -> tuple[Visit, list[tuple[str, str]] | None, bytes]:
    """One https request with the certificate verified; blocks. Returns the visit and the response's headers and body.

    The visit's detail holds protocol, issuer and last day of the certificate as JSON.
    """
    parts = urlsplit(url)
    began, clock = utc_now(), time.perf_counter()
    trust = context or ssl.create_default_context()
    connection = http.client.HTTPSConnection(
        parts.hostname or "", parts.port or 443, timeout=timeout_seconds, context=trust
    )
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
