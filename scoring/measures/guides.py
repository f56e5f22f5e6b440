"""This module knows the measures of service guides: the time, visits and forms they name, and whether they agree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace

from scoring.facts.guide_facts import WORKING_DAYS_A_WEEK, TimeLimit
from scoring.facts.link_verdicts import file_fault
from scoring.facts.model import Guide, LinkState, Online, PageFacts, SiteFacts, page_key
from scoring.facts.sections import section, why_unseen
from scoring.model import Reading

_DAYS = re.compile(r"(\d{1,9}) (working|calendar) days promised of (\d{1,9}), (\d{1,6}) guides")
_SHARE = re.compile(r"(\d{1,6}) of (\d{1,6}) guides(?:; visits asked for: (.{1,600}))?")
_VISITS = re.compile(r"(\d{1,4}) in (\d{1,6})(?:, |$)")


DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class DaysSum:
    """The days that guides promise, and those the law gives, of one kind, added up over the guides that name both."""

    promised: int = 0
    statutory: int = 0
    guides: int = 0


@dataclass(frozen=True, slots=True)
class DaysTold:
    """The sums of working and of calendar days, which are never added up as if they were the same."""

    working: DaysSum = DaysSum()
    calendar: DaysSum = DaysSum()

    @property
    def guides(self) -> int:
        """How many guides name both."""
        return self.working.guides + self.calendar.guides

    @property
    def promised_share(self) -> float:
        """The days promised by those of the law, where 7 calendar days weigh as much as 5 working days."""
        promised = self.working.promised * DAYS_A_WEEK + self.calendar.promised * WORKING_DAYS_A_WEEK
        return promised / (self.working.statutory * DAYS_A_WEEK + self.calendar.statutory * WORKING_DAYS_A_WEEK)

    def __str__(self) -> str:
        """The words that a finding keeps, which `days_told` reads again."""
        sums = {"working": self.working, "calendar": self.calendar}
        return "; ".join(
            f"{one.promised} {kind} days promised of {one.statutory}, {one.guides} guides"
            for kind, one in sums.items()
            if one.guides
        )


@dataclass(frozen=True, slots=True)
class ShareTold:
    """How many guides a thing holds of, of those that tell; `visits` is how many guides ask for how many visits."""

    holding: int
    guides: int
    visits: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        """The words that a finding keeps, which `share_told` reads again."""
        asked = ", ".join(f"{visits} in {guides}" for visits, guides in self.visits)
        return f"{self.holding} of {self.guides} guides" + (f"; visits asked for: {asked}" if asked else "")


def sum_of(sums: Iterable[DaysSum]) -> DaysSum:
    """Sums of days of one kind as one."""
    found = list(sums)
    return DaysSum(*(sum(figures) for figures in zip(*map(astuple, found), strict=True))) if found else DaysSum()


def days_told(words: str) -> DaysTold | None:
    """The days out of a finding of `time_saved_share`; None for other words, such as a coder's."""
    sums: dict[str, DaysSum] = {}
    for part in words.split("; "):
        found = _DAYS.fullmatch(part)
        if found is None or found[2] in sums or not int(found[3]):
            return None
        sums[found[2]] = DaysSum(int(found[1]), int(found[3]), int(found[4]))
    return DaysTold(**sums)


def share_told(words: str) -> ShareTold | None:
    """The guides out of a finding of `few_visits_share` or `fully_online_share`; None for other words."""
    found = _SHARE.fullmatch(words)
    if not found:
        return None
    visits = tuple((int(asked), int(guides)) for asked, guides in _VISITS.findall(found[3] or ""))
    return ShareTold(int(found[1]), int(found[2]), visits)


def time_saved_share(site: SiteFacts) -> Reading:
    """How much shorter the times promised are than those the law gives, all guides together (0 to 1, or below 0).

    One less the days promised by the days of the law, over the guides that name both in days of the same kind. Guides
    that count in calendar days are added up apart, and 7 of their days weigh as much as 5 working days.
    Not observed: no guide names both.
    Blind spot: holidays do not count, nor guides that promise in one kind of days and name the law's in another.
    """
    both = [
        (page, guide.promised, guide.statutory)
        for page, guide in _guides(site)
        if guide.promised and guide.statutory and guide.statutory.days
        if guide.promised.is_working == guide.statutory.is_working or guide.promised.days == 0
    ]
    if not both:
        return Reading.not_observed(_why_not(site, "no service guide names a time promised beside that of the law"))
    told = DaysTold(*(_days_sum(both, is_working=kind) for kind in (True, False)))
    ordered = sorted(both, key=lambda each: (each[1].days / each[2].days, each[0].url), reverse=True)
    evidence = tuple(page.evidence(f"promises {one}, the law gives {other}") for page, one, other in ordered[:3])
    return Reading.observed(1 - told.promised_share, "share", evidence=evidence, reason=str(told))


def _days_sum(both: list[tuple[PageFacts, TimeLimit, TimeLimit]], *, is_working: bool) -> DaysSum:
    return sum_of(DaysSum(one.days, other.days, 1) for _, one, other in both if other.is_working is is_working)


