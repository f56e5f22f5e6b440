"""A service guide is read from any usual layout, and a contact page is none."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.guides import guide_fields, is_guide
from scoring.facts.limits import parse_days, parse_visits
from scoring.lexicon import word_book

EXPECTED = {"conditions": "Adults", "materials": "Passport and photo", "fee": "20 dollars", "process": "Come in person"}


def fields(body: str) -> dict[str, str]:
    return guide_fields(LexborHTMLParser(f"<body>{body}</body>"), book=word_book(("zh-Hans", "zh-Hant")))


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><th>Who can apply</th><td>Adults</td></tr><tr><th>Documents required</th><td>Passport and photo"
        "</td></tr><tr><th>Fee</th><td>20 dollars</td><th>How to apply</th><td>Come in person</td></tr></table>",
        "<table><tr><td>Who can apply</td><td><p>Adults</p></td></tr><tr><td>Documents required</td><td>Passport<br>"
        "and photo</td></tr><tr><td>Fee</td><td>20 <b>dollars</b></td></tr><tr><td>How to apply</td>"
        "<td>Come in person</td></tr></table>",
        "<dl><dt>Who can apply</dt><dd>Adults</dd><dt>Documents required</dt><dd>Passport and photo</dd>"
        "<dt>Fee</dt><dd>20 dollars</dd><dt>How to apply</dt><dd>Come in person</dd></dl>",
        "<p><strong>Who can apply</strong> Adults</p><p><b>Documents required:</b> Passport and photo</p>"
        "<p><span>Fee</span><span>20 dollars</span></p><p><strong>How to apply</strong></p><p>Come in person</p>",
        "<ul><li>Who can apply: Adults</li><li>Documents required: Passport and photo</li><li>Fee: 20 dollars</li>"
        "<li>How to apply: Come in person</li></ul>",
        "<h2>Who can apply</h2><p>Adults</p><h2>Documents required</h2><ul><li>Passport</li><li>and photo</li></ul>"
        "<h2>Fee</h2><div><p>20 dollars</p></div><h2>How to apply</h2><p>Come in person</p><h2>Other</h2>"
        "<p>Nothing</p>",
    ],
    ids=["th-td", "td-td", "dl", "bold labels", "lines", "headings"],
)
def test_every_usual_layout_is_read(body: str) -> None:
    assert fields(body) == EXPECTED


def test_a_chinese_guide_is_read_with_its_limits() -> None:
    found = fields(
        "<table><tr><th>设定依据</th><td>《中华人民共和国建筑法》第七条</td></tr>"
        "<tr><th>法定办结时限</th><td>20个工作日</td><th>承诺办结时限</th><td>5（工作日）</td></tr>"
        "<tr><th>申请材料</th><td><table><tr><th>材料名称</th><th>份数</th></tr><tr><td>申请表</td><td>1</td></tr></table>"
        "</td></tr><tr><th>到办事现场次数</th><td>1次</td></tr><tr><th>收费标准</th><td>不收费</td></tr></table>"
    )

    assert found["basis"] == "《中华人民共和国建筑法》第七条"
    assert (found["statutory_days"], found["promised_days"]) == ("20个工作日", "5（工作日）")
    assert (found["visits"], found["fee"]) == ("1次", "不收费")


def test_the_first_mention_of_a_field_wins() -> None:
    body = "<p>Fee: 5</p><p>Eligibility: all</p><p>Legal basis: Act 1</p><p>Fee: 99</p>"

    assert fields(body)["fee"] == "5"


def test_values_are_cut_to_300_characters() -> None:
    body = "<p>Fee: " + "x" * 5000 + "</p><p>Eligibility: all</p><p>Legal basis: Act 1</p>"

    assert len(fields(body)["fee"]) == 300


def test_a_contact_page_is_no_guide() -> None:
    assert fields("<p>Phone: 123</p><p>Address: Main Street</p><p>Opening hours: 9 to 5</p><p>Fee: none</p>") == {}


def test_menus_headers_and_footers_are_left_out() -> None:
    assert fields("<nav><p>Fee: 5</p><p>Eligibility: all</p><p>Legal basis: Act 1</p></nav>") == {}


def test_labels_in_a_row_without_values_are_a_menu() -> None:
    assert fields("<ul><li>Fee</li><li>Eligibility</li><li>Legal basis</li><li>How to apply</li></ul>") == {}


def test_three_telling_fields_make_a_guide() -> None:
    assert is_guide({"fee": "1", "basis": "2", "process": "3"})
    assert not is_guide({"fee": "1", "basis": "2", "phone": "3", "place": "4"})


def test_deep_nesting_does_not_break_the_reader() -> None:
    assert fields("<div>" * 20_000 + "<p>Fee: 5</p>") == {}


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("20个工作日", (20, True)),
        ("20 个工作日（不含公示时间）", (20, True)),
        ("二十个工作日", (20, True)),
        ("15日", (15, False)),
        ("即办", (0, True)),
        ("当场办结", (0, True)),
        ("當場", (0, True)),
        ("1个月", (30, False)),
        ("7個工作天", (7, True)),
        ("5 working days", (5, True)),
        ("3 to 5 business days", (5, True)),
        ("3-5 working days", (5, True)),
        ("within 14 days", (14, False)),
        ("two weeks", (14, False)),
        ("24 hours", (1, False)),
        ("30 minutes", (0, False)),
        ("on the spot", (0, True)),
        ("99999999 days", None),
        ("见附件", None),
        ("", None),
    ],
)
def test_days_are_read_off_a_limit(value: str, days: tuple[int, bool] | None) -> None:
    assert parse_days(value) == days


@pytest.mark.parametrize(
    ("value", "visits"),
    [
        ("0次", 0),
        ("1次", 1),
        ("最多跑一次", 1),
        ("零跑动", 0),
        ("2 visits", 2),
        ("3", 3),
        ("not required", 0),
        ("视情况", None),
    ],
)
def test_visits_are_read_off_a_field(value: str, visits: int | None) -> None:
    assert parse_visits(value) == visits
