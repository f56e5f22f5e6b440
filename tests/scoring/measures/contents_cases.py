"""Measures of what pages say: each with a good, a bad and a not observed case."""

from scoring.facts.model import Injection
from tests.builders import page, site_facts
from tests.scoring.measures.cases import Case, seen, unseen

UNSEEN = site_facts(has_home=False, visits=[], unseen="blocked: the home page answered 403")
HIDDEN = Injection("display: none", "博彩", "http://bet.example/", "gambling")


def with_page(**others):
    return site_facts([page("/"), page("/a", **others)])


CASES = [
    Case("injected_pages", "good", with_page(), seen(0)),
    Case("injected_pages", "bad", with_page(injections=(HIDDEN, HIDDEN)), seen(1)),
    Case("injected_pages", "not observed", UNSEEN, unseen("403")),
]
