"""Answers as a reader would say them."""

import pytest

from reports.answers import value_in_words


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        ("0", "share", "0 %"),
        ("1", "share", "100 %"),
        ("0.004", "share", "0.4 %"),
        ("0.0001", "share", "0.01 %"),
        ("0.996", "share", "99.6 %"),
        ("0.9999", "share", "99.9 %"),
        ("0.5", "share", "50 %"),
        ("yes", "", "yes"),
        ("1", "days", "1 day"),
        ("12.5", "seconds", "12.5 seconds"),
    ],
)
def test_a_share_short_of_everything_never_reads_as_everything(value, unit, said):
    assert value_in_words(value, unit) == said
