"""Measures of errors: each with a good, a bad and a not observed case."""

from datetime import timedelta

from crawler.evidence import Purpose
from scoring.facts.model import EncodingFact
from tests.builders import HOME, VISITED_AT, page, site_facts, visit
from tests.scoring.measures.cases import Case, seen, unseen

UNSEEN = site_facts(has_home=False, visits=[], unseen="blocked: the home page answered 403")
WRONG = EncodingFact("utf-8", "gb18030", is_declared_wrong=True)
DAMAGED = EncodingFact("utf-8", "utf-8", damaged_share=0.02)


def followed(*statuses, **others):
    visits = [visit(f"/p{n}", status=status, linked_from=HOME) for n, status in enumerate(statuses)]
    home = page("/", links=[f"/p{n}" for n in range(len(statuses))])
    return site_facts([home], visits=visits, **others)


def checked(path, *statuses, **others):
    """Addresses asked for twice by the link checks: what is seen of each is its last answer."""
    return [
        visit(path.format(n), status=status, purpose=Purpose.LINK_CHECK, linked_from=HOME, requested_at=at, **others)
        for n, status in enumerate(statuses)
        for at in (VISITED_AT, VISITED_AT + timedelta(hours=2))
    ]


def beyond(*statuses):
    return site_facts(external=checked("https://other.example/{}", *statuses))


def filed(path, *statuses):
    return site_facts(visits=[visit("/"), *checked(path, *statuses)])


def filed_home(status):
    return site_facts([page("/", links=["/0.pdf"])], visits=[visit("/"), *checked("/{}.pdf", status)])


def made_up(status):
    return site_facts(visits=[visit("/egovbench-0123456789ab", purpose=Purpose.PROBE, status=status)])


def with_page(**others):
    return site_facts([page("/"), page("/a", **others)])


CASES = [
    Case("broken_link_share", "good", followed(*[200] * 12), seen(0.0)),
    Case("broken_link_share", "bad", followed(*[200] * 9, 404, 410, 500), seen(0.25)),
    Case("broken_link_share", "blocked is not broken", followed(*[200] * 10, 403, 429), seen(0.0)),
    Case("broken_link_share", "not observed: few targets", followed(200, 404), unseen("only 2")),
    Case("broken_link_share", "not observed: blocked", UNSEEN, unseen("403")),
    Case("broken_home_links", "good", followed(200, 200), seen(0)),
    Case("broken_home_links", "bad", followed(200, 404), seen(1)),
    Case("broken_home_links", "not observed", site_facts([page("/", links=["/a", "/b"])]), unseen("0 of 2")),
    Case("broken_home_links", "documents count", filed_home(404), seen(1)),
    Case("broken_external_share", "good", beyond(200, 200, 200, 403), seen(0.0)),
    Case("broken_external_share", "bad", beyond(200, 200, 200, 404), seen(0.25)),
    Case("broken_external_share", "not observed", site_facts(), unseen("0 links")),
    Case("broken_external_share", "not observed: turned away", beyond(403, 403, 999, 200), unseen("1 could be told")),
    Case("broken_file_share", "good", filed("/{}.pdf", 200, 200, 429), seen(0.0), {"kind": "file"}),
    Case("broken_file_share", "bad", filed("/{}.pdf", 200, 404), seen(0.5), {"kind": "file"}),
    Case("broken_file_share", "bad: pictures", filed("/{}.png", 410, 500), seen(1.0), {"kind": "media"}),
    Case("broken_file_share", "not observed", filed("/{}.pdf", 200), unseen("none was asked"), {"kind": "media"}),
    Case("server_error_share", "good", followed(*[200] * 5), seen(0.0)),
    Case("server_error_share", "bad", followed(*[200] * 4, 500), seen(0.2)),
    Case("server_error_share", "not observed", UNSEEN, unseen("403")),
    Case("missing_page_answer", "good", made_up(404), seen("404")),
    Case("missing_page_answer", "bad: soft", made_up(200), seen("soft")),
    Case("missing_page_answer", "bad: led home", made_up(302), seen("home")),
    Case("missing_page_answer", "not observed: blocked", made_up(403), unseen("not seen")),
    Case("marked_pages", "good", with_page(), seen(0), {"mark": "placeholder"}),
    Case("marked_pages", "bad", with_page(marks={"placeholder": "建设中"}), seen(1), {"mark": "placeholder"}),
    Case("marked_pages", "not observed", UNSEEN, unseen("403"), {"mark": "placeholder"}),
    Case("empty_page_share", "good", with_page(), seen(0.0), {"words": 10}),
    Case("empty_page_share", "bad", with_page(text="Welcome"), seen(1.0), {"words": 10}),
    Case("empty_page_share", "a list is content", with_page(text="", items=["2026-10-01"]), seen(0.0), {"words": 10}),
    Case("empty_page_share", "not observed", site_facts(), unseen("no page beside"), {"words": 10}),
    Case("encoding_fault_share", "good", with_page(), seen(0.0)),
    Case("encoding_fault_share", "bad", with_page(encoding=WRONG), seen(0.5)),
    Case("encoding_fault_share", "not observed", UNSEEN, unseen("403")),
    Case("damaged_text_share", "good", with_page(), seen(0.0)),
    Case("damaged_text_share", "bad", with_page(encoding=DAMAGED), seen(0.5)),
    Case("damaged_text_share", "bad: garbled", with_page(marks={"garbled": "RÃ©union"}), seen(0.5)),
    Case("damaged_text_share", "not observed", UNSEEN, unseen("403")),
    Case("untitled_share", "good", with_page(title="Roads"), seen(0.0)),
    Case("untitled_share", "bad", with_page(title=" "), seen(0.5)),
    Case("untitled_share", "not observed", UNSEEN, unseen("403")),
    Case("repeated_title_share", "good", site_facts([page(f"/{n}", title=f"{n}") for n in range(5)]), seen(0.0)),
    Case("repeated_title_share", "bad", site_facts([page(f"/{n}", title="Town") for n in range(5)]), seen(5 / 6)),
    Case("repeated_title_share", "not observed", with_page(), unseen("fewer than five")),
    Case("private_address_links", "good", with_page(links=["https://other.example/"]), seen(0)),
    Case("private_address_links", "bad", with_page(links=["http://192.168.1.5/oa", "file:///c:/x.doc"]), seen(2)),
    Case("private_address_links", "not observed", UNSEEN, unseen("403")),
]
