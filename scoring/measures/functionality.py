"""This module knows the measures of functionality: can people find, use and answer what the portal offers?"""

from __future__ import annotations

from urllib.parse import urlsplit

from scoring.facts.model import EvidenceRef, PageFacts, Purpose, SiteFacts, page_key
from scoring.facts.sections import (
    BLOCKED_STATUS,
    entry_evidence,
    readable_pages,
    section,
    why_absence_is_unknown,
    why_nothing_is_readable,
    why_unseen,
)
from scoring.model import Reading

SOCIAL_HOSTS = frozenset(
    "facebook.com fb.com twitter.com x.com instagram.com youtube.com youtu.be linkedin.com tiktok.com t.me telegram.me"
    " whatsapp.com wa.me line.me lin.ee vk.com ok.ru weibo.com weibo.cn mp.weixin.qq.com douyin.com bilibili.com"
    " threads.net threads.com mastodon.social bsky.app flickr.com".split()
)
"""Platforms where offices keep accounts, by the name their links lead to (UN LOSI 2024 #273 names none)."""


def has_search(site: SiteFacts) -> Reading:
    """Whether the home page has a search form, or a page for searching is linked.

    Not observed: too little of the portal was seen.
    Blind spot: whether the search finds anything is not tried.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    for page in site.pages:
        if form := next((form for form in page.forms if form.is_search), None):
            return Reading.observed(True, evidence=(page.evidence(f"search form to {form.action or page.url}"),))
    return _section_reading(site, "search")


def has_section(site: SiteFacts, *, topic: str) -> Reading:
    """Whether a page on the topic was found: named in its headings, title, breadcrumb, address or in links to it.

    Not observed: too little of the portal was seen to call anything absent.
    Blind spot: words outside the lexicons of the portal's languages are not known.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    return _section_reading(site, topic)


def contact_details(site: SiteFacts) -> Reading:
    """How many telephone numbers and mail addresses a reader finds on the home page or on a contact page.

    Not observed: too little of the portal was seen.
    Blind spot: numbers inside pictures are not seen.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    assert site.home is not None
    pages = (site.home, *section(site, "contact"), *section(site, "about"))
    found = {contact: page for page in reversed(pages) for contact in page.contacts}
    evidence = tuple(page.evidence(contact) for contact, page in sorted(found.items())[:3])
    return Reading.observed(len(found), "contacts", evidence=evidence or (site.home.evidence("no number or address"),))


def social_links(site: SiteFacts) -> Reading:
    """How many platforms of social media the home page links to.

    Not observed: the home page was not read.
    Blind spot: accounts shown only as a picture to scan, and platforms not on our list, are not seen.
    """
    if site.home is None:
        return Reading.not_observed(site.unseen or "the home page was not read")
    found: dict[str, str] = {}
    for link in site.home.links:
        if not link.is_internal and (host := _social_host(link.url)):
            found.setdefault(host, link.url)
    evidence = tuple(site.home.evidence(url) for _, url in sorted(found.items())[:5])
    shown = evidence or (site.home.evidence(f"none among {len(site.home.links)} links"),)
    return Reading.observed(len(found), "platforms", evidence=shown, reason=", ".join(sorted(found)))


def _social_host(url: str) -> str:
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    parents = [".".join(host.split(".")[start:]) for start in range(host.count("."))]
    return next((parent for parent in parents if parent in SOCIAL_HOSTS), "")


def alternative_text_share(site: SiteFacts) -> Reading:
    """The share of pictures that have an alternative text (an empty one marks decoration and counts).

    Not observed: no picture was seen.
    Blind spot: whether the words describe the picture is not judged.
    """
    images = sum(page.images for page in site.pages)
    if not images:
        return Reading.not_observed(site.unseen or "no picture was seen")
    missing = sum(page.images_without_alt for page in site.pages)
    worst = max(site.pages, key=lambda page: (page.images_without_alt, page.url))
    words = f"{images - missing} of {images} pictures"
    snippet = f"{worst.images_without_alt} of {worst.images} pictures without"
    return Reading.observed((images - missing) / images, "share", evidence=(worst.evidence(snippet),), reason=words)


def labelled_field_share(site: SiteFacts) -> Reading:
    """The share of form fields that have a label a screen reader can say. A placeholder is no label.

    Not observed: no form field was seen.
    """
    fields = [(page, form) for page in site.pages for form in page.forms if form.fields]
    total = sum(len(form.fields) for _, form in fields)
    if not total:
        return Reading.not_observed(site.unseen or "no form field was seen")
    bare = sum(form.unlabelled for _, form in fields)
    page, form = max(fields, key=lambda pair: (pair[1].unlabelled, pair[0].url))
    words = f"{total - bare} of {total} fields"
    snippet = f"{form.unlabelled} of {len(form.fields)} fields of one form without a label"
    return Reading.observed((total - bare) / total, "share", evidence=(page.evidence(snippet),), reason=words)


def language_declared_share(site: SiteFacts) -> Reading:
    """The share of pages that declare the language they are written in (html lang, compared by main language).

    Pages too short to tell the language of count as right when they declare any.
    Not observed: no page was read.
    """
    if not site.pages:
        return Reading.not_observed(site.unseen or "no page was read")
    wrong = [page for page in site.pages if not _declares_its_language(page)]
    shown = (wrong or list(site.pages))[0]
    snippet = f"declared {shown.language_declared or 'nothing'}, written in {shown.language or 'too few words to tell'}"
    words = f"{len(site.pages) - len(wrong)} of {len(site.pages)} pages"
    return Reading.observed(
        (len(site.pages) - len(wrong)) / len(site.pages), "share", evidence=(shown.evidence(snippet),), reason=words
    )


def heading_share(site: SiteFacts) -> Reading:
    """The share of pages with a main heading (h1). Not observed: no page with content was read."""
    pages = readable_pages(site)
    if not pages:
        return Reading.not_observed(why_nothing_is_readable(site))
    bare = [page for page in pages if not any(level == 1 and text for level, text in page.headings)]
    shown = (bare or list(pages))[0]
    words = f"{len(pages) - len(bare)} of {len(pages)} pages"
    snippet = "no h1" if bare else next(text for level, text in shown.headings if level == 1 and text)
    return Reading.observed(
        (len(pages) - len(bare)) / len(pages), "share", evidence=(shown.evidence(snippet),), reason=words
    )


def has_skip_link(site: SiteFacts) -> Reading:
    """Whether the home page lets keyboard users skip to the content. Not observed: the home page was not read."""
    if site.home is None or "shell" in site.home.marks:
        return Reading.not_observed(site.unseen or why_nothing_is_readable(site))
    return Reading.observed(site.home.has_skip_link, evidence=(site.home.evidence(site.home.title),))


def language_editions(site: SiteFacts) -> Reading:
    """How many languages the pages are written in, beside the home page's own. One page of a language suffices.

    Not observed: too little of the portal was seen, or the home page is too short to tell its language.
    Blind spot: an edition on another host is counted only when it is the same site.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    assert site.home is not None
    if not site.home.language:
        return Reading.not_observed("the home page has too few words to tell its language")
    own = site.home.language.split("-")[0]
    others: dict[str, PageFacts] = {}
    for page in site.pages:
        if page.language and page.language.split("-")[0] != own and page.word_count >= 20:
            others.setdefault(page.language, page)
    evidence = tuple(page.evidence(f"written in {tag}") for tag, page in sorted(others.items())[:5])
    shown = evidence or (site.home.evidence(f"written in {site.home.language}"),)
    return Reading.observed(len(others), "languages", evidence=shown, reason=", ".join(sorted(others)))


