"""This module knows what the probes of a wave tell of a site's hosting: name servers, TLS, headers of its home page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from crawler.evidence import PROBES_FILE, EvidenceRef, Purpose, Record, SiteFolder, Visit

SECURITY_TXT = "/.well-known/security.txt"
OLD_VERSIONS = ("TLSv1", "TLSv1.1")
MAX_COOKIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Headers:
    """The headers of one answer, names in lower case, its cookies apart; `size` is that of its body, unpacked."""

    seen: EvidenceRef
    values: Mapping[str, str]
    cookies: tuple[str, ...] = ()
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsFacts:
    """What a server offers. `valid_to` is the certificate's end; `versions` holds only those that were tried."""

    versions: Mapping[str, bool] = field(default_factory=dict)
    alpn: str = ""
    valid_to: datetime | None = None
    issuer: str = ""
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsFacts:
    """What the name system says of the listed host; None is what could not be asked."""

    ipv6: tuple[str, ...] | None = None
    issuers: tuple[str, ...] | None = None
    zone: str = ""
    is_signed: bool | None = None
    is_reached_by_ipv6: bool | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeFacts:
    """What the probes of one wave saw. A part is None when it was not probed, or does not arise for this host.

    `asked_at` is when the server was probed, None when never. `secure` are the headers of the verified answer by
    https, `home` those of the home page as the crawl got it. `security_txt` is the text that was found, "" when the
    address brought something else.
    """

    host: str = ""
    asked_at: datetime | None = None
    dns: DnsFacts | None = None
    tls: TlsFacts | None = None
    home: Headers | None = None
    secure: Headers | None = None
    security_txt: str | None = None
    seen: EvidenceRef | None = None


NOT_PROBED = ProbeFacts()


class ProbeReader:
    """Gathers the facts of the probes while the records of a site pass by once."""

    def __init__(self, folder: SiteFolder, visits: Iterable[Visit]) -> None:
        """Choose the records that will be wanted: the last home page, the verified answer, security.txt."""
        self._answers = read_json(folder)
        self._home: Headers | None = None
        self._secure: Headers | None = None
        self._security_txt: str | None = None
        self._roles: dict[str, str] = {}
        wanted: dict[str, str] = {}
        for visit in visits:
            if (role := role_of(visit)) and visit.record_id:
                wanted[role] = visit.record_id
            if role == "security_txt" and visit.status is not None:
                self._security_txt = ""
        self._roles = {record_id: role for role, record_id in wanted.items()}

    def take(self, record: Record) -> None:
        """Look at one record of the archive."""
        role = self._roles.get(record.record_id)
        if role == "home":
            self._home = headers_of(record)
        elif role == "secure":
            self._secure = headers_of(record)
        elif role == "security_txt":
            text = record.body[:10_000].decode("utf-8", "replace")
            is_text = "html" not in record.headers.get("content-type", "")
            self._security_txt = text if is_text and "contact:" in text.lower() else ""

    def facts(self, *, has_home: bool) -> ProbeFacts:
        """All that was gathered. Without `has_home` what came was not the portal's own page, nor its headers."""
        answers, host = self._answers, str(self._answers.get("host") or "")
        asked_at = moment(answers.get("asked_at"))
        return ProbeFacts(
            host=host,
            asked_at=asked_at,
            dns=dns_facts(answers),
            tls=tls_facts(answers),
            home=self._home if has_home else None,
            secure=self._secure if has_home else None,
            security_txt=self._security_txt,
            seen=EvidenceRef(f"https://{host}/", asked_at) if host and asked_at else None,
        )


def role_of(visit: Visit) -> str:
    """What a visit's record tells of the hosting: home, secure, security_txt; "" when nothing."""
    parts = urlsplit(visit.url)
    if visit.purpose is Purpose.PAGE:
        return "home" if visit.depth == 0 and visit.is_answered else ""
    if visit.purpose is not Purpose.PROBE:
        return ""
    if parts.path == SECURITY_TXT:
        return "security_txt" if visit.status is not None and visit.status < 500 else ""
    is_verified = (visit.detail or "").startswith('{"protocol"')
    return "secure" if is_verified and parts.scheme == "https" and parts.path == "/" else ""


def headers_of(record: Record) -> Headers:
    """The headers of a record."""
    cookies = tuple(record.headers.get("set-cookie", "").split("\n"))[:MAX_COOKIES]
    seen = EvidenceRef(record.url, record.visited_at, record.record_id)
    return Headers(seen=seen, values=record.headers, cookies=tuple(filter(None, cookies)), size=len(record.body))


def read_json(folder: SiteFolder) -> Mapping[str, Any]:
    """What the site's `probes.json` holds; empty when there is none that can be read."""
    try:
        found = json.loads((folder.path / PROBES_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def dns_facts(answers: Mapping[str, Any]) -> DnsFacts | None:
    """The part of the name system, or None when it was not asked."""
    found = answers.get("dns")
    if not isinstance(found, dict):
        return None
    ipv6 = answers.get("ipv6")
    signed, reached = found.get("is_signed"), ipv6.get("is_reached") if isinstance(ipv6, dict) else None
    return DnsFacts(
        ipv6=words(found.get("aaaa")),
        issuers=words(found.get("caa")),
        zone=str(found.get("zone") or ""),
        is_signed=signed if isinstance(signed, bool) else None,
        is_reached_by_ipv6=reached if isinstance(reached, bool) else None,
        failure=str(found.get("failure") or found.get("detail") or ""),
    )


def tls_facts(answers: Mapping[str, Any]) -> TlsFacts | None:
    """The part of TLS, or None when it was not asked."""
    found = answers.get("tls")
    if not isinstance(found, dict):
        return None
    versions, certificate = found.get("versions"), found.get("certificate")
    shown = certificate if isinstance(certificate, dict) else {}
    return TlsFacts(
        versions={str(name): bool(taken) for name, taken in versions.items()} if isinstance(versions, dict) else {},
        alpn=str(found.get("alpn") or ""),
        valid_to=moment(shown.get("valid_to")),
        issuer=str(shown.get("issuer") or ""),
        failure=str(found.get("failure") or ""),
    )


def words(value: Any) -> tuple[str, ...] | None:
    """A list as a tuple of words; None for anything else."""
    return tuple(map(str, value)) if isinstance(value, list) else None


def moment(value: Any) -> datetime | None:
    """A time in ISO form, UTC where it names no zone; None for anything else."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
