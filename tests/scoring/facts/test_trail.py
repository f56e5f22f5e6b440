"""What must hold for the breadcrumb of a page."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.trail import page_breadcrumb


def trail_of(body: str) -> str:
    tree = LexborHTMLParser(f"<body>{body}")
    return page_breadcrumb(tree, tree.text(separator=" "))


@pytest.mark.parametrize(
    "body",
    [
        "<ol class=breadcrumb><li><a>Home</a></li><li><a>News</a></li><li>Roads</li></ol>",
        "<nav aria-label=Breadcrumb><a>Home</a> / <a>News</a> / Roads</nav>",
        "<div class='m-crumbs'><a>Home</a>»<a>News</a>»Roads</div>",
        "<div class=position>您的位置：<a>Home</a> &gt; <a>News</a> &gt; Roads</div>",
        "<div><span>当前位置：</span><a>Home</a>&gt;<a>News</a>&gt;Roads</div>",
        "<p>You are here: <a>Home</a> › <a>News</a> › Roads</p>",
    ],
)
def test_a_trail_is_found_by_its_element_or_its_words(body: str) -> None:
    assert trail_of(body) == "Home > News > Roads"


@pytest.mark.parametrize(
    "body",
    ["<p>Words</p>", "<div class=breadcrumb></div>", "<div class=location>Town Hall</div>", "<p>当前位置不可用</p>"],
)
def test_no_trail_is_made_up(body: str) -> None:
    assert trail_of(body) == ""
