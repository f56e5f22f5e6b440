"""Tests of the ways to write a day."""

from __future__ import annotations

from datetime import date

import pytest

from scoring.facts.calendars import ENGLISH_MONTHS, chinese_number, days_in
from tests.cost import costs_little

MONTHS = dict(ENGLISH_MONTHS) | {"maj": 5, "mayo": 5, "мая": 5, "مايو": 5, "พฤษภาคม": 5, "พ.ค": 5, "mai": 5}
THE_DAY = date(2024, 5, 3)


def days(text: str, country: str = "") -> list[date]:
    return [written.day for written in days_in(text, country=country, months=MONTHS)]


@pytest.mark.parametrize(
    "text",
    [
        "2024-05-03",
        "2024/5/3",
        "2024.5.3",
        "2024-05-03T10:00:00+08:00",
        "发布时间2024年5月3日10:00",
        "2024 年 05 月 03 日",
        "２０２４年５月３日",
        "二〇二四年五月三日",
        "二○二四年五月三日",
        "民國113年5月3日",
        "中華民國113年5月3日",
        "民國一百一十三年五月三日",
        "令和6年5月3日",
        "平成36年5月3日",
        "2024년 5월 3일",
        "2024. 5. 3.",
        "3 May 2024",
        "03 MAY 2024",
        "3rd May, 2024",
        "May 3rd, 2024",
        "May 3, 2024",
        "03-May-24",
        "3. maj 2024",
        "3. 5. 2024",
        "3.5.2024",
        "3 de mayo de 2024",
        "3 мая 2024 г.",
        "٣ مايو ٢٠٢٤",
        "3 พฤษภาคม 2567",
        "3พ.ค.2567",
        "ngày 3 tháng 5 năm 2024",
        "2024-يىل 5-ئاينىڭ 3-كۈنى",
        "༢༠༢༤ལོའི་ཟླ་༥པའི་ཚེས་༣ཉིན",
        "24/10/1445 هـ",
        "24 شوال 1445هـ",
    ],
)
def test_a_written_day_is_read_in_any_script(text: str) -> None:
    assert days(text) == [THE_DAY]


@pytest.mark.parametrize("text", ["113年5月3日", "113-05-03", "113.05.03", "113/5/3"])
def test_years_of_the_republic_without_their_name_count_in_taiwan_only(text: str) -> None:
    assert days(text, "TW") == [THE_DAY]
    assert days(text, "CN") == []


@pytest.mark.parametrize(("country", "day"), [("US", date(2024, 3, 5)), ("SG", THE_DAY), ("", THE_DAY)])
def test_the_country_decides_the_order_of_day_and_month(country: str, day: date) -> None:
    assert days("03/05/2024", country) == [day]


def test_an_order_that_nobody_can_know_is_marked() -> None:
    found = days_in("03/05/2024 and 25/05/2024 and 05/05/2024", country="", months=MONTHS)
    assert [written.is_ambiguous for written in found] == [True, False, False]
    assert not days_in("03/05/2024", country="SG", months=MONTHS)[0].is_ambiguous


def test_a_day_says_where_it_stands() -> None:
    text = "Signed on 3 May 2024 in town"
    (written,) = days_in(text, country="", months=MONTHS)
    assert text[written.start : written.end] == "3 May 2024"


@pytest.mark.parametrize(
    "text",
    [
        "国发〔2024〕15号",
        "tel. 2024-5678",
        "192.168.20.24",
        "10.20.2024.1",
        "version v2024.5.3",
        "© 2010-2026",
        "USD 3,5.2024",
        "2024-13-45",
        "31 February 2024",
        "1024-05-03",
        "120240503",
        "March 2016 April 2016",
        "24/10/1445",
    ],
)
def test_numbers_that_are_no_days_are_left_alone(text: str) -> None:
    assert days(text) == []


@pytest.mark.parametrize(
    ("numeral", "value"), [("二〇二四", 2024), ("十", 10), ("二十三", 23), ("一百一十三", 113), ("廿一", 21)]
)
def test_chinese_numerals(numeral: str, value: int) -> None:
    assert chinese_number(numeral) == value


@pytest.mark.parametrize(
    "bait", ["2024 ", "3 a", "2024年", "1.1.", "二〇", "é", "May 3 ", "12/", "一百年", "1-1-", "3.MayMay"]
)
def test_bait_for_regular_expressions_costs_little(bait: str) -> None:
    assert costs_little(lambda: days_in(bait * 200_000, country="TW", months=MONTHS))
