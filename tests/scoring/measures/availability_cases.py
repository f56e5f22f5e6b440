"""Measures of availability: each with a good, a bad and a not observed case."""

from crawler.evidence import Purpose
from tests.builders import page, site_facts, visit
from tests.scoring.measures.cases import Case, not_applicable, seen, unseen

REFUSED = visit("/", failure="connection_refused", depth=0)
TIMED_OUT = visit("/", failure="connect_timeout", depth=0)
UNSEEN = site_facts(has_home=False, visits=[TIMED_OUT], unseen="the home page did not come: connect timeout")


PARKED = site_facts(
    has_home=False,
    visits=[visit("/", depth=0), visit("https://town.example/", purpose=Purpose.PROBE)],
    unseen="the home page is a parked name (this domain is for sale)",
    dead_home=page("/").evidence("this domain is for sale"),
)


def probe(url, **outcome):
    return visit(url, purpose=Purpose.PROBE, **outcome)


def pages_answered(*, failed, failure="connection_refused"):
    good = [visit(f"/a/{number}", depth=1) for number in range(10 - failed)]
    return good + [visit(f"/b/{number}", failure=failure, depth=1) for number in range(failed)]


CASES = [
    Case("home_answers", "good", site_facts([page("/")]), seen(1.0)),
    Case("home_answers", "bad: refused", site_facts(has_home=False, visits=[REFUSED]), seen(0.0)),
    Case("home_answers", "bad: a server error", site_facts(visits=[visit("/", status=502)]), seen(0.0)),
    Case("home_answers", "bad: a name for sale", PARKED, seen(0.0)),
    Case("home_response_seconds", "a name for sale has none", PARKED, not_applicable("parked name")),
    Case("https_validity", "a name for sale has none", PARKED, not_applicable("parked name")),
    Case("home_answers", "not observed: blocked", site_facts(visits=[visit("/", status=403)]), unseen("not visited")),
    Case("home_answers", "not observed: timed out", UNSEEN, unseen("connect timeout")),
    Case("home_answers", "a later try counts, too", site_facts(visits=[REFUSED, visit("/")]), seen(0.5)),
    Case("home_answers", "a redirect is no visit", site_facts(visits=[visit("/", status=301), visit("/")]), seen(1.0)),
    Case("home_response_seconds", "good", site_facts([page("/", seconds=0.25)]), seen(0.25)),
    Case("home_response_seconds", "bad", site_facts([page("/", seconds=14.0)]), seen(14.0)),
    Case("home_response_seconds", "not observed", UNSEEN, unseen("connect timeout")),
    Case("https_validity", "good", site_facts(visits=[probe("https://town.example/")]), seen("valid")),
    Case(
        "https_validity",
        "bad: expired",
        site_facts(visits=[probe("https://town.example/", failure="tls_expired")]),
        seen("expired"),
    ),
    Case(
        "https_validity",
        "bad: no HTTPS",
        site_facts(visits=[probe("https://town.example/", failure="connection_refused")]),
        seen("none"),
    ),
    Case(
        "https_validity",
        "not observed: timed out",
        site_facts(visits=[probe("https://town.example/", failure="connect_timeout")]),
        unseen("connect timeout"),
    ),
    Case(
        "https_validity",
        "not applicable: own port",
        site_facts(home_url="http://127.0.0.1:8900/", visits=[]),
        not_applicable("port of its own"),
    ),
    Case(
        "http_leads_to_https",
        "good",
        site_facts(visits=[probe("http://town.example/", status=301, final_url="https://town.example/")]),
        seen(True),
    ),
    Case("http_leads_to_https", "bad", site_facts(visits=[probe("http://town.example/")]), seen(False)),
    Case("http_leads_to_https", "not observed", site_facts(visits=[]), unseen("did not answer")),
    Case("answers_under_other_name", "good", site_facts(visits=[probe("https://www.town.example/")]), seen(True)),
    Case(
        "answers_under_other_name",
        "bad",
        site_facts(visits=[probe("https://www.town.example/", failure="dns_not_found")]),
        seen(False),
    ),
    Case("answers_under_other_name", "not observed", site_facts(visits=[]), unseen("not probed")),
    Case(
        "answers_under_other_name",
        "not observed: blocked",
        site_facts(visits=[probe("https://www.town.example/", status=403)]),
        unseen("answered 403"),
    ),
    Case(
        "answers_under_other_name",
        "not applicable: a number",
        site_facts(home_url="http://127.0.0.1/", visits=[]),
        not_applicable("takes no www"),
    ),
    Case("answered_share", "good", site_facts(visits=pages_answered(failed=0)), seen(1.0)),
    Case(
        "answered_share",
        "the last try of a page counts",
        site_facts(visits=pages_answered(failed=5) + [visit(f"/b/{number}", depth=1) for number in range(5)]),
        seen(1.0),
    ),
    Case("answered_share", "bad", site_facts(visits=pages_answered(failed=5)), seen(0.5)),
    Case(
        "answered_share",
        "timeouts are left out",
        site_facts(visits=pages_answered(failed=5, failure="connect_timeout")),
        seen(1.0),
    ),
    Case("answered_share", "not observed", UNSEEN, unseen("connect timeout")),
    Case("mobile_ready_share", "good", site_facts([page("/")]), seen(1.0)),
    Case("mobile_ready_share", "bad", site_facts([page("/"), page("/a", has_viewport=False)]), seen(0.5)),
    Case("mobile_ready_share", "not observed", UNSEEN, unseen("connect timeout")),
    Case("is_readable_without_scripts", "good", site_facts([page("/")]), seen(True)),
    Case("is_readable_without_scripts", "bad", site_facts([page("/", marks=["shell"])]), seen(False)),
    Case("is_readable_without_scripts", "not observed", UNSEEN, unseen("connect timeout")),
]
