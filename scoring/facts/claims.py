"""This module knows whether a page says a thing of itself, or of something else: that it is missing, empty, not made.

An article may report what is under construction, and a help page may explain what "page not found" means. A page
speaks of itself when the words are all its title or heading says, or when they are most of a sentence at its beginning
and little else is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.combined import combined_claim
from scoring.facts.model import DateClue, DatedItem, Form, Guide, Link
from scoring.facts.shown import INLINE_BREAK, Part, ShownText
from scoring.facts.topics import shorten
from scoring.lexicon import WordBook

NAME_SHARE = 0.8
"""So much of a title's part, or of a first heading, the words must fill."""
FIRST_CLAUSES = 5
"""A page that is missing says so at once."""
MAX_CLAUSES = 60
MAX_PIECES = 600
MAX_MEANT = 300
"""So much of a clause is looked at for what it means; its weight is that of all of it."""
MAX_LINE = 2_000
"""So much of a line is looked at for a note of copyright."""
TITLE_LINK = 24
"""A link with words of this weight leads to an item of a list, not to a section."""
SURE = 0.5
_FRAME = Part.NAVIGATION | Part.FOOTER | Part.HEADER | Part.CLOCK | Part.HIDDEN
_NAME_BREAK = re.compile(r"\s[-–—|/]\s|[|_»›·:：]|\s{2,}|(?<=[\u3400-\u9fff])[-–—](?=[\u3400-\u9fff])")
_CLAUSE_BREAK = re.compile(r"[\n。！？!?；;，,、：《》（）()]|[.:…](?=\s|\Z)|\.{3}|\s[-–—]\s")
_QUOTED = re.compile(r"[\"“「『][^\"“”「」『』]{1,40}[\"”」』]")
"""Words in quotation marks are mentioned, not meant."""
_FILLER = re.compile(r"\blorem ipsum\b|\bdolor sit amet\b", re.IGNORECASE)
"""The printers' dummy text: a page that holds it, whatever else, was not finished."""
_ADDRESS = re.compile(r"\S{0,200}/\S{0,200}|\b[\w-]{1,60}(?:\.[a-z]{2,20}){1,4}\b", re.IGNORECASE)
_HAN = re.compile("[\u3400-\u9fff]")
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
"""Chinese puts no blanks between words: they part what stands in different places."""
_BARE_404 = re.compile(r"\W*404\W*\Z")


@dataclass(frozen=True, slots=True)
class Rule:
    """How a page speaks of itself: the share of a clause that the words fill, and the weight of all else it says."""

    clause_share: float
    others: int


