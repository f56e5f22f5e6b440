"""Every question of the UN's local survey has a topic, or a note that says what answers it instead."""

from __future__ import annotations

import csv

import pytest

from scoring.lexicon import FOLDER, TOPICS, word_book

HANS, HANT, ENGLISH = ("zh-Hans",), ("zh-Hant",), ("en",)


def topics(languages: tuple[str, ...], text: str) -> set[str]:
    return {topic for topic, _ in word_book(languages).topics_in(text)}


def test_every_question_of_the_survey_has_a_topic_or_a_note_why_not() -> None:
    with (FOLDER / "losi-2024.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len({row["code"] for row in rows}) == len(rows) == 95
    assert [row["code"] for row in rows if not row["topics"] and not row["note"]] == []
    assert {topic for row in rows for topic in row["topics"].split()} - set(TOPICS) == set()


@pytest.mark.parametrize(
    ("languages", "text", "topic"),
    [
        (ENGLISH, "Contract awards", "procurement_results"),
        (HANS, "中标公告", "procurement_results"),
        (HANT, "決標公告", "procurement_results"),
        (ENGLISH, "Change of address", "service_address_change"),
        (HANS, "缴纳水费", "service_water_bill"),
        (HANT, "電費查詢", "service_energy_bill"),
        (ENGLISH, "Emergency alerts", "emergency_alerts"),
        (HANS, "弱势群体", "vulnerable_groups"),
        (ENGLISH, "Public-private partnerships", "partnerships"),
        (HANS, "友情链接", "government_links"),
        (HANT, "資料開放政策", "open_data_policy"),
        (ENGLISH, "Virtual assistant", "chatbot"),
    ],
)
def test_a_narrower_question_has_a_topic_of_its_own(languages: tuple[str, ...], text: str, topic: str) -> None:
    assert topic in topics(languages, text)


def test_a_result_of_procurement_is_procurement_too() -> None:
    assert topics(HANS, "中标公告") >= {"procurement", "procurement_results"}
