"""This module knows the measures of identity: whether pages say whose they are, and say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scoring.facts.model import PageFacts, SiteFacts
from scoring.model import Reading

OWNERS = ("organiser", "holder")
FILED = ("organiser", "icp", "police", "site_code")
NUMBERS = ("icp", "police", "site_code")
COMPARED = (*NUMBERS, "organiser")
FEW_PAGES = 5


def named_owner_share(site: SiteFacts) -> Reading:
    """The share of pages whose foot names the office that runs the site: after a label, or as holder of the copyright.

    Not observed: no page was read.
    Blind spot: a name without a label ("Town hall, High Street 1") and one in a picture are not recognised.
    """
    if not site.pages:
        return Reading.not_observed(site.unseen or "no page was read")
    named = [page for page in site.pages if any(mark in page.identity for mark in OWNERS)]
    shown = (named or site.pages)[0]
    snippet = next((shown.identity[mark] for mark in OWNERS if mark in shown.identity), "no owner in the foot")
    words = f"{len(named)} of {len(site.pages)} pages"
    return Reading.observed(len(named) / len(site.pages), "share", evidence=(shown.evidence(snippet),), reason=words)


def filing_marks(site: SiteFacts) -> Reading:
    """How many of four marks a Chinese home page shows: organiser, ICP filing, public-security filing, site code.

    Not applicable: outside of China. Not observed: the home page did not come.
    Blind spot: whether the numbers are genuine is not asked; marks that a script or a picture brings are not seen.
    """
    if site.country != "CN":
        return Reading.not_applicable("the marks are those of sites in China")
    if site.home is None:
        return Reading.not_observed(site.unseen or "the home page did not come")
    if "shell" in site.home.marks:
        return Reading.not_observed("the home page is an empty shell that needs a browser")
    identity = site.home.identity
    there = [mark for mark in FILED if mark in identity or (mark == "organiser" and "holder" in identity)]
    missing = ", ".join(mark.replace("_", " ") for mark in FILED if mark not in there)
    snippet = "; ".join(identity.values()) or "no mark"
    return Reading.observed(
        len(there), "marks", evidence=(site.home.evidence(snippet),), reason=f"missing: {missing}" if missing else ""
    )


def identity_conflict_share(site: SiteFacts) -> Reading:
    """The share of pages with a filing number, site code or organiser other than most of the site's pages have.

    Not observed: fewer than five pages bear a number or a code. Not applicable: outside of China.
    Blind spot: which of two numbers is the right one is not known; the more frequent is taken for it.
    """
    if site.country != "CN":
        return Reading.not_applicable("the numbers are those of sites in China")
    bearing = [page for page in site.pages if any(mark in page.identity for mark in NUMBERS)]
    if len(bearing) < FEW_PAGES:
        return Reading.not_observed(site.unseen or f"{len(bearing)} pages bear a filing number or a site code")
    usual = {mark: _usual(page.identity.get(mark) for page in bearing) for mark in COMPARED}
    odd = [(page, mark) for page in bearing if (mark := _odd_mark(page, usual))]
    evidence = tuple(page.evidence(f"{page.identity[mark]}, elsewhere {usual[mark]}") for page, mark in odd[:5]) or (
        bearing[0].evidence("; ".join(bearing[0].identity.values())),
    )
    words = f"{len(odd)} of {len(bearing)} pages"
    return Reading.observed(len(odd) / len(bearing), "share", evidence=evidence, reason=words)


def _usual(values: Iterable[str | None]) -> str:
    counts = Counter(value for value in values if value)
    return max(counts, key=lambda value: (counts[value], value)) if counts else ""


def _odd_mark(page: PageFacts, usual: dict[str, str]) -> str:
    return next((mark for mark in COMPARED if page.identity.get(mark, usual[mark]) != usual[mark]), "")
