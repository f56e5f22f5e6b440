"""What must hold for the rules of accessibility that a page is said to break."""

from __future__ import annotations

import pytest

from crawler.evidence import parse_page
from scoring.facts.access_rules import RULES, is_failure
from scoring.facts.accessibility import forbids_zoom, page_faults
from scoring.facts.aids import page_aids
from scoring.facts.autocomplete import is_autocomplete
from scoring.facts.contrast import low_contrast
from scoring.facts.language_tags import is_language_tag
from scoring.facts.outline import outline_of
from scoring.lexicon import word_book
from tests.builders import html_page

ROWS = "<tr><td>2024</td><td>12</td></tr>" * 3


def broken(body: str = "", *, headings=(), **others) -> dict[str, int]:
    source = html_page(body, **others)
    return {fault.rule: fault.count for fault in page_faults(parse_page(source), source=source, headings=headings)}


def test_a_well_made_page_breaks_no_rule():
    body = (
        "<a href='/x'>News</a><button>Send</button><label>Name <input name=n autocomplete=name></label>"
        "<img src=a.png alt='The town hall'><img src=line.png alt=''><iframe src=/map title='Map'></iframe>"
        "<table><tr><th scope=col>Year</th><th scope=col>People</th></tr>" + ROWS + "</table>"
    )

    assert broken(f"<h1>Town</h1>{body}") == {}


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("link_unnamed", "<a href='/x'><i class=icon></i></a>"),
        ("link_unnamed", "<a href='/x'><span aria-hidden=true>X</span></a>"),
        ("button_unnamed", "<button class=menu></button>"),
        ("image_button_unnamed", "<input type=image src=s.png>"),
        ("field_unnamed", "<input name=q>"),
        ("field_unnamed", "<label for=other>Name</label><input id=q>"),
        ("frame_unnamed", "<iframe src=/map></iframe>"),
        ("image_unnamed", "<img src=a.png>"),
        ("image_unnamed", "<img src=a.png alt=' '>"),
        ("heading_empty", "<h2> </h2>"),
        ("summary_unnamed", "<details><summary></summary>More</details>"),
        ("role_unknown", "<div role=headline>x</div>"),
        ("aria_attribute_unknown", "<div aria-lable=x>x</div>"),
        ("aria_value_invalid", "<div role=button aria-expanded=open>x</div>"),
        ("aria_state_missing", "<div role=heading>x</div>"),
        ("hidden_part_focusable", "<div aria-hidden=true><a href='/x'>News</a></div>"),
        ("headers_astray", "<table><tr><th id=a>x</th></tr><tr><td headers=b>1</td></tr></table>"),
        ("autocomplete_invalid", "<label>Name<input autocomplete=nom></label>"),
        ("part_language_invalid", "<p lang=english>Welcome</p>"),
        ("id_repeated", "<label for=q>Name</label><input id=q><input id=q aria-label=b>"),
        ("contrast_low", "<p style='color:#aaa;background:#fff'>Closed on Monday</p>"),
        ("text_tiny", "<p style='font-size:6pt'>Terms apply</p>"),
        ("table_without_headers", f"<table>{ROWS}</table>"),
        ("table_for_layout", "<table><tr><td><h2>News</h2></td><td>x</td></tr></table>"),
        ("sound_plays_itself", "<audio autoplay src=hymn.mp3></audio>"),
        ("drawing_unnamed", "<svg role=img><circle r=2></svg>"),
        ("object_unnamed", "<object data=hymn.mp3></object>"),
        ("menu_item_unnamed", "<div role=menu><span role=menuitem></span></div>"),
    ],
)
def test_an_element_that_breaks_a_rule_is_found(rule, body):
    assert broken(body) == {rule: 1}


@pytest.mark.parametrize(
    "body",
    [
        "<a href='/x' style='display:none'></a>",
        "<div hidden><img src=a.png></div>",
        "<div class='d-none'><input name=q></div>",
        "<div aria-hidden=true><img src=a.png></div>",
        "<noscript><iframe src=/count></iframe></noscript>",
        "<iframe src=/count width=0 height=0></iframe>",
        "<a name=top></a>",
        "<input type=hidden name=q>",
        "<a href='/x'><img src=a.png alt=News></a>",
        "<a href='/x' title=News><i></i></a>",
        "<input type=submit>",
        "<div style='color:#aaa'>no ground is known</div>",
        "<p style='color:#777;background:#fff;font-size:18pt'>Large letters</p>",
        "<video autoplay muted src=a.mp4></video>",
        "<table role=presentation><tr><td><h2>News</h2></td></tr></table>",
    ],
)
def test_what_nobody_meets_or_what_has_a_name_is_no_fault(body):
    assert broken(body) == {}


