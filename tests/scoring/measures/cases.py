"""This module knows what a measure's case is: facts, parameters, and the reading they must give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from scoring.facts.model import SiteFacts
from scoring.model import Reading, State


@dataclass(frozen=True)
class Case:
    """One named case of one measure."""

    measure: str
    name: str
    facts: SiteFacts
    expected: Callable[[Reading], None]
    params: dict[str, Any] = field(default_factory=dict)


def seen(value: Any) -> Callable[[Reading], None]:
    """The reading is observed and has this value; shares are compared roughly."""

    def check(reading: Reading) -> None:
        assert reading.state is State.OBSERVED, reading.reason
        assert (pytest.approx(value) if isinstance(value, float) else value) == reading.value
        assert reading.evidence, "every observed reading names its evidence"

    return check


def unseen(words: str) -> Callable[[Reading], None]:
    """The reading is not observed, and its reason holds these words."""

    def check(reading: Reading) -> None:
        assert reading.state is State.NOT_OBSERVED, reading
        assert words in reading.reason
        assert reading.value is None

    return check


def not_applicable(words: str) -> Callable[[Reading], None]:
    """The question does not arise, and the reason holds these words."""

    def check(reading: Reading) -> None:
        assert reading.state is State.NOT_APPLICABLE, reading
        assert words in reading.reason

    return check
