"""This module knows the measures that the questionnaires of the UN's surveys ask for beyond the other modules."""

from __future__ import annotations

from scoring.facts.model import SiteFacts
from scoring.facts.sections import entry_evidence, section, why_absence_is_unknown, why_unseen
from scoring.model import Reading


def has_any_section(site: SiteFacts, *, topics: str) -> Reading:
    """Whether a page on any of several topics was found: the words before it, the headings, the address name one.

    Not observed: too little of the portal was seen, or we lack words for one of the topics and found none.
    Blind spot: words outside the lexicons of the portal's languages are not known.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    assert site.home is not None
    wanted = topics.split()
    found = [(page, topic) for topic in wanted for page in section(site, topic)[:2]]
    if found:
        return Reading.observed(True, evidence=tuple(entry_evidence(page, topic) for page, topic in found[:3]))
    if reasons := [reason for topic in wanted if (reason := why_absence_is_unknown(site, topic))]:
        return Reading.not_observed(reasons[0])
    words = f"no page on {', '.join(wanted)} among {len(site.pages)} pages"
    return Reading.observed(False, evidence=(site.home.evidence(words),))


def has_login(site: SiteFacts) -> Reading:
    """Whether readers can sign in somewhere: a form that asks for a password, or a page that says it is a login.

    Not observed: too little of the portal was seen.
    Blind spot: a login on a higher government's platform counts only when a page of this portal says so.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    assert site.home is not None
    for page in site.pages:
        if any("password" in form.fields for form in page.forms):
            return Reading.observed(True, evidence=(page.evidence("a form that asks for a password"),))
        if "login" in page.marks:
            return Reading.observed(True, evidence=(page.evidence(page.marks["login"]),))
    return Reading.observed(False, evidence=(site.home.evidence(f"no login on {len(site.pages)} pages"),))


def search_filters(site: SiteFacts) -> Reading:
    """How many fields beside the words to look for the fullest search form has: what narrows a search.

    Not observed: no search form was seen.
    Blind spot: filters that only the page of results offers are not seen, for no search is made.
    """
    forms = [(page, form) for page in site.pages for form in page.forms if form.is_search]
    if not forms:
        return Reading.not_observed(why_unseen(site) or "no search form was seen")
    page, form = max(forms, key=lambda pair: len(pair[1].fields))
    words = f"search form with {len(form.fields)} fields"
    return Reading.observed(max(0, len(form.fields) - 1), "fields", evidence=(page.evidence(words),))
