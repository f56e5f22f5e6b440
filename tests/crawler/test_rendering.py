"""What must hold when pages are shown to a real browser: it meets no network, is bounded, and leaves evidence."""

from __future__ import annotations

import asyncio
import json
import threading
import time

import pytest

from crawler.browser import chromium, missing_for_rendering
from crawler.evidence import Outcome, Purpose, SiteFolder, WaveFolder
from crawler.lock import CrawlError
from crawler.page_view import RUN_AXE, axe_source
from crawler.rendered import MAX_PICTURE_BYTES
from crawler.run import crawl
from site_lists.model import load_list
from tests.crawler.portal_server import Answer, crawl_once, free_url, page, portal, write_list
from tests.crawler.test_resume import start

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(missing_for_rendering()), reason=missing_for_rendering() or "all is there"),
]
SHELL = """<!doctype html><html lang="en"><head><title>Town</title></head><body><div id="app"></div>
<script src="/app.js"></script></body></html>"""
APP = """
fetch('/api/news.json').then(answer => answer.json()).then(async rows => {
  const sent = await fetch('/api/count', {method: 'POST', body: 'page=1'}).then(answer => answer.text());
  document.getElementById('app').innerHTML = '<h1>Welcome to Town</h1><p>Visitors: ' + sent + '</p><ul>' +
    rows.map(row => `<li><a href="${row.url}">${row.title}</a></li>`).join('') + '</ul><img src="/logo.png">' +
    '<button></button>';
});
"""
ROWS = [{"url": f"/news/{n}.html", "title": f"The council met on matter {n}"} for n in range(6)]


def text(body: str, kind: str = "text/html; charset=utf-8", **others) -> Answer:
    return Answer(body.encode(), headers={"Content-Type": kind, **others})


def scripted(script: str) -> Answer:
    return text(f"<!doctype html><html lang=en><title>Town</title><body><script>{script}</script></body></html>")


SHELL_PORTAL = {
    "/": text(SHELL),
    "/app.js": text(APP, "text/javascript"),
    "/api/news.json": text(json.dumps(ROWS), "application/json"),
    "/api/count": text("7", "text/plain"),
    **{row["url"]: page("/") for row in ROWS},
}


@pytest.fixture(scope="module")
def rendered(tmp_path_factory):
    """A portal whose home page is filled by a script, crawled with a browser."""
    with portal(SHELL_PORTAL) as town:
        crawled = crawl_once(tmp_path_factory.mktemp("rendered"), {"town": f"{town.url}/"}, render=True)
        yield crawled, town


def home_of(crawled, name="town"):
    return next(page for page in crawled.site(name).rendered.pages())


def document_of(crawled, shown, name="town") -> str:
    return (crawled.site(name).rendered.document(shown.document_id) or b"").decode()


def test_what_a_script_writes_becomes_a_document_tied_to_the_raw_answer(rendered):
    crawled, _ = rendered
    shown = home_of(crawled)
    records = {record.record_id: record for record in crawled.site().rendered.records()}
    raw = crawled.site().record(shown.raw_record_id)

    assert shown.outcome is Outcome.RENDERED, shown.detail
    assert b'id="app"></div>' in raw.body
    assert "Welcome to Town" in document_of(crawled, shown)
    assert "Visitors: 7" in document_of(crawled, shown)
    assert {record.refers_to for record in records.values() if record.url == shown.url} == {shown.raw_record_id}


def test_a_picture_of_the_page_is_kept_within_bounds(rendered):
    crawled, _ = rendered
    shown = home_of(crawled)
    picture = next(record for record in crawled.site().rendered.records() if record.record_id == shown.picture_id)

    assert picture.kind == "image/jpeg"
    assert picture.body[:2] == b"\xff\xd8"
    assert 1000 < len(picture.body) <= MAX_PICTURE_BYTES


def test_links_that_a_script_writes_are_followed(rendered):
    crawled, town = rendered

    assert crawled.outcomes(town.url)["/news/5.html"] == 200
    assert len([visit for visit in crawled.visits() if visit.status == 200]) == 7


