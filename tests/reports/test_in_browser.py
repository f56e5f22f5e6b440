"""The report in a real Chromium: what readers click, type and print works, axe-core finds nothing, nothing goes out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.browser import missing_for_rendering
from crawler.page_view import axe_source
from reports.text import languages
from tests.reports.conftest import WIDE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(missing_for_rendering()), reason=missing_for_rendering() or "all is there"),
]
PHONE = {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => (await axe.run(document, {runOnly: tags, preload: false})).violations.map(
  (rule) => `${rule.id}: ${rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)).join(" | ")}`)"""
NAMES = "tbody tr:not([hidden]) th.name a"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def kinds(report: Path) -> list[str]:
    """One page of each kind: all of the report's folder, and the first of each folder below."""
    below = {path.parent: path for path in sorted(report.glob("*/*.html"), reverse=True)}
    return sorted(str(path.relative_to(report)) for path in [*report.glob("*.html"), *below.values()])


def open_index(view: Page, report: Path, state: str = "") -> None:
    view.goto("about:blank")
    view.goto((report / "index.html").as_uri() + state)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("language", languages())
def test_axe_finds_nothing_on_any_kind_of_page_and_nothing_sticks_out(
    reports: dict[str, Path], view: Page, language: str, size: dict[str, int], scheme: str
) -> None:
    view.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a Literal
    view.set_viewport_size(size)  # type: ignore[arg-type]  # a TypedDict
    found = {}
    for name in kinds(reports[language]):
        view.goto((reports[language] / name).as_uri())
        view.evaluate(axe_source())
        faults = view.evaluate(RUN, RULES)
        faults += ["sticks out sideways"] if view.evaluate(OVERFLOW) > 0 else []
        if faults:
            found[name] = faults
    assert not found


@pytest.mark.parametrize("language", languages())
def test_a_page_says_its_language(reports: dict[str, Path], view: Page, language: str) -> None:
    open_index(view, reports[language])
    assert (view.get_attribute("html", "lang") or "").split("-")[0] == language


def test_a_click_on_a_header_sorts_and_another_turns_the_order(reports: dict[str, Path], view: Page) -> None:
    open_index(view, reports["en"])
    values = "[...document.querySelectorAll('tbody tr td.score')].map((cell) => Number(cell.dataset.value))"
    for _ in range(2):
        view.click("th[data-key=coverage] button")
    view.click("th[data-key=score] button")
    first = view.evaluate(values)
    view.click("th[data-key=score] button")

    assert first == sorted(first, reverse=True)
    assert view.evaluate(values) == sorted(first)
    assert view.get_attribute("th[data-key=score]", "aria-sort") == "ascending"


def test_search_and_filters_leave_what_fits_and_the_address_brings_it_back(
    reports: dict[str, Path], view: Page
) -> None:
    open_index(view, reports["en"])
    everyone = view.locator(NAMES).count()
    view.fill("input[name=q]", "shimen")
    assert 0 < view.locator(NAMES).count() < everyone
    assert all("Shimen" in text for text in view.locator("tbody tr:not([hidden]) th.name").all_inner_texts())
    view.fill("input[name=q]", "")
    view.select_option("select[name=region]", "CN-GZ")
    view.select_option("select[name=level]", "county")
    view.click("th[data-key=name] button")
    chosen, address = view.locator(NAMES).all_inner_texts(), view.url
    assert 0 < len(chosen) < everyone

    view.goto("about:blank")
    view.goto(address)
    assert view.locator(NAMES).all_inner_texts() == chosen
    assert view.input_value("select[name=region]") == "CN-GZ"


def test_a_search_that_fits_nothing_says_so_and_offers_the_way_back(reports: dict[str, Path], view: Page) -> None:
    open_index(view, reports["en"], "#q=nosuchtown")
    assert view.is_visible(".empty")
    view.click("[data-clear]")
    assert view.locator(NAMES).count() > 0
    assert not view.is_visible(".empty")


def test_the_keyboard_alone_skips_to_the_content_sorts_and_follows_a_portal(
    reports: dict[str, Path], view: Page
) -> None:
    open_index(view, reports["en"])
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.className") == "skip"
    view.keyboard.press("Enter")
    assert view.evaluate("document.activeElement.id") == "main"
    reach(view, "document.activeElement.closest('th')?.dataset.key === 'score'")
    view.keyboard.press("Enter")
    assert view.get_attribute("th[data-key=score]", "aria-sort") == "descending"
    reach(view, "document.activeElement.matches('tbody th.name a')")
    view.keyboard.press("Enter")
    view.wait_for_url("**/sites/*.html")


def reach(view: Page, condition: str) -> None:
    """Press Tab until the condition holds; what has the focus is marked all along."""
    for _ in range(60):
        view.keyboard.press("Tab")
        style = "getComputedStyle(document.activeElement)"
        assert view.evaluate(f"{style}.outlineStyle !== 'none' || {style}.boxShadow !== 'none'")
        if view.evaluate(condition):
            return
    raise AssertionError(f"not reached by Tab: {condition}")


def test_a_finding_is_reached_from_the_ranking_by_its_link(reports: dict[str, Path], view: Page) -> None:
    open_index(view, reports["en"])
    view.locator("tbody td.criterion a").first.click()
    view.wait_for_url("**/sites/*.html#criterion-*")
    assert view.locator(".finding").count() > 50


def test_printed_the_page_shows_the_table_without_the_controls(reports: dict[str, Path], view: Page) -> None:
    open_index(view, reports["en"])
    view.emulate_media(media="print")
    assert not view.is_visible("form.filters")
    assert not view.is_visible("nav")
    assert view.is_visible("table.ranking")
    assert view.pdf(format="A4").startswith(b"%PDF")


def test_without_scripts_the_ranking_is_whole(reports: dict[str, Path], browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    bare = context.new_page()
    bare.goto((reports["en"] / "index.html").as_uri())
    assert bare.locator(NAMES).count() > 15
    assert not bare.is_visible("form.filters")
    context.close()


def test_pages_are_readable_at_four_times_the_size(reports: dict[str, Path], view: Page) -> None:
    """WCAG 1.4.10: at 320 CSS pixels nothing is to be scrolled in two directions, tables aside."""
    view.set_viewport_size({"width": 320, "height": 256})
    for name in kinds(reports["en"]):
        view.goto((reports["en"] / name).as_uri())
        assert view.evaluate(OVERFLOW) <= 0, name
