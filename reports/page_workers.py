"""This module knows how very many pages are written by several processes at once, with the result that one has."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

MANY = 400
"""Fewer pages than this are written by one process: more would cost what they save."""
STRETCH = 100
"""So many pages are handed to a process at a time."""
MOST = 4
"""No more processes than this write at once, for each holds memory of its own."""

_held: list[Callable[[Sequence[str]], None]] = []


def write_stretches(
    write: Callable[[Sequence[str]], None], names: Sequence[str], *, workers: int | None = None
) -> None:
    """Call `write` for all names, some at a time, in several processes where there are many names and processors.

    Each call must write files of its own and change nothing else. What a call raises is raised here; ChildProcessError
    says that the system ended one of the processes.
    """
    count = min(MOST, _processors()) if workers is None else workers
    stretches = [names[start : start + STRETCH] for start in range(0, len(names), STRETCH)]
    if len(names) < MANY or count < 2 or "fork" not in multiprocessing.get_all_start_methods():
        for stretch in stretches:
            write(stretch)
        return
    context = multiprocessing.get_context("fork")  # the survey is shared as it stands in memory, and never copied
    gc.freeze()  # a collector that walks through all of it would copy it after all
    try:
        with ProcessPoolExecutor(count, mp_context=context, initializer=_held.append, initargs=(write,)) as pool:
            for _ in pool.map(_write_stretch, stretches):
                pass
    except BrokenProcessPool:
        remedy = f"give the report more memory, or fewer processes with --jobs {max(1, count // 2)}"
        raise ChildProcessError(
            f"the system ended one of {count} processes that wrote pages, as it does when memory runs out; {remedy}"
        ) from None
    finally:
        gc.unfreeze()


def _write_stretch(names: Sequence[str]) -> None:
    _held[-1](names)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
