"""Measures of what pages say: each with a good, a bad and a not observed case."""

from dataclasses import replace

from crawler.evidence import Purpose
from scoring.facts.model import FileContent, Injection, LinkState, LinkVerdict, SpellingFacts, Wording
from tests.builders import page, site_facts, visit
from tests.scoring.measures.cases import Case, not_applicable, seen, unseen

UNSEEN = site_facts(has_home=False, visits=[], unseen="blocked: the home page answered 403")
SLIP = Wording("goverment", "government", "the goverment said", "general")
HIDDEN = Injection("display: none", "博彩", "http://bet.example/", "gambling")


def with_page(**others):
    return site_facts([page("/"), page("/a", **others)])


def watched(**others):
    return site_facts([page("/"), page("/a", **others)], watches_expressions=True)


def with_documents(*answers, path="/{}.pdf", **others):
    """A document linked from the home page for each content type that it was answered with."""
    checked = {"purpose": Purpose.LINK_CHECK, "linked_from": "https://town.example/"}
    links = [visit(path.format(number), content_type=kind, **checked, **others) for number, kind in enumerate(answers)]
    return site_facts([page("/")], visits=[visit("/"), *links])


def with_content(*found, kind="file"):
    """A checked file for each content that its first bytes told."""
    url = "https://town.example/{}.pdf".format
    check = visit(url(0), purpose=Purpose.LINK_CHECK)
    verdicts = {
        str(number): LinkVerdict(url(number), LinkState.WORKS, "answered 206", check, "/", True, kind, content)
        for number, content in enumerate(found)
    }
    return replace(site_facts([page("/")]), link_verdicts=verdicts)


def with_spelling(*slips, words=900):
    """A site whose words a dictionary was held against."""
    return replace(site_facts([page("/")]), spelling=SpellingFacts(("en_GB", "en_US"), 9, words, slips))


SLIPPED = page("/a").evidence("the govrnment said (govrnment → government)")
SOUND, EMPTY = FileContent(True, "begins as PDF"), FileContent(False, "empty: 0 bytes")
WATCHED_UNSEEN = site_facts(has_home=False, visits=[], unseen="the home page answered 403", watches_expressions=True)

PDF, HTML = "application/pdf", "text/html; charset=utf-8"

CASES = [
    Case("files_that_are_pages", "good", with_documents(PDF, "application/octet-stream"), seen(0)),
    Case("files_that_are_pages", "bad", with_documents(PDF, HTML), seen(1)),
    Case("files_that_are_pages", "not observed", UNSEEN, unseen("403")),
    Case(
        "files_that_are_pages", "pages are no documents", with_documents(HTML, path="/{}.html"), unseen("no document")
    ),
    Case("files_that_are_pages", "gone is not answered", with_documents(HTML, status=404), unseen("no document")),
    Case("unsound_files", "good", with_content(SOUND), seen(0), {"kind": "file"}),
    Case("unsound_files", "bad", with_content(SOUND, EMPTY, None), seen(1), {"kind": "file"}),
    Case("unsound_files", "not observed: old wave", with_content(None), unseen("first bytes"), {"kind": "file"}),
    Case("unsound_files", "not observed", UNSEEN, unseen("403"), {"kind": "media"}),
    Case("unsound_files", "other kind", with_content(EMPTY), unseen("first bytes"), {"kind": "media"}),
    Case("injected_pages", "good", with_page(), seen(0)),
    Case("injected_pages", "bad", with_page(injections=(HIDDEN, HIDDEN)), seen(1)),
    Case("injected_pages", "not observed", UNSEEN, unseen("403")),
    Case("misspellings", "good", with_page(misspellings=()), seen(0)),
    Case("misspellings", "bad: each once", with_page(misspellings=(SLIP, SLIP)), seen(1)),
    Case("misspellings", "not observed: no list for the language", with_page(), unseen("no list")),
    Case("likely_misspellings", "good", with_spelling(), seen(0)),
    Case("likely_misspellings", "bad", with_spelling(SLIPPED, SLIPPED), seen(2)),
    Case("likely_misspellings", "not observed: no dictionary", site_facts([page("/")]), unseen("no dictionary")),
    Case("likely_misspellings", "not observed: little prose", with_spelling(words=28), unseen("only 28 words")),
    Case("likely_misspellings", "not observed", UNSEEN, unseen("403")),
    Case("watched_expressions", "good", watched(), seen(0)),
    Case("watched_expressions", "bad", watched(expressions=(SLIP,)), seen(1)),
    Case("watched_expressions", "not observed", WATCHED_UNSEEN, unseen("403")),
    Case("watched_expressions", "not applicable", with_page(), not_applicable("names no expressions")),
]
