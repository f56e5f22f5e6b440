"""Measures of identity: each with a good, a bad and a not observed case."""

from tests.builders import page, site_facts
from tests.scoring.measures.cases import Case, not_applicable, seen, unseen

UNSEEN = site_facts(has_home=False, visits=[], unseen="blocked: the home page answered 403", country="CN")
FULL = {
    "organiser": "清水市人民政府办公室",
    "icp": "滇ICP备05000001号",
    "police": "滇公网安备53010202000123号",
    "site_code": "5299990001",
}


def home_with(**identity):
    return site_facts([page("/", identity=identity)], country="CN")


def pages_with(*codes):
    return site_facts(
        [page(f"/{n}", identity=FULL | {"site_code": code}) for n, code in enumerate(codes)], country="CN"
    )


CASES = [
    Case("named_owner_share", "good", home_with(holder="Town of Riverton"), seen(1.0)),
    Case("named_owner_share", "bad", home_with(), seen(0.0)),
    Case("named_owner_share", "not observed", UNSEEN, unseen("403")),
    Case("filing_marks", "good", home_with(**FULL), seen(4)),
    Case("filing_marks", "bad", home_with(icp=FULL["icp"]), seen(1)),
    Case("filing_marks", "not observed", UNSEEN, unseen("403")),
    Case("filing_marks", "not applicable", site_facts(), not_applicable("China")),
    Case("identity_conflict_share", "good", pages_with(*["5299990001"] * 5), seen(0.0)),
    Case("identity_conflict_share", "bad", pages_with(*["5299990001"] * 4, "1100000001"), seen(0.2)),
    Case("identity_conflict_share", "not observed", home_with(**FULL), unseen("1 pages bear")),
    Case("identity_conflict_share", "not applicable", site_facts(), not_applicable("China")),
]
