"""This module knows the measures of errors: what is broken, empty, unreadable or misleading on the pages."""

from __future__ import annotations

import ipaddress
from collections import Counter
from collections.abc import Callable
from urllib.parse import urlsplit

from scoring.facts.made_up import made_up_visit
from scoring.facts.model import (
    EvidenceRef,
    LinkState,
    LinkVerdict,
    PageFacts,
    Purpose,
    SiteFacts,
    Visit,
    page_key,
)
from scoring.facts.sections import BLOCKED_STATUS, readable_pages, why_unseen
from scoring.model import Reading


def broken_link_share(site: SiteFacts) -> Reading:
    """The share of internal links' targets, among those that could be told, that are broken: 404, 410 or 5xx.

    Each target counts once, wherever it leads; it is broken when two attempts at different times failed, or when the
    only one did in a wave without link checks. Blocks, timeouts and redirects to the home page are left out.
    Not observed: fewer than ten targets could be told.
    Blind spot: of a large portal's links a sample is asked for; pictures are counted by themselves.
    """
    if site.home is None:
        return Reading.not_observed(site.unseen or "the home page was not seen")
    told = [verdict for verdict in _told(site) if verdict.is_internal and verdict.kind != "media"]
    if len(told) < 10:
        return Reading.not_observed(f"only {len(told)} internal targets were asked for")
    return _broken_share(site, told, "targets")


def broken_home_links(site: SiteFacts) -> Reading:
    """How many internal links of the home page lead to a broken page or document.

    Not observed: fewer than half of the home page's internal links could be told to work or not.
    """
    if site.home is None:
        return Reading.not_observed(site.unseen or "the home page was not seen")
    linked = {page_key(link.url) for link in site.home.links if link.is_internal and link.kind in ("page", "file")}
    targets = linked - {page_key(site.home.url)}
    verdicts = {page_key(verdict.url): verdict for verdict in _told(site)}
    followed = [verdicts[key] for key in sorted(targets) if key in verdicts]
    if not targets or len(followed) < len(targets) / 2:
        return Reading.not_observed(f"{len(followed)} of {len(targets)} links of the home page were followed")
    broken = [verdict for verdict in followed if verdict.state is LinkState.BROKEN]
    words = f"{len(broken)} of {len(followed)} links followed"
    evidence = tuple(verdict.evidence() for verdict in broken[:5])
    return Reading.observed(len(broken), "links", evidence=evidence or _first(site), reason=words)


def broken_external_share(site: SiteFacts) -> Reading:
    """The share of links to other sites, among those that could be told, that are broken at two attempts.

    Not observed: fewer than three could be told to work or not, for blocks and timeouts are left out.
    Blind spot: of many links a sample is asked for; a site that turns us away may be open to readers.
    """
    if site.home is None:
        return Reading.not_observed(site.unseen or "the home page was not seen")
    beyond = [verdict for verdict in site.link_verdicts.values() if not verdict.is_internal]
    told = [verdict for verdict in beyond if verdict.state in (LinkState.WORKS, LinkState.BROKEN)]
    if len(told) < 3:
        return Reading.not_observed(
            f"of {len(beyond)} links to other sites that were asked for, {len(told)} could be told"
        )
    return _broken_share(site, told, "links to other sites")


def broken_file_share(site: SiteFacts, *, kind: str) -> Reading:
    """The share of the portal's own documents (`file`) or pictures (`media`) that cannot be had at two attempts.

    Not observed: none was asked for, or none could be told to work or not.
    Blind spot: a file counts by its answer; whether it opens in a program is not tried.
    """
    if site.home is None:
        return Reading.not_observed(site.unseen or "the home page was not seen")
    told = [verdict for verdict in _told(site) if verdict.is_internal and verdict.kind == kind]
    if not told:
        return Reading.not_observed("none was asked for")
    return _broken_share(site, told, "documents" if kind == "file" else "pictures")


