"""What must hold when an answer becomes the facts of a page."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.facts.model import PageFacts
from scoring.facts.page import page_facts
from scoring.lexicon import word_book
from tests.builders import HOME, VISITED_AT, html_page, record, visit
from tests.cost import costs_little

BOOK = word_book(("en", "zh-Hans"))
SOUND = html_page(
    '<a href="#main">Skip to content</a>'
    '<nav class="breadcrumb"><a href="/">Home</a> &gt; <a href="/news/">News</a></nav>'
    '<main id="main"><h1>News</h1><p>Published: 3 May 2024</p><form><input name="q"></form><ul>'
    '<li><a href="a.html">Road works</a> 2026-10-01</li><li><a href="b.html">New bridge</a> 2026-09-12</li></ul>'
    "<table><tr><th>办理时限</th><td>5个工作日</td></tr></table></main><footer>Tel: 6332 8840 © 2026</footer>",
    head='<meta name="viewport" content="width=device-width">'
    '<link rel="alternate" type="application/rss+xml" href="/f">',
)


def facts_of(body: str | bytes, *, url: str = "/news/", content_type: str = "text/html") -> PageFacts:
    page = page_facts(
        record(body, url=url, content_type=content_type), visit(url), book=BOOK, country="SG", home_url=HOME
    )
    assert page is not None
    return page


def test_a_page_is_told_in_facts() -> None:
    page = facts_of(SOUND)
    assert (page.url, page.visited_at, page.status, page.depth) == (HOME + "news/", VISITED_AT, 200, 1)
    assert (page.title, page.headings, page.breadcrumb) == ("Example Town", ((1, "News"),), "Home > News")
    assert page.language_declared == "en"
    assert "News Published: 3 May 2024" in page.text
    assert {link.url for link in page.links} >= {HOME, HOME + "news/a.html"}
    assert [form.is_search for form in page.forms] == [True]
    assert page.has_viewport
    assert page.has_skip_link
    assert page.feeds == (HOME + "f",)
    assert page.contacts == ("6332 8840",)
    assert "news" in {clue.topic for clue in page.topics}
    assert page.dates
    assert page.size_bytes == len(SOUND.encode())


@pytest.mark.parametrize(
    ("body", "content_type"),
    [(b"%PDF-1.7", "application/pdf"), (b"{}", "application/json"), (b"GIF89a", ""), (b"", "text/plain")],
)
def test_an_answer_that_is_no_html_has_no_facts(body: bytes, content_type: str) -> None:
    answer = record(body, content_type=content_type)
    assert page_facts(answer, visit(), book=BOOK, country="SG", home_url=HOME) is None


def test_an_empty_page_is_a_page() -> None:
    page = facts_of(b"")
    assert (page.title, page.text, page.links, page.word_count, page.language) == ("", "", (), 0, "")


def test_a_page_in_the_wrong_encoding_is_read_and_marked() -> None:
    page = facts_of(html_page("<p>市政府各部门要认真组织实施，加强农村环境保护工作。</p>").encode("gb18030"))
    assert "环境保护" in page.text
    assert page.encoding.is_declared_wrong
    assert page.language == "zh-Hans"


@pytest.mark.parametrize(
    ("images", "missing"),
    [
        ("<img src=a>", 1),
        ("<img src=a alt=''>", 0),
        ("<img src=a alt='Hall'>", 0),
        ("<img src=a role=presentation>", 0),
        ("<img src=a aria-hidden=true>", 0),
        ("<img src=a aria-label=Hall>", 0),
    ],
)
def test_an_image_lacks_words_when_the_attribute_is_missing(images: str, missing: int) -> None:
    page = facts_of(html_page(images))
    assert (page.images, page.images_without_alt) == (1, missing)


@pytest.mark.parametrize(
    ("body", "has_skip_link"),
    [
        ("<a href='#main'>»</a>", True),
        ("<a href='#x'>Skip to main content</a>", True),
        ("<a href='#top'>Top</a>", False),
        ("<a href='/main'>Skip to main content</a>", False),
        ("<a href='/'>x</a>" * 20 + "<a href='#main'>Skip to main content</a>", False),
    ],
)
def test_a_skip_link_stands_first_and_leads_into_the_page(body: str, has_skip_link: bool) -> None:
    assert facts_of(html_page(body)).has_skip_link is has_skip_link


@pytest.mark.parametrize(
    ("element", "feeds"),
    [
        ('<link rel="alternate" type="application/atom+xml" href="/a">', (HOME + "a",)),
        ('<a href="/news.rss">Feed</a>', (HOME + "news.rss",)),
        ('<a href="/rss/news.xml">Feed</a>', (HOME + "rss/news.xml",)),
        ('<a href="/rss">Feed</a>', (HOME + "rss",)),
        ('<a href="/sitemap.xml">Map</a>', ()),
        ('<a href="/feedback">Write to us</a>', ()),
        ('<a href="/press">Press</a>', ()),
    ],
)
def test_feeds_are_declared_or_named(element: str, feeds: tuple[str, ...]) -> None:
    assert facts_of(html_page(element)).feeds == feeds


HOSTILE = {
    "nested tables": "<table><tr><td>" * 700_000,
    "nested divisions": "<div>" * 1_000_000,
    "named divisions": "<div class='nav x' id=header>y" * 150_000,
    "nested headers": "<header>" * 100_000,
    "links": "<a href='/x'>l</a>" * 100_000,
    "dated rows": "<li><a href=/a>x</a> 2024-05-03</li>" * 100_000,
    "one line": "x" * 5_000_000,
    "a giant attribute": f"<div title='{'a' * 4_000_000}'>x</div>",
    "many attributes": "<div " + " ".join(f"a{number}=1" for number in range(200_000)) + ">x</div>",
    "options": "<select>" + "<option>x" * 300_000,
    "fields": "<form>" + "<input name=x><label>a</label>" * 100_000,
    "NULs": "<p>\x00a\x00" * 500_000,
    "angle brackets": "<" * 4_000_000,
    "mail bait": "a@" * 1_000_000,
    "digits": "<p>" + "1" * 3_000_000 + "tel: 1 2 3 4 " * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_costs_little_and_becomes_a_fact(name: str) -> None:
    assert costs_little(lambda: facts_of(HOSTILE[name]))
    assert len(facts_of(HOSTILE[name]).text) <= 200_000


PIECES = st.sampled_from(
    """
    <div <p> </p> <table> <tr> <td> <li> </ul> <a href= '#' " > <!-- --> <script> </script>
    <form> <input name=q> <select> <option> <h1> <title> <base href=// <meta charset= gbk <svg>
    <template> <time datetime=2024-13-45> 2024年5月3日 [05-03] 发布时间： 办理时限 \x00 \ufffd &#0;
    &#xD800; &amp http://[ mailto: tel: 当前位置 <nav> <main> <header> <frameset>
    """.split()
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    pieces=st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=60),
    cut=st.integers(0, len(SOUND)),
    noise=st.binary(max_size=20),
)
def test_no_damage_to_a_page_raises(pieces: list[str], cut: int, noise: bytes) -> None:
    damage = "".join(pieces).encode("utf-8", "surrogatepass") + noise
    sound = SOUND.encode()
    facts_of(sound[:cut] + damage + sound[cut:])
