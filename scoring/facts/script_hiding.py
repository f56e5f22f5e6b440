"""This module knows what a page's own scripts hide, write and open, as far as it stands written in them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.decoding import decoded
from scoring.facts.hiding import Way, said_in, way_of
from scoring.facts.outline import Outline, marks_of

MAX_SCRIPTS = 200
MAX_SCRIPT = 20_000
MAX_ALL = 300_000
"""So many characters of all scripts of a page are read."""
MAX_WRITTEN = 20
MAX_SPANS = 50
MAX_MARKUP = 50_000
"""So many characters of what the scripts of a page write are read as markup."""
BY_SCRIPT = Way("hidden by a script", False)
BUT_FOR_ROBOTS = Way("for search engines alone, by a script", True)
_GAP = r"\s{0,9}"
_NAME = rf"\({_GAP}[\"']([#.]?[\w-]{{1,60}})[\"']{_GAP}\)"
_LOOKED_UP = rf"(?:getElementById|querySelector(?:All)?|getElementsByClassName){_NAME}(?:\[0\])?"
_HIDES = (
    rf"(?:\.style\.(?:display{_GAP}={_GAP}[\"']none|visibility{_GAP}={_GAP}[\"']hidden|cssText{_GAP}\+?={_GAP}[\"'][^\"']{{0,80}}(?:none|-\d{{3,}}px|hidden)"
    rf"|opacity{_GAP}={_GAP}[\"']?0\b|(?:height|fontSize){_GAP}={_GAP}[\"']?0\b|(?:left|top|textIndent){_GAP}={_GAP}[\"']-\d{{3,5}})"
    rf"|\.style(?:\[[\"'](?:display|visibility)[\"']\]{_GAP}={_GAP}|\.setProperty\({_GAP}[\"'](?:display|visibility)[\"']{_GAP},{_GAP})[\"'](?:none|hidden)"
    rf"|\.style{_GAP}={_GAP}[\"'][^\"']{{0,80}}(?:none|hidden|-\d{{3,}}px)"
    rf"|\.(?:classList\.add\(|className{_GAP}\+?=){_GAP}[\"']\s?(?:hide|hidden|d-none|invisible)\b"
    rf"|\.remove\(\)|\.hidden{_GAP}={_GAP}(?:true|!0)|\.setAttribute\({_GAP}[\"']style[\"']{_GAP},{_GAP}[\"'][^\"']{{0,80}}(?:none|hidden|-\d{{3,}}px))"
)
_MAY_HIDE = re.compile(
    r"\.(?:style|classlist\.add|classname|remove\(|hidden|setattribute|hide\(|addclass|css\(|parentnode)|removechild",
    re.IGNORECASE,
)
_BY_LOOK_UP = re.compile(
    rf"(getElementById|getElementsByClassName|querySelector(?:All)?){_NAME}(?:\[0\])?{_HIDES}", re.IGNORECASE
)
_BY_QUERY = re.compile(
    rf"(?:\$|jQuery)\({_GAP}[\"']([#.][\w-]{{1,60}})[\"']{_GAP}\)\.(?:hide\(|remove\(|addClass\([\"'](?:hide|hidden|d-none)|css\({_GAP}\{{?{_GAP}[\"']?(?:display[\"']?{_GAP}[,:]{_GAP}[\"']none|visibility[\"']?{_GAP}[,:]{_GAP}[\"']hidden|[^()]{{0,60}}-\d{{3,}}(?:px|em)))",
    re.IGNORECASE,
)
_MADE_HIDDEN = re.compile(
    r"display[\"']?\s{0,9}[=:,]\s{0,9}[\"']?none|visibility[\"']?\s{0,9}[=:,]\s{0,9}[\"']?hidden|-\d{3,5}px|(?:width|height)\s{0,9}=\s{0,9}[\"']?[01]\b"
)
_LEADS = re.compile(
    r"\.(?:href|src)\s{0,9}=\s{0,9}[\"']((?:https?:)?//[^\"'\s<>]{4,200})[\"']"
    r"|setAttribute\(\s{0,9}[\"'](?:href|src)[\"']\s{0,9},\s{0,9}[\"']((?:https?:)?//[^\"'\s<>]{4,200})[\"']"
)
_SAYS = re.compile(
    r"(?:innerHTML|innerText|textContent|title|createTextNode\()\s{0,9}=?\s{0,9}[\"']([^\"'<>]{2,100})[\"']"
)
_EACH = re.compile(rf"querySelectorAll{_NAME}\.forEach\([^;{{}}]{{0,60}}\{{?\s{{0,9}}(?:return\s)?\w{{1,30}}{_HIDES}")
_BY_ALL = re.compile(rf"document\.all(?:\.|\[[\"'])(\w{{1,40}})(?:[\"']\])?{_HIDES}", re.IGNORECASE)
_KEPT = re.compile(
    rf"(\w{{1,30}}){_GAP}={_GAP}document\.(getElementById|querySelector(?:All)?|getElementsByClassName){_NAME}"
)
_KEPT_HIDDEN = re.compile(
    rf"\b(\w{{1,30}})(?:\[0\])?{_HIDES}|removeChild\({_GAP}(\w{{1,30}})|(\w{{1,30}})\.parentNode", re.IGNORECASE
)
_ROBOTS = re.compile(
    r"googlebot|baiduspider|bingbot|yandexbot|slurp|spider|crawl|\bbot\b|google|baidu|yandex|sogou", re.IGNORECASE
)
_TEXT = r"\s{0,9}(?:\"((?:[^\"\\]|\\.){0,5000})\"|'((?:[^'\\]|\\.){0,5000})'|`([^`]{0,5000})`)"
_WRITE = re.compile(rf"document\.write(?:ln)?\({_TEXT}")
_SETS_IN = re.compile(
    rf"(?:(?:inner|outer)HTML\s{{0,9}}\+?=|insertAdjacentHTML\([^,()]{{1,20}},|\.(?:append|prepend|html|after|before)\(){_TEXT}"
)
_SHEET = re.compile(r"[.#][\w-]{1,60}[^\"'`{}<>;]{0,60}\{[^{}\"'`]{3,300}\}")
_MENTIONED = re.compile(r"[\"'#.]([\w-]{1,60})")
_SHOWS = re.compile(
    r"block|inline|show|toggle|slide|fade|removeclass|classlist|display\s{0,9}=\s{0,9}[\"']{2}|visible|tab|accord|open",
    re.IGNORECASE,
)
_OPENS = re.compile(r"<(div|span|marquee|p|font|ul|table|section|aside)\b[^<>]{0,500}>", re.IGNORECASE)


@dataclass(frozen=True)
class ScriptHiding:
    """What scripts hide: ids and classes, what stands between two scripts; what they write; and what they mention."""

    named: dict[str, Way] = field(default_factory=dict)
    spans: tuple[tuple[int, int, Way], ...] = ()
    written: tuple[tuple[str, bool], ...] = ()
    """Markup that scripts write, and whether they write it for search engines alone."""
    sheets: tuple[str, ...] = ()
    """Rules of style that scripts write into the page."""
    texts: tuple[str, ...] = ()
    """Scripts that show things, as far as their words tell."""

    @cached_property
    def is_idle(self) -> bool:
        """Whether they hide nothing that stands in the page."""
        return not self.named and not self.spans

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """What scripts that show things name: they may open an element of that id or class."""
        return frozenset(name for text in self.texts for name in _MENTIONED.findall(text))

    @cached_property
    def _spanning(self) -> tuple[list[int], list[Way | None]]:
        """The elements up to which the same span, or none, is the first to hold, and how it hides."""
        ends = sorted({end for first, last, _ in self.spans for end in (first, last - 1)})
        ways = [next((way for first, last, way in self.spans if first < end < last), None) for end in ends]
        return ends, [*ways, None]

    def way_of(self, number: int, outline: Outline) -> Way | None:
        """How an element is hidden by them, or None."""
        if self.spans and (way := self._spanning[1][bisect_left(self._spanning[0], number)]):
            return way
        if not self.named or not outline.names[number]:
            return None
        return next((self.named[mark] for mark in marks_of(number, outline) if mark in self.named), None)

    def opens(self, number: int, outline: Outline) -> bool:
        """Whether a script that shows things mentions the id or a class of an element."""
        return any(mark[1:] in self.mentioned for mark in marks_of(number, outline))


def scripts_of(tree: LexborHTMLParser, outline: Outline) -> list[tuple[int, str]]:
    """The texts of a page's scripts with their elements; those in the head stand before all (-1)."""
    texts = [(-1, node.text()) for node in tree.css("head script")[:MAX_SCRIPTS]]
    texts += [(number, outline.text(number)) for number in outline.of_tag.get("script", ())[:MAX_SCRIPTS]]
    texts += [(number, words) for number, words in _run_at_once(outline)]
    kept, room = [], MAX_ALL
    for number, text in texts:
        if text and room > 0:
            kept.append((number, text[: min(MAX_SCRIPT, room)]))
            room -= len(kept[-1][1])
    return kept


