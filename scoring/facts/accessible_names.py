"""This module knows what an assistive technology calls an element, and whether it meets it at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scoring.facts.aria import GLOBAL_ATTRIBUTES, ROLES

MAX_CLIMB = 60
MAX_STEPS = 300
MAX_STEPS_A_PAGE = 100_000
MAX_IDS = 20_000
MAX_REFERENCES = 20
MAX_NAME = 300
UNSEEN_STYLE = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}(?:hidden|collapse)", re.IGNORECASE)
HIDING_CLASSES = frozenset("hide hidden d-none is-hidden display-none invisible none u-hidden".split())
"""Names under which widespread style sheets hide what stands in a page; those for screen readers alone are left out."""
UNSEEN_TAGS = frozenset({"template", "noscript", "script", "style", "head", "datalist"})
NAMED_BY_CONTENT = frozenset(
    """button link heading menuitem menuitemcheckbox menuitemradio checkbox radio switch option tab treeitem cell
    columnheader rowheader gridcell tooltip row summary doc-backlink doc-biblioref doc-glossref doc-noteref""".split()
)
NO_FIELDS = frozenset({"hidden", "submit", "reset", "button", "image"})
INPUT_ROLES = {
    "checkbox": "checkbox", "radio": "radio", "range": "slider", "number": "spinbutton", "search": "searchbox",
    "submit": "button", "reset": "button", "button": "button", "image": "image button", "hidden": "",
}  # fmt: skip
TAG_ROLES = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "button": "button", "textarea": "textbox", "select": "combobox", "iframe": "frame", "summary": "summary",
}  # fmt: skip
LABELLED_TAGS = frozenset({"input", "select", "textarea", "button"})


@dataclass(slots=True)
class Names:
    """Reads the names of one page's elements; what it looked up is kept. Every walk is bounded."""

    tree: LexborHTMLParser
    _ids: dict[str, LexborNode] | None = None
    _labels: dict[str, LexborNode] | None = None
    _unseen: dict[int, int] = field(default_factory=dict)
    _steps: int = 0

    def is_exposed(self, node: LexborNode) -> bool:
        """Whether an assistive technology meets an element; style sheets are not read."""
        return self._state(node) == 0

    def is_seen(self, node: LexborNode) -> bool:
        """Whether a reader may see an element, or tab to it, even where it is kept from assistive technology."""
        return self._state(node) < 2

    def _state(self, node: LexborNode) -> int:
        """0 exposed, 1 within aria-hidden, 2 not displayed; asked often, so every element is looked at once."""
        path: list[LexborNode] = []
        state = 0
        climb: LexborNode | None = node
        while climb is not None and len(path) < MAX_CLIMB:
            if (known := self._unseen.get(climb.mem_id)) is not None:
                state = known
                break
            path.append(climb)
            climb = climb.parent
        for element in reversed(path):
            state = max(state, _own_state(element))
            self._unseen[element.mem_id] = state
        return state

    def role(self, node: LexborNode) -> str:
        """The role in force: the first known one that is written, else the element's own; "" for none."""
        attributes = node.attributes
        written = (attributes.get("role") or "")[:200].lower().split()
        explicit = next((role for role in written if role in ROLES), "")
        if explicit in ("none", "presentation") and (is_focusable(node) or _has_global(node)):
            explicit = ""
        return explicit or own_role(node)

    def name(self, node: LexborNode, role: str) -> str:
        """What an element is called, "" when nothing names it; after the W3C's computation of accessible names."""
        attributes = node.attributes
        if words := self._referenced(attributes.get("aria-labelledby")):
            return words
        if words := (attributes.get("aria-label") or "").strip():
            return words[:MAX_NAME]
        if words := self._native(node, role):
            return words
        if role in NAMED_BY_CONTENT and (words := self.content(node)):
            return words
        title = (attributes.get("title") or "").strip()
        is_field = node.tag in ("input", "textarea")
        return (title or ((attributes.get("placeholder") or "").strip() if is_field else ""))[:MAX_NAME]

    def content(self, node: LexborNode) -> str:
        """The words within an element that are not hidden, those of pictures included."""
        return self._content(node, follows=True)

    def _content(self, node: LexborNode, *, follows: bool = False) -> str:
        found: list[str] = []
        waiting = [child for child in [node.first_child] if child is not None]
        for _ in range(MAX_STEPS):
            if not waiting or self._steps > MAX_STEPS_A_PAGE:
                break
            self._steps += 1
            child = waiting.pop()
            if child.next is not None:
                waiting.append(child.next)
            if child.is_text_node:
                found.append((child.text_content or "")[:MAX_NAME])
            elif child.is_element_node and not _own_state(child):
                words = self._own_words(child, is_referenced=not follows)
                if words or child.tag in ("img", "svg", "input", "select", "textarea", "iframe", "object"):
                    found.append(words)
                elif child.first_child is not None:
                    waiting.append(child.first_child)
        return " ".join(" ".join(found).split())[:MAX_NAME]

    def _own_words(self, node: LexborNode, *, is_referenced: bool = False) -> str:
        """What an element within another adds to its name by itself; a reference leads no further than one step."""
        attributes = node.attributes
        if not is_referenced and (words := self._referenced(attributes.get("aria-labelledby"))):
            return words
        if words := (attributes.get("aria-label") or "").strip():
            return words
        if node.tag == "img":
            is_decoration = (attributes.get("role") or "").strip() in ("none", "presentation")
            return "" if is_decoration else (attributes.get("alt") or attributes.get("title") or "").strip()
        if node.tag == "svg":
            title = node.css_first("title")
            return title.text(strip=True) if title is not None else ""
        if node.tag in ("input", "iframe", "object"):
            return (attributes.get("value") or attributes.get("title") or "").strip()
        return ""

    def _native(self, node: LexborNode, role: str) -> str:
        attributes = node.attributes
        tag = node.tag or ""
        kind = (attributes.get("type") or "").strip().lower() if tag == "input" else ""
        if tag in ("img", "area") or kind == "image":
            return (attributes.get("alt") or "").strip()
        if kind in ("submit", "reset") and "value" not in attributes:
            return kind
        if kind in ("submit", "reset", "button"):
            return (attributes.get("value") or "").strip()
        if tag == "svg" or role.startswith("graphics-"):
            title = next((child for child in node.iter() if child.tag == "title"), None)
            return title.text(strip=True) if title is not None else ""
        return self._label(node) if tag in LABELLED_TAGS else ""

    def _label(self, node: LexborNode) -> str:
        identity = node.attributes.get("id") or ""
        if identity and (label := self.labels().get(identity)) is not None and (words := self.content(label)):
            return words
        parent = node.parent
        for _ in range(12):
            if parent is None or parent.tag == "form":
                return ""
            if parent.tag == "label":
                return self.content(parent)
            parent = parent.parent
        return ""

    def _referenced(self, references: str | None) -> str:
        if not references:
            return ""
        nodes = [self.ids().get(name) for name in references[:1000].split()[:MAX_REFERENCES]]
        words = [self._own_words(node, is_referenced=True) or self._content(node) for node in nodes if node is not None]
        return " ".join(filter(None, words))[:MAX_NAME]

    def ids(self) -> dict[str, LexborNode]:
        """The first element of each id."""
        if self._ids is None:
            self._ids = {}
            for node in self.tree.css("[id]")[:MAX_IDS]:
                self._ids.setdefault(node.attributes.get("id") or "", node)
        return self._ids

    def labels(self) -> dict[str, LexborNode]:
        """The first label of each id that labels are for."""
        if self._labels is None:
            self._labels = {}
            for node in self.tree.css("label[for]")[:MAX_IDS]:
                self._labels.setdefault(node.attributes.get("for") or "", node)
        return self._labels