def few_visits_share(site: SiteFacts, *, visits: int) -> Reading:
    """The share of service guides with so many visits in person at most, of those that count them.

    The finding also keeps how many guides ask for how many visits.
    Not observed: no guide counts visits in a way we understand.
    """
    told = [(page, guide) for page, guide in _guides(site) if guide.visits is not None]
    asked = Counter(guide.visits for _, guide in told if guide.visits is not None)
    return _share(
        site,
        [(page, guide.visits is not None and guide.visits <= visits, _said(guide, "visits")) for page, guide in told],
        lacking="no service guide counts the visits it needs",
        visits=tuple(sorted(asked.items())),
    )


def fully_online_share(site: SiteFacts) -> Reading:
    """The share of service guides that can be done online from end to end, of those that say how far online goes.

    Not observed: no guide says how much can be done online in a way we understand.
    Blind spot: it is the guide's word; nobody tried.
    """
    told = [(page, guide) for page, guide in _guides(site) if guide.online is not None]
    return _share(
        site,
        [(page, guide.online is Online.FULLY, _said(guide, "online_depth")) for page, guide in told],
        lacking="no service guide says how much can be done online",
    )


def consistent_guide_share(site: SiteFacts) -> Reading:
    """The share of service guides that break none of our rules of consistency.

    The rules: promised time within that of the law; at once or later as its kind says; online from end to end needs
    no visit; no visit has no reason to visit and a way online or by post; who charges says how much; one telephone is
    not for questions and complaints both; no material that nobody can know beforehand; reviewed at once or later as
    time and kind say; a reason for each visit where one is asked for; no online payment where nothing is charged;
    steps in a table within the time promised; no themes of firms for persons, or the other way round. Items that say
    即办件 or 承诺件 must also give telephones with their area code, hours with days, and a place with its street,
    floor or window.
    Not observed: no guide was found.
    Blind spot: a rule speaks only where a guide says both sides; a guide that says little breaks little.
    """
    guides = _guides(site)
    told = [(page, not guide.faults, "; ".join(fault.words for fault in guide.faults)) for page, guide in guides]
    reading = _share(site, told, lacking="no service guide was found")
    rules = Counter(fault.rule for _, guide in guides for fault in guide.faults)
    if not rules:
        return reading
    broken = ", ".join(f"{rule.replace('_', ' ')} {count}" for rule, count in sorted(rules.items()))
    words = f"{reading.reason}; broken: {broken}"
    return Reading.observed(reading.value or 0.0, "share", evidence=reading.evidence, reason=words)


def working_form_share(site: SiteFacts) -> Reading:
    """The share of files linked from service guides and pages of forms that came when they were asked for.

    A web page in a file's stead, an empty file, and one of another format than its address names do not count as come.
    Not observed: no such page was reached, none links a file, or no file was asked for with a clear answer.
    Blind spot: that a file comes does not say that it is the right form, or that it opens.
    """
    pages = {page.url: page for page in (*(page for page, _ in _guides(site)), *section(site, "forms"))}
    files = {link.url: page for page in pages.values() for link in page.links if link.kind == "file"}
    told = [
        (site.link_verdicts[key], page)
        for url, page in sorted(files.items())
        if (key := page_key(url)) in site.link_verdicts
        if site.link_verdicts[key].state in (LinkState.WORKS, LinkState.BROKEN)
    ]
    if not told:
        found = (
            f"none of {len(files)} files was asked for" if files else "no service guide or page of forms links a file"
        )
        return Reading.not_observed(_why_not(site, found))
    broken = [replace(one, reason=fault) for one, _ in told if (fault := file_fault(one))]
    shown = broken or [one for one, _ in told]
    words = f"{len(told) - len(broken)} of {len(told)} files"
    evidence = tuple(one.evidence() for one in shown[:3])
    return Reading.observed((len(told) - len(broken)) / len(told), "share", evidence=evidence, reason=words)


def _guides(site: SiteFacts) -> list[tuple[PageFacts, Guide]]:
    return [(page, page.guide) for page in site.pages if page.guide is not None]


def _why_not(site: SiteFacts, lacking: str) -> str:
    return why_unseen(site) or lacking


def _said(guide: Guide, field: str) -> str:
    return f"{field.replace('_', ' ')}: {guide.fields.get(field, '')[:120]}"


def _share(
    site: SiteFacts,
    told: list[tuple[PageFacts, bool, str]],
    *,
    lacking: str,
    visits: tuple[tuple[int, int], ...] = (),
) -> Reading:
    """The share of pages of which a thing holds; those of which it does not are shown first."""
    if not told:
        return Reading.not_observed(_why_not(site, lacking))
    holding = sum(holds for _, holds, _ in told)
    ordered = sorted(told, key=lambda each: (each[1], each[0].url))
    evidence = tuple(page.evidence(words or page.title) for page, _, words in ordered[:3])
    words = str(ShareTold(holding, len(told), visits))
    return Reading.observed(holding / len(told), "share", evidence=evidence, reason=words)
