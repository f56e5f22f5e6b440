"""This module knows the measures of timeliness: how fresh is what the portal shows, on the day it was visited?"""

from __future__ import annotations

from datetime import date, timedelta

from scoring.facts.editions import editions
from scoring.facts.faults import content_fault
from scoring.facts.model import EvidenceRef, PageFacts, SiteFacts
from scoring.facts.section_stats import days_within, section_stats
from scoring.facts.sections import entry_evidence, last_day, list_pages, why_unseen
from scoring.model import Reading


def days_since_update(site: SiteFacts, *, topic: str) -> Reading:
    """Days from the newest date shown in a section to the day we visited it.

    Counts only dates a reader can see, in lists and on pages of the section: Last-Modified usually holds the time of
    the request. Days to come count as the day of the visit.
    Not observed: no page on the topic was reached, or none of them shows a date.
    Blind spot: a page that is re-dated without being changed looks fresh.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    stats = section_stats(site, topic)
    if not stats.pages:
        return Reading.not_observed(f"no page on {topic} was reached")
    if stats.newest is None or stats.age_days is None:
        entry = entry_evidence(stats.pages[0], topic)
        return Reading.not_observed(f"no page on {topic} shows a date", evidence=(entry,))
    words = f"newest {stats.newest.day.isoformat()}, {len(stats.shown)} dated items on {len(stats.pages)} pages"
    return Reading.observed(stats.age_days, "days", evidence=(stats.newest.evidence,), reason=words)


def recent_items(site: SiteFacts, *, topic: str, days: int) -> Reading:
    """How many dated items of a section fall within so many days before the visit.

    Not observed: no page on the topic was reached, or none of them shows a date.
    Blind spot: items beyond the crawled pages of a list are not counted.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    shown = section_stats(site, topic).shown
    if not shown:
        return Reading.not_observed(f"no dated page on {topic} was reached")
    recent = days_within(site, shown, days)
    evidence = (recent or shown)[0].evidence
    return Reading.observed(len(recent), "items", evidence=(evidence,), reason=f"of {len(shown)} dated items seen")


def dated_share(site: SiteFacts, *, topic: str) -> Reading:
    """The share of a section's pages that tell a reader their day, in a list or on the page itself.

    Not observed: fewer than three pages of the section were reached.
    Blind spot: dates inside pictures and attachments are not seen.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    stats = section_stats(site, topic)
    if len(stats.pages) < 3:
        return Reading.not_observed(f"only {len(stats.pages)} pages on {topic} were reached")
    shown = (stats.undated or stats.pages)[0]
    words = f"{len(stats.pages) - len(stats.undated)} of {len(stats.pages)} pages"
    evidence = shown.evidence("no date is shown" if stats.undated else "dated")
    return Reading.observed(stats.dated_share, "share", evidence=(evidence,), reason=words)


def fresh_column_share(site: SiteFacts, *, days: int) -> Reading:
    """The share of columns (pages listing at least three dated items) with an item from the last so many days.

    Days to come are left out, and with them a column that shows no other. Later pages of one list are columns of
    their own here unless they differ only in their query.
    Not observed: fewer than two columns were reached.
    Blind spot: archives are stale on purpose and count as stale.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    columns: dict[str, PageFacts] = {}
    newest: dict[str, date] = {}
    for page in list_pages(site):
        url = page.url.split("?")[0]
        past = [item.day for item in page.items if item.day <= last_day(site)]
        if past and url not in columns:
            columns[url], newest[url] = page, max(past)
    if len(columns) < 2:
        return Reading.not_observed(f"only {len(columns)} columns with dated items were reached")
    since = site.visited_on - timedelta(days=days)
    stale = sorted((day, url) for url, day in newest.items() if day < since)
    first = columns[stale[0][1]] if stale else next(iter(columns.values()))
    snippet = f"newest item {newest[first.url.split('?')[0]].isoformat()}: {first.title}"
    words = f"{len(columns) - len(stale)} of {len(columns)} columns"
    return Reading.observed(
        (len(columns) - len(stale)) / len(columns), "share", evidence=(first.evidence(snippet),), reason=words
    )


def empty_columns(site: SiteFacts) -> Reading:
    """How many sections were opened and never filled: pages that say "no content", or hold an empty list, and no more.

    What a search did not find and what is not on today ("no vacancies") is no empty section.

    Not observed: too little of the portal was seen, or no page that lists anything, filled or empty, was reached.
    Blind spot: a list that a script may fill looks empty only if the page says so in words.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    told = ((page, content_fault(page)) for page in site.pages if page.depth > 0)
    empty = [(page, fault[1]) for page, fault in told if fault and fault[0] == "empty_column"]
    if not empty and not list_pages(site, at_least=1):
        return Reading.not_observed("no page that lists dated items was reached")
    evidence = tuple(page.evidence(words) for page, words in empty[:5])
    return Reading.observed(
        len(empty), "columns", evidence=evidence or _home(site), reason=f"of {len(site.pages)} pages"
    )


def edition_age_days(site: SiteFacts) -> Reading:
    """Days since the newest date on the least fresh of the portal's other language editions.

    Counts the languages that the site's list names beside the home page's, and others that a link leads to and that
    pages are written in.
    Not observed: an edition was not reached, lies on another host, or shows no date. Not applicable: there is none.
    Blind spot: an edition that a machine translates on demand has the days of the original.
    """
    if site.home is None and len(site.site_languages) > 1:
        return Reading.not_observed(site.unseen or "the home page was not seen")
    others = [one for one in editions(site) if not one.is_own and (one.is_listed or one.pages)]
    if not others:
        return Reading.not_applicable("the list names one language for this site, and no link leads to another")
    ages = []
    for one in others:
        switch = (one.switch,) if one.switch else ()
        if one.is_elsewhere:
            why = f"the edition {one.language} lies on another host, which was not visited: {one.entry}"
            return Reading.not_observed(why, evidence=switch)
        if one.newest is None:
            why = f"no dated page of the edition {one.language} was reached ({len(one.pages)} pages)"
            return Reading.not_observed(why, evidence=switch)
        ages.append((max(0, (site.visited_on - one.newest.day).days), one.language, one.newest.evidence, one.pages))
    age, tag, evidence, pages = max(ages, key=lambda entry: entry[:2])
    return Reading.observed(age, "days", evidence=(evidence,), reason=f"edition {tag}, {len(pages)} pages")


def _home(site: SiteFacts) -> tuple[EvidenceRef, ...]:
    return (site.home.evidence(site.home.title),) if site.home else ()
