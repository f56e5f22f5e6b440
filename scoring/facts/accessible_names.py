"""This module knows what an assistive technology calls an element."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from scoring.facts.aria import GLOBAL_ATTRIBUTES, ROLES
from scoring.facts.exposure import Exposure
from scoring.facts.outline import Outline

MAX_STEPS = 300
MAX_STEPS_A_PAGE = 100_000
MAX_REFERENCES = 20
MAX_NAME = 300
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
WHOLE_TAGS = frozenset({"img", "svg", "input", "select", "textarea", "iframe", "object"})
"""What stands in the name of another element with its own words or none; what it holds is not read."""
Attributes = Mapping[str, str | None]


class Names:
    """Reads the names of one page's elements (numbers of its outline); what it looked up is kept. Walks are bounded."""

    def __init__(self, outline: Outline, around: Attributes) -> None:
        """`around` are the attributes of the html element."""
        self.outline = outline
        self.exposure = Exposure(outline, around)
        self._hiding = frozenset(self.exposure.hiding)
        self._ids: dict[str, int] | None = None
        self._labels: dict[str, int] | None = None
        self._steps = 0

    def role(self, number: int) -> str:
        """The role in force: the first known one that is written, else the element's own; "" for none."""
        tag, attributes = self.outline.tags[number], self.outline.attributes[number]
        written = (attributes.get("role") or "")[:200].lower().split()
        explicit = next((role for role in written if role in ROLES), "")
        if explicit in ("none", "presentation") and (is_focusable(tag, attributes) or _has_global(attributes)):
            explicit = ""
        return explicit or own_role(tag, attributes)

    def is_worded(self, number: int) -> bool:
        """Whether words stand in an element at first sight, none of them hidden."""
        if self.exposure.holds_hidden(number):
            return False
        start, end = self.outline.text_starts[number], self.outline.text_ends[number]
        return any(map(str.strip, self.outline.texts[start : min(end, start + MAX_STEPS)]))

    def name(self, number: int, role: str) -> str:
        """What an element is called, "" when nothing names it; after the W3C's computation of accessible names."""
        attributes = self.outline.attributes[number]
        if words := self._referenced(attributes.get("aria-labelledby")):
            return words
        if words := (attributes.get("aria-label") or "").strip():
            return words[:MAX_NAME]
        if words := self._native(number, role):
            return words
        if role in NAMED_BY_CONTENT and (words := self.content(number)):
            return words
        title = (attributes.get("title") or "").strip()
        is_field = self.outline.tags[number] in ("input", "textarea")
        return (title or ((attributes.get("placeholder") or "").strip() if is_field else ""))[:MAX_NAME]

    def content(self, number: int, *, follows: bool = True) -> str:
        """The words within an element that are not hidden, those of pictures included.

        `follows`: also the words that elements within refer to.
        """

        def instead(inner: int) -> str | None:
            if inner in self._hiding:
                return ""
            words = self._own_words(inner, follows=follows)
            return words if words or self.outline.tags[inner] in WHOLE_TAGS else None

        left = max(0, MAX_STEPS_A_PAGE - self._steps)
        found = [words[:MAX_NAME] for words in islice(self.outline.words_in(number, instead), min(MAX_STEPS, left))]
        self._steps += len(found)
        return " ".join(" ".join(found).split())[:MAX_NAME]

    def _own_words(self, number: int, *, follows: bool) -> str:
        """What an element within another adds to its name by itself; a reference leads no further than one step."""
        tag, attributes = self.outline.tags[number], self.outline.attributes[number]
        if follows and (words := self._referenced(attributes.get("aria-labelledby"))):
            return words
        if words := (attributes.get("aria-label") or "").strip():
            return words
        if tag == "img":
            is_decoration = (attributes.get("role") or "").strip() in ("none", "presentation")
            return "" if is_decoration else (attributes.get("alt") or attributes.get("title") or "").strip()
        if tag == "svg":
            titles = self.outline.within(number, self.outline.of_tag["title"])
            return self._stripped(titles[0]) if titles else ""
        if tag in ("input", "iframe", "object"):
            return (attributes.get("value") or attributes.get("title") or "").strip()
        return ""

    def _stripped(self, number: int) -> str:
        start, end = self.outline.text_starts[number], self.outline.text_ends[number]
        return "".join(map(str.strip, self.outline.texts[start : min(end, start + MAX_STEPS)]))

    def _native(self, number: int, role: str) -> str:
        tag, attributes = self.outline.tags[number], self.outline.attributes[number]
        kind = (attributes.get("type") or "").strip().lower() if tag == "input" else ""
        if tag in ("img", "area") or kind == "image":
            return (attributes.get("alt") or "").strip()
        if kind in ("submit", "reset") and "value" not in attributes:
            return kind
        if kind in ("submit", "reset", "button"):
            return (attributes.get("value") or "").strip()
        if tag == "svg" or role.startswith("graphics-"):
            titles = self.outline.within(number, self.outline.of_tag["title"])
            own = next((title for title in titles if self.outline.parents[title] == number), None)
            return self._stripped(own) if own is not None else ""
        return self._label(number) if tag in LABELLED_TAGS else ""

    def _label(self, number: int) -> str:
        identity = self.outline.attributes[number].get("id") or ""
        if identity and (label := self.labels().get(identity)) is not None and (words := self.content(label)):
            return words
        for around in islice(self.outline.around(number), 12):
            if self.outline.tags[around] == "form":
                return ""
            if self.outline.tags[around] == "label":
                return self.content(around)
        return ""

    def _referenced(self, references: str | None) -> str:
        if not references:
            return ""
        numbers = [self.ids().get(name) for name in references[:1000].split()[:MAX_REFERENCES]]
        found = (number for number in numbers if number is not None)
        words = [self._own_words(number, follows=False) or self.content(number, follows=False) for number in found]
        return " ".join(filter(None, words))[:MAX_NAME]

    def ids(self) -> dict[str, int]:
        """The first element of each id."""
        if self._ids is None:
            self._ids = self._first_by("id", self.outline.of_attribute.get("id", ()))
        return self._ids

    def labels(self) -> dict[str, int]:
        """The first label of each id that labels are for."""
        if self._labels is None:
            self._labels = self._first_by("for", self.outline.of_tag["label"])
        return self._labels

    def _first_by(self, name: str, numbers: Sequence[int]) -> dict[str, int]:
        attributes = self.outline.attributes
        return {attributes[number].get(name) or "": number for number in reversed(numbers)}


