"""This module knows how figures, days and changes are printed on a page, in the words of its language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jinja2

from reports.answers import cut, web_link
from reports.compare import signed
from reports.places import region_name
from reports.sentences import Wording, has_latin, recorded, wording
from reports.survey import percent
from reports.template_speed import FixedTexts, Once
from reports.text import ENGLISH, Texts, texts
from site_lists.model import Site

TEMPLATES = Path(__file__).parent / "templates"
NOTHING = "–"


@cache
def environment(language: str = "en") -> jinja2.Environment:
    """The templates of a language, compiled once; all they print is escaped, and a misspelt name is an error."""
    words = texts(language)
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[FixedTexts],
    )
    env.filters |= _filters(words)
    env.globals |= {"name_language": name_language, "t": words, "lang": words.tag, "once": Once()}
    return env


def _filters(words: Texts) -> dict[str, Callable[..., Any]]:
    days = _Days(words)
    return {
        "score": lambda score: NOTHING if score is None else f"{score:.1f}",
        "points": lambda points: NOTHING if points is None else f"{points:.2f}".rstrip("0").rstrip("."),
        "percent": lambda share: percent(share, words).replace(" ", "\u00a0"),
        "share": lambda share: words.plain("percent", n=f"{share * 100:.1f}"),
        "signed": signed,
        "absolute": abs,
        "day": days.day,
        "moment": days.moment,
        "span": days.span,
        "sentence": lambda text: f"{text[:1].upper()}{text[1:]}",
        "number": lambda number: f"{number:,}".replace(",", "\u202f"),
        "cut": cut,
        "level": lambda code: words.name("level", code),
        "region": lambda code: region_name(code, words.language),
        "web_link": web_link,
        "title_name": lambda site: title_name(site, words.language),
        "has_latin": has_latin,
        "recorded": lambda snippet: recorded(snippet, words.language),
        "wording": lambda text: _tagged(wording(str(text), words.language), words),
    }


def _tagged(said: Wording, words: Texts) -> Wording:
    """The wording with the language as a page names it."""
    return Wording(said.text, words.tag) if said.language == words.language else said


class _Days:
    """Days and times in the words of a language."""

    def __init__(self, words: Texts) -> None:
        self.words = words

    def day(self, moment: datetime) -> str:
        month = self.words(f"month.m{moment.month}")
        return str(self.words("date.day", day=moment.day, month=month, year=moment.year))

    def moment(self, moment: datetime) -> str:
        return self.minute(moment.astimezone(UTC).replace(second=0, microsecond=0))

    @lru_cache(maxsize=20_000)  # noqa: B019 -- lives as long as the templates: one a language
    def minute(self, there: datetime) -> str:
        return str(self.words("date.moment", day=self.day(there), time=f"{there:%H:%M}"))

    def span(self, first: datetime, last: datetime) -> str:
        if first.date() == last.date():
            return self.day(first)
        if (first.year, first.month) == (last.year, last.month):
            return str(
                self.words(
                    "date.within", first=first.day, last=self.day(last), month=first.month, to=last.day, year=first.year
                )
            )
        return str(self.words("date.between", first=self.day(first), last=self.day(last)))


def title_name(site: Site, language: str) -> str:
    """What a site is called where one name has room: in English where the report is English, else its own name."""
    return site.name_en or site.name if language == ENGLISH else site.name


def name_language(site: Site) -> str:
    """The language of a site's own name, for the reader's fonts and screen reader: the first it publishes in."""
    return site.languages[0] if site.languages else "und"
