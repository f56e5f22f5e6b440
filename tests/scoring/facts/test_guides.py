"""A service guide is read from any usual layout, and a contact page is none."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.guides import is_guide, page_guide
from scoring.facts.model import Guide, Online, TimeLimit
from scoring.facts.shown import shown_text
from scoring.lexicon import word_book

EXPECTED = {"conditions": "Adults", "materials": "Passport and photo", "fee": "20 dollars", "process": "Come in person"}


def guide(body: str) -> Guide | None:
    return page_guide(shown_text(LexborHTMLParser(f"<body>{body}</body>")), book=word_book(("zh-Hans", "zh-Hant")))


def fields(body: str) -> dict[str, str]:
    found = guide(body)
    return dict(found.fields) if found else {}


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
    "body",
    [
        "<ul><li><a href='/f'>Fee</a></li><li><a href='/e'>Eligibility</a></li><li><a href='/l'>Legal basis</a></li>"
        "</ul>"
        "<p>Choose a topic.</p>",
        "<div class='tabs'><div>Fee</div><div>Eligibility</div><div>Legal basis</div></div><p>The service is free.</p>",
        "<p><span>Fee</span><span>Eligibility</span><span>Legal basis</span></p><p>The service is free.</p>",
        "<table><tr><th>Fee</th><th>Eligibility</th><th>Legal basis</th></tr><tr><td>5</td><td>all</td><td>Act</td>"
        "</tr>"
        "<tr><td>9</td><td>all</td><td>Act</td></tr></table>",
    ],
    ids=["links", "tabs", "one line", "heads of columns"],
)
def test_labels_that_lead_elsewhere_make_no_guide(body: str) -> None:
    assert fields(body) == {}


@pytest.mark.parametrize(
    "body",
    [
        "<h3><button aria-expanded='false' aria-controls='a'>Fee</button></h3><div id='a' hidden>5</div><p>Share</p>"
        "<p>Eligibility: all</p><p>Legal basis: Act 1</p>",
        "<details><summary>Fee</summary><p>5</p></details><p>Eligibility: all</p><p>Legal basis: Act 1</p>",
        "<p>一、收费标准</p><p>5</p><p>二、办理花絮</p><p>无</p><p>申请条件：all　设定依据：Act 1</p>",
        "<div class='r'><div>Fee</div><div>5</div></div><div class='r'><div>Unheard of</div><div>no</div></div>"
        "<p>Eligibility: all</p><p>Legal basis: Act 1</p>",
    ],
    ids=["panel", "details", "numbered parts", "rows"],
)
def test_a_value_ends_where_its_part_of_the_page_ends(body: str) -> None:
    found = fields(body)

    assert (found["fee"], found["conditions"], found["basis"]) == ("5", "all", "Act 1")


def test_an_empty_cell_is_not_filled_from_the_next_row() -> None:
    body = (
        "<table><tr><td>Fee</td><td></td></tr><tr><td>Unheard of</td><td>no</td></tr><tr><td>Eligibility</td><td>all"
        "</td></tr><tr><td>Legal basis</td><td>Act</td></tr><tr><td>How to apply</td><td>Come</td></tr></table>"
    )

    assert fields(body).keys() == {"conditions", "basis", "process"}


def test_a_value_is_no_label_though_it_is_worded_like_one() -> None:
    body = "<dl><dt>网办类型</dt><dd>全程网办</dd><dt>收费标准</dt><dd>免费</dd><dt>申请条件</dt><dd>成年</dd></dl>"

    assert fields(body)["online_depth"] == "全程网办"


def test_limits_visits_and_fees_become_numbers_with_their_kind() -> None:
    body = (
        "<table><tr><td>法定时限</td><td>20个工作日</td></tr><tr><td>承诺工作日</td><td>5</td></tr><tr><td>跑动次数</td>"
        "<td>0次</td></tr><tr><td>网办深度</td><td>全程网办（Ⅳ级）</td></tr><tr><td>是否收费</td><td>否</td></tr></table>"
    )
    found = guide(body)

    assert found is not None
    assert (found.statutory, found.promised) == (TimeLimit(20, True), TimeLimit(5, True))
    assert (found.visits, found.online, found.is_free, found.faults) == (0, Online.FULLY, True, ())


def test_parts_may_hold_numbered_entries_in_brackets() -> None:
    body = "<p>壹、請領資格：</p><p>(一)設籍本市。</p><p>(二)年滿65歲。</p>"
    body += "<p>貳、應備文件</p><p>印章</p><p>參、辦理方式</p><p>臨櫃</p>"

    assert fields(body) == {"conditions": "(一)設籍本市。 (二)年滿65歲。", "materials": "印章", "process": "臨櫃"}


@pytest.mark.parametrize(
    ("body", "days"),
    [
        (
            "<h2>如何申請</h2><p>臨櫃辦理，應檢附身分證。每張規費新臺幣200元，收件後3個工作天內核發。</p>",
            TimeLimit(3, True),
        ),
        (
            "<h2>申请方式</h2><p>到大厅窗口申请，需提供身份证原件。收取工本费10元，自受理之日起10日内发证。</p>",
            TimeLimit(10, False),
        ),
    ],
)
def test_chinese_sentences_tell_fee_and_time_below_a_heading(body: str, days: TimeLimit) -> None:
    found = guide(body)

    assert found is not None
    assert (found.promised, found.is_free) == (days, False)


@pytest.mark.parametrize(
    "body",
    [
        "<h2>新规公布</h2><p>自受理之日起5个工作日内办结，不收取任何费用。群众需提供身份证，符合以下情形均可申请。</p>",
        "<p>依據：道路法第4條</p><p>公告地點：本局公布欄</p><p>收件後30日內提出異議，應檢附證明，免收規費。</p>",
        "<h2>報名方式</h2><p>線上報名，攜帶身分證入場，免費參加。</p>",
    ],
)
def test_chinese_news_notices_and_events_are_no_guides(body: str) -> None:
    assert guide(body) is None
