"""This module knows the measures of timeliness: how fresh is what the portal shows, on the day it was visited?"""

from __future__ import annotations

from datetime import date, timedelta

from scoring.facts.model import EvidenceRef, PageFacts, SiteFacts
from scoring.facts.sections import days_shown, entry_evidence, last_day, list_pages, published_on, section, why_unseen
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
    pages = section(site, topic)
    if not pages:
        return Reading.not_observed(f"no page on {topic} was reached")
    shown = days_shown(site, topic)
    if not shown:
        return Reading.not_observed(f"no page on {topic} shows a date", evidence=(entry_evidence(pages[0], topic),))
    newest = shown[0]
    days = max(0, (site.visited_on - newest.day).days)
    words = f"newest {newest.day.isoformat()}, {len(shown)} dated items on {len(pages)} pages"
    return Reading.observed(days, "days", evidence=(newest.evidence,), reason=words)


def recent_items(site: SiteFacts, *, topic: str, days: int) -> Reading:
    """How many dated items of a section fall within so many days before the visit.

    Not observed: no page on the topic was reached, or none of them shows a date.
    Blind spot: items beyond the crawled pages of a list are not counted.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    shown = days_shown(site, topic)
    if not shown:
        return Reading.not_observed(f"no dated page on {topic} was reached")
    since = site.visited_on - timedelta(days=days)
    recent = [seen for seen in shown if seen.day >= since]
    evidence = (recent or shown)[0].evidence
    return Reading.observed(len(recent), "items", evidence=(evidence,), reason=f"of {len(shown)} dated items seen")


def dated_share(site: SiteFacts, *, topic: str) -> Reading:
    """The share of a section's pages that tell a reader their day, in a list or on the page itself.

    Not observed: fewer than three pages of the section were reached.
    Blind spot: dates inside pictures and attachments are not seen.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    pages = section(site, topic)
    listed = {item.url for page in site.pages for item in page.items}
    if len(pages) < 3:
        return Reading.not_observed(f"only {len(pages)} pages on {topic} were reached")
    undated = [page for page in pages if not (page.items or published_on(page) or page.url in listed)]
    shown = (undated or list(pages))[0]
    words = f"{len(pages) - len(undated)} of {len(pages)} pages"
    snippet = "no date is shown" if undated else "dated"
    return Reading.observed(1 - len(undated) / len(pages), "share", evidence=(shown.evidence(snippet),), reason=words)


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
    return Reading.observed(1 - len(stale) / len(columns), "share", evidence=(first.evidence(snippet),), reason=words)


def empty_columns(site: SiteFacts) -> Reading:
    """How many sections were opened and never filled: pages that say "no content" where a list should be.

    Not observed: too little of the portal was seen.
    Blind spot: a list that a script fills looks empty only if the page says so in words.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    empty = [page for page in site.pages if page.depth > 0 and "empty_list" in page.marks and not page.items]
    evidence = tuple(page.evidence(page.marks["empty_list"]) for page in empty[:5])
    return Reading.observed(
        len(empty), "columns", evidence=evidence or _home(site), reason=f"of {len(site.pages)} pages"
    )


def edition_age_days(site: SiteFacts) -> Reading:
    """Days since the newest date on the least fresh of the portal's other language editions.

    An edition is the set of pages written in a language of the site's list that is not the home page's.
    Not observed: a listed edition was not reached or shows no date. Not applicable: one language is listed.
    Blind spot: an edition on another host is not crawled.
    """
    others = [tag for tag in site.site_languages if site.home is None or not _same(tag, site.home.language)]
    if len(site.site_languages) < 2 or not others:
        return Reading.not_applicable("the list names one language for this site")
    if site.home is None:
        return Reading.not_observed(site.unseen or "the home page was not seen")
    ages = []
    for tag in others:
        pages = [page for page in site.pages if _same(tag, page.language)]
        dated = [(item.day, page.evidence(item.snippet)) for page in pages for item in page.items]
        dated += [(own.day, own.evidence) for page in pages if (own := published_on(page))]
        past = [pair for pair in dated if pair[0] <= last_day(site)]
        if not past:
            return Reading.not_observed(f"no dated page of the edition {tag} was reached ({len(pages)} pages)")
        newest = max(past, key=lambda pair: (pair[0], pair[1].url))
        ages.append((max(0, (site.visited_on - newest[0]).days), tag, newest[1]))
    age, tag, evidence = max(ages, key=lambda entry: entry[:2])
    return Reading.observed(age, "days", evidence=(evidence,), reason=f"edition {tag}")


def _same(tag: str, language: str) -> bool:
    return bool(language) and (tag == language or tag.split("-")[0] == language.split("-")[0])


def _home(site: SiteFacts) -> tuple[EvidenceRef, ...]:
    return (site.home.evidence(site.home.title),) if site.home else ()
