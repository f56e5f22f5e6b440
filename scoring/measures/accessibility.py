"""This module knows the measures of accessibility: do pages work for those who see, hear, move or read otherwise?"""

from __future__ import annotations

from dataclasses import replace

from scoring.facts.access_rules import RULES, is_failure
from scoring.facts.model import EvidenceRef, PageFacts, SiteFacts
from scoring.facts.rendered import Violation
from scoring.facts.sections import readable_pages, why_nothing_is_readable
from scoring.model import Reading

GRAVE = frozenset({"critical", "serious"})
"""The impacts that axe-core gives to what shuts somebody out."""


def fault_free_share(site: SiteFacts) -> Reading:
    """The share of pages that break no rule of accessibility which fails a success criterion of WCAG 2.2.

    Counts the rules that can be told without a browser: names of links, buttons, fields, pictures and frames,
    language, title, zoom, roles, states and the like.
    Not observed: no page with content was read.
    Blind spot: what style sheets and scripts hide, name or add is not known, and no program tells whether a name is
    a good one: a page without a fault here may still have others.
    """
    pages = readable_pages(site)
    if not pages:
        return Reading.not_observed(why_nothing_is_readable(site))
    faults = {page.url: [fault for fault in page.faults if is_failure(fault.rule)] for page in pages}
    faulty = sorted((page for page in pages if faults[page.url]), key=lambda page: -len(faults[page.url]))
    shown = tuple(
        page.evidence(f"{RULES[fault.rule].words}: {fault.count} times not, first {fault.snippet}")
        for page in faulty[:3]
        for fault in faults[page.url][:3]
    )
    words = f"{len(pages) - len(faulty)} of {len(pages)} pages"
    evidence = shown or (pages[0].evidence("no fault was found"),)
    return Reading.observed((len(pages) - len(faulty)) / len(pages), "share", evidence=evidence[:5], reason=words)


def rule_kept_share(site: SiteFacts, *, rule: str) -> Reading:
    """The share of pages that keep one rule of accessibility.

    Not observed: no page with content was read.
    Blind spot: what style sheets and scripts hide, name or add is not known.
    """
    pages = readable_pages(site)
    if not pages:
        return Reading.not_observed(why_nothing_is_readable(site))
    broken = [(page, fault) for page in pages for fault in page.faults if fault.rule == rule]
    worst = sorted(broken, key=lambda pair: -pair[1].count)
    shown = tuple(page.evidence(f"{fault.count} times: {fault.snippet}") for page, fault in worst[:5])
    words = f"{len(pages) - len(broken)} of {len(pages)} pages"
    evidence = shown or (pages[0].evidence(RULES[rule].words if rule in RULES else rule),)
    return Reading.observed((len(pages) - len(broken)) / len(pages), "share", evidence=evidence, reason=words)


def barrier_free_share(site: SiteFacts) -> Reading:
    """The share of the pages shown to a browser in which axe-core found no critical or serious fault.

    Counts the home page, a page of each section and every empty shell of a wave that was crawled with `--render`.
    Not observed: no page was shown to a browser, or axe-core could not be run.
    Blind spot: axe-core finds what a program can, which is less than half of what may be wrong.
    """
    told = [(page, grave) for page in site.pages if (grave := grave_violations(page)) is not None]
    if not told:
        return Reading.not_observed(site.unseen or "no page was looked at with a browser")
    barred = sorted(((page, grave) for page, grave in told if grave), key=lambda pair: -len(pair[1]))
    shown = tuple(
        _findings_evidence(page, f"{one.impact}: {one.words} ({one.rule}), {one.count} times, first {one.snippet}")
        for page, grave in barred[:3]
        for one in grave[:3]
    )
    words = f"{len(told) - len(barred)} of {len(told)} pages"
    evidence = shown or (_findings_evidence(told[0][0], "nothing critical or serious was found"),)
    return Reading.observed((len(told) - len(barred)) / len(told), "share", evidence=evidence[:5], reason=words)


def _findings_evidence(page: PageFacts, snippet: str) -> EvidenceRef:
    """What axe-core said of a page: the record is that of its findings, beside the page's picture."""
    record_id = page.rendered.findings_id if page.rendered else None
    return replace(page.evidence(snippet), record_id=record_id or page.record_id)


def grave_violations(page: PageFacts) -> tuple[Violation, ...] | None:
    """What axe-core calls critical or serious on a page; None where it was not run."""
    if page.rendered is None or page.rendered.violations is None:
        return None
    return tuple(one for one in page.rendered.violations if one.impact in GRAVE)


def offers_aid(site: SiteFacts, *, aid: str) -> Reading:
    """Whether the home page offers a way of reading made for some: one for elders, or a barrier-free one.

    Counts a link or button with such words.
    Not observed: the home page was not read, or we have no words for it in the home page's language.
    Blind spot: whether the mode works is not tried, and a button that is only a picture without words is not seen.
    """
    home = site.home
    if home is None or "shell" in home.marks:
        return Reading.not_observed(why_nothing_is_readable(site))
    if words := home.aids.get(aid):
        return Reading.observed(True, evidence=(home.evidence(words),))
    if aid not in site.known_aids:
        return Reading.not_observed(f"the lexicon of {home.language or 'the portal’s language'} has no words for {aid}")
    return Reading.observed(False, evidence=(home.evidence(f"none among {len(home.links)} links"),))
