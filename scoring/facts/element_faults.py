"""This module knows what is wrong with links, buttons, fields, pictures and all else that needs a name or a role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.facts.accessible_names import NO_FIELDS, Attributes, Names, is_tabbable
from scoring.facts.aria import BRINGS_ITS_STATE, REQUIRED, ROLES
from scoring.facts.autocomplete import is_autocomplete
from scoring.facts.outline import Outline

MAX_ELEMENTS = 10_000
MAX_MARKED = 3000
MAX_SCRIPT = 200_000
LONGEST_SOUND_SECONDS = 3.0
ELEMENT_TAGS = (
    "button", "input", "select", "textarea", "summary", "iframe", "object", "img", "h1", "h2", "h3", "h4", "h5", "h6",
)  # fmt: skip
ELEMENT_MARKS = ("role", "tabindex")
"""Attributes that make any element one of interest."""
SOUND_TAGS = ("audio", "video")
PLAIN_TAGS = frozenset({"a", "button", "h1", "h2", "h3", "h4", "h5", "h6"})
FIELD_ROLES = frozenset(
    """checkbox combobox listbox menuitemcheckbox menuitemradio radio searchbox slider spinbutton switch
    textbox""".split()
)
DRAWING_ROLES = frozenset({"graphics-document", "graphics-symbol"})
UNNAMED = {
    "link": "link_unnamed", "button": "button_unnamed", "image button": "image_button_unnamed",
    "menuitem": "menu_item_unnamed", "summary": "summary_unnamed", "frame": "frame_unnamed",
    "heading": "heading_empty", "img": "image_unnamed", "image": "image_unnamed",
    "doc-backlink": "link_unnamed", "doc-biblioref": "link_unnamed", "doc-glossref": "link_unnamed",
    "doc-noteref": "link_unnamed",
} | dict.fromkeys(FIELD_ROLES, "field_unnamed")  # fmt: skip
MEDIA = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|bmp|mp3|mp4|ogg|ogv|wav|webm|avi|wmv|flv|swf)(?:[?#]|\Z)", re.IGNORECASE
)
MEDIA_TYPE = re.compile(r"(?:image|audio|video)/", re.IGNORECASE)
_OFF_SCREEN = re.compile(r"(?:left|top)\s{0,5}:\s{0,5}-\d{3,}", re.IGNORECASE)
_PIECE = re.compile(r"#t=(?:npt:)?(\d{0,6}(?:\.\d{1,3})?),(\d{1,6}(?:\.\d{1,3})?)")


def element_faults(source: str, names: Names) -> Iterator[tuple[str, int]]:
    """Each fault of a link, button, field, picture, frame, heading or object: the rule, and the element.

    `source` is the page's markup. At most 10,000 elements are looked at.
    """
    outline, exposure = names.outline, names.exposure
    buttons, summaries = _buttons(outline), _summaries(outline)
    for number in _elements(outline):
        tag, attributes = outline.tags[number], outline.attributes[number]
        if _is_kept_from_some(number, names) and is_tabbable(tag, attributes) and _is_met(attributes, source):
            yield "hidden_part_focusable", number
        if "role" not in attributes and _is_plain(number, names):
            continue
        role = names.role(number)
        if "role" in attributes:
            yield from _written_role(number, role, names)
        if "autocomplete" in attributes and _is_filled_in_wrong(tag, attributes) and exposure.is_exposed(number):
            yield "autocomplete_invalid", number
        if tag in SOUND_TAGS:
            if _plays_itself(outline, number, buttons) and exposure.is_seen(number):
                yield "sound_plays_itself", number
        elif tag == "svg" or role in DRAWING_ROLES:
            if (role == "img" or role in DRAWING_ROLES) and _is_nameless(number, role, names):
                yield "drawing_unnamed", number
        elif tag == "object":
            if "role" not in attributes and _is_medium(attributes) and _is_nameless(number, "", names):
                yield "object_unnamed", number
        elif (
            (rule := UNNAMED.get(role))
            and _counts(outline, number, role, summaries)
            and _is_nameless(number, role, names)
        ):
            yield rule, number


def _elements(outline: Outline) -> list[int]:
    found = {*outline.links, *(number for tag in ELEMENT_TAGS for number in outline.of_tag.get(tag, ()))}
    found.update(number for name in ELEMENT_MARKS for number in outline.of_attribute.get(name, ()))
    sounds = (number for tag in SOUND_TAGS for number in outline.of_tag.get(tag, ()))
    found.update(number for number in sounds if "autoplay" in outline.attributes[number])
    return sorted(found)[:MAX_ELEMENTS]


def _is_plain(number: int, names: Names) -> bool:
    """Whether an element has words at first sight, as most have; it needs no closer look."""
    tag = names.outline.tags[number]
    if tag == "img":
        return bool((names.outline.attributes[number].get("alt") or "").strip())
    return tag in PLAIN_TAGS and names.is_worded(number)


def _is_kept_from_some(number: int, names: Names) -> bool:
    """Whether readers see an element that assistive technology does not meet."""
    return not names.exposure.is_exposed(number) and names.exposure.is_seen(number)


def _is_met(attributes: Attributes, source: str) -> bool:
    """Whether the Tab key stops at an element. One off the screen that a script names may hand the focus on."""
    identity = attributes.get("id") or ""
    is_off_screen = _OFF_SCREEN.search((attributes.get("style") or "")[:300]) is not None
    return not (is_off_screen and identity and source.count(identity, 0, MAX_SCRIPT) > 1)


def _is_nameless(number: int, role: str, names: Names) -> bool:
    return names.exposure.is_exposed(number) and not names.name(number, role)


def _counts(outline: Outline, number: int, role: str, summaries: frozenset[int]) -> bool:
    """Whether an element of that role must have a name at all."""
    tag, attributes = outline.tags[number], outline.attributes[number]
    if role == "frame":
        is_dot = any((attributes.get(side) or "").strip() in ("0", "1") for side in ("width", "height"))
        return _is_tabbable_frame(attributes) and not is_dot
    if role == "summary":
        return number in summaries
    if tag == "input" and role in FIELD_ROLES:
        return (attributes.get("type") or "").strip().lower() not in NO_FIELDS
    return True


def _is_tabbable_frame(attributes: Attributes) -> bool:
    """Whether the Tab key leads into a frame that has not been given another role."""
    return not (attributes.get("tabindex") or "").strip().startswith("-") and "role" not in attributes


def _is_medium(attributes: Attributes) -> bool:
    kind = attributes.get("type") or ""
    return bool(MEDIA_TYPE.match(kind) if kind else MEDIA.search((attributes.get("data") or "")[-300:]))


def _plays_itself(outline: Outline, number: int, buttons: list[int]) -> bool:
    attributes = outline.attributes[number]
    parent = outline.parents[number]
    beside = outline.parents[parent] if parent > 0 else parent
    if "muted" in attributes or "controls" in attributes or outline.holds(beside, buttons):
        return False
    inner = outline.within(number, outline.of_tag["source"])[:5]
    sources = [(outline.attributes[one].get("src") or "") for one in (number, *inner)]
    pieces = [match for source in sources if (match := _PIECE.search(source[-200:]))]
    is_short = any(float(match[2]) - float(match[1] or 0) <= LONGEST_SOUND_SECONDS for match in pieces)
    return any(sources) and not is_short


def _buttons(outline: Outline) -> list[int]:
    roles, inputs = outline.of_attribute.get("role", ()), outline.of_tag.get("input", ())
    found = {*outline.of_tag.get("button", ())}
    found.update(number for number in roles if outline.attributes[number].get("role") == "button")
    found.update(number for number in inputs if (outline.attributes[number].get("type") or "").lower() == "button")
    return sorted(found)


def _summaries(outline: Outline) -> frozenset[int]:
    """The summaries that unfold something: the first of each `details`."""
    first: dict[int, int] = {}
    for number in outline.of_tag.get("summary", ()):
        first.setdefault(outline.parents[number], number)
    return frozenset(number for parent, number in first.items() if outline.tags[parent] == "details")


def _is_filled_in_wrong(tag: str, attributes: Attributes) -> bool:
    kind = (attributes.get("type") or "").strip().lower()
    is_field = tag in ("input", "select", "textarea") and kind not in (*NO_FIELDS, "checkbox", "radio", "file")
    is_off = "disabled" in attributes or (attributes.get("aria-disabled") or "").strip() == "true"
    is_met = is_field and not is_off and not (attributes.get("tabindex") or "").strip().startswith("-")
    return is_met and not is_autocomplete(attributes.get("autocomplete") or "")


def _written_role(number: int, role: str, names: Names) -> Iterator[tuple[str, int]]:
    tag, attributes = names.outline.tags[number], names.outline.attributes[number]
    written = (attributes.get("role") or "")[:200].lower().split()
    if not written or not names.exposure.is_exposed(number):
        return
    if not any(word in ROLES for word in written):
        yield "role_unknown", number
        return
    needed = REQUIRED.get(role, ())
    kind = (attributes.get("type") or "").strip().lower() if tag == "input" else ""
    brings = role in BRINGS_ITS_STATE.get(kind, frozenset()) or tag in ("h1", "h2", "h3", "h4", "h5", "h6")
    is_line = role == "separator" and not is_tabbable(tag, attributes)
    if not needed or brings or is_line or tag in ("select", "meter"):
        return
    if any(not (attributes.get(name) or "").strip() for name in needed):
        yield "aria_state_missing", number
