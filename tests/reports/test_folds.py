"""What is folded on a page opens by its address, by the keyboard, all at once, and on paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.browser import missing_for_rendering

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(missing_for_rendering()), reason=missing_for_rendering() or "all is there"),
]
FINDING = "#finding-home_page_answers"


@pytest.fixture
def site(reports: dict[str, Path]) -> str:
    """The address of a portal's page."""
    return min((reports["en"] / "sites").glob("*.html")).as_uri()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_an_address_opens_what_it_points_at(browser: Browser, site: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    opened = context.new_page()
    method = site.rsplit("/", 2)[0] + "/method.html"
    for address, shown in (
        (site + FINDING, f"{FINDING} .seen"),
        (f"{site}#criterion-errors", "#criterion-errors .finding summary"),
        (f"{method}#indicator-home_page_answers", "#indicator-home_page_answers .facts"),
    ):
        opened.goto("about:blank")
        opened.goto(address)
        assert opened.locator(shown).first.is_visible(), address
        assert 0 <= opened.evaluate("document.querySelector(':target').getBoundingClientRect().y") < 300, address
    context.close()


def test_folded_a_page_is_short(view: Page, site: str) -> None:
    view.set_viewport_size({"width": 390, "height": 844})
    view.goto(site)
    assert view.evaluate("document.documentElement.scrollHeight") < 6000
    assert not view.locator(f"{FINDING} > summary").is_visible()


def test_the_keyboard_follows_what_to_mend_into_the_opened_finding(view: Page, site: str) -> None:
    view.goto(site)
    for _ in range(2):  # the second time the address stays what it was
        view.locator(".mend li a").first.focus()
        view.keyboard.press("Enter")
        view.locator(".finding[open] > summary:focus").wait_for()
        view.keyboard.press("Enter")
        assert view.locator(".finding[open]").count() == 0


def test_all_can_be_opened_and_folded_at_once(view: Page, site: str) -> None:
    view.goto(site)
    shown = []
    for depth in ("All questions", "Everything", "Criteria only"):
        view.get_by_role("button", name=depth).click()
        shown.append([view.locator(f"{FINDING} > {part}").is_visible() for part in ("summary", ".seen")])
    assert shown == [[True, False], [True, True], [False, False]]


def test_on_paper_nothing_is_folded(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto(site)
    bare.emulate_media(media="print")
    assert bare.locator(f"{FINDING} .seen").is_visible()
    assert bare.locator(f"{FINDING} .seen details p").first.is_visible()
    context.close()
