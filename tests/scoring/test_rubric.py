"""Rubrics as files: what is read from them and every fault that is said."""

import pytest

from scoring.measures import MEASURES
from scoring.rubric import bundled_rubrics, freeze_rubric, load_rubric
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
        ("weight = 1", "weight = -1", "line 8", "greater than or equal to 0"),
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


RULES = (
    GOOD.replace(
        "rank_above_coverage = 0.5\n",
        """rank_above_coverage = 0.5
total = "deductions"
groups = [ { name = "pass", at_least = 60 }, { name = "fail" } ]
vetoes = [ { indicator = "site_opens", source = "ours" } ]
bonus = { criterion = "more", above = 80, up_to = 30 }
""",
    ).replace("weight = 1\n", 'arithmetic = "deductions"\nmaximum = 100\n')
    + """
[[criteria]]
id = "veto"
title = "Veto"
weight = 0
arithmetic = "share of yes"
[[criteria.indicators]]
id = "site_opens"
question = "Opens?"
why = "Because."
source = "ours"
decided = "manual"
since = "mine"
[[criteria]]
id = "more"
title = "More"
[[criteria.indicators]]
id = "data_is_open"
question = "Open?"
why = "Because."
source = "ours"
decided = "manual"
weight = 10
since = "mine"
[[criteria.indicators]]
id = "errors_are_few"
question = "Few?"
why = "Because."
source = "recalled"
decided = "manual"
needs_source = true
since = "mine"
"""
)


def test_a_rubric_with_vetoes_deductions_a_bonus_and_groups_is_read(tmp_path):
    rubric = load_rubric(written(tmp_path, RULES))

    assert [item.id for item in rubric.counted] == ["fresh"]
    assert rubric.indicator("errors_are_few").weight == 0


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("at_least = 60 }", "at_least = 60, above = 60 }", "one of above and at_least"),
        ('{ name = "fail" }', '{ name = "fail", at_least = 70 }', "the groups are out of order"),
        ('{ name = "fail" }', '{ name = "pass" }', "a group's name stands twice"),
        ('{ name = "fail" }', '{ name = "vetoed" }', "is kept for sites"),
        ('{ name = "pass", at_least = 60 }', '{ name = "pass" }', "only the last group may be without a limit"),
        ('indicator = "site_opens"', 'indicator = "site_open"', "the unknown indicator 'site_open'"),
        ('indicator = "site_opens"', 'indicator = "errors_are_few"', "is a veto and needs a source"),
        ('criterion = "more"', 'criterion = "moer"', "the unknown criterion 'moer'"),
        ("up_to = 30 }\n", "up_to = 9 }\n", "up_to is below the weight of one of its items"),
        ('arithmetic = "deductions"\n', "", "only deductions have a maximum"),
        ('total = "deductions"', 'total = "share of yes"', "let the arithmetic be that too"),
        ("maximum = 100", "maximum = 0.5", "the maximum is below what one of its items may take"),
        ("maximum = 100", "maximum = 90", "make 90 of 100"),
        ('arithmetic = "deductions"\nmaximum = 100\n', "", "fresh has nothing to deduct"),
        ('total = "deductions"', 'total = "deductions"\nmissing = "ignore"', "'leave out'"),
        ("needs_source = true", "needs_source = true\nweight = 2", "it needs a source and has a weight"),
        ("needs_source = true", 'confidence = "R-"', "confidence R- is no source"),
        ("needs_source = true", "weight = 0", "the weight must be greater than 0"),
        ("needs_source = true", 'measure = "home_answers"', "delete its measure"),
        ('decided = "manual"\nweight = 10', "weight = 10", "it has no measure"),
        ("weight = 10", "weight = 1\ncount = { earns = 2 }", "below one item's 2"),
        ("weight = 10", "weight = 10\ncount = { takes = 2 }", "takes points only among deductions"),
        ("weight = 10", "weight = 10\ncount = { takes = 2, earns = 2 }", "exactly one of earns and takes"),
        ("weight = 10", "weight = 10\ngoalposts = { worst = 1, best = 1 }", "the goalposts are equal"),
        ("weight = 10", "weight = 10\ncount = { earns = 1 }\ngoalposts = { worst = 0, best = 1 }", "keep one scale"),
        ('id = "more"', 'id = "veto"', "stands twice"),
        ("rank_above_coverage = 0.5", 'rank_above_coverage = 0\nmissing = "minimum coverage"', "needs a floor"),
        ("rank_above_coverage = 0.5", "rank_above_coverage = 0.5\nsupersedes = 'mine-1'", "no rubric 'mine-1'"),
    ],
)
def test_each_contradiction_between_rules_is_said_with_a_remedy(tmp_path, old, new, words):
    assert old in RULES
    path = written(tmp_path, RULES.replace(old, new))

    with pytest.raises(DataFileErrors) as caught:
        load_rubric(path)

    said = [str(fault) for fault in caught.value.exceptions if words in str(fault)]
    assert said, caught.value.exceptions
    assert "mine.toml" in said[0]
    assert ";" in said[0]


def test_a_frozen_rubric_that_changed_is_refused(tmp_path):
    path = written(tmp_path, GOOD)
    record = freeze_rubric(path)

    assert record.read_text(encoding="utf-8") == f"{load_rubric(path).digest}  mine.toml\n"
    written(tmp_path, GOOD.replace("up_to = 14", "up_to = 15"))
    with pytest.raises(DataFileErrors, match="wrong") as caught:
        load_rubric(path)
    assert "frozen (mine.sha256) and has changed since; restore it" in str(caught.value.exceptions[0])


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


def test_the_default_rubric_asks_at_least_seventy_questions():
    assert len(load_rubric("local-2026").indicators) >= 70


def test_every_measure_serves_a_rubric_that_ships():
    used = {indicator.measure for name in bundled_rubrics() for indicator in load_rubric(name).indicators}

    assert used - {""} == set(MEASURES)
