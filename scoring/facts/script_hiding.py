"""This module knows what a page's own scripts and style elements hide, as far as it stands written in them."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from scoring.facts.hiding import Way, is_unreadable, way_of
from scoring.facts.outline import Outline

MAX_SCRIPTS = 200
MAX_SCRIPT = 20_000
MAX_STYLE = 50_000
MAX_RULES = 500
MAX_SELECTORS = 500
UNREADABLE = "letters in the colour of the ground"
MAX_WRITTEN = 20
MAX_SPANS = 50
MAX_MARKUP = 50_000
"""So many characters of what the scripts of a page write are read as markup."""
_BY_ID = re.compile(
    r"getElementById\(\s{0,9}[\"']([\w-]{1,60})[\"']\s{0,9}\)\.style\.(?:display\s{0,9}=\s{0,9}[\"']none|visibility\s{0,9}=\s{0,9}[\"']hidden)"
    r"|\$\(\s{0,9}[\"']#([\w-]{1,60})[\"']\s{0,9}\)\.(?:hide\(|css\(\s{0,9}[\"']display[\"']\s{0,9},\s{0,9}[\"']none)",
    re.IGNORECASE,
)
_WRITE = re.compile(r"document\.write(?:ln)?\(\s{0,9}(?:\"((?:[^\"\\]|\\.){0,5000})\"|'((?:[^'\\]|\\.){0,5000})')")
_NAMED = re.compile(r"[#.][\w-]{1,60}(?=(?:\s+(?:a|ul|li|p|span|div))?\s*\Z)")
"""The class or id at the end of a selector, or before the links in it."""
_OTHER_MEDIA = re.compile(r"@media[^{}]{0,200}\{(?:[^{}]{0,300}\{[^{}]{0,500}\}){0,50}[^{}]{0,50}\}", re.IGNORECASE)
_ENCODED = re.compile(
    r"(?:unescape|decodeURIComponent|decodeURI|atob)\(\s{0,9}[\"']([\w%+/=.\-\\]{20,20000})[\"']|fromCharCode\(([\d,\s]{20,8000})\)"
)
_ESCAPES = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})")
_OPENS = re.compile(r"<(div|span|marquee|p|font|ul|table)\b[^<>]{0,500}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ScriptHiding:
    """What scripts and style elements hide: ids, classes, what stands between two scripts, and what they write."""

    named: dict[str, Way] = field(default_factory=dict)
    spans: tuple[tuple[int, int, Way], ...] = ()
    written: tuple[str, ...] = ()

    def way_of(self, number: int, outline: Outline) -> Way | None:
        """How an element is hidden by them, or None."""
        for first, last, way in self.spans:
            if first < number < last:
                return way
        if not self.named or not (names := outline.names[number]):
            return None
        own = (outline.attributes[number].get("id") or "").strip()
        marks = [f"#{own}", *(f".{name}" for name in (outline.attributes[number].get("class") or "")[:300].split())]
        return next((self.named[mark] for mark in marks if mark in self.named), None) if names else None


def script_hiding(tree: LexborHTMLParser, outline: Outline) -> ScriptHiding:
    """What is hidden by scripts and styles that stand in the page; cheap where none of them could."""
    named: dict[str, Way] = {}
    for node in tree.css("style")[:20]:
        named |= _styled(node.text()[:MAX_STYLE])
    writes: list[tuple[int, str]] = []
    decoded: list[str] = []
    for number in outline.of_tag.get("script", ())[:MAX_SCRIPTS]:
        text = outline.text(number)[:MAX_SCRIPT]
        if "getElementById" in text or ".hide(" in text or ".css(" in text:
            for by_id, by_query in _BY_ID.findall(text):
                named[f"#{by_id or by_query}"] = Way("hidden by a script", False)
        if "document.write" in text and (written := _written(text)):
            writes.append((number, written))
        decoded += _decoded(text) if "\\x" in text or "\\u" in text or _ENCODED.search(text) else []
    spans = tuple(islice(_spans(writes, len(outline.tags)), MAX_SPANS))
    return ScriptHiding(named, spans, tuple(_with_links([*(text for _, text in writes), *decoded])))


def _with_links(texts: Iterable[str]) -> Iterator[str]:
    """The written texts that hold links, as long as there is room for them."""
    room = MAX_MARKUP
    for text in texts:
        if room > 0 and _has_link(text):
            yield text[:room]
            room -= len(text)


def _styled(text: str) -> dict[str, Way]:
    """What the rules of a style element hide, by class or id; rules for other media (print) left out."""
    named = {}
    for rule in _OTHER_MEDIA.sub(" ", _without_comments(text)).split("}")[:MAX_RULES]:
        selectors, _, style = rule.rpartition("{")
        way = way_of("div", {"style": style}) or (Way(UNREADABLE, False) if is_unreadable(style) else None)
        for selector in selectors[-MAX_SELECTORS:].split(",") if way else ():
            if way and (found := _NAMED.search(selector)):
                named[found.group()] = Way(f"{way.name}, by a style of the page", False)
    return named


def _without_comments(text: str) -> str:
    first, *others = text.split("/*")
    return first + "".join(other.partition("*/")[2] for other in others)


def _decoded(text: str) -> list[str]:
    """What a script keeps from being read by escapes, codes of characters or base 64."""
    found = [_ESCAPES.sub(lambda one: chr(int(one[1] or one[2], 16)), text)] if _ESCAPES.search(text) else []
    for coded, numbers in islice(_ENCODED.findall(text), MAX_WRITTEN):
        if numbers:
            found.append("".join(chr(int(one)) for one in numbers.split(",") if one.strip() and len(one.strip()) <= 5))
        elif "%" in coded:
            found.append(unquote(coded))
        else:
            found.append(_from_base_64(coded))
    return found[:MAX_WRITTEN]


def _from_base_64(coded: str) -> str:
    try:
        return base64.b64decode(coded + "=" * (-len(coded) % 4)).decode("utf-8", "replace")
    except ValueError:
        return ""


def _written(text: str) -> str:
    pieces = [match[1] or match[2] or "" for match in islice(_WRITE.finditer(text), MAX_WRITTEN)]
    return re.sub(r"\\(.)", r"\1", "".join(pieces))


def _has_link(text: str) -> bool:
    lower = text.lower()
    return "<a " in lower or "<iframe" in lower


def _spans(writes: list[tuple[int, str]], end: int) -> Iterator[tuple[int, int, Way]]:
    """What stands after a script that writes the beginning of something hidden, up to one that writes its end."""
    for index, (number, text) in enumerate(writes):
        opened = _OPENS.search(text)
        if opened is None or f"</{opened[1].lower()}" in text.lower():
            continue
        node = LexborHTMLParser(opened.group()).css_first(opened[1].lower())
        if node is None or (way := way_of(opened[1].lower(), node.attributes)) is None:
            continue
        last = next((other for other, words in writes[index + 1 :] if "</" in words), end)
        yield number, last, Way(f"{way.name}, written by a script", way.is_odd)
