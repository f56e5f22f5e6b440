"""This module knows which fault of content a page has: it is missing, its column is empty, or it was never made."""

from __future__ import annotations

from scoring.facts.model import PageFacts

FAULTS = {"not_found": "not_found", "empty_column": "empty_list", "placeholder": "placeholder"}
"""Faults and the marks that tell them, in the order in which they are believed."""


def content_fault(page: PageFacts) -> tuple[str, str] | None:
    """The fault of a page and the words that show it, or None. A page has one: the first of `FAULTS` that fits."""
    for fault, mark in FAULTS.items():
        if (words := page.marks.get(mark)) is not None and not (fault == "empty_column" and page.items):
            return fault, words
    return None
