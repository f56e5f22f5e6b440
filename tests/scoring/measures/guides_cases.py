"""Measures of service guides: each with a good, a bad and a not observed case."""

from datetime import timedelta

from scoring.facts.model import Guide, GuideFault, Online, Purpose, TimeLimit
from tests.builders import VISITED_AT, page, site_facts, visit
from tests.scoring.measures.cases import Case, seen, unseen

UNSEEN = site_facts(has_home=False, visits=[], unseen="blocked: the home page answered 403")
SILENT = Guide(fields={"basis": "Act 1", "fee": "5", "process": "Come"})
ONE = {"visits": 1}


def guides(*each):
    return site_facts([page("/"), *(page(f"/g{number}", guide=guide) for number, guide in enumerate(each))])


def days(promised, statutory, *, is_working=True, by_law_is_working=True):
    return Guide(
        fields={"promised_days": str(promised), "statutory_days": str(statutory)},
        promised=TimeLimit(promised, is_working),
        statutory=TimeLimit(statutory, by_law_is_working),
    )


def visits(number):
    return Guide(fields={"visits": str(number)}, visits=number)


def online(depth):
    return Guide(fields={"online_depth": depth}, online=depth)


def faulty(rule):
    return Guide(fields={}, faults=(GuideFault(rule, "words"),))


def form(status, content_type="application/pdf"):
    """A guide that links a form, which was asked for twice and answered so."""
    there = page("/g", guide=SILENT, links=["/form.pdf"])
    asked = [
        visit(
            "/form.pdf",
            status=status,
            purpose=Purpose.LINK_CHECK,
            linked_from=there.url,
            requested_at=at,
            content_type=content_type,
        )
        for at in (VISITED_AT, VISITED_AT + timedelta(days=1))
    ]
    return site_facts([page("/"), there], visits=[visit("/"), visit("/g"), *asked])


CASES = [
    Case("time_saved_share", "good", guides(days(5, 20), days(0, 20)), seen(1 - 5 / 40)),
    Case(
        "time_saved_share",
        "good: of 7 calendar days 5 are worked",
        guides(days(5, 10), days(7, 28, is_working=False, by_law_is_working=False)),
        seen(1 - (5 + 5) / (10 + 20)),
    ),
    Case("time_saved_share", "bad: slower than the law", guides(days(30, 20)), seen(-0.5)),
    Case("time_saved_share", "not observed", guides(SILENT), unseen("time promised")),
    Case(
        "time_saved_share", "not observed: other days", guides(days(5, 20, is_working=False)), unseen("time promised")
    ),
    Case("time_saved_share", "at once needs no kind of days", guides(days(0, 20, is_working=False)), seen(1.0)),
    Case("few_visits_share", "good", guides(visits(0), visits(1), SILENT), seen(1.0), ONE),
    Case("few_visits_share", "bad", guides(visits(2), visits(1)), seen(0.5), ONE),
    Case("few_visits_share", "not observed", guides(SILENT), unseen("counts the visits"), ONE),
    Case("fully_online_share", "good", guides(online(Online.FULLY), SILENT), seen(1.0)),
    Case("fully_online_share", "bad", guides(online(Online.PARTLY), online(Online.NOT)), seen(0.0)),
    Case("fully_online_share", "not observed", guides(SILENT), unseen("done online")),
    Case("consistent_guide_share", "good", guides(SILENT), seen(1.0)),
    Case("consistent_guide_share", "bad", guides(SILENT, faulty("promised_over_statutory")), seen(0.5)),
    Case("consistent_guide_share", "not observed", UNSEEN, unseen("403")),
    Case("working_form_share", "good", form(200), seen(1.0)),
    Case("working_form_share", "bad", form(404), seen(0.0)),
    Case("working_form_share", "bad: a web page comes in the file's stead", form(200, "text/html"), seen(0.0)),
    Case("working_form_share", "not observed: blocked is not broken", form(403), unseen("none of 1 files")),
    Case("working_form_share", "not observed: no form", guides(SILENT), unseen("links a file")),
]
