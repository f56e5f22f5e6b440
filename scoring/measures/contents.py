"""This module knows the measures of faults in what pages say: what is smuggled in, misspelt, or unsigned."""

from __future__ import annotations

from scoring.facts.link_verdicts import is_document, is_page_instead
from scoring.facts.model import EvidenceRef, FileContent, LinkState, LinkVerdict, SiteFacts
from scoring.model import Reading

ENOUGH_WORDS = 500


def files_that_are_pages(site: SiteFacts) -> Reading:
    """How many of the portal's own documents, by the ending of their address, are answered with a web page instead.

    Mostly a "not found" that says 200. An answer that came by a redirect is left out: it may be a viewer or a login.
    Not observed: no document was answered, or none with a content type.
    Blind spot: documents that are empty or damaged (`unsound_files`); a firewall's page that we do not know counts.
    """
    told = [
        verdict
        for verdict in site.link_verdicts.values()
        if verdict.is_internal and verdict.state is LinkState.WORKS and verdict.visit.content_type
        if is_document(verdict)
    ]
    if site.home is None or not told:
        return Reading.not_observed(site.unseen or "no document was answered")
    pages = [verdict for verdict in told if is_page_instead(verdict)]
    evidence = tuple(_kind_evidence(verdict) for verdict in (pages or told)[:5])
    return Reading.observed(len(pages), "documents", evidence=evidence, reason=f"of {len(told)} documents answered")


def unsound_files(site: SiteFacts, *, kind: str) -> Reading:
    """How many of the portal's own documents (`file`) or pictures (`media`) come, but empty or not as what they are.

    Judged by the first thousand bytes of an answer: none at all, a web page, or those of another format than the
    address names. What programs open all the same is sound: Office documents in the format of another, pictures in
    that of another, pages and plain text named as old Office documents.
    Not observed: of none were the first bytes kept, as in waves that did not ask for them.
    Blind spot: damage further in; sounds, films and programs only count when they are empty.
    """
    told = [
        (verdict, verdict.content)
        for verdict in site.link_verdicts.values()
        if verdict.is_internal and verdict.kind == kind and verdict.content is not None
    ]
    if site.home is None or not told:
        return Reading.not_observed(site.unseen or "the first bytes of none were kept")
    unsound = [(verdict, content) for verdict, content in told if not content.is_sound]
    evidence = tuple(_content_evidence(verdict, content) for verdict, content in (unsound or told)[:5])
    noun = "documents" if kind == "file" else "pictures"
    return Reading.observed(len(unsound), noun, evidence=evidence, reason=f"of {len(told)} {noun} looked into")


def injected_pages(site: SiteFacts) -> Reading:
    """How many pages hold links or words that are hidden from readers and meant for search engines.

    Counts hidden links to strangers that sell what hacked pages sell: gambling, pornography, loans, medicines, papers,
    forged goods and links. Words that only name such a thing count where nothing on the page could open what hides
    them. Three strangers and more count whatever they say, where they are placed far beside the page or written in
    letters that cannot be read. Titles, keywords and descriptions that sell what the page does not speak of count, and
    scripts that send on those who come from search engines.
    Menus, tabs, dialogs, text for screen readers, counters, public offices, what is linked elsewhere on the page, help
    against such things and pages that deal with them for all to see do not count.
    Not observed: no page was read.
    Blind spot: what a style sheet of its own file hides, what a script fetches, goods that the lists do not know, and
    pages shown to search engines alone are not seen.
    """
    if not site.pages:
        return Reading.not_observed(site.unseen or "no page was read")
    found = [page for page in site.pages if page.injections]
    evidence = tuple(page.evidence(str(page.injections[0])) for page in found[:5])
    return Reading.observed(
        len(found), "pages", evidence=evidence or _first(site), reason=f"of {len(site.pages)} pages"
    )


def misspellings(site: SiteFacts) -> Reading:
    """How many different misspellings the pages hold, of those in the curated lists: each is wrong wherever it stands.

    Counts a spelling once, however often it is repeated. The lists are Chinese, in both scripts, and English.
    Not observed: no page was read in a language that has a list.
    Blind spot: the lists name some hundred spellings of thousands, so that none found does not mean none made; words
    quoted as wrong count.
    """
    read = [page for page in site.pages if page.misspellings is not None]
    if not read:
        return Reading.not_observed(site.unseen or "there is no list of spellings for the language of the pages")
    found = {one.written: (page, one) for page in reversed(read) for one in reversed(page.misspellings or ())}
    evidence = tuple(page.evidence(str(one)) for page, one in list(found.values())[::-1][:5])
    return Reading.observed(
        len(found),
        "misspellings",
        evidence=evidence or _first(site),
        reason=f"on {len(read)} pages in listed languages",
    )


def likely_misspellings(site: SiteFacts) -> Reading:
    """How many different words of the pages are most likely slips, by hunspell dictionaries and the site's own words.

    A slip is a word in small letters, of five or more, that no dictionary of the language holds, stands on one or two
    pages, alone among known words, and is one letter away from a known word that the site writes at least three
    times as often. Names, joined words, foreign phrases and other endings of a word do not count.
    Not observed: no dictionary was given for the language of the pages, or fewer than 500 words were read.
    Blind spot: half of the slips and more, above all on small sites, where the right word stands nowhere else.
    """
    told = site.spelling
    if told is None:
        return Reading.not_observed(site.unseen or "no dictionary was given for the language of the pages")
    if told.words < ENOUGH_WORDS:
        return Reading.not_observed(f"only {told.words} words could be looked up")
    words = f"of {told.words} words on {told.pages} pages, by {', '.join(told.dictionaries)}"
    return Reading.observed(len(told.slips), "misspellings", evidence=told.slips[:5] or _first(site), reason=words)


def watched_expressions(site: SiteFacts) -> Reading:
    """How many pages hold an expression that the survey team wants watched (`expressions.csv` in the list's folder).

    Not applicable: the list has no such file. Not observed: no page was read.
    Blind spot: the file knows nothing of what a sentence means; quotations count.
    """
    if not site.watches_expressions:
        return Reading.not_applicable("the survey's list names no expressions")
    if not site.pages:
        return Reading.not_observed(site.unseen or "no page was read")
    found = [page for page in site.pages if page.expressions]
    evidence = tuple(page.evidence(str(page.expressions[0])) for page in found[:5])
    return Reading.observed(
        len(found), "pages", evidence=evidence or _first(site), reason=f"of {len(site.pages)} pages"
    )


def _first(site: SiteFacts) -> tuple[EvidenceRef, ...]:
    return (site.pages[0].evidence(site.pages[0].title),) if site.pages else ()


def _kind_evidence(verdict: LinkVerdict) -> EvidenceRef:
    words = f"answered as {verdict.visit.content_type}; linked from {verdict.linked_from}"
    return EvidenceRef(verdict.url, verdict.visit.requested_at, verdict.visit.record_id, words)


def _content_evidence(verdict: LinkVerdict, content: FileContent) -> EvidenceRef:
    size = f", {verdict.visit.size} bytes declared" if verdict.visit.size else ""
    words = f"{content.found}{size}; linked from {verdict.linked_from}"
    return EvidenceRef(verdict.url, verdict.visit.requested_at, verdict.visit.record_id, words)
