"""A survey team says in `expressions.csv` which words it wants watched."""

from __future__ import annotations

import pytest

from scoring.expressions import FILE, load_expressions
from scoring.facts.wordings import with_expressions
from site_lists.model import DataFileErrors
from tests.builders import page
from tests.reports.builders import site, write_list

HEADER = "expression,right,note,source\n"


@pytest.fixture
def site_list(tmp_path):
    """A list of towns whose folder may hold expressions."""
    return write_list(tmp_path / "towns", [site("town")])


def write(site_list, rows):
    (site_list.folder / FILE).write_text(HEADER + rows, encoding="utf-8")


def test_a_list_without_the_file_watches_nothing(site_list):
    assert not load_expressions(site_list)


def test_an_expression_is_found_with_its_note_and_a_longer_right_form_is_not(site_list):
    write(site_list, "国内,内地,beside 香港,team\n国内外,国内外,,team\n")
    expressions = load_expressions(site_list)

    found = with_expressions(page("/a", text="香港与国内的往来，国内外来宾"), expressions).expressions

    assert [(one.written, one.right, one.note) for one in found] == [("国内", "内地", "beside 香港")]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("甲,乙,,team\n", "has 2 to 100 letters"),
        ("甲乙,丙,,\n", "source is empty"),
        ("甲乙,丙,,team\n甲乙,丁,,team\n", "stands twice"),
        ("甲乙,丙\n", "not four cells"),
    ],
)
def test_a_faulty_row_is_told_with_its_line(site_list, rows, problem):
    write(site_list, rows)

    with pytest.raises(DataFileErrors) as raised:
        load_expressions(site_list)

    assert problem in str(raised.value.faults[0])
    assert "line " in str(raised.value.faults[0])