def _run_at_once(outline: Outline) -> Iterator[tuple[int, str]]:
    """What elements run when they come, or fail to."""
    for name in ("onerror", "onload"):
        for number in outline.of_attribute.get(name, ()):
            if words := outline.attributes[number].get(name):
                yield number, words


@dataclass(frozen=True, slots=True)
class _Script:
    """What one script hides and writes, wherever it stands."""

    named: Mapping[str, Way]
    sheets: tuple[str, ...]
    written: str
    markup: tuple[tuple[str, bool], ...]
    shows: bool


@lru_cache(maxsize=64)
def _read(text: str) -> _Script:
    """What a script hides and writes; kept, since the pages of a portal share their scripts."""
    named: dict[str, Way] = {}
    sheets: list[str] = []
    read = [text, *(uncoded := decoded(text))]
    for one in read:
        named |= _hidden_names(one)
        if "{" in one and ("none" in one or "-" in one) and ("style" in one or "sheet" in one.lower()):
            sheets += [match.group() for match in islice(_SHEET.finditer(one), 50)]
    written = _written(uncoded[0] if uncoded else text) if "document.write" in text else ""
    markup = [written, *(_made(one) for one in read), *uncoded]
    markup += [_pieces(_SETS_IN, one) for one in read if "HTML" in one or "<a " in one]
    is_for_robots = "userAgent" in text and _ROBOTS.search(text) is not None
    linked = tuple((one, is_for_robots) for one in markup if _has_link(one))
    return _Script(named, tuple(sheets), written, linked, _SHOWS.search(text) is not None)


