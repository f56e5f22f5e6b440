"""Everything that people write and egovbench ships: lists, towns, rubrics, lexicons."""

import re
from datetime import date
from pathlib import Path

import pytest

from crawler.loopback import answer, read_towns
from reports.check import check_all
from site_lists.model import bundled_lists, load_list

DEMO = bundled_lists()["demo"]
TODAY = date(2026, 10, 15)
LINK = re.compile(r'href="(/[^"#?]*)"')
WELL_KEPT = ("qingshui", "riverton", "baiyun", "altun", "jiucheng", "xiaohe", "manxing")


def test_all_that_ships_is_in_order():
    faults, notes = check_all(None, None, Path("data"))

    assert not faults
    assert any("western-china" in note for note in notes)


def test_western_china_has_four_regions_and_all_their_prefectures():
    sites = load_list("western-china").sites
    by_region = {region: sum(site.region == region for site in sites) for region in {site.region for site in sites}}

    assert by_region == {"CN-XJ": 15, "CN-XZ": 8, "CN-GZ": 10, "CN-GX": 15}
    assert sum(site.level == "province" for site in sites) == 4
    assert all(site.name_en and site.languages for site in sites)


@pytest.mark.parametrize("wave", ["1", "2"])
@pytest.mark.parametrize("town", WELL_KEPT)
def test_every_link_of_a_well_kept_town_leads_somewhere(town, wave):
    if (town, wave) == ("riverton", "2"):
        pytest.skip("Riverton is neglected in the second wave, on purpose")
    towns = read_towns(DEMO, wave)
    waiting, seen = ["/"], {"/"}
    while waiting:
        path = waiting.pop()
        said = answer(towns[town], path, TODAY)
        assert said.status == 200, path
        if "html" in said.content_type:
            found = set(LINK.findall(said.body.decode(towns[town].encoding))) - seen
            seen |= found
            waiting.extend(sorted(found))
    assert len(seen) > 8


def test_no_day_of_a_town_lies_on_a_threshold():
    thresholds = {14, 31, 92, 183, 365, 730}
    said = [int(days) for path in DEMO.rglob("*.html") for days in re.findall(rb"\[\[(\d+) days", path.read_bytes())]

    assert said
    assert not {days for days in said for limit in thresholds if abs(days - limit) <= 1}


def test_every_town_of_the_list_has_pages_or_is_said_to_be_down():
    towns = read_towns(DEMO, "1")

    for site in load_list("demo").sites:
        assert site.id in towns
        assert towns[site.id].is_down or towns[site.id].folder.is_dir()


def test_languages_without_words_for_what_the_rubric_asks_are_told():
    _, notes = check_all("western-china", None, Path("data"))

    assert any("has no words for" in note and "local-2026" in note for note in notes)
    assert not any("the lexicon zh-Hans has no words" in note for note in notes)
