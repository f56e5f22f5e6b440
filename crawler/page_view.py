"""This module knows what is read off a page that is shown to a browser, and what a page may do there: ask, and no more.

Dialogs are dismissed, further windows closed, downloads refused, sockets cut; a script may lead on within the site
three times. The page's own document comes from the archive: nobody is asked for it again.
Blind spot: cookies are neither kept nor sent; what a page shows only after a click or a scroll is not seen. A page's
scripts run beside axe-core and could make it say what they like.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from crawler.page_guard import Wish
from crawler.page_parts import PageParts, Part
from crawler.patience import first_line, is_browsers, is_timeout, keep_task, within
from crawler.rendered import MAX_DOCUMENT_BYTES, MAX_FINDINGS_BYTES, MAX_PICTURE_BYTES, Outcome
from crawler.search_notes import SearchTry
from crawler.search_try import Trial

if TYPE_CHECKING:
    from playwright.async_api import BrowserContext, Dialog, Page, Route, WebSocketRoute

WIDTH, HEIGHT, MOST_HEIGHT = 1280, 900, 4000
QUALITIES = (70, 45, 25)
QUIET_SECONDS = 0.5
LOOK_SECONDS = 15.0
FINDINGS_SECONDS = 40.0
MAX_NAVIGATIONS = 3
MAX_FRAMES = 10
MAX_NODES = 5
WORKING = ("script", "fetch", "xhr")
"""What a page's search may need to work: scripts, and what they ask for."""
SHOWN_HEADERS = frozenset({"content-type", "content-language", "content-security-policy", "referrer-policy"})
RUN_AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations', 'incomplete']});
  const told = rules => rules.map(rule => ({
    id: rule.id, impact: rule.impact, help: rule.help, tags: rule.tags, count: rule.nodes.length,
    nodes: rule.nodes.slice(0, MAX_NODES).map(node => ({target: String(node.target), html: node.html.slice(0, 300)})),
  }));
  return JSON.stringify({
    axe: axe.version, violations: told(found.violations), incomplete: told(found.incomplete),
    passes: found.passes.length,
  });
}""".replace("MAX_NODES", str(MAX_NODES))


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as it lies in the archive: what the browser is given for its address."""

    url: str
    record_id: str
    headers: Mapping[str, str]
    body: bytes
    is_home: bool = False


@dataclass(slots=True)
class Look:
    """What a browser showed of a page: the `document` in UTF-8, a `picture` (JPEG), axe-core's `findings` (JSON).

    `search` is what came of the home page's search field, tried after all else was read off.
    """

    outcome: Outcome
    seconds: float = 0.0
    final_url: str | None = None
    document: bytes | None = None
    picture: bytes | None = None
    findings: bytes | None = None
    detail: str | None = None
    search: SearchTry | None = None


