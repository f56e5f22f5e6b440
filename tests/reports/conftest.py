"""An invented survey and its report, made once; tests read them and change nothing there."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.render import write_report
from site_lists.model import SiteList
from tests.reports.builders import synthetic_survey


@pytest.fixture(scope="session")
def survey(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SiteList]:
    """Fourteen towns in two waves: the data folder and the list."""
    return synthetic_survey(tmp_path_factory.mktemp("survey"), sites=14, waves=2)


@pytest.fixture(scope="session")
def report(survey: tuple[Path, SiteList]) -> Path:
    """The folder of the survey's report in English."""
    return write_report(*survey, rubric="local-2026").parent
