"""This module knows which lines and links of a page are its own, and which stand on every page of its site.

Much of the frame is marked as such: navigation, header, footer, sidebars, all that is outside of `main`. Of the rest it
is told by what it says: the way to here, tools, clocks, telephone numbers, the note of copyright and all after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from scoring.facts.calendars import days_in
from scoring.facts.own_fields import has_box, own_fields
from scoring.facts.shown import INLINE_BREAK, NOT_OWN, Part, ShownText
from scoring.facts.table_heads import head_cells
from scoring.facts.text import weigh
from scoring.lexicon import WordBook

MAX_LINES = 200
MAX_LINE = 2_000
"""So much of a line is read."""
MAX_PICTURES = 50
MAX_PAGERS = 10
MAX_PIECES_ABOVE = 200
"""So far down a page's name is looked for that is no heading."""
MAX_SCRIPTS = 10
MAX_SCRIPT = 3_000
TITLE_LINK = 24
"""A link with words of this weight leads to an item of a list, not to a section."""
CRUMB_WEIGHT = 40
FRAME_WEIGHT = 240
FOOT_WEIGHT = 160
SHORT_FOOT = 60
CLOCK_LETTERS = 24
POSTAL_LINES = 4
POSTAL_WEIGHT = 40
_BESIDE = NOT_OWN | Part.ASIDE
_CONTROLS = frozenset({"button", "label", "legend", "select", "th", "figcaption", "dialog"})
_PICTURES = ("img", "video", "audio", "iframe", "embed", "object", "canvas", "svg", "map")
_NOT_ONWARD = re.compile(r"#|javascript:|mailto:|tel:|(?:https?:)?//[^/]*/?\Z|/?(?:index|default|home)(?:\.\w{2,5})?\Z")
_CONTACT = re.compile(
    r"\b\d{3}-\d{4}\b|(?<![\d-])\(?\+?\d{2,5}\)?[ -]\d{3,4}[ -]?\d{2,4}(?![\d-])|[\w.-]{1,40}@[\w-]{1,40}\.\w"
)
_BOTTOM = re.compile(
    r"©|\(c\) ?(?:19|20)\d\d|copyright\W{0,4}(?:19|20)\d\d|icp备|公网安备|网站标识码|版权所有|版權所有", re.IGNORECASE
)
_PAGER = re.compile(r"(?:^|[\s_-])(?:pag(?:er|ing|ination|enav|ebar|es)|page-?(?:nav|bar))(?![a-z])", re.IGNORECASE)
_TITLE_BREAK = re.compile(r"\s[-–—|/•·]\s|[|_»›:：]")
_OWNED = re.compile(r"[:：]|reserved|\b(?:19|20)\d\d\b", re.IGNORECASE)
_SCREEN = re.compile(r"\b\d{3,4} ?[x×*] ?\d{3,4}\b|best viewed|visitors? (?:no|number|count)", re.IGNORECASE)
_CRUMB = re.compile(r"[>»›→/]|&gt;|::")
_ALERT = re.compile(r"\balert\(\s{0,9}[\"']([^\"'<>{}]{2,200})[\"']\s{0,9}\)")


@dataclass(frozen=True, slots=True)
class OwnLines:
    """The lines of a page's own part outside links, and the words of its links."""

    lines: tuple[str, ...]
    links: tuple[str, ...]
    has_items: bool
    """Whether a link leads to a thing."""
    fields: int
    """How many things there are to fill in, a large one counting twice; boxes for searching and logging in left out."""
    has_box: bool
    """Whether there is anything to fill in below the page's heading, be it one box."""
    dropped: int
    """How many lines were taken for the frame by what they say."""
    pictures: int
    """How much there is to see or hear beside words."""
    counts: tuple[str, ...]
    """What the pagers of its lists say."""
    leading: tuple[int, ...]
    """The numbers of the lines with a link in them, or alone right below."""
    is_alert: bool
    """Whether a script's message is all there is."""


