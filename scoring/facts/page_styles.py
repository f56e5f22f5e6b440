"""This module knows what the style elements of a page say of its elements, as far as it bears on hiding.

Only rules that hold for every reader of a screen count: those for print, for narrow screens, for a state (a click, a
pointer) and for what no element is (a mark before it) hide nothing. A rule for a state that shows is remembered, for
it tells that readers can open what is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from scoring.facts.hiding import said_in
from scoring.facts.outline import Outline, marks_of

MAX_STYLE = 60_000
MAX_RULES = 1000
MAX_SELECTORS = 500
MAX_OF_KEY = 20
MAX_PARTS = 6
MAX_LOOKS = 30_000
"""So often an element is held against a part of a selector; what comes after is taken as not styled."""
_TELLING = re.compile(
    r"display|visib|opacity|position|clip|indent|margin|transform|translate|scale|zoom|font|height|width|overflow"
    r"|left|right|top|bottom|inset|z-index|filter|color|background",
    re.IGNORECASE,
)
_MEDIA = re.compile(
    r"@(?:media|supports|layer|container)([^{}]{0,200})\{((?:[^{}]{0,300}\{[^{}]{0,500}\}){0,80})[^{}]{0,50}\}",
    re.IGNORECASE,
)
_EVERYBODY = re.compile(
    r"\s*(?:only\s+)?(?:all|screen)?\s*(?:(?:and\s*)?\(\s*min-width\s*:\s*\d{1,3}(?:px)?\s*\))?\s*\Z", re.IGNORECASE
)
_PLACED = re.compile(r":(first|last|nth|nth-last)-child(?:\((\d{1,3})\))?\Z")
_ALWAYS = re.compile(r":(?:link|any-link|not\([^()]*\)|root)")
MAX_SIBLINGS = 300
_COMPOUND = re.compile(
    r"(\*|[a-z][\w-]{0,60})?((?:[#.][\w-]{1,60}|\[[^\]]{1,80}\]|::?[\w-]{1,30}(?:\([^()]{0,60}\))?){0,8})\Z",
    re.IGNORECASE,
)
_MARK = re.compile(r"([#.])([\w-]{1,60})")
_ATTRIBUTE = re.compile(r"\[\s*([\w-]{1,40})\s*(?:([~|^$*]?)=\s*[\"']?([^\"'\]]{0,60})[\"']?\s*i?)?\]")
_STATE = re.compile(
    r":(?:hover|focus|active|target|checked|visited)|\.(?:open|active|show|shown|in|on|current|expanded|is-[\w-]+)(?![\w-])"
)
_PARTS = re.compile(r"\s*([>+~])\s*|\s+")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a selector: what one element must be."""

    tag: str
    marks: frozenset[str]
    asks: tuple[tuple[str, str, str], ...] = ()
    place: int = 0
    """Which child of its parent it must be, from 1; from behind where below 0; 0 for any."""


@dataclass(frozen=True, slots=True)
class _Rule:
    parts: tuple[_Part, ...]
    """From the element itself outward."""
    is_close: tuple[bool, ...]
    """Whether each further part must be the very next element around."""
    said: Mapping[str, str]
    rank: tuple[int, int, int] = (0, 0, 0)
    """How narrow its selector is (ids, then classes), and its place: the highest has the last word."""


Rules = dict[str, list[_Rule]]


@dataclass
class PageStyles:
    """The rules of a page that may hide or show, by id, class or tag of the elements they are for."""

    rules: Rules = field(default_factory=dict)
    shown: Rules = field(default_factory=dict)
    """Rules for a state of an element or one around it (a pointer over it, opened) that show it."""
    looks: int = MAX_LOOKS
    _marks: dict[int, frozenset[str]] = field(default_factory=dict)
    _around: dict[int, dict[int, bool]] = field(default_factory=dict)
    """Of the last part of a rule (its `id`), whether an element or one around it is the part."""

    def say_of(self, number: int, outline: Outline) -> dict[str, str]:
        """What the rules declare for an element, later ones over earlier ones."""
        said: dict[str, str] = {}
        for rule in sorted(self._matching(self.rules, number, outline), key=lambda one: one.rank):
            said.update(rule.said)
        return said

    def is_telling(self, number: int, outline: Outline) -> bool:
        """Whether a rule could be for an element: most elements have none."""
        rules = self.rules
        if not rules or not outline.names[number]:
            return bool(rules) and (outline.tags[number] in rules or "*" in rules)
        return outline.tags[number] in rules or "*" in rules or not rules.keys().isdisjoint(marks_of(number, outline))

    def can_open(self, number: int, outline: Outline) -> bool:
        """Whether a rule shows the element once a reader points at something or opens it."""
        return next(self._matching(self.shown, number, outline), None) is not None

    def _matching(self, rules: Rules, number: int, outline: Outline) -> Iterator[_Rule]:
        if not rules or self.looks < 0:
            return
        for key in _keys(number, outline):
            for rule in rules.get(key, ()):
                if self._matches(rule, number, outline):
                    yield rule

    def _matches(self, rule: _Rule, number: int, outline: Outline) -> bool:
        if not self._is(rule.parts[0], number, outline):
            return False
        around = outline.around(number)
        for place, (part, is_close) in enumerate(zip(rule.parts[1:], rule.is_close, strict=True), 2):
            if place == len(rule.parts) and not is_close:
                return self._is_around(part, around, outline)
            nearest = islice(around, 1) if is_close else around
            if not any(self._is(part, one, outline) for one in nearest):
                return False
        return True

    def _is_around(self, part: _Part, around: Iterable[int], outline: Outline) -> bool:
        """Whether one of the elements from the next one outward is a part; kept, for elements share what is around."""
        known = self._around.setdefault(id(part), {})
        path: list[int] = []
        found = False
        for one in around:
            path.append(one)
            is_known = one in known
            self.looks -= is_known
            found = known[one] if is_known else self._is(part, one, outline)
            if found or is_known:
                break
        known.update(dict.fromkeys(path, found))
        return found

    def _is(self, part: _Part, number: int, outline: Outline) -> bool:
        self.looks -= 1
        if self.looks < 0:
            return False
        if number not in self._marks:
            self._marks[number] = frozenset(marks_of(number, outline))
        if part.tag not in ("", "*") and part.tag != outline.tags[number]:
            return False
        if not part.marks <= self._marks[number]:
            return False
        if part.place and part.place != _place(number, outline, from_behind=part.place < 0):
            return False
        return all(_answers(outline.attributes[number].get(name), how, value) for name, how, value in part.asks)


