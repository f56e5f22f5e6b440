"""This module knows which stretch of a page's text each element covers, and which element is a thing's own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice

from scoring.facts.outline import Outline
from scoring.facts.shown import ShownText

MAX_CLIMB = 40
MAX_SIBLINGS = 600


class Regions:
    """The first and last piece of text in each element of a page; made once a page, in one climb from every piece.

    Elements are numbers of the page's outline; its body, 0, has no span.
    """

    def __init__(self, shown: ShownText) -> None:
        self._spans: dict[int, tuple[int, int]] = {}
        self._shown = shown
        parents = shown.outline.parents
        for index, element in enumerate(shown.elements):
            for _ in range(MAX_CLIMB):
                if element <= 0:
                    break
                span = self._spans.get(element)
                self._spans[element] = (span[0], index) if span else (index, index)
                element = parents[element]

    def span(self, element: int) -> tuple[int, int] | None:
        """The numbers of the first and last piece of text in an element; None when it has none."""
        return self._spans.get(element)

    def own(self, piece: int, others: Sequence[int]) -> int | None:
        """The largest element around a piece that holds none of the other pieces (sorted).

        None when that is the whole body, or when the closest element holds others already.
        """
        chosen = None
        element = self._shown.elements[piece]
        for _ in range(MAX_CLIMB):
            if element <= 0:
                return chosen if len(others) > 1 else None
            span = self.span(element)
            if span is None or _holds_another(span, piece, others):
                return chosen
            chosen = element
            element = self._shown.outline.parents[element]
        return chosen


def _holds_another(span: tuple[int, int], piece: int, others: Sequence[int]) -> bool:
    held = others[bisect_left(others, span[0]) : bisect_right(others, span[1])]
    return len(held) > 1 or (len(held) == 1 and held[0] != piece)


def element_children(outline: Outline, element: int) -> list[int]:
    """The elements directly within an element, `MAX_SIBLINGS` at most."""
    return list(islice(_side_by_side(outline, element + 1, outline.ends[element]), MAX_SIBLINGS))


def elements_after(outline: Outline, element: int) -> Iterator[int]:
    """The elements after one in the same parent."""
    parent = outline.parents[element]
    return _side_by_side(outline, outline.ends[element], outline.ends[parent]) if parent >= 0 else iter(())


def _side_by_side(outline: Outline, element: int, end: int) -> Iterator[int]:
    while element < end:
        yield element
        element = max(outline.ends[element], element + 1)
