"""This module knows which words of a page should read otherwise: misspellings, and what a survey team wants watched."""

from __future__ import annotations

from dataclasses import replace

from scoring.expressions import Expressions
from scoring.facts.model import PageFacts, Wording
from scoring.misspelling import has_list, spellings_in

NO_EXPRESSIONS = Expressions()


def page_misspellings(text: str, language: str) -> tuple[Wording, ...] | None:
    """The listed misspellings of a text, twenty at most; None when its language is unknown or has no list."""
    if not language or not has_list(language):
        return None
    return tuple(
        Wording(found.spelling.wrong, found.spelling.right, found.snippet, found.spelling.severity)
        for found in spellings_in(text, language)
    )


def with_expressions(page: PageFacts, expressions: Expressions) -> PageFacts:
    """The page with those expressions noted that stand in its title or text."""
    if not expressions:
        return page
    found = expressions.found_in(f"{page.title}\n{page.text}")
    return replace(page, expressions=tuple(Wording(one.written, one.right, around, one.note) for one, around in found))
