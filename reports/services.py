"""This module knows the page of services: how far each named one goes on each portal, and what guides promise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reports.charts import Bar, Segment, bar, segments
from reports.frames import FindingRow
from reports.ranking import Ranking
from reports.survey import Survey
from scoring.facts.service_stages import STAGES, Stage
from scoring.measures.guides import DaysSum, DaysTold, ShareTold, days_told, share_told, sum_of
from scoring.measures.services import HandedOver, handed_over
from scoring.rubric import Rubric
from site_lists.model import Site

MATRIX_SITES = 600
"""A survey of more portals shows counts alone; each portal's stages stand in the tables and on its own page."""
ONLINE = STAGES.index(Stage.ONLINE)
NOT_SEEN = ("not_observed", "not_applicable")
_GUIDES = ("time_saved_share", "few_visits_share", "fully_online_share")
_HANDOVERS = "live_handover_share"
COUNTED = (*(stage.value for stage in reversed(STAGES)), *NOT_SEEN)
"""The order in which a service's counts stand: the furthest stage first, what was not seen last."""


@dataclass(frozen=True, slots=True)
class Service:
    """A named service of the rubric: its question's id, and its key without the `service_` before it."""

    indicator_id: str
    key: str
    question: str


@dataclass(frozen=True, slots=True)
class Cell:
    """How far one service goes on one portal: a stage, or `not_observed` or `not_applicable`. `step` is 0 for none."""

    service: Service
    stage: str
    step: int
    is_seen: bool
    has_finding: bool


@dataclass(frozen=True, slots=True)
class ShareCell:
    """A share of a portal's guides as the finding tells it; `value` is None when not observed."""

    indicator_id: str
    value: float | None
    told: ShareTold | None
    reason: str


@dataclass(frozen=True, slots=True)
class DaysCell:
    """The days a portal's guides promise beside those of the law; `told` is None when not observed.

    `sums` are those of working and of calendar days that there are. `bar` draws the promised days as a part of the
    law's, which fill it.
    """

    indicator_id: str
    told: DaysTold | None
    reason: str
    sums: tuple[tuple[str, DaysSum], ...]
    bar: Bar


@dataclass(frozen=True, slots=True)
class HandoverCell:
    """To which kinds of platforms a portal hands services over; `alive` is the share of the links that lead on.

    `alive` is None where no link gave a clear answer.
    """

    indicator_id: str
    kinds: tuple[HandedOver, ...]
    alive: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteServices:
    """A portal's row: its stages in the rubric's order, and what its guides tell; None where nothing was asked.

    `without` services are at no stage, `unseen` ones not observed or not applicable; `stages` draws all of them.
    """

    site: Site
    rank: int | None
    cells: tuple[Cell, ...]
    begun_online: int
    seen: int
    stages: tuple[Segment, ...]
    without: int
    unseen: int
    handovers: HandoverCell | None
    days: DaysCell | None
    visits: ShareCell | None
    online: ShareCell | None

    @property
    def has_guides(self) -> bool:
        """Whether any figure of its guides was observed."""
        return bool((self.days and self.days.told) or any(one and one.value is not None for one in self._shares))

    @property
    def _shares(self) -> tuple[ShareCell | None, ...]:
        return (self.visits, self.online)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceCount:
    """A service over all portals: how many reach each stage as their furthest, and how it looks as a bar."""

    service: Service
    counts: Mapping[str, int]
    seen: int
    begun_online: int
    share_online: float | None
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicesPage:
    """Everything on the page of services. `rows` is empty where there are too many portals to show them all."""

    services: tuple[Service, ...]
    counts: tuple[ServiceCount, ...]
    rows: tuple[SiteServices, ...]
    sites: int
    is_cut: bool
    asks_guides: bool
    asks_handovers: bool
    handing_over: int
    without_guides: int
    visits_limit: int | None
    days_in_all: tuple[tuple[str, DaysSum], ...]
    told_sites: int


def named_services(rubric: Rubric) -> tuple[Service, ...]:
    """The services whose stage a rubric asks for, in its order."""
    return tuple(
        Service(item.id, str(item.params.get("topic", item.id)).removeprefix("service_"), item.question)
        for item in rubric.indicators
        if item.measure == "service_stage"
    )


def services_page(survey: Survey, rows: Sequence[SiteServices]) -> ServicesPage:
    """The page of the newest wave's services, of the portals' rows."""
    services = named_services(survey.rubric)
    told = [row.days.told for row in rows if row.days and row.days.told]
    is_cut = len(rows) > MATRIX_SITES
    asked = {item.measure for item in survey.rubric.indicators}
    return ServicesPage(
        services=services,
        counts=tuple(_count(service, place, rows) for place, service in enumerate(services)),
        rows=() if is_cut else tuple(rows),
        sites=len(rows),
        is_cut=is_cut,
        asks_guides=bool(asked & set(_GUIDES)),
        asks_handovers=_HANDOVERS in asked,
        handing_over=sum(bool(row.handovers and row.handovers.kinds) for row in rows),
        without_guides=sum(not row.has_guides for row in rows),
        visits_limit=_visits_limit(survey.rubric),
        days_in_all=_sums(told),
        told_sites=len(told),
    )


