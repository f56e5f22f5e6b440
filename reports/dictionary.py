"""This module knows what the columns of published tables mean."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from site_lists.model import Model, Text

COLUMNS = Path(__file__).parent / "columns.toml"


class Column(Model):
    """A column's type, in the words of Frictionless Table Schema, and its meaning."""

    type: Literal["string", "number", "integer", "datetime"]
    text: Text


@cache
def dictionary() -> Mapping[str, Column]:
    """All columns that have a meaning of their own, by name."""
    return {name: Column.model_validate(about) for name, about in tomllib.loads(COLUMNS.read_text("utf-8")).items()}


def table_schema(columns: Sequence[str]) -> dict[str, Any]:
    """The columns as a Frictionless Table Schema; one without a meaning of its own is text."""
    known = dictionary()
    fields = []
    for name in columns:
        about = known.get(name)
        described = {"type": about.type, "description": about.text} if about else {"type": "string"}
        fields.append({"name": name, **described})
    return {"fields": fields, "missingValues": [""]}
