"""Consultations, with the days they open and close, and their outcomes."""

from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.calendars import days_in
from scoring.facts.consultations import page_consultations
from scoring.facts.model import DatedItem
from scoring.facts.periods import periods_in
from scoring.facts.shown import shown_text
from scoring.lexicon import word_book

BOOK = word_book(("zh-Hans", "en"))


def consultations(body, *, items=(), is_on_consultations=True, title="Consultation on trees"):
    tree = LexborHTMLParser(f"<html><body>{body}</body></html>")
    return page_consultations(
        shown_text(tree),
        url="https://town.example/c",
        title=title,
        country="GB",
        items=items,
        is_on_consultations=is_on_consultations,
        book=BOOK,
    )


def days(found):
    return [(str(one.opens or ""), str(one.closes or ""), one.has_outcome) for one in found]


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("from 1 May 2026 to 3 June 2026", "2026-05-01", "2026-06-03"),
        ("26 June to 21 August 2026", "2026-06-26", "2026-08-21"),
        ("2 to 30 June 2026", "2026-06-02", "2026-06-30"),
        ("10 December to 7 January 2027", "2026-12-10", "2027-01-07"),
        ("9:30am on 4 May 2026 to 11:45pm on 1 June 2026", "2026-05-04", "2026-06-01"),
        ("2026年3月1日至3月30日", "2026-03-01", "2026-03-30"),
        ("2026年3月1日-15日", "2026-03-01", "2026-03-15"),
        ("2026-03-01 — 2026-03-31", "2026-03-01", "2026-03-31"),
    ],
)
def test_periods_may_leave_out_what_the_other_day_says(written, first, last):
    found = list(periods_in(written, days_in(written, country="GB", months=BOOK.months), BOOK.months))

    assert [(each.first.isoformat(), each.last.isoformat()) for each in found] == [(first, last)]


@pytest.mark.parametrize("written", ["1 May 2026 and later, 3 June 2026", "3 June 2026 to 1 May 2026", "1 May 2026"])
def test_two_days_side_by_side_are_no_period(written):
    assert not list(periods_in(written, days_in(written, country="GB", months=BOOK.months), BOOK.months))


def test_a_page_tells_its_own_period_and_outcome():
    found = consultations("<p>Opened 1 Mar 2026</p><p>Closed 12 Apr 2026</p><h2>We asked, you said, we did</h2>")

    assert days(found) == [("2026-03-01", "2026-04-12", True)]


def test_an_extended_consultation_closes_on_the_later_day():
    found = consultations(
        "<p>Consultation period: 7 May 2026 to 4 June 2026</p><p>It will now close on 4 July 2026 instead.</p>"
    )

    assert days(found) == [("2026-05-07", "2026-07-04", False)]


def test_a_list_tells_each_row_its_own():
    card = "<div class='card'><h2><a href='{0}'>{1}</a></h2><p>Opens {2}</p><p>Closes {3}</p></div>"
    found = consultations(
        card.format(1, "Bus lanes", "1 June 2026", "28 June 2026")
        + card.format(2, "Air quality", "2 May 2026", "30 May 2026")
    )

    assert [one.title for one in found] == ["Bus lanes", "Air quality"]
    assert days(found) == [("2026-06-01", "2026-06-28", False), ("2026-05-02", "2026-05-30", False)]


def test_a_word_after_a_day_may_close_it():
    assert days(consultations("<p>请于2026年7月15日前将意见反馈至局办公室。</p>")) == [("", "2026-07-15", False)]


def test_pages_on_other_things_have_no_period_but_their_lists_may_name_consultations():
    item = DatedItem("Public consultation on parking", "https://town.example/p", date(2026, 5, 4), "4 May 2026")
    found = consultations("<p>Closing date: 30 May 2026</p>", items=(item,), is_on_consultations=False, title="Jobs")

    assert [(one.title, one.published, one.closes) for one in found] == [(item.title, item.day, None)]


def test_a_page_is_on_a_consultation_when_its_title_names_one():
    found = consultations("<p>Start date: 2 March 2026</p><p>End date: 27 April 2026</p>", is_on_consultations=False)

    assert days(found) == [("2026-03-02", "2026-04-27", False)]


def test_a_period_that_stands_alone_on_such_a_page_needs_no_label_but_one_in_a_sentence_does():
    assert days(consultations("<i>2026-03-02 至 2026-03-22</i>")) == [("2026-03-02", "2026-03-22", False)]
    assert consultations("<p>The works lasted from 2 March 2026 to 22 March 2026 in all.</p>") == ()
