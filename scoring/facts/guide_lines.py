"""This module knows which lines of a page are labels of a service guide, and which lines stand under each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from scoring.facts.guide_places import (
    CELLS,
    HEADING_TAGS,
    NO_HEADING,
    has_empty_answer,
    heading_level,
    is_bold,
    is_header_row,
    is_last_of_several,
    leads_away,
    meeting,
    opens_panel,
    path_of,
)
from scoring.facts.shown import INLINE_BREAK, Part, ShownText
from scoring.lexicon import WordBook

MAX_LINES = 5_000
MAX_LABELS = 400
MAX_LABEL = 60
MAX_HEADING = 100
MAX_VALUE = 300
MAX_VALUE_LINES = 60
MAX_PAIRS = 12

HEADED_FIELDS = frozenset({"conditions", "materials", "process", "fee", "promised_days", "basis"})
"""The fields that a longer heading may name: How to apply for a permit."""

_COLON = re.compile(r"[:：︰]")
_MARK = re.compile(r"[【\[]\s*([^】\]]{1,30})\s*[】\]]\s*[:：]?\s*")
_ENTRY = re.compile(r"\s*(?:[(（]?\d{1,2}[)）.、．]|[•·\-*①-⑳])")
"""How a line of a list begins that goes on where the line before it stopped."""
_PART = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十壹貳參肆伍陸柒捌玖拾]{1,3}[）)、.．]|\d{1,2}[.)]\s)")
"""How the headings of numbered parts begin."""
_OPENING = ("（", "(")
_DIGIT = re.compile("[0-9]")
_NUMBERED = re.compile(r"^\s*[(（]?\d{1,2}\s?[)）.、．:]")
_BEFORE_LABEL = re.compile(r"[\s;；。|,，、\x1f]")


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a guide: its field, its words, what stands after it on its line, and the number of that line."""

    field: str
    words: str
    inline: str
    line: int


@dataclass(slots=True)
class _Line:
    """A line that a reader sees: its words in pieces, and the number of its first piece in the shown text."""

    pieces: list[str]
    first: int

    @property
    def text(self) -> str:
        return " ".join(self.pieces)

    @property
    def after(self) -> int:
        return self.first + len(self.pieces)


class GuideLines:
    """The lines of a page, and the labels of a service guide among them.

    Nothing but words is looked at yet, except where a longer heading may name a field.
    """

    def __init__(self, shown: ShownText, *, book: WordBook) -> None:
        self._shown, self._outline = shown, shown.outline
        self.texts = shown.text.split("\n")[:MAX_LINES] if shown.elements else []
        self.labels = tuple(islice(self._found(book), MAX_LABELS))
        self._field_of_line = {label.line: label.field for label in reversed(self.labels)}

    def _found(self, book: WordBook) -> Iterator[Label]:
        for number, line in enumerate(self.texts):
            is_any = False
            for label in _labels_in(line, number, book):
                is_any = True
                yield label
            if not is_any and len(line) <= MAX_HEADING and book.guide_labels.may_name(line):
                words = _NUMBERED.sub("", line.replace(INLINE_BREAK, " ")).rstrip(":： ")
                fields = book.guide_labels.fields_of_heading(words, among=HEADED_FIELDS)
                if fields and self._is_heading(number):
                    yield from (Label(field, words, "", number) for field in fields)

    @cached_property
    def lower_text(self) -> str:
        """All words of the page in lower case."""
        return self._shown.text.lower()

    @cached_property
    def _lines(self) -> list[_Line]:
        return list(islice(_lines(self._shown), MAX_LINES))

    def value_of(self, label: Label) -> str:
        """What the page says under a label, cut to 300 characters; "" when that is nothing, or the label is none.

        The next cell of a table, what stands beside a term, the rest of the line, or what follows up to the next
        label or heading. Labels in menus, foot lines, tabs and tables of contents lead elsewhere and are none.
        """
        element = self._element_of(label.line)
        path = path_of(self._outline, element)
        if self._shown.parts_of(element) & (Part.NAVIGATION | Part.FOOTER) or leads_away(self._outline, path):
            return ""
        lines = [label.inline, *self._entries_after(label.line)] if label.inline else self._lines_under(label, path)
        return " ".join(" ".join(lines).split())[:MAX_VALUE].strip(" :：|")

    def is_shown(self, line: int) -> bool:
        """Whether a line stands outside menus and foot lines, and leads nowhere."""
        element = self._element_of(line)
        path = path_of(self._outline, element)
        return not self._shown.parts_of(element) & (Part.NAVIGATION | Part.FOOTER) and not leads_away(
            self._outline, path
        )

    def is_prose(self, line: int) -> bool:
        """Whether a line is one of sentences: no label, no heading, and outside menus and foot lines."""
        if line in self._field_of_line or line >= len(self._lines):
            return False
        return self.is_shown(line) and not self._is_heading(line)

    def _is_heading(self, line: int) -> bool:
        """Whether a line is a heading below the page's own, a term, the head of a panel, or all in bold."""
        path = path_of(self._outline, self._element_of(line))
        tags = {self._outline.tags[element] for element in path[:4]}
        if "h1" in tags:
            return False
        return bool(tags & HEADING_TAGS) or (len(self._lines[line].pieces) == 1 and is_bold(self._outline, path))

    def _element_of(self, line: int) -> int:
        return self._shown.elements[self._lines[line].first]

    def _entries_after(self, number: int) -> Iterator[str]:
        """The lines that go on with the list begun on a line."""
        for index in range(number + 1, min(number + MAX_VALUE_LINES, len(self._lines))):
            text = self._lines[index].text
            if index in self._field_of_line or not _ENTRY.match(text):
                return
            yield text

    def _lines_under(self, label: Label, path: list[int]) -> list[str]:
        outline, elements, line = self._outline, self._shown.elements, self._lines[label.line]
        if line.after >= len(elements) or (beside := meeting(outline, path, elements[line.after])) is None:
            return []
        at, value_part = beside
        before = elements[line.first - 1] if line.first else -1
        if any(
            is_last_of_several(outline, each, before) or has_empty_answer(outline, each)
            for each in path[: max(0, at - 1)]
        ):
            return []
        holder, around = path[max(0, at - 1)], path[at]
        tag = outline.tags[holder]
        if tag in CELLS and outline.tags[value_part] in CELLS and is_header_row(outline, holder):
            return []
        if tag in (*CELLS, "dt") or opens_panel(outline, path, value_part):
            around = value_part
        return list(self._lines_within(around, label=label, path=path[:at]))

    def _lines_within(self, around: int, *, label: Label, path: list[int]) -> Iterator[str]:
        """The lines after a label that stand within an element, up to what ends its value.

        A cell or a definition belongs to its label whole; elsewhere the next label ends it, as does a heading that
        is no smaller than the label's own.
        """
        outline = self._outline
        is_whole = outline.tags[around] in (*CELLS, "dd")
        own, level, own_is_bold = self._lines[label.line], heading_level(outline, path), is_bold(outline, path)
        for index in range(label.line + 1, min(label.line + 1 + MAX_VALUE_LINES, len(self._lines))):
            line, element = self._lines[index], self._element_of(index)
            if not around <= element < outline.ends[around]:
                return
            if is_whole:
                yield line.text
                continue
            # An answer may be worded like the label it stands under: 网办类型 全程网办.
            is_answer = index == label.line + 1 and self._field_of_line.get(index) == label.field
            if index in self._field_of_line and not is_answer:
                return
            above = path_of(outline, element)
            if heading_level(outline, above) <= min(level, NO_HEADING - 1):
                return
            is_like_label = own_is_bold and is_bold(outline, above) and len(line.pieces) == 1 == len(own.pieces)
            if len(line.text) <= MAX_LABEL and (is_like_label or _is_same_part(own.text, line.text)):
                return
            yield line.text