def test_nobody_is_asked_twice_for_a_page_that_is_rendered(rendered):
    _, town = rendered

    assert town.asked.count("/") == 1
    assert town.asked.count("/app.js") == 1
    assert town.asked.count("/robots.txt") == 1


def test_requests_of_scripts_stand_beside_the_visits_of_the_site_and_not_among_them(rendered):
    crawled, town = rendered
    own = SiteFolder(crawled.site().rendered.path).visits()

    assert {visit.url.removeprefix(town.url) for visit in own} >= {"/app.js", "/api/news.json", "/api/count"}
    assert not any("/api/" in visit.url for visit in crawled.site().visits())
    assert all(visit.record_id is None for visit in own if visit.purpose is Purpose.PAGE)
    asked = sum(crawled.folder.read_wave().requests_by_host.values())
    assert asked == len(town.asked)


def test_the_home_page_one_page_a_section_and_shells_are_shown(rendered):
    crawled, town = rendered
    paths = {shown.url.removeprefix(town.url) for shown in crawled.site().rendered.pages()}

    assert paths == {"/", "/news/0.html"}
    assert crawled.site().rendered.is_done


def test_what_axe_finds_arrives_as_axe_itself_says_it(rendered):
    crawled, _ = rendered
    shown = home_of(crawled)
    found = next(record for record in crawled.site().rendered.records() if record.record_id == shown.findings_id)
    ours = {rule["id"]: (rule["impact"], rule["count"]) for rule in json.loads(found.body)["violations"]}

    assert ours == asyncio.run(axe_directly(document_of(crawled, shown)))
    assert {"button-name", "image-alt"} <= set(ours)


async def axe_directly(document: str) -> dict[str, tuple[str, int]]:
    """What axe-core says of a document that a browser of its own holds."""
    from playwright.async_api import async_playwright

    bare = document.replace('<script src="/app.js"></script>', "")
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        view = await browser.new_page(viewport={"width": 1280, "height": 900})
        await view.set_content(bare)
        await view.evaluate(axe_source())
        result = await view.evaluate("async () => await axe.run(document)")
        await browser.close()
    assert "axe.run" in RUN_AXE
    return {rule["id"]: (rule["impact"], len(rule["nodes"])) for rule in result["violations"]}


def test_a_finished_wave_is_left_alone_and_a_raw_one_is_completed(tmp_path):
    with portal(SHELL_PORTAL) as town:
        plain = crawl_once(tmp_path, {"town": f"{town.url}/"})
        assert not plain.site().rendered.pages()

        full = crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)
        first = len(town.asked)
        crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)

        assert [shown.outcome for shown in full.site().rendered.pages()] == [Outcome.RENDERED]
        assert len(town.asked) == first


def test_a_hostile_page_is_bounded_and_meets_nobody(tmp_path):
    with portal({"/x": page()}) as other:
        hostile = f"""
            const inner = ['http://10.0.0.1/a', '{other.url}/x', 'file:///etc/passwd', 'http://169.254.169.254/'];
            for (const url of inner) {{
              fetch(url, {{mode: 'no-cors'}}).catch(() => 0);
              const frame = document.createElement('iframe'); frame.src = url; document.body.append(frame);
              new Image().src = url;
            }}
            fetch('/leads-away', {{mode: 'no-cors'}}).catch(() => 0);
            new WebSocket('{other.url.replace("http", "ws")}/x');
            navigator.sendBeacon('{other.url}/x', 'a');
            for (let n = 0; n < 20; n++) window.open('{other.url}/x');
            const link = document.createElement('a'); link.href = '/file.bin'; link.download = 'file.bin';
            document.body.append(link); link.click();
            navigator.serviceWorker && navigator.serviceWorker.register('/worker.js').catch(() => 0);
            setTimeout(() => {{ alert('hello'); confirm('hello'); document.body.append('alive'); }}, 50);
            setTimeout(() => location.href = 'file:///etc/passwd', 200);
            setInterval(() => fetch('/more?' + Math.random()).catch(() => 0), 5);
        """
        answers = {
            "/": scripted(hostile),
            "/leads-away": Answer(status=302, headers={"Location": f"{other.url}/x"}),
            "/file.bin": text("x", "application/octet-stream"),
        }
        with portal(answers) as town:
            began = time.monotonic()
            crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)
            seconds = time.monotonic() - began
            shown = home_of(crawled)

            assert other.asked == []
            assert "/file.bin" not in town.asked
            assert "/worker.js" not in town.asked
            assert shown.requests <= 100
            assert shown.refused >= 8
            assert "root:" not in document_of(crawled, shown)
            assert seconds < 120


