"""This module knows whether a page says a thing of itself, or of something else: that it is missing, empty, not made.

An article may report what is under construction, and a help page may explain what "page not found" means. A page
speaks of itself when the words are its name or most of a clause at its beginning, and little else is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.dead_homes import host_page
from scoring.facts.emptiness import empty_folder, empty_list, is_fillable
from scoring.facts.model import Guide, Link
from scoring.facts.own_words import OwnWords, own_words
from scoring.facts.shown import ShownText
from scoring.facts.statements import REST, Statement, coded, empty, missing, unmade
from scoring.facts.topics import shorten
from scoring.facts.unmade import filler_in, is_generic, open_template
from scoring.lexicon import WordBook

MAX_TEXT = 20_000
"""A page of more characters says something, whatever its words are."""
MAX_OWN = 1_400
"""A page with own words of more weight than this speaks of more than itself."""
NOTHING = 30
"""A page that says no more than this beside its name says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSigns:
    """What else is known of the page by then."""

    title: str
    headings: tuple[tuple[int, str], ...]
    links: tuple[Link, ...]
    guide: Guide | None
    depth: int


def claimed_marks(
    marks: Mapping[str, str], tree: LexborHTMLParser, *, shown: ShownText, signs: PageSigns, book: WordBook
) -> dict[str, str]:
    """The marks, with the fault of content that the page has, if any: not_found, placeholder or empty_list.

    A home page is no column.
    """
    kept = dict(marks)
    if len(shown.text) > MAX_TEXT:
        return kept
    own = own_words(shown, title=signs.title, headings=signs.headings, book=book)
    if own is None:
        return kept
    told = _fault(own, tree, shown=shown, signs=signs, book=book)
    if told and (signs.depth or told.mark != "empty_list"):
        kept[told.mark] = shorten(told.words)
    return kept


def _fault(
    own: OwnWords, tree: LexborHTMLParser, *, shown: ShownText, signs: PageSigns, book: WordBook
) -> Statement | None:
    if filler := filler_in(own.part.lines):
        return Statement("placeholder", filler, 0)
    if own.weight > MAX_OWN or signs.guide:
        return None
    if told := _unwritten(own, signs):
        return told
    if own.has_day:
        return coded(own)
    is_more = any(link.kind == "file" and link.text in own.part.links for link in signs.links)
    if not is_more and _holds(told := missing(own, book)):
        return told
    is_more = is_more or own.part.has_items or _asks(own, book)
    if is_more:
        return None
    if _holds(told := empty(own, book)):
        return told
    if (told := unmade(own, book)) and _holds(told) and not own.has_time_near(told.line):
        return told
    return _bare(own, tree, shown)


def _holds(told: Statement | None) -> bool:
    return told is not None and told.rest <= REST[told.mark]


def _unwritten(own: OwnWords, signs: PageSigns) -> Statement | None:
    """That the page is as a system or a host made it."""
    name = " / ".join(own.names)
    if words := host_page(signs.title, signs.headings, "\n".join(own.part.lines)):
        return Statement("placeholder", words, 0)
    if words := open_template(own.names, own.part.lines, is_short=own.weight <= REST["not_found"]):
        return Statement("placeholder", words, 0)
    said = [clause.words for clause in own.clauses]
    names = own.names[-1:] if not said or is_generic(own.names[-1:]) else ()
    is_told = bool(said) or not own.part.dropped
    is_bare = not said and not own.part.pictures
    if is_told and not own.part.has_items and is_generic([*names, *said], is_bare=is_bare):
        return Statement("placeholder", " ".join(said) or name, 0)
    return None


def _asks(own: OwnWords, book: WordBook) -> bool:
    """Whether the page is there to be filled in or searched with, so that an empty answer is no empty column."""
    return own.part.fields > 1 or any(book.phrase(family, name) for name in own.names for family in ("search", "login"))


def _bare(own: OwnWords, tree: LexborHTMLParser, shown: ShownText) -> Statement | None:
    """That the page shows a list without entries and says nothing, or nothing at all below its heading."""
    if own.weight > NOTHING or is_fillable(tree):
        return None
    if words := empty_list(shown) or empty_folder(own.names[0] if own.names else "", own.part.links):
        return Statement("empty_list", words, 0)
    part = own.part
    shows = own.clauses or part.links or part.pictures or part.fields or part.has_box or part.dropped
    return Statement("empty_list", "nothing below the heading", 0) if shown.headings and not shows else None
