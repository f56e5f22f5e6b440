"""This module knows how a service guide says who may apply, with what, where, for how much and how long it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scoring.facts.guide_facts import Guide
from scoring.facts.guide_lines import GuideLines
from scoring.facts.guide_rules import guide_faults
from scoring.facts.limits import parse_days, parse_free, parse_online, parse_visits
from scoring.facts.shown import ShownText
from scoring.lexicon import WordBook

CORE_FIELDS = frozenset(
    {"basis", "conditions", "materials", "process", "fee", "statutory_days", "promised_days", "visits", "online_depth"}
)
"""Place, hours and telephone stand on every contact page; these make a guide."""
NEEDED = 3
BOUNDARY = "other"


def page_guide(shown: ShownText, *, book: WordBook) -> Guide | None:
    """What a page says as a service guide; None when it is none.

    Read from table cells, description lists, bold labels, lines such as "Fee: none", and headings with what follows.
    The first mention of a field wins; values are cut to 300 characters.
    """
    lines = GuideLines(shown, book=book)
    # Most pages end here, before anything but their words was looked at.
    if not is_guide(label.field for label in lines.labels):
        return None
    fields: dict[str, str] = {}
    words: dict[str, str] = {}
    for label in lines.labels:
        if label.field not in fields and label.field != BOUNDARY and (value := lines.value_of(label)):
            fields[label.field], words[label.field] = value, label.words
    return read_guide(fields, labels=words, book=book) if is_guide(fields) else None


def is_guide(fields: Iterable[str]) -> bool:
    """Whether so many fields make a guide: three of legal basis, conditions, materials, process, fee, times, visits."""
    named = {"fee" if field == "charged" else field for field in fields}
    return len(CORE_FIELDS & named) >= NEEDED


def read_guide(fields: Mapping[str, str], *, book: WordBook, labels: Mapping[str, str] | None = None) -> Guide:
    """The words of a guide's fields as numbers and answers. `labels` are the words each field stood under."""
    limits = {
        field: parse_days(fields.get(field, ""), book=book, label=(labels or {}).get(field, ""))
        for field in ("statutory_days", "promised_days")
    }
    guide = Guide(
        fields=fields,
        statutory=limits["statutory_days"],
        promised=limits["promised_days"],
        visits=parse_visits(fields.get("visits", ""), book=book),
        online=parse_online(fields.get("online_depth", ""), book=book),
        is_free=parse_free(fields.get("charged") or fields.get("fee", ""), book=book),
    )
    return replace(guide, faults=guide_faults(guide, book=book))