def script_hiding(scripts: list[tuple[int, str]], outline: Outline) -> ScriptHiding:
    """What is hidden by scripts that stand in the page; cheap where none of them could."""
    named: dict[str, Way] = {}
    writes: list[tuple[int, str]] = []
    markup: list[tuple[str, bool]] = []
    sheets: list[str] = []
    texts: list[str] = []
    for number, text in scripts:
        read = _read(text)
        named |= read.named
        sheets += read.sheets
        markup += read.markup
        if read.written:
            writes.append((number, read.written))
        if read.shows:
            texts.append(text)
    for mark in [mark for mark in islice(list(named), MAX_SPANS) if any(_shows_again(text, mark) for text in texts)]:
        del named[mark]
    spans = tuple(islice(_spans(writes, len(outline.tags)), MAX_SPANS))
    return ScriptHiding(named, spans, tuple(_with_room(markup)), tuple(sheets), tuple(texts))


def _shows_again(text: str, mark: str) -> bool:
    """Whether a script names something more than once and shows it in one of them, as one does with tabs."""
    if mark[1:] not in text:
        return False
    name = re.escape(mark[1:])
    again = (
        rf"[\"'][#.]?{name}[\"']\s{{0,9}}\)(?:\[0\])?\.(?:style\.(?:display\s{{0,9}}=\s{{0,9}}[\"'](?:block|inline|[\"'])"
        r"|visibility\s{0,9}=\s{0,9}[\"']visible)|show\(|toggle|slide|fade)"
    )
    return re.search(again, text) is not None


