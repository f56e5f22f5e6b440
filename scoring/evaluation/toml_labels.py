"""This module knows how a file of labels in TOML is read, and how what is wrong with it is told."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from site_lists.model import DataFileError, Model, validation_faults

AnyLabels = TypeVar("AnyLabels", bound=Model)


def read_toml_labels(path: Path, kind: type[AnyLabels], faults: list[DataFileError]) -> AnyLabels | None:
    """The file as a model; what is wrong with it is added to `faults`, and None returned."""
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        return kind.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        faults.append(DataFileError(path, "", f"it is no TOML: {error}; mend that line"))
    except ValidationError as error:
        faults += validation_faults(path, text, error)
    return None
