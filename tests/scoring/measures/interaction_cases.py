"""Measures of forms and interaction: each with a good, a bad and a not observed case."""

from datetime import date

from scoring.facts.model import Consultation, Form, Letter, Link
from scoring.facts.rendered import RenderedFacts, SearchOutcome, SearchTry
from tests.builders import page, site_facts
from tests.scoring.measures.cases import Case, not_applicable, seen, unseen

UNSEEN = site_facts(has_home=False, visits=[], unseen="blocked: the home page answered 403")
MESSAGE = Form("https://town.example/send", "post", ("email", "textarea"), "Write to us", is_search=False)
GATED = Form("https://town.example/send", "post", ("password", "textarea"), "Log in and write", is_search=False)
DRAWN = Form("", "get", ("text",), "Search", is_search=True, sends="nowhere")
SCRIPTED = Form("", "", ("search",), "Search", is_search=True, sends="script")
SISTER = Link("https://eservices.town.gov.sg/enquiry/", "Feedback", False, "page")
COUSIN = Link("https://forms.town.example/enquiry/", "Feedback", False, "page")
STRANGER = Link("https://shop.example.com/enquiry/", "Feedback", False, "page")
YEAR = {"days": 365, "grace": 15}


def with_page(**others):
    return site_facts([page("/"), page("/a", **others)])


def tried(outcome, *forms, **others):
    search = SearchTry(SearchOutcome(outcome), "kindergarten", **others)
    return site_facts([page("/", rendered=RenderedFacts(None, search=search)), page("/a", forms=forms)])


FOUND = {"address": "https://town.example/find?q=kindergarten", "method": "GET"}


def letter(asked, answered=None, is_answered=None, title="Street lights"):
    days = [date.fromisoformat(day) if day else None for day in (asked, answered)]
    state = True if answered else is_answered
    return Letter(f"{title} {asked} {answered}", "https://town.example/a", days[0], days[1], state, title)


def with_letters(*letters):
    return with_page(letters=letters, topics=["mailbox"])


def consultation(opens, closes=None, has_outcome=False):
    days = [date.fromisoformat(day) if day else None for day in (opens, closes)]
    address = f"https://town.example/c/{opens}{closes}"
    return Consultation("Parking rules", address, days[0], days[1], has_outcome, "Parking rules")


def with_consultations(*consultations):
    return with_page(consultations=consultations, topics=["consultations"])


QUICK = [letter("2026-09-01", "2026-09-03"), letter("2026-09-10", "2026-09-20"), letter("2026-09-15", "2026-09-19")]
SLOW = [letter(f"2026-0{month}-01", f"2026-0{month + 2}-01") for month in (1, 4, 5)]
WAITING = letter("2026-06-01", is_answered=False)
FRESH = letter("2026-10-10", is_answered=False)
LISTED = ["2026-09-01", "2026-09-02", "2026-09-03"]

