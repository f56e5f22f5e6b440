"""Measures of services: each with a good, a bad and a not observed case."""

from datetime import timedelta

from scoring.facts.model import Guide, Purpose
from tests.builders import VISITED_AT, page, site_facts, visit
from tests.scoring.measures.cases import Case, seen, unseen

UNSEEN = site_facts(has_home=False, visits=[], unseen="blocked: the home page answered 403")
FIELDS = ("name", "basis", "conditions", "materials", "place", "hours", "phone", "process")
FULL = dict.fromkeys(FIELDS, "said")
PERMIT = {"topic": "service_building_permit"}
PLATFORM = "https://zwfw.guizhou.gov.cn/1"


def with_page(**others):
    return site_facts([page("/"), page("/a", **others)])


def handing_over(target, *, status=200, words="Apply on the platform", **others):
    """A page on building permits whose text links to an address beyond the portal, asked for twice."""
    text = f"A permit is needed before you build. {words}. It takes two weeks."
    there = page("/a", topics=PERMIT.values(), text=text, links=[(target, words)], **others)
    own = [visit("/", depth=0), visit("/a")]
    day = VISITED_AT + timedelta(days=1)
    asked = [
        visit(target, status=status, purpose=Purpose.LINK_CHECK, linked_from=there.url, requested_at=at)
        for at in (VISITED_AT, day)
    ]
    return site_facts([page("/"), there], visits=own, external=asked)


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
    Case(
        "service_stage",
        "a government's platform",
        handing_over(PLATFORM),
        seen("online"),
        PERMIT,
    ),
    Case(
        "service_stage",
        "a platform that is gone is no way",
        handing_over(PLATFORM, status=404),
        seen("information"),
        PERMIT,
    ),
    Case(
        "service_stage", "a firm's platform is no counter", handing_over("https://wa.me/1"), seen("information"), PERMIT
    ),
    Case(
        "service_stage",
        "complete: no visit is needed",
        with_page(topics=PERMIT.values(), marks=["apply"], guide=Guide(fields={"visits": "0"}, visits=0)),
        seen("complete"),
        PERMIT,
    ),
    Case(
        "service_stage",
        "complete: it can be paid",
        with_page(topics=PERMIT.values(), marks=["apply", "pay"]),
        seen("complete"),
        PERMIT,
    ),
    Case(
        "service_stage",
        "paying alone is no service",
        with_page(topics=PERMIT.values(), marks=["pay"]),
        seen("information"),
        PERMIT,
    ),
    Case("service_stage", "not observed", UNSEEN, unseen("403"), PERMIT),
    Case("named_services", "good", with_page(topics=["service_tax", "service_fines"]), seen(2)),
    Case("named_services", "bad: statistics are no service", with_page(topics=["service_stats"]), seen(0)),
    Case("named_services", "not observed", UNSEEN, unseen("403")),
    Case("services_reaching", "good", with_page(topics=PERMIT.values(), marks=["apply"]), seen(1), {"stage": "online"}),
    Case("services_reaching", "bad", with_page(topics=PERMIT.values()), seen(0), {"stage": "online"}),
    Case("services_reaching", "not observed", UNSEEN, unseen("403"), {"stage": "online"}),
    Case("live_handover_share", "good", handing_over(PLATFORM), seen(1.0)),
    Case("live_handover_share", "bad", handing_over(PLATFORM, status=404), seen(0.0)),
    Case(
        "live_handover_share",
        "not observed: blocked is not broken",
        handing_over(PLATFORM, status=403),
        unseen("none of 1 links"),
    ),
    Case("live_handover_share", "not observed: no link", with_page(topics=PERMIT.values()), unseen("no link hands")),
    Case(
        "live_handover_share",
        "not observed: a menu hands nothing over",
        with_page(topics=PERMIT.values(), links=[("https://weixin.qq.com/", "WeChat")]),
        unseen("no link hands"),
    ),
]
