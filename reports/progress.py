"""This module knows how a long run shows its progress: a bar on a terminal, silence elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.run import Progress


@contextmanager
def crawl_bar() -> Iterator[Callable[[Progress], None] | None]:
    """A bar with sites done, pages, failures and time left; yields None when stderr is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn("sites"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pages]} pages, {task.fields[failures]} failures,"),
        TimeRemainingColumn(),
        TextColumn("left"),
    )
    with Bar(*columns, console=console) as bar:
        task = bar.add_task("crawl", total=None, pages=0, failures=0)

        def show(progress: Progress) -> None:
            bar.update(
                task,
                total=progress.sites_total,
                completed=progress.sites_done,
                pages=progress.pages,
                failures=progress.failures,
            )

        yield show


@contextmanager
def score_bar() -> Iterator[Callable[[int, int], None] | None]:
    """A bar with sites scored; yields None when stderr is no terminal."""
    from rich.console import Console
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    with Bar(console=console) as bar:
        task = bar.add_task("scoring", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
