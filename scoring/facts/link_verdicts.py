"""This module knows what may be said of a link from the visits to it: works, broken, blocked, or not to be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urldefrag, urlsplit

from crawler.evidence import Purpose, Visit, page_key
from scoring.facts.links import kind_of
from scoring.facts.model import FileContent, LinkState, LinkVerdict

MAX_HOPS = 12
DOCUMENTS = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".wps", ".ofd", ".rtf")
PAGE_TYPES = ("text/html", "application/xhtml+xml")

Tries = Mapping[str, Sequence[Visit]]


def read_verdicts(
    visits: Iterable[Visit],
    external: Iterable[Visit] = (),
    *,
    contents: Mapping[str, FileContent] | None = None,
) -> dict[str, LinkVerdict]:
    """What became of each link that was asked for, by the key of its address.

    `visits` are the site's own; `external` those of the wave's checks of links beyond it; `contents` what the first
    bytes of files tell, by the record. Where a site's links were
    checked, two attempts that fail are needed before one counts as broken; in an archive that somebody else made, or
    an older wave, there never was a second one, and the first decides.
    """
    own = list(visits)
    is_checked = any(visit.purpose is Purpose.LINK_CHECK for visit in own)
    verdicts = _verdicts(own, is_internal=True, needed=2 if is_checked else 1, contents=contents or {})
    for key, verdict in _verdicts(external, is_internal=False, needed=2, contents={}).items():
        verdicts.setdefault(key, verdict)
    return verdicts


def is_document(verdict: LinkVerdict) -> bool:
    """Whether a link leads to a document, by its address's ending, and no redirect came between."""
    return verdict.visit.url == verdict.url and urlsplit(verdict.url).path.lower().endswith(DOCUMENTS)


def is_page_instead(verdict: LinkVerdict) -> bool:
    """Whether a document is answered with a web page."""
    return is_document(verdict) and (verdict.visit.content_type or "").lower().startswith(PAGE_TYPES)


def file_fault(verdict: LinkVerdict) -> str:
    """Why a file that was asked for did not come, or what came instead; "" where nothing speaks against it."""
    if verdict.state is LinkState.BROKEN:
        return verdict.reason
    if verdict.content is not None:
        return "" if verdict.content.is_sound else verdict.content.found
    return f"answered as {verdict.visit.content_type}" if is_page_instead(verdict) else ""


def _verdicts(
    visits: Iterable[Visit], *, is_internal: bool, needed: int, contents: Mapping[str, FileContent]
) -> dict[str, LinkVerdict]:
    tries: dict[str, list[Visit]] = defaultdict(list)
    for visit in sorted(visits, key=lambda visit: visit.requested_at):
        if visit.purpose in (Purpose.PAGE, Purpose.LINK_CHECK):
            tries[page_key(visit.url)].append(visit)
    verdicts = {}
    for key, made in tries.items():
        first = next((visit for visit in made if visit.linked_from), None)
        if first is None:
            continue
        end, end_key = _end(key, tries)
        state, reason = _state(end, _attempts(tries[end_key]), needed)
        if state is LinkState.WORKS and end_key != key and _is_home(end_key, tries):
            state, reason = LinkState.UNSEEN, f"led to the home page {end.url}"
        kind = "media" if (end.content_type or "").startswith("image/") else kind_of(urlsplit(first.url).path)
        content = contents.get(end.record_id or "") if state is LinkState.WORKS else None
        verdicts[key] = LinkVerdict(first.url, state, reason, end, first.linked_from or "", is_internal, kind, content)
    return verdicts


def _end(key: str, tries: Tries) -> tuple[Visit, str]:
    """The last visit to where an address leads in the end, as far as its redirects were followed."""
    met: set[str] = set()
    while True:
        met.add(key)
        visit = tries[key][-1]
        led_to = visit.final_url if visit.status is not None else None
        there = page_key(urldefrag(led_to).url) if led_to else key
        if there in met or there not in tries or len(met) > MAX_HOPS:
            return visit, key
        key = there


def _is_home(key: str, tries: Tries) -> bool:
    is_root = "/" not in key and "?" not in key
    return is_root or any(visit.depth == 0 for visit in tries[key])


def _attempts(made: Sequence[Visit]) -> int:
    """How often an address brought an end and no redirect; the tries of the page crawl count as one."""
    ends = [visit for visit in made if visit.status is None or not visit.final_url]
    pages = sum(visit.purpose is Purpose.PAGE for visit in ends)
    return min(pages, 1) + len(ends) - pages


def _state(end: Visit, attempts: int, needed: int) -> tuple[LinkState, str]:
    said = f"answered {end.status}" if end.status is not None else (end.failure or "").replace("_", " ")
    if end.challenge:
        return LinkState.BLOCKED, f"a check for browsers ({end.challenge})"
    if end.says_gone:
        if attempts >= needed:
            return LinkState.BROKEN, said if attempts == 1 else f"{said} at each of {attempts} attempts"
        return LinkState.UNSEEN, f"{said}, but was asked only once"
    if end.status is None:
        return LinkState.UNSEEN, said
    if end.status < 300:
        return LinkState.WORKS, said
    if end.status < 400:
        return LinkState.UNSEEN, f"led to {end.final_url or 'nowhere'}, which was not asked"
    return LinkState.BLOCKED, said
