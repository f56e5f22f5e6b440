"""This module knows how to make pages in known encodings: declared, undeclared, wrongly declared and damaged."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, field_validator

from scoring.facts.encoding import family_of
from site_lists.model import Model, Text

PROSE_FILE = "encodings.toml"
CONDITIONS = ("declared", "undeclared", "wrong", "one bad byte", "truncated")


class Prose(Model):
    """What pages of one language say, and the encodings such pages are written in."""

    language: Text
    encodings: Annotated[tuple[Text, ...], Field(min_length=1)]
    towns: Annotated[tuple[Text, ...], Field(min_length=1)]
    sections: Annotated[tuple[Text, ...], Field(min_length=1)]
    sentences: Annotated[tuple[Text, ...], Field(min_length=3)]

    @field_validator("encodings")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if not family_of(name):
                raise ValueError(f"the encoding {name!r} is unknown; write a name such as gbk or windows-1251")
        return value


class MadeSet(Model):
    """`encodings.toml`: of what, in which sizes and by which seed pages are made.

    `held_seed` makes as many pages again, as a set of their own that nobody looks at while the detector is tuned.
    """

    set: Text
    seed: int
    held_seed: int | None = None
    kilobytes: Annotated[tuple[Annotated[int, Field(ge=1, le=1000)], ...], Field(min_length=1)]
    prose: Annotated[tuple[Prose, ...], Field(min_length=1)]

    @property
    def encodings(self) -> tuple[str, ...]:
        """All encodings, each once, in the order of the file."""
        return tuple(dict.fromkeys(name for prose in self.prose for name in prose.encodings))


@dataclass(frozen=True, slots=True)
class MadePage:
    """A made page: its bytes, the encoding they are in, and what the header says of it ("" for nothing)."""

    name: str
    body: bytes
    encoding: str
    condition: str
    header: str


def made_sets(made: MadeSet) -> Iterator[tuple[str, Iterator[MadePage]]]:
    """The sets of made pages by name: those that were looked at, and those of the seed held back."""
    yield made.set, made_pages(made, made.seed)
    if made.held_seed is not None:
        yield f"{made.set}, held", made_pages(made, made.held_seed)


def made_pages(made: MadeSet, seed: int) -> Iterator[MadePage]:
    """A page for each encoding, condition and size; the same pages each time for a seed."""
    for encoding in made.encodings:
        for condition in CONDITIONS:
            for size in made.kilobytes:
                dice = random.Random(f"{seed} {encoding} {condition} {size}")  # noqa: S311  pages, no secrets
                yield _made_page(made, encoding, condition, size, dice)


def _made_page(made: MadeSet, encoding: str, condition: str, kilobytes: int, dice: random.Random) -> MadePage:
    prose = dice.choice([each for each in made.prose if encoding in each.encodings])
    declared = "" if condition == "undeclared" else encoding
    if condition == "wrong":
        declared = dice.choice([name for name in made.encodings if family_of(name) != family_of(encoding)])
    if condition in ("one bad byte", "truncated") and dice.random() < 0.5:
        declared = ""
    in_header = dice.random() < 0.3
    body = _html(prose, encoding, "" if in_header else declared, kilobytes * 1024, dice)
    beyond = [place for place, byte in enumerate(body) if byte > 0x7F]
    if condition == "one bad byte":
        place = dice.choice(beyond)
        body = body[:place] + bytes([dice.choice((0xFF, 0x80, 0xA0, 0x3F, 0xC0))]) + body[place + 1 :]
    elif condition == "truncated":
        body = body[: dice.choice([place for place in beyond if place > len(body) // 2] or beyond) + 1]
    return MadePage(
        name=f"{encoding} {condition} {kilobytes} KB {prose.language}",
        body=body,
        encoding=family_of(encoding),
        condition=condition,
        header=declared if in_header else "",
    )


def _html(prose: Prose, encoding: str, declared: str, size: int, dice: random.Random) -> bytes:
    meta = ""
    if declared:
        meta = dice.choice(
            (
                f'<meta charset="{declared}">',
                f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">',
            )
        )
    town = dice.choice(prose.towns)
    links = "".join(
        f'<li class="item"><a href="/{number}/index.html">{words}</a></li>\n'
        for number, words in enumerate(prose.sections)
    )
    head = (
        f'<!DOCTYPE html>\n<html>\n<head>\n{meta}\n<title>{town}</title>\n<link rel="stylesheet" href="/css/s.css">\n'
    )
    head += (
        f'<script src="/js/jquery.min.js"></script>\n</head>\n<body>\n<ul class="nav">\n{links}</ul>\n<h1>{town}</h1>\n'
    )
    pieces = [head.encode(encoding, "ignore")]
    length = len(pieces[0])
    while length < size:
        words = " ".join(
            dice.choice(prose.sentences).format(town=dice.choice(prose.towns), number=dice.randint(2, 900))
            for _ in range(dice.randint(1, 4))
        )
        piece = f'<div class="text block-{dice.randint(1, 9)}"><p>{words}</p></div>\n'.encode(encoding, "ignore")
        pieces.append(piece)
        length += len(piece)
    pieces.append(b"</body>\n</html>\n")
    return b"".join(pieces)
