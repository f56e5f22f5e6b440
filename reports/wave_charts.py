"""This module knows where the marks of charts over waves lie: lines of groups, slopes between two waves, spreads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

WIDTH, HEIGHT = 760, 340
LEFT, RIGHT, TOP, BOTTOM = 40, 190, 18, 34
SLOPE_WIDTH, SLOPE_LEFT, SLOPE_RIGHT, SLOPE_ROW = 760, 250, 510, 17
BINS = 10
BIN_WIDTH, BIN_GAP, BIN_HEIGHT = 22, 2, 64
LABEL_GAP = 16.0
DASHES = 6
"""How many ways of dashing a line the style sheet knows."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a chart and the text beside it."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """A group's scores over the waves: its paths (a gap breaks it), dots, and the label at its end.

    `dash` is a number below `DASHES`; the label tells lines apart where dashes repeat.
    """

    name: str
    dash: int
    paths: tuple[str, ...]
    dots: tuple[Mark, ...]
    label: Mark


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Lines of several groups; `breaks` are places between waves where the series breaks."""

    width: int
    height: int
    left: int
    right: int
    label_x: int
    top: int
    bottom: int
    grid: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    lines: tuple[Line, ...]
    breaks: tuple[Mark, ...]


def trend_chart(
    labels: Sequence[str], rows: Sequence[tuple[str, Sequence[float | None]]], breaks: Sequence[tuple[int, str]] = ()
) -> TrendChart:
    """Scores of groups over the waves. `breaks` name the wave (by its place) before which a series breaks."""
    low, high = _range([score for _, scores in rows for score in scores if score is not None])
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    step = (right - LEFT - 40) / (len(labels) - 1) if len(labels) > 1 else 0.0
    places = [round(LEFT + 20 + step * number, 1) for number in range(len(labels))]

    def height(score: float) -> float:
        return round(TOP + (high - score) / (high - low) * (bottom - TOP), 1)

    ends = [next((score for score in reversed(scores) if score is not None), None) for _, scores in rows]
    known = [(number, height(score)) for number, score in enumerate(ends) if score is not None]
    labelled = dict(
        zip((number for number, _ in known), dodged([y for _, y in known], low=TOP, high=bottom), strict=True)
    )
    lines = []
    for number, (name, scores) in enumerate(rows):
        if number not in labelled:
            continue
        dots = [None if score is None else (x, height(score)) for x, score in zip(places, scores, strict=True)]
        marks = tuple(Mark(*dot, f"{score:.1f}") for dot, score in zip(dots, scores, strict=True) if dot and score)
        end = Mark(right + 8, labelled[number], f"{ends[number]:.1f}")
        lines.append(Line(name, number % DASHES, _paths(dots), marks, end))
    ticks = range(low, high + 1, 10 if high - low <= 60 else 20)
    return TrendChart(
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        right=right,
        label_x=LEFT - 8,
        top=TOP,
        bottom=bottom,
        grid=tuple(Mark(LEFT, height(tick), str(tick)) for tick in ticks),
        ticks=tuple(Mark(x, HEIGHT - 10, label) for x, label in zip(places, labels, strict=True)),
        lines=tuple(lines),
        breaks=tuple(Mark(round(places[at] - step / 2, 1), TOP, text) for at, text in breaks if at),
    )


def _range(scores: Sequence[float]) -> tuple[int, int]:
    """The tens that hold all scores, at least 20 apart."""
    if not scores:
        return 0, 100
    low, high = floor(min(scores) / 10) * 10, ceil(max(scores) / 10) * 10
    if high - low < 20:
        low, high = max(0, low - 10), min(100, high + 10)
    return low, high


def _paths(dots: Sequence[tuple[float, float] | None]) -> tuple[str, ...]:
    parts: list[list[str]] = [[]]
    for dot in dots:
        if dot is None:
            parts.append([])
        else:
            parts[-1].append(f"{dot[0]:g} {dot[1]:g}")
    return tuple("M" + " L".join(part) for part in parts if len(part) > 1)


def dodged(heights: Sequence[float], *, low: float, high: float, gap: float = LABEL_GAP) -> list[float]:
    """The same heights moved apart so that labels do not overlap; their order stays, and they stay within bounds."""
    order = sorted(range(len(heights)), key=lambda place: (heights[place], place))
    moved = [0.0] * len(heights)
    least = low
    for place in order:
        moved[place] = max(heights[place], least)
        least = moved[place] + gap
    most = high
    for place in reversed(order):
        moved[place] = min(moved[place], most)
        most = moved[place] - gap
    return [round(height, 1) for height in moved]


@dataclass(frozen=True, slots=True)
class Slope:
    """One site or group between two waves; the labels' heights may differ from the line's to keep them apart."""

    name: str
    y_old: float
    y_new: float
    old: Mark
    new: Mark
    is_sure: bool
    is_up: bool


@dataclass(frozen=True, slots=True)
class SlopeChart:
    """Two waves as two columns, a line for each site or group."""

    width: int
    height: int
    left: int
    right: int
    slopes: tuple[Slope, ...]


def slope_chart(rows: Sequence[tuple[str, float, float, bool]]) -> SlopeChart:
    """Rows of (name, old score, new score, whether the change is sure), drawn with a label at either end."""
    height = max(220, 60 + SLOPE_ROW * len(rows))
    scores = [score for row in rows for score in row[1:3]]
    low, high = (min(scores), max(scores)) if scores else (0.0, 1.0)
    top, bottom = 40, height - 16

    def place(score: float) -> float:
        return round(top + (high - score) / ((high - low) or 1.0) * (bottom - top), 1)

    left = dodged([place(row[1]) for row in rows], low=top, high=bottom)
    right = dodged([place(row[2]) for row in rows], low=top, high=bottom)
    slopes = tuple(
        Slope(
            name,
            place(old),
            place(new),
            Mark(SLOPE_LEFT - 10, y_old, f"{old:.1f}"),
            Mark(SLOPE_RIGHT + 10, y_new, f"{new:.1f}"),
            is_sure,
            new > old,
        )
        for (name, old, new, is_sure), y_old, y_new in zip(rows, left, right, strict=True)
    )
    return SlopeChart(SLOPE_WIDTH, height, SLOPE_LEFT, SLOPE_RIGHT, slopes)


@dataclass(frozen=True, slots=True)
class Bin:
    """A bar of a histogram: scores from `low` up to `high`."""

    x: float
    y: float
    width: int
    height: float
    low: int
    high: int
    sites: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many sites scored how much, in ten bins of ten points; `median_x` is where their median lies."""

    width: int
    height: int
    bins: tuple[Bin, ...]
    median_x: float | None


def histogram(scores: Sequence[float], median: float | None, *, most: int) -> Histogram:
    """A histogram whose tallest possible bar holds `most` sites, so that those of several waves compare."""
    counts = [0] * BINS
    for score in scores:
        counts[min(BINS - 1, int(score // 10))] += 1
    step = BIN_WIDTH + BIN_GAP
    bars = []
    for number, sites in enumerate(counts):
        tall = round(sites / most * BIN_HEIGHT, 1) if most else 0.0
        bars.append(
            Bin(number * step, round(BIN_HEIGHT - tall, 1), BIN_WIDTH, tall, number * 10, number * 10 + 10, sites)
        )
    x = None if median is None else round(median / 10 * step, 1)
    return Histogram(BINS * step, BIN_HEIGHT, tuple(bars), x)


def most_in_a_bin(waves: Sequence[Sequence[float]]) -> int:
    """The highest count in any bin of any wave."""
    return max((bar.sites for scores in waves for bar in histogram(scores, None, most=1).bins), default=0)
