"""This module knows what a row of labels expects of a recogniser, and what may be wrong with the row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date

from scoring.lexicon_file import FIELDS

SPLITS = ("tune", "held", "fresh")
"""Whether a page may be looked at while words are tuned, is kept aside, or was labelled after they were."""
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_NUMBER = re.compile(r"\d{1,4}(?: (?:working|calendar))?\Z")
_PRICE = re.compile(r"\d{1,7}(?:\.\d{1,2})?(?: [A-Z]{3})?\Z")
TOLD = ("label", "prose", "maybe")
"""How a real page tells a field: under a label that names it, in a sentence only, or so that readers may differ."""
_TOPIC = re.compile(r"[a-z][a-z0-9_]*\Z")


def day_of(text: str) -> date:
    """A day in ISO form; raises ValueError with a remedy."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no day; write it like 2026-03-31") from None


def _expected_day(row: Mapping[str, str]) -> str:
    return day_of(row["day"]).isoformat() if row["day"] else ""


def _expected_language(row: Mapping[str, str]) -> str:
    if not _TAG.match(row["language"]):
        raise ValueError(f"{row['language']!r} is no language tag; write a BCP 47 tag such as zh-Hans")
    return row["language"]


def _expected_topics(row: Mapping[str, str]) -> str:
    topics = row["topics"].split() if row["topics"] != "-" else []
    if not row["topics"]:
        raise ValueError("the topics are empty; write topics separated by blanks, or - for none")
    if wrong := [topic for topic in topics if not _TOPIC.match(topic)]:
        raise ValueError(f"{wrong[0]!r} is no topic; use the keys of the lexicons, or - for none")
    if row["split"] not in SPLITS:
        raise ValueError(f"the split {row['split']!r} is unknown; write one of {', '.join(SPLITS)}")
    return " ".join(topics)


def _expected_letter(row: Mapping[str, str]) -> str:
    return _expected_span(row, "asked", "answered", "is_answered")


def _expected_consultation(row: Mapping[str, str]) -> str:
    return _expected_span(row, "opens", "closes", "outcome")


def _expected_span(row: Mapping[str, str], first: str, last: str, word: str) -> str:
    """Two days, either of which may be empty, and yes, no or nothing: `2026-05-01..2026-06-03 yes`; "" for no label."""
    days = [day_of(row[name]).isoformat() if row[name] else "" for name in (first, last)]
    if row[word] not in ("yes", "no", ""):
        raise ValueError(f"{word} is {row[word]!r}; write yes, no, or nothing where it cannot be told")
    if row["split"] not in SPLITS:
        raise ValueError(f"the split {row['split']!r} is unknown; write one of {', '.join(SPLITS)}")
    return f"{'..'.join(days)} {row[word]}" if any(days) or row[word] else ""


def _expected_guide(row: Mapping[str, str]) -> str:
    _check_guide(row)
    if row["number"] and not _NUMBER.match(row["number"]):
        raise ValueError(f"{row['number']!r} is no number; write visits like 1 and days like 5 working or 5 calendar")
    return row["value"]


def _expected_real_guide(row: Mapping[str, str]) -> str:
    _check_guide(row)
    number = _PRICE if row["field"] == "fee" else _NUMBER
    if row["number"] and not number.match(row["number"]):
        raise ValueError(f"{row['number']!r} is no number; write fees like 150 SGD or 0 and days like 5 working")
    if row["field"] and row["told"] not in TOLD:
        raise ValueError(f"told is {row['told']!r}; write one of {', '.join(TOLD)}")
    return row["value"]


def _check_guide(row: Mapping[str, str]) -> None:
    _expected_language(row)
    if row["split"] not in SPLITS:
        raise ValueError(f"the split {row['split']!r} is unknown; write one of {', '.join(SPLITS)}")
    if row["field"] and row["field"] not in FIELDS:
        raise ValueError(f"the field {row['field']!r} is unknown; use one of {', '.join(FIELDS)}")
    if bool(row["field"]) != bool(row["value"]):
        raise ValueError("a field needs a value; write both, or neither where the page is no guide")


EXPECTED: Mapping[str, Callable[[Mapping[str, str]], str]] = {
    "page_dates": _expected_day,
    "item_dates": _expected_day,
    "languages": _expected_language,
    "topics": _expected_topics,
    "letters": _expected_letter,
    "consultations": _expected_consultation,
    "guides": _expected_guide,
    "guides_real": _expected_real_guide,
}
"""By kind of label: what is compared, as text; "" where nothing is to be found. Raises ValueError with a remedy."""
