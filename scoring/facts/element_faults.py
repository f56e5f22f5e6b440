"""This module knows what is wrong with links, buttons, fields, pictures and all else that needs a name or a role."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scoring.facts.accessible_names import HIDING_CLASSES, NO_FIELDS, Names, is_tabbable
from scoring.facts.aria import BRINGS_ITS_STATE, REQUIRED, ROLES
from scoring.facts.autocomplete import is_autocomplete

MAX_ELEMENTS = 10_000
MAX_MARKED = 3000
MAX_SCRIPT = 200_000
LONGEST_SOUND_SECONDS = 3.0
ELEMENTS = (
    "a[href],area[href],button,input,select,textarea,summary,iframe,object,img,h1,h2,h3,h4,h5,h6,[role],"
    "[tabindex],[headers],audio[autoplay],video[autoplay]"
)
PLAIN_TAGS = frozenset({"a", "button", "h1", "h2", "h3", "h4", "h5", "h6"})
HIDDEN_WITHIN = ",".join((
    "[hidden]", "[inert]", '[aria-hidden="true" i]', '[style*="display" i]', '[style*="visibility" i]',
    *(f'[class~="{name}"]' for name in sorted(HIDING_CLASSES)), "a noscript", "a style", "a script",
))  # fmt: skip
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


def element_faults(tree: LexborHTMLParser, source: str, names: Names) -> Iterator[tuple[str, LexborNode]]:
    """Each fault of a link, button, field, picture, frame, heading or object: the rule, and the element.

    `source` is the page's markup. At most 10,000 elements are looked at.
    """
    unsure = _with_hidden_words(tree)
    has_hidden = tree.css_first('[aria-hidden="true"]') is not None
    for node in tree.css(ELEMENTS)[:MAX_ELEMENTS]:
        tag, attributes = node.tag or "", node.attributes
        if not has_hidden and "role" not in attributes and _is_plain(node, tag, attributes, unsure):
            continue
        if has_hidden and is_tabbable(node) and not names.is_exposed(node) and _is_met(node, source, names):
            yield "hidden_part_focusable", node
        role = names.role(node)
        if "role" in attributes:
            yield from _written_role(node, role, names)
        if "autocomplete" in attributes and _is_filled_in_wrong(node) and names.is_exposed(node):
            yield "autocomplete_invalid", node
        if tag in ("audio", "video"):
            if _plays_itself(node) and names.is_seen(node):
                yield "sound_plays_itself", node
        elif tag == "svg" or role in DRAWING_ROLES:
            if (role == "img" or role in DRAWING_ROLES) and _is_nameless(node, role, names):
                yield "drawing_unnamed", node
        elif tag == "object":
            if "role" not in attributes and _is_medium(node) and _is_nameless(node, "", names):
                yield "object_unnamed", node
        elif (rule := UNNAMED.get(role)) and _counts(node, role) and _is_nameless(node, role, names):
            yield rule, node


def _is_plain(node: LexborNode, tag: str, attributes: Mapping[str, str | None], unsure: set[int]) -> bool:
    """Whether an element has words at first sight, as most have; it needs no closer look."""
    if tag == "img":
        return bool((attributes.get("alt") or "").strip())
    return tag in PLAIN_TAGS and node.mem_id not in unsure and bool(node.text().strip())


def _is_met(node: LexborNode, source: str, names: Names) -> bool:
    """Whether the Tab key stops at an element. One off the screen that a script names may hand the focus on."""
    if not names.is_seen(node):
        return False
    identity = node.attributes.get("id") or ""
    is_off_screen = _OFF_SCREEN.search((node.attributes.get("style") or "")[:300]) is not None
    return not (is_off_screen and identity and source.count(identity, 0, MAX_SCRIPT) > 1)


def _with_hidden_words(tree: LexborHTMLParser) -> set[int]:
    """The elements some of whose words are hidden, up to eight levels about what hides them."""
    unsure: set[int] = set()
    for node in tree.css(HIDDEN_WITHIN)[:MAX_MARKED]:
        climb: LexborNode | None = node
        for _ in range(8):
            if climb is None or climb.tag == "body":
                break
            unsure.add(climb.mem_id)
            climb = climb.parent
    return unsure


def _is_nameless(node: LexborNode, role: str, names: Names) -> bool:
    return not names.name(node, role) and names.is_exposed(node)


def _counts(node: LexborNode, role: str) -> bool:
    """Whether an element of that role must have a name at all."""
    attributes = node.attributes
    if role == "frame":
        is_dot = any((attributes.get(side) or "").strip() in ("0", "1") for side in ("width", "height"))
        return is_tabbable_frame(node) and not is_dot
    if role == "summary":
        parent = node.parent
        first = next((child for child in parent.iter() if child.tag == "summary"), None) if parent else None
        return parent is not None and parent.tag == "details" and first is not None and first.mem_id == node.mem_id
    if node.tag == "input" and role in FIELD_ROLES:
        return (attributes.get("type") or "").strip().lower() not in NO_FIELDS
    return True


def is_tabbable_frame(node: LexborNode) -> bool:
    """Whether the Tab key leads into a frame that has not been given another role."""
    attributes = node.attributes
    return not (attributes.get("tabindex") or "").strip().startswith("-") and "role" not in attributes


def _is_medium(node: LexborNode) -> bool:
    attributes = node.attributes
    kind = attributes.get("type") or ""
    return bool(MEDIA_TYPE.match(kind) if kind else MEDIA.search((attributes.get("data") or "")[-300:]))


def _plays_itself(node: LexborNode) -> bool:
    attributes = node.attributes
    if "muted" in attributes or "controls" in attributes:
        return False
    sources = [attributes.get("src") or "", *(each.attributes.get("src") or "" for each in node.css("source")[:5])]
    pieces = [match for source in sources if (match := _PIECE.search(source[-200:]))]
    if _has_button_beside(node):
        return False
    is_short = any(float(match[2]) - float(match[1] or 0) <= LONGEST_SOUND_SECONDS for match in pieces)
    return any(sources) and not is_short


def _has_button_beside(node: LexborNode) -> bool:
    place = node.parent.parent if node.parent is not None and node.parent.tag != "body" else node.parent
    return place is not None and place.css_first('button,[role="button"],input[type="button"]') is not None


def _is_filled_in_wrong(node: LexborNode) -> bool:
    attributes = node.attributes
    kind = (attributes.get("type") or "").strip().lower()
    is_field = node.tag in ("input", "select", "textarea") and kind not in (*NO_FIELDS, "checkbox", "radio", "file")
    is_off = "disabled" in attributes or (attributes.get("aria-disabled") or "").strip() == "true"
    is_met = is_field and not is_off and not (attributes.get("tabindex") or "").strip().startswith("-")
    return is_met and not is_autocomplete(attributes.get("autocomplete") or "")


def _written_role(node: LexborNode, role: str, names: Names) -> Iterator[tuple[str, LexborNode]]:
    written = (node.attributes.get("role") or "")[:200].lower().split()
    if not written or not names.is_exposed(node):
        return
    if not any(word in ROLES for word in written):
        yield "role_unknown", node
        return
    needed = REQUIRED.get(role, ())
    kind = (node.attributes.get("type") or "").strip().lower() if node.tag == "input" else ""
    brings = role in BRINGS_ITS_STATE.get(kind, frozenset()) or (node.tag or "") in ("h1", "h2", "h3", "h4", "h5", "h6")
    if not needed or brings or (role == "separator" and not is_tabbable(node)) or node.tag in ("select", "meter"):
        return
    if any(not (node.attributes.get(name) or "").strip() for name in needed):
        yield "aria_state_missing", node
