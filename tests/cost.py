"""What a piece of work costs, told apart from what a busy machine adds to it."""

from __future__ import annotations

import time
from collections.abc import Callable

MOST_SECONDS = 2.0
RUNS = 3


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one run of `work`."""
    started = time.process_time()
    work()
    return time.process_time() - started


def least(measure: Callable[[], float], *, enough: float = MOST_SECONDS) -> float:
    """The least of up to three measurements: noise only adds, so the least is nearest to the cost itself.

    The first that is at most `enough` ends the measuring.
    """
    lowest = measure()
    for _ in range(RUNS - 1):
        if lowest <= enough:
            break
        lowest = min(lowest, measure())
    return lowest


def costs_little(work: Callable[[], object]) -> bool:
    """Whether `work` can be done within two CPU seconds."""
    return least(lambda: cpu_seconds(work)) <= MOST_SECONDS
