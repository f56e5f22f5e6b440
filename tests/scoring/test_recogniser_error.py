"""Every measure says which recogniser it rests on, and every recogniser has its figure."""

import csv
import io
from importlib.resources import files

from scoring.measures import MEASURES
from scoring.recogniser_error import NO_ERROR, measure_errors, recognisers

WITHOUT_FIGURE = ("no labels yet", "nothing to guess")


def test_every_measure_names_its_recogniser_or_that_it_has_none():
    named = [name for each in recognisers().values() for name in each.measures]

    assert set(named) == set(MEASURES)


def test_a_measure_without_a_recogniser_rests_on_no_other():
    bare = [name for kind in WITHOUT_FIGURE for name in recognisers()[kind].measures]
    resting = {name for kind, each in recognisers().items() if kind not in WITHOUT_FIGURE for name in each.measures}

    assert len(bare) == len(set(bare))
    assert not set(bare) & resting
    assert all(measure_errors()[name] == NO_ERROR for name in bare)


def test_every_recogniser_has_a_shipped_figure():
    text = files("scoring").joinpath("accuracy.csv").read_text(encoding="utf-8")
    shipped = {(row["recogniser"], row["set"]) for row in csv.DictReader(io.StringIO(text, newline=""))}
    resting = {(kind, each.set) for kind, each in recognisers().items() if kind not in WITHOUT_FIGURE}

    assert resting <= shipped