def _lines(shown: ShownText) -> Iterator[_Line]:
    first = 0
    for text in shown.text.split("\n") if shown.elements else ():
        pieces = text.split(INLINE_BREAK)
        yield _Line(pieces, first)
        first += len(pieces)


def _labels_in(line: str, number: int, book: WordBook) -> Iterator[Label]:
    first, *rest = line.split(INLINE_BREAK)
    is_marked = first[0] in "【["
    if len(first) > MAX_LABEL and not is_marked and _COLON.search(first, 0, MAX_LABEL + 1) is None:
        return  # too long for a label, as most lines are
    text = line[: 4 * MAX_VALUE].replace(INLINE_BREAK, " ")
    if is_marked and (match := _MARK.match(text)):
        if name := book.field_of(match[1]):
            yield Label(name, match[1], text[match.end() :], number)
        return
    if pairs := list(_pairs(text, number, book)):
        yield from pairs
        return
    value = " ".join(rest)[: 2 * MAX_VALUE]
    if (
        rest
        and any(map(str.isalnum, value))
        and (name := _field_named(first, book))
        and not _goes_on(text, value, book)
    ):
        # Several labels on one line are tabs or a menu.
        if not any(_field_named(piece, book) not in (None, name) for piece in rest):
            yield Label(name, first, value, number)
    elif name := _field_named(text, book):
        yield Label(name, text, "", number)


def _field_named(words: str, book: WordBook) -> str | None:
    """The field that words name as a label does: short, and without figures but those that number it."""
    if len(words) > MAX_LABEL or (_has_figure(words) and _has_figure(_NUMBERED.sub("", words))):
        return None
    return book.field_of(words)


def _has_figure(words: str) -> bool:
    return _DIGIT.search(words) is not None or (not words.isascii() and any(map(str.isdigit, words)))


def _goes_on(text: str, rest: str, book: WordBook) -> bool:
    """Whether a label goes on in the next piece: Documents, then required in another type."""
    return not any(map(str.isdigit, rest)) and book.guide_labels.is_label(text)


def _pairs(text: str, number: int, book: WordBook) -> Iterator[Label]:
    """The labels with a colon on one line; the first must begin it, others may follow within."""
    colons = [match.start() for match in islice(_COLON.finditer(text), MAX_PAIRS)]
    starts: list[tuple[int, int, str]] = []
    for colon in colons:
        begin = _label_start(text, colon, book) if starts else 0
        if begin is None or colon - begin > MAX_LABEL:
            if not starts:
                return
            continue
        name = _field_named(text[begin:colon], book)
        if name:
            starts.append((begin, colon, name))
        elif not starts:
            return
    for index, (begin, colon, name) in enumerate(starts):
        end = starts[index + 1][0] if index + 1 < len(starts) else len(text)
        yield Label(name, text[begin:colon], text[colon + 1 : end].strip(" ;；|")[: 2 * MAX_VALUE], number)


def _label_start(text: str, colon: int, book: WordBook) -> int | None:
    """Where the words before a colon begin that are a label, tried from the longest; None when there are none."""
    lowest = max(0, colon - MAX_LABEL // 2)
    for match in _BEFORE_LABEL.finditer(text, lowest, colon):
        if book.field_of(text[match.end() : colon]):
            return match.end()
    return None


def _is_same_part(one: str, other: str) -> bool:
    """Whether two lines begin with numbers alike, as parts of a text do: 一、 and 二、, but not 一、 and 1."""
    if not (_PART.match(one) and _PART.match(other)):
        return False
    first, second = one.lstrip()[:1], other.lstrip()[:1]
    return first.isdigit() == second.isdigit() and (first in _OPENING) == (second in _OPENING)
