"""This module knows what a page says of its own, clause by clause: beside its name, its links and its frame."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from scoring.facts.calendars import days_in
from scoring.facts.own_lines import MAX_LINE, OwnLines, own_lines
from scoring.facts.shown import ShownText
from scoring.facts.text import weigh
from scoring.lexicon import WordBook

MAX_PIECES = 900
MAX_CLAUSES = 60
MAX_MEANT = 300
"""So much of a clause is looked at for what it means; its weight is that of all of it."""
NEAR = 3
_NAME_BREAK = re.compile(r"\s[-–—|/]\s|[|_»›·:：]|\s{2,}|(?<=[\u3400-\u9fff])[-–—](?=[\u3400-\u9fff])")
_SENTENCE_BREAK = re.compile(r"(?<=[\n。！!？?؟])|(?<=[.…])(?=\s|\Z)")
_CLAUSE_BREAK = re.compile(
    r"[\n。！!；;，,、：《》（）()？?؟،]|[.:…](?=\s|\Z)|(?<=[\u3400-\u9fff]):(?=\S)|\.{3}|\s[-–—]\s"
)
_QUOTED = re.compile(r"[\"“「『][^\"“”「」『』]{1,40}[\"”」』]")
"""Words in quotation marks are mentioned, not meant."""
_ADDRESS = re.compile(r"[!-~]{0,200}/[!-~]{0,200}|\b[\w-]{1,60}(?:\.[a-z]{2,20}){1,4}\b", re.IGNORECASE)
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
"""Chinese puts no blanks between words: they part what stands in different places."""
_TIME = re.compile(
    r"\d\s?(?:日|号|號|时|時|点|點)|\b\d{1,2}[:.]\d\d\b(?![:.]?\d)|\b\d{1,2}\s?(?:am|pm|a\.m|p\.m)\b|\b\d{1,2}\s?h\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence: its words without addresses and quotations; its weight, a Han character counting three."""

    words: str
    weight: int
    is_question: bool = False
    line: int = -1
    """The number of the line it stands in; -1 for a name."""


@dataclass(frozen=True)
class OwnWords:
    """What a page says of its own: in its name, in its own `part`, and in the part's clauses beside the name."""

    names: tuple[str, ...]
    part: OwnLines
    clauses: tuple[Clause, ...]
    book: WordBook

    @cached_property
    def sentences(self) -> tuple[Clause, ...]:
        """Sentences of several clauses: in some languages a comma stands before every side clause."""
        found = (one for number, line in enumerate(self.part.lines) for one in _sentences(line, number))
        return tuple(islice(found, MAX_CLAUSES))

    @cached_property
    def weight(self) -> int:
        """The weight of all clauses."""
        return sum(clause.weight for clause in self.clauses)

    @cached_property
    def has_day(self) -> bool:
        """Whether a complete day is told: what is dated was written for somebody."""
        return bool(days_in("\n".join(self.part.lines), country="", months=self.book.months))

    def has_time_near(self, line: int) -> bool:
        """Whether a time is told near a line or in the name, be it a weekday, a day of a month or an hour."""
        near = self.part.lines[max(0, line - NEAR) : max(0, line) + NEAR + 1]
        return any(
            _TIME.search(words) or self.book.phrase("appointed", words) or _names_month(words, self.book)
            for words in (*near, *self.names)
        )


def own_words(shown: ShownText, *, title: str, headings: Sequence[tuple[int, str]], book: WordBook) -> OwnWords | None:
    """The words of a page of few words; None for one of more than 900 pieces of text."""
    if len(shown.elements) > MAX_PIECES:
        return None
    part = own_lines(shown, title=title, book=book)
    names = _names(title, headings)
    own = {_bare(words) for name in names for words in (name, *_parts(name))}
    clauses = (one for number, line in enumerate(part.lines) for one in _clauses(line, number))
    beside = (one for one in clauses if _bare(one.words) not in own)
    return OwnWords(tuple(names), part, tuple(islice(beside, MAX_CLAUSES)), book)


def _clauses(line: str, number: int) -> Iterator[Clause]:
    for sentence in _SENTENCE_BREAK.split(line):
        parts = list(_parts(sentence))
        for place, part in enumerate(parts, 1):
            yield clause_of(part, is_question=place == len(parts) and _asks(sentence), line=number)


def _sentences(line: str, number: int) -> Iterator[Clause]:
    for sentence in _SENTENCE_BREAK.split(line):
        if len(list(_parts(sentence))) > 1:
            yield clause_of(sentence.strip(), is_question=_asks(sentence), line=number)


def clause_of(words: str, *, is_question: bool = False, line: int = -1) -> Clause:
    """A clause of these words."""
    meant = _ADDRESS.sub(" ", _QUOTED.sub(' "" ', words[:MAX_MEANT]))
    return Clause(meant, weigh(words), is_question or _asks(words), line)


def _asks(sentence: str) -> bool:
    return sentence.rstrip().endswith(("?", "？", "؟"))


def _names_month(line: str, book: WordBook) -> bool:
    words = re.findall(r"[^\W\d_]+", line[:MAX_LINE].casefold())
    return any(len(word) > 2 and word in book.months for word in words) and any(map(str.isdigit, line))


def _parts(line: str) -> Iterator[str]:
    for clause in _CLAUSE_BREAK.split(line):
        for part in _HAN_GAP.split(clause):
            if any(map(str.isalnum, part)):
                yield part.strip()


def _names(title: str, headings: Sequence[tuple[int, str]]) -> list[str]:
    named = [part.strip() for part in _NAME_BREAK.split(title) if part.strip()][:6]
    return named + [words for level, words in headings[:12] if level == 1]


def _bare(words: str) -> str:
    return "".join(words.casefold().split())
