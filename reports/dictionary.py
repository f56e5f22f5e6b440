"""This module knows what the columns of published tables mean."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from site_lists.model import Model, Text

COLUMNS = Path(__file__).parent / "columns.toml"


class Column(Model):
    """A column's type, in the words of Frictionless Table Schema, and its meaning."""

    type: Literal["string", "number", "integer", "date", "datetime"]
    text: Text


@cache
def dictionary() -> Mapping[str, Column]:
    """All columns that have a meaning of their own, by name."""
    return {name: Column.model_validate(about) for name, about in tomllib.loads(COLUMNS.read_text("utf-8")).items()}


def table_schema(columns: Mapping[str, bool]) -> dict[str, Any]:
    """The columns, by name whether they hold numbers, as a Frictionless Table Schema.

    One without a meaning of its own is a criterion's score where it holds numbers, else text.
    """
    known = dictionary()
    fields = []
    for name, is_numeric in columns.items():
        about = known.get(name)
        plain = (
            {"type": "number", "description": f"Score of the criterion {name}"} if is_numeric else {"type": "string"}
        )
        fields.append({"name": name, **({"type": about.type, "description": about.text} if about else plain)})
    return {"fields": fields, "missingValues": [""]}
