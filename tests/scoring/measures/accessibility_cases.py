"""Measures of accessibility: each with a good, a bad and a not observed case."""

from scoring.facts.model import AccessFault
from scoring.facts.rendered import RenderedFacts, Violation
from tests.builders import page, site_facts
from tests.scoring.measures.cases import Case, seen, unseen

UNSEEN = site_facts(has_home=False, visits=[], unseen="blocked: the home page answered 403")
SHELL = site_facts([page("/", marks=["shell"])])
LINK = AccessFault("link_unnamed", 3, '<a href="/x"><i class="icon"></i></a>')
TABLE = AccessFault("table_for_layout", 1, "<table>")


def with_page(**others):
    return site_facts([page("/"), page("/a", **others)])


def with_home(**others):
    return site_facts([page("/", **others)], known_aids=frozenset({"elder_mode"}))


CLEAN = RenderedFacts((Violation("region", "moderate", 2, "Landmarks", ""),))
BARRED = RenderedFacts((Violation("button-name", "critical", 2, "Buttons must have text", "<button></button>"),))

CASES = [
    Case("barrier_free_share", "good: lesser faults bar nobody", with_page(rendered=CLEAN), seen(1.0)),
    Case("barrier_free_share", "bad", with_page(rendered=BARRED), seen(0.0)),
    Case("barrier_free_share", "not observed", with_page(), unseen("browser")),
    Case("barrier_free_share", "not observed: no findings", with_page(rendered=RenderedFacts(None)), unseen("browser")),
    Case("fault_free_share", "good", with_page(), seen(1.0)),
    Case("fault_free_share", "good: advice alone fails nothing", with_page(faults=(TABLE,)), seen(1.0)),
    Case("fault_free_share", "bad", with_page(faults=(LINK,)), seen(0.5)),
    Case("fault_free_share", "not observed", UNSEEN, unseen("403")),
    Case("fault_free_share", "not observed: a shell holds nothing yet", SHELL, unseen("need a browser")),
    Case("rule_kept_share", "good", with_page(), seen(1.0), {"rule": "link_unnamed"}),
    Case("rule_kept_share", "bad", with_page(faults=(LINK,)), seen(0.5), {"rule": "link_unnamed"}),
    Case("rule_kept_share", "not observed", UNSEEN, unseen("403"), {"rule": "link_unnamed"}),
    Case("offers_aid", "good", with_home(aids={"elder_mode": "长者版"}), seen(True), {"aid": "elder_mode"}),
    Case("offers_aid", "bad", with_home(), seen(False), {"aid": "elder_mode"}),
    Case("offers_aid", "not observed", UNSEEN, unseen("403"), {"aid": "elder_mode"}),
    Case(
        "offers_aid",
        "not observed: no words for it",
        site_facts([page("/")]),
        unseen("no words"),
        {"aid": "elder_mode"},
    ),
]
