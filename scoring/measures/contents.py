"""This module knows the measures of faults in what pages say: what is smuggled in, misspelt, or unsigned."""

from __future__ import annotations

from scoring.facts.model import EvidenceRef, SiteFacts
from scoring.model import Reading


def injected_pages(site: SiteFacts) -> Reading:
    """How many pages hold links or words that are hidden from readers and meant for search engines.

    Counts hidden links to hosts of strangers whose words or names sell gambling, pornography or forged papers; three
    and more such hosts hidden together in an odd way; titles, keywords and descriptions with such words. Menus, tabs,
    dialogs, text for screen readers, counters and what is linked elsewhere on the page do not count.
    Not observed: no page was read.
    Blind spot: what a style sheet hides, what a script fetches or writes in code, and pages shown to search engines
    alone are not seen.
    """
    if not site.pages:
        return Reading.not_observed(site.unseen or "no page was read")
    found = [page for page in site.pages if page.injections]
    evidence = tuple(page.evidence(str(page.injections[0])) for page in found[:5])
    return Reading.observed(
        len(found), "pages", evidence=evidence or _first(site), reason=f"of {len(site.pages)} pages"
    )


def _first(site: SiteFacts) -> tuple[EvidenceRef, ...]:
    return (site.pages[0].evidence(site.pages[0].title),) if site.pages else ()
