"""This module knows how a service guide says who may apply, with what, where, for how much and how long it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace

from scoring.facts.guide_facts import Guide
from scoring.facts.guide_lines import HEADED_FIELDS, GuideLines
from scoring.facts.guide_prose import told_fields
from scoring.facts.guide_rules import guide_faults
from scoring.facts.guide_steps import numbered_steps
from scoring.facts.limits import is_only, parse_days, parse_free, parse_online, parse_visits
from scoring.facts.shown import ShownText
from scoring.lexicon import WordBook

CORE_FIELDS = frozenset(
    {"basis", "conditions", "materials", "process", "fee", "statutory_days", "promised_days", "visits", "online_depth"}
)
"""Place, hours and telephone stand on every contact page; these make a guide."""
NEEDED = 3
LABELLED = 2
"""So many of them must be labelled, or steps be numbered, before sentences may make up for the others.

One will do where sentences tell one more, and how to apply is among them: long pages tell three by chance.
"""
BOUNDARY = "other"


def page_guide(shown: ShownText, *, book: WordBook, names: Iterable[str] = ()) -> Guide | None:
    """What a page says as a service guide; None when it is none.

    Read from table cells, description lists, bold labels, lines such as "Fee: none", headings with what follows,
    numbered steps, and, for fields that have none of these, sentences. The first mention of a field wins; values are
    cut to 300 characters. Where one of the page's `names` is that of questions and answers, sentences do not count.
    """
    lines = GuideLines(shown, book=book)
    steps = numbered_steps(lines, book=book)
    # Most pages end here, before anything but their words was looked at.
    named = CORE_FIELDS & {label.field for label in lines.labels}
    if len(named) < LABELLED and not (named & HEADED_FIELDS or steps):
        return None
    fields, words, left_blank = _labelled(lines, book)
    if CORE_FIELDS.isdisjoint(fields) and not steps:
        return None
    is_surer = len(CORE_FIELDS & fields.keys()) >= LABELLED or bool(steps)
    if steps:
        fields.setdefault("process", steps)
    told = {} if _is_of_questions(names, book) else told_fields(lines, book=book, besides=fields)
    if not is_guide(fields) and not _is_told(fields.keys() | told.keys(), is_surer=is_surer):
        return None
    return read_guide(fields | told, labels=words, left_blank=left_blank, book=book)


def _is_told(named: Set[str], *, is_surer: bool) -> bool:
    """Whether labels and sentences together make a guide: they must say how to apply, or at least with what."""
    core = CORE_FIELDS & named
    return len(core) >= NEEDED + (not is_surer) and ("process" in core or (is_surer and "materials" in core))


def _labelled(lines: GuideLines, book: WordBook) -> tuple[dict[str, str], dict[str, str], frozenset[str]]:
    """What stands under the labels of each field, the words of the label, and the fields with nothing under theirs.

    服务对象 is one of the words for conditions; where only kinds of persons stand under it, they are the `audience`.
    """
    fields: dict[str, str] = {}
    words: dict[str, str] = {}
    blank: set[str] = set()
    for label in lines.labels:
        if label.field in fields or label.field == BOUNDARY:
            continue
        value = lines.value_of(label)
        if not value and lines.is_shown(label.line):
            blank.add(label.field)
        if value and (label.field != "phone" or any(map(str.isdigit, value))):
            is_audience = label.field == "conditions" and is_only(value, ("persons", "firms"), book=book)
            field = "audience" if is_audience else label.field
            fields[field], words[field] = value, label.words
    return fields, words, frozenset(blank - fields.keys())


def _is_of_questions(names: Iterable[str], book: WordBook) -> bool:
    return any(topic == "faq" for name in names for topic, _ in book.topics_in(name))


def is_guide(fields: Iterable[str]) -> bool:
    """Whether so many fields make a guide: three of legal basis, conditions, materials, process, fee, times, visits."""
    named = {"fee" if field == "charged" else field for field in fields}
    return len(CORE_FIELDS & named) >= NEEDED


def read_guide(
    fields: Mapping[str, str],
    *,
    book: WordBook,
    labels: Mapping[str, str] | None = None,
    left_blank: frozenset[str] = frozenset(),
) -> Guide:
    """The words of a guide's fields as numbers and answers. `labels` are the words each field stood under."""
    limits = {
        field: parse_days(fields.get(field, ""), book=book, label=(labels or {}).get(field, ""))
        for field in ("statutory_days", "promised_days")
    }
    guide = Guide(
        fields=fields,
        left_blank=left_blank,
        statutory=limits["statutory_days"],
        promised=limits["promised_days"],
        visits=parse_visits(fields.get("visits", ""), book=book),
        online=parse_online(fields.get("online_depth", ""), book=book),
        is_free=parse_free(fields.get("charged") or fields.get("fee", ""), book=book),
    )
    return replace(guide, faults=guide_faults(guide, book=book))
