"""This module knows how one headless Chromium, which never meets the network, is kept running for a crawl.

The browser has no way out: its proxy is an address where nobody listens, and every request of a page is handed to us,
who fetch it with our own downloader (`crawler.page_parts`). So robots.txt, pace, hours, opt-outs and the guard against
private addresses hold for scripts too, redirects included, and a
name leads the browser nowhere but where it leads us.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import shutil
import time
from typing import TYPE_CHECKING, Any

from crawler.lock import CrawlError
from crawler.page_parts import PageParts
from crawler.page_view import HEIGHT, WIDTH, Look, RawPage, View
from crawler.patience import CLOSING_SECONDS, closes, first_line, is_browsers, within
from crawler.rendered import Outcome

if TYPE_CHECKING:
    from playwright.async_api import Browser as Chromium
    from playwright.async_api import BrowserContext, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chromium-headless-shell")
EXECUTABLE_VARIABLE = "EGOVBENCH_CHROMIUM"
NOWHERE = "http://127.0.0.1:9"
"""The proxy of a browser that is to have none: nobody listens at the port for discarding."""
FLAGS = (
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-sync",
    "--disable-domain-reliability", "--disable-client-side-phishing-detection", "--disable-breakpad", "--no-pings",
    "--dns-prefetch-disable", "--no-first-run", "--metrics-recording-only", "--disable-extensions", "--mute-audio",
    "--disable-gpu", "--disable-dev-shm-usage", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp", "--disable-features=DialMediaRouteProvider,Translate",
    "--js-flags=--max-old-space-size=512",
)  # fmt: skip
LEAST_SECONDS = 20.0
MOST_WAITING_SECONDS = 100.0
EXPECTED_REQUESTS = 40
LAUNCH_SECONDS = 60.0
MAX_LAUNCHES_IN_VAIN = 3


def missing_for_rendering() -> str:
    """What is not there for pages to be rendered, and how to get it; "" when all is."""
    if importlib.util.find_spec("playwright") is None or importlib.util.find_spec("axe_playwright_python") is None:
        return "the extra is not installed; give `pip install 'egovbench[browser]'`, or crawl without --render"
    if not chromium():
        return f"Chromium is not there; on Debian `apt-get install chromium`, or name it in {EXECUTABLE_VARIABLE}"
    return ""


def refuse_without_browser() -> None:
    """Raise CrawlError, before anything is asked for, when pages could not be rendered."""
    if missing := missing_for_rendering():
        raise CrawlError(f"pages cannot be rendered: {missing}")


def chromium() -> str:
    """The path of the system's Chromium, "" when there is none."""
    named = os.environ.get(EXECUTABLE_VARIABLE, "")
    return named or next((path for name in NAMES if (path := shutil.which(name))), "")


class Browser:
    """One Chromium for a run, started when first needed and again when it broke; each page has a context of its own."""

    def __init__(self, *, agent: str, languages: str, delay_seconds: float) -> None:
        """`delay_seconds` is the list's pace, by which a page may take longer."""
        self.agent, self.languages = agent, languages
        self.limit_seconds = LEAST_SECONDS + min(delay_seconds * EXPECTED_REQUESTS, MOST_WAITING_SECONDS)
        self._driver: Playwright | None = None
        self._browser: Chromium | None = None
        self._launching = asyncio.Lock()
        self._in_vain = 0

    async def look(self, raw: RawPage, parts: PageParts) -> Look:
        """Show a page and read it off. Never raises for what the page or the browser does.

        Raises EvidenceError when the evidence cannot be written.
        """
        began = time.monotonic()
        context: BrowserContext | None = None
        try:
            browser = await self._open()
            context = await within(CLOSING_SECONDS, browser.new_context(**self._manner()))
            view = View(raw, parts, limit_seconds=self.limit_seconds)
            look = await view.read(context)
            if view.fault:
                raise view.fault
        except Exception as error:
            if not is_browsers(error):
                raise
            look = Look(Outcome.BROWSER_FAILED, detail=first_line(error))
        finally:
            parts.close()
            if context is not None and not await closes(context):
                await self._give_up()
        look.seconds = round(time.monotonic() - began, 3)
        if parts.is_our_side:
            look.outcome = Outcome.OUR_SIDE
        return look

    def _manner(self) -> dict[str, Any]:
        return {
            "viewport": {"width": WIDTH, "height": HEIGHT},
            "user_agent": self.agent,
            "extra_http_headers": {"Accept-Language": self.languages},
            "accept_downloads": False,
            "service_workers": "block",
            "reduced_motion": "reduce",
        }

    async def _open(self) -> Chromium:
        from playwright.async_api import Error, async_playwright

        async with self._launching:
            if self._browser is not None and self._browser.is_connected():
                return self._browser
            if self._in_vain >= MAX_LAUNCHES_IN_VAIN:
                raise Error("Chromium could not be started several times")
            self._in_vain += 1
            if self._driver is None:
                self._driver = await within(LAUNCH_SECONDS, async_playwright().start())
            is_root = hasattr(os, "geteuid") and os.geteuid() == 0
            self._browser = await self._driver.chromium.launch(
                executable_path=chromium(),
                headless=True,
                # Chromium has no sandbox for root.
                args=[*FLAGS, *(["--no-sandbox"] if is_root else [])],
                proxy={"server": NOWHERE, "bypass": "<-loopback>"},
                timeout=LAUNCH_SECONDS * 1000,
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
            )
            self._in_vain = 0
            return self._browser

    async def _give_up(self) -> None:
        """Let go of a browser that does not answer; the next page gets another."""
        browser, self._browser = self._browser, None
        if browser is not None:
            with contextlib.suppress(Exception):
                await within(CLOSING_SECONDS, browser.close())

    async def close(self) -> None:
        """End the browser and its driver."""
        await self._give_up()
        driver, self._driver = self._driver, None
        if driver is not None:
            with contextlib.suppress(Exception):
                await within(CLOSING_SECONDS, driver.stop())
