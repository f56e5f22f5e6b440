"""Charts over waves: labels keep apart and in order, a gap breaks a line, a percentile counts equals half."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from reports.charts import band, spark
from reports.groups import peers_of, percentile
from reports.places import tiles
from reports.survey import load_survey
from reports.wave_charts import dodged, histogram, trend_chart
from reports.waves import breaks_of, waves_page
from scoring.rubric import load_rubric
from tests.reports.builders import synthetic_survey


def test_labels_keep_their_order_and_a_gap() -> None:
    moved = dodged([50.0, 51.0, 52.0, 200.0], low=0, high=300, gap=16)
    assert moved == sorted(moved)
    assert all(later - earlier >= 16 for earlier, later in pairwise(moved))


def test_a_wave_without_a_score_breaks_the_line() -> None:
    (line,) = trend_chart(["1", "2", "3", "4", "5"], [("", [10.0, 20.0, None, 30.0, 40.0])]).lines
    assert len(line.paths) == 2
    assert spark([10.0, None, 30.0], 0, 100).path.count("M") == 2


def test_a_full_score_falls_into_the_last_bin() -> None:
    assert histogram([100.0, 99.0, 0.0], 99.0, most=2).bins[9].sites == 2


def test_a_sure_rank_still_shows_a_stroke_within_the_line() -> None:
    mark = band(5, 5, 5, places=5)
    assert (mark.x + mark.width, mark.dot) == (100, 100)


def test_equals_count_half_in_a_percentile() -> None:
    assert percentile(50.0, [40.0, 50.0, 50.0, 60.0]) == 50
    assert percentile(50.0, [50.0, 60.0]) is None


def test_a_portal_alone_on_its_level_has_no_median_to_be_held_against(tmp_path: Path) -> None:
    data, site_list = synthetic_survey(tmp_path, sites=4, waves=1)
    newest = load_survey(data, site_list, waves=None, rubric=load_rubric("local-2026")).newest
    first, *others = newest.scores
    levels = {first: "city"} | dict.fromkeys(others, "county")
    moved = {key: one.model_copy(update={"level": levels.get(key, "county")}) for key, one in newest.sites.items()}
    peers = peers_of(replace(newest, sites=moved))
    assert peers["city", "total"].median is None
    assert peers["county", "total"].median is not None


def test_no_two_regions_share_a_tile() -> None:
    for codes in (["CN-XJ", "CN-XZ", "CN-GX"], ["SG-01", "SG-04", "FR-75"]):
        assert len(set(tiles(codes).values())) == len(codes)


def test_trends_follow_only_sites_ranked_in_every_wave(tmp_path: Path) -> None:
    data, site_list = synthetic_survey(tmp_path, sites=8, waves=3)
    survey = load_survey(data, site_list, waves=None, rubric=load_rubric("local-2026"))
    view = waves_page(data, survey, None)
    assert view.everything is not None
    assert view.everything.sites == sum(group.sites for group in view.regions) < 8
    assert breaks_of(data, survey) == []
