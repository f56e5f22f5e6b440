"""A page whose text is the same but for a newer date was not updated."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.facts.edits import date_only_edits
from scoring.facts.model import PageFacts, SiteFacts
from tests.builders import page, site_facts

GUIDE = (
    "The town takes bulky waste from every house on the first Monday of the month. Put it on the pavement at seven. "
)


def wave(day: str, text: str, **others: Any) -> SiteFacts:
    return site_facts([page("/"), guide(day, text, **others)])


def guide(day: str, text: str, **others: Any) -> PageFacts:
    return page("/waste/bulky", dates=[day], text=text, **others)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Published: 2024-03-05", "Published: 2026-09-30"),
        ("Published: 5 March 2024 10:15", "Published: 30 September 2026 08:00:01"),
        ("发布时间：2024年3月5日", "发布时间：2026年9月30日"),
    ],
)
def test_a_newer_date_on_the_same_text_is_told_with_both_days(before: str, after: str) -> None:
    edits = date_only_edits(wave("2024-03-05", GUIDE + before), wave("2026-09-30", GUIDE + after))

    assert [(edit.url, edit.days) for edit in edits] == [("https://town.example/waste/bulky", 939)]


def test_a_changed_text_is_an_update() -> None:
    later = wave("2026-09-30", GUIDE + "Sofas are taken too. 2026-09-30")

    assert date_only_edits(wave("2024-03-05", GUIDE + "2024-03-05"), later) == ()


def test_a_changed_number_is_an_update() -> None:
    later = wave("2026-09-30", GUIDE + "It costs 12 crowns. 2026-09-30")

    assert date_only_edits(wave("2024-03-05", GUIDE + "It costs 10 crowns. 2024-03-05"), later) == ()


def test_an_older_or_the_same_date_is_no_edit() -> None:
    assert date_only_edits(wave("2026-09-30", GUIDE), wave("2026-09-30", GUIDE)) == ()
    assert date_only_edits(wave("2026-09-30", GUIDE), wave("2024-03-05", GUIDE)) == ()


def test_lists_and_short_notes_are_left_out() -> None:
    listing = {"items": ["2026-09-30"]}

    assert date_only_edits(wave("2024-03-05", GUIDE), wave("2026-09-30", GUIDE, **listing)) == ()
    assert date_only_edits(wave("2024-03-05", "Closed today."), wave("2026-09-30", "Closed today.")) == ()


def test_a_new_page_is_no_edit() -> None:
    assert date_only_edits(site_facts([page("/")]), wave("2026-09-30", GUIDE)) == ()
