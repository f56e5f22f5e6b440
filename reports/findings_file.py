"""This module knows how the findings of several waves become one Parquet file, without being held in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from reports.database import database
from reports.dictionary import table_schema
from reports.frames import FINDING_COLUMNS
from scoring.store import disk_errors_of_duckdb
from site_lists.model import DataFileError


def findings_schema() -> dict[str, Any]:
    """The columns of the file as a Frictionless Table Schema."""
    return table_schema(dict.fromkeys(FINDING_COLUMNS, False))


def copy_findings(paths: Sequence[Path], target: Path) -> int:
    """Copy the findings of waves into one file, in the order given; returns how many there are.

    Raises DataFileError when a file is damaged.
    """
    columns = ", ".join(FINDING_COLUMNS)
    place = str(target).replace("'", "''")
    read = f"SELECT {columns} FROM read_parquet(?)"  # noqa: S608 -- our names
    every = " UNION ALL ".join(read for _ in paths)
    try:
        with disk_errors_of_duckdb(target), database() as files:
            options = "FORMAT parquet, COMPRESSION zstd"
            row = files.execute(f"COPY ({every}) TO '{place}' ({options})", [str(path) for path in paths]).fetchone()
    except duckdb.Error as error:
        remedy = "score the waves again to write their findings anew"
        raise DataFileError(paths[0], "", f"the findings of the waves cannot be read together; {remedy}") from error
    return int(row[0]) if row else 0
