"""This module knows which fields of a service the sentences of a page tell, where no label names them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import accumulate, islice

from scoring.facts.guide_lines import MAX_VALUE, GuideLines
from scoring.facts.limits import parse_days, parse_free
from scoring.lexicon import WordBook
from scoring.matching import is_spaced, normalise

MAX_CHARACTERS = 40_000
MIN_SENTENCE = 12
MAX_SENTENCE = 600
MAX_SENTENCES = 1_000
MAX_TRIES = 20
"""So many places of each listed cue are looked at."""
MAX_ENTRIES = 8
MAX_GAP = 80
GAP = "..."
"""Stands for other words in what a lexicon lists as told, within one sentence."""
_SENTENCE_END = re.compile(r"(?<=[.!?;][\s\x1f])|(?<=[。！？；])")
_COLONS = (":", "：")


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: str
    line: int


def told_fields(lines: GuideLines, *, book: WordBook, besides: Collection[str] = ()) -> dict[str, str]:
    """The fields of a service that sentences of a page tell, `besides` those known, with the first sentence that does.

    Cut to 300 characters. A sentence tells a time only when it names days, weeks or months. Of those about a fee, the
    first that says how much counts, or that it is free; of those about materials or conditions, one with a colon.
    A sentence that ends in a colon goes on with the lines below it.
    """
    sentences = list(islice(_sentences(lines), MAX_SENTENCES)) if book.told else []
    normal = [normalise(sentence.words) for sentence in sentences]
    text = "\n".join(normal)
    ends = list(accumulate(len(each) + 1 for each in normal))
    told: dict[str, str] = {}
    for field, cues in book.told.items():
        if field in besides:
            continue
        numbers = sorted({bisect_right(ends, place) for cue in cues for place in _places(cue, text)})
        found = (sentences[number] for number in numbers if lines.is_prose(sentences[number].line))
        values = [_with_entries(sentence, lines) for sentence in islice(found, MAX_TRIES)]
        if field == "promised_days":
            values = [value for value in values if parse_days(value, book=book) is not None]
        if field in ("materials", "conditions"):
            values.sort(key=lambda value: ":" not in value)
        if field == "fee":
            values.sort(key=lambda value: parse_free(value, book=book) is None)
        if values:
            told[field] = values[0]
    return told


def _sentences(lines: GuideLines) -> Iterator[_Sentence]:
    left = MAX_CHARACTERS
    for number, line in enumerate(lines.texts):
        if len(line) < MIN_SENTENCE:
            continue
        for words in _SENTENCE_END.split(line[:left]):
            if len(words) >= MIN_SENTENCE:
                yield _Sentence(words[:MAX_SENTENCE], number)
        left -= len(line)
        if left <= 0:
            return


def _places(cue: str, text: str) -> Iterator[int]:
    """Where listed words begin, whole ones; parts of words listed with a gap stand near each other in a sentence."""
    first, *rest = (part.strip() for part in cue.split(GAP))
    start = -1
    for _ in range(MAX_TRIES):
        if (start := _find_whole(first, text, start + 1, len(text))) < 0:
            return
        end = start + len(first)
        for part in rest:
            found = _find_whole(part, text, end, end + MAX_GAP + len(part))
            if found < 0 or "\n" in text[end:found]:
                break
            end = found + len(part)
        else:
            yield start


def _find_whole(part: str, text: str, start: int, end: int) -> int:
    """Where words stand whole between two places, in few tries; -1 where they do not."""
    for _ in range(MAX_TRIES):
        found = text.find(part, start, end)
        if found < 0 or _is_whole(text, found, found + len(part)):
            return found
        start = found + 1
    return -1


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    is_cut_before = is_spaced(text[start]) and bool(before) and is_spaced(before)
    return not is_cut_before and not (is_spaced(text[end - 1]) and bool(after) and is_spaced(after))


def _with_entries(sentence: _Sentence, lines: GuideLines) -> str:
    parts = [sentence.words]
    if sentence.words.rstrip("\x1f \t").endswith(_COLONS):
        parts += lines.texts[sentence.line + 1 : sentence.line + 1 + MAX_ENTRIES]
    return " ".join(" ".join(parts).replace("\x1f", " ").split())[:MAX_VALUE].strip(" :：|")