def own_role(node: LexborNode) -> str:
    """The role an element has by itself; "" for none, and for pictures that are marked as decoration."""
    attributes = node.attributes
    tag = node.tag or ""
    if tag in ("a", "area"):
        return "link" if "href" in attributes else ""
    if tag == "input":
        return INPUT_ROLES.get((attributes.get("type") or "text").strip().lower(), "textbox")
    if tag == "img":
        is_decoration = "alt" in attributes and not attributes.get("alt")
        return "" if is_decoration and not is_focusable(node) else "img"
    return TAG_ROLES.get(tag, "")


def is_focusable(node: LexborNode) -> bool:
    """Whether an element can have the focus at all; `is_tabbable` says whether the Tab key reaches it."""
    attributes = node.attributes
    if "disabled" in attributes and node.tag in ("button", "input", "select", "textarea"):
        return False
    if (attributes.get("tabindex") or "").strip().lstrip("-").isdigit():
        return True
    if node.tag in ("a", "area"):
        return "href" in attributes
    return node.tag in ("button", "select", "textarea", "summary") or (
        node.tag == "input" and (attributes.get("type") or "").strip().lower() != "hidden"
    )


def is_tabbable(node: LexborNode) -> bool:
    """Whether the Tab key reaches an element."""
    return is_focusable(node) and not (node.attributes.get("tabindex") or "").strip().startswith("-")


def _own_state(node: LexborNode) -> int:
    if not node.is_element_node:
        return 0
    tag, attributes = node.tag, node.attributes
    is_closed = tag == "dialog" and "open" not in attributes
    if tag in UNSEEN_TAGS or "hidden" in attributes or "inert" in attributes or is_closed:
        return 2
    if (style := attributes.get("style")) and UNSEEN_STYLE.search(style[:500]):
        return 2
    if (classes := attributes.get("class")) and not HIDING_CLASSES.isdisjoint(classes[:300].split()):
        return 2
    return 1 if (attributes.get("aria-hidden") or "").strip().lower() == "true" else 0


def _has_global(node: LexborNode) -> bool:
    return any(name in GLOBAL_ATTRIBUTES for name in node.attributes)
