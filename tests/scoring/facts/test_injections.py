"""What is hidden in a page for search engines is found; what waits for a click or for a screen reader is not."""

from __future__ import annotations

import pytest

from scoring.facts.model import Injection
from scoring.facts.page import page_facts
from scoring.lexicon import word_book
from tests.builders import HOME, html_page, record, visit

BOOK = word_book(("zh-Hans", "en"))
LINK = '<a href="http://bet.example/">online casino</a>'


def injections(body: str, *, title: str = "Town of Riverton", head: str = "") -> tuple[Injection, ...]:
    html = html_page(f"<h1>Roads</h1><p>Works on Mill Lane.</p>{body}", title=title, head=head)
    facts = page_facts(record(html), visit(), book=BOOK, country="SG", home_url=HOME)
    assert facts is not None
    return facts.injections


@pytest.mark.parametrize(
    ("body", "way"),
    [
        (f'<div style="display : none">{LINK}</div>', "display: none"),
        (f'<div style="left:-9999px;position:absolute">{LINK}</div>', "placed out of sight"),
        (f'<marquee height="1">{LINK}</marquee>', "a marquee of no size"),
        (f'<p style="background:#fff"><b style="color:white">{LINK}</b></p>', "letters in the colour of the ground"),
        (
            f"""<script>document.write('<p style="display:none">')</script>{LINK}"""
            "<script>document.write('</p>')</script>",
            "display: none, written by a script",
        ),
        (f"""<div id="x">{LINK}</div><script>$("#x").hide()</script>""", "hidden by a script"),
    ],
)
def test_a_hidden_link_tells_how_it_is_hidden_and_where_it_leads(body: str, way: str) -> None:
    (found,) = injections(body)

    assert (found.way, found.url, found.family) == (way, "http://bet.example/", "gambling")
    assert "online casino" in str(found)


@pytest.mark.parametrize(
    "body",
    [
        LINK,
        f'<div style="display:none">{LINK}</div><p>{LINK}</p>',
        '<div style="display:none"><a href="/casino">Online casino licences</a></div>',
        '<div style="display:none"><a href="https://www.police.gov.sg/">Illegal online casino</a></div>',
        '<a href="#main" style="position:absolute;left:-9999px">Skip to content</a>',
        '<div style="font-size:0"><a style="font-size:14px" href="http://bet.example/">online casino</a></div>',
        '<div style="display:none"><a href="http://bank.example/">Bank</a></div>',
    ],
)
def test_what_is_shown_or_hidden_for_a_reason_is_no_injection(body: str) -> None:
    assert injections(body) == ()


def test_three_strangers_in_an_odd_hiding_place_need_no_such_words() -> None:
    links = "".join(f'<a href="http://shop{n}.example/">compressors {n}</a>' for n in range(3))

    assert len(injections(f'<div style="text-indent:-5000px">{links}</div>')) == 3
    assert injections(f'<div style="display:none">{links}</div>') == ()


def test_a_hijacked_title_counts_and_one_about_a_raid_does_not() -> None:
    assert injections("", title="澳门博彩_时时彩_真人娱乐")[0].way == "title"
    assert injections("", title="警方捣毁一处老虎机窝点") == ()


def test_so_many_hidden_links_are_told_as_twenty() -> None:
    assert len(injections(f'<div style="display:none">{LINK * 500}</div>')) == 20


FARM = "".join(f'<a href="http://x{n}.example/">{words}</a>' for n, words in enumerate(("Roofs", "Sofas", "Vans")))
CODED = (
    "%3Cp%20style%3D%22display%3Anone%22%3E%3Ca%20href%3D%22http%3A//bet.example/%22%3Eonline%20casino%3C/a%3E%3C/p%3E"
)


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f'<div style="transform:scale(0)">{LINK}</div>', ""),
        (f'<p style="color:#fefefe;background:rgb(255,255,255)">{LINK}</p>', ""),
        (f'<div class="q"><ul><li>{LINK}</li></ul></div>', "<style>/* x */ .a,.q ul{display:none}</style>"),
        (f"<script>document.write(unescape('{CODED}'))</script>", ""),
        (f'<div style="position:absolute;left:-5000px">{FARM}</div>', ""),
        ('<div style="display:none">六合彩 时时彩 百家乐</div>', ""),
        ("", '<meta http-equiv="refresh" content="0;url=http://casino88.example/">'),
        ('<script>if(a){location.href="http://www.bet365-x.example/"}</script>', ""),
    ],
)
def test_what_is_smuggled_in_is_found_however_it_is_written(body: str, head: str) -> None:
    assert injections(body, head=head)


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f'<ul class="sub-menu" style="position:absolute;left:-5000px">{FARM}</ul>', ""),
        (f'<nav style="text-indent:-9999px">{FARM}</nav>', ""),
        (f'<div class="q">{LINK}</div>', "<style>@media print{.q{display:none}}</style>"),
        ('<div style="display:none">严禁赌博：六合彩 时时彩 百家乐均属违法</div>', ""),
        ("", '<meta http-equiv="refresh" content="0;url=http://new-town.example/">'),
    ],
)
def test_what_says_whom_it_waits_for_or_leads_to_no_such_host_is_fine(body: str, head: str) -> None:
    assert injections(body, head=head) == ()


