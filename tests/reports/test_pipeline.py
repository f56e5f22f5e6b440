"""The order of a survey's steps, and what is refused before any of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.evidence import Purpose, SiteWriter, Visit, WaveFolder
from reports.cli import main
from reports.demo import run_demo
from reports.pipeline import missed_expectation
from site_lists.model import SiteList
from tests.reports.builders import START, site, write_list


def expecting(site_list: SiteList, share: float) -> SiteList:
    options = site_list.options
    expect = options.expect.model_copy(update={"min_sites_reached": share})
    return site_list.model_copy(update={"options": options.model_copy(update={"expect": expect})})


def test_a_share_that_is_met_exactly_is_met(tmp_path: Path) -> None:
    listed = write_list(tmp_path / "towns", [site(f"town-{number}") for number in range(25)])
    folder = WaveFolder(tmp_path / "data/towns/w1")
    for number, item in enumerate(listed.sites):
        outcome = {"status": 200} if number < 14 else {"failure": "dns_not_found"}
        visit = Visit(site_id=item.id, url=item.url, purpose=Purpose.PAGE, requested_at=START, **outcome)
        SiteWriter(folder.site(item.id)).write(visit)

    assert missed_expectation(expecting(listed, 0.56), folder) == ""
    assert missed_expectation(expecting(listed, 0.57), folder).startswith("14 of 25 sites were reached")


@pytest.mark.parametrize("fault", ["rubric", "review"])
def test_a_survey_that_could_not_be_scored_is_not_begun(tmp_path: Path, fault: str) -> None:
    folder, data = tmp_path / "towns", tmp_path / "data"
    write_list(folder, [site("alder", url="http://127.0.0.1:9/")])
    rubric = tmp_path / "mine.toml"
    rubric.write_text('id = "mine"\n', encoding="utf-8")
    (folder / "reviews").mkdir()
    if fault == "review":
        (folder / "reviews" / "mira.csv").write_text("wrong\n", encoding="utf-8")
    words = ["run", str(folder), "--wave", "w1", "--data", str(data)]

    result = CliRunner().invoke(main, [*words, "--rubric", str(rubric)] if fault == "rubric" else words)

    assert result.exit_code == 2
    assert not data.exists()


def test_a_survey_in_one_go_takes_what_its_report_takes() -> None:
    report, run = ({option.name for option in main.commands[verb].params} for verb in ("report", "run"))
    assert report - run == {"waves", "out"}


def test_a_demonstration_deletes_no_survey_of_the_users(tmp_path: Path) -> None:
    kept = tmp_path / "data" / "my-towns" / "2026" / "wave.json"
    kept.parent.mkdir(parents=True)
    kept.write_text("{}", encoding="utf-8")

    with pytest.raises(ValueError, match="my-towns"):
        run_demo(tmp_path)

    assert kept.exists()


def test_nobody_is_visited_under_the_placeholder_of_a_contact(tmp_path: Path) -> None:
    begun = CliRunner().invoke(main, ["init", str(tmp_path / "towns")])
    refused = CliRunner().invoke(main, ["crawl", str(tmp_path / "towns"), "--wave", "w", "--data", str(tmp_path / "d")])

    assert begun.exit_code == 0
    assert refused.exit_code == 2
    assert "name a page of yours" in refused.output
    assert not (tmp_path / "d").exists()


def test_a_folder_that_cannot_be_written_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused = CliRunner().invoke(main, ["crawl", "demo", "--wave", "w", "--data", str(tmp_path / "file" / "data")])

    assert refused.exit_code == 2
    assert "name another place with --data" in refused.output
