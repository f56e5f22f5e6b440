"""Rubrics as files: what is read from them and every fault that is said."""

import pytest

from scoring.measures import MEASURES
from scoring.rubric import bundled_rubrics, load_rubric
from site_lists.model import DataFileErrors

GOOD = """id = "mine"
title = "Mine"
based_on = "nothing"
rank_above_coverage = 0.5
[[criteria]]
id = "fresh"
title = "Fresh"
weight = 1
[[criteria.indicators]]
id = "news_is_fresh"
question = "Fresh?"
why = "Because."
source = "ours"
measure = "days_since_update"
params = { topic = "news" }
bands = [ { up_to = 14, points = 1.0 }, { up_to = 31, points = 0.5 } ]
since = "mine"
"""


def written(tmp_path, text):
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_rubric_of_ones_own_is_read(tmp_path):
    rubric = load_rubric(written(tmp_path, GOOD))

    assert rubric.indicator("news_is_fresh").bands[1].words == "up to 31"
    assert len(rubric.digest) == 64


@pytest.mark.parametrize(
    ("old", "new", "where", "words"),
    [
        ("days_since_update", "days_since", "line 10", "the measure 'days_since' is unknown"),
        ('topic = "news"', 'topic = "gnus"', "line 10", "the topic 'gnus' is in no lexicon"),
        ('topic = "news"', "topic = 7", "line 10", "topic must be a word; correct 7"),
        (
            'measure = "days_since_update"\nparams = { topic = "news" }',
            'measure = "marked_pages"\nparams = { mark = "plaecholder" }',
            "line 10",
            "mark 'plaecholder' is unknown",
        ),
        (
            'measure = "days_since_update"\nparams = { topic = "news" }',
            'measure = "fresh_column_share"\nparams = { days = "31" }',
            "line 10",
            "days must be a whole number; correct '31'",
        ),
        ('topic = "news"', 'topc = "news"', "line 10", "the measure has no parameter 'topc'"),
        ('{ topic = "news" }', "{}", "line 10", "needs the parameter 'topic'"),
        ("up_to = 31", "up_to = 7", "line 10", "the bands are out of order"),
        ("points = 0.5", "points = 1.0", "line 10", "earns as much"),
        ("up_to = 31", "at_least = 31", "line 10", "mix up_to and at_least"),
        ("points = 0.5", "points = 1.5", "line 16", "less than or equal to 1"),
        ('question = "Fresh?"\n', "", "question", "this key is missing; add it"),
        ('why = "Because."', 'whyy = "Because."', "line 12", "this key is unknown"),
        ("weight = 1", "weight = -1", "line 8", "greater than 0"),
        ('id = "mine"', 'id = "yours"', "line 1", "is not the file's name"),
        ("[[criteria]]", "[[criteria]", "line 5", "this is not TOML"),
    ],
)
def test_each_fault_of_a_rubric_names_its_line_and_a_remedy(tmp_path, old, new, where, words):
    path = written(tmp_path, GOOD.replace(old, new))

    with pytest.raises(DataFileErrors) as caught:
        load_rubric(path)

    said = "\n".join(str(fault) for fault in caught.value.exceptions)
    assert where in said
    assert words in said
    assert ";" in said or "correct" in said


def test_an_unknown_rubric_is_said_with_the_known_ones():
    with pytest.raises(DataFileErrors) as caught:
        load_rubric("local-1912")

    assert "local-2026" in str(caught.value.exceptions[0])


@pytest.mark.parametrize("name", bundled_rubrics())
def test_bundled_rubrics_are_in_order(name):
    rubric = load_rubric(name)
    indicators = [indicator for criterion in rubric.criteria for indicator in criterion.indicators]

    assert all(indicator.question.endswith("?") for indicator in indicators)
    assert len({indicator.id for indicator in indicators}) == len(indicators)


def test_the_default_rubric_asks_at_least_seventy_questions_over_every_measure():
    rubric = load_rubric("local-2026")
    indicators = [indicator for criterion in rubric.criteria for indicator in criterion.indicators]

    assert len(indicators) >= 70
    assert {indicator.measure for indicator in indicators} == set(MEASURES)
