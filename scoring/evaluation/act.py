"""This module knows the W3C's test cases for accessibility rules (ACT): which there are, and what each should bring."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field, field_validator

from scoring.facts.access_rules import RULES
from site_lists.model import DataFileError, Model, Text

ENDINGS = (".html", ".htm")
"""Cases of other kinds are no pages that a survey would read."""


class ActSet(Model):
    """Where the test cases lie, and which rule of ours answers which rule of theirs.

    `rules` maps their id to ours; `partly` names rules of which we see only some of the failures by design.
    """

    set: Text
    file: Text
    rules: dict[str, str]
    partly: dict[str, str] = Field(default_factory=dict)

    @field_validator("rules", "partly")
    @classmethod
    def _known(cls, value: dict[str, str]) -> dict[str, str]:
        if unknown := sorted(set(value.values()) - set(RULES)):
            raise ValueError(f"there is no rule {unknown[0]!r}; use one of {', '.join(RULES)}")
        return value


@dataclass(frozen=True, slots=True)
class ActCase:
    """One case: `expected` is passed, failed or inapplicable, for our `rule`; `half` is tune or held, by its hash."""

    name: str
    file: Path
    rule: str
    act_rule: str
    expected: str
    half: str
    is_partly: bool


def act_cases(one: ActSet, pages: Path, faults: list[DataFileError]) -> Iterator[ActCase]:
    """The cases of the rules that a set names, those that are HTML pages; what cannot be read becomes a fault."""
    table = pages / one.file
    try:
        rows = json.loads(table.read_text(encoding="utf-8"))["testcases"]
        for row in rows:
            act_rule, path = str(row["ruleId"]), str(row["relativePath"])
            rule = one.rules.get(act_rule) or one.partly.get(act_rule)
            if rule is None or not path.endswith(ENDINGS) or ".." in Path(path).parts:
                continue
            digest = hashlib.sha256(path.encode()).hexdigest()
            half = "tune" if int(digest, 16) % 2 else "held"
            name = f"{Path(one.file).parent.as_posix()}/{path}"
            yield ActCase(name, table.parent / path, rule, act_rule, str(row["expected"]), half, act_rule in one.partly)
    except (OSError, ValueError, KeyError, TypeError) as error:
        faults.append(DataFileError(table, "", f"it is no list of ACT test cases ({error}); say --pages FOLDER"))