def page_styles(texts: Iterable[str]) -> PageStyles:
    """The rules of style elements' texts that bear on hiding."""
    return PageStyles(*_rules_of(tuple(text[:MAX_STYLE] for text in texts)))


@lru_cache(maxsize=32)
def _rules_of(texts: tuple[str, ...]) -> tuple[Rules, Rules]:
    """The rules, and those for a state that show; kept, since the pages of a portal share their styles."""
    rules: Rules = {}
    shown: Rules = {}
    room = MAX_RULES
    for text in texts:
        for rule in _for_everybody(_without_comments(text)).split("}"):
            selectors, _, body = rule.rpartition("{")
            if not selectors or not _TELLING.search(body) or not (said := said_in(body)):
                continue
            for selector in islice(selectors[-MAX_SELECTORS:].split(","), 30):
                if (room := room - 1) < 0:
                    return rules, shown
                _add(rules, shown, selector.strip(), said, MAX_RULES - room)
    return rules, shown


def _add(rules: Rules, shown: Rules, selector: str, said: Mapping[str, str], place: int) -> None:
    """Put a rule under the id, class or tag of its last part; a rule for a state only where it shows."""
    is_for_state = _STATE.search(selector) is not None
    if is_for_state:
        if not _shows(said):
            return
        selector = _STATE.sub("", selector)
    if not (rule := _rule(selector, said, place)):
        return
    last = rule.parts[0]
    key = min(last.marks, default=last.tag or "*")
    if is_for_state and key == "*":
        return
    kept = (shown if is_for_state else rules).setdefault(key, [])
    if len(kept) < MAX_OF_KEY:
        kept.append(rule)


def _rule(selector: str, said: Mapping[str, str], place: int) -> _Rule | None:
    """A rule with the parts of its selector; None where a part is not understood."""
    pieces = _PARTS.split(selector)
    compounds, combinators = pieces[::2][::-1], pieces[1::2][::-1]
    parts: list[_Part] = []
    is_close: list[bool] = []
    for index, compound in enumerate(compounds[:MAX_PARTS]):
        compound, place = _without_place(_ALWAYS.sub("", compound))
        match = _COMPOUND.match(compound)
        if match is None or ":" in compound or not compound:
            return None
        marks = frozenset(f"{kind}{name}" for kind, name in _MARK.findall(re.sub(r"\[[^\]]*\]", "", match[2])))
        parts.append(_Part((match[1] or "").lower(), marks, tuple(_ATTRIBUTE.findall(match[2])), place))
        if index < len(combinators) and combinators[index] in ("+", "~"):
            break  # what stands beside it is not looked at
        is_close.append(index < len(combinators) and combinators[index] == ">")
    ids = sum(mark.startswith("#") for part in parts for mark in part.marks)
    classes = sum(len(part.marks) + len(part.asks) for part in parts) - ids
    return _Rule(tuple(parts), tuple(is_close[: len(parts) - 1]), said, (ids, classes, place))


def _without_place(compound: str) -> tuple[str, int]:
    """A part of a selector, and which child it asks for (`_Part.place`)."""
    match = _PLACED.search(compound)
    if match is None:
        return compound, 0
    place = int(match[2] or 1)
    return compound[: match.start()], -place if "last" in match[1] else place


def _place(number: int, outline: Outline, *, from_behind: bool) -> int:
    """Which child of its parent an element is (`_Part.place`); 0 for one behind too many others."""
    parent = outline.parents[number]
    if parent < 0:
        return 0
    children: list[int] = []
    one, end = parent + 1, outline.ends[parent]
    while one < end and len(children) < MAX_SIBLINGS:
        children.append(one)
        one = outline.ends[one]
    if number not in children:
        return 0
    return children.index(number) - len(children) if from_behind else children.index(number) + 1


def _shows(said: Mapping[str, str]) -> bool:
    display, height = said.get("display", "none"), said.get("max-height", said.get("height", "0"))
    return (
        display != "none"
        or said.get("visibility") == "visible"
        or said.get("opacity", "0") not in ("0", "0.0")
        or height not in ("0", "0px")
        or any(name in said for name in ("left", "right", "top", "transform", "clip", "clip-path"))
    )


def _for_everybody(text: str) -> str:
    """The rules without those for other media; what is said of every screen stays."""
    if "@" not in text:
        return text
    return _MEDIA.sub(lambda one: one[2] if _EVERYBODY.match(one[1]) else " ", text)


def _without_comments(text: str) -> str:
    first, *others = text.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _keys(number: int, outline: Outline) -> tuple[str, ...]:
    return outline.tags[number], "*", *marks_of(number, outline)


def _answers(has: str | None, how: str, value: str) -> bool:
    if has is None:
        return False
    has = has[:500]
    match how:
        case "~":
            return value in has.split()
        case "^":
            return bool(value) and has.startswith(value)
        case "$":
            return bool(value) and has.endswith(value)
        case "*":
            return bool(value) and value in has
        case _:
            return not value or has == value
