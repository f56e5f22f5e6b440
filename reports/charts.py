"""This module knows where the marks of each chart lie; templates only draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.survey import whole_percent

BAR_WIDTH = 100
STRIP_WIDTH, STRIP_MARGIN = 200, 6
LINE_WIDTH, LINE_HEIGHT = 560, 170
LINE_LEFT, LINE_RIGHT, LINE_TOP, LINE_BOTTOM = 34, 24, 22, 30


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of 0 to `BAR_WIDTH` units; `has_value` is False when there is nothing to draw.

    `unseen_from` is where the hatching begins that tells the share not observed, which ends at `BAR_WIDTH`; None where
    all was observed.
    """

    width: float
    has_value: bool
    mark: float | None = None
    unseen_from: float | None = None


def bar(score: float | None, mark: float | None = None, *, coverage: float = 1.0) -> Bar:
    """A score of 0 to 100 as a bar, with a mark such as the median of its peers, and a coverage of 0 to 1."""
    seen = 0.0 if score is None else coverage
    return Bar(
        _clamp(score or 0),
        score is not None,
        None if mark is None else _clamp(mark),
        _clamp(whole_percent(seen)) if seen < 1 else None,
    )


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar of `BAR_WIDTH` units, and what it stands for."""

    key: str
    x: float
    width: float


def segments(counts: Mapping[str, int]) -> tuple[Segment, ...]:
    """Counts side by side, so that all of them fill the bar; a count of nothing has no part."""
    whole = sum(counts.values())
    found: list[Segment] = []
    before = 0
    for key, count in counts.items():
        if count:
            found.append(Segment(key, round(before / whole * BAR_WIDTH, 2), round(count / whole * BAR_WIDTH, 2)))
        before += count
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Band:
    """A rank on a line from the first place (0) to the last (100), with the places it could have had."""

    x: float
    width: float
    dot: float


def band(rank: int, low: int, high: int, *, places: int) -> Band:
    """The band of a rank among so many places; even a sure one shows a stroke of 3 units."""
    step = 100 / (places - 1) if places > 1 else 0.0
    x, width = (low - 1) * step, max((high - low) * step, 3.0)
    return Band(round(min(x, 100 - width), 1), round(width, 1), round((rank - 1) * step, 1))


SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 64, 22, 4


@dataclass(frozen=True, slots=True)
class Spark:
    """A line of scores without axes; `x` and `y` are the last one's place, None where there is nothing to draw."""

    path: str
    x: float | None
    y: float | None


def spark(scores: Sequence[float | None], low: float, high: float) -> Spark:
    """Scores over the waves, drawn between `low` and `high`; a gap breaks the line."""
    step = (SPARK_WIDTH - 2 * SPARK_MARGIN) / (len(scores) - 1) if len(scores) > 1 else 0.0
    span = (high - low) or 1.0
    parts: list[str] = []
    last: tuple[float, float] | None = None
    is_drawing = False
    for place, score in enumerate(scores):
        if score is None:
            is_drawing = False
            continue
        x = round(SPARK_MARGIN + step * place, 1)
        y = round(SPARK_MARGIN + (high - score) / span * (SPARK_HEIGHT - 2 * SPARK_MARGIN), 1)
        parts.append(f"{'L' if is_drawing else 'M'}{x:g} {y:g}")
        last, is_drawing = (x, y), True
    return Spark("".join(parts), *(last or (None, None)))


@dataclass(frozen=True, slots=True)
class Shift:
    """A change as a bar that grows from the middle (50) to either side."""

    x: float
    width: float


def shift(change: float, largest: float) -> Shift:
    """A change drawn so that the largest of its table fills half the bar."""
    width = round(abs(change) / largest * 50, 1) if largest else 0.0
    return Shift(50.0 if change >= 0 else 50 - width, width)


@dataclass(frozen=True, slots=True)
class Strip:
    """Scores on a line from 0 to 100: the spread, each site's dot, and the median."""

    width: int
    low: float
    high: float
    span: float
    dots: tuple[float, ...]
    median: float | None


def strip(scores: Sequence[float], median: float | None) -> Strip:
    """Where the scores of a group lie."""
    places = tuple(sorted({round(_along(score), 1) for score in scores}))
    low, high = (places[0], places[-1]) if places else (0.0, 0.0)
    middle = None if median is None else round(_along(median), 1)
    return Strip(STRIP_WIDTH, low, high, round(high - low, 1), places, middle)


def _along(score: float) -> float:
    return STRIP_MARGIN + _clamp(score) / 100 * (STRIP_WIDTH - 2 * STRIP_MARGIN)


@dataclass(frozen=True, slots=True)
class Point:
    """One wave on a line: its place, its wave's name, and its score."""

    x: float
    y: float
    label: str
    score: float
    score_y: float


@dataclass(frozen=True, slots=True)
class GridLine:
    """A horizontal line of the scale."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A wave's name under the line."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class LineChart:
    """A history of scores. A wave without a score breaks the line into several `paths`."""

    width: int
    height: int
    left: int
    right: int
    grid: tuple[GridLine, ...]
    ticks: tuple[Tick, ...]
    tick_y: int
    points: tuple[Point, ...]
    paths: tuple[str, ...]


def line_chart(history: Sequence[tuple[str, float | None]]) -> LineChart:
    """A site's scores (0 to 100) over its waves, oldest first."""
    inner = LINE_WIDTH - LINE_LEFT - LINE_RIGHT - 40
    step = inner / (len(history) - 1) if len(history) > 1 else 0.0
    start = LINE_LEFT + 20 if len(history) > 1 else LINE_LEFT + 20 + inner / 2
    places = [round(start + step * number, 1) for number in range(len(history))]
    points: list[Point] = []
    paths: list[list[str]] = [[]]
    for x, (label, score) in zip(places, history, strict=True):
        if score is None:
            paths.append([])
            continue
        y = _height(score)
        points.append(Point(x, y, label, score, round(y - 10, 1)))
        paths[-1].append(f"{x} {y}")
    return LineChart(
        width=LINE_WIDTH,
        height=LINE_HEIGHT,
        left=LINE_LEFT,
        right=LINE_WIDTH - LINE_RIGHT,
        grid=tuple(GridLine(_height(score), str(score)) for score in (0, 50, 100)),
        ticks=tuple(Tick(x, label) for x, (label, _) in zip(places, history, strict=True)),
        tick_y=LINE_HEIGHT - 8,
        points=tuple(points),
        paths=tuple("M" + " L".join(path) for path in paths if len(path) > 1),
    )


def _height(score: float) -> float:
    return round(LINE_TOP + (100 - _clamp(score)) / 100 * (LINE_HEIGHT - LINE_TOP - LINE_BOTTOM), 1)


def _clamp(score: float) -> float:
    return min(100.0, max(0.0, score))
