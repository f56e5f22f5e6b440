"""An invented survey and its report, made once; tests read them and change nothing there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.browser import FLAGS, chromium
from reports.render import write_report
from reports.text import languages
from site_lists.model import SiteList
from tests.reports.builders import synthetic_survey

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WIDE = {"width": 1440, "height": 900}


@pytest.fixture(scope="session")
def survey(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SiteList]:
    """Fourteen towns in two waves: the data folder and the list."""
    return synthetic_survey(tmp_path_factory.mktemp("survey"), sites=14, waves=2)


@pytest.fixture(scope="session")
def report(survey: tuple[Path, SiteList]) -> Path:
    """The folder of the survey's report in English."""
    return write_report(*survey, rubric="local-2026").parent


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report of the same survey in each language."""
    folder = tmp_path_factory.mktemp("languages")
    data, site_list = synthetic_survey(folder, sites=24, waves=3)
    return {
        language: write_report(data, site_list, rubric="local-2026", out=folder / language, language=language).parent
        for language in languages()
    }


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium of its own; only tests marked `browser` ask for it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium(), args=["--no-sandbox", *FLAGS])
        yield started
        started.close()


@pytest.fixture
def view(browser: Browser) -> Iterator[Page]:
    """A page of a fresh browser; afterwards nothing was said on the console and nothing was asked of a network."""
    context = browser.new_context(viewport=WIDE)
    context.grant_permissions([])
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    opened.on("pageerror", lambda fault: complaints.append(str(fault)))
    opened.on("request", lambda asked: None if asked.url.startswith("file:") else complaints.append(asked.url))
    yield opened
    context.close()
    assert not complaints
