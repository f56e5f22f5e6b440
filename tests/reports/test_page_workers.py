"""Many pages are written by several processes, and nothing tells it from one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from reports.page_workers import MANY, write_stretches


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