def own_role(tag: str, attributes: Attributes) -> str:
    """The role an element has by itself; "" for none, and for pictures that are marked as decoration."""
    if tag in ("a", "area"):
        return "link" if "href" in attributes else ""
    if tag == "input":
        return INPUT_ROLES.get((attributes.get("type") or "text").strip().lower(), "textbox")
    if tag == "img":
        is_decoration = "alt" in attributes and not attributes.get("alt")
        return "" if is_decoration and not is_focusable(tag, attributes) else "img"
    return TAG_ROLES.get(tag, "")


def is_focusable(tag: str, attributes: Attributes) -> bool:
    """Whether an element can have the focus at all; `is_tabbable` says whether the Tab key reaches it."""
    if "disabled" in attributes and tag in ("button", "input", "select", "textarea"):
        return False
    if (attributes.get("tabindex") or "").strip().lstrip("-").isdigit():
        return True
    if tag in ("a", "area"):
        return "href" in attributes
    return tag in ("button", "select", "textarea", "summary") or (
        tag == "input" and (attributes.get("type") or "").strip().lower() != "hidden"
    )


def is_tabbable(tag: str, attributes: Attributes) -> bool:
    """Whether the Tab key reaches an element."""
    return is_focusable(tag, attributes) and not (attributes.get("tabindex") or "").strip().startswith("-")


def _has_global(attributes: Attributes) -> bool:
    return any(name in GLOBAL_ATTRIBUTES for name in attributes)
