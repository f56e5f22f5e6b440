"""A browser that dies in the middle of a page is our side's trouble: the next page gets another, the crawl goes on."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from crawler.browser import missing_for_rendering
from crawler.evidence import Outcome
from tests.crawler.portal_server import Answer, crawl_once, page, portal

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(missing_for_rendering()), reason=missing_for_rendering() or "all is there"),
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="descendants are read from /proc"),
]


def descendants(pid: int) -> list[int]:
    """The processes below one of ours."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found: list[int] = []
    with suppress(OSError):
        for child in map(int, children.read_text(encoding="ascii").split()):
            found += [child, *descendants(child)]
    return found


def is_browser(pid: int) -> bool:
    with suppress(OSError):
        return b"--headless" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def kill_browser() -> None:
    for pid in filter(is_browser, descendants(os.getpid())):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def shell(script: str) -> Answer:
    body = f"<!doctype html><html lang=en><title>Town</title><body><script src={script}></script></body></html>"
    return Answer(body.encode(), headers={"Content-Type": "text/html"})


def test_a_browser_that_dies_is_our_side_and_the_next_page_gets_another(tmp_path):
    script = {"Content-Type": "text/javascript"}
    answers = {
        "/": page("/a/", "/b/"),
        "/a/": shell("/a.js"),
        "/a.js": Answer(b"document.body.append('a')", headers=script, before=kill_browser),
        "/b/": shell("/b.js"),
        "/b.js": Answer(b"document.body.append('filled b')", headers=script),
    }
    with portal(answers) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)
        rendered = crawled.site().rendered
        shown = {each.url.removeprefix(town.url): each for each in rendered.pages()}

        assert shown["/a/"].outcome is Outcome.BROWSER_FAILED
        assert shown["/b/"].outcome is Outcome.RENDERED
        assert b"filled b" in (rendered.document(shown["/b/"].document_id or "") or b"")
        assert crawled.outcomes(town.url) == {"/": 200, "/a/": 200, "/b/": 200}

        answers["/a.js"] = Answer(b"document.body.append('filled a')", headers=script)
        town.answers.update(answers)
        crawl_once(tmp_path, {"town": f"{town.url}/"}, render=True)

        assert rendered.pages()[-1].outcome is Outcome.RENDERED
        assert rendered.is_done
