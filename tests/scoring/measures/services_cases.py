"""Measures of services: each with a good, a bad and a not observed case."""

from tests.builders import page, site_facts
from tests.scoring.measures.cases import Case, seen, unseen

UNSEEN = site_facts(has_home=False, visits=[], unseen="blocked: the home page answered 403")
FIELDS = ("name", "basis", "conditions", "materials", "place", "hours", "phone", "process")
FULL = dict.fromkeys(FIELDS, "said")
PERMIT = {"topic": "service_building_permit"}


def with_page(**others):
    return site_facts([page("/"), page("/a", **others)])


def with_guides(*guides):
    return site_facts([page("/")] + [page(f"/g{n}", guide=guide) for n, guide in enumerate(guides)])


CASES = [
    Case("topic_pages", "good", with_page(topics=["health"]), seen(1), {"topic": "health"}),
    Case("topic_pages", "bad", with_page(), seen(0), {"topic": "health"}),
    Case("topic_pages", "not observed", UNSEEN, unseen("403"), {"topic": "health"}),
    Case("guide_pages", "good", with_guides(FULL, FULL), seen(2)),
    Case("guide_pages", "bad", with_page(), seen(0)),
    Case("guide_pages", "not observed", UNSEEN, unseen("403")),
    Case("guide_completeness", "good", with_guides(FULL), seen(8.0)),
    Case("guide_completeness", "bad", with_guides({"basis": "a", "phone": "b", "fee": "c"}), seen(2.0)),
    Case("guide_completeness", "not observed", with_page(), unseen("no service guide")),
    Case("guides_naming", "good", with_guides(FULL | {"fee": "none"}), seen(1.0), {"field": "fee"}),
    Case("guides_naming", "bad", with_guides(FULL), seen(0.0), {"field": "fee"}),
    Case("guides_naming", "not observed", with_page(), unseen("no service guide"), {"field": "fee"}),
    Case("downloads_on", "good", with_page(topics=["forms"], links=["/f.pdf"]), seen(1), {"topic": "forms"}),
    Case("downloads_on", "bad", with_page(topics=["forms"]), seen(0), {"topic": "forms"}),
    Case("downloads_on", "not observed", with_page(), unseen("no page on forms"), {"topic": "forms"}),
    Case("service_stage", "good", with_page(topics=PERMIT.values(), marks=["apply"]), seen("online"), PERMIT),
    Case(
        "service_stage", "a form to download", with_page(topics=PERMIT.values(), links=["/f.doc"]), seen("form"), PERMIT
    ),
    Case("service_stage", "information alone", with_page(topics=PERMIT.values()), seen("information"), PERMIT),
    Case("service_stage", "bad", with_page(), seen("none"), PERMIT),
    Case("service_stage", "not observed", UNSEEN, unseen("403"), PERMIT),
    Case("named_services", "good", with_page(topics=["service_tax", "service_fines"]), seen(2)),
    Case("named_services", "bad: statistics are no service", with_page(topics=["service_stats"]), seen(0)),
    Case("named_services", "not observed", UNSEEN, unseen("403")),
]
