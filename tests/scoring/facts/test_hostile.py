"""No page, however hostile or damaged, may cost more than two seconds and 200 MB, or end in anything but facts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.evidence import decode_body
from scoring.facts.model import PageFacts
from scoring.facts.page import page_facts
from scoring.lexicon import bundled_languages, word_book
from tests.builders import HOME, html_page, record, visit
from tests.cost import MOST_SECONDS, least

ROOT = Path(__file__).parents[3]
MOST_MEGABYTES = 200
MEGABYTE = 1 << 20


def _bomb() -> bytes:
    """A page of 1 GB that comes as 1 MB, unpacked as the archive unpacks it."""
    packer = zlib.compressobj(1, wbits=zlib.MAX_WBITS | 16)
    piece = b"<p>2024-05-03 news</p>" + b" " * MEGABYTE
    packed = b"".join(packer.compress(piece) for _ in range(1024)) + packer.flush()
    body, is_cut = decode_body(packed, "gzip")
    assert is_cut
    return body


def _table(cell: str, megabytes: int) -> str:
    return cell * (megabytes * MEGABYTE // len(cell))


HOSTILE: dict[str, Callable[[], str | bytes]] = {
    "nested hidden parts": lambda: html_page(
        _table("<div aria-hidden=true lang=xx-zz style='display:x'><a href=x>", 10)
    ),
    "nested roles that refer": lambda: html_page(
        _table("<div role=button id=a aria-labelledby='a a a a' headers=a aria-x=y>", 10)
    ),
    "nested buttons of pictures": lambda: html_page(_table("<span role=link aria-label=''><img>", 10)),
    "nested tables of cells": lambda: html_page(_table("<table><tr><td headers=a>1<td>2<tr><td>3<td>4<tr><td>", 5)),
    "rules for hidden links": lambda: html_page(
        "<style>"
        + "".join(f".a .a .a .a .d{n % 40} .a{{display:none}}" for n in range(2000))
        + "</style>"
        + "<div class=a>" * 50
        + "".join(f'<p class="a d{n % 40}"><a href=//s{n}.example>x</a>' for n in range(20_000))
    ),
    "scripts that hide": lambda: html_page(
        "".join(f"<script>var a{n}=document.getElementById('a{n}');a{n}.remove();show()</script>" for n in range(9000))
        + _table("<p hidden id=a1><a href=//b.example>slot</a>", 1)
    ),
    "scripts in pieces": lambda: html_page(
        ("<script>" + "document.referrer google bing " * 9000 + "</script><script>" + "'a'+" * 9000 + "</script>") * 20
    ),
    "many styles": lambda: html_page(_table("<i style='color:#eee;background:#fff;font-size:2px'>ab</i>", 5)),
    "many aria- names": lambda: html_page(
        "".join(f"<i aria-{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}=x>" for n in range(90_000))
    ),
    "siblings in a foreign tongue": lambda: html_page("<p lang=foo>" + "<i lang=x>a</i>" * 300_000),
    "nested tables": lambda: html_page(_table("<table><tr><td>", 10)),
    "nested blocks": lambda: html_page(_table("<div class='news item'>", 10)),
    "nested links and days": lambda: html_page(_table("<div><a href='/x'>news 2024-05-03 ", 10)),
    "many links": lambda: html_page("".join(f"<a href='/p{n}'>Page {n}</a>" for n in range(100_000))),
    "many dated rows": lambda: html_page(
        "<ul>" + "".join(f"<li><a href='/p{n}'>Item {n}</a> 2024-05-{n % 28 + 1:02d}</li>" for n in range(60_000))
    ),
    "many days": lambda: html_page("<p>" + "2024-05-03 3 May 2024 二〇二四年五月三日 " * 100_000),
    "a long line": lambda: html_page("a" * 5 * MEGABYTE),
    "a long line of digits": lambda: html_page("1" * 5 * MEGABYTE),
    "a long line of Chinese": lambda: html_page("政" * (5 * MEGABYTE // 3)),
    "digits and points": lambda: html_page(_table("1.2.", 5)),
    "blanks": lambda: html_page("2024" + " " * 5 * MEGABYTE + "5 3"),
    "bait of blanks and dashes": lambda: html_page(_table("- \t", 5) + "x"),
    "bait of brackets": lambda: html_page(_table("[(【", 5)),
    "bait of mail addresses": lambda: html_page(_table("a@a.", 5)),
    "bait of telephones": lambda: html_page(_table("+1 (2) 3-", 5)),
    "bait of labels": lambda: html_page(_table("发布时间：", 5)),
    "bait of comments": lambda: _table("<!--", 5),
    "bait of metas": lambda: "<meta " + _table("charset = ", 5),
    "bait of declarations": lambda: b"<meta" + b" " * 5 * MEGABYTE,
    "a long attribute": lambda: html_page(f"<a href='{'x' * 5 * MEGABYTE}'>x</a>"),
    "many attributes": lambda: html_page("<p " + "".join(f"a{n}=1 " for n in range(300_000)) + ">"),
    "many classes": lambda: html_page(f"<p class='{'date news ' * 500_000}'>2024-05-03</p>"),
    "many forms": lambda: html_page("<form><input name=q><label>x</label></form>" * 50_000),
    "many headings": lambda: html_page("<h1>News</h1>" * 200_000),
    "many options": lambda: html_page("<select>" + "<option>x" * 300_000),
    "many titles": lambda: "<title>" * 500_000,
    "labels and values": lambda: html_page("<table>" + "<tr><td>办理时限</td><td>5天</td></tr>" * 60_000),
    "many starts of writing": lambda: html_page("<script>" + "document.write('" * 100_000 + "</script>"),
    "many scripts that write links": lambda: html_page(
        (
            '<script>document.write(\'<b style="visibility:hidden"><a href=//x.top>a'
            + "<a href=//y.top>b" * 240
            + "')</script>"
        )
        * 300
    ),
    "many scripts that hide": lambda: html_page(
        "<script>document.write('<div style=\"display:none\">')</script><p><a href=//x.top>a</a>" * 20_000
    ),
    "nested hidden links": lambda: html_page(
        ("<div style='visibility:hidden'>" * 60 + "<a style='color:red' href=//x.top>a</a>" + "</div>" * 60) * 1200
    ),
    "unseen lines on a short page": lambda: html_page(
        "<p>404 not found</p>" + f"<nav>{('word ' * 9_000 + '<br>') * 100}</nav><p hidden>{'a/b ' * 10_000}</p>" * 20
    ),
    "NULs": lambda: b"\x00" * 10 * MEGABYTE,
    "NULs within tags": lambda: html_page(_table("<\x00p\x00>x\x00", 5)),
    "unclosed formatting": lambda: html_page(_table("<b><i><a href=x>", 5)),
    "broken bytes": lambda: b"<html><body>" + bytes(range(128, 256)) * (5 * MEGABYTE // 128),
    "1 GB when unpacked": _bomb,
}


def facts_of(body: str | bytes, *, url: str = "/page.html", country: str = "CN") -> PageFacts | None:
    book = word_book(bundled_languages())
    return page_facts(record(body, url=url), visit(url), book=book, country=country, home_url=HOME)


def _cost(name: str) -> tuple[float, float]:
    """CPU seconds and megabytes of memory that the facts of a hostile page cost beyond the page itself."""
    body = HOSTILE[name]()
    answer = record(body)
    del body
    facts_of("<p>warm up</p>")
    Path("/proc/self/clear_refs").write_text("5")  # the peak counts from here
    before = _megabytes("VmRSS")
    started = time.process_time()
    facts = page_facts(answer, visit("/page.html"), book=word_book(bundled_languages()), country="CN", home_url=HOME)
    spent = time.process_time() - started
    assert facts is not None
    return spent, _megabytes("VmHWM") - before


def _megabytes(name: str) -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split(f"{name}:")[1].split()[0]) / 1024


@pytest.mark.skipif(not os.access("/proc/self/clear_refs", os.W_OK), reason="memory is read from /proc")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_costs_little_and_becomes_facts(name: str) -> None:
    assert least(lambda: _cost_apart(name)) <= MOST_SECONDS


def _cost_apart(name: str) -> float:
    """CPU seconds of the facts of a hostile page, in a process of its own, whose memory is checked as well."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.scoring.facts.test_hostile", name],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    seconds, megabytes = map(float, done.stdout.split())
    assert megabytes <= MOST_MEGABYTES
    return seconds


