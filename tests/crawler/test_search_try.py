"""What must hold when a real browser tries a home page's search field: what it does is told, and nobody is asked."""

from __future__ import annotations

import time
from contextlib import ExitStack

import pytest

from crawler.browser import missing_for_rendering
from crawler.evidence import Outcome, RenderedPage, SearchOutcome
from tests.crawler.portal_server import Answer, crawl_once, portal

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(missing_for_rendering()), reason=missing_for_rendering() or "all is there"),
]
FIELD = "<input type=search id=field placeholder=Search>"
ON_ENTER = "field.addEventListener('keydown', event => { if (event.key === 'Enter') act(field.value); });"
KINDERGARTEN = "kindergarten"


def scripted(act: str, body: str = FIELD, then: str = ON_ENTER) -> str:
    """A home page whose field has `act` done with the word, in `word`."""
    return f"{body}<p id=out></p><script>const act = word => {{ {act} }}; {then}</script>"


BUTTON = "<div><input id=keyword type=text><a href='javascript:void(0)' id=go>Go</a></div>"
HOMES = {
    "form": "<form action=/find><input name=q><button>Go</button></form>",
    "post": "<form action=/find method=post><input name=q></form>",
    "window": "<form action=/find target=_blank><input name=keyword></form>",
    "forbidden": "<form action=/search/all><input name=q></form>",
    "location": scripted("location.href = '/find/' + encodeURIComponent(word)"),
    "opened": scripted("window.open('/find?w=' + word)"),
    "pushed": scripted("history.pushState(0, '', '#/find?w=' + word)"),
    "fetched": scripted("fetch('/api/find', {method: 'POST', body: JSON.stringify({word})})"),
    "clicked": scripted("location.href = '/find?w=' + word", BUTTON, "go.onclick = () => act(keyword.value);"),
    "index": scripted("fetch('/index.json').then(a => a.json()).then(rows => {"
                      "out.textContent = rows.length + ' pages looked through, none fits' })"),
    "leaving": scripted("location = '/find?w=' + word", then=f"{ON_ENTER} onbeforeunload = e => e.returnValue = 1"),
    "drawn": FIELD + "<script>setInterval(() => document.title = Date.now(), 100)</script>",
    "clock": FIELD + "<p id=now></p><script>setInterval(() => now.textContent = Date.now() + ' h', 50)</script>",
    "coded": scripted("fetch('/api/' + btoa(word)).catch(() => 0)"),
    "said": scripted("alert('Search opens soon')"),
    "private": scripted("location.href = 'http://10.0.0.1/?q=' + word"),
    "slider": FIELD + "<p id=a>Budget passed</p><p id=b hidden>Road opened</p><script>setInterval(() => {"
              "a.hidden = !a.hidden; b.hidden = !b.hidden }, 2500)</script>",
    "lacking": FIELD + "<script src=/search/app.js></script>",
    "before": scripted("location = '/find?w=' + word", "<div><button type=button id=go>Go</button><input name=q></div>",
                       "go.onclick = () => act(document.querySelector('[name=q]').value);"),
    "beside": scripted("location = '/find?w=' + word", FIELD + "<p><b>Find</b></p>",
                       "document.querySelector('b').parentNode.onclick = () => act(field.value);"),
    "none": "<form action=/login><input name=user><input name=pass type=password></form>",
    "unseen": "<div style='display:none'><form action=/find><input name=q></form></div>",
}  # fmt: skip
SENT = {
    "form": ("GET", "/find?q="), "post": ("POST", "/find"), "window": ("GET", "/find?keyword="),
    "forbidden": ("GET", "/search/all?q="), "location": ("GET", "/find/"),
    "opened": ("GET", "/find?w="), "pushed": ("GET", "/#/find?w="), "fetched": ("POST", "/api/find"),
    "clicked": ("GET", "/find?w="), "before": ("GET", "/find?w="), "beside": ("GET", "/find?w="),
    "leaving": ("GET", "/find?w="),
}  # fmt: skip
HOSTILE = {
    "endless": scripted("setInterval(() => location.href = '/x?' + Math.random(), 1)"),
    "loop": scripted("for (;;) {}"),
    "windows": scripted("for (let n = 0; n < 200; n++) { window.open('/x?' + n); alert(n) }"),
    "huge": scripted("for (let n = 0; n < 1e5; n++) out.append(document.createElement('i'), 'x ' + n)"),
    "gone": scripted("window.close(); document.documentElement.remove()"),
    "clobbered": "<form id=search><input name=getAttribute><input name=q><input name=querySelectorAll></form>",
    "lying": "<script>Element.prototype.checkVisibility = () => ({}); Document.prototype.querySelectorAll = () =>"
             " ({length: 1e9, 0: document.body})</script><input type=search>",
}  # fmt: skip


