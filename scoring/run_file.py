"""This module knows what `run.json` says of the rules that made a result."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from site_lists.model import DataFileError

RUN_FILE = "run.json"


class Run(BaseModel):
    """How a wave was scored; other keys of the file are left unread.

    `sites` counts the sites that were scored, None where an older program did not say.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    rubric: str
    rubric_digest: str
    list_digest: str = ""
    code_version: str = ""
    sites: int | None = None


def read_run(folder: Path, *, again: str) -> Run | None:
    """The `run.json` of a folder of results, None where there is none.

    Raises DataFileError when it is damaged, with the key at fault, and `again` as the remedy.
    """
    path = folder / RUN_FILE
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (ValueError, RecursionError) as error:
        raise DataFileError(path, "", f"this is not JSON; {again}") from error
    if not isinstance(told, dict):
        raise DataFileError(path, "", f"this is no object with keys; {again}")
    try:
        return Run.model_validate(told)
    except ValidationError as error:
        fault = error.errors()[0]
        key = str(fault["loc"][0])
        problem = "is missing" if fault["type"] == "missing" else f"cannot be {json.dumps(told[key])[:60]}"
        raise DataFileError(path, key, f"this key {problem}; {again}") from error
