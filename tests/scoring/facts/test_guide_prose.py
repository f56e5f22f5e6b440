"""A guide may tell its fields in longer headings, numbered steps and sentences; talk of services is none."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.guides import page_guide
from scoring.facts.model import TimeLimit
from scoring.facts.shown import shown_text
from scoring.lexicon import word_book
from tests.cost import costs_little

STEPS = (
    "<h1>Renew a stall licence</h1><table><tr><td><b>STEP 1: Log in</b></td><td>Use your town account.</td></tr>"
    "<tr><td><b>STEP 2: Fill in the form</b></td><td>A fee of 35.00 dollars is payable. "
    "All of it is under section 4 of the Markets Act.</td></tr><tr><td><b>STEP 3: Wait</b></td>"
    "<td>Requests may take about 3-6 weeks to process.</td></tr></table>"
)
HEADINGS = (
    "<h1>Status raziskovalca</h1><h3>Pogoji in dokazila</h3><ul><li>doktorat znanosti</li></ul>"
    "<h3>Postopek pridobitve statusa</h3><p>Izpolnjen obrazec pošljite na občino.</p>"
)
SPEECH = (
    "<h1>Speech on markets</h1><h2>Costs</h2><p>The new stalls are dear.</p>"
    "<p>Under section 4 of the Markets Act traders may apply for relief.</p>"
)


def fields(body: str, *, language: str = "en", name: str = "") -> Mapping[str, str]:
    shown = shown_text(LexborHTMLParser(f"<body>{body}</body>"))
    found = page_guide(shown, book=word_book((language,)), names=[name])
    return found.fields if found else {}


def test_numbered_steps_are_the_process_and_sentences_tell_the_rest() -> None:
    found = fields(STEPS)

    assert found["process"] == "STEP 1: Log in STEP 2: Fill in the form STEP 3: Wait"
    assert found["fee"] == "A fee of 35.00 dollars is payable."
    assert found["basis"] == "All of it is under section 4 of the Markets Act."
    assert found["promised_days"] == "Requests may take about 3-6 weeks to process."


def test_of_a_time_told_in_a_sentence_the_longer_end_counts() -> None:
    shown = shown_text(LexborHTMLParser(f"<body>{STEPS}</body>"))
    found = page_guide(shown, book=word_book(("en",)))

    assert found is not None
    assert found.promised == TimeLimit(42, is_working=False)
    assert found.is_free is False


def test_a_longer_heading_names_what_it_is_of_and_a_joined_one_names_two() -> None:
    found = fields(HEADINGS, language="sl")

    assert found["conditions"] == found["materials"] == "doktorat znanosti"
    assert found["process"] == "Izpolnjen obrazec pošljite na občino."


@pytest.mark.parametrize(
    ("heading", "named"),
    [
        ("How to apply for a stall licence", ("process",)),
        ("Documents required to register", ("materials",)),
        ("Fees and documents required", ("fee", "materials")),
        ("居住證申請條件", ("conditions",)),
        ("申請資格及應備文件", ("conditions", "materials")),
        ("Process of mediation", ()),
        ("Costs rise again", ()),
        ("How to apply", ()),
    ],
)
def test_headings_name_fields_by_label_and_object(heading: str, named: tuple[str, ...]) -> None:
    labels = word_book(("zh-Hant", "en")).guide_labels

    assert labels.fields_of_heading(heading, among={"process", "materials", "fee", "conditions"}) == named


def test_only_the_time_that_the_office_takes_counts() -> None:
    office = "<p>Dovoljenje izda organ, pristojen za trge, v 30 dneh.</p>"
    applicant = "<p>Zoper odločbo se lahko v 8 dneh od prejema odločbe pritožite.</p>"

    assert fields(HEADINGS + applicant + office, language="sl")["promised_days"].endswith("v 30 dneh.")
    assert "promised_days" not in fields(HEADINGS + applicant, language="sl")


def test_the_sentence_that_says_how_much_tells_the_fee() -> None:
    told = fields(STEPS.replace("A fee", "The fee must be paid online. No fee is charged to pupils. A fee"))

    assert told["fee"] == "No fee is charged to pupils."


def test_a_list_after_a_colon_belongs_to_the_sentence() -> None:
    told = fields(STEPS + "<p>Please attach:</p><ul><li>a photo</li><li>your lease</li></ul>")

    assert told["materials"] == "Please attach: a photo your lease"


@pytest.mark.parametrize(
    "body",
    [
        SPEECH,
        "<nav><a href='/1'>Step 1: Log in</a><a href='/2'>Step 2: Pay</a></nav>" + SPEECH,
        "<h1>Step by step</h1><p>Step 1 was the market, step 2 the hall.</p>" + SPEECH,
    ],
)
def test_talk_of_costs_and_laws_makes_no_guide(body: str) -> None:
    assert fields(body) == {}


def test_on_a_page_of_questions_sentences_do_not_count() -> None:
    body = (
        "<h2>How do I register?</h2><p>Register online.</p><h2>Fees</h2><p>Ask us.</p>"
        "<p>Requests are processed within 5 days.</p>"
    )
    assert "promised_days" in fields(body)
    assert fields(body, name="Frequently asked questions") == {}


@pytest.mark.parametrize(
    "line",
    [
        "<h2>How to apply for a stall and documents required for it</h2><p>Submit the application under the Act 1.</p>",
        "<p>Step 1</p><p>Step 2: submit under the section of the form, a fee of the fee of the fee is</p>",
        "<td>" + "under the " * 60 + "</td>",
    ],
)
def test_bait_for_sentences_and_steps_costs_little(line: str) -> None:
    shown = shown_text(LexborHTMLParser(f"<body><h2>Fees</h2><p>None</p><h2>Procedure</h2>{line * 3000}</body>"))

    assert costs_little(lambda: page_guide(shown, book=word_book(("en", "sl"))))
