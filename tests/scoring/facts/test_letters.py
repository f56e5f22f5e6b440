"""Letters of citizens, with the days they were asked and answered, and their states."""

from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.letters import page_letters
from scoring.facts.shown import shown_text
from scoring.lexicon import word_book

BOOK = word_book(("zh-Hans", "en"))
VISITED = date(2026, 6, 20)


def letters(body, *, is_mailbox=True, url="https://town.example/hdjl/"):
    tree = LexborHTMLParser(f"<html><head><title>T</title></head><body>{body}</body></html>")
    return page_letters(
        shown_text(tree), url=url, title="T", country="CN", visited_on=VISITED, is_mailbox=is_mailbox, book=BOOK
    )


def days(found):
    return [(str(one.asked or ""), str(one.answered or ""), one.is_answered) for one in found]


def test_labels_in_a_line_tell_both_days():
    found = letters("<h1>T</h1><p>来信时间：2026-05-11 回复时间：2026-05-14</p>")

    assert days(found) == [("2026-05-11", "2026-05-14", True)]


def test_the_heads_of_columns_tell_the_days_of_every_row_and_an_empty_cell_is_no_answer():
    head = "<tr><th>标题</th><th>来信时间</th><th>回复时间</th></tr>"
    row = "<tr><td><a href='1'>路灯不亮</a></td><td>2026-06-02</td><td>{}</td></tr>"
    found = letters(f"<table>{head}{row.format('2026-06-08')}{row.format('')}</table>")

    assert days(found) == [("2026-06-02", "2026-06-08", True), ("2026-06-02", "", False)]
    assert {one.url for one in found} == {"https://town.example/hdjl/1"}


def test_a_letter_that_waits_beside_one_day_was_asked_on_it_but_an_answered_one_may_have_been_answered_then():
    found = letters(
        "<ul><li><a href='1'>拆迁补偿问题</a> [未回复] 2026-01-15</li>"
        "<li><a href='2'>社保转移问题</a> [已回复] 2026-05-28</li></ul>"
    )

    assert days(found) == [("2026-01-15", "", False), ("", "", True)]


@pytest.mark.parametrize(
    ("body", "is_mailbox"),
    [
        ("<h1>Careers</h1><p>Received on 3 March 2026</p>", False),
        ("<h1>居住证</h1><p>答复时间：受理后5个工作日</p><p>发布时间：2026-03-02</p>", True),
        ("<h1>Mayor answered questions on 2 June 2026</h1>", False),
        ("<p>没有来信</p>", True),
    ],
)
def test_pages_without_letters_have_none(body, is_mailbox):
    assert letters(body, is_mailbox=is_mailbox) == ()


def test_a_day_after_the_visit_is_no_answer():
    found = letters("<p>来信时间：2026-05-11</p><p>回复时间：2026-07-14</p><p>办理状态：办理中</p>")

    assert days(found) == [("2026-05-11", "", False)]


def test_an_answer_before_its_letter_has_no_day():
    assert days(letters("<p>来信时间：2026-05-11</p><p>回复时间：2026-05-01</p>")) == [("2026-05-11", "", True)]


def test_ten_thousand_rows_end_at_the_limit():
    row = "<li><a href='1'>路灯不亮</a> 来信时间：2026-05-11 回复时间：2026-05-14</li>"

    assert len(letters(f"<ul>{row * 10_000}</ul>")) == 500


def test_the_evidence_of_a_letter_on_a_page_of_its_own_is_the_words_that_tell_and_not_the_menu():
    menu = "".join(f"<a href='/{number}'>栏目{number}</a> " for number in range(60))
    (only,) = letters(f"<div class='list'>{menu}</div><h1>T</h1><p>来信时间：2026-05-11 回复时间：2026-05-14</p>")

    assert only.snippet == "T 来信时间：2026-05-11 回复时间：2026-05-14"


def test_a_word_right_after_a_day_says_what_it_is_the_day_of():
    found = letters("<p>网友于2026年4月6日留言：能申请吗？</p><p>住建局于2026年4月10日答复：可以。</p>")

    assert days(found) == [("2026-04-06", "2026-04-10", True)]
