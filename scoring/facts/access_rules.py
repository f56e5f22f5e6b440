"""This module knows the rules of accessibility that can be told without a browser, each with its success criterion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what it asks in words, and the success criterion of WCAG 2.2 that breaking it fails.

    With `criterion` "" nothing is failed: the rule is good advice, or what breaks it is told by signs alone.
    """

    words: str
    criterion: str = ""


@dataclass(frozen=True, slots=True)
class AccessFault:
    """A rule of `RULES` that a page breaks: how often, and the first element that does, as written."""

    rule: str
    count: int
    snippet: str


RULES: Mapping[str, Rule] = {
    "language_missing": Rule("the page declares its language", "3.1.1"),
    "language_invalid": Rule("the declared language is one", "3.1.1"),
    "part_language_invalid": Rule("a part in another language declares one", "3.1.2"),
    "title_missing": Rule("the page has a title", "2.4.2"),
    "zoom_forbidden": Rule("the page may be enlarged", "1.4.4"),
    "refresh_delayed": Rule("the page does not change by itself after a while", "2.2.1"),
    "sound_plays_itself": Rule("no sound plays by itself without a control", "1.4.2"),
    "heading_empty": Rule("no heading is empty", "1.3.1"),
    "link_unnamed": Rule("every link has a name", "2.4.4"),
    "button_unnamed": Rule("every button has a name", "4.1.2"),
    "image_button_unnamed": Rule("every button with a picture has a name", "1.1.1"),
    "menu_item_unnamed": Rule("every entry of a menu has a name", "4.1.2"),
    "summary_unnamed": Rule("every part that unfolds has a name", "4.1.2"),
    "frame_unnamed": Rule("every frame has a name", "4.1.2"),
    "field_unnamed": Rule("every field has a name", "4.1.2"),
    "image_unnamed": Rule("every picture has words, or is marked as decoration", "1.1.1"),
    "drawing_unnamed": Rule("every drawing with a role has a name", "1.1.1"),
    "object_unnamed": Rule("every embedded object has a name", "1.1.1"),
    "role_unknown": Rule("every role is one", "4.1.2"),
    "aria_attribute_unknown": Rule("every aria- attribute is one", "4.1.2"),
    "aria_value_invalid": Rule("every aria- attribute has a value it may have", "4.1.2"),
    "aria_state_missing": Rule("every role comes with the states it needs", "4.1.2"),
    "hidden_part_focusable": Rule("the Tab key reaches nothing that is hidden from screen readers", "4.1.2"),
    "headers_astray": Rule("cells name header cells of their own table", "1.3.1"),
    "autocomplete_invalid": Rule("fields are marked for filling in as browsers know it", "1.3.5"),
    "id_repeated": Rule("what labels and cells refer to is there once", "1.3.1"),
    "contrast_low": Rule("letters stand out, where the element's own style says both colours", "1.4.3"),
    "heading_skipped": Rule("no level of headings is left out"),
    "text_tiny": Rule("no letters are set smaller than 9 points"),
    "table_without_headers": Rule("tables of data have header cells"),
    "table_for_layout": Rule("no table serves to lay the page out"),
}


def is_failure(rule: str) -> bool:
    """Whether breaking a rule fails a success criterion of WCAG 2.2; an unknown rule does not."""
    known = RULES.get(rule)
    return known is not None and bool(known.criterion)
