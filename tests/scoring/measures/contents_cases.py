"""Measures of what pages say: each with a good, a bad and a not observed case."""

from scoring.facts.model import Injection, Wording
from tests.builders import page, site_facts
from tests.scoring.measures.cases import Case, not_applicable, seen, unseen

UNSEEN = site_facts(has_home=False, visits=[], unseen="blocked: the home page answered 403")
SLIP = Wording("goverment", "government", "the goverment said", "general")
HIDDEN = Injection("display: none", "博彩", "http://bet.example/", "gambling")


def with_page(**others):
    return site_facts([page("/"), page("/a", **others)])


def watched(**others):
    return site_facts([page("/"), page("/a", **others)], watches_expressions=True)


WATCHED_UNSEEN = site_facts(has_home=False, visits=[], unseen="the home page answered 403", watches_expressions=True)

CASES = [
    Case("injected_pages", "good", with_page(), seen(0)),
    Case("injected_pages", "bad", with_page(injections=(HIDDEN, HIDDEN)), seen(1)),
    Case("injected_pages", "not observed", UNSEEN, unseen("403")),
    Case("misspellings", "good", with_page(misspellings=()), seen(0)),
    Case("misspellings", "bad: each once", with_page(misspellings=(SLIP, SLIP)), seen(1)),
    Case("misspellings", "not observed: no list for the language", with_page(), unseen("no list")),
    Case("watched_expressions", "good", watched(), seen(0)),
    Case("watched_expressions", "bad", watched(expressions=(SLIP,)), seen(1)),
    Case("watched_expressions", "not observed", WATCHED_UNSEEN, unseen("403")),
    Case("watched_expressions", "not applicable", with_page(), not_applicable("names no expressions")),
]
