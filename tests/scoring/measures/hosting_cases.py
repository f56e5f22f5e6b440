"""Measures of hosting and of availability over time: each with a good, a bad and a not observed case."""

from datetime import UTC, datetime, timedelta

from crawler.evidence import Purpose
from scoring.facts.model import EvidenceRef
from scoring.facts.probes import DnsFacts, Headers, ProbeFacts, TlsFacts
from tests.builders import HOME, VISITED_AT, site_facts, visit
from tests.scoring.measures.cases import Case, not_applicable, seen, unseen

SEEN = EvidenceRef(HOME, VISITED_AT)
NEW = {"TLSv1": False, "TLSv1.1": False, "TLSv1.2": True, "TLSv1.3": True}
ALL = {"headers": "hsts csp nosniff frame referrer"}
GUARDS = {
    "strict-transport-security": "max-age=31536000",
    "content-security-policy": "default-src 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
NOT_PROBED = site_facts()
BLOCKED = site_facts(has_home=False, visits=[], unseen="blocked: the home page answered 403")
CENSUS = {"days": 7, "per_day": 20, "limit": 0.05}
EDGI = {"days": 14, "visits": 20}


def probed(*, tls=None, dns=None, values=None, cookies=(), size=20_000, url=HOME, security_txt=None, visits=None):
    home = Headers(seen=EvidenceRef(url, VISITED_AT), values=values, cookies=cookies, size=size) if values else None
    facts = ProbeFacts(
        host="town.example", asked_at=VISITED_AT, tls=tls, dns=dns, home=home, seen=SEEN, security_txt=security_txt
    )
    return site_facts(probes=facts, visits=visits)


def certificate(*, days):
    return probed(tls=TlsFacts(versions=NEW, valid_to=VISITED_AT + timedelta(days=days), issuer="CN=Test"))


def named(**others):
    return probed(dns=DnsFacts(**others))


def security_txt(text, status=200):
    asked = visit("/.well-known/security.txt", purpose=Purpose.PROBE, status=status)
    return probed(security_txt=text, visits=[asked])


def beats(failures, *, count=1000, every_minutes=72, failure="connect_timeout", status=None):
    """A host of `count` heartbeats, those failing whose numbers are in `failures`."""
    begin = datetime(2026, 10, 1, tzinfo=UTC)
    return site_facts(
        visits=[
            visit(
                purpose=Purpose.HEARTBEAT,
                depth=0,
                requested_at=begin + timedelta(minutes=every_minutes * number),
                **({"status": status} if status else {"failure": failure}) if number in failures else {},
            )
            for number in range(count)
        ]
    )


def every(share, *, count):
    """Numbers spread evenly, of this share of the count."""
    wanted = round(share * count)
    return {int((number + 0.5) * count / wanted) for number in range(wanted)}


WEEK = 1000  # 1,000 visits in a week: 4.9 % and 5.1 % are whole numbers of them
MINUTES = 10

CASES = [
    Case("certificate_days_left", "good", certificate(days=60), seen(60)),
    Case("certificate_days_left", "bad", certificate(days=-3), seen(-3)),
    Case("certificate_days_left", "not observed", NOT_PROBED, unseen("not probed")),
    Case(
        "certificate_days_left",
        "not applicable: no HTTPS",
        probed(tls=TlsFacts(failure="connection_refused: x")),
        not_applicable("no HTTPS"),
    ),
    Case(
        "certificate_days_left",
        "not observed: timed out",
        probed(tls=TlsFacts(failure="read_timeout: late")),
        unseen("read_timeout"),
    ),
    Case("keeps_to_new_tls", "good", certificate(days=1), seen(True)),
    Case("keeps_to_new_tls", "bad", probed(tls=TlsFacts(versions=NEW | {"TLSv1": True})), seen(False)),
    Case("keeps_to_new_tls", "not observed", probed(tls=TlsFacts(versions={"TLSv1.3": True})), unseen("versions")),
    Case("speaks_http2", "good", probed(tls=TlsFacts(versions=NEW, alpn="h2")), seen(True)),
    Case("speaks_http2", "bad", probed(tls=TlsFacts(versions=NEW, alpn="http/1.1")), seen(False)),
    Case("speaks_http2", "not observed", NOT_PROBED, unseen("not probed")),
    Case("has_ipv6", "good", named(ipv6=("2001:db8::1",), is_reached_by_ipv6=True), seen(True)),
    Case("has_ipv6", "bad", named(ipv6=()), seen(False)),
    Case(
        "has_ipv6",
        "bad: an address where nobody is",
        named(ipv6=("2001:db8::1",), is_reached_by_ipv6=False),
        seen(False),
    ),
    Case("has_ipv6", "not observed", named(failure="LifetimeTimeout"), unseen("LifetimeTimeout")),
    Case("has_ipv6", "not applicable: an address", probed(), not_applicable("private name")),
    Case("dnssec_signed", "good", named(is_signed=True, zone="town.example"), seen(True)),
    Case("dnssec_signed", "bad", named(is_signed=False), seen(False)),
    Case("dnssec_signed", "not observed", named(ipv6=()), unseen("did not answer")),
    Case("restricts_issuers", "good", named(issuers=('0 issue "ca.example"',)), seen(True)),
    Case("restricts_issuers", "bad", named(issuers=()), seen(False)),
    Case("restricts_issuers", "not observed", NOT_PROBED, unseen("not asked")),
    Case("security_header_share", "good", probed(values=GUARDS), seen(1.0), ALL),
    Case("security_header_share", "bad", probed(values={"server": "x"}), seen(0.0), ALL),
    Case(
        "security_header_share",
        "HSTS over plain http is none",
        probed(values=GUARDS, url="http://town.example/"),
        seen(0.8),
        ALL,
    ),
    Case("security_header_share", "not observed", BLOCKED, unseen("403"), ALL),
    Case(
        "guarded_cookie_share",
        "good",
        probed(values={"a": "b"}, cookies=("id=1; Secure; HttpOnly; SameSite=Lax",)),
        seen(1.0),
    ),
    Case(
        "guarded_cookie_share",
        "bad",
        probed(values={"a": "b"}, cookies=("id=1; path=/", "b=2; secure; httponly; samesite=None")),
        seen(0.5),
    ),
    Case("guarded_cookie_share", "not observed", BLOCKED, unseen("403")),
    Case("guarded_cookie_share", "not applicable", probed(values={"a": "b"}), not_applicable("no cookie")),
    Case("compresses", "good", probed(values={"content-encoding": "gzip"}), seen(True)),
    Case("compresses", "bad", probed(values={"server": "x"}), seen(False)),
    Case("compresses", "not observed", BLOCKED, unseen("403")),
    Case("compresses", "not applicable", probed(values={"server": "x"}, size=300), not_applicable("too small")),
    Case("can_be_cached", "good", probed(values={"etag": '"1"'}), seen(True)),
    Case("can_be_cached", "bad", probed(values={"cache-control": "no-store", "etag": '"1"'}), seen(False)),
    Case("can_be_cached", "not observed", BLOCKED, unseen("403")),
    Case("has_security_contact", "good", security_txt("Contact: mailto:a@b.example"), seen(True)),
    Case("has_security_contact", "bad", security_txt("", status=404), seen(False)),
    Case("has_security_contact", "not observed: blocked", security_txt("", status=403), unseen("403")),
    Case("availability_share", "good", beats(()), seen(1.0), {"visits": 20}),
    Case("availability_share", "bad", beats(every(0.2, count=1000)), seen(0.8), {"visits": 20}),
    Case("availability_share", "not observed: too few", beats((), count=19), unseen("only 19"), {"visits": 20}),
    Case("availability_share", "not applicable: none", NOT_PROBED, not_applicable("no heartbeats"), {"visits": 20}),
    Case(
        "availability_share",
        "not observed: all were blocked",
        beats(set(range(20)), count=20, status=403),
        unseen("blocked"),
        {"visits": 20},
    ),
    Case("availability_share", "blocks are left out", beats({1, 2}, count=22, status=403), seen(1.0), {"visits": 20}),
    Case("availability_share", "5xx answers fail", beats({1, 2}, count=20, status=503), seen(0.9), {"visits": 20}),
    Case(
        "availability_share",
        "not observed: a fence looks the same",
        beats(set(range(20)), count=20),
        unseen("never reached"),
        {"visits": 20},
    ),
    Case(
        "availability_share",
        "robots.txt is not the portal's fault",
        beats({1, 2}, count=22, failure="robots_denied"),
        seen(1.0),
        {"visits": 20},
    ),
    Case(
        "meets_census_rule",
        "good: 4.9 %",
        beats(every(0.049, count=WEEK), count=WEEK, every_minutes=MINUTES),
        seen(True),
        CENSUS,
    ),
    Case(
        "meets_census_rule",
        "bad: 5.1 %",
        beats(every(0.051, count=WEEK), count=WEEK, every_minutes=MINUTES),
        seen(False),
        CENSUS,
    ),
    Case("meets_census_rule", "good: 6 of 140", beats({*range(6)}, count=140), seen(True), CENSUS),
    Case("meets_census_rule", "bad: 7 of 140", beats({*range(7)}, count=140), seen(False), CENSUS),
    Case("meets_census_rule", "not observed: 139 visits", beats((), count=139), unseen("only 139"), CENSUS),
    Case(
        "meets_census_rule",
        "not observed: all on one day",
        beats((), count=200, every_minutes=1),
        unseen("a day of the 7"),
        CENSUS,
    ),
    Case("weighted_up_share", "good", beats(every(0.049, count=280), count=280), seen(265 / 279), EDGI),
    Case("weighted_up_share", "bad", beats({*range(140, 280)}, count=280), seen(139 / 279), EDGI),
    Case("weighted_up_share", "what is older than 14 days is forgotten", beats({*range(720)}), seen(1.0), EDGI),
    Case("weighted_up_share", "not observed", beats((), count=3), unseen("only 3"), EDGI),
]
