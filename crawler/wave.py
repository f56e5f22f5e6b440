"""This module knows what `wave.json` says: how a survey wave was made."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """`wave.json`: how a survey wave was made. `finished` is None while a crawl runs or after it was broken off.

    `imported_from` names the archives that a wave was made of which somebody else crawled; it is empty otherwise.
    """

    site_list: str
    label: str
    list_digest: str
    started: datetime
    finished: datetime | None = None
    page_budget: int
    user_agent: str
    vantage: str = ""
    code_version: str = ""
    requests_by_host: dict[str, int] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    imported_from: tuple[str, ...] = ()

    def counted(self, requests_by_host: dict[str, int], failures: dict[str, int]) -> Self:
        """The wave with its requests and failures counted."""
        return replace(self, requests_by_host=requests_by_host, failures=failures)

    def to_json(self) -> str:
        """The wave as the text of `wave.json`."""
        row = asdict(self) | {
            "started": self.started.isoformat(timespec="seconds"),
            "finished": self.finished.isoformat(timespec="seconds") if self.finished else None,
        }
        return json.dumps(row, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read the text of a `wave.json`; raises ValueError, KeyError or TypeError when it is not one."""
        row = json.loads(text)
        row["started"] = datetime.fromisoformat(row["started"])
        row["finished"] = datetime.fromisoformat(row["finished"]) if row["finished"] else None
        row["imported_from"] = tuple(row.get("imported_from", ()))
        return cls(**row)
