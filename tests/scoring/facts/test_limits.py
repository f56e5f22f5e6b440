"""Days, visits, fees and the depth online are read off the words of a guide, in the words of its lexicon."""

from __future__ import annotations

import pytest

from scoring.facts.limits import parse_days, parse_free, parse_online, parse_visits
from scoring.facts.model import Online, TimeLimit
from scoring.lexicon import word_book

BOOKS = {language: word_book((language,)) for language in ("zh-Hans", "zh-Hant", "pt", "sl", "en")}


@pytest.mark.parametrize(
    ("language", "value", "days"),
    [
        ("zh-Hans", "20个工作日", (20, True)),
        ("zh-Hans", "20 个工作日（不含公示时间）", (20, True)),
        ("zh-Hans", "二十个工作日", (20, True)),
        ("zh-Hans", "5（五）个工作日", (5, True)),
        ("zh-Hans", "７（工作日）", (7, True)),
        ("zh-Hans", "15日", (15, False)),
        ("zh-Hans", "即办", (0, True)),
        ("zh-Hans", "当场办结", (0, True)),
        ("zh-Hans", "自受理当日起15日内", (15, False)),
        ("zh-Hans", "1个月", (30, False)),
        ("zh-Hans", "见附件", None),
        ("zh-Hans", "", None),
        ("zh-Hant", "當場", (0, True)),
        ("zh-Hant", "7個工作天", (7, True)),
        ("en", "5 working days", (5, True)),
        ("en", "3 to 5 business days", (5, True)),
        ("en", "3-5 working days", (5, True)),
        ("en", "within 14 days", (14, False)),
        ("en", "two weeks", (14, False)),
        ("en", "24 hours", (1, False)),
        ("en", "30 minutes", (0, False)),
        ("en", "on the spot", (0, True)),
        ("en", "99999999 days", None),
        ("en", "9999 years", None),
        ("pt", "15 dias úteis", (15, True)),
        ("pt", "até 3 (três) dias úteis", (3, True)),
        ("pt", "dois meses", (60, False)),
        ("pt", "30 dias corridos", (30, False)),
        ("pt", "na hora", (0, True)),
        ("sl", "v 15 delovnih dneh", (15, True)),
        ("sl", "en mesec", (30, False)),
        ("sl", "8 dni", (8, False)),
        ("sl", "takoj", (0, True)),
    ],
)
def test_days_are_read_off_a_limit(language: str, value: str, days: tuple[int, bool] | None) -> None:
    assert parse_days(value, book=BOOKS[language]) == (TimeLimit(*days) if days else None)


def test_a_bare_number_counts_in_the_unit_that_its_label_names() -> None:
    book = BOOKS["zh-Hans"]

    assert parse_days("5", book=book, label="承诺办结时限（工作日）") == TimeLimit(5, True)
    assert parse_days("5", book=book, label="承诺办结时限") is None


@pytest.mark.parametrize(
    ("language", "value", "visits"),
    [
        ("zh-Hans", "0次", 0),
        ("zh-Hans", "1次", 1),
        ("zh-Hans", "最多跑一次", 1),
        ("zh-Hans", "零跑动", 0),
        ("zh-Hans", "视情况", None),
        ("en", "2 visits", 2),
        ("en", "3", 3),
        ("en", "not required", 0),
        ("en", "once", 1),
        ("en", "see notes", None),
        ("pt", "uma vez", 1),
        ("pt", "nenhuma", 0),
        ("sl", "dvakrat", 2),
        ("sl", "2 obiska", 2),
        ("sl", "ni potreben", 0),
    ],
)
def test_visits_are_read_off_a_field(language: str, value: str, visits: int | None) -> None:
    assert parse_visits(value, book=BOOKS[language]) == visits


@pytest.mark.parametrize(
    ("language", "value", "online"),
    [
        ("zh-Hans", "全程网办（Ⅳ级）", Online.FULLY),
        ("zh-Hans", "网上受理（Ⅲ级）", Online.PARTLY),
        ("zh-Hans", "是", Online.PARTLY),
        ("zh-Hans", "否", Online.NOT),
        ("zh-Hans", "见说明", None),
        ("en", "Fully online", Online.FULLY),
        ("en", "not fully online", Online.PARTLY),
        ("pt", "100% digital", Online.FULLY),
        ("sl", "v celoti prek spleta", Online.FULLY),
    ],
)
def test_the_depth_online_is_read_off_a_field(language: str, value: str, online: Online | None) -> None:
    assert parse_online(value, book=BOOKS[language]) == online


@pytest.mark.parametrize(
    ("language", "value", "is_free"),
    [
        ("zh-Hans", "不收费", True),
        ("zh-Hans", "否", True),
        ("zh-Hans", "0元", True),
        ("zh-Hans", "每证10元", False),
        ("zh-Hans", "是", False),
        ("zh-Hans", "按有关规定", None),
        ("en", "Free for members, others $20", False),
        ("en", "None", True),
        ("pt", "Gratuito", True),
        ("sl", "22,60 €", False),
    ],
)
def test_whether_it_is_free_is_read_off_the_fee(language: str, value: str, is_free: bool | None) -> None:
    assert parse_free(value, book=BOOKS[language]) == is_free