def has_feed(site: SiteFacts) -> Reading:
    """Whether news can be followed by a feed (RSS or Atom). One that was fetched and holds no entry does not count.

    Not observed: too little of the portal was seen.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    named = [(page, feed) for page in site.pages for feed in page.feeds]
    told = next(((page, feed) for page, feed in named if page_key(feed) not in site.empty_feeds), None)
    if told is None:
        assert site.home is not None
        words = f"{named[0][1]} has no entry" if named else f"none on {len(site.pages)} pages"
        return Reading.observed(False, evidence=((named[0][0] if named else site.home).evidence(words),))
    return Reading.observed(True, evidence=(told[0].evidence(told[1]),))


def has_machine_sitemap(site: SiteFacts) -> Reading:
    """Whether the portal has a site map for machines at its usual address, /sitemap.xml.

    Not observed: it was not asked for, or the answer was a block or a timeout.
    Blind spot: a map at another address, named in robots.txt, is not looked for.
    """
    asked = [visit for visit in site.visits if visit.purpose is Purpose.PROBE]
    probe = next((visit for visit in reversed(asked) if urlsplit(visit.url).path == "/sitemap.xml"), None)
    is_seen = probe is not None and probe.status not in BLOCKED_STATUS and not probe.challenge
    if probe is None or probe.status is None or not is_seen or site.home is None:
        return Reading.not_observed(site.unseen or "/sitemap.xml was not seen")
    is_there = probe.status == 200 and "html" not in (probe.content_type or "")
    words = f"answered {probe.status} {probe.content_type or ''}".strip()
    shown = EvidenceRef(probe.url, probe.requested_at, probe.record_id, words)
    return Reading.observed(is_there, evidence=(shown,))


def clicks_to(site: SiteFacts, *, topic: str) -> Reading:
    """How many clicks from the home page the nearest page on the topic lies.

    Not observed: no page on the topic was reached.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    pages = section(site, topic)
    if not pages:
        return Reading.not_observed(f"no page on {topic} was reached")
    return Reading.observed(pages[0].depth, "clicks", evidence=(entry_evidence(pages[0], topic),))


def _section_reading(site: SiteFacts, topic: str) -> Reading:
    pages = section(site, topic)
    if pages:
        return Reading.observed(True, evidence=tuple(entry_evidence(page, topic) for page in pages[:3]))
    if reason := why_absence_is_unknown(site, topic):
        return Reading.not_observed(reason)
    assert site.home is not None
    return Reading.observed(False, evidence=(site.home.evidence(f"no page on {topic} among {len(site.pages)} pages"),))


def _declares_its_language(page: PageFacts) -> bool:
    declared = page.language_declared.lower().replace("_", "-").split("-")[0]
    return bool(declared) and (not page.language or declared == page.language.split("-")[0])