def _hidden_names(text: str) -> dict[str, Way]:
    """The ids and classes, as selectors, of what a script hides or takes away."""
    found: dict[str, Way] = {}
    if not _MAY_HIDE.search(text):
        return found
    if "getElement" in text or "querySelector" in text:
        for how, name in islice(_BY_LOOK_UP.findall(text), MAX_SPANS):
            found[_selector(how, name)] = BY_SCRIPT
        found |= dict.fromkeys(_EACH.findall(text), BY_SCRIPT)
        kept = {variable: _selector(how, name) for variable, how, name in islice(_KEPT.findall(text), MAX_SPANS)}
        hidden = {name for match in islice(_KEPT_HIDDEN.findall(text), 200) for name in match} if kept else set()
        is_for_robots = "userAgent" in text and _ROBOTS.search(text)
        for variable in hidden & kept.keys():
            found[kept[variable]] = BUT_FOR_ROBOTS if is_for_robots else BY_SCRIPT
    if "document.all" in text:
        found |= {f"#{name}": BY_SCRIPT for name in _BY_ALL.findall(text)}
    if "$(" in text or "jQuery(" in text:
        found |= dict.fromkeys(_BY_QUERY.findall(text), BY_SCRIPT)
    return found


def _selector(how: str, name: str) -> str:
    if how == "getElementById":
        return f"#{name}"
    return f".{name}" if how == "getElementsByClassName" else name


def _made(text: str) -> str:
    """The links and frames that a script makes and hides, as markup."""
    if "createElement" not in text or not _MADE_HIDDEN.search(text):
        return ""
    urls = [one or other for one, other in islice(_LEADS.findall(text), MAX_WRITTEN)]
    words = " ".join(islice(_SAYS.findall(text), MAX_WRITTEN))[:300]
    return "".join(f'<p style="display:none"><a href="{url}">{words.replace("<", " ")}</a></p>' for url in urls)


def _with_room(texts: Iterable[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """The written texts, as long as there is room for them."""
    room = MAX_MARKUP
    for text, is_for_robots in texts:
        if room > 0:
            yield text[:room], is_for_robots
            room -= len(text)


def _written(text: str) -> str:
    return _pieces(_WRITE, text)


def _pieces(pattern: re.Pattern[str], text: str) -> str:
    pieces = [match[1] or match[2] or match[3] or "" for match in islice(pattern.finditer(text), MAX_WRITTEN)]
    return re.sub(r"\\(.)", r"\1", "".join(pieces))


def _has_link(text: str) -> bool:
    lower = text.lower()
    return "<a " in lower or "<iframe" in lower


def _spans(writes: list[tuple[int, str]], end: int) -> Iterator[tuple[int, int, Way]]:
    """What stands after a script that writes the beginning of something hidden, up to one that writes its end."""
    for index, (number, text) in enumerate(writes):
        opened = _OPENS.search(text)
        if number < 0 or opened is None or f"</{opened[1].lower()}" in text.lower():
            continue
        tag = opened[1].lower()
        node = LexborHTMLParser(opened.group()).css_first(tag)
        if node is None or (way := way_of(tag, node.attributes, said_in(node.attributes.get("style")))) is None:
            continue
        last = next((other for other, words in writes[index + 1 :] if "</" in words), end)
        yield number, last, Way(f"{way.name}, written by a script", way.is_odd)