RULES: Mapping[str, Rule] = {
    "not_found": Rule(0.45, 360),
    "placeholder": Rule(0.6, 140),
    "announced": Rule(0.6, 20),
    "empty_list": Rule(0.5, 140),
}
SHORT_PAGE = 400
"""A page of so few characters may be looked at for what it says in two words."""
NOTHING = 15
BARE = 30
"""A page that says no more than this beside its name says nothing."""
_FILLED_BY_OTHERS = ("video", "audio", "iframe", "embed", "object", "canvas")
MAX_LISTS = 200
MAX_SCRIPTS = 100
_LIBRARY = re.compile(
    r"jquery|bootstrap|swiper|slick|modernizr|respond|html5|analytics|gtag|gtm|hm\.js|conac|jiucuo|polyfill",
    re.IGNORECASE,
)
_FETCH = re.compile(r"ajax|fetch\(|\$\.(?:get|post)|getJSON|XMLHttp|axios|Vue|render", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSigns:
    """What else is known of the page by then."""

    title: str
    headings: tuple[tuple[int, str], ...]
    links: tuple[Link, ...]
    forms: tuple[Form, ...]
    dates: tuple[DateClue, ...]
    items: tuple[DatedItem, ...]
    guide: Guide | None
    text: str
    depth: int


def claimed_marks(
    marks: Mapping[str, str], tree: LexborHTMLParser, *, shown: ShownText, signs: PageSigns, book: WordBook
) -> dict[str, str]:
    """The marks, less those of `RULES` that the page does not say of itself.

    What is only announced ("coming soon", and nothing else) is a placeholder. A column is empty, too, where there is
    next to no text, an empty list, and no script that might fill it. A home page is no column.
    """
    suspects = [family for family in RULES if family in marks]
    is_short = len(signs.text) < SHORT_PAGE
    is_bare = signs.depth > 0 and shown.text.count("\n") < MAX_PIECES and len(signs.text) < 4 * BARE
    if not suspects and not is_bare and not is_short:
        return dict(marks)
    clauses, has_items = _said(shown, book)
    kept = {family: words for family, words in marks.items() if family not in RULES}
    for family in suspects:
        if _claims(family, clauses, signs, book) and not _is_more(family, signs, book, has_items=has_items):
            kept.setdefault("placeholder" if family == "announced" else family, marks[family])
    if filler := next((clause for clause in clauses if _FILLER.search(clause)), ""):
        kept["placeholder"] = shorten(filler)
    if is_short and not any(family in kept for family in RULES):
        others = [words for level, words in signs.headings[:3] if level == 1] + _others(clauses, signs)
        told = combined_claim([_meant(clause) for clause in others], [_weight(clause) for clause in others], book)
        if told and not has_items and not _is_more("empty_list", signs, book, has_items=has_items):
            kept[told[0]] = shorten(told[1])
    is_bare = is_bare and not kept and not has_items and not _asks(signs, book) and _weigh(clauses, signs) <= BARE
    if is_bare and _has_empty_list(shown) and not _may_be_filled(tree):
        kept["empty_list"] = "a list without entries"
    if not signs.depth:
        kept.pop("empty_list", None)
    return kept


def _claims(family: str, clauses: list[str], signs: PageSigns, book: WordBook) -> bool:
    rule = RULES[family]
    names = _names(signs)
    others = _others(clauses, signs)
    weights = [_weight(clause) for clause in others]
    if sum(weights) > 3 * rule.others:
        return False
    share = NAME_SHARE if sum(weights) > NOTHING else rule.clause_share
    if any(
        book.phrase_share(family, _meant(name)) >= share or (family == "not_found" and _BARE_404.match(name))
        for name in names
    ):
        return family == "not_found" or sum(weights) <= (rule.others if family == "announced" else 2 * rule.others)
    first = others if family == "empty_list" else others[:FIRST_CLAUSES]
    told = [i for i, clause in enumerate(first) if book.phrase_share(family, _meant(clause)) >= rule.clause_share]
    return bool(told) and sum(weights) - sum(weights[index] for index in told) <= rule.others


def _weigh(clauses: list[str], signs: PageSigns) -> int:
    return sum(map(_weight, _others(clauses, signs)))


def _others(clauses: list[str], signs: PageSigns) -> list[str]:
    """What is said beside the page's name."""
    names = _names(signs)
    own = {_bare(words) for name in names for words in (name, *_clauses(name))}
    return [clause for clause in clauses if _bare(clause) not in own]


def _meant(clause: str) -> str:
    return _ADDRESS.sub(" ", _QUOTED.sub(' "" ', clause[:MAX_MEANT]))


def _has_empty_list(shown: ShownText) -> bool:
    outline = shown.outline
    if any(outline.of_tag.get(tag) for tag in _FILLED_BY_OTHERS):
        return False
    lists = [number for tag in ("ul", "ol", "tbody") for number in outline.of_tag.get(tag, ())]
    things = sorted(number for tag in ("img", "a", "input") for number in outline.of_tag.get(tag, ()))
    return any(
        not outline.holds(number, things)
        and not shown.parts_of(number) & _FRAME
        and not outline.nodes[number].text(strip=True)
        for number in lists[:MAX_LISTS]
    )


def _may_be_filled(tree: LexborHTMLParser) -> bool:
    """Whether a script might fetch what a list lacks; scripts from elsewhere may, unless we know them."""
    for script in tree.css("script")[:MAX_SCRIPTS]:
        source = script.attributes.get("src")
        if not _LIBRARY.search(source[:300]) if source else _FETCH.search(script.text()[:20_000]):
            return True
    return False


def _is_more(family: str, signs: PageSigns, book: WordBook, *, has_items: bool) -> bool:
    """Whether the page is there after all: an article with its day, a list with items, a form, a service guide."""
    if signs.items or any(clue.is_visible and clue.confidence >= SURE for clue in signs.dates):
        return True
    if family == "not_found":
        return False
    if signs.guide or any(link.kind == "file" for link in signs.links):
        return True
    if family in ("placeholder", "announced"):
        return has_items
    return has_items or _asks(signs, book)


def _asks(signs: PageSigns, book: WordBook) -> bool:
    """Whether the page is there to be filled in or searched with, so that an empty answer is no empty column."""
    return any(not form.is_search for form in signs.forms) or any(
        book.phrase("search", name) is not None for name in _names(signs)
    )


def _said(shown: ShownText, book: WordBook) -> tuple[list[str], bool]:
    """The clauses of a page outside links and frame, and whether its links look like the items of a list."""
    lines: list[str] = []
    has_items = False
    line: list[str] = []
    end = -2
    for index, element in enumerate(shown.elements[:MAX_PIECES]):
        start, words = shown.starts[index], shown.pieces[index]
        parts = shown.parts_of(element)
        if start and shown.text[start - 1] != INLINE_BREAK:
            lines.append(" ".join(line))
            line = []
        if parts & _FRAME:
            continue
        if parts & Part.LINK:
            has_items = has_items or _weight(words) >= TITLE_LINK
            continue
        line.append(words)
        end = start
    if end >= 0:
        lines.append(" ".join(line))
    clauses = [
        clause
        for words in lines
        if words and not book.phrase("copyright", words[:MAX_LINE])
        for clause in _clauses(words)
    ]
    return clauses[:MAX_CLAUSES], has_items


def _clauses(line: str) -> Iterator[str]:
    for clause in _CLAUSE_BREAK.split(line):
        for part in _HAN_GAP.split(clause):
            if part.strip():
                yield part.strip()


def _names(signs: PageSigns) -> list[str]:
    named = [part.strip() for part in _NAME_BREAK.split(signs.title) if part.strip()][:6]
    return named + [words for level, words in signs.headings[:12] if level == 1]


def _bare(words: str) -> str:
    return "".join(words.casefold().split())


def _weight(words: str) -> int:
    return len(words) + 2 * len(_HAN.findall(words))
