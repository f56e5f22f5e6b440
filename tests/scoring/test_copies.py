"""Texts that several portals share are told, with the pages they stand on."""

from __future__ import annotations

import csv

import pytest

from scoring.copies import CopyTable, page_texts
from tests.builders import page, site_facts


def site(site_id, *pages):
    return site_facts([page("/"), *pages], site_id=site_id)


def article(url, digest, *, words=80, **others):
    return page(url, text_digest=digest, word_count=words, title=f"Title, of {url}", **others)


def table(folder, *sites):
    folder.mkdir(exist_ok=True)
    with CopyTable(folder) as copies:
        for each in sites:
            copies.take(page_texts(each))
        written = copies.write(folder)
    with written.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NORTH = site("north", article("/a", "same"), article("/b", "own"), article("/a-again", "same"))
SOUTH = site("south", article("/x", "same", dates=["2026-10-01"]))


def test_a_text_on_two_portals_is_told_once_a_portal(tmp_path):
    rows = table(tmp_path, NORTH, SOUTH)

    assert [(row["site_id"], row["sites"], row["words"], row["day"]) for row in rows] == [
        ("north", "2", "80", ""),
        ("south", "2", "80", "2026-10-01"),
    ]
    assert rows[1]["url"] == "https://town.example/x"
    assert rows[0]["title"] == "Title, of /a"


def test_the_order_in_which_sites_come_does_not_matter(tmp_path):
    assert table(tmp_path / "1", NORTH, SOUTH) == table(tmp_path / "2", SOUTH, NORTH)


@pytest.mark.parametrize(
    "other",
    [
        article("/x", "same", words=20),
        article("/x", "same", marks=["not_found"]),
        article("/x", "same", topics=["privacy"]),
        article("/x", "other"),
    ],
)
def test_short_texts_faults_and_legal_notices_are_no_copies(tmp_path, other):
    assert table(tmp_path, NORTH, site("south", other)) == []


def test_a_text_twice_on_one_portal_is_no_copy_and_nothing_is_left_behind(tmp_path):
    assert table(tmp_path, NORTH) == []
    assert [path.name for path in tmp_path.iterdir()] == ["copies.csv"]