PAGE = html_page(
    "<header><nav><ul><li><a href='/news/'>News</a></li><li><a href='/xwzx/'>新闻中心</a></li></ul></nav></header>"
    "<main><h1>学校道路开工</h1><p>发布时间：2024-05-03 来源：办公室</p>"
    "<p>The council met on 3 May 2024 and decided.</p>"
    "<ul class=list><li><a href='1.html'>Item one</a><span>[05-03]</span></li><li><a href='2.html'>Item two</a>"
    "<span>[04-28]</span></li></ul><table><tr><td>办理时限</td><td>5个工作日</td></tr></table><form action=/s>"
    "<label for=q>搜索</label><input id=q name=q><select><option>1</select></form></main>"
    "<footer>电话：010-5550100 mail@town.example © 2024</footer>",
    title="学校道路 - 清水市",
    head="<meta name=ColumnName content=新闻><meta name=PubDate content='2024-05-03 10:00'><base href='/x/'>",
)
SHARDS = st.sampled_from(
    "< > </ <!-- --> & &#0; &#xffff; <a <a> <table> <tr> </tr> </table> <time <li> <h1> <form> <input <select> <base "
    "<meta href=' href=http://[ src= class=' datetime=' 2024- -05- 13/13/24 三月 年 民國 [05 ]( 3. Mai 99:99 :// "
    "?a=&b= \x00 \ufeff \u202e \ud7ff \U0010ffff".split(" ")
)


def _damaged(source: bytes, wounds: list[tuple[int, int, bytes]]) -> bytes:
    for place, length, shard in wounds:
        start = place % (len(source) + 1)
        source = source[:start] + shard + source[start + length :]
    return source


WOUNDS = st.lists(
    st.tuples(st.integers(0, 10_000), st.integers(0, 60), SHARDS.map(str.encode) | st.binary(max_size=6)), max_size=12
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    WOUNDS, st.sampled_from(["utf-8", "gb18030", "utf-16", "big5", "cp1251"]), st.sampled_from(["CN", "", "US", "TW"])
)
def test_a_damaged_page_becomes_facts(wounds: list[tuple[int, int, bytes]], encoding: str, country: str) -> None:
    facts = facts_of(_damaged(PAGE.encode(encoding, "replace"), wounds), country=country)

    assert facts is None or all(0 < clue.confidence < 1 for clue in facts.dates)


@settings(max_examples=150, deadline=None)
@given(st.lists(SHARDS | st.text(max_size=20), max_size=60), st.text(max_size=30))
def test_rubbish_becomes_facts(shards: list[str], path: str) -> None:
    facts = facts_of("<html>" + "".join(shards), url=f"/{path}")

    assert facts is None or len(facts.text) <= 10_000


if __name__ == "__main__":
    print(*(f"{number:.2f}" for number in _cost(sys.argv[1])))
