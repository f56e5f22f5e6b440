"""A guide that contradicts itself is told by rule; one that is silent on a side breaks none."""

from __future__ import annotations

import pytest

from scoring.facts.guides import read_guide
from scoring.facts.model import TimeLimit
from scoring.lexicon import word_book

BOOK = word_book(("zh-Hans",))


def rules(**fields: str) -> list[str]:
    return [fault.rule for fault in read_guide(fields, book=BOOK).faults]


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"statutory_days": "5个工作日", "promised_days": "7个工作日"}, "promised_over_statutory"),
        ({"handling": "即办件", "promised_days": "3个工作日"}, "at_once_against_kind"),
        ({"handling": "承诺件", "promised_days": "即办"}, "at_once_against_kind"),
        ({"online_depth": "全程网办（Ⅳ级）", "visits": "1次"}, "online_against_visits"),
        ({"visits": "0次", "visit_reason": "需核验身份"}, "no_visit_but_reason"),
        ({"visits": "0次", "online_depth": "否"}, "no_visit_but_not_online"),
        ({"charged": "是", "fee": "按物价部门规定"}, "charged_without_amount"),
        ({"phone": "0758-5551201", "complaints": "（0758）5551201"}, "one_phone_for_both"),
        ({"materials": "申请表、身份证、其他材料"}, "catch_all_material"),
    ],
)
def test_a_contradiction_is_told(fields: dict[str, str], rule: str) -> None:
    assert rules(**fields) == [rule]


@pytest.mark.parametrize(
    "fields",
    [
        {"statutory_days": "20个工作日", "promised_days": "20个工作日", "handling": "承诺件"},
        {"handling": "即办件", "promised_days": "即办"},
        {"online_depth": "全程网办（Ⅳ级）", "visits": "0次", "visit_reason": "无"},
        {"visits": "0次", "online_depth": "否", "process": "材料可邮寄"},
        {"charged": "是", "fee": "每证10元"},
        {"charged": "否"},
        {"fee": "按物价部门规定"},
        {"phone": "0758-5551201", "complaints": "0758-12345"},
        {"promised_days": "7个工作日"},
    ],
)
def test_what_agrees_or_is_silent_is_no_fault(fields: dict[str, str]) -> None:
    assert rules(**fields) == []


@pytest.mark.parametrize(
    ("one", "other", "is_longer"),
    [
        (TimeLimit(6, True), TimeLimit(5, True), True),
        (TimeLimit(5, True), TimeLimit(5, False), False),
        (TimeLimit(6, True), TimeLimit(7, False), True),
        (TimeLimit(7, False), TimeLimit(5, True), False),
        (TimeLimit(12, False), TimeLimit(5, True), False),
        (TimeLimit(17, False), TimeLimit(5, True), True),
    ],
)
def test_working_and_calendar_days_are_compared_only_where_no_calendar_can_save_them(
    one: TimeLimit, other: TimeLimit, is_longer: bool
) -> None:
    assert one.is_surely_longer_than(other) is is_longer
