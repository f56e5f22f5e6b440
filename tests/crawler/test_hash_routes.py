"""What must hold for hash routes, the pages of a single-page app: shown to a browser, bounded, each with evidence."""

from __future__ import annotations

import pytest

from crawler.browser import missing_for_rendering
from crawler.evidence import Purpose
from crawler.routes import MAX_ROUTES
from tests.crawler.portal_server import Answer, crawl_once, page, portal
from tests.crawler.test_rendering import document_of, text

needs_browser = pytest.mark.skipif(bool(missing_for_rendering()), reason=missing_for_rendering() or "all is there")
ROUTED = """<!doctype html><html lang="en"><head><title>Town</title></head><body><div id="app"></div>
<script src="/router.js"></script></body></html>"""
ROUTER = """
const menu = [ROUTES].map(route => `<a href="${route}">${route.slice(2)}</a>`).join(' ');
const show = async () => {
  const route = location.hash || '#/';
  const answer = await fetch('/api' + route.slice(1));
  const text = answer.ok ? await answer.text() : '';
  document.getElementById('app').innerHTML = `<nav>${menu}</nav><main><h1>${route}</h1>${text}</main>`;
};
window.addEventListener('hashchange', show);
show();
"""


def routed(routes: list[str], **parts: str) -> dict[str, Answer]:
    """A portal of one address whose scripts show it as many pages."""
    script = ROUTER.replace("ROUTES", ", ".join(map(repr, routes)))
    told = {f"/api/{name}": text(body, "text/plain") for name, body in parts.items()}
    return {"/": text(ROUTED), "/router.js": text(script, "text/javascript"), "/api/": text("Welcome"), **told}


@pytest.mark.browser
@needs_browser
def test_hash_routes_of_the_home_page_are_shown_each_tied_to_the_raw_answer(tmp_path):
    links = ["#/news", "#!/mayor", "#/", "#content", "https://elsewhere.example/#/news", "/other/#/news", "#/secret"]
    more = '<a href="#/news/archive">Archive</a><a href="/notices/7.html">Notice 7</a>'
    answers = routed(links, news=more, **{"news/archive": "The archive", "secret": "Nobody asks for this"})
    answers |= {"/notices/7.html": page("/"), "/robots.txt": text("User-agent: *\nDisallow: /api/secret", "text/plain")}
    with portal(answers) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)
        shown = {page.url.removeprefix(town.url): page for page in crawled.site().rendered.pages()}
        first = len(town.asked)
        crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)

        assert set(shown) == {"/", "/#/news", "/#!/mayor", "/#/secret", "/#/news/archive", "/notices/7.html"}
        assert len(town.asked) == first
    archive = shown["/#/news/archive"]
    assert {shown[name].raw_record_id for name in shown if "#" in name} == {shown["/"].raw_record_id}
    assert (archive.depth, archive.linked_from) == (2, f"{town.url}/#/news")
    assert "The archive" in document_of(crawled, archive)
    assert town.asked.count("/") == town.asked.count("/router.js") == 1
    assert "/api/secret" not in town.asked
    notice = next(visit for visit in crawled.visits() if visit.url.endswith("/notices/7.html"))
    assert (notice.depth, notice.linked_from) == (2, f"{town.url}/#/news")


@pytest.mark.browser
@needs_browser
def test_routes_without_end_are_bounded_and_sections_take_turns(tmp_path):
    endless = [f"#/calendar/{day}" for day in range(90)]
    with portal(routed([*endless, "#/news/1", "#/news/2"])) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)
        routes = [page.route for page in crawled.site().rendered.pages() if page.route]

    assert len(routes) == MAX_ROUTES
    assert routes[:4] == ["#/calendar/0", "#/news/1", "#/calendar/1", "#/news/2"]


def test_without_a_browser_hash_routes_are_not_observed(tmp_path):
    with portal(routed(["#/news"], news="News")) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"})

    assert [visit.url for visit in crawled.visits() if visit.purpose is Purpose.PAGE] == [f"{town.url}/"]
    assert not crawled.site().rendered.pages()