def server_error_share(site: SiteFacts) -> Reading:
    """The share of pages answered with a server error (5xx) on their last try; redirects and blocks are left out.

    Not observed: fewer than five pages were answered, or the home page is a check for browsers.
    """
    pages = (visit for visit in _last_pages(site) if visit.status is not None and not 300 <= visit.status < 400)
    answered = [visit for visit in pages if visit.status not in BLOCKED_STATUS]
    if len(answered) < 5 or site.home is None:
        return Reading.not_observed(site.unseen or "fewer than five pages were answered")
    failed = [visit for visit in answered if (visit.status or 0) >= 500]
    evidence = tuple(_broken_evidence(visit) for visit in failed[:5])
    words = f"{len(failed)} of {len(answered)} pages"
    return Reading.observed(len(failed) / len(answered), "share", evidence=evidence or _first(site), reason=words)


def missing_page_answer(site: SiteFacts) -> Reading:
    """What the portal answers for a page that never was: `404`, `soft` (a page with 200), `home` (led elsewhere).

    Not observed: the made-up address was not asked for, or the answer was a block or an error.
    """
    probe = made_up_visit(site.visits)
    is_seen = probe is not None and probe.status not in BLOCKED_STATUS and not probe.challenge
    if probe is None or probe.status is None or not is_seen or site.home is None:
        return Reading.not_observed(site.unseen or "the answer to a made-up address was not seen")
    if probe.status in (404, 410):
        answer = "404"
    elif probe.status < 300:
        answer = "soft"
    elif probe.status < 400:
        answer = "home"
    else:
        return Reading.not_observed(f"a made-up address was answered {probe.status}")
    shown = EvidenceRef(probe.url, probe.requested_at, probe.record_id, f"answered {probe.status}")
    return Reading.observed(answer, evidence=(shown,))