def site_services(survey: Survey, ranking: Ranking) -> tuple[SiteServices, ...]:
    """The row of each portal of the newest wave that was scored; ranked portals by rank, then the others by name."""
    services = named_services(survey.rubric)
    asked = {item.measure: item.id for item in reversed(survey.rubric.indicators)}
    placed = [(row.site, row.rank) for row in ranking.ranked]
    others = [(row.site, None) for row in ranking.unranked if row.site.id in survey.newest.scores]
    told = [service.indicator_id for service in services] + [
        asked[name] for name in (*_GUIDES, _HANDOVERS) if name in asked
    ]
    found = survey.findings.of([site.id for site, _ in placed + others], indicators=told) if told else {}
    return tuple(_row(site, rank, services, asked, found.get(site.id, ())) for site, rank in placed + others)


def _row(
    site: Site, rank: int | None, services: Sequence[Service], asked: Mapping[str, str], findings: Sequence[FindingRow]
) -> SiteServices:
    found = {row.indicator_id: row for row in findings}
    cells = tuple(_cell(service, found.get(service.indicator_id)) for service in services)
    told = [found.get(asked.get(measure, "")) for measure in _GUIDES]
    counted = Counter(cell.stage for cell in cells)
    return SiteServices(
        site=site,
        rank=rank,
        cells=cells,
        begun_online=sum(cell.step >= ONLINE for cell in cells),
        seen=(seen := sum(cell.is_seen for cell in cells)),
        stages=segments({stage: counted[stage] for stage in COUNTED}),
        without=counted[Stage.NONE],
        unseen=len(cells) - seen,
        handovers=_handovers(found.get(asked.get(_HANDOVERS, ""))),
        days=_days(told[0]),
        visits=_share(told[1]),
        online=_share(told[2]),
    )


def _cell(service: Service, row: FindingRow | None) -> Cell:
    """A stage; whatever was not asked, not observed or is no stage that we know is never shown as none."""
    if row is None or row.state != "observed" or row.value not in STAGES:
        state = "not_applicable" if row is not None and row.state == "not_applicable" else "not_observed"
        return Cell(service, state, 0, is_seen=False, has_finding=row is not None)
    return Cell(service, row.value, STAGES.index(Stage(row.value)), is_seen=True, has_finding=True)


def _handovers(row: FindingRow | None) -> HandoverCell | None:
    if row is None:
        return None
    alive = _number(row.value) if row.state == "observed" else None
    return HandoverCell(row.indicator_id, handed_over(row.reason), alive)


def _days(row: FindingRow | None) -> DaysCell | None:
    if row is None:
        return None
    told = days_told(row.reason) if row.state == "observed" else None
    drawn = bar(told.promised_share * 100 if told else None)
    return DaysCell(row.indicator_id, told, row.reason, _sums([told] if told else []), drawn)


def _sums(told: Sequence[DaysTold]) -> tuple[tuple[str, DaysSum], ...]:
    """The sums of working and of calendar days over some portals, each kind apart; a kind nobody names is left out."""
    kinds = {"working": [each.working for each in told], "calendar": [each.calendar for each in told]}
    return tuple((kind, added) for kind, sums in kinds.items() if (added := sum_of(sums)).guides)


def _visits_limit(rubric: Rubric) -> int | None:
    """How many visits the rubric calls few."""
    asked = (item.params.get("visits") for item in rubric.indicators if item.measure == "few_visits_share")
    return next((int(visits) for visits in asked if isinstance(visits, int | float)), None)


def _share(row: FindingRow | None) -> ShareCell | None:
    if row is None:
        return None
    value = _number(row.value) if row.state == "observed" else None
    return ShareCell(row.indicator_id, value, share_told(row.reason) if value is not None else None, row.reason)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= 1 else None


def _count(service: Service, place: int, rows: Sequence[SiteServices]) -> ServiceCount:
    counted = Counter(row.cells[place].stage for row in rows)
    counts = {stage: counted[stage] for stage in COUNTED}
    seen = sum(counts[stage.value] for stage in STAGES)
    begun = sum(counts[stage.value] for stage in STAGES[ONLINE:])
    return ServiceCount(
        service=service,
        counts=counts,
        seen=seen,
        begun_online=begun,
        share_online=begun / seen if seen else None,
        segments=segments(counts),
    )
