"""This module knows what a service guide says, in words and in numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

WORKING_DAYS_A_WEEK = 5
HOLIDAYS = 7


class Online(StrEnum):
    """How much of a service its guide says can be done online."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """Days that a guide gives an office, working days or days of the calendar; 0 means at once."""

    days: int
    is_working: bool

    def is_surely_longer_than(self, other: TimeLimit) -> bool:
        """Whether this is longer on whatever day it starts.

        Working days are held against days of the calendar by the shortest and the longest stretch they may take, a
        week of holidays included.
        """
        if self.is_working == other.is_working:
            return self.days > other.days
        if self.is_working:
            return self.days + 2 * ((self.days - 1) // WORKING_DAYS_A_WEEK) > other.days
        return self.days > other.days + 2 * (other.days // WORKING_DAYS_A_WEEK + 1) + HOLIDAYS

    def __str__(self) -> str:
        """The limit in words."""
        return f"{self.days} {'working' if self.is_working else 'calendar'} days"


@dataclass(frozen=True, slots=True)
class GuideFault:
    """A rule that what a guide says in one place breaks against another, and the words that break it."""

    rule: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """What the page of a service says to those who need it.

    `fields` maps the fields of a guide (the keys of a lexicon's labels) to the words under them, cut to 300
    characters. `left_blank` are those with a label on the page and nothing under it. None where a limit, a number of
    visits, the depth online or the fee is not said or not understood.
    """

    fields: Mapping[str, str]
    left_blank: frozenset[str] = frozenset()
    statutory: TimeLimit | None = None
    promised: TimeLimit | None = None
    visits: int | None = None
    online: Online | None = None
    is_free: bool | None = None
    faults: tuple[GuideFault, ...] = ()
