"""Regions: a map with its figures, a page each; a survey's own outlines, or a plain word on what is wrong with them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from reports import geography
from reports.cli import main
from reports.geography import read_outlines
from reports.render import write_report
from site_lists.model import DataFileError, SiteList

REGIONS = ("CN-GX", "CN-GZ", "CN-XJ", "CN-XZ")


def page(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def square(east: float, north: float) -> list[list[float]]:
    return [[east, north], [east + 2, north], [east + 2, north + 2], [east, north + 2], [east, north]]


def geojson(path: Path, codes: tuple[str, ...] = REGIONS, **changes: Any) -> Path:
    features = [
        {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [square(3 * n, 9)]}}
        for n, code in enumerate(codes)
    ]  # fmt: skip
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features} | changes), encoding="utf-8")
    return path


def test_each_tile_prints_its_number_and_leads_to_its_region(report: Path) -> None:
    found = page(report / "regions.html")
    tiles = found.css("svg.region-map g.map-region:not(.is-beyond)")
    medians = {
        row.css_first("th").text(): row.css_first("td.strong").text() for row in found.css("table.groups tbody tr")
    }

    assert len(tiles) == len(REGIONS)
    for tile in tiles:
        name, _, number = (tile.css_first("title").text()).partition(": ")
        assert tile.css_first("text.map-figure").text() == number == medians[name]
        assert (report / (tile.css_first("a").attributes["href"] or "")).is_file()


def test_a_region_page_lists_all_its_portals(report: Path) -> None:
    listed = {code: page(report / f"regions/{code}.html") for code in REGIONS}
    ranked = sum(len(one.css("table.region-sites tbody tr")) for one in listed.values())

    assert ranked == len(page(report / "index.html").css("table.ranking tbody tr"))
    for one in listed.values():
        waves = one.css_first("#waves").parent
        assert [row.css_first("th").text() for row in waves.css("tbody tr")] == ["2024-q4", "2025-q4"]


def test_levels_within_a_region_add_up_to_it(report: Path) -> None:
    found = page(report / "regions/CN-XJ.html")
    levels = found.css_first("#by-level").parent.css("tbody tr td:nth-child(2)")

    assert sum(int(cell.text().split()[0]) for cell in levels) == len(found.css("table.region-sites tbody tr"))


def test_a_surveys_own_outlines_are_drawn(survey: tuple[Path, SiteList], tmp_path: Path) -> None:
    shapes = geojson(tmp_path / "map.geojson", (*REGIONS, "CN-TW"))
    folder = write_report(*survey, rubric="local-2026", out=tmp_path / "out", geojson=shapes).parent
    regions = page(folder / "regions.html").css("svg.region-map.is-drawn g.map-region")

    assert len(regions) == 5
    assert len([one for one in regions if one.css_first("text.map-figure")]) == 4


def test_many_points_are_thinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geography, "SHOWN_POINTS", 60)
    ring = [[n / 500, (n * 7 % 13) / 10] for n in range(2_000)]
    shapes = geojson(tmp_path / "map.geojson", ("CN-XJ",))
    data = json.loads(shapes.read_text(encoding="utf-8"))
    data["features"][0]["geometry"]["coordinates"] = [ring]
    shapes.write_text(json.dumps(data), encoding="utf-8")

    assert read_outlines(shapes, ["CN-XJ"]).regions[0].path.count(" ") < 60


def test_a_country_across_the_date_line_stays_in_one_piece(tmp_path: Path) -> None:
    shapes = geojson(tmp_path / "map.geojson", ("RU-A", "RU-B"))
    data = json.loads(shapes.read_text(encoding="utf-8"))
    for feature, east in zip(data["features"], (176.0, -180.0), strict=True):
        feature["geometry"]["coordinates"] = [square(east, 60)]
    shapes.write_text(json.dumps(data), encoding="utf-8")
    first, second = read_outlines(shapes, ["RU-A", "RU-B"]).regions

    assert first.x < second.x < geography.WIDTH


def test_a_region_without_an_outline_is_named_with_the_remedy(survey: tuple[Path, SiteList], tmp_path: Path) -> None:
    data, listed = survey
    shapes = geojson(tmp_path / "map.geojson", ("CN-GX", "CN-GZ", "65"))
    result = CliRunner().invoke(
        main,
        ["report", str(listed.folder), "--data", str(data), "--out", str(tmp_path / "out"), "--geojson", str(shapes)],
    )

    assert result.exit_code == 2
    for part in ("map.geojson", "no outline for CN-XJ, CN-XZ", "65", "region` of sites.csv"):
        assert part in result.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[" * 100_000, "not JSON"),
        ("{}", "there are none"),
        ('{"features": [1]}', "no outline"),
        ('{"features": [{"id": "CN-XJ", "geometry": {"type": "Point", "coordinates": [1, 2]}}]}', "no Polygon"),
        ('{"features": [{"id": "CN-XJ", "geometry": {"type": "Polygon", "coordinates": [[["a", 1]]]}}]}', "degrees"),
        ('{"features": [{"id": "CN-XJ", "geometry": {"type": "Polygon", "coordinates": [[[NaN, 1]]]}}]}', "degrees"),
        ('{"features": [{"id": "CN-XJ", "geometry": {"type": "Polygon", "coordinates": null}}]}', "degrees"),
        ('{"features": [{"id": "CN-XJ", "geometry": {"type": "Polygon", "coordinates": [[[5e9, 1]]]}}]}', "degrees"),
        ('{"features": [{"id": "CN-XJ", "geometry": {"type": "Polygon", "coordinates": []}}]}', "no outline"),
    ],
)
def test_a_broken_map_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "map.geojson"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataFileError, match=told):
        read_outlines(path, ["CN-XJ"])


def test_a_huge_map_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = geojson(tmp_path / "map.geojson")
    monkeypatch.setattr(geography, "MAX_POINTS", 6)
    with pytest.raises(DataFileError, match="simplify"):
        read_outlines(shapes, REGIONS)
    monkeypatch.setattr(geography, "MAX_BYTES", 6)
    with pytest.raises(DataFileError, match="larger than"):
        read_outlines(shapes, REGIONS)
