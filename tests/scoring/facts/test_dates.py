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
        "<h1>Bridge mended</h1><p>By the town clerk on 3 May 2024</p>",
        "<h1>Bridge mended</h1><time class='entry-date published updated'>3 May 2024</time>",
        f"<div class='right-sidebar'><time>3 May 2024</time><h2>Bridge mended</h2>{TEXT}</div><p>9 May 2024</p>",
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
        '<script type="application/ld+json">{"@graph":[{"@type":"WebPage","datePublished":"2020-01-01"},'
        '{"@type":"NewsArticle","datePublished":"2024-05-03"}]}</script>',
        '<script type="application/ld+json">[{"@type":"Report","dateCreated":"2024-05-03"}]</script>',
        '<script type="application/ld+json">{"@type":"Article", broken "datePublished":"2024-05-03"</script>',
        '<meta name="vendor:published-time" content="2024-05-03">',
        '<meta property="portal:uploaded" content="2024-05-03T09:00">',
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
        "<p>Call 2024-5678 or 03/05/2024-11</p>",
        "<div class='comments'><time datetime='2024-05-03'>3 days ago</time></div>",
        "<nav><time datetime='2024-05-03'></time></nav>",
        "<time class='updated' datetime='2024-05-03'>some days ago</time>",
        "<time datetime='2024-05-03'>long ago</time><time datetime='2024-05-04'>lately</time>",
        "<h1>Bridge mended</h1><p>58 days ago</p>",
        "<div class='related'><p>Published: 3 May 2024</p><p>Published: 4 May 2024</p></div>",
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


@pytest.mark.parametrize(
    "body",
    [
        "<time datetime='2024-05-03T10:00'>58 days ago</time>",
        "<abbr class='published' title='2024-05-03T17:06:45+0000'>lately</abbr>",
        "<span itemprop='datePublished' content='2024-05-03'></span>",
        "<time datetime='2024-05-03' class='published'></time><time datetime='2024-05-04'></time>",
    ],
)
def test_a_day_in_the_attributes_of_the_only_time_element_is_trusted_but_not_visible(body: str) -> None:
    (clue,) = clues(body + TEXT)
    assert (clue.day, clue.place, clue.is_visible) == (PUBLISHED, Place.TIME, False)
    assert clue.confidence >= TRUSTED


def test_stamps_that_ask_for_too_much_are_left_unread() -> None:
    nested = '<script type="application/ld+json">' + "[" * 50_000 + '"datePublished"' + "</script>"
    assert clues(TEXT, head=nested) == ()


def test_the_day_of_an_update_yields_to_a_shown_publication_and_beats_an_unseen_one() -> None:
    head = '<meta property="article:published_time" content="2022-01-09">'
    updated = "<h1>Bridge mended</h1><p>Updated 3 May 2024</p>"
    assert answer(updated + TEXT, head=head) == PUBLISHED
    both = "<h1>Bridge mended</h1><p>Published 9 January 2022</p><p>Updated 3 May 2024</p>"
    assert answer(both + TEXT, head=head) == date(2022, 1, 9)


def test_a_day_both_shown_and_stamped_beats_a_stamp_alone() -> None:
    head = (
        '<meta property="article:published_time" content="2024-04-20"><meta name="date" content="2024-05-03T09:22:36Z">'
    )
    line = "<p>By the town clerk, who wrote for the council and has been there since the old bridge was built.</p>"
    assert answer(f"<h1>Bridge mended</h1>{line}<p>3 May 2024</p>{TEXT}", head=head) == PUBLISHED