def own_lines(shown: ShownText, *, title: str, book: WordBook) -> OwnLines:
    """The lines outside links and frame, from the page's heading or name down to the note of copyright.

    A page without a line of its own may speak by a script's message.
    """
    main = _main_span(shown)
    first = _first_piece(shown, main, title)
    heads = head_cells(shown.outline)
    lines: list[str] = []
    links: list[tuple[str, bool]] = []
    leading: set[int] = set()
    dropped = 0
    for line, linked in _all_lines(shown, main, first or 0, heads):
        words = " ".join(line)
        whole = " ".join((words, *(text for text, _ in linked)))[:MAX_LINE]
        if _BOTTOM.search(whole) or _names_owner(whole, book):
            if lines:
                break
            continue
        if linked and weigh(words) <= CRUMB_WEIGHT and _CRUMB.search(words):
            continue
        links += linked
        if linked and (lines or words):
            leading.add(len(lines) - (not words))
        if words and not _is_frame(words, book):
            lines.append(words[:MAX_LINE])
            continue
        dropped += bool(words)
        if _CONTACT.search(words):
            _drop_postal_lines(lines, book)
    links = links[:MAX_LINES]
    alerts = () if lines else tuple(_alerts(shown))
    return OwnLines(
        lines=alerts or tuple(lines[:MAX_LINES]),
        links=tuple(text for text, _ in links),
        has_items=any(leads_on and _is_item(text, title, book) for text, leads_on in links),
        fields=own_fields(shown, main),
        has_box=has_box(shown, main, after=-1 if first is None else shown.elements[first]),
        dropped=dropped,
        pictures=_pictures(shown, main),
        counts=tuple(_counts(shown, main)),
        leading=tuple(number for number in sorted(leading) if number < min(len(lines), MAX_LINES)),
        is_alert=bool(alerts),
    )


def _names_owner(words: str, book: WordBook) -> bool:
    """Whether a line does no more than to say whose the page is: it is short, or labels and years are in it."""
    weight = weigh(words)
    if weight > FOOT_WEIGHT or (weight > SHORT_FOOT and not _OWNED.search(words)):
        return False
    return bool(book.phrase("copyright", words) or book.phrase("organiser", words))


def _is_item(words: str, title: str, book: WordBook) -> bool:
    """Whether a link's words are the title of something, not of the site, a tool or a way back."""
    if weigh(words) < TITLE_LINK or words in title:
        return False
    return not any(book.phrase(family, words[:100]) for family in ("skip_link", "page_tool", "way_back"))


def _drop_postal_lines(lines: list[str], book: WordBook) -> None:
    """Take off the short lines above a telephone number: the name of an office, its street."""
    for _ in range(min(POSTAL_LINES, len(lines) - 1)):
        if weigh(lines[-1]) > POSTAL_WEIGHT or _says_more(lines[-1], book):
            return
        lines.pop()


def _is_frame(words: str, book: WordBook) -> bool:
    """Whether a line is of those that stand on all pages of a site without being marked so: tools, clocks, contacts."""
    if weigh(words) > FRAME_WEIGHT:
        return False
    if _CONTACT.search(words) or _SCREEN.search(words) or book.phrase("today", words[:60]):
        return True
    if book.phrase("page_tool", words) and not _says_more(words, book):
        return True
    days = days_in(words, country="", months=book.months)
    if not days or not book.phrase("appointed", words):
        return False
    rest = words[: days[0].start] + words[days[0].end :]
    return sum(map(str.isalpha, rest)) <= CLOCK_LETTERS


def _says_more(words: str, book: WordBook) -> bool:
    """Whether a line with the word of a tool speaks of the page after all."""
    return any(book.phrase(family, words) for family in ("gone", "none_of", "in_the_making", "announced", "amiss"))


