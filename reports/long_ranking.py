"""This module knows how a long ranking is handed to the page: its first rows as HTML, the others as data."""

from __future__ import annotations

import json
from collections.abc import Sequence

from reports.places import region_name
from reports.ranking import RankedSite, Ranking
from reports.sentences import wording
from reports.survey import whole_percent
from reports.text import Texts

FIRST_ROWS = 80
"""So many rows stand in the page itself."""
LONG = 600
"""A ranking of more rows than this is cut; below it a page holds them all."""


def first_rows(ranking: Ranking) -> tuple[RankedSite, ...]:
    """The rows that stand in the page itself."""
    return ranking.ranked[:FIRST_ROWS] if is_long(ranking) else ranking.ranked


def is_long(ranking: Ranking) -> bool:
    """Whether the ranking is cut."""
    return len(ranking.ranked) > LONG


def rows_script(ranking: Ranking, scale: tuple[float, float], words: Texts) -> str:
    """A script that holds the rows after the first ones as data, each value once: `static/more_rows.js` reads it."""
    rest = ranking.ranked[FIRST_ROWS:]
    data = {
        "criteria": [item.id for item in ranking.ranked[0].criteria],
        "regions": [["", ""], *([code, region_name(code, words.language)] for code in ranking.regions)],
        "levels": [[level, words.name("level", level)] for level in ranking.levels],
        "languages": list(ranking.languages),
        "waves": [label for label, _ in ranking.ranked[0].history],
        "places": len(ranking.ranked),
        "scale": scale,
        "words": {
            "sure": str(words("change.sure")),
            "up": str(words("change.places_up")),
            "down": str(words("change.places_down")),
            "same_place": str(words("change.same_place")),
            "no_rank_before": str(words("change.no_rank_before")),
            "shares": str(words("ranking.shares")),
            "shared": str(words("ranking.shared")),
            "band": words.plain("ranking.band_words"),
            "band_one": words.plain("ranking.band_words_one"),
            "colon": str(words("colon")),
            "semicolon": str(words("semicolon")),
            "tier": words.plain("ranking.tier"),
            "unsure": str(words("ranking.unsure")),
            "seen": words.plain("ranking.seen", share=words.plain("percent")),
            "percent": words.plain("percent"),
            "unseen": str(words("state.not_observed")),
            "without": words.plain("ranking.without"),
            "adding": words.plain("ranking.adding"),
            "adding_weak": words.plain("ranking.adding_weak"),
            "criteria": [_said(item.title, words) for item in ranking.ranked[0].criteria],
            "and": str(words("and")),
        },
        "rows": [_cells(row, ranking) for row in rest],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # Nothing of a portal may end the script or begin another one.
    return "window.ranking=" + text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _said(title: str, words: Texts) -> tuple[str, str]:
    """A title in the language of the report, or as it is, and which language that is."""
    said = wording(title, words.language)
    return said.text, said.language


def _doubt(row: RankedSite) -> int | tuple[int, int, int]:
    """0 for a sure rank, 1 for an unsure one, or what mostly makes it unsure; the weakest criterion by its place."""
    if row.adding is None:
        return int(row.is_unsure)
    weakest = row.criteria.index(row.adding.weakest) if row.adding.weakest else -1
    return row.adding.low, row.adding.high, weakest


def _cells(row: RankedSite, ranking: Ranking) -> Sequence[object]:
    site = row.site
    languages = [ranking.languages.index(tag) for tag in site.languages]
    return [
        site.id,
        row.rank,
        int(row.is_tied),
        row.rank_low,
        row.rank_high,
        row.tier,
        _doubt(row),
        site.name,
        site.name_en if site.name_en != site.name else "",
        languages[0] if languages else -1,
        ("", *ranking.regions).index(site.region),
        ranking.levels.index(site.level),
        languages,
        row.score,
        row.coverage,
        [item.score for item in row.criteria],
        [whole_percent(item.coverage) for item in row.criteria],
        row.rank_change,
        row.score_change,
        int(row.is_sure),
        row.group,
        [score for _, score in row.history],
    ]