def test_a_stamp_does_not_yield_to_yesterdays_clock_when_a_reader_sees_its_day_too() -> None:
    head = '<meta property="article:published_time" content="2024-05-03">'
    body = "<div class='date'>4 May 2024</div><h1>Bridge mended</h1><p class='meta'>3 May 2024 Town clerk</p>"
    assert answer(body + TEXT, head=head) == PUBLISHED


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("de", "Veröffentlicht am 3. Mai 2024"),
        ("fr", "Publié le 3 mai 2024"),
        ("it", "Pubblicato il 3 maggio 2024"),
        ("es", "Publicado el 3 de mayo de 2024"),
        ("pt", "Publicado em 3 de maio de 2024"),
        ("nl", "Gepubliceerd op 3 mei 2024"),
        ("pl", "Opublikowano: 3 maja 2024"),
        ("cs", "Zveřejněno: 3. května 2024"),
        ("hu", "Közzétéve: 2024. május 3."),
        ("ro", "Publicat la 3 mai 2024"),
        ("el", "Δημοσιεύτηκε: 3 Μαΐου 2024"),
        ("tr", "Yayın tarihi: 3 Mayıs 2024"),
        ("ru", "Опубликовано: 3 мая 2024"),
        ("uk", "Опубліковано: 3 травня 2024"),
        ("kk", "Жарияланды: 2024 жылғы 3 мамыр"),
        ("mn", "Нийтэлсэн огноо: 2024 оны 5 сарын 3"),
        ("ug", "ئېلان قىلىنغان ۋاقتى: 2024-يىل 5-ئاينىڭ 3-كۈنى"),
        ("bo", "སྤེལ་དུས། ༢༠༢༤ལོའི་ཟླ་༥པའི་ཚེས་༣ཉིན"),
        ("ar", "تاريخ النشر: 3 مايو 2024"),
        ("sl", "Objavljeno: 3. maja 2024"),
        ("sv", "Publicerad 3 maj 2024"),
        ("fi", "Julkaistu: 3. toukokuuta 2024"),
        ("id", "Diterbitkan 3 Mei 2024"),
        ("vi", "Ngày đăng: 03/05/2024"),
        ("ja", "公開日：令和6年5月3日"),
        ("ko", "등록일 2024년 5월 3일"),
        ("th", "วันที่เผยแพร่: 3 พฤษภาคม 2567"),
        ("hi", "प्रकाशित: 3 मई 2024"),
        ("zh-Hant", "發布日期：民國113年5月3日"),
    ],
)
def test_a_label_of_publication_is_known_in_each_language(language: str, line: str) -> None:
    found = clues(f"<p>{line}</p>{TEXT}", languages=(language,))
    assert [(clue.day, clue.place, clue.label) for clue in found] == [(PUBLISHED, Place.LABEL, "published")]


def test_publication_signature_and_update_are_told_apart() -> None:
    body = "<h1>通知公告标题</h1><p>成文日期：2024-04-30</p><p>发布日期：2024年5月3日</p><p>更新日期：2024-05-09</p>"
    found = clues(body + TEXT, languages=("zh-Hans",))
    assert {clue.label: clue.day for clue in found} == {
        "published": PUBLISHED,
        "signed": date(2024, 4, 30),
        "updated": date(2024, 5, 9),
    }


def test_a_longer_word_that_ends_in_a_label_is_another_label() -> None:
    body = "<h1>通知公告標題</h1><p>發布日期：2024-05-03</p><p>[原無法決標公告日期]2024-05-09</p>"
    assert clues(body + TEXT, languages=("zh-Hant",))[0].day == PUBLISHED


def test_a_day_from_which_something_holds_is_no_publication() -> None:
    found = clues("<p>公告時間：自2024年5月3日起生效</p>" + TEXT, languages=("zh-Hant",))
    assert all(clue.confidence < TRUSTED for clue in found)


def test_an_order_of_day_and_month_that_nobody_knows_is_kept_as_a_fact() -> None:
    def found(country: str) -> list[tuple[date, bool]]:
        tree = LexborHTMLParser(f"<p>Published: 03/05/2024</p>{TEXT}")
        dates = page_dates(tree, url=URL, country=country, visited_on=VISITED, book=word_book(("en",)))
        return [(clue.day, clue.is_ambiguous) for clue in dates]

    assert found("") == [(PUBLISHED, True)]
    assert found("SG") == [(PUBLISHED, False)]
    assert found("US") == [(date(2024, 3, 5), False)]