def _all_lines(
    shown: ShownText, main: tuple[int, int], first: int, heads: frozenset[int]
) -> Iterator[tuple[list[str], list[tuple[str, bool]]]]:
    """Each line's words outside links, and those of its links and whether they lead to another page than home; without
    frame, sidebars, controls and the heads of tables."""
    line: list[str] = []
    linked: list[tuple[str, bool]] = []
    for index in range(first, len(shown.elements)):
        element, start = shown.elements[index], shown.starts[index]
        if start and shown.text[start - 1] != INLINE_BREAK:
            if line or linked:
                yield line, linked
            line, linked = [], []
        parts = shown.parts_of(element)
        if not main[0] <= element < main[1] or parts & _BESIDE or _is_control(shown, element, heads):
            continue
        if parts & Part.LINK:
            linked.append((shown.pieces[index], _is_onward(shown, element)))
        else:
            line.append(shown.pieces[index])
    if line or linked:
        yield line, linked


def _first_piece(shown: ShownText, main: tuple[int, int], title: str) -> int | None:
    """The piece with the first main heading of the page's own part, or its name, if words follow; else None."""
    for level, index in shown.headings[:20]:
        if level == 1 and index < len(shown.elements) - 1 and _is_heading(shown, main, index):
            return index
    names = {part.strip().casefold() for part in _TITLE_BREAK.split(title)} - {""}
    last = len(shown.elements) - 1
    for index in range(min(last, MAX_PIECES_ABOVE)):
        if shown.pieces[index].strip().casefold() in names and _stands_alone(shown, index):
            return index if _is_heading(shown, main, index) else None
    return None


def _is_heading(shown: ShownText, main: tuple[int, int], index: int) -> bool:
    element = shown.elements[index]
    return main[0] <= element < main[1] and not shown.parts_of(element) & (_BESIDE | Part.LINK)


def _stands_alone(shown: ShownText, index: int) -> bool:
    """Whether a piece is a line of its own."""
    return all(
        not start or shown.text[start - 1] != INLINE_BREAK for start in (shown.starts[index], shown.starts[index + 1])
    )


def _is_onward(shown: ShownText, element: int) -> bool:
    """Whether the link around an element leads to another page than this one and the home page."""
    outline = shown.outline
    for number in (element, *outline.around(element)):
        if outline.tags[number] == "a":
            address = (outline.attributes[number].get("href") or "").strip().lower()
            return bool(address.strip("/.")) and not _NOT_ONWARD.match(address)
    return False


def _main_span(shown: ShownText) -> tuple[int, int]:
    """The elements of the page's own part: those of its only `main`, or all."""
    outline = shown.outline
    mains = outline.of_tag.get("main", ())
    if len(mains) == 1 and outline.text(mains[0]).strip():
        return mains[0], outline.ends[mains[0]]
    return 0, len(outline.tags) + 1


def _pictures(shown: ShownText, main: tuple[int, int]) -> int:
    first, end = main
    return sum(
        first <= number < end and not shown.parts_of(number) & _BESIDE
        for tag in _PICTURES
        for number in shown.outline.of_tag.get(tag, ())[:MAX_PICTURES]
    )


def _counts(shown: ShownText, main: tuple[int, int]) -> Iterator[str]:
    """The words of the pagers of the own part, which its lines leave out."""
    outline = shown.outline
    pagers = (number for number, names in enumerate(outline.names) if names and _PAGER.search(names))
    for number in islice(pagers, MAX_PAGERS):
        if main[0] <= number < main[1]:
            yield outline.text(number)[:MAX_LINE]


def _alerts(shown: ShownText) -> Iterator[str]:
    """What scripts would say in a box of their own."""
    outline = shown.outline
    for number in outline.of_tag.get("script", ())[:MAX_SCRIPTS]:
        if "alert" in (text := outline.text(number)[:MAX_SCRIPT]):
            yield from _ALERT.findall(text)[:MAX_SCRIPTS]


def _is_control(shown: ShownText, element: int, heads: frozenset[int]) -> bool:
    tags, parents = shown.outline.tags, shown.outline.parents
    for _ in range(3):
        if element < 0:
            return False
        if tags[element] in _CONTROLS or element in heads:
            return True
        element = parents[element]
    return False
