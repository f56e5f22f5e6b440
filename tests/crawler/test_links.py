"""Links are found in any page, whatever its encoding and markup."""

from __future__ import annotations

import pytest

from crawler.links import MAX_LINKS, find_links, is_html
from tests.cost import costs_little

URL = "https://town.gov/news/"


def links(html: str, encoding: str = "utf-8", content_type: str = "") -> list[str]:
    return find_links(html.encode(encoding), url=URL, content_type=content_type).links


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href="/a">x</a><a href=b>y', ["/a", "b"]),
        ('<map><area href="/map"></map><iframe src="/frame"></iframe>', ["/map", "/frame"]),
        ('<frameset><frame src="top.html"></frameset>', ["top.html"]),
        ('<meta http-equiv="Refresh" content="0; URL=\'/new\'">', ["/new"]),
        ('<meta http-equiv="refresh" content="30"><meta http-equiv="x" content="0;url=/n">', []),
        ('<a href="#top">x</a><a href="javascript:x()">y</a><a href="mailto:a@b.c">z</a><a href="">e</a>', []),
        ('<a href=" /a#x "></a><a href="/a#y"></a>', ["/a"]),
        ('<!-- <a href="/hidden"> --><a href="/seen">', ["/seen"]),
    ],
)
def test_each_kind_of_link_is_found_once(html: str, found: list[str]) -> None:
    assert links(html) == found


def test_a_base_is_honoured() -> None:
    assert (
        find_links(b'<base href="/other/"><base href="/third/"><a href="x">', url=URL).base == "https://town.gov/other/"
    )


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("gb18030", "text/html; charset=gb2312"), ("big5", "text/html; charset=big5"), ("utf-16", "")],
)
def test_links_in_other_encodings_are_read(encoding: str, declared: str) -> None:
    assert links('<a href="/公告">公告</a><a href="/b">政策</a>', encoding, declared) == ["/公告", "/b"]


def test_links_are_bounded() -> None:
    assert len(links("".join(f'<a href="/{number}">' for number in range(MAX_LINKS + 10)))) == MAX_LINKS


def test_a_page_is_told_by_type_or_by_its_first_bytes() -> None:
    assert is_html("text/html; charset=x", b"")
    assert is_html("", b"\n <!DOCTYPE html>")
    assert not is_html("application/pdf", b"<html>")
    assert not is_html("", b"%PDF-1.4")


@pytest.mark.parametrize(
    "bomb",
    [
        b"<html><body>" + b"<div>" * 80_000,
        b"<html><body><a " + b" ".join(b"a%d=1" % number for number in range(50_000)) + b" href=/y>",
        b"<html><select>" + b"<option>a" * 50_000,
    ],
    ids=["nested", "attributes", "options"],
)
def test_a_page_made_to_be_slow_costs_little(bomb):
    assert costs_little(lambda: find_links(bomb, url="http://town.example/", content_type="text/html"))
