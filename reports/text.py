"""This module knows the report's own words in each language: one file a language in `texts/`, the same keys in each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

FOLDER = Path(__file__).parent / "texts"


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language by key, such as `ranking.title`. What is put in for `{name}` is escaped."""

    language: str
    words: Mapping[str, Markup]

    def __call__(self, key: str, **values: object) -> Markup:
        """The text of a key with its values put in; a count `n` other than 1 takes the plural where there is one."""
        if isinstance(count := values.get("n"), int):
            key = f"{key}.many" if count != 1 and f"{key}.many" in self.words else key
            values["n"] = f"{count:,}".replace(",", "\u202f")
        text = self.words[key]
        return text.format(**values) if values else text

    def plain(self, key: str, **values: object) -> str:
        """The text of a key as plain text, which the reader of it escapes."""
        text = str(self.words[key])
        return text.format(**values) if values else text

    def name(self, group: str, code: str) -> str:
        """The word for a code such as a level; the code itself, without underscores, where the catalogue has none."""
        return str(self.words.get(f"{group}.{code}", code.replace("_", " ")))

    @property
    def tag(self) -> str:
        """The language as a page names it, BCP 47."""
        return self.plain("language_tag")

    def has(self, key: str) -> bool:
        """Whether the catalogue has that key."""
        return key in self.words


@cache
def texts(language: str) -> Texts:
    """The catalogue of a language; KeyError names the ones there are."""
    path = FOLDER / f"{language}.toml"
    if language not in languages():
        raise KeyError(f"no texts in {language!r}; there are {', '.join(languages())}")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    words = {key: Markup(unparted(text)) for key, text in _flat(table, "")}  # noqa: S704 -- our own files
    return Texts(language, words)


def unparted(text: str) -> str:
    """A text in which no line ends between a value and the Chinese measure word after it."""
    return re.sub(r"(?<=[}\]\d]) (?=[\u4e00-\u9fff])", "\u00a0", text)


ENGLISH = "en"
"""The language that rubrics, measures and reasons are written in."""


@cache
def languages() -> tuple[str, ...]:
    """The languages a report can be written in, English first."""
    return tuple(sorted((path.stem for path in FOLDER.glob("*.toml")), key=lambda name: (name != "en", name)))


def _flat(table: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    """A table of tables as dotted keys. A text with a plural is a table of `one` and `many`."""
    for key, value in table.items():
        if isinstance(value, str):
            yield f"{before}{key}", value
        elif set(value) == {"one", "many"}:
            yield f"{before}{key}", value["one"]
            yield f"{before}{key}.many", value["many"]
        else:
            yield from _flat(value, f"{before}{key}.")
