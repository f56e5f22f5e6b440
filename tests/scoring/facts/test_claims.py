"""A page is faulty when it says so of itself, and not when it reports or explains such a thing."""

from __future__ import annotations

import pytest

from scoring.facts.faults import content_fault
from scoring.facts.page import page_facts
from scoring.lexicon import word_book
from tests.builders import HOME, html_page, record, visit

BOOK = word_book(("zh-Hans", "zh-Hant", "en"))


def fault(body: str, *, title: str = "Town of Riverton", url: str = "/news/") -> str:
    facts = page_facts(record(html_page(body, title=title)), visit(url), book=BOOK, country="SG", home_url=HOME)
    assert facts is not None
    found = content_fault(facts)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>抱歉，您访问的页面不存在。</p>", "not_found"),
        ("<h1>Open data</h1><p>Coming soon.</p>", "placeholder"),
        ("<h1>通知公告</h1><p>共 0 条记录</p>", "empty_column"),
        ("<h1>Speeches</h1><ul></ul>", "empty_column"),
    ],
)
def test_a_page_that_says_it_of_itself_is_faulty(body: str, expected: str) -> None:
    assert fault(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        '<h1>Help</h1><p>If you see "page not found", check the address or tell the web team.</p>',
        "<h1>清水大桥正在建设中</h1><p>记者10日从市交通局获悉，大桥合龙在即。</p>",
        "<h1>Events</h1><p>Summer fair, 3 June. Coming soon: the autumn market, 12 September.</p>",
        "<h1>Vacancies</h1><p>There are currently no vacancies. New jobs are posted on Fridays.</p>",
        "<h1>Search</h1><form><input name=q></form><p>No results found.</p>",
        '<h1>Speeches</h1><ul></ul><script src="/list.js"></script>',
        "<h1>整改</h1><p>“建设中”栏目全部下线。</p>",
    ],
)
def test_a_page_that_reports_or_explains_it_is_sound(body: str) -> None:
    assert fault(body) == ""


def test_an_article_with_its_day_is_there() -> None:
    assert fault("<p>Published: 2 March 2026</p><p>The pool is under maintenance.</p>") == ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>温馨提示：您要找的内容已经搬家或被删除了</p>", "not_found"),
        ("<p>We are working on this page.</p>", "placeholder"),
        ("<h1>Library</h1><p>This library is empty.</p>", "empty_column"),
        ("<h1>Birth records</h1><p>No records before 1853 are held here.</p>", ""),
        ("<p>This page was moved.</p>" + "<p>The council met on Monday to talk about the bridge.</p>" * 3, ""),
    ],
)
def test_an_all_but_empty_page_is_understood_by_a_thing_and_its_absence(body: str, expected: str) -> None:
    assert fault(body) == expected


def test_dummy_text_is_a_placeholder_wherever_it_stands() -> None:
    assert fault("<p>Published: 2 March 2026</p><p>Lorem ipsum dolor sit amet</p>") == "placeholder"


def test_a_home_page_is_no_empty_column() -> None:
    assert fault("<p>No news found.</p>", url="/") == ""
