"""A disk that is full: a clear message, what was written stays readable, and the crawl goes on when there is space."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.evidence import Purpose, SiteFolder
from tests.crawler.portal_server import Answer, page, portal, write_list

ROOT = Path(__file__).parents[2]
NOISE = random.Random(1).randbytes(6000).hex()
PATHS = [f"/{first}{second}" for first in "abcde" for second in "fghijklm"]
WIDE = {"/": page(*PATHS)} | {
    path: Answer(f"<title>{path}</title>{NOISE}".encode(), headers={"Content-Type": "text/html"}) for path in PATHS
}


def crawl_command(folder: Path, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A crawl in a process of its own, to its end."""
    command = [sys.executable, "-m", "tests.crawler.crawl_command", str(folder), str(data)]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 200 KiB, where we may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small file system can be made here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def pages(site: SiteFolder) -> list[str]:
    return [visit.url for visit in site.visits() if visit.purpose is Purpose.PAGE]


def test_a_file_that_may_not_grow_stops_the_crawl_and_the_next_run_ends_it(tmp_path: Path) -> None:
    with portal(WIDE) as town:
        folder = write_list(tmp_path / "towns", {"town": f"{town.url}/"})
        stopped = crawl_command(folder, tmp_path / "data", EGOVBENCH_TEST_FILE_LIMIT="90000")
        site = SiteFolder(tmp_path / "data/towns/w/sites/town")
        held = pages(site)

        assert stopped.returncode == 3, stopped.stderr
        assert "make space and give the same command again" in stopped.stderr
        assert "Traceback" not in stopped.stderr
        assert 5 < len(held) < 41
        assert len(list(site.records())) >= len(held)
        town.asked.clear()
        assert crawl_command(folder, tmp_path / "data").returncode == 0
        assert sorted(set(pages(site))) == sorted(f"{town.url}{path}" for path in ["/", *PATHS])
        assert not {f"{town.url}{path}" for path in town.asked} & set(held)


def test_a_disk_without_space_stops_the_crawl_with_a_message(small_disk: Path, tmp_path: Path) -> None:
    with portal(WIDE) as town:
        folder = write_list(tmp_path / "towns", {"town": f"{town.url}/"})
        stopped = crawl_command(folder, small_disk)
        site = SiteFolder(small_disk / "towns/w/sites/town")
        held = pages(site)

        assert stopped.returncode == 3, stopped.stderr
        assert "No space left on device" in stopped.stderr
        assert len(list(site.records())) >= len(held) > 3
        town.asked.clear()
        subprocess.run(["mount", "-o", "remount,size=4m", str(small_disk)], check=True)
        assert crawl_command(folder, small_disk).returncode == 0
        assert len(set(pages(site))) == 41
        assert not {f"{town.url}{path}" for path in town.asked} & set(held)


def test_a_disk_that_is_full_from_the_start_is_said(small_disk: Path, tmp_path: Path) -> None:
    fill(small_disk / "ballast")
    with portal(WIDE) as town:
        stopped = crawl_command(write_list(tmp_path / "towns", {"town": f"{town.url}/"}), small_disk)

        assert stopped.returncode == 3, stopped.stderr
        assert "make space" in stopped.stderr
        assert "Traceback" not in stopped.stderr


def fill(path: Path) -> None:
    """Use up all space."""
    with path.open("wb", buffering=0) as stream:
        try:
            while stream.write(b"x" * 4096):
                pass
        except OSError:
            return
