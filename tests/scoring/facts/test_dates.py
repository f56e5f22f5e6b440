"""Tests of when a page says it was published."""

from __future__ import annotations

from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.dates import TRUSTED, page_dates
from scoring.facts.model import DateClue, Place
from scoring.lexicon import word_book

URL = "https://town.example/news/1.html"
VISITED = date(2024, 6, 30)
PUBLISHED = date(2024, 5, 3)
TEXT = "<p>" + "The council has decided to mend the bridge across the river. " * 12 + "</p>"


def clues(body: str, *, head: str = "", url: str = URL, languages: tuple[str, ...] = ("en",)) -> tuple[DateClue, ...]:
    tree = LexborHTMLParser(f"<html><head><title>Bridge mended - Town</title>{head}</head><body>{body}</body></html>")
    book = word_book(languages)
    return page_dates(tree, url=url, country="CN", visited_on=VISITED, book=book)


def answer(body: str, *, head: str = "", url: str = URL) -> date | None:
    found = [clue for clue in clues(body, head=head, url=url) if clue.confidence >= TRUSTED]
    return found[0].day if found else None


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Bridge mended</h1><p>Published: 2024-05-03 Source: Town</p>",
        "<h1>Bridge mended</h1><p>Published on <b>3 May 2024</b></p>",
        "<dl><dt>Date published</dt><dd>3 May 2024</dd></dl>",
        "<table><tr><th>Published</th><td>2024-05-03</td></tr></table>",
        "<h1>Bridge mended</h1><small>03 MAY 2024</small>",
        "<h1>Bridge mended</h1><div class='info'><span>Town</span> | <span>2024-05-03 10:00</span></div>",
        "<div class='title'>Bridge mended</div><div>2024-05-03</div>",
        "<h2>News</h2><span class='pubdate'>2024-05-03</span>",
        "<article><time datetime='2024-05-03'>3 May 2024</time></article>",
        "<header><h1>Bridge mended</h1><p>3 May 2024</p></header>",
        "<p>3 May 2024 - The council has decided to mend the bridge across the river in summer.</p>",
        "<p>(2024-05-03) The council has decided to mend the bridge across the river in summer.</p>",
        "<aside><time datetime='2024-05-03'>3 May 2024</time></aside><div>Bridge mended</div>",
    ],
)
def test_a_shown_publication_day_is_trusted(body: str) -> None:
    assert answer(body + TEXT) == PUBLISHED


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="PubDate" content="2024-05-03 10:00">',
        '<meta property="article:published_time" content="2024-05-03T10:00:00+08:00">',
        '<meta name="DC.date" content="20240503">',
        '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-03T10:00"}</script>',
    ],
)
def test_a_day_in_the_metadata_is_trusted_but_not_visible(head: str) -> None:
    (clue,) = clues(TEXT, head=head)
    assert (clue.day, clue.place, clue.is_visible) == (PUBLISHED, Place.META, False)
    assert clue.confidence >= TRUSTED


@pytest.mark.parametrize(
    "path",
    ["/2024/05/03/bridge.html", "/art/202405/t20240503_12.html", "/news/2024-05-03-bridge/", "/2024-05/03/c_1.htm"],
)
def test_a_day_in_the_address_is_a_clue(path: str) -> None:
    (clue,) = clues(TEXT, url=f"https://town.example{path}")
    assert (clue.day, clue.place, clue.is_visible) == (PUBLISHED, Place.PATH, False)


@pytest.mark.parametrize(
    "body",
    [
        "<footer>&copy; 2024 Town, Last Updated 29 Jun 2024</footer>",
        "<div class='site-footer'>Last Updated 29 Jun 2024</div>",
        "<div id='clock'>2024-06-30</div>",
        "<div class='top'>Sunday, 30 June 2024</div>",
        "<nav><a href='/'>Report of 3 May 2024</a></nav>",
        "<script>var today = '2024-05-03';</script>",
        "<p>The market opens on 3 August 2024.</p>",
        "<h1>Bridge mended</h1><p>3 May 2024 to 14 June 2024</p>",
        "<p>Copyright 3 May 2024</p>",
        "<p>国发〔2024〕15号</p>",
        "<p>Today is 3 May 2024</p>",
    ],
)
def test_days_that_are_no_publication_are_not_trusted(body: str) -> None:
    assert answer(body + TEXT) is None


def test_an_updated_line_in_the_article_counts_low() -> None:
    (clue,) = clues(TEXT + "<p>Last updated on 3 May 2024</p>")
    assert clue.is_visible
    assert clue.confidence < TRUSTED


def test_a_signature_yields_to_the_publication() -> None:
    found = clues(f"<h1>Bridge mended</h1><p>Document date: 2024-04-30</p><p>Published: 2024-05-03</p>{TEXT}")
    assert [clue.day for clue in found][:2] == [PUBLISHED, date(2024, 4, 30)]


def test_a_label_in_a_sentence_is_no_label() -> None:
    sentence = "<p>A report about the old bridge was published on 8 July 2013 by us.</p>"
    assert answer(f"<h1>Bridge mended</h1><p>3 May 2024</p>{TEXT}{sentence}") == PUBLISHED


def test_the_rows_of_a_list_do_not_date_the_page() -> None:
    rows = "".join(
        f"<li><a href='/{day}'>Item {day}</a><span class='date'>2024-05-{day:02}</span></li>" for day in range(9, 2, -1)
    )
    assert answer(f"<h1>News</h1>{TEXT}<ul>{rows}</ul>") is None


def test_what_a_reader_sees_beats_a_stamp_of_another_time_zone() -> None:
    head = '<meta property="article:published_time" content="2024-05-02T22:00:00Z">'
    assert answer(f"<h1>Bridge mended</h1><p>By the town clerk</p><p>3 May 2024</p>{TEXT}", head=head) == PUBLISHED


def test_a_chinese_page_shows_signature_and_publication() -> None:
    body = "<h1>通知公告标题</h1><p>成文日期：2024-04-30</p><p>发布日期：2024年5月3日</p>" + TEXT
    assert [clue.day for clue in clues(body, languages=("zh-Hans",))] == [PUBLISHED, date(2024, 4, 30)]


def test_a_page_without_days_has_no_clue() -> None:
    assert clues(TEXT) == ()
    assert clues("") == ()


def test_the_lines_of_a_chronicle_do_not_tell_when_it_was_published() -> None:
    lines = "".join(
        f"<p>{day} May 2019 - The council decided on a matter of great import to the town.</p>" for day in (3, 9)
    )

    assert answer(lines + TEXT) is None