@cache
def axe_source() -> str:
    """The script of axe-core (MPL-2.0) as a package that we depend on carries it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


class View:
    """One page in one context."""

    def __init__(self, raw: RawPage, parts: PageParts, *, limit_seconds: float) -> None:
        self.raw, self.parts, self.limit_seconds = raw, parts, limit_seconds
        self.page: Page | None = None
        self.navigations = 0
        self.left_for = ""
        self.lacking = ""
        self.trial: Trial | None = None
        self.fault: Exception | None = None
        self.is_crashed = False

    async def read(self, context: BrowserContext) -> Look:
        """Open the page, wait until it stands still, and read it off."""
        await context.route("**/*", self._answer)
        await context.route_web_socket("**/*", self._cut)
        self.page = page = await context.new_page()
        context.on("page", self._close_window)
        page.on("dialog", lambda dialog: keep_task(self._answer_dialog(dialog)))
        page.on("download", lambda download: keep_task(download.cancel()))
        page.on("crash", lambda _: setattr(self, "is_crashed", True))
        try:
            await page.goto(self.raw.url, wait_until="commit", timeout=self.limit_seconds * 1000)
            stands_still = await self._settle(page)
            look = await self._read_off(page, stands_still=stands_still)
            if self.raw.is_home and look.outcome is Outcome.RENDERED:
                doubt = self.lacking or ("" if stands_still else "the page never stood still")
                self.trial = Trial(page, self.parts, look.document or b"", doubt=doubt)
                look.search = await self.trial.result()
            return look
        except TimeoutError as error:
            return Look(Outcome.TIMED_OUT, detail=f"scripts kept the page busy ({first_line(error)})")
        except Exception as error:
            if not is_browsers(error) or self.is_crashed or not is_timeout(error):
                raise
            return Look(Outcome.TIMED_OUT, detail=first_line(error))

    async def _settle(self, page: Page) -> bool:
        """Wait until the page is loaded and asks for nothing more; False when our patience ended first."""
        deadline = time.monotonic() + self.limit_seconds
        await page.wait_for_load_state("domcontentloaded", timeout=self.limit_seconds * 1000)
        quiet_since = time.monotonic()
        while time.monotonic() < deadline:
            await asyncio.sleep(QUIET_SECONDS / 5)
            if self.parts.under_way or self.fault:
                quiet_since = time.monotonic()
            if self.fault or time.monotonic() - quiet_since >= QUIET_SECONDS:
                return True
        return False

    async def _read_off(self, page: Page, *, stands_still: bool) -> Look:
        document = (await within(LOOK_SECONDS, page.content())).encode("utf-8", "replace")
        look = Look(Outcome.RENDERED, final_url=page.url[:2000], document=document[:MAX_DOCUMENT_BYTES])
        if self.left_for:
            look.outcome, look.detail = Outcome.LEFT_SITE, f"a script leads to {self.left_for[:300]}"
        elif not stands_still:
            look.detail = "the page went on asking for more; it was read as it stood"
        look.picture = await self._picture(page)
        look.findings, trouble = await self._findings(page)
        look.detail = "; ".join(filter(None, (look.detail, trouble))) or None
        return look

    async def _answer_dialog(self, dialog: Dialog) -> None:
        await (self.trial.answers(dialog) if self.trial else dialog.dismiss())

    def _close_window(self, other: Page) -> None:
        if self.trial:
            self.trial.note_other("another window opened")
        keep_task(other.close())

    async def _cut(self, socket: WebSocketRoute) -> None:
        self.lacking = self.lacking or f"a socket was cut: {socket.url[:300]}"
        if self.trial:
            self.trial.note_other(f"a socket to {socket.url[:300]}")
        await socket.close()

    async def _picture(self, page: Page) -> bytes | None:
        """A picture of the page from its top, 1,280 wide and 4,000 high at most; None when it is beyond our bound."""
        try:
            height = await within(LOOK_SECONDS, page.evaluate("document.documentElement.scrollHeight"))
            height = min(max(int(height), 1), MOST_HEIGHT) if isinstance(height, (int, float)) else HEIGHT
            for quality in QUALITIES:
                picture = await page.screenshot(
                    type="jpeg", quality=quality, full_page=True, animations="disabled",
                    clip={"x": 0, "y": 0, "width": WIDTH, "height": height}, timeout=LOOK_SECONDS * 1000,
                )  # fmt: skip
                if len(picture) <= MAX_PICTURE_BYTES:
                    return picture
        except Exception as error:
            if not is_browsers(error):
                raise
        return None

    async def _findings(self, page: Page) -> tuple[bytes | None, str]:
        """What axe-core says of the page, frames included, and what went wrong with it."""
        try:
            for frame in page.frames[:MAX_FRAMES]:
                with contextlib.suppress(Exception):
                    await within(LOOK_SECONDS, frame.evaluate(axe_source()))
            told = await within(FINDINGS_SECONDS, page.evaluate(RUN_AXE))
            json.loads(told)
        except (TypeError, ValueError):
            return None, "axe-core gave nothing that can be read"
        except Exception as error:
            if not is_browsers(error):
                raise
            return None, f"axe-core: {first_line(error)}"
        findings = str(told).encode("utf-8", "replace")
        return (findings, "") if len(findings) <= MAX_FINDINGS_BYTES else (None, "axe-core found more than we keep")

    async def _answer(self, route: Route) -> None:
        """Answer a request of the page; what cannot be had is refused."""
        try:
            part = await self._part_for(route)
            if part is None:
                await route.abort("blockedbyclient")
            else:
                await route.fulfill(status=part.status, headers=dict(part.headers), body=part.body)
        except Exception as error:  # noqa: BLE001 - the browser's callback: what is not the browser's goes to `look`
            if not is_browsers(error):
                self.fault = error
            with contextlib.suppress(Exception):
                await route.abort()

    async def _part_for(self, route: Route) -> Part | None:
        request = route.request
        sent = request.post_data_buffer or b""
        wish = Wish(request.url, request.resource_type, request.method, len(sent))
        if self.trial and self.trial.withholds(wish, sent):
            return Part(204, {}, b"")
        if request.is_navigation_request():
            frame = request.frame
            if frame.page != self.page:
                return None
            if frame.parent_frame is None:
                return await self._document_for(wish, request.headers)
        part = await self.parts.fetch(wish, request.headers, sent or None)
        if part is None and wish.kind in WORKING:
            self.lacking = self.lacking or f"a {wish.kind} could not be had: {wish.url[:300]}"
        return part

    async def _document_for(self, wish: Wish, headers: Mapping[str, str]) -> Part | None:
        self.navigations += 1
        if self.navigations == 1:
            kept = {name: value for name, value in self.raw.headers.items() if name in SHOWN_HEADERS}
            return Part(200, {"content-type": "text/html", **kept}, self.raw.body)
        if self.navigations > MAX_NAVIGATIONS:
            return None
        if wish.method != "GET" or self.parts.guard.refuses(wish):
            self.left_for = self.left_for or wish.url
            return None
        return await self.parts.fetch(wish, headers, None)
