"""This module knows the forms of a page: what they ask for, whether their fields are named, and which one searches."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.evidence import SEARCH_MARKS, SEARCH_NAMES
from scoring.facts.links import absolute, base_address
from scoring.facts.model import Form
from scoring.facts.text import plain
from scoring.lexicon import WordBook

MAX_FORMS = 50
MAX_FIELDS = 200
MAX_LABELS = 2000
MAX_CLIMB = 12
MAX_WORDS = 400

FIELDS = "input,textarea,select"
NO_FIELDS = frozenset(
    {
        "hidden", "submit", "button", "reset", "image",
    }
)  # fmt: skip
TEXT_KINDS = frozenset(
    {
        "text", "search",
    }
)  # fmt: skip
UNSEEN_STYLE = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.IGNORECASE)


def page_forms(tree: LexborHTMLParser, *, url: str, book: WordBook) -> tuple[Form, ...]:
    """The forms of a page that have a field to fill in, 50 at most.

    Fields outside any form, as pages driven by scripts have them, make one more form with an empty method. A field
    is unlabelled when no label, aria-label, aria-labelledby or title names it; a placeholder is no name, for it
    goes away. Hidden fields and buttons are no fields.
    """
    labels = {
        label.attributes.get("for") or ""
        for label in tree.css("label[for]")[:MAX_LABELS]
        if plain(label.text(), 50) or label.css_first("img[alt]") is not None
    }
    base = base_address(tree, url)
    has_scripts = tree.css_first("script") is not None
    forms = []
    inside: set[int] = set()
    for node in tree.css("form")[:MAX_FORMS]:
        nodes = node.css(FIELDS)[:MAX_FIELDS]
        inside.update(field.mem_id for field in nodes)
        if fields := [field for field in nodes if _is_visible_field(field)]:
            forms.append(_form(node, fields, labels, base, book, has_scripts=has_scripts))
    loose = [
        field for field in tree.css(FIELDS)[:MAX_FIELDS] if field.mem_id not in inside and _is_visible_field(field)
    ]
    if loose:
        forms.append(_loose_form(loose, labels, has_scripts=has_scripts))
    return tuple(forms)


def _form(
    node: LexborNode, fields: list[LexborNode], labels: set[str], base: str, book: WordBook, *, has_scripts: bool
) -> Form:
    attributes = node.attributes
    words = _words_of(node)
    return Form(
        action=absolute(base, attributes.get("action") or ""),
        method="post" if (attributes.get("method") or "").strip().lower() == "post" else "get",
        fields=tuple(_kind(field) for field in fields),
        words=words,
        is_search=_is_search(node, fields, words, book),
        unlabelled=sum(not _is_labelled(field, labels) for field in fields),
        sends=_sends(node, fields, has_scripts=has_scripts),
    )


def _sends(node: LexborNode, fields: list[LexborNode], *, has_scripts: bool) -> str:
    """Where a browser sends a form: a field without a name is never sent, and a script may send anything."""
    is_scripted = (node.attributes.get("action") or "").strip().lower().startswith("javascript:")
    if not is_scripted and any((field.attributes.get("name") or "").strip() for field in fields):
        return "address"
    return (
        "script" if has_scripts or is_scripted or any(name.startswith("on") for name in node.attributes) else "nowhere"
    )


def _loose_form(fields: list[LexborNode], labels: set[str], *, has_scripts: bool) -> Form:
    words = " ".join(filter(None, (plain(field.attributes.get("placeholder"), 60) for field in fields)))
    return Form(
        action="",
        method="",
        fields=tuple(_kind(field) for field in fields),
        words=words[:MAX_WORDS],
        is_search=any(_searches(field) for field in fields),
        unlabelled=sum(not _is_labelled(field, labels) for field in fields),
        sends="script" if has_scripts else "nowhere",
    )


def _kind(field: LexborNode) -> str:
    tag = field.tag or ""
    return (field.attributes.get("type") or "text").strip().lower()[:20] or "text" if tag == "input" else tag


def _is_visible_field(field: LexborNode) -> bool:
    attributes = field.attributes
    if _kind(field) in NO_FIELDS or "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return False
    return not UNSEEN_STYLE.search((attributes.get("style") or "")[:300])


def _is_search(node: LexborNode, fields: list[LexborNode], words: str, book: WordBook) -> bool:
    attributes = node.attributes
    if attributes.get("role") == "search" or any(_searches(field) for field in fields):
        return True
    texts = [field for field in fields if _kind(field) in TEXT_KINDS]
    if len(texts) != 1 or len(fields) > 4:
        return False
    named = " ".join((attributes.get(name) or "")[:200] for name in ("action", "id", "class", "name"))
    return bool(SEARCH_MARKS.search(named)) or book.phrase("search", words) is not None


def _searches(field: LexborNode) -> bool:
    kind = _kind(field)
    if kind not in TEXT_KINDS:
        return False
    attributes = field.attributes
    # ASP.NET names a field by all the controls about it: ctl00$Header$SearchBox.
    names = [re.split(r"[$:.\[]", (attributes.get(name) or "")[:200])[-1] for name in ("name", "id")]
    return kind == "search" or any(SEARCH_NAMES.match(name) for name in names) or _stands_in_search(field)


def _stands_in_search(field: LexborNode) -> bool:
    parent = field.parent
    for _ in range(MAX_CLIMB):
        if parent is None or parent.tag == "body":
            return False
        if parent.attributes.get("role") == "search" or parent.tag == "search":
            return True
        parent = parent.parent
    return False


def _is_labelled(field: LexborNode, labels: set[str]) -> bool:
    attributes = field.attributes
    if any((attributes.get(name) or "").strip() for name in ("aria-label", "aria-labelledby", "title")):
        return True
    if (attributes.get("id") or "") in labels - {""}:
        return True
    parent = field.parent
    for _ in range(MAX_CLIMB):
        if parent is None or parent.tag == "form":
            return False
        if parent.tag == "label":
            return bool(plain(parent.text(), 50)) or parent.css_first("img[alt]") is not None
        parent = parent.parent
    return False


def _words_of(node: LexborNode) -> str:
    pieces = []
    for part in node.css("label,legend,button,input,textarea")[: 2 * MAX_FIELDS]:
        attributes = part.attributes
        if part.tag == "input" or part.tag == "textarea":
            is_button = part.tag == "input" and _kind(part) in ("submit", "button", "image")
            shown = (attributes.get("value") or attributes.get("alt")) if is_button else attributes.get("placeholder")
            pieces.append(plain(shown or attributes.get("aria-label") or attributes.get("title"), 60))
        else:
            pieces.append(plain(part.text() or attributes.get("aria-label") or attributes.get("title"), 60))
    return " ".join(filter(None, pieces))[:MAX_WORDS]
