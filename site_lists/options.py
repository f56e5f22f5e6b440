"""This module knows what `list.toml` says of a list as a whole."""

from __future__ import annotations

import re
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator


class Model(BaseModel):
    """The base of every file people edit: frozen, and a misspelt key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class CrawlOptions(Model):
    """How the list wants to be crawled; the defaults are polite."""

    pages: int = Field(default=200, ge=1, le=100_000)
    delay_seconds: float = Field(default=1.0, ge=0, le=600)
    concurrent_sites: int = Field(default=64, ge=1, le=2000)
    timeout_seconds: float = Field(default=15, gt=0, le=300)
    address_delay_seconds: float | None = Field(default=None, ge=0, le=600)
    hours: str = ""
    external_links: bool = True
    render: bool = False

    @field_validator("hours")
    @classmethod
    def _hours(cls, value: str) -> str:
        if value and not re.fullmatch(
            r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d [A-Za-z_]+(/[A-Za-z_+-]+)*", value
        ):
            raise ValueError(f"{value!r} is no span of hours; write it like 20:00-07:00 Asia/Shanghai")
        try:
            ZoneInfo(value.partition(" ")[2] or "UTC")
        except ZoneInfoNotFoundError:
            raise ValueError(f"the time zone of {value!r} is unknown; write one like Asia/Shanghai") from None
        return value


class ControlOptions(Model):
    """Addresses known to be up: when they fail, the fault is ours."""

    urls: tuple[str, ...] = ()


class ExpectOptions(Model):
    """What a crawl must reach to be called done."""

    min_sites_reached: float = Field(default=0.0, ge=0, le=1)


class ListOptions(Model):
    """`list.toml`: all that is said of a list as a whole."""

    title: Text
    languages: tuple[str, ...] = ()
    rubric: str = "local-2026"
    source: Text
    contact: Text
    crawl: CrawlOptions = CrawlOptions()
    control: ControlOptions = ControlOptions()
    expect: ExpectOptions = ExpectOptions()
