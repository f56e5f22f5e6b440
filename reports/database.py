"""This module knows how files are asked with SQL."""

from __future__ import annotations

import duckdb


def database() -> duckdb.DuckDBPyConnection:
    """A database in memory, on one processor: with more, each would hold stretches of the files it reads and writes."""
    return duckdb.connect(config={"threads": 1})
