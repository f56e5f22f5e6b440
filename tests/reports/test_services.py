"""The page of services: what was not observed is never shown as none, and each cell leads to its finding."""

from __future__ import annotations

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from reports import services as services_module
from reports.ranking import ranking_of
from reports.render import write_report
from reports.services import ServicesPage, services_page, site_services
from reports.survey import load_survey
from scoring.facts.platforms import PlatformKind
from scoring.measures.guides import DaysSum, DaysTold, ShareTold, days_told, share_told
from scoring.measures.services import HandedOver, handed_over
from scoring.rubric import load_rubric
from site_lists.model import SiteList
from tests.reports.builders import finding, site, write_list, write_wave

TOLD = DaysTold(DaysSum(12, 30, 3), DaysSum(7, 14, 1))
PERMIT, LICENCE = "building_permit_is_offered", "business_licence_is_offered"


@pytest.fixture
def survey(tmp_path: Path) -> tuple[Path, SiteList]:
    rubric = load_rubric("local-2026")
    listed = write_list(tmp_path / "towns", [site("alder"), site("birch"), site("cedar", name="<b>cedar</b>")])
    days = "promised_times_beat_the_law"
    rows = [
        finding("alder", PERMIT, "complete", rubric=rubric, wave="w1"),
        finding("alder", LICENCE, "form", rubric=rubric, wave="w1"),
        finding("alder", days, 0.6, rubric=rubric, wave="w1", reason=str(TOLD)),
        finding(
            "alder", "services_need_one_visit_at_most", 0.75, rubric=rubric, wave="w1",
            reason=str(ShareTold(3, 4, ((0, 1), (1, 2), (3, 1)))),
        ),
        finding(
            "alder", "handed_over_services_are_reached", 0.5, rubric=rubric, wave="w1",
            reason="1 of 2 links to platforms; "
            "services handed over to government 1 (eUprava); private 2 (Alipay, WeChat)",
        ),
        finding("birch", PERMIT, "none", rubric=rubric, wave="w1"),
        finding("birch", days, 0.5, rubric=rubric, wave="w1", reason="a coder counted"),
        finding("cedar", PERMIT, None, rubric=rubric, wave="w1", reason="blocked"),
        finding("cedar", LICENCE, "<script>", rubric=rubric, wave="w1"),
    ]  # fmt: skip
    data = tmp_path / "data"
    write_wave(data, listed, "w1", rows, rubric=rubric)
    return data, listed


def view(survey: tuple[Path, SiteList]) -> ServicesPage:
    found = load_survey(*survey, waves=None, rubric=load_rubric("local-2026"))
    return services_page(found, site_services(found, ranking_of(found)))


def html(survey: tuple[Path, SiteList]) -> LexborHTMLParser:
    data, listed = survey
    page = write_report(data, listed, rubric="local-2026").parent / "services.html"
    return LexborHTMLParser(page.read_text(encoding="utf-8"))


def test_a_service_that_was_not_seen_is_not_counted_as_none(survey: tuple[Path, SiteList]) -> None:
    permit = next(one for one in view(survey).counts if one.service.indicator_id == PERMIT)

    assert (permit.counts["complete"], permit.counts["none"], permit.counts["not_observed"]) == (1, 1, 1)
    assert permit.share_online == 0.5
    assert sum(permit.counts.values()) == view(survey).sites


def test_a_value_that_is_no_stage_is_not_observed(survey: tuple[Path, SiteList]) -> None:
    cedar = next(row for row in view(survey).rows if row.site.id == "cedar")

    assert {cell.stage for cell in cedar.cells} == {"not_observed"}
    assert cedar.seen == 0


def test_a_bar_of_stages_is_filled_by_all_portals(survey: tuple[Path, SiteList]) -> None:
    for one in view(survey).counts:
        assert sum(part.width for part in one.segments) == pytest.approx(100, abs=0.1)


def test_days_are_added_up_over_the_portals_whose_guides_tell_both(survey: tuple[Path, SiteList]) -> None:
    found = view(survey)

    assert found.days_in_all == (("working", DaysSum(12, 30, 3)), ("calendar", DaysSum(7, 14, 1)))
    told = html(survey).css_first("#guides").parent.text()
    assert "promise 12 working days where the law gives 30, and 7 calendar days where the law gives 14." in told


def test_words_of_findings_are_read_as_they_are_written() -> None:
    for told in (TOLD, DaysTold(calendar=DaysSum(0, 7, 2))):
        assert days_told(str(told)) == told
    assert share_told(str(ShareTold(3, 4, ((0, 1), (1, 2))))) == ShareTold(3, 4, ((0, 1), (1, 2)))
    assert share_told("3 of 4 guides") == ShareTold(3, 4)
    assert days_told("2 working days promised of 0, 1 guides") is None
    assert handed_over("none of 1 links was told; services handed over to government 0; private 1 (a (b))") == (
        HandedOver(PlatformKind.PRIVATE, 1, "a (b)"),
    )
    assert handed_over("no link hands a service over") == ()
    assert share_told("half of them, says the coder") is None


def test_each_cell_says_its_stage_in_words_and_leads_to_its_finding(survey: tuple[Path, SiteList]) -> None:
    row = html(survey).css("table.matrix tbody tr")[0]
    cell = row.css_first("td")

    assert cell.css_first("a").attributes["href"] == f"sites/alder.html#finding-{PERMIT}"
    assert cell.css_first(".stage-word").text() == "Complete"
    assert cell.css_first(".stage").text() == "C"


def test_a_question_that_was_never_answered_leads_nowhere(survey: tuple[Path, SiteList]) -> None:
    found = html(survey)
    hrefs = [node.attributes["href"] or "" for node in found.css("table.matrix td a")]

    assert sorted(hrefs) == sorted(
        [
            f"sites/alder.html#finding-{PERMIT}", f"sites/alder.html#finding-{LICENCE}",
            f"sites/birch.html#finding-{PERMIT}",
            f"sites/cedar.html#finding-{PERMIT}", f"sites/cedar.html#finding-{LICENCE}",
        ]
    )  # fmt: skip


def test_visits_are_told_by_how_many_guides_ask_for_them(survey: tuple[Path, SiteList]) -> None:
    text = html(survey).css_first("#guides").parent.css_first("tbody tr").text()

    assert "75\u00a0%" in text
    assert "1 visit: 2 guides" in text
    assert "3 visits: 1 guide" in text
    assert "One visit at most" in html(survey).css_first("#guides").parent.css_first("thead").text()


def test_what_is_handed_over_is_told_by_the_kind_of_platform(survey: tuple[Path, SiteList]) -> None:
    (row,) = html(survey).css_first("#handovers").parent.css("tbody tr")
    told = [" ".join(cell.text().split()) for cell in row.css("td")]

    assert told == ["1 serviceeUprava", "2 servicesAlipay, WeChat", "50 %"]


def test_what_a_portal_lacks_is_counted_apart_from_what_was_not_seen(survey: tuple[Path, SiteList]) -> None:
    for row in view(survey).rows:
        assert row.without + row.unseen + sum(cell.is_seen and cell.stage != "none" for cell in row.cells) == 15


def test_many_portals_are_shown_as_counts_alone(survey: tuple[Path, SiteList], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services_module, "MATRIX_SITES", 2)
    found = html(survey)

    assert found.css_first("table.matrix") is None
    assert len(found.css("table.service-counts tbody tr")) == len(view(survey).services)
    assert "shows counts alone" in found.css_first("#matrix").parent.text()
