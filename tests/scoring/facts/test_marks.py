"""Pages that hold less than they seem to are marked, and articles about such things are not."""

from __future__ import annotations

import pytest

from scoring.facts.marks import challenge_words, page_marks
from scoring.lexicon import word_book

BOOK = word_book(("zh-Hans", "zh-Hant"))
LONG = "The council met on Monday to talk about the new bridge over the river and its cost. " * 20


def marks(
    *,
    title: str = "Bridge opened",
    h1: str = "",
    text: str = LONG,
    status: int = 200,
    scripts: bool = True,
    links: int = 30,
) -> dict[str, str]:
    headings = ((1, h1),) if h1 else ()
    return page_marks(
        title=title, headings=headings, text=text, status=status, has_scripts=scripts, link_count=links, book=BOOK
    )


def test_an_ordinary_page_has_no_mark() -> None:
    assert marks() == {}


@pytest.mark.parametrize(
    ("page", "family"),
    [
        ({"title": "Just a moment..."}, "challenge"),
        ({"text": "您的请求存在威胁，已被网站管理员设置拦截"}, "challenge"),
        ({"title": "用户登录"}, "login"),
        ({"h1": "Apply online"}, "apply"),
        ({"text": "Bring your passport. Apply now"}, "apply"),
    ],
)
def test_a_mark_is_set_by_title_heading_or_short_text(page: dict[str, str], family: str) -> None:
    assert family in marks(**page)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words", ["page not found", "under construction", "no results found", "access denied", "log in", "apply online"]
)
def test_a_long_text_that_mentions_the_words_is_not_marked(words: str) -> None:
    assert marks(text=LONG * 3 + words) == {}


def test_next_to_no_text_and_links_but_scripts_is_a_shell() -> None:
    assert "shell" in marks(text="加载中", links=1)


@pytest.mark.parametrize("page", [{"links": 40}, {"scripts": False}, {"status": 404}])
def test_menus_no_scripts_or_an_error_make_no_shell(page: dict[str, int]) -> None:
    assert "shell" not in marks(**{"text": "Home", "links": 1, **page})  # type: ignore[arg-type]


def test_the_snippet_shows_what_stands_about_the_words() -> None:
    assert marks(text="Bring your passport. Apply now at the counter.")["apply"] == (
        "Bring your passport. Apply now at the counter."
    )


@pytest.mark.parametrize(
    ("html", "headers", "is_challenge"),
    [
        ("<title>Just a moment...</title><p>wait", {}, True),
        ("<title>x</title><p>x", {"cf-mitigated": "challenge"}, True),
        ("<title>安全验证</title><script>var page='not found'</script>", {}, True),
        ("<title>403</title><p>您的IP被管理员设置拦截</p>", {}, True),
        ("<title>City of X</title><p>" + LONG, {}, False),
        ("", {}, False),
    ],
)
def test_a_refusing_answer_is_told_from_a_page(html: str, headers: dict[str, str], is_challenge: bool) -> None:
    assert bool(challenge_words(html, headers, book=BOOK)) is is_challenge
