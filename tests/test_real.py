"""Real government sites of two years, served on loopback, where their snapshots are at hand."""

import json
import shutil
import socket
from datetime import date

import pytest

from reports.pipeline import crawl_wave, score_label
from scoring.facts.site import read_site
from scoring.run import WaveFolder
from site_lists.model import load_list
from tests.real.survey import HERE, PORT, SHARED, served

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not (SHARED / "portals.py").exists(), reason=f"the snapshots are not there: {SHARED}"),
]
PAGES = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def survey(tmp_path_factory):
    """The list with free ports, and the data folder with a wave of 2023."""
    root = tmp_path_factory.mktemp("real")
    folder, port = root / "real", free_port()
    folder.mkdir()
    for name in ("list.toml", "sites.csv"):
        text = (HERE / name).read_text(encoding="utf-8").replace(f":{PORT}/", f":{port}/")
        (folder / name).write_text(text, encoding="utf-8")
    site_list = load_list(folder)
    with served(SHARED, root / "snapshots", "2023", port=port):
        assert crawl_wave(site_list, "2023", data=root / "data", only=(), pages=PAGES) == ""
    score_label(site_list, "2023", None, data=root / "data", jobs=1)
    yield site_list, root
    shutil.rmtree(root / "snapshots", ignore_errors=True)


def facts(survey, site_id):
    site_list, root = survey
    folder = WaveFolder(root / "data" / "real" / "2023")
    site = site_list.site(site_id)
    return read_site(site, folder.site(site_id), wave=folder.read_wave(), languages=site_list.options.languages)


def test_every_site_that_was_there_in_2023_is_read(survey):
    for site_id in ("mlaw-sg", "cdc-central-sg", "cdc-southeast-sg", "csc-sg", "tainan-tw"):
        site = facts(survey, site_id)

        assert len(site.pages) >= 25, site_id
        assert site.home.language == ("zh-Hant" if site_id == "tainan-tw" else "en")


def test_a_footer_that_tells_the_day_of_deployment_is_no_news(survey):
    site = facts(survey, "csc-sg")
    newest = [clue.day for page in site.pages for clue in page.dates if clue.is_visible and clue.confidence >= 0.5]

    assert max(newest, default=date.min) < date(2023, 12, 31)


def test_the_newest_news_of_the_ministry_is_the_one_its_editors_published_last(survey):
    site = facts(survey, "mlaw-sg")
    items = [item.day for page in site.pages for item in page.items if page.url.endswith("/news/")]

    assert max(items) == date(2023, 6, 30)


def test_no_link_is_called_broken_that_works(survey):
    _, root = survey
    for site_id in ("mlaw-sg", "csc-sg"):
        known = json.loads((root / "snapshots" / site_id / "2023.links.json").read_text(encoding="utf-8"))["broken"]
        broken = {path.rstrip("/") for path in known}
        for visit in facts(survey, site_id).visits:
            if visit.purpose == "page" and visit.status == 404:
                assert "/" + visit.url.split("/", 3)[3].rstrip("/") in broken, visit.url
