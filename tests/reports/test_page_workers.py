"""Many pages are written by several processes, and nothing tells it from one."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from reports import pages
from reports.cli import main
from reports.page_workers import MANY, write_stretches
from scoring.rubric import load_rubric
from tests.reports.builders import finding, site, small_rubric, write_list, write_wave


@pytest.mark.parametrize("workers", [1, 2])
def test_every_page_is_written_by_however_many_processes(tmp_path: Path, workers: int) -> None:
    names = [f"town-{number}" for number in range(MANY)]

    def write(stretch: Sequence[str]) -> None:
        for name in stretch:
            (tmp_path / name).write_text(name, encoding="utf-8")

    write_stretches(write, names, workers=workers)
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        name: name for name in names
    }


def test_a_fault_in_another_process_is_raised_here() -> None:
    def fail(names: Sequence[str]) -> None:
        raise OSError(f"disk full at {names[0]}")

    with pytest.raises(OSError, match="disk full"):
        write_stretches(fail, [str(number) for number in range(MANY)], workers=2)


def test_a_process_that_the_system_ends_is_told_with_what_to_do() -> None:
    def killed(_names: Sequence[str]) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(ChildProcessError, match=r"memory.*--jobs 1"):
        write_stretches(killed, [str(number) for number in range(MANY)], workers=2)


def test_a_report_whose_writer_is_ended_leaves_nothing_behind_and_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rubric = small_rubric(tmp_path)
    listed = write_list(tmp_path / "towns", [site(f"town-{number}") for number in range(MANY)])
    rows = [finding(each.id, "home_answers", 1.0, rubric=load_rubric(rubric), wave="w1") for each in listed.sites]
    write_wave(tmp_path / "data", listed, "w1", rows, rubric=load_rubric(rubric), with_visits=False)
    monkeypatch.setattr(pages, "site_page", lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
    words = ["report", str(tmp_path / "towns"), "--rubric", rubric, "--jobs", "2", "--data", str(tmp_path / "data")]
    told = CliRunner().invoke(main, [*words, "--out", str(tmp_path / "out" / "report")])
    assert told.exit_code == 2
    assert told.stderr.count("\n") == 1
    assert "--jobs 1" in told.stderr
    assert list((tmp_path / "out").iterdir()) == []
