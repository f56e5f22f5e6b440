"""A disk that takes no more: what was written stays, and one line says which file and what to do."""

from __future__ import annotations

import errno
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from reports.cli import main
from reports.verbs import plain_words
from site_lists.model import SiteList


@contextmanager
def no_file_may_grow() -> Iterator[None]:
    """Stands in for a full disk: no file of this process, pytest's own log too, may grow beyond 16 KB meanwhile."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize(
    "verb", [["report", "--out", "{}/out"], ["export", "--to", "{}/out.zip"], ["export", "--to", "{}/out.parquet"]]
)
def test_a_full_disk_is_said_with_place_and_remedy(
    survey: tuple[Path, SiteList], tmp_path: Path, verb: list[str]
) -> None:
    data, listed = survey
    words = [word.format(tmp_path) for word in verb]
    with no_file_may_grow():
        told = CliRunner().invoke(main, [words[0], str(listed.folder), "--data", str(data), *words[1:]])
    assert told.exit_code == 2
    assert told.stderr.startswith(f"egovbench: {tmp_path}/")
    assert told.stderr.endswith("File too large; make space and give the same command again\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EROFS, "make it writable, or name another place"),
        (errno.EISDIR, "a file belongs there; move that folder"),
    ],
)
def test_the_remedy_fits_what_the_system_says(number: int, words: str) -> None:
    assert words in plain_words(OSError(number, "said", "place"))
