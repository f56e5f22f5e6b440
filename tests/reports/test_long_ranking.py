"""A long ranking, whose rows come as data, shows what a page that holds them all shows, and can be grown and sorted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.browser import missing_for_rendering
from reports import long_ranking
from reports.render import write_report
from reports.text import languages
from tests.reports.builders import synthetic_survey

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(missing_for_rendering()), reason=missing_for_rendering() or "all is there"),
]
FIRST, SITES = 5, 24
SHOWN = ".ranking tbody tr:not([hidden])"
ROWS = """() => {
  const figures = (mark) => [...mark.attributes].filter((one) => one.name !== "vector-effect")
    .map((one) => `${one.name}=${Number(one.value) || one.value.replace(/\\.0(?!\\d)/g, "")}`).sort().join(" ");
  const told = (node) => [...node.childNodes].flatMap((one) => one.nodeType === 3 ? [one.data] : told(one)).join("");
  return [...document.querySelectorAll(".ranking tbody tr")].map((row) => [
    told(row).replace(/\\s+/g, ""),
    row.className,
    ...[...row.querySelectorAll("a")].map((link) => link.getAttribute("href")),
    ...[...row.querySelectorAll("[lang]")].map((named) => `${named.lang} ${named.textContent}`),
    ...[...row.querySelectorAll("svg > *")].map((mark) => `${mark.localName} ${figures(mark)}`),
  ]);
}"""


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The survey of the fixture `reports`, whose rankings are cut after a few rows, in each language."""
    folder = tmp_path_factory.mktemp("cut")
    data, site_list = synthetic_survey(folder, sites=SITES, waves=3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_ranking, "LONG", FIRST)
        patch.setattr(long_ranking, "FIRST_ROWS", FIRST)
        return {
            language: write_report(data, site_list, rubric="local-2026", out=folder / language, language=language)
            for language in languages()
        }


@pytest.mark.parametrize("language", languages())
def test_rows_made_from_data_say_what_rows_of_the_page_say(
    reports: dict[str, Path], cut: dict[str, Path], view: Page, language: str
) -> None:
    view.goto((reports[language] / "index.html").as_uri())
    whole = view.evaluate(ROWS)
    view.goto(cut[language].as_uri())
    made = view.evaluate(ROWS)

    assert len(made) == len(whole) > FIRST
    for place, (one, other) in enumerate(zip(made, whole, strict=True)):
        assert one == other, f"row {place + 1}"


def test_a_long_ranking_grows_when_asked_and_sorts_and_filters_all_its_rows(view: Page, cut: dict[str, Path]) -> None:
    script = (cut["en"].parent / "static" / "report.js").read_text(encoding="utf-8")
    view.route("**/report.js", lambda asked: asked.fulfill(body=script.replace("STRETCH = 300", "STRETCH = 10")))
    view.goto(cut["en"].as_uri())
    more = view.get_by_role("button", name="Show more")
    counts = [view.locator(SHOWN).count()]
    while more.is_visible():
        more.click()
        counts.append(view.locator(SHOWN).count())
    everyone = counts[-1]
    assert counts == [10, 20, everyone]

    view.click("th[data-key=score] button")
    view.click("th[data-key=score] button")
    scores = [float(text) for text in view.locator(f"{SHOWN} td.score > a").all_inner_texts()]
    assert scores == sorted(scores)
    assert len(scores) == 10
    view.select_option("select[name=level]", "county")
    assert 0 < view.locator(SHOWN).count() < everyone
    assert view.url.endswith("#level=county&sort=score%3Aasc")
