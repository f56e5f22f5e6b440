"""Answers of coders: what no program can decide, and what it filled in for them."""

from __future__ import annotations

import pytest

from scoring.coder_agreement import agreements, judgements
from scoring.coder_answers import ANSWER_COLUMNS, answered, load_answers
from scoring.model import State
from scoring.rubric import load_rubric
from scoring.run import judge
from site_lists.model import DataFileErrors, load_list
from tests.builders import list_with_tables, page, site_facts

BY_HAND = load_rubric("organisation")
PREFILLED = load_rubric("losi-2024")
ROW = "town,office_is_in_charge,yes,Mira,2026-11-01,https://town.example/office,seen in the plan of posts"
CHART = "town,organisation_chart_is_shown,{},Mira,2026-11-01,,"


@pytest.fixture
def folder(tmp_path):
    return list_with_tables(tmp_path / "towns", "answers")


def with_rows(folder, *rows, rubric=BY_HAND, header=ANSWER_COLUMNS, known=frozenset()):
    text = "\n".join((",".join(header), *rows)) + "\n"
    (folder / "answers" / "mira.csv").write_text(text, encoding="utf-8")
    return load_answers(load_list(folder), rubric, known=known)


def finding(answers, indicator, rubric=BY_HAND, facts=None):
    found = answered(judge(facts or site_facts([page("/")]), rubric, wave="w"), answers, rubric)
    return next(one for one in found if one.indicator_id == indicator)


def test_an_answer_decides_what_no_program_can(folder):
    without = finding((), "office_is_in_charge")
    told = finding(with_rows(folder, ROW), "office_is_in_charge")

    assert (without.reading.state, without.points) == (State.NOT_OBSERVED, None)
    assert (told.points, told.decided_by) == (1.0, "Mira")
    assert told.reading.evidence[0].url == "https://town.example/office"


def test_of_two_answers_the_later_counts_whatever_the_order_of_rows(folder):
    later = ROW.replace(",yes,", ",no,").replace("2026-11-01", "2026-12-01")

    assert finding(with_rows(folder, later, ROW), "office_is_in_charge").points == 0.0


def test_an_answer_that_names_the_wave_counts_before_one_that_names_none(folder):
    header = (*ANSWER_COLUMNS, "wave")
    answers = with_rows(folder, f"{ROW.replace('yes', 'no')},w", f"{ROW},other", header=header)

    assert finding(answers, "office_is_in_charge").points == 0.0


def test_what_the_machine_filled_in_is_confirmed_or_corrected_and_the_reason_says_which(folder):
    seen = site_facts([page("/"), page("/a", topics=["organisation"])])
    yes = finding(
        with_rows(folder, CHART.format("yes"), rubric=PREFILLED), "organisation_chart_is_shown", PREFILLED, seen
    )
    no = finding(
        with_rows(folder, CHART.format("no"), rubric=PREFILLED), "organisation_chart_is_shown", PREFILLED, seen
    )

    assert "confirms the machine" in yes.reading.reason
    assert "the machine said: yes" in no.reading.reason
    assert (yes.points, no.points) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ROW.replace("town,", "city,", 1), "line 2, column site: the list has no site 'city'"),
        (ROW.replace("office_is", "nobody_is"), "line 2, column indicator: no rubric asks 'nobody_is_in_charge'"),
        (ROW.replace(",yes,", ",perhaps,"), "line 2, column value: 'perhaps' is no value"),
        (ROW.replace("Mira", "machine"), "line 2, column coder"),
        (f"{ROW}\n{ROW}", "line 3: the same person wrote on this on the same day in mira.csv line 2"),
    ],
)
def test_each_fault_of_an_answer_names_its_line(folder, row, words):
    with pytest.raises(DataFileErrors) as caught:
        with_rows(folder, row, known=frozenset(one.id for one in BY_HAND.indicators))

    assert words in str(caught.value.exceptions[0])


def test_what_the_machine_decides_is_corrected_and_not_answered(folder):
    with pytest.raises(DataFileErrors) as caught:
        with_rows(folder, "town,portal_can_be_searched,yes,Mira,2026-11-01,,", rubric=load_rubric("local-2026"))

    assert "move the row to reviews/" in str(caught.value.exceptions[0])


def test_two_coders_are_compared_on_what_both_judged(folder):
    answers = with_rows(folder, ROW, ROW.replace("Mira", "Jan").replace(",yes,", ",no,"))
    (only,) = agreements(judgements(answers, ()), BY_HAND)

    assert (only.indicator_id, only.items, only.raw) == ("office_is_in_charge", 1, 0.0)
    assert [one.said for one in only.disagreements] == [{"Jan": "no", "Mira": "yes"}]
