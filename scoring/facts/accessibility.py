"""This module knows which rules of accessibility a page breaks, as far as that can be told without a browser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scoring.facts.access_rules import RULES
from scoring.facts.accessible_names import MAX_STEPS, Names
from scoring.facts.aria_faults import aria_faults
from scoring.facts.contrast import declarations, low_contrast, points
from scoring.facts.element_faults import MAX_MARKED, element_faults
from scoring.facts.language_tags import is_language_tag
from scoring.facts.model import AccessFault
from scoring.facts.table_faults import table_faults
from scoring.facts.text import plain

MAX_SNIPPET = 160
SMALLEST_POINTS = 9.0
LONGEST_DELAY_SECONDS = 72_000
LEAST_ZOOM = 2.0
STYLED = '[style*="color"],[style*="font-size"],font[size="1"]'
_REFRESH = re.compile(r"\s*(\d{1,9})[\d.]*\s*(?:\Z|[;,\s])")

Seen = Iterator[tuple[str, LexborNode | str]]
"""Rules that are broken, each time with the element that does it, or with words on what was seen."""


def page_faults(
    tree: LexborHTMLParser, *, source: str, headings: tuple[tuple[int, str], ...] = ()
) -> tuple[AccessFault, ...]:
    """The rules of `access_rules.RULES` that a page breaks, each with how often and the first element that does.

    `source` is the page's markup, `headings` those that have words, in order. Never raises for what a page holds.
    Blind spot: style sheets and scripts are not applied, so that what they hide, name or add is not known.
    """
    names = Names(tree)
    counts: Counter[str] = Counter()
    snippets: dict[str, str] = {}
    seen: Seen = chain(
        _document(tree),
        element_faults(tree, source, names),
        aria_faults(tree, source, names),
        _parts_in_languages(tree, names),
        _styles(tree, names),
        _repeated_ids(tree, source),
        _skipped_headings(headings),
        table_faults(tree, names),
    )
    for rule, what in seen:
        counts[rule] += 1
        if rule not in snippets:
            snippets[rule] = plain(what if isinstance(what, str) else what.html, MAX_SNIPPET)
    return tuple(AccessFault(rule, counts[rule], snippets[rule]) for rule in RULES if rule in counts)


def _skipped_headings(headings: tuple[tuple[int, str], ...]) -> Seen:
    for before, after in pairwise(headings):
        if after[0] > before[0] + 1:
            yield "heading_skipped", f"h{before[0]} {before[1][:60]}, then h{after[0]} {after[1][:60]}"


def _document(tree: LexborHTMLParser) -> Seen:
    html = tree.css_first("html")
    language = (html.attributes.get("lang") or "").strip() if html is not None else ""
    shown = "<html " + " ".join(f'{name}="{value}"' for name, value in (html.attributes if html else {}).items()) + ">"
    if not language:
        yield "language_missing", shown
    elif not is_language_tag(language):
        yield "language_invalid", shown
    titles = [node for node in tree.css("title")[:20] if node.parent is None or node.parent.tag in ("head", "body")]
    if not titles or not titles[0].text(strip=True):
        yield "title_missing", titles[0] if titles else "<title> is missing"
    for node in tree.css('meta[name="viewport" i][content]')[:5]:
        if forbids_zoom(node.attributes.get("content") or ""):
            yield "zoom_forbidden", node
    for node in tree.css('meta[http-equiv="refresh" i][content]')[:5]:
        match = _REFRESH.match(node.attributes.get("content") or "")
        if match and 0 < int(match[1]) <= LONGEST_DELAY_SECONDS:
            yield "refresh_delayed", node
        if match:
            return


def forbids_zoom(content: str) -> bool:
    """Whether a viewport's content keeps readers from enlarging the page to twice its size."""
    for part in re.split(r"[,;]", content[:500].lower()):
        name, _, value = (piece.strip() for piece in part.partition("="))
        if name == "user-scalable" and value and value not in ("yes", "device-width", "device-height"):
            number = _number(value)
            if number is None or -1 < number < 1:
                return True
        if name == "maximum-scale" and value and value not in ("device-width", "device-height"):
            number = 1.0 if value == "yes" else _number(value)
            if number is None or 0 <= number < LEAST_ZOOM:
                return True
    return False


def _number(text: str) -> float | None:
    match = re.match(r"[+-]?\d{1,9}(?:\.\d{0,9})?", text)
    return float(match[0]) if match else None


def _parts_in_languages(tree: LexborHTMLParser, names: Names) -> Seen:
    for node in tree.css("body [lang]")[:MAX_MARKED]:
        tag = node.attributes.get("lang") or ""
        if tag and not is_language_tag(tag) and names.is_seen(node) and _has_text_of_its_own(node, names):
            yield "part_language_invalid", node


def _has_text_of_its_own(node: LexborNode, names: Names) -> bool:
    """Whether there is text in an element that no element within it gives another language."""
    waiting = [child for child in [node.first_child] if child is not None]
    for _ in range(MAX_STEPS):
        if not waiting:
            return False
        child = waiting.pop()
        if child.next is not None:
            waiting.append(child.next)
        if child.is_text_node and (child.text_content or "").strip():
            return True
        if child.is_element_node and "lang" not in child.attributes and names.is_seen(child):
            if child.tag == "img" and (child.attributes.get("alt") or "").strip():
                return True
            if child.first_child is not None:
                waiting.append(child.first_child)
    return False


def _styles(tree: LexborHTMLParser, names: Names) -> Seen:
    for node in tree.css(STYLED)[:MAX_MARKED]:
        style = (node.attributes.get("style") or "")[:2000]
        size = points(declarations(style)) if "font-size" in style and ("pt" in style or "px" in style) else None
        ratio = low_contrast(style)
        is_tiny = node.tag == "font" or (size is not None and 1 < size < SMALLEST_POINTS)
        if (ratio or is_tiny) and _has_letters(node) and names.is_exposed(node):
            if ratio and not _is_disabled(node):
                yield "contrast_low", node
            if is_tiny:
                yield "text_tiny", node


def _has_letters(node: LexborNode) -> bool:
    """Whether an element itself holds two letters or more: a lone one mostly stands for a sign."""
    return sum(letter.isalnum() for letter in (node.text(deep=False) or "")[:500]) > 1


def _is_disabled(node: LexborNode) -> bool:
    if node.tag == "label" and node.css_first("[disabled]") is not None:
        return True
    climb: LexborNode | None = node
    for _ in range(20):
        if climb is None:
            return False
        if "disabled" in climb.attributes or (climb.attributes.get("aria-disabled") or "") == "true":
            return True
        climb = climb.parent
    return False


def _repeated_ids(tree: LexborHTMLParser, source: str) -> Seen:
    """Ids that stand twice although a label, a cell or an aria- attribute refers to them."""
    if "for=" not in source and "aria-labelledby" not in source and "headers=" not in source:
        return
    used = set(_references(tree))
    counts = Counter(node.attributes.get("id") or "" for node in tree.css("[id]")[:20_000]) if used else Counter()
    for identity in sorted(used):
        if counts[identity] > 1:
            yield "id_repeated", f"id={identity[:100]} stands {counts[identity]} times and is referred to"


def _references(tree: LexborHTMLParser) -> Iterator[str]:
    for attribute in ("for", "aria-labelledby", "aria-describedby", "headers"):
        for node in tree.css(f"[{attribute}]")[:MAX_MARKED]:
            yield from (node.attributes.get(attribute) or "")[:1000].split()[:20]