CASES = [
    Case("has_feedback_form", "good", with_page(forms=[MESSAGE]), seen(True)),
    Case("has_feedback_form", "bad: search only", with_page(forms=["search"]), seen(False)),
    Case("has_feedback_form", "not observed", UNSEEN, unseen("403")),
    Case(
        "has_feedback_form",
        "a form elsewhere",
        with_page(topics=["contact"], links=["https://form.gov.sg/123"]),
        seen(True),
    ),
    Case("has_feedback_form", "good: a government's other host", site_facts([page(write_links=(SISTER,))]), seen(True)),
    Case("has_feedback_form", "good: the portal's other host", site_facts([page(write_links=(COUSIN,))]), seen(True)),
    Case("has_feedback_form", "bad: a stranger's form", site_facts([page(write_links=(STRANGER,))]), seen(False)),
    Case(
        "has_feedback_form", "bad: named on a page about something else", with_page(write_links=(SISTER,)), seen(False)
    ),
    Case("takes_letters_without_login", "good", with_page(forms=[MESSAGE]), seen(True)),
    Case("takes_letters_without_login", "bad", with_page(forms=[GATED]), seen(False)),
    Case(
        "takes_letters_without_login",
        "bad: the letterbox is behind a login",
        with_page(topics=["mailbox"], marks=["login"]),
        seen(False),
    ),
    Case("takes_letters_without_login", "not observed: blocked", UNSEEN, unseen("403")),
    Case(
        "takes_letters_without_login",
        "not observed: elsewhere",
        site_facts([page(write_links=(SISTER,))]),
        unseen("another host"),
    ),
    Case("takes_letters_without_login", "no form at all", with_page(), not_applicable("no way to write")),
    Case("search_form_leads_somewhere", "good", with_page(forms=["search"]), seen(True)),
    Case("search_form_leads_somewhere", "bad: drawn only", with_page(forms=[DRAWN]), seen(False)),
    Case("search_form_leads_somewhere", "not observed: a script's", with_page(forms=[SCRIPTED]), unseen("browser")),
    Case("search_form_leads_somewhere", "not observed: none", with_page(), unseen("no search form")),
    Case("search_form_leads_somewhere", "good: sent in a browser", tried("sent", SCRIPTED, **FOUND), seen(True)),
    Case("search_form_leads_somewhere", "good: a script's alone", tried("sent", **FOUND), seen(True)),
    Case("search_form_leads_somewhere", "good: results", tried("page_changed", SCRIPTED, detail="None"), seen(True)),
    Case("search_form_leads_somewhere", "bad: decoration", tried("nothing_happened", SCRIPTED), seen(False)),
    Case("search_form_leads_somewhere", "good: an address", tried("nothing_happened", "search"), seen(True)),
    Case(
        "search_form_leads_somewhere",
        "not observed: the browser could not tell",
        tried("unclear", SCRIPTED, detail="a dialog: soon"),
        unseen("unclear where it leads: a dialog: soon"),
    ),
    Case("answered_letter_share", "good", with_letters(*QUICK), seen(1.0), YEAR),
    Case("answered_letter_share", "bad", with_letters(*QUICK, WAITING), seen(0.75), YEAR),
    Case("answered_letter_share", "good: the newest may wait", with_letters(*QUICK, FRESH), seen(1.0), YEAR),
    Case("answered_letter_share", "not observed: two letters", with_letters(*QUICK[:2]), unseen("only 2"), YEAR),
    Case("answered_letter_share", "not observed: blocked", UNSEEN, unseen("403"), YEAR),
    Case("reply_days", "good", with_letters(*QUICK), seen(4.0)),
    Case(
        "reply_days",
        "bad",
        with_letters(*[letter(f"2026-0{n}-01", f"2026-0{n + 2}-01") for n in (1, 4, 5)]),
        seen(61.0),
    ),
    Case("reply_days", "not observed: no days", with_letters(WAITING, FRESH), unseen("no letter")),
    Case("overdue_letters", "good", with_letters(*QUICK, FRESH), seen(0), {"days": 365, "overdue": 92}),
    Case("overdue_letters", "bad", with_letters(*QUICK, WAITING), seen(1), {"days": 365, "overdue": 92}),
    Case(
        "overdue_letters",
        "good: a letter of long ago is no matter of this year",
        with_letters(*QUICK, letter("2024-01-01", is_answered=False)),
        seen(0),
        {"days": 365, "overdue": 92},
    ),
    Case(
        "overdue_letters",
        "not observed: nothing said of an answer",
        with_letters(letter("2026-05-01")),
        unseen("no letter"),
        {"days": 365, "overdue": 92},
    ),
    Case("days_since_answer", "good", with_letters(*QUICK), seen(25)),
    Case("days_since_answer", "bad", with_letters(letter("2025-01-01", "2025-01-15")), seen(638)),
    Case("days_since_answer", "not observed", with_letters(WAITING), unseen("no letter")),
    Case(
        "recent_consultations",
        "good",
        with_consultations(consultation("2026-01-01", "2026-02-01"), consultation("2026-10-01", "2026-11-30")),
        seen(2),
        {"days": 365},
    ),
    Case(
        "recent_consultations",
        "bad: all long over",
        with_consultations(consultation("2020-01-01", "2020-02-01")),
        seen(0),
        {"days": 365},
    ),
    Case("recent_consultations", "not observed", with_consultations(), unseen("no consultation"), {"days": 365}),
    Case("recent_consultations", "no section", with_page(), not_applicable("no section"), {"days": 365}),
    Case("publishes_letters", "good", with_letters(QUICK[0]), seen(True)),
    Case("publishes_letters", "good: a list of dated ones", with_page(topics=["mailbox"], items=LISTED), seen(True)),
    Case(
        "publishes_letters",
        "bad: a page that only offers a form",
        with_page(title="Feedback form", topics=["mailbox"], forms=[MESSAGE]),
        seen(False),
    ),
    Case("publishes_letters", "bad: nothing about letters", with_page(), seen(False)),
    Case("publishes_letters", "not observed", UNSEEN, unseen("403")),
    Case(
        "publishes_outcomes",
        "good",
        with_consultations(consultation("2026-01-01", "2026-02-01", True)),
        seen(True),
        {"grace": 90},
    ),
    Case(
        "publishes_outcomes",
        "bad",
        with_consultations(consultation("2026-01-01", "2026-02-01")),
        seen(False),
        {"grace": 90},
    ),
    Case(
        "publishes_outcomes",
        "not observed: still open",
        with_consultations(consultation("2026-10-01", "2026-11-30")),
        unseen("no consultation that is over"),
        {"grace": 90},
    ),
]
