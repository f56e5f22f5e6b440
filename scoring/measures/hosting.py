"""This module knows the measures of a portal's hosting: certificate, protocols, headers, IPv6, signed names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from scoring.facts.model import EvidenceRef, SiteFacts
from scoring.facts.probes import OLD_VERSIONS, DnsFacts, Headers, TlsFacts
from scoring.facts.sections import BLOCKED_STATUS
from scoring.model import Reading

SMALL_BYTES = 1400
"""A page that fits into one packet gains nothing by compression."""
_MAX_AGE = re.compile(r"max-age\s{0,3}=\s{0,3}\"?(\d{1,12})", re.IGNORECASE)


def certificate_days_left(site: SiteFacts) -> Reading:
    """Days from the probe to the end of the certificate that the server showed; negative when it is past.

    Not observed: the server was not probed, or no connection came about.
    Not applicable: the portal has no HTTPS, which another question asks.
    Blind spot: a renewal may be automatic and come at the last moment.
    """
    tls = _tls(site)
    if isinstance(tls, Reading):
        return tls
    if tls.valid_to is None or site.probes.asked_at is None:
        return Reading.not_observed(tls.failure[:200] or "no certificate was shown")
    days = (tls.valid_to - site.probes.asked_at).days
    words = f"valid to {tls.valid_to.date()}, issued by {tls.issuer}"
    return Reading.observed(days, "days", evidence=_seen(site, words))


def keeps_to_new_tls(site: SiteFacts) -> Reading:
    """Whether the server speaks TLS 1.2 or 1.3 and neither 1.0 nor 1.1.

    Not observed: the server was not probed, or no connection came about.
    Not applicable: the portal has no HTTPS.
    Blind spot: cipher suites are not judged, and one of several servers behind the name is asked.
    """
    tls = _tls(site)
    if isinstance(tls, Reading):
        return tls
    taken = sorted(name for name, is_taken in tls.versions.items() if is_taken)
    if not taken or not set(OLD_VERSIONS) <= set(tls.versions):
        return Reading.not_observed(tls.failure[:200] or "the protocol versions could not be tried")
    return Reading.observed(not set(taken) & set(OLD_VERSIONS), evidence=_seen(site, f"speaks {', '.join(taken)}"))


def speaks_http2(site: SiteFacts) -> Reading:
    """Whether the server offers HTTP/2, which brings pages of many parts over one connection.

    Not observed: the server was not probed, or no connection came about.
    Not applicable: the portal has no HTTPS, without which browsers speak no HTTP/2.
    """
    tls = _tls(site)
    if isinstance(tls, Reading):
        return tls
    if not any(tls.versions.values()):
        return Reading.not_observed(tls.failure[:200] or "no connection came about")
    return Reading.observed(tls.alpn == "h2", evidence=_seen(site, f"chose {tls.alpn or 'no protocol by name'}"))


def has_ipv6(site: SiteFacts) -> Reading:
    """Whether the portal's name has IPv6 addresses, and its server takes connections there where we could try.

    Not observed: the name system was not asked, or did not answer.
    Not applicable: the list names an address instead of a name, or a name of a private network.
    Blind spot: where our vantage has no IPv6, an address counts unproved.
    """
    dns = _dns(site)
    if isinstance(dns, Reading):
        return dns
    if dns.ipv6 is None:
        return Reading.not_observed(f"the name system did not answer: {dns.failure[:200]}")
    words = f"IPv6 addresses: {', '.join(dns.ipv6) or 'none'}"
    if dns.is_reached_by_ipv6 is False:
        words += "; no connection could be made"
    return Reading.observed(bool(dns.ipv6) and dns.is_reached_by_ipv6 is not False, evidence=_seen(site, words))


def dnssec_signed(site: SiteFacts) -> Reading:
    """Whether the zone of the portal's name is signed and its parent vouches for the keys (a DS record).

    Not observed: the name system was not asked, or did not answer.
    Not applicable: the list names an address instead of a name, or a name of a private network.
    Blind spot: the signatures themselves are not verified.
    """
    dns = _dns(site)
    if isinstance(dns, Reading):
        return dns
    if dns.is_signed is None:
        return Reading.not_observed(f"the name system did not answer: {dns.failure[:200]}")
    words = f"the zone {dns.zone} is {'signed' if dns.is_signed else 'not signed'}"
    return Reading.observed(dns.is_signed, evidence=_seen(site, words))


def restricts_issuers(site: SiteFacts) -> Reading:
    """Whether the name says which authorities may issue certificates for it (CAA records, RFC 8659).

    Not observed: the name system was not asked, or did not answer.
    Not applicable: the list names an address instead of a name, or a name of a private network.
    """
    dns = _dns(site)
    if isinstance(dns, Reading):
        return dns
    if dns.issuers is None:
        return Reading.not_observed(f"the name system did not answer: {dns.failure[:200]}")
    return Reading.observed(bool(dns.issuers), evidence=_seen(site, f"CAA: {', '.join(dns.issuers) or 'none'}"))


def security_header_share(site: SiteFacts, *, headers: str) -> Reading:
    """The share of the headers asked for that guard a reader of the home page.

    `headers` lists some of hsts, csp, nosniff, frame and referrer. HSTS counts with an age above 0 and over HTTPS,
    frame by X-Frame-Options or by frame-ancestors in the content security policy, referrer unless it is unsafe-url.
    Not observed: the home page did not come.
    Blind spot: a policy may be there and allow everything; policies in meta elements are not seen.
    """
    asked = headers.replace(",", " ").split()
    shown = site.probes.home or site.probes.secure
    if shown is None:
        return Reading.not_observed(site.unseen or "the home page did not come")
    lacking = [name for name in asked if not _GUARDS[name](_merged(site))]
    words = f"lacks {', '.join(lacking)}" if lacking else f"has {', '.join(asked)}"
    return Reading.observed(
        (len(asked) - len(lacking)) / len(asked), "share", evidence=(_ref(shown, words),), reason=words
    )


def guarded_cookie_share(site: SiteFacts) -> Reading:
    """The share of the cookies set by the home page that are guarded: HttpOnly, SameSite, and Secure over HTTPS.

    Not observed: the home page did not come. Not applicable: it sets no cookie.
    Blind spot: cookies that scripts set are not seen; a cookie that a script must read cannot be HttpOnly.
    """
    shown = site.probes.home
    if shown is None:
        return Reading.not_observed(site.unseen or "the home page did not come")
    if not shown.cookies:
        return Reading.not_applicable("the home page sets no cookie")
    wanted = {"httponly", "samesite"} | ({"secure"} if shown.seen.url.startswith("https:") else set())
    bare = [cookie.partition("=")[0][:40] for cookie in shown.cookies if not wanted <= _flags(cookie)]
    words = f"without {', '.join(sorted(wanted))}: {', '.join(bare)}" if bare else "all cookies are guarded"
    return Reading.observed(
        (len(shown.cookies) - len(bare)) / len(shown.cookies), "share", evidence=(_ref(shown, words),)
    )


def compresses(site: SiteFacts) -> Reading:
    """Whether the home page came compressed, as every request of ours allows.

    Not observed: the home page did not come. Not applicable: it fits into one packet.
    """
    shown = site.probes.home
    if shown is None:
        return Reading.not_observed(site.unseen or "the home page did not come")
    if shown.size < SMALL_BYTES:
        return Reading.not_applicable("the home page is too small to gain by compression")
    encoding = shown.values.get("content-encoding", "").strip()
    return Reading.observed(bool(encoding), evidence=(_ref(shown, f"content-encoding: {encoding or 'none'}"),))


def can_be_cached(site: SiteFacts) -> Reading:
    """Whether a browser may keep the home page, or ask whether it changed, instead of fetching it whole each time.

    Counts an ETag, a Last-Modified, or a Cache-Control with an age above 0; no-store forbids all of it.
    Not observed: the home page did not come.
    Blind spot: pictures and style sheets, which gain more, are not asked for.
    """
    shown = site.probes.home
    if shown is None:
        return Reading.not_observed(site.unseen or "the home page did not come")
    control = shown.values.get("cache-control", "")
    has_age = bool((match := _MAX_AGE.search(control)) and int(match[1]))
    marks = [name for name in ("etag", "last-modified") if shown.values.get(name)] + ["max-age"] * has_age
    words = f"cache-control: {control or 'none'}; {', '.join(marks) or 'nothing to ask by'}"
    return Reading.observed("no-store" not in control.lower() and bool(marks), evidence=(_ref(shown, words),))


def has_security_contact(site: SiteFacts) -> Reading:
    """Whether the portal says whom to tell of a weakness, in `/.well-known/security.txt` (RFC 9116).

    Not observed: the address was not asked for, or did not answer.
    Blind spot: its date of expiry and its signature are not judged.
    """
    probe = next((visit for visit in reversed(site.visits) if visit.url.endswith("/.well-known/security.txt")), None)
    if probe is None or site.probes.security_txt is None:
        return Reading.not_observed("security.txt was not asked for, or did not answer")
    if probe.status in BLOCKED_STATUS or probe.challenge:
        return Reading.not_observed(f"the answer for security.txt was {probe.status}, so it was not seen")
    text = site.probes.security_txt
    line = next((line for line in text.splitlines() if line.lower().startswith("contact:")), "")
    words = line[:160] or f"answered {probe.status} and no contact"
    return Reading.observed(bool(text), evidence=(EvidenceRef(probe.url, probe.requested_at, probe.record_id, words),))


def _tls(site: SiteFacts) -> TlsFacts | Reading:
    if site.probes.asked_at is None:
        return Reading.not_observed("the server was not probed")
    tls = site.probes.tls
    if tls is None:
        return Reading.not_applicable("the listed address names a port of its own")
    if tls.failure.startswith(("connection_refused", "tls_protocol")) or _is_without_tls(tls):
        return Reading.not_applicable("the portal has no HTTPS")
    return tls


def _is_without_tls(tls: TlsFacts) -> bool:
    return len(tls.versions) >= 4 and not any(tls.versions.values())


def _dns(site: SiteFacts) -> DnsFacts | Reading:
    if site.probes.asked_at is None:
        return Reading.not_observed("the name system was not asked")
    return site.probes.dns or Reading.not_applicable("the portal is listed by an address or a private name")


def _seen(site: SiteFacts, words: str) -> tuple[EvidenceRef, ...]:
    seen = site.probes.seen
    return (EvidenceRef(seen.url, seen.visited_at, None, words),) if seen else ()


def _ref(headers: Headers, words: str) -> EvidenceRef:
    return EvidenceRef(headers.seen.url, headers.seen.visited_at, headers.seen.record_id, words)


def _merged(site: SiteFacts) -> Mapping[str, str]:
    """The headers of the home page; HSTS only where it came over HTTPS, since browsers ignore it elsewhere."""
    home, secure = site.probes.home, site.probes.secure
    shown = home or secure
    values = dict(shown.values) if shown else {}
    if shown is None or not shown.seen.url.startswith("https:"):
        values.pop("strict-transport-security", None)
    if secure and "strict-transport-security" in secure.values:
        values["strict-transport-security"] = secure.values["strict-transport-security"]
    return values


def _flags(cookie: str) -> set[str]:
    return {part.partition("=")[0].strip().lower() for part in cookie.split(";")[1:]}


def _has_hsts(values: Mapping[str, str]) -> bool:
    age = _MAX_AGE.search(values.get("strict-transport-security", ""))
    return bool(age and int(age[1]))


def _has_frame_policy(values: Mapping[str, str]) -> bool:
    return "x-frame-options" in values or "frame-ancestors" in values.get("content-security-policy", "").lower()


_GUARDS: dict[str, Callable[[Mapping[str, str]], bool]] = {
    "hsts": _has_hsts,
    "csp": lambda values: bool(values.get("content-security-policy")),
    "nosniff": lambda values: "nosniff" in values.get("x-content-type-options", "").lower(),
    "frame": _has_frame_policy,
    "referrer": lambda values: values.get("referrer-policy", "unsafe-url").strip().lower() != "unsafe-url",
}
