"""This module knows the measures of availability: does the portal answer, soundly, everybody, under its names?"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from scoring.facts.model import EvidenceRef, Purpose, SiteFacts, Visit
from scoring.facts.sections import BLOCKED_STATUS
from scoring.model import Reading


def visit_evidence(visit: Visit, words: str = "") -> EvidenceRef:
    """A visit as evidence, with its outcome in words."""
    outcome = f"answered {visit.status}" if visit.status is not None else f"failed: {visit.failure}"
    return EvidenceRef(visit.url, visit.requested_at, visit.record_id, words or outcome)


def home_answers(site: SiteFacts) -> Reading:
    """Whether the home page came when it was asked for: the share of visits that were answered.

    Counts every visit to the home page, later tries included; a redirect belongs to the answer after it. A refused
    connection, an unknown name, a broken certificate chain, a 404 or a 5xx answer is the portal's failure; so is a name
    for sale, a server's own page or a "not found" in place of the home page, which are no answers of the portal at all.
    Not observed: the only failures were timeouts, blocks, robots.txt or our own outage, which may be our vantage's.
    Blind spot: one vantage and few visits; `egovbench probe` spreads many over days.
    """
    if site.dead_home:
        return Reading.observed(0.0, "share", evidence=(site.dead_home,), reason=site.unseen)
    tries = [
        visit
        for visit in site.visits
        if visit.depth == 0
        and visit.purpose in (Purpose.PAGE, Purpose.HEARTBEAT)
        and not (visit.status and 300 <= visit.status < 400)
    ]
    counted = [visit for visit in tries if visit.says_gone or (visit.is_answered and not visit.challenge)]
    if not counted:
        return Reading.not_observed(
            site.unseen or "the home page was not visited", evidence=tuple(map(visit_evidence, tries[-1:]))
        )
    failed = [visit for visit in counted if not visit.is_answered]
    share = (len(counted) - len(failed)) / len(counted)
    shown = visit_evidence((failed or counted)[-1])
    words = f"{len(counted) - len(failed)} of {len(counted)} visits answered"
    return Reading.observed(share, "share", evidence=(shown,), reason=words)


def home_response_seconds(site: SiteFacts) -> Reading:
    """Seconds from the request for the home page to its last byte: the median of the visits that were answered.

    Not observed: the home page never came.
    Blind spot: the way between us and the portal is in it; compare portals seen from one vantage.
    """
    answered = sorted(
        (visit for visit in site.visits if visit.depth == 0 and visit.is_answered and visit.seconds is not None),
        key=lambda visit: visit.seconds or 0.0,
    )
    if not answered:
        return Reading.not_observed(site.unseen or "the home page did not come")
    middle = answered[(len(answered) - 1) // 2]
    seconds = round(middle.seconds or 0.0, 3)
    return Reading.observed(seconds, "seconds", evidence=(visit_evidence(middle, f"came in {seconds:.2f} seconds"),))


def https_validity(site: SiteFacts) -> Reading:
    """What a careful browser says of the portal's HTTPS: valid, expired, self-signed, wrong name, untrusted, none.

    Not observed: the probe met a timeout or a block.
    Not applicable: the list names an address with a port of its own, so nothing says where HTTPS would be.
    Blind spot: one name is asked, not every host of the portal.
    """
    if _has_own_port(site):
        return Reading.not_applicable("the listed address names a port of its own")
    probe = _last(site, lambda visit: visit.purpose is Purpose.PROBE and _is_root(visit, "https"))
    if probe is None:
        return Reading.not_observed("HTTPS was not probed")
    if probe.status is not None:
        return Reading.observed("valid", evidence=(visit_evidence(probe, "certificate, chain and name are in order"),))
    kind = probe.failure or ""
    if kind.startswith("tls_"):
        words = kind.removeprefix("tls_").replace("_", "-")
        return Reading.observed(words, evidence=(visit_evidence(probe, probe.detail or ""),))
    if probe.blame == "site":
        return Reading.observed("none", evidence=(visit_evidence(probe),))
    return Reading.not_observed(f"the HTTPS probe ended in {kind.replace('_', ' ')}", evidence=(visit_evidence(probe),))


def http_leads_to_https(site: SiteFacts) -> Reading:
    """Whether a reader who types the plain address is led to HTTPS.

    Not observed: the plain address did not answer. Not applicable: the listed address has a port of its own.
    Blind spot: a redirect written in script is not seen.
    """
    if _has_own_port(site):
        return Reading.not_applicable("the listed address names a port of its own")
    probe = _last(site, lambda visit: _is_root(visit, "http") and visit.status is not None)
    if probe is None:
        return Reading.not_observed("the plain http address did not answer")
    leads = (probe.final_url or "").startswith("https://")
    return Reading.observed(leads, evidence=(visit_evidence(probe, f"leads to {probe.final_url or probe.url}"),))


def answers_under_other_name(site: SiteFacts) -> Reading:
    """Whether the portal is found with and without `www.` before its name.

    Not observed: the probe of the other name met a timeout or a block.
    Not applicable: the listed address is a number, has a port of its own, or is no name that takes a `www.`.
    """
    host = urlsplit(site.home_url).hostname or ""
    other = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    if _has_own_port(site) or host.replace(".", "").isdigit() or host.count(".") == 0:
        return Reading.not_applicable("the listed address takes no www.")
    probe = _last(site, lambda visit: visit.purpose is Purpose.PROBE and urlsplit(visit.url).hostname == other)
    if probe is None:
        return Reading.not_observed("the other name was not probed")
    if probe.status is None and probe.blame != "site":
        return Reading.not_observed(f"the probe ended in {probe.failure}", evidence=(visit_evidence(probe),))
    if probe.status in BLOCKED_STATUS or probe.challenge:
        return Reading.not_observed(f"the probe was answered {probe.status}", evidence=(visit_evidence(probe),))
    answers = probe.status is not None and probe.status < 400
    return Reading.observed(answers, evidence=(visit_evidence(probe),))


def answered_share(site: SiteFacts) -> Reading:
    """The share of pages asked for that a server answered at all, whatever the answer.

    Each page counts once, after its last try. Refused connections count against the portal; resets and timeouts,
    which may be the network's, are left out.
    Not observed: fewer than five pages were asked for.
    """
    tries = (visit for visit in site.visits if visit.purpose is Purpose.PAGE and (visit.depth or 0) > 0)
    pages = {visit.url: visit for visit in tries}
    counted = [visit for visit in pages.values() if visit.status is not None or visit.blame == "site"]
    if len(counted) < 5:
        return Reading.not_observed(site.unseen or "fewer than five pages were asked for")
    failed = [visit for visit in counted if visit.status is None]
    shown = visit_evidence((failed or counted)[0])
    words = f"{len(counted) - len(failed)} of {len(counted)} pages answered"
    return Reading.observed((len(counted) - len(failed)) / len(counted), "share", evidence=(shown,), reason=words)


def mobile_ready_share(site: SiteFacts) -> Reading:
    """The share of pages that fit themselves to the width of a telephone (a viewport is declared).

    Not observed: no page was read.
    Blind spot: a declared viewport does not prove that the page is usable; that takes a browser.
    """
    if not site.pages:
        return Reading.not_observed(site.unseen or "no page was read")
    unfit = [page for page in site.pages if not page.has_viewport]
    shown = unfit[0].evidence("no viewport is declared") if unfit else site.pages[0].evidence("a viewport is declared")
    words = f"{len(site.pages) - len(unfit)} of {len(site.pages)} pages"
    return Reading.observed((len(site.pages) - len(unfit)) / len(site.pages), "share", evidence=(shown,), reason=words)


def is_readable_without_scripts(site: SiteFacts) -> Reading:
    """Whether the home page has text and links before any script runs.

    Not observed: the home page did not come.
    Blind spot: single parts of the page may still need scripts.
    """
    if site.home is None:
        return Reading.not_observed(site.unseen or "the home page did not come")
    words = site.home.marks.get("shell") or (site.home.rendered.shell if site.home.rendered else None) or None
    return Reading.observed(words is None, evidence=(site.home.evidence(words or site.home.title),))


def _has_own_port(site: SiteFacts) -> bool:
    return urlsplit(site.home_url).port not in (None, 80, 443)


def _is_root(visit: Visit, scheme: str) -> bool:
    parts = urlsplit(visit.url)
    return parts.scheme == scheme and parts.path in ("", "/")


def _last(site: SiteFacts, wanted: Callable[[Visit], bool]) -> Visit | None:
    return next((visit for visit in reversed(site.visits) if wanted(visit)), None)
