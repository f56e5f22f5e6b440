"""This module knows how what is the same on thousands of pages is rendered once."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import cast

from jinja2.ext import Extension
from jinja2.runtime import Macro

from reports.text import Texts

_FIXED = re.compile(r"""\{\{ t\((?P<quote>["'])(?P<key>[\w.]+)(?P=quote)\) \}\}""")
MOST_KEPT = 20_000
"""No more pieces of pages are kept than this."""


class FixedTexts(Extension):
    """Puts texts without values into a template when it is compiled: `{{ t("key") }}` costs nothing on a page."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002
        """The template's source with its fixed texts; a key that the catalogue lacks stays, to be told as an error."""
        words = cast(Texts, self.environment.globals["t"])

        def text(match: re.Match[str]) -> str:
            key = match["key"]
            fixed = str(words(key)) if words.has(key) else "{"
            return match[0] if "{" in fixed else fixed

        return _FIXED.sub(text, source)


class Once:
    """Calls a macro once for the same values and keeps what it made; the macro must depend on nothing else."""

    def __init__(self) -> None:
        self._made: dict[tuple[Hashable, ...], str] = {}

    def __len__(self) -> int:
        return len(self._made)

    def __call__(self, macro: Macro, *values: Hashable) -> str:
        """What the macro makes of the values."""
        key = (macro.name, *values)  # a macro may be an object of its own on each page
        if (made := self._made.get(key)) is None:
            if len(self._made) >= MOST_KEPT:
                self._made.clear()
            made = self._made[key] = macro(*values)
        return made