def answers(home: str) -> dict[str, Answer]:
    body = f"<!doctype html><html lang=en><title>Town</title><body><h1>Welcome to Town</h1>{home}"
    return {
        "/": Answer(body.encode(), headers={"Content-Type": "text/html; charset=utf-8"}),
        "/robots.txt": Answer(b"User-agent: *\nDisallow: /search/\n", headers={"Content-Type": "text/plain"}),
        "/index.json": Answer(b"[1, 2]", headers={"Content-Type": "application/json"}),
    }


def tried(folder, homes: dict[str, str]) -> dict[str, tuple[RenderedPage, list[str], str]]:
    """By name, what a browser told of a home page, what its portal was asked for, and the portal's address."""
    with ExitStack() as stack:
        towns = {name: stack.enter_context(portal(answers(home))) for name, home in homes.items()}
        crawled = crawl_once(folder, {name: f"{town.url}/" for name, town in towns.items()}, render=True)
        return {name: (crawled.site(name).rendered.pages()[0], town.asked, town.url) for name, town in towns.items()}


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    return tried(tmp_path_factory.mktemp("tried"), HOMES)


@pytest.mark.parametrize("name", SENT)
def test_a_search_that_is_sent_is_told_with_its_address(homes, name):
    shown, _, url = homes[name]
    method, address = SENT[name]

    assert shown.search is not None
    assert (shown.search.outcome, shown.search.method) == (SearchOutcome.SENT, method)
    word = "" if method == "POST" else KINDERGARTEN
    assert shown.search.address == f"{url}{address}{word}"


def test_nobody_is_asked_for_what_has_the_word_nor_is_anything_sent(homes):
    asked = [path for _, paths, _ in homes.values() for path in paths]

    assert not any(part in path for path in asked for part in (KINDERGARTEN, "find", "search/"))
    assert "/index.json" in asked


def test_results_that_a_script_writes_change_the_page(homes):
    search = homes["index"][0].search

    assert search.outcome is SearchOutcome.PAGE_CHANGED
    assert search.detail == "2 pages looked through, none fits"


@pytest.mark.parametrize("name", ["drawn", "clock"])
def test_a_field_that_does_nothing_is_decoration(homes, name):
    assert homes[name][0].search.outcome is SearchOutcome.NOTHING_HAPPENED


@pytest.mark.parametrize(
    ("name", "why"),
    {
        "coded": "/api/", "said": "Search opens soon", "private": "10.0.0.1",
        "lacking": "/search/app.js",
    }.items(),
)  # fmt: skip
def test_what_happens_without_the_word_says_nothing_of_the_search(homes, name, why):
    search = homes[name][0].search

    assert search.outcome is SearchOutcome.UNCLEAR
    assert why in search.detail


def test_what_slides_by_itself_is_no_result(homes):
    assert homes["slider"][0].search.outcome in (SearchOutcome.UNCLEAR, SearchOutcome.NOTHING_HAPPENED)


@pytest.mark.parametrize("name", ["none", "unseen"])
def test_a_page_without_a_search_field_to_be_seen_is_not_tried(homes, name):
    assert homes[name][0].search is None


def test_what_was_read_off_before_stays_as_it_was(homes):
    assert all(shown.outcome is Outcome.RENDERED for shown, *_ in homes.values())
    assert all(shown.detail is None and shown.final_url is None for shown, *_ in homes.values())


def test_hostile_pages_are_bounded_and_stay_rendered(tmp_path):
    began = time.monotonic()
    shown = tried(tmp_path, HOSTILE)

    assert {name: page.outcome for name, (page, *_) in shown.items()} == dict.fromkeys(HOSTILE, Outcome.RENDERED)
    claims = {name: page.search.outcome for name, (page, *_) in shown.items() if page.search}
    assert SearchOutcome.SENT not in claims.values()
    restless = ("endless", "loop", "windows", "gone")
    assert {name: claims[name] for name in restless} == dict.fromkeys(restless, SearchOutcome.UNCLEAR)
    assert all(len(page.to_json()) < 20_000 for page, *_ in shown.values())
    assert time.monotonic() - began < 150
