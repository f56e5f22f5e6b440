"""A guide that contradicts itself is told by rule; one that is silent on a side breaks none."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.guides import page_guide, read_guide
from scoring.facts.model import Guide, TimeLimit
from scoring.facts.shown import shown_text
from scoring.lexicon import word_book

BOOK = word_book(("zh-Hans",))


STEPS = "办理环节 办理时限 申请 1个工作日 受理 1个工作日 审查 2个工作日 决定 4个工作日 送达 3个工作日"


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
        ({"review": "即审即办", "promised_days": "5个工作日"}, "at_once_against_review"),
        ({"review": "前审后批", "handling": "即办件"}, "at_once_against_review"),
        ({"visits": "1次", "visit_reason": "无"}, "visit_without_reason"),
        ({"charged": "否", "online_payment": "支持"}, "free_but_paid_online"),
        ({"promised_days": "5个工作日", "process": STEPS}, "steps_over_promised"),
        ({"audience": "自然人", "firm_themes": "准营准办"}, "audience_against_themes"),
        ({"handling": "承诺件", "phone": "5551201"}, "phone_without_area_code"),
        ({"handling": "承诺件", "complaints": "5551-2010转8"}, "phone_without_area_code"),
        ({"handling": "承诺件", "hours": "上午8:30-12:00，下午14:30-17:00"}, "hours_without_days"),
        ({"handling": "承诺件", "place": "各乡镇便民服务中心"}, "vague_place"),
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
        {"review": "即审即办", "promised_days": "即办", "handling": "即办件"},
        {"review": "前审后批"},
        {"visits": "1次"},
        {"visits": "1次", "visit_reason": "需核验身份"},
        {"charged": "否", "online_payment": "不支持"},
        {"charged": "是", "fee": "每证10元", "online_payment": "是"},
        {"promised_days": "6个工作日", "process": STEPS},
        {"promised_days": "5个工作日", "process": STEPS.replace("2个", "1-2个")},
        {"promised_days": "5个工作日", "process": "受理后2个工作日内审查，4个工作日内作出决定"},
        {"audience": "自然人、企业法人", "firm_themes": "准营准办", "person_themes": "其他"},
        {"audience": "自然人", "firm_themes": "无"},
        {"handling": "承诺件", "phone": "0758-5551201、5551202", "complaints": "12345"},
        {"handling": "承诺件", "phone": "400 800 1234", "complaints": "13805551234"},
        {"phone": "28102345", "hours": "9:00-17:00", "place": "各区民政局"},
        {"handling": "承诺件", "hours": "周一至周五 8:30-17:00", "place": "政务大厅二楼"},
        {"handling": "承诺件", "visits": "0次", "place": "市民政局"},
    ],
)
def test_what_agrees_or_is_silent_is_no_fault(fields: dict[str, str]) -> None:
    assert rules(**fields) == []


def shown_guide(rows: str) -> Guide | None:
    parts = "<tr><td>申请材料</td><td>身份证</td></tr><tr><td>办理流程</td><td>申请、审查</td></tr>"
    table = f"<table>{rows}{parts}<tr><td>受理条件</td><td>年满60周岁</td></tr></table>"
    return page_guide(shown_text(LexborHTMLParser(table)), book=BOOK)


def test_a_reason_that_the_page_asks_for_and_leaves_blank_is_told() -> None:
    visits = "<tr><td>到现场次数</td><td>1次</td></tr>"
    blank = shown_guide(visits + "<tr><td>必须现场办理原因</td><td></td></tr>")
    silent = shown_guide(visits)

    assert blank is not None
    assert [fault.rule for fault in blank.faults] == ["visit_without_reason"]
    assert silent is not None
    assert silent.faults == ()


def test_kinds_of_persons_are_no_conditions() -> None:
    guide = shown_guide("<tr><td>服务对象</td><td>自然人</td></tr>")

    assert guide is not None
    assert (guide.fields["audience"], guide.fields["conditions"]) == ("自然人", "年满60周岁")


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
