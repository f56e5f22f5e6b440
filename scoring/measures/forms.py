"""This module knows the measures of forms: can citizens write to the office, and does the search lead anywhere?"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from scoring.facts.model import Form, LinkState, PageFacts, SiteFacts, page_key
from scoring.facts.rendered import SearchOutcome, SearchTry
from scoring.facts.sections import section, why_unseen
from scoring.model import Reading

FORM_HOSTS = ("form.gov.sg", "forms.gle", "docs.google.com/forms", "forms.office.com", "wjx.cn", "surveymonkey.com")
"""Services that offices use to take in messages; a link there is a form elsewhere."""
GOVERNMENT_NAMES = frozenset({"gov", "gob", "gouv", "govt", "gub", "go", "政务"})
"""Second-level or top-level names that governments keep for themselves."""
SHARED_NAMES = GOVERNMENT_NAMES | {"com", "co", "org", "net", "ac", "edu", "or", "ne", "lg"}
WRITING = ("contact", "mailbox")
"""The sections where an office invites to write."""
LEADING = frozenset({SearchOutcome.SENT, SearchOutcome.PAGE_CHANGED})


def has_feedback_form(site: SiteFacts) -> Reading:
    """Whether citizens can write to the office: a form with room for a text here, or a link to one elsewhere.

    Elsewhere counts when a page about contact or letters links to a known service for forms, or when the home page or
    such a page invites to write, in the words of the lexicon, on another host of the same or another government.
    A link that was found broken does not count.
    Not observed: too little of the portal was seen.
    Blind spot: forms behind a login, or written by a script, are not seen; whether a page elsewhere has a form is not
    looked at.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    assert site.home is not None
    if page := next(_open_pages(site), None) or next(_pages_with_form(site), None):
        return Reading.observed(True, evidence=(page.evidence(page.title),))
    if found := _elsewhere(site):
        page, url = found
        return Reading.observed(True, evidence=(page.evidence(f"form elsewhere: {url}"),))
    return Reading.observed(False, evidence=(site.home.evidence(f"none on {len(site.pages)} pages"),))


def takes_letters_without_login(site: SiteFacts) -> Reading:
    """Whether a citizen can write to the office without an account.

    Not observed: the form lies on another host, which was not visited. Not applicable: no way to write was found.
    Blind spot: a form that asks for the account only once it is sent looks open.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    if page := next(_open_pages(site), None):
        return Reading.observed(True, evidence=(page.evidence(page.title),))
    gates = [page for page in section(site, "mailbox") if _asks_for_login(page)]
    if gates := [*_pages_with_form(site), *gates]:
        return Reading.observed(False, evidence=(gates[0].evidence(gates[0].marks.get("login") or "a password field"),))
    if found := _elsewhere(site):
        page, url = found
        return Reading.not_observed(f"the form lies on another host: {url}", evidence=(page.evidence(url),))
    return Reading.not_applicable("no way to write to the office was found")


def search_form_leads_somewhere(site: SiteFacts) -> Reading:
    """Whether the search form sends what is typed into it, or is only decoration.

    It does when it has a field with a name and an address to send it to, or when a browser that typed a word into the
    home page's search field saw the word sent off or results written. It is decoration when nothing at all happened.
    Not observed: no search form was seen, or only a script could send it and no browser could tell what it does.
    Blind spot: whether the search finds anything is not tried.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    assert site.home is not None
    tried = site.home.rendered.search if site.home.rendered else None
    if tried and tried.outcome in LEADING:
        return Reading.observed(True, evidence=(site.home.evidence(_told(tried)),))
    forms = [(page, form) for page in site.pages for form in page.forms if form.is_search]
    for page, form in forms:
        if form.sends == "address":
            return Reading.observed(True, evidence=(page.evidence(f"search form to {form.action or page.url}"),))
    if tried and tried.outcome is SearchOutcome.NOTHING_HAPPENED:
        return Reading.observed(False, evidence=(site.home.evidence(_told(tried)),))
    if tried:
        words = f"a browser tried the search form, and it stayed unclear where it leads: {tried.detail}"
        return Reading.not_observed(words, evidence=(site.home.evidence(),))
    if not forms:
        return Reading.not_observed("no search form was seen")
    page, form = next(((page, form) for page, form in forms if form.sends == "script"), forms[0])
    if form.sends == "script":
        return Reading.not_observed("only a script sends the search form: needs a browser", evidence=(page.evidence(),))
    return Reading.observed(False, evidence=(page.evidence("its fields have no name, and the page has no script"),))


def _told(tried: SearchTry) -> str:
    """What a browser saw of the search field, in words."""
    typed = f"{tried.word} typed into the search field"
    match tried.outcome:
        case SearchOutcome.NOTHING_HAPPENED:
            return f"{typed}: nothing happened"
        case SearchOutcome.PAGE_CHANGED:
            return f"{typed} brought up: {tried.detail}"
    if tried.method == "GET":
        return f"{typed} was sent to {tried.address}"
    return f"{typed} would be sent by {tried.method} to {tried.address}"


def _takes_a_message(form: Form) -> bool:
    return not form.is_search and "textarea" in form.fields


def _pages_with_form(site: SiteFacts) -> Iterator[PageFacts]:
    return (page for page in site.pages if any(_takes_a_message(form) for form in page.forms))


def _open_pages(site: SiteFacts) -> Iterator[PageFacts]:
    return (page for page in _pages_with_form(site) if not _asks_for_login(page))


def _asks_for_login(page: PageFacts) -> bool:
    return "login" in page.marks or any("password" in form.fields for form in page.forms)


def _elsewhere(site: SiteFacts) -> tuple[PageFacts, str] | None:
    """The page and the address of a form on another host, or None."""
    pages = [page for topic in WRITING for page in section(site, topic)]
    for page in pages:
        if link := next((link for link in page.links if _is_form_service(link.url)), None):
            return page, link.url
    for page in ([site.home] if site.home else []) + pages:
        for link in page.write_links:
            verdict = site.link_verdicts.get(page_key(link.url))
            is_broken = verdict is not None and verdict.state is LinkState.BROKEN
            if not is_broken and _is_of_government(link.url, site.home_url):
                return page, link.url
    return None


def _is_form_service(url: str) -> bool:
    address = url.partition("://")[2].removeprefix("www.")
    return any(address == host or address.startswith((f"{host}/", f"{host}?")) for host in FORM_HOSTS)


def _is_of_government(url: str, home_url: str) -> bool:
    """Whether a host is a government's by its name, or has the portal's own name within it."""
    names, own = _names(url), _names(home_url)
    return bool(GOVERNMENT_NAMES & set(names[-2:])) or (len(names) > 1 and _kept(names) == _kept(own))


def _names(url: str) -> list[str]:
    try:
        return (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return []


def _kept(names: list[str]) -> list[str]:
    """The part of a host's name that one owner keeps: town.example, or town.gov.cn where the second is shared."""
    return names[-3:] if len(names) > 2 and names[-2] in SHARED_NAMES else names[-2:]
