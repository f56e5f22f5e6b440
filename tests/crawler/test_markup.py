"""What must hold when a page is parsed."""

from __future__ import annotations

from crawler.markup import MAX_NESTING, parse_page


def depth_of(html: str) -> int:
    node = parse_page(html).css_first("i")
    depth = 0
    while node is not None:
        node, depth = node.parent, depth + 1
    return depth


def test_nesting_is_bounded_and_words_stay() -> None:
    html = "<div>" * 7_000 + "<i>words</i>"
    assert depth_of(html) <= MAX_NESTING + 3
    assert "words" in parse_page(html + "</div>" * 7_000 + "<p>after").text()


def test_a_long_sound_page_keeps_every_tag() -> None:
    html = "<div class=row><p>a<br>b</p><img src=x><ul><li>c<li>d</ul></div>" * 3_000
    assert len(parse_page(html).css("div.row,img,li,br")) == 15_000


def test_a_picture_written_into_its_address_is_kept() -> None:
    tree = parse_page(f"<img src='data:image/png;base64,{'QUJD' * 30_000}' alt=x>")
    assert tree.css_first("img[alt]") is not None


def test_nuls_are_left_out() -> None:
    assert parse_page("<p>a\x00b</p>").text() == "ab"