PACKED = """0.1(\\'<p style="display:2"><a 5="http://x.example/">3 4</a></p>\\')"""
PACKER = f"eval(function(p,a,c,k,e,d){{}}('{PACKED}',6,6,'document|write|none|online|casino|href'.split('|'),0,{{}}))"
PAWN = '<a href="http://qarz-tez.example/">credit rapid</a>'


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (
            f'<section class="zz"><p>{LINK}</p></section>',
            "<style>section.zz > p{clip:rect(500px,auto,auto,500px)}</style>",
        ),
        (f'<div style="overflow:auto;height:0px">{LINK}</div>', ""),
        (f'<i id="k">{LINK}</i>', "<script>document.write('<style>#k{position:fixed;left:-99em}</style>')</script>"),
        (f"""<p class="k">{LINK}</p><script>var e=document.querySelector('.k');e.style.display='none'</script>""", ""),
        (f'<p style="dis/**/play:n\\6fne">{LINK}</p>', ""),
        ('<div style="visibility:hidden"><a href="http://x.example/">půjčky ihned</a></div>', ""),
        ('<div style="display:none"><a href="http://x.example/">オンラインカジノ</a></div>', ""),
        ('<p>Rain<a href="http://online-casino-x.example/">,</a> then sun.</p>', ""),
        ("", '<link rel="canonical" href="https://slot-gacor.example/">'),
        ("", "<script>if(/google|bing/.test(document.referrer))location.href=u</script>"),
        ("", "<title>Town</title><title>Slot gacor maxwin</title>"),
        (f'<div style="height:20px;overflow:hidden"><p style="margin-top:25px">{LINK}</p></div>', ""),
        (f"<p>Roads</p><p>{LINK}</p>", "<style>p:nth-child(4){display:none}</style>"),
        (f"<script>if(/googlebot/.test(navigator.userAgent))document.write('{LINK}')</script>", ""),
        ("", "<script>if(/baiduspider|sogou/.test(navigator.userAgent))location='http://s.example/'</script>"),
        (
            "<script>var a=document.createElement('a');a.href='http://x.example/';a.innerHTML='online casino';"
            "a.style.display='none'</script>",
            "",
        ),
        (f"<script>{PACKER}</script>", ""),
        ("<p>Roads ✿真人百家乐✿ are closed.</p>", ""),
        ("<p>Roads are closed. 百\u200b家\u200b乐 now</p>", ""),
    ],
)
def test_ways_of_hiding_that_scripts_styles_and_other_tongues_bring_are_known(body: str, head: str) -> None:
    assert injections(body, head=head)


@pytest.mark.parametrize(
    "body",
    [
        "<p>Those who gamble too much find help here.</p><p hidden>"
        '<a href="https://help.example/">Block betting sites and online casino offers</a></p>',
        '<div style="display:none"><a href="https://grand-casino.example/">Hotel Grand Casino</a></div>',
        '<p hidden><a href="https://tc.example/">体育彩票</a><a href="https://fc.example/">福利彩票</a></p>',
        "<p>The gambling regulator lists every casino it has licensed.</p><ol hidden>"
        '<li><a href="https://a.example/">A Online Casino</a> <a href="https://b.example/">B Online Casino</a></ol>',
        '<ul class="owl" style="width:9000px;transform:translate3d(-4000px,0,0)">' + FARM + "</ul>",
        '<a style="text-indent:-9999px;background:url(a.png);width:90px" href="http://a.example/">Bank</a>' + FARM,
        f"""<ul style="position:absolute;left:-9999px"><li>{FARM}</li></ul>""",
        f'<p style="display:none">{PAWN}</p><p>{PAWN}</p>',
        '<p hidden><a href="https://permits.example/">办证大厅</a><a href="https://rent.example/">Woning huren</a></p>',
        '<p hidden><a href="https://cozy.example/">Комфортная городская среда</a></p>',
        "<script>if(navigator.userAgent.match(/bot|google/))location.hash='x'</script>",
    ],
)
def test_what_deals_with_a_vice_or_can_be_opened_accuses_nobody(body: str) -> None:
    assert injections(body) == ()


def test_a_title_about_a_law_on_betting_is_no_hijacked_one() -> None:
    assert injections("", title="Nuevo reglamento de casas de apuestas y tragamonedas") == ()
    assert injections("<h2>Online casino tax</h2>", title="Online casino tax") == ()
    assert injections("", title="Situs slot gacor")
