"""This module knows how far a site's points scatter when some of its pages and visits had not been seen."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import fsum
from typing import TypeVar
from urllib.parse import urlsplit

from crawler.evidence import Purpose
from scoring.arithmetic import indicator_points
from scoring.facts.model import PageFacts, SiteFacts, Visit
from scoring.measures import MEASURES
from scoring.model import Reading
from scoring.rubric_model import Indicator, Rubric

GROUPS = 8
"""A site's pages are dealt into so many groups; each is left out once."""
ALWAYS_SEEN_DEPTH = 1
"""A crawl goes breadth first: pages one click from the home page are there whatever the budget."""
_Item = TypeVar("_Item", PageFacts, Visit)


@dataclass(frozen=True, slots=True)
class Spread:
    """How far one indicator's points (0 to 1) scatter by sampling, as a standard error."""

    site_id: str
    indicator_id: str
    points_error: float


def spreads_of(facts: SiteFacts, rubric: Rubric, *, groups: int = GROUPS) -> list[Spread]:
    """The sampling error of each indicator of a site that was observed; those that never scatter are left out.

    A delete-a-group jackknife: the pages seen stand for those that another budget or another day had shown. Samples in
    which a question could not be answered say nothing of its points and are left out. The same facts give the same
    spreads.
    """
    indicators = [item for item in rubric.indicators if item.decided != "manual"]
    samples = [_points(sample, indicators) for sample in thinned(facts, groups=groups)]
    found = []
    for place, item in enumerate(indicators):
        points = [value for sample in samples if (value := sample[place]) is not None]
        error = jackknife_error(points)
        if error > 0:
            found.append(Spread(facts.site_id, item.id, round(error, 6)))
    return found


def jackknife_error(values: Sequence[float]) -> float:
    """The standard error of a figure from its values with one group left out each; 0 for fewer than two."""
    if len(values) < 2:
        return 0.0
    mean = fsum(values) / len(values)
    return float(((len(values) - 1) / len(values) * fsum((value - mean) ** 2 for value in values)) ** 0.5)


def thinned(facts: SiteFacts, *, groups: int = GROUPS) -> Iterator[SiteFacts]:
    """The site once for each group of pages and repeated visits, without that group."""
    paged = dealt([page for page in facts.pages if page.depth > ALWAYS_SEEN_DEPTH], facts.site_id, groups=groups)
    beats = [visit for visit in facts.visits if visit.purpose is Purpose.HEARTBEAT]
    beaten = dealt(beats, facts.site_id, groups=groups)
    for pages, visits in zip(paged, beaten, strict=True):
        if not pages and not visits:
            continue
        unseen, unheard = {id(page) for page in pages}, {id(visit) for visit in visits}
        yield replace(
            facts,
            pages=tuple(page for page in facts.pages if id(page) not in unseen),
            visits=tuple(visit for visit in facts.visits if id(visit) not in unheard),
        )


def dealt(items: Sequence[_Item], seed: str, *, groups: int) -> list[list[_Item]]:
    """Items dealt into groups as evenly as can be, those of one section over all groups; always in the same way."""
    sections: dict[str, list[_Item]] = defaultdict(list)
    for item in items:
        sections[_section(item.url)].append(item)
    chance = random.Random(seed)  # noqa: S311 -- seeded, so that scores repeat
    hands: list[list[_Item]] = [[] for _ in range(groups)]
    place = 0
    for section in sections.values():
        chance.shuffle(section)
        for item in section:
            hands[place % groups].append(item)
            place += 1
    return hands


def _section(url: str) -> str:
    return urlsplit(url).path.lstrip("/").partition("/")[0]


def _points(facts: SiteFacts, indicators: Sequence[Indicator]) -> list[float | None]:
    readings: dict[tuple[Hashable, ...], Reading] = {}
    points = []
    for item in indicators:
        key = (item.measure, *sorted(item.params.items()))
        if key not in readings:
            readings[key] = MEASURES[item.measure](facts, **item.params)
        points.append(indicator_points(item, readings[key]))
    return points
