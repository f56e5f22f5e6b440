"""Corrections signed by coders."""

from datetime import date

import pytest

from scoring.coder_values import read_value
from scoring.model import Reading, State
from scoring.review import REVIEW_COLUMNS, digest_of, load_reviews, reviewed
from scoring.rubric import load_rubric
from scoring.run import judge
from site_lists.model import DataFileErrors, load_list
from tests.builders import list_with_tables, page, site_facts

RUBRIC = load_rubric("local-2026")
ROW = "w,town,portal_can_be_searched,yes,Mira,2026-11-01,the search sits in a menu,https://town.example/find,"


@pytest.fixture
def folder(tmp_path):
    return list_with_tables(tmp_path / "towns", "reviews")


def with_rows(folder, *rows):
    text = "\n".join((",".join(REVIEW_COLUMNS), *rows)) + "\n"
    (folder / "reviews" / "mira.csv").write_text(text, encoding="utf-8")
    return load_reviews(load_list(folder), RUBRIC)


def answer(reviews, visited_on=date(2026, 10, 15)):
    findings = reviewed(judge(site_facts([page("/")]), RUBRIC, wave="w"), reviews, RUBRIC, visited_on=visited_on)
    return next(finding for finding in findings if finding.indicator_id == "portal_can_be_searched")


def test_a_correction_decides_and_keeps_what_the_machine_said(folder):
    finding = answer(with_rows(folder, ROW))

    assert (finding.points, finding.decided_by) == (1.0, "Mira")
    assert "the machine said: no" in finding.reading.reason
    assert finding.reading.evidence[0].url == "https://town.example/find"


def test_a_correction_may_take_a_question_out(folder):
    finding = answer(with_rows(folder, ROW.replace(",yes,", ",not applicable,")))

    assert finding.reading.state is State.NOT_APPLICABLE
    assert finding.points is None


@pytest.mark.parametrize("said", ["not observed", "not_observed", "Not observed"])
def test_a_coder_who_could_not_see_either_never_makes_a_zero(folder, said):
    finding = answer(with_rows(folder, ROW.replace(",yes,", f",{said},")))

    assert (finding.reading.state, finding.points) == (State.NOT_OBSERVED, None)


def test_the_address_a_coder_gives_is_evidence_where_the_machine_saw_nothing(folder):
    unseen = judge(site_facts(has_home=False, unseen="blocked"), RUBRIC, wave="w")
    findings = reviewed(unseen, with_rows(folder, ROW), RUBRIC, visited_on=date(2026, 10, 15))
    finding = next(finding for finding in findings if finding.indicator_id == "portal_can_be_searched")

    assert finding.points == 1.0
    assert [ref.url for ref in finding.reading.evidence] == ["https://town.example/find"]


def test_a_correction_lapses(folder):
    finding = answer(with_rows(folder, ROW + "2026-10-14"))

    assert finding.decided_by == "machine"


def test_without_corrections_nothing_changes(folder):
    assert answer(()).reading == Reading.observed(False, evidence=answer(()).reading.evidence)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (ROW.replace("w,town,", "w,city,"), "line 2, column site_id: the list has no site 'city'"),
        (ROW.replace("2026-11-01", "yesterday"), "line 2, column day"),
        (ROW.replace("Mira", ""), "line 2, column coder"),
        (ROW + ",", "line 2: the row has 10 cells, the header 9"),
        (ROW.replace(",yes,", ",yess,"), "line 2, column value: 'yess' is no value of portal_can_be_searched"),
        (ROW.replace(",yes,", ",nan,"), "line 2, column value: 'nan' is no value of portal_can_be_searched"),
        (
            ROW.replace("portal_can_be_searched,yes", "news_is_fresh,no"),
            "line 2, column value: 'no' is no value of news_is_fresh; write a number",
        ),
    ],
)
def test_each_fault_of_a_review_names_its_line(folder, row, words):
    with pytest.raises(DataFileErrors) as caught:
        with_rows(folder, row)

    assert words in str(caught.value.exceptions[0])


@pytest.mark.parametrize(
    ("text", "value"), [("yes", True), ("no", False), ("Yes", True), ("3", 3), ("0.5", 0.5), ("valid", "valid")]
)
def test_coders_write_values_as_words_or_numbers(text, value):
    assert read_value(text) == value


def judged_rows(folder, *rows):
    text = "\n".join((",".join((*REVIEW_COLUMNS, "judged")), *rows)) + "\n"
    (folder / "reviews" / "mira.csv").write_text(text, encoding="utf-8")
    return load_reviews(load_list(folder), RUBRIC)


def machine_digest():
    return digest_of(answer(()).reading)


def test_a_correction_holds_while_the_machine_sees_what_the_coder_judged(folder):
    assert answer(judged_rows(folder, f"{ROW},{machine_digest()}")).decided_by == "Mira"


def test_a_correction_lapses_when_what_it_judged_changes_and_the_reason_says_so(folder):
    finding = answer(judged_rows(folder, f"{ROW},0123456789abcdef"))

    assert finding.decided_by == "machine"
    assert "a correction lapsed (Mira, 2026-11-01: yes): what it judged has changed" in finding.reading.reason


def test_a_correction_of_every_wave_needs_an_end(folder):
    every = ROW.replace("w,town", "*,town")

    assert answer(judged_rows(folder, f"{every},{machine_digest()}")).decided_by == "Mira"
    with pytest.raises(DataFileErrors) as caught:
        judged_rows(folder, f"{every},")
    assert "would hold for ever" in str(caught.value.exceptions[0])


def test_the_same_row_twice_by_one_coder_is_a_fault(folder):
    with pytest.raises(DataFileErrors) as caught:
        with_rows(folder, ROW, ROW)

    assert "line 3: the same person wrote on this on the same day" in str(caught.value.exceptions[0])
