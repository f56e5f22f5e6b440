"""The verbs about rubrics: what is shown, what moved and by how much at most, and that a frozen one is refused."""

import random

import pytest
from click.testing import CliRunner

from reports.cli import main
from reports.rubric_diff import rubric_diff
from scoring.grade import scorecard
from scoring.rubric import bundled_rubrics, load_rubric
from tests.reports.builders import SMALL_RUBRIC, small_rubric
from tests.scoring.rubrics import answers


def egovbench(*words, code=0):
    result = CliRunner().invoke(main, ["rubric", *map(str, words)])
    assert result.exit_code == code, result.output
    return result.output


def changed(tmp_path, *pairs):
    text = SMALL_RUBRIC.replace('id = "small"', 'id = "other"').replace('since = "small"', 'since = "other"')
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "other.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", bundled_rubrics())
def test_every_rubric_that_ships_is_shown_whole(name):
    text, page = egovbench("show", name), egovbench("show", name, "--html")

    for item in load_rubric(name).indicators:
        assert item.id in text
        assert f"<code>{item.id}</code>" in page


def test_weights_are_shown_as_shares_of_the_total(tmp_path):
    text = egovbench("show", small_rubric(tmp_path))

    assert " 18.8 %  home_answers" in text
    assert "  6.2 %  home_is_quick" in text
    assert " 75.0 %  links_work" in text


def test_a_rubric_is_no_different_from_itself():
    assert "Nothing that counts differs." in egovbench("diff", "losi-2024", "losi-2024")


def test_a_moved_weight_a_new_scale_and_a_removed_question_are_told_with_their_effect(tmp_path):
    other = changed(
        tmp_path,
        ('weight = 3\nsince = "other"', 'weight = 1\nsince = "other"'),
        ("up_to = 0, points", "up_to = 0.1, points"),
        ('id = "home_is_quick"', 'id = "home_is_fast"'),
    )
    found = rubric_diff(load_rubric(small_rubric(tmp_path)), load_rubric(other))

    assert {move.indicator_id: round(move.most, 2) for move in found.moves} == {
        "links_work": 75.0, "home_is_fast": 12.5, "home_answers": 6.25, "home_is_quick": 6.25,
    }  # fmt: skip
    told = egovbench("diff", small_rubric(tmp_path), other)
    assert "links_work: 75.0 % → 75.0 %" in told
    assert "home_is_quick: 6.2 % → –" in told
    assert "removed" in told


def test_no_answers_move_a_total_by_more_than_the_difference_says(tmp_path):
    old = load_rubric(small_rubric(tmp_path))
    new = load_rubric(
        changed(tmp_path, ("weight = 3\n[[", "weight = 2\n[["), ("up_to = 0, points", "up_to = 0.4, points"))
    )
    found = rubric_diff(old, new)
    draw = random.Random(7)
    moved = []
    for _ in range(500):
        given = {"home_answers": draw.random(), "home_is_quick": draw.random() * 10, "links_work": draw.random() / 2}
        moved.append(_total(new, given) - _total(old, given))

    assert found.rise is not None
    assert found.fall is not None
    assert max(moved) <= found.rise + 1e-9
    assert -min(moved) <= found.fall + 1e-9


def _total(rules, given):
    return scorecard("s", rules, answers(rules, **given)).total.score


def test_rubrics_whose_totals_are_made_differently_have_no_bound():
    told = egovbench("diff", "cn-census-2015", "cn-inspection-2019")

    assert "nothing bounds how far a score may move" in told


def test_freezing_writes_the_digest_and_a_change_is_refused_by_every_verb(tmp_path):
    path = small_rubric(tmp_path)
    assert egovbench("freeze", path).strip().endswith("small.sha256")
    assert "small" in egovbench("show", path)
    (tmp_path / "small.toml").write_text(SMALL_RUBRIC.replace("weight = 3", "weight = 4"), encoding="utf-8")

    for verb in ("show", "freeze"):
        assert "is frozen (small.sha256) and has changed since" in egovbench(verb, path, code=2)
