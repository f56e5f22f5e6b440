"""This module knows the measures that the inspections of Chinese government websites ask for: columns, dead links."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

from scoring.facts.model import EvidenceRef, LinkState, PageFacts, Place, SiteFacts, page_key
from scoring.facts.sections import SeenDay, clue_for, last_day, list_pages, published_on, why_unseen
from scoring.measures.services import GUIDE_ELEMENTS
from scoring.model import Reading

NEWS, NOTICES, PLANS = ("news",), ("notices", "policy"), ("personnel", "plans")
"""The three classes of columns whose pace the census of 2015 fixes, as topics."""
FEW_ITEMS = 3
"""A home page with fewer dated items says nothing of its columns: one may be an event, or a notice set apart."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column with the newest day that any of its pages shows; `page` is the one that shows it."""

    key: str
    newest: date
    page: PageFacts


def overdue_columns(
    site: SiteFacts, *, news_days: int = 0, notice_days: int = 0, plan_days: int = 0, count_empty: bool = False
) -> Reading:
    """How many columns show nothing from the last so many days: of news, of notices and policies, of staff and plans.

    A class whose days are 0 is not asked for. The pages of one list, and whatever lies in one folder of the portal,
    are one column; a page with a date of its own that lists related items is none. With `count_empty`, sections that
    were opened and never filled count too.
    Not observed: too little of the portal was seen, or no column of these classes was reached.
    Blind spot: columns beyond the crawled pages are not counted, so the number is the least there are; lists without
    days, which an inspector counts as not updated, are not told from other pages.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    classes = ((NEWS, news_days), (NOTICES, notice_days), (PLANS, plan_days))
    found = [(column, days) for topics, days in classes if days for column in _columns(site, topics)]
    overdue = {column.key: column for column, days in found if column.newest < site.visited_on - timedelta(days=days)}
    empty = [page for page in site.pages if count_empty and page.depth > 0 and _is_empty(page)]
    if not found and not empty:
        return Reading.not_observed("no column of these classes was reached")
    stale = sorted(overdue.values(), key=lambda column: (column.newest, column.key))
    shown = stale or [column for column, _ in found]
    evidence = [one.page.evidence(f"newest item {one.newest.isoformat()}: {one.page.title}") for one in shown[:5]]
    evidence += [page.evidence(page.marks["empty_list"]) for page in empty[:2]]
    words = f"{len(overdue)} of {len({column.key for column, _ in found})} columns"
    words += f", and {len(empty)} empty ones" if empty else ""
    return Reading.observed(len(overdue) + len(empty), "columns", evidence=tuple(evidence), reason=words)


def _columns(site: SiteFacts, topics: tuple[str, ...]) -> list[Column]:
    """The columns on any of the topics, each once, in the order in which they were met."""
    columns: dict[str, Column] = {}
    for page in list_pages(site):
        days = [item.day for item in page.items if item.day <= last_day(site)]
        if not days or not any(clue_for(page, topic) for topic in topics) or _is_article(page):
            continue
        key = column_key(page.url)
        if key not in columns or max(days) > columns[key].newest:
            columns[key] = Column(key, max(days), page)
    return list(columns.values())


def column_key(url: str) -> str:
    """The folder that a list lies in, without the numbers of its pages, its years and its months."""
    parts = urlsplit(url)
    folders = parts.path.split("/")[:-1]
    while len(folders) > 1 and (folders[-1] == "page" or folders[-1].replace("-", "").isdigit()):
        folders.pop()
    return f"{parts.netloc}{'/'.join(folders)}/"


def _is_article(page: PageFacts) -> bool:
    return any(clue.place is Place.LABEL and clue.is_visible for clue in page.dates)


def _is_empty(page: PageFacts) -> bool:
    return "empty_list" in page.marks and not page.items


def home_recent_items(site: SiteFacts, *, days: int) -> Reading:
    """How many items of the last so many days the home page lists, or links to: pages that label their day.

    Not observed: too little of the portal was seen, or fewer than three items with a day, too few for columns.
    Blind spot: an inspector counts an item without a visible day as not updated; here it is not counted either way.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    assert site.home is not None
    shown: dict[str, SeenDay] = {}
    for item in site.home.items:
        shown.setdefault(page_key(item.url) if item.url else item.title, SeenDay(item.day, _home(site, item.snippet)))
    linked = {page_key(link.url) for link in site.home.links if link.is_internal}
    for page in site.pages:
        if page.depth > 0 and page_key(page.url) in linked and _is_article(page) and (own := published_on(page)):
            shown.setdefault(page_key(page.url), own)
    past = sorted((one for one in shown.values() if one.day <= last_day(site)), key=lambda one: one.day, reverse=True)
    if len(past) < FEW_ITEMS:
        return Reading.not_observed(f"the home page shows or leads to {len(past)} items with a day")
    recent = [one for one in past if one.day >= site.visited_on - timedelta(days=days)]
    evidence = tuple(one.evidence for one in (recent or past)[:3])
    return Reading.observed(len(recent), "items", evidence=evidence, reason=f"of {len(past)} dated items seen")


def broken_links_below(site: SiteFacts) -> Reading:
    """How many targets are broken that the home page does not link to itself: pages, documents, pictures, other sites.

    Not observed: fewer than ten targets could be told to work or not.
    Blind spot: of a large portal's links a sample is asked for, so the number is the least there are.
    """
    if site.home is None:
        return Reading.not_observed(site.unseen or "the home page was not seen")
    told = [one for one in site.link_verdicts.values() if one.state in (LinkState.WORKS, LinkState.BROKEN)]
    if len(told) < 10:
        return Reading.not_observed(f"only {len(told)} targets could be told")
    own = {page_key(link.url) for link in site.home.links}
    below = sorted((one for one in told if page_key(one.url) not in own), key=lambda one: one.url)
    broken = [one for one in below if one.state is LinkState.BROKEN]
    evidence = tuple(one.evidence() for one in broken[:5]) or (_home(site, site.home.title),)
    words = f"{len(broken)} of {len(below)} targets below the home page"
    return Reading.observed(len(broken), "links", evidence=evidence, reason=words)


def missing_guide_classes(site: SiteFacts) -> Reading:
    """Of the eight classes of a service guide, how many some guide lacks; a class lacking in many guides counts once.

    The classes: name, legal basis, conditions, materials, place, hours, telephone, process.
    Not observed: no guide was found.
    Blind spot: a class under an unknown label counts as lacking.
    """
    guides = [page for page in site.pages if page.guide is not None]
    if not guides:
        return Reading.not_observed(why_unseen(site) or "no service guide was found")
    lacking = {element: next((page for page in guides if not _has(page, element)), None) for element in GUIDE_ELEMENTS}
    missing = {element: page for element, page in lacking.items() if page}
    evidence = tuple(page.evidence(f"{page.title}: no {element}") for element, page in list(missing.items())[:5])
    words = f"{', '.join(missing) or 'none'} lacking, {len(guides)} guides"
    shown = evidence or (guides[0].evidence(guides[0].title),)
    return Reading.observed(len(missing), "classes", evidence=shown, reason=words)


def _has(page: PageFacts, element: str) -> bool:
    is_headed = element == "name" and any(level == 1 for level, _ in page.headings)
    return is_headed or (page.guide is not None and element in page.guide.fields)


def _home(site: SiteFacts, snippet: str) -> EvidenceRef:
    assert site.home is not None
    return site.home.evidence(snippet)