def marked_pages(site: SiteFacts, *, mark: str) -> Reading:
    """How many pages carry a mark: `not_found` (says "not found" but was answered 200) or `placeholder`.

    A page that is word for word the answer to a made-up address counts as `not_found`, too, whatever its language.
    Not observed: too little of the portal was seen.
    Blind spot: phrases outside the lexicons of the portal's languages are not known.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    marked = [page for page in site.pages if mark in page.marks]
    evidence = tuple(page.evidence(page.marks[mark]) for page in marked[:5])
    return Reading.observed(
        len(marked), "pages", evidence=evidence or _first(site), reason=f"of {len(site.pages)} pages"
    )


def empty_page_share(site: SiteFacts, *, words: int) -> Reading:
    """The share of pages with fewer than so many words outside of navigation, and no list, form or download.

    Not observed: no page beside the home page was read.
    Blind spot: pages that a script fills, or that hold only pictures, count as empty.
    """
    pages = [page for page in site.pages if page.depth > 0]
    if not pages:
        return Reading.not_observed(site.unseen or "no page beside the home page was read")
    empty = [page for page in pages if page.word_count < words and not _holds_more(page)]
    shown = (empty or pages)[0]
    counted = f"{len(empty)} of {len(pages)} pages"
    snippet = shown.text[:120] or "no text"
    return Reading.observed(len(empty) / len(pages), "share", evidence=(shown.evidence(snippet),), reason=counted)


def encoding_fault_share(site: SiteFacts) -> Reading:
    """The share of pages whose declared encoding is not the one they are written in.

    Not observed: no page was read.
    """
    return _page_share(
        site,
        lambda page: page.encoding.is_declared_wrong,
        lambda page: f"declared {page.encoding.declared or 'nothing'}, written in {page.encoding.used}",
    )


def damaged_text_share(site: SiteFacts) -> Reading:
    """The share of pages with broken characters: more than 1 in 1,000 that cannot be read in any encoding, or words
    that were garbled before they were sent (Ã©, â€™, 锟斤拷).

    Not observed: no page was read.
    """
    return _page_share(
        site,
        lambda page: page.encoding.damaged_share > 0.001 or "garbled" in page.marks,
        lambda page: page.marks.get("garbled") or f"{page.encoding.damaged_share:.1%} of the characters are broken",
    )


def untitled_share(site: SiteFacts) -> Reading:
    """The share of pages without a title. Not observed: no page was read."""
    return _page_share(site, lambda page: not page.title.strip(), lambda page: page.title or "no title")


def repeated_title_share(site: SiteFacts) -> Reading:
    """The share of pages whose title and first heading are those of another page with another text.

    Not observed: fewer than five pages were read.
    Blind spot: later pages of one list share their title with the first; those with a query are left out.
    """
    pages = [page for page in readable_pages(site) if "?" not in page.url]
    if len(pages) < 5:
        return Reading.not_observed(site.unseen or "fewer than five pages were read")
    named = {page.url: (page.title, page.headings[0][1] if page.headings else "") for page in pages}
    texts = {(named[page.url], page.text_digest) for page in pages}
    count = Counter(name for name, _ in texts)
    repeated = [page for page in pages if count[named[page.url]] > 1]
    shown = (repeated or pages)[0]
    words = f"{len(repeated)} of {len(pages)} pages"
    return Reading.observed(len(repeated) / len(pages), "share", evidence=(shown.evidence(shown.title),), reason=words)


def private_address_links(site: SiteFacts) -> Reading:
    """How many different links lead to addresses no citizen can open: private networks, this machine, file paths.

    Not observed: no page was read. A portal that is itself served at such an address is not blamed for its own.
    """
    if not site.pages:
        return Reading.not_observed(site.unseen or "no page was read")
    own = urlsplit(site.home_url).hostname
    found: dict[str, PageFacts] = {}
    for page in site.pages:
        for link in page.links:
            if link.url not in found and _is_private(link.url, own):
                found[link.url] = page
    evidence = tuple(page.evidence(url) for url, page in list(found.items())[:5])
    return Reading.observed(len(found), "links", evidence=evidence or _first(site))


def _is_private(url: str, own: str | None) -> bool:
    if url.startswith("file:"):
        return True
    try:
        host = urlsplit(url).hostname
        return bool(host) and host != own and (host == "localhost" or ipaddress.ip_address(host or "").is_private)
    except ValueError:
        return False


def _page_share(
    site: SiteFacts, is_faulty: Callable[[PageFacts], bool], describe: Callable[[PageFacts], str]
) -> Reading:
    if not site.pages:
        return Reading.not_observed(site.unseen or "no page was read")
    faulty = [page for page in site.pages if is_faulty(page)]
    evidence = tuple(page.evidence(describe(page)) for page in faulty[:5])
    words = f"{len(faulty)} of {len(site.pages)} pages"
    return Reading.observed(len(faulty) / len(site.pages), "share", evidence=evidence or _first(site), reason=words)


def _last_pages(site: SiteFacts) -> list[Visit]:
    """The last try of each address that was visited as a page, be it to see whether it is still broken."""
    pages = {visit.url for visit in site.visits if visit.purpose is Purpose.PAGE}
    tries = (visit for visit in site.visits if visit.purpose in (Purpose.PAGE, Purpose.LINK_CHECK))
    return list({visit.url: visit for visit in tries if visit.url in pages}.values())


def _told(site: SiteFacts) -> list[LinkVerdict]:
    """The links that can be told to work or to be broken."""
    return [v for v in site.link_verdicts.values() if v.state in (LinkState.WORKS, LinkState.BROKEN)]


def _broken_share(site: SiteFacts, told: list[LinkVerdict], noun: str) -> Reading:
    broken = [verdict for verdict in told if verdict.state is LinkState.BROKEN]
    evidence = tuple(verdict.evidence() for verdict in broken[:5])
    words = f"{len(broken)} of {len(told)} {noun} broken"
    return Reading.observed(len(broken) / len(told), "share", evidence=evidence or _first(site), reason=words)


def _broken_evidence(visit: Visit) -> EvidenceRef:
    words = f"answered {visit.status}; linked from {visit.linked_from}"
    return EvidenceRef(visit.url, visit.requested_at, visit.record_id, words)


def _holds_more(page: PageFacts) -> bool:
    has_downloads = any(link.kind == "file" for link in page.links)
    return bool(page.items or page.forms or page.guide or has_downloads or "shell" in page.marks)


def _first(site: SiteFacts) -> tuple[EvidenceRef, ...]:
    return (site.home.evidence(site.home.title),) if site.home else ()