@pytest.mark.parametrize("elsewhere", ["", "<i aria-hidden=true></i>"])
def test_a_link_whose_words_a_class_hides_has_no_name_whatever_stands_elsewhere(elsewhere):
    assert broken(f"{elsewhere}<a href='/x'><span class='icon hidden'>News</span></a>") == {"link_unnamed": 1}


def test_an_element_that_is_looked_at_for_two_reasons_counts_once():
    assert broken("<a href='/x' role=link tabindex=0></a>") == {"link_unnamed": 1}
    assert broken("<p style='font-size:6pt;color:#aaa'>Terms apply</p>") == {"text_tiny": 1}


def test_page_rules_are_read_off_the_head():
    assert broken(lang="") == {"language_missing": 1}
    assert broken(lang="english") == {"language_invalid": 1}
    assert broken(title=" ") == {"title_missing": 1}
    assert broken(head="<meta name=viewport content='width=device-width,user-scalable=no'>") == {"zoom_forbidden": 1}
    assert broken(head="<meta http-equiv=refresh content='30;url=/'>") == {"refresh_delayed": 1}
    assert broken(head="<meta http-equiv=refresh content='0;url=/'>") == {}


def test_a_fault_shows_its_element_and_how_often_it_stands():
    source = html_page("<img src=one.png><img src=two.png>")

    (fault,) = page_faults(parse_page(source), source=source)

    assert (fault.rule, fault.count) == ("image_unnamed", 2)
    assert "one.png" in fault.snippet


def test_a_level_of_headings_left_out_is_advice_and_no_failure():
    assert broken(headings=((1, "Town"), (2, "News"), (4, "Road"))) == {"heading_skipped": 1}
    assert broken(headings=((2, "Town"), (3, "News"), (2, "Road"))) == {}
    assert not is_failure("heading_skipped")
    assert is_failure("link_unnamed")


def test_every_rule_that_fails_a_criterion_names_it():
    assert all(rule.words and (not rule.criterion or rule.criterion.count(".") == 2) for rule in RULES.values())


@pytest.mark.parametrize("content", ["user-scalable=no", "maximum-scale=1.0", "user-scalable=0", "maximum-scale=yes"])
def test_a_viewport_that_forbids_zoom_is_told(content):
    assert forbids_zoom(f"width=device-width, {content}")
    assert not forbids_zoom("width=device-width, initial-scale=1, maximum-scale=5, user-scalable=yes")


@pytest.mark.parametrize("tag", ["zh-CN", "zh-Hans", "ug", "bo", "za", "en-GB", "cmn", "mn-Mong"])
def test_a_language_tag_is_one(tag):
    assert is_language_tag(tag)


@pytest.mark.parametrize("tag", ["", "cn", "zh_CN", "english", "eng", "zho", "i-lux", "xx"])
def test_what_names_no_language_is_no_tag(tag):
    assert not is_language_tag(tag)


def test_contrast_is_told_only_where_both_colours_are_known():
    assert low_contrast("color:#aaa;background:white") == pytest.approx(2.32, abs=0.01)
    assert low_contrast("color: rgba(0,0,0,.3); background-color:#fff") is not None
    assert low_contrast("color:#aaa;background:white;text-shadow:0 0 2px black") is None
    assert low_contrast("color:#aaa;background:url(a.png)") is None
    assert low_contrast("color:#000;background:#fff") is None


def test_fields_are_filled_in_by_words_that_browsers_know():
    assert is_autocomplete("section-a billing work email")
    assert is_autocomplete("off")
    assert not is_autocomplete("work name")
    assert not is_autocomplete("email tel")


@pytest.mark.parametrize(
    ("body", "aids"),
    [
        ("<a href='#'>长者版</a>", {"elder_mode", "accessibility"}),
        ("<button>无障碍浏览</button>", {"accessibility"}),
        ("<a href=/x>老人</a>", set()),
    ],
)
def test_an_aid_is_told_by_the_words_that_offer_it(body, aids):
    assert set(page_aids(outline_of(parse_page(html_page(body))), word_book(("zh-Hans",)))) == aids
