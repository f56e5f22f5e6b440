"""This module knows what there is to fill in on a page of its own, beside what stands on every page of its site."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.facts.outline import Outline
from scoring.facts.shown import NOT_OWN, ShownText

MAX_FIELDS = 50
_NO_FIELDS = frozenset({"hidden", "submit", "button", "image", "reset"})
_LEADS_AWAY = re.compile(r"https?://|//|location|window\.open", re.IGNORECASE)


def own_fields(shown: ShownText, main: tuple[int, int]) -> int:
    """How many things there are to fill in, a large one counting twice; boxes for searching and logging in left out."""
    in_form: dict[int, list[str]] = {}
    forms = shown.outline.of_tag.get("form", ())
    for number, kind in _fields(shown, main):
        form = next((one for one in reversed(forms) if one < number < shown.outline.ends[one]), -1)
        in_form.setdefault(form, []).append(kind)
    return sum(map(_asked, in_form.values()))


def has_box(shown: ShownText, main: tuple[int, int], *, after: int) -> bool:
    """Whether there is anything to fill in below an element, the page's heading; never without one (-1)."""
    return after >= 0 and any(number > after for number, _ in _fields(shown, main))


def _fields(shown: ShownText, main: tuple[int, int]) -> Iterator[tuple[int, str]]:
    """Each field that a reader sees in the page's own part, and its kind."""
    outline = shown.outline
    for tag in ("input", "select", "textarea"):
        for number in outline.of_tag.get(tag, ())[:MAX_FIELDS]:
            kind = (outline.attributes[number].get("type") or "text").lower() if tag == "input" else tag
            if kind in _NO_FIELDS or not main[0] <= number < main[1] or shown.parts_of(number) & NOT_OWN:
                continue
            if tag != "select" or not _is_menu(outline, number):
                yield number, kind


def _is_menu(outline: Outline, number: int) -> bool:
    """Whether a list to choose from leads to other sites, or leaves no choice."""
    options = outline.within(number, outline.of_tag.get("option", ()))[:3]
    told = [outline.attributes[number].get("onchange"), *(outline.attributes[one].get("value") for one in options)]
    return len(options) < 2 or any(_LEADS_AWAY.search(words[:300]) for words in told if words)


def _asked(kinds: list[str]) -> int:
    texts = sum(kind not in ("select", "checkbox", "radio") for kind in kinds)
    is_box = texts == 1 and len(kinds) <= 2 and not {"textarea", "file", "date", "email"} & set(kinds)
    return 0 if is_box or ("password" in kinds and texts <= 3) else len(kinds) + ("textarea" in kinds)
