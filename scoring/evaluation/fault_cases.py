"""This module knows how invented pages with faults of content and with hidden links are read from label files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field

from scoring.evaluation.toml_labels import read_toml_labels
from site_lists.model import DataFileError, Model, Text

FAULTS_FILES = "content_faults*.toml"
HIDDEN_FILES = "hidden_links*.toml"
FAULTS = ("not_found", "placeholder", "empty_column")
WHOLE_PAGE = "<!doctype"
"""So begins a case that is a page as it stands, with no frame around it."""
LIKE = "like "
"""Stands before the fault that a sound page resembles."""

Case = Annotated[tuple[str, ...], Field(min_length=3, max_length=4)]


class FaultSet(Model):
    """A file of content faults: frames with a gap for `{main}`; cases of expected fault, frame, title and main part.

    `blind` says that nobody who writes the recognisers has looked at the cases.
    """

    set: Text
    blind: bool = False
    frames: dict[str, str]
    cases: dict[str, tuple[Case, ...]]


class HiddenSet(Model):
    """A file of hidden links: one frame with gaps for `{head}` and `{body}`; cases of `hidden` or `fine`, name, markup.

    `blind` as in a `FaultSet`.
    """

    set: Text
    blind: bool = False
    url: Text
    frame: str
    title: Text
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class FaultPage:
    """An invented page. `like` is the fault it is about, `expected` the same where it has it, else ""."""

    name: str
    html: str
    like: str
    expected: str
    split: str


AnySet = TypeVar("AnySet", FaultSet, HiddenSet)


def read_case_files(folder: Path, names: str, kind: type[AnySet], faults: list[DataFileError]) -> tuple[AnySet, ...]:
    """The files of a folder so named, read; what is wrong with them is added to `faults`."""
    read = (_read_cases(path, kind, faults) for path in sorted(folder.glob(names)))
    return tuple(one for one in read if one is not None)


def _read_cases(path: Path, kind: type[AnySet], faults: list[DataFileError]) -> AnySet | None:
    read = read_toml_labels(path, kind, faults)
    if read is None:
        return None
    wrong = list(_fault_mistakes(read) if isinstance(read, FaultSet) else _hidden_mistakes(read))
    faults += [DataFileError(path, "", problem) for problem in wrong]
    return None if wrong else read


def fault_pages(read: FaultSet) -> Iterator[FaultPage]:
    """The pages of a file of content faults in their order."""
    for case in (case for cases in read.cases.values() for case in cases):
        expected, frame, title, main = case
        body = read.frames[frame].replace("{main}", main)
        html = (
            f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'
        )
        like = expected.removeprefix(LIKE)
        yield FaultPage(
            f"{frame}: {title or main}"[:80],
            main if _is_whole(main) else html,
            like,
            "" if expected.startswith(LIKE) else like,
            "blind" if read.blind else _split("".join(case)),
        )


def hidden_pages(read: HiddenSet) -> Iterator[FaultPage]:
    """The pages of a file of hidden links in their order."""
    for expected, name, markup in read.cases:
        head, mark, body = markup.partition("<!--body-->")
        head, body = (head, body) if mark else ("", markup)
        head = head if "<title>" in head else f"<title>{read.title}</title>{head}"
        html = markup if _is_whole(markup) else read.frame.replace("{head}", head).replace("{body}", body)
        split = "blind" if read.blind else _split(markup)
        yield FaultPage(name, html, "hidden", "hidden" if expected == "hidden" else "", split)


def _is_whole(markup: str) -> bool:
    return markup.lstrip()[: len(WHOLE_PAGE)].lower() == WHOLE_PAGE


def _split(words: str) -> str:
    """`tune` or `held`, by chance and always the same."""
    return ("tune", "held")[hashlib.sha1(words.encode(), usedforsecurity=False).digest()[0] % 2]


def _fault_mistakes(read: FaultSet) -> Iterator[str]:
    for group, cases in read.cases.items():
        for number, case in enumerate(cases, 1):
            where = f"case {number} of {group}"
            if len(case) != 4:
                yield f"{where} has {len(case)} parts; give expected fault, frame, title and main part"
            elif case[0].removeprefix(LIKE) not in FAULTS:
                yield f"{where} expects {case[0]!r}; write {', '.join(FAULTS)}, with 'like ' before a sound page's"
            elif case[1] not in read.frames:
                yield f"{where} has the frame {case[1]!r}, which is not among the frames; add or correct it"


def _hidden_mistakes(read: HiddenSet) -> Iterator[str]:
    for number, case in enumerate(read.cases, 1):
        if len(case) != 3 or case[0] not in ("hidden", "fine"):
            yield f"case {number} is not a list of 'hidden' or 'fine', a name and markup; correct it"