def test_an_endless_script_is_given_up_and_is_not_the_portals_fault(tmp_path):
    calm, loop = scripted("document.title = 'x'"), scripted("for (;;) {}")
    pages = {"/": page("/loop/", "/calm/"), "/loop/": loop, "/calm/": calm}
    with portal(pages) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)
        outcomes = {shown.url.removeprefix(town.url): shown.outcome for shown in crawled.site().rendered.pages()}

    assert outcomes["/loop/"] is Outcome.TIMED_OUT
    assert outcomes["/calm/"] is Outcome.RENDERED
    assert crawled.outcomes(town.url)["/loop/"] == 200


def test_a_script_may_lead_on_within_the_site_but_not_away(tmp_path):
    away = free_url()
    answers = {
        "/": page("/on/", "/away/"),
        "/on/": scripted("location.replace('/there.html')"),
        "/away/": scripted(f"location.href = '{away}/'"),
        "/there.html": page("/", title="There at last"),
    }
    with portal(answers) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)
        shown = {each.url.removeprefix(town.url): each for each in crawled.site().rendered.pages()}

    assert shown["/on/"].final_url == f"{town.url}/there.html"
    assert "There at last" in document_of(crawled, shown["/on/"])
    assert shown["/away/"].outcome is Outcome.LEFT_SITE


def test_a_browser_that_does_not_start_is_our_side_and_is_tried_again(tmp_path, monkeypatch):
    with portal(SHELL_PORTAL) as town:
        monkeypatch.setenv("EGOVBENCH_CHROMIUM", "/bin/false")
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)
        assert home_of(crawled).outcome is Outcome.BROWSER_FAILED
        assert not crawled.site().rendered.is_done
        assert crawled.outcomes(town.url) == {"/": 200}

        monkeypatch.delenv("EGOVBENCH_CHROMIUM")
        crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)

        assert [shown.outcome for shown in crawled.site().rendered.pages()][-1] is Outcome.RENDERED
        assert crawled.site().rendered.is_done


def test_a_crawl_killed_while_a_page_is_shown_goes_on_and_shows_each_page_once(tmp_path):
    held, is_asked = threading.Event(), threading.Event()

    def hold() -> None:
        is_asked.set()
        held.wait(60)

    answers = dict(SHELL_PORTAL) | {
        "/": page("/a/", "/b/"),
        "/a/": text(SHELL.replace("app.js", "a.js")),
        "/a.js": text("document.body.append('filled a')", "text/javascript"),
        "/b/": text(SHELL.replace("app.js", "b.js")),
        "/b.js": Answer(b"document.body.append('filled b')", headers={"Content-Type": "text/javascript"}, before=hold),
    }
    with portal(answers) as town:
        list_folder = write_list(tmp_path / "towns", {"town": f"{town.url}/"}, render=True, timeout_seconds=60)
        crawling = start(list_folder, tmp_path / "data")
        assert is_asked.wait(60)
        crawling.kill()
        crawling.wait()
        held.set()
        before = WaveFolder(tmp_path / "data/towns/w").site("town").rendered.pages()
        crawl(load_list(list_folder), label="w", data=tmp_path / "data", link_checks=0)

    pages = WaveFolder(tmp_path / "data/towns/w").site("town").rendered.pages()
    shown = [each.url.removeprefix(town.url) for each in pages if each.outcome is Outcome.RENDERED]
    assert len(before) < len(pages)
    assert sorted(shown) == ["/", "/a/", "/b/"]
    assert town.asked.count("/a.js") == 1


def test_a_crawl_without_chromium_says_so_before_it_asks_anybody(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("EGOVBENCH_CHROMIUM", raising=False)
    with portal(SHELL_PORTAL) as town:
        with pytest.raises(CrawlError, match="Chromium is not there"):
            crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)
        assert town.asked == []
