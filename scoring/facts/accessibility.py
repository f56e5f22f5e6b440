"""This module knows which rules of accessibility a page breaks, as far as that can be told without a browser."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice, pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scoring.facts.access_rules import RULES
from scoring.facts.accessible_names import MAX_STEPS, Attributes, Names
from scoring.facts.aria_faults import aria_faults
from scoring.facts.contrast import declarations, low_contrast, points
from scoring.facts.element_faults import MAX_MARKED, element_faults
from scoring.facts.language_tags import is_language_tag
from scoring.facts.model import AccessFault
from scoring.facts.outline import Outline, nodes_at, outline_of
from scoring.facts.table_faults import table_faults
from scoring.facts.text import plain

MAX_SNIPPET = 160
SMALLEST_POINTS = 9.0
LONGEST_DELAY_SECONDS = 72_000
LEAST_ZOOM = 2.0
MAX_CLIMB = 20
_REFRESH = re.compile(r"\s*(\d{1,9})[\d.]*\s*(?:\Z|[;,\s])")

Seen = Iterator[tuple[str, int | LexborNode | str]]
"""Rules that are broken, each time with the element that does it (its number in the outline, or a node of the head),
or with words on what was seen."""


def page_faults(
    tree: LexborHTMLParser,
    *,
    source: str,
    headings: tuple[tuple[int, str], ...] = (),
    outline: Outline | None = None,
) -> tuple[AccessFault, ...]:
    """The rules of `access_rules.RULES` that a page breaks, each with how often and the first element that does.

    `source` is the page's markup, `headings` those that have words, in order; `outline` is the page's `outline_of`, for
    callers that have it. Never raises for what a page holds.
    Blind spot: style sheets and scripts are not applied, so that what they hide, name or add is not known.
    """
    html = tree.css_first("html")
    around = html.attributes if html is not None else {}
    names = Names(outline or outline_of(tree), around)
    counts: Counter[str] = Counter()
    first: dict[str, int | LexborNode | str] = {}
    seen: Seen = chain(
        _document(tree, around),
        element_faults(source, names),
        aria_faults(names),
        _parts_in_languages(names),
        _styles(names),
        _repeated_ids(names.outline),
        _skipped_headings(headings),
        table_faults(names),
    )
    for rule, what in seen:
        counts[rule] += 1
        first.setdefault(rule, what)
    nodes = nodes_at(tree, (what for what in first.values() if isinstance(what, int)))
    snippets = {rule: _as_written(nodes[what] if isinstance(what, int) else what) for rule, what in first.items()}
    return tuple(AccessFault(rule, counts[rule], snippets[rule]) for rule in RULES if rule in counts)


def _as_written(what: LexborNode | str) -> str:
    return plain(what if isinstance(what, str) else what.html, MAX_SNIPPET)


def _skipped_headings(headings: tuple[tuple[int, str], ...]) -> Seen:
    for before, after in pairwise(headings):
        if after[0] > before[0] + 1:
            yield "heading_skipped", f"h{before[0]} {before[1][:60]}, then h{after[0]} {after[1][:60]}"


def _document(tree: LexborHTMLParser, html: Attributes) -> Seen:
    language = (html.get("lang") or "").strip()
    shown = "<html " + " ".join(f'{name}="{value}"' for name, value in html.items()) + ">"
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


def _parts_in_languages(names: Names) -> Seen:
    outline = names.outline
    for number in outline.of_attribute.get("lang", [])[:MAX_MARKED]:
        tag = outline.attributes[number].get("lang") or ""
        if not tag or not number or is_language_tag(tag):
            continue
        if names.exposure.is_seen(number) and _has_text_of_its_own(number, names):
            yield "part_language_invalid", number


def _has_text_of_its_own(number: int, names: Names) -> bool:
    """Whether there is text in an element that no element within it gives another language."""
    tags, attributes = names.outline.tags, names.outline.attributes

    def instead(inner: int) -> str | None:
        if "lang" in attributes[inner] or not names.exposure.is_seen(inner):
            return ""
        return (attributes[inner].get("alt") or "") if tags[inner] == "img" else None

    return any(map(str.strip, islice(names.outline.words_in(number, instead), MAX_STEPS)))


def _styles(names: Names) -> Seen:
    outline = names.outline
    for number in _styled(outline)[:MAX_MARKED]:
        style = (outline.attributes[number].get("style") or "")[:2000]
        size = points(declarations(style)) if "font-size" in style and ("pt" in style or "px" in style) else None
        ratio = low_contrast(style)
        is_tiny = outline.tags[number] == "font" or (size is not None and 1 < size < SMALLEST_POINTS)
        if (ratio or is_tiny) and _has_letters(outline, number) and names.exposure.is_exposed(number):
            if ratio and not _is_disabled(outline, number):
                yield "contrast_low", number
            if is_tiny:
                yield "text_tiny", number


def _styled(outline: Outline) -> list[int]:
    """The elements that say a colour or a size of letters themselves."""
    attributes = outline.attributes
    found = []
    for number in outline.of_attribute.get("style", ()):
        style = attributes[number]["style"]
        if style and ("color" in style or "font-size" in style):
            found.append(number)
    fonts = [number for number in outline.of_tag.get("font", ()) if attributes[number].get("size") == "1"]
    return sorted({*found, *fonts}) if fonts else found


def _has_letters(outline: Outline, number: int) -> bool:
    """Whether an element itself holds two letters or more: a lone one mostly stands for a sign."""
    own = islice(outline.words_in(number, lambda _: ""), MAX_STEPS)
    return sum(letter.isalnum() for letter in "".join(own)[:500]) > 1


def _is_disabled(outline: Outline, number: int) -> bool:
    disabled = outline.of_attribute.get("disabled", ())
    if outline.tags[number] == "label" and outline.holds(number, disabled):
        return True
    path = (outline.attributes[one] for one in islice(chain((number,), outline.around(number)), MAX_CLIMB))
    return any("disabled" in own or own.get("aria-disabled") == "true" for own in path)


def _repeated_ids(outline: Outline) -> Seen:
    """Ids that stand twice although a label, a cell or an aria- attribute refers to them."""
    if not (used := set(_references(outline))):
        return
    ids = outline.of_attribute.get("id", ())
    counts = Counter(outline.attributes[number].get("id") or "" for number in ids)
    for identity in sorted(used):
        if counts[identity] > 1:
            yield "id_repeated", f"id={identity[:100]} stands {counts[identity]} times and is referred to"


def _references(outline: Outline) -> Iterator[str]:
    for attribute in ("for", "aria-labelledby", "aria-describedby", "headers"):
        for number in outline.of_attribute.get(attribute, [])[:MAX_MARKED]:
            yield from (outline.attributes[number].get(attribute) or "")[:1000].split()[:20]
