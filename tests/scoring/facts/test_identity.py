"""A page says whose it is in its foot."""

from __future__ import annotations

import pytest

from scoring.facts.identity import is_site_code
from scoring.facts.page import page_facts
from scoring.lexicon import word_book
from tests.builders import HOME, html_page, record, visit

BOOK = word_book(("zh-Hans", "zh-Hant", "sl", "en"))


def identity(foot: str, *, head: str = "") -> dict[str, str]:
    html = html_page(f"<p>The council met.</p><footer>{foot}</footer>", head=head)
    facts = page_facts(record(html), visit(), book=BOOK, country="CN", home_url=HOME)
    assert facts is not None
    return dict(facts.identity)


def test_the_four_marks_of_a_chinese_site_are_read() -> None:
    foot = (
        "主办单位：清水市人民政府办公室 承办：清水市大数据局<br>网站标识码：5299990001 "
        "<a>滇ICP备05000001号-1</a> <a>滇公网安备 53010202000123号</a>"
    )

    assert identity(foot) == {
        "organiser": "清水市人民政府办公室",
        "icp": "滇ICP备05000001号",
        "police": "滇公网安备53010202000123号",
        "site_code": "5299990001",
    }


def test_the_site_code_may_stand_in_the_head() -> None:
    assert identity("", head='<meta name="SiteIDCode" content="bm07000001">') == {"site_code": "bm07000001"}


@pytest.mark.parametrize(
    ("foot", "mark", "name"),
    [
        ("© 2024 Town of Riverton. All rights reserved.", "holder", "Town of Riverton"),
        ("Copyright © 2019-2024 City of Mill | Terms", "holder", "City of Mill"),
        ("版权所有：小河县农业农村局　地址：人民路12号", "holder", "小河县农业农村局"),
        ("白雲市政府 版權所有", "holder", "白雲市政府"),
        ("白雲市政府 版權所有 市民服務熱線 1999", "holder", "白雲市政府"),
        ("Published by the Ministry of Roads", "organiser", "the Ministry of Roads"),
        ("Izdajatelj: Občina Bistrica, Glavni trg 1", "organiser", "Občina Bistrica"),
    ],
)
def test_an_imprint_or_a_copyright_names_the_owner(foot: str, mark: str, name: str) -> None:
    assert identity(foot) == {mark: name}


@pytest.mark.parametrize("foot", ["All rights reserved", "Back to top", "© 2024", "主办"])
def test_words_without_a_name_name_nobody(foot: str) -> None:
    assert identity(foot) == {}


def test_the_organiser_of_an_event_is_not_that_of_the_page() -> None:
    html = html_page("<p>书法展</p><p>主办单位：清水市书法家协会</p><div class=footer>清水市人民政府 版权所有</div>")
    facts = page_facts(record(html), visit(), book=BOOK, country="CN", home_url=HOME)

    assert facts is not None
    assert facts.identity == {"holder": "清水市人民政府"}


def test_a_site_code_has_ten_digits_or_is_a_ministrys() -> None:
    assert [code for code in ("5299990001", "bm07000001", "310000000044", "bm7") if is_site_code(code)] == [
        "5299990001",
        "bm07000001",
    ]
