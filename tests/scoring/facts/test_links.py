"""What must hold for the links of a page."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.links import MAX_LINKS, kind_of, page_alternates, page_links, site_host
from scoring.facts.model import Link
from tests.builders import HOME


def links_of(body: str, *, url: str = HOME + "news/", head: str = "") -> tuple[Link, ...]:
    return page_links(LexborHTMLParser(f"<head>{head}</head><body>{body}"), url=url, home_url=HOME)


def addresses_of(body: str, *, head: str = "") -> list[str]:
    return [link.url for link in links_of(body, head=head)]


def test_addresses_are_absolute_and_without_fragment() -> None:
    assert addresses_of("<a href='a.html#top'>x</a><a href='/b?c=1'>x</a>") == [HOME + "news/a.html", HOME + "b?c=1"]


def test_the_base_of_a_page_is_honoured() -> None:
    assert addresses_of("<a href=a>x</a>", head="<base href='/other/'>") == [HOME + "other/a"]


@pytest.mark.parametrize("href", ["#main", "javascript:go()", "JavaScript:void(0)", "data:text/html,x", "", "http://"])
def test_links_to_nowhere_are_left_out(href: str) -> None:
    assert addresses_of(f"<a href='{href}'>x</a>") == []


def test_mail_and_telephone_links_stay_as_other() -> None:
    links = links_of("<a href='mailto:a@b.example'>x</a><a href='tel:12345'>y</a>")
    assert [(link.kind, link.is_internal) for link in links] == [("other", False), ("other", False)]


@pytest.mark.parametrize(
    ("href", "is_internal"),
    [
        ("https://www.town.example/x", True),
        ("http://TOWN.example:80/x", True),
        ("https://town.example:8443/x", False),
        ("https://tax.town.example/x", False),
        ("//other.example/", False),
    ],
)
def test_a_link_is_internal_when_its_host_is_the_home_pages(href: str, is_internal: bool) -> None:
    assert links_of(f"<a href='{href}'>x</a>")[0].is_internal is is_internal


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("<a href=x> Open \n data </a>", "Open data"),
        ("<a href=x><img alt='Town hall'></a>", "Town hall"),
        ("<a href=x aria-label='Menu'><i></i></a>", "Menu"),
        ("<a href=x title='Search'></a>", "Search"),
        ("<area href=x alt='North'>", "North"),
        ("<a href=x></a>", ""),
    ],
)
def test_the_words_of_a_link_are_its_text_or_what_stands_for_it(element: str, words: str) -> None:
    assert links_of(element)[0].text == words


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "page"),
        ("/a.html", "page"),
        ("/a.b/c", "page"),
        ("/form.PDF", "file"),
        ("/a.docx", "file"),
        ("/film.mp4", "media"),
        ("/style.css", "other"),
        ("/col/col123/index.jhtml", "page"),
    ],
)
def test_the_ending_of_a_path_tells_its_kind(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_damaged_addresses_are_left_out() -> None:
    assert addresses_of("<a href='http://[::1/'>x</a><a href='http://a:b/'>y</a><a href='ok'>z</a>") == [
        HOME + "news/ok"
    ]
    assert site_host("http://[") == ""


def test_links_are_bounded() -> None:
    assert len(links_of("<a href=x>y</a>" * (MAX_LINKS + 10))) == MAX_LINKS
    assert links_of(f"<a href='{'x' * 3000}'>y</a>") == ()


def test_the_head_names_the_same_page_in_other_languages() -> None:
    head = (
        '<link rel="alternate" hreflang="ug" href="/ug/"><link rel="alternate" type="application/rss+xml" href="/feed">'
    )

    found = page_alternates(LexborHTMLParser(f"<head>{head}</head>"), url=HOME, home_url=HOME)

    assert [(link.url, link.hreflang) for link in found] == [(f"{HOME}ug/", "ug")]
