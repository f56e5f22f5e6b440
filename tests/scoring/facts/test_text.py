"""What must hold for the words of a page."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.text import MAX_TEXT, count_words, main_and_whole_text, main_text, text_digest


def text_of(body: str) -> str:
    return main_text(LexborHTMLParser(f"<body>{body}</body>"))


@pytest.mark.parametrize(
    "frame",
    [
        "<nav>x</nav>",
        "<header>x</header>",
        "<footer>x</footer>",
        "<script>x</script>",
        "<style>x</style>",
        "<template>x</template>",
        "<noscript>x</noscript>",
        "<p hidden>x</p>",
        "<p aria-hidden=true>x</p>",
        "<p style='display:none'>x</p>",
        "<div class='site-header big'>x</div>",
        "<div id=footer>x</div>",
        "<div class=breadcrumb>x</div>",
        "<ul role=navigation><li>x</ul>",
        "<select><option>x</select>",
    ],
)
def test_what_frames_a_page_or_is_hidden_is_no_text(frame: str) -> None:
    assert text_of(f"{frame}<p>News</p>{frame}") == "News"


def test_the_head_of_an_article_is_text() -> None:
    assert text_of("<article><header><h1>Title</h1></header>words</article>") == "Title words"


def test_a_frame_that_holds_the_content_is_kept() -> None:
    assert text_of("<div class=header><a>Menu</a><main>words</main></div>") == "Menu words"


def test_type_faces_do_not_part_words_but_blocks_and_links_do() -> None:
    assert text_of("2024<b>年</b>5<span>月</span>") == "2024年5月"
    assert text_of("<table><tr><td>a<td>b</table>c<br>d<p>e") == "a b c d e"
    assert text_of("<a>Home</a><a>News</a>") == "Home News"


def test_reading_the_text_leaves_the_tree_as_it_was() -> None:
    tree = LexborHTMLParser("<body><nav>x</nav><p>a<b>b</b></p><a>c</a><a>d</a></body>")
    before = tree.html
    assert main_and_whole_text(tree) == ("ab c d", "x a b c d")
    assert tree.html == before


def test_text_is_bounded() -> None:
    assert len(text_of("word " * MAX_TEXT)) <= MAX_TEXT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("The mayor's office, open 9-17.", 5),
        ("— … —", 0),
        ("政府信息公开", 4),
        ("公开 open", 2),
        ("የኢትዮጵያ ፌዴራላዊ", 2),
        ("བོད་ལྗོངས་", 2),
        ("ئۇيغۇر ئاپتونوم رايونى", 3),
        ("ราชการไทยใหม่", 3),
    ],
)
def test_words_are_counted_as_each_script_parts_them(text: str, words: int) -> None:
    assert count_words(text) == words


def test_texts_that_differ_in_blanks_case_or_width_are_the_same() -> None:
    assert text_digest("Public  Notice １") == text_digest("public notice 1\n")
    assert text_digest("a") != text_digest("b")


def test_a_page_of_any_doctype_has_its_text() -> None:
    for doctype in ('html SYSTEM "about:legacy-compat"', 'HTML PUBLIC "-//W3C//DTD HTML 4.01//EN"', "html", "x y z"):
        assert main_text(LexborHTMLParser(f"<!DOCTYPE {doctype}><body><p>words</p></body>")) == "words"
