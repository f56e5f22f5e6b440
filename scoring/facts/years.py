"""This module knows which year a day belongs to that a list writes without one."""

from __future__ import annotations

import re
from datetime import date, timedelta

from scoring.facts.calendars import plain_digits, real_day
from scoring.facts.row_days import RowDay
from scoring.facts.shown import ShownText

_JITTER = timedelta(days=45)
"""Rows out of order by less are a list put together by hand, not a new year."""

_YEAR_ALONE = re.compile(r"\s*((?:19|20)\d\d)\s?年?度?\s*")
_YEAR_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "caption", "th", "summary", "strong", "b", "legend"})
_PATH_YEAR = re.compile(r"(?<!\d)(20[0-4]\d|199\d)(?:[-/_]?(0[1-9]|1[0-2])(?:[-/_]?([0-2]\d|3[01]))?)?(?!\d)")


def years_inferred(days: list[tuple[int, int]], visited_on: date) -> list[date | None]:
    """Days for (month, day) pairs of a descending list: the newest possible, none after `visited_on`.

    Up to three old rows may be pinned on top: taken so when that saves more rows from an older year than it costs.
    """
    best: list[date | None] = []
    fewest = -1
    for pinned in range(min(4, len(days))):
        top = [_newest(month, day, visited_on) for month, day in days[:pinned]]
        rest, pushed = _descending(days[pinned:], visited_on)
        cost = pushed + 2 * pinned
        if fewest < 0 or cost < fewest:
            best, fewest = top + rest, cost
    return best


def _descending(days: list[tuple[int, int]], visited_on: date) -> tuple[list[date | None], int]:
    """The days of a descending list, and how many of them had to be an older year than the newest possible."""
    result: list[date | None] = []
    latest, pushed = visited_on, 0
    for month, day in days:
        newest = _newest(month, day, visited_on)
        if newest is not None and newest > latest + _JITTER:
            newest = _newest(month, day, latest)
            pushed += 1
        result.append(newest)
        latest = newest or latest
    return result, pushed


def _newest(month: int, day: int, latest: date) -> date | None:
    """The newest such day that does not lie after another; leap days may be up to eight years back."""
    for back in range(9):
        candidate = real_day(latest.year - back, month, day)
        if candidate and candidate <= latest:
            return candidate
    return None


def heading_years(shown: ShownText) -> list[tuple[int, int]]:
    """Years that stand alone as a heading, with their place."""
    years = []
    tags, elements = shown.outline.tags, shown.elements
    for index in shown.short_pieces(8):
        if tags[elements[index]] not in _YEAR_TAGS:
            continue
        if match := _YEAR_ALONE.fullmatch(plain_digits(shown.pieces[index])):
            years.append((shown.starts[index], int(match[1])))
    return years


def year_of_address(url: str, found: RowDay) -> int:
    """The year in a row's address when its month and day do not contradict the row; 0 otherwise."""
    for match in _PATH_YEAR.finditer(url[:500]):
        year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
        if month and day and (month, day) == (found.month, found.day):
            return year
        if month and month == found.month:
            return year
    return 0
