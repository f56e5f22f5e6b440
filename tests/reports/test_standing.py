"""A site's page says how sure its rank is and what its change is made of; a page of changes has an end."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from reports import comparison_page
from reports.certainty import SiteBand, read_sureness
from reports.changes import compare_waves
from reports.charts import bar
from reports.frames import ScoreRow, load_scores, score_rows
from reports.ranking import CriterionScore, adding_of, is_unsure
from reports.render import write_report
from reports.survey import whole_percent
from scoring.rubric import load_rubric
from site_lists.model import SiteList
from tests.reports.builders import finding, site, small_rubric, write_list, write_wave


def _page(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def test_a_site_page_gives_the_band_and_tier_of_its_rank(survey: tuple[Path, SiteList], report: Path) -> None:
    data, site_list = survey
    sure = read_sureness(data, site_list.id, "2025-q4", "local-2026")
    assert sure
    assert sure.sites
    for band in sure.sites:
        told = _page(report / f"sites/{band.site_id}.html").css_first("#scores .figures").text()
        low, high = band.rank_low, band.rank_high
        places = f"place {low}" if low == high else f"between places {low} and {high}"
        assert f"{places} in nine of ten cases; tier {band.tier}" in told


@pytest.mark.parametrize(
    ("band", "places", "told"),
    [
        ((1, 1, 5), (1, 5), (1, 5, "services")),  # it falls where nothing offsets its weakest criterion
        ((3, 2, 4), (2, 3), (2, 3, None)),  # it rises there
        ((2, 1, 5), (2, 3), None),  # most of the band comes of something else
        ((2, 1, 5), (None, None), None),  # scored before this was reckoned
    ],
)
def test_an_unsure_rank_is_laid_to_how_criteria_are_added_up_where_that_makes_half_of_its_band(
    band: tuple[int, int, int], places: tuple[int | None, int | None], told: tuple[int, int, str | None] | None
) -> None:
    rank, low, high = band
    one = SiteBand(
        site_id="alder", rank=rank, rank_low=low, rank_high=high, tier=1, error=1.0,
        adding_low=places[0], adding_high=places[1],
    )  # fmt: skip
    criteria = [
        CriterionScore(id=name, title=name, score=score, coverage=1.0, bar=bar(score))
        for name, score in (("errors", 100.0), ("services", 1.2), ("timeliness", None))
    ]

    found = adding_of(one, criteria)

    assert (found and (found.low, found.high, found.weakest.id if found.weakest else None)) == told


def test_a_row_and_a_page_name_the_criterion_that_was_not_observed(tmp_path: Path) -> None:
    rubric = small_rubric(tmp_path)
    rules = load_rubric(rubric)
    listed = write_list(tmp_path / "towns", [site("alder")])
    rows = [
        finding("alder", name, value, rubric=rules, wave="w1")
        for name, value in (("home_answers", None), ("home_is_quick", None), ("links_work", 0.0))
    ]
    write_wave(tmp_path / "data", listed, "w1", rows, rubric=rules)

    folder = write_report(tmp_path / "data", listed, rubric=rubric).parent

    assert _page(folder / "index.html").css_first(".why").text() == "Ranked without Availability"
    told = _page(folder / "sites/alder.html").css_first("#scores .figures").text()
    assert "Availability: not observed: the site did not answer" in told


def test_a_site_page_takes_its_change_apart_as_the_comparison_does(survey: tuple[Path, SiteList], report: Path) -> None:
    data, site_list = survey
    compared = compare_waves(data, site_list.id, "2024-q4", "2025-q4", load_rubric("local-2026"))
    assert compared.movers
    for mover in compared.movers:
        section = _page(report / f"sites/{mover.site.id}.html").css_first("#change").parent
        assert ("more than by chance" in section.css_first(".verdict").text()) == mover.is_significant
        portal, observation = (row.css_first("dd").text() for row in section.css(".part")[:2])
        for said, figure in ((portal, mover.site_change), (observation, mover.observation_change)):
            assert said.startswith("±0" if not figure else f"{'+' if figure > 0 else '−'}{abs(figure):.1f}")


def test_a_site_that_only_one_wave_ranked_has_no_change(report: Path) -> None:
    assert _page(report / "sites/town-0001.html").css_first("#change") is None


def test_a_page_of_changes_shows_the_first_movers_and_says_so(
    survey: tuple[Path, SiteList], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, site_list = survey
    monkeypatch.setattr(comparison_page, "MOVERS_SHOWN", 3)
    tree = _page(write_report(data, site_list, rubric="local-2026", out=tmp_path / "few").parent / "changes.html")
    assert len(tree.css("table.movers tbody tr")) == 3
    assert "the 3 biggest changes of score" in tree.css_first("#movers").parent.text()


def test_what_a_criterion_lacks_is_hatched_and_said(survey: tuple[Path, SiteList], report: Path) -> None:
    data, site_list = survey
    scores = {(row.site_id, row.criterion): row for row in score_rows(load_scores(*_newest(data, site_list)))}
    criteria = [item.id for item in load_rubric("local-2026").criteria]
    told = []
    for line in _page(report / "index.html").css(".ranking tbody tr"):
        site_id = Path(line.css_first("th.name a").attributes["href"] or "").stem
        for criterion, cell in zip(criteria, line.css("td.criterion"), strict=True):
            row = scores[site_id, criterion]
            told.append(row.coverage < 1)
            assert (cell.css_first(".bar-unseen") is not None) == (row.coverage < 1)
            assert (f"{whole_percent(row.coverage)}\u00a0% observed" in cell.text()) == (0 < row.coverage < 1)
            assert (cell.css_first(".bar-value") is None) == (row.score is None)
    assert {True, False} == set(told)


@pytest.mark.parametrize(("low", "high", "places", "answer"), [(1, 5, 5, True), (1, 2, 3, False), (2, 6, 11, False)])
def test_a_rank_whose_band_spans_half_of_all_places_is_called_unsure(
    low: int, high: int, places: int, answer: bool
) -> None:
    row = ScoreRow("w1", "alder", "total", 50.0, 0.7, low, low, high, "")
    assert is_unsure(row, places) is answer


def _newest(data: Path, site_list: SiteList) -> tuple[Path, str, list[str], str]:
    return data, site_list.id, ["2025-q4"], "local-2026"
