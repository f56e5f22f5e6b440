"""This module knows the measures of services: what citizens can get done, and what the portal took up of policy."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from scoring.facts.model import LinkState, PageFacts, SiteFacts
from scoring.facts.platforms import PlatformKind
from scoring.facts.sections import entry_evidence, section, why_absence_is_unknown, why_unseen
from scoring.facts.service_stages import STAGES, Handover, Stage, handovers, service_stages
from scoring.facts.service_stages import service_stage as stage_of
from scoring.model import Reading

GUIDE_ELEMENTS = ("name", "basis", "conditions", "materials", "place", "hours", "phone", "process")
"""The eight classes of a service guide in the Chinese census of 2015 (China census, indicator note on guides)."""


MAX_WORDS = 2_000
_HANDED = re.compile(r"services handed over to government (\d+)(?: \((.*)\))?; private (\d+)(?: \((.*)\))?\Z")


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many named services lead on to platforms of a kind, and the platforms' names."""

    kind: PlatformKind
    services: int
    names: str


def topic_pages(site: SiteFacts, *, topic: str) -> Reading:
    """How many pages are on a topic, by headings, titles, breadcrumbs, addresses and the links to them.

    Not observed: too little of the portal was seen to call anything absent.
    Blind spot: a page that treats the topic without naming it is not counted.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    assert site.home is not None
    pages = section(site, topic)
    if not pages and (reason := why_absence_is_unknown(site, topic)):
        return Reading.not_observed(reason)
    evidence = tuple(entry_evidence(page, topic) for page in pages[:5])
    shown = evidence or (site.home.evidence(f"none of {len(site.pages)} pages"),)
    return Reading.observed(len(pages), "pages", evidence=shown, reason=f"of {len(site.pages)} pages")


def guide_pages(site: SiteFacts) -> Reading:
    """How many service guides were found: pages that tell at least three classes of a guide.

    Told under labels, in longer headings, in numbered steps, or, beside those, in sentences.

    Not observed: too little of the portal was seen.
    Blind spot: guides on a higher government's platform are not counted, nor those told in sentences alone.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    assert site.home is not None
    guides = _guides(site)
    if not guides and (reason := why_absence_is_unknown(site, "guides")):
        return Reading.not_observed(reason)
    evidence = tuple(page.evidence(page.title) for page in guides[:5])
    return Reading.observed(len(guides), "guides", evidence=evidence or (site.home.evidence("no guide was found"),))


def guide_completeness(site: SiteFacts) -> Reading:
    """Of the eight classes of a service guide, how many the middle guide has (median of all guides found).

    The classes: name, legal basis, conditions, materials, place, hours, telephone, process.
    Not observed: no guide was found.
    """
    guides = _guides(site)
    if not guides:
        return Reading.not_observed(why_unseen(site) or "no service guide was found")
    had = {page.url: sum(_has(page, element) for element in GUIDE_ELEMENTS) for page in guides}
    poorest = min(guides, key=lambda page: (had[page.url], page.url))
    missing = [element for element in GUIDE_ELEMENTS if not _has(poorest, element)]
    snippet = f"{poorest.title}: {had[poorest.url]} of 8" + (f", without {', '.join(missing)}" if missing else "")
    value = float(median(had.values()))
    return Reading.observed(value, "classes", evidence=(poorest.evidence(snippet),), reason=f"{len(guides)} guides")


def guides_naming(site: SiteFacts, *, field: str) -> Reading:
    """The share of service guides that name a field, such as promised_days, fee or visits.

    Not observed: no guide was found.
    """
    guides = _guides(site)
    if not guides:
        return Reading.not_observed(why_unseen(site) or "no service guide was found")
    naming = [page for page in guides if _has(page, field)]
    shown = naming[0].evidence(f"{field}: {_words(naming[0], field)}") if naming else guides[0].evidence(f"no {field}")
    words = f"{len(naming)} of {len(guides)} guides"
    return Reading.observed(len(naming) / len(guides), "share", evidence=(shown,), reason=words)


def downloads_on(site: SiteFacts, *, topic: str) -> Reading:
    """How many different files can be downloaded from the pages on a topic and from service guides.

    Not observed: no page on the topic and no guide was reached.
    Blind spot: the files are counted by their links; whether each opens is a matter of link checks.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    pages = {page.url: page for page in (*section(site, topic), *_guides(site))}
    if not pages:
        return Reading.not_observed(f"no page on {topic} and no service guide was reached")
    files = {link.url: page for page in pages.values() for link in page.links if link.kind == "file"}
    evidence = tuple(page.evidence(url) for url, page in sorted(files.items())[:3])
    first = next(iter(pages.values()))
    return Reading.observed(len(files), "files", evidence=evidence or (first.evidence("no file to download"),))


def service_stage(site: SiteFacts, *, topic: str) -> Reading:
    """How far a named service goes: none, information, form, online or complete.

    form: a file to download. online: a form of two fields, a link that says apply, or one to a government's platform.
    complete: online, and its guide says that it needs no visit, or a link says pay. Links found broken do not count.
    Not observed: too little of the portal was seen to call it absent.
    Blind spot: a link that leads to a login counts as online; the transaction itself is for a person to confirm.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    assert site.home is not None
    found = stage_of(site, topic)
    if not found.evidence and (reason := why_absence_is_unknown(site, topic)):
        return Reading.not_observed(reason)
    evidence = found.evidence or (site.home.evidence(f"none of {len(site.pages)} pages"),)
    return Reading.observed(found.stage.value, "stage", evidence=evidence)


def services_reaching(site: SiteFacts, *, stage: str) -> Reading:
    """How many of the services that the UN's local survey asks for go at least so far: form, online or complete.

    Not observed: too little of the portal was seen.
    Blind spot: as for the stage of each service.
    """
    if reason := why_unseen(site) or why_absence_is_unknown(site, "service_building_permit"):
        return Reading.not_observed(reason)
    assert site.home is not None
    needed = STAGES.index(Stage(stage))
    reached = [one for one in service_stages(site).values() if STAGES.index(one.stage) >= needed]
    evidence = tuple(one.evidence[0] for one in reached[:5])
    words = ", ".join(one.service.removeprefix("service_").replace("_", " ") for one in reached)
    shown = evidence or (site.home.evidence(f"none of {len(site.pages)} pages"),)
    return Reading.observed(len(reached), "services", evidence=shown, reason=words)


def live_handover_share(site: SiteFacts) -> Reading:
    """Of the links that hand named services over to another platform, the share that lead somewhere.

    Platforms are those of higher governments and private ones (WeChat, Alipay, stores of apps) that we have a list of.
    Not observed: no such link was found, or none was asked for with a clear answer; blocked is not broken.
    Blind spot: a code to scan is a picture and no link; a platform that is not listed is a link like others; an article
    on a firm's platform counts as the platform.
    """
    found = handovers(site)
    told = [one for one in found if one.state in (LinkState.WORKS, LinkState.BROKEN)]
    if not told:
        unclear = f"none of {len(found)} links was told; {_by_kind(found)}"
        lacking = unclear if found else "no link hands a service over"
        return Reading.not_observed(why_unseen(site) or lacking, evidence=tuple(one.evidence() for one in found[:3]))
    alive = sum(one.state is LinkState.WORKS for one in told)
    ordered = sorted(told, key=lambda one: (one.state is LinkState.WORKS, one.link.url))
    words = f"{alive} of {len(told)} links to platforms; {_by_kind(found)}"
    evidence = tuple(one.evidence() for one in ordered[:5])
    return Reading.observed(alive / len(told), "share", evidence=evidence, reason=words)


def named_services(site: SiteFacts) -> Reading:
    """How many of the services that the UN's local survey asks for are named on the portal, of those we have words for.

    Not observed: too little of the portal was seen.
    Blind spot: services on a higher government's platform count only when this portal names them.
    """
    if reason := why_unseen(site) or why_absence_is_unknown(site, "service_building_permit"):
        return Reading.not_observed(reason)
    assert site.home is not None
    found: dict[str, PageFacts] = {}
    for page in site.pages:
        for clue in page.topics:
            if clue.topic.startswith("service_") and clue.topic != "service_stats":
                found.setdefault(clue.topic, page)
    evidence = tuple(entry_evidence(page, topic) for topic, page in sorted(found.items())[:5])
    words = ", ".join(topic.removeprefix("service_").replace("_", " ") for topic in sorted(found))
    return Reading.observed(len(found), "services", evidence=evidence or (site.home.evidence("none"),), reason=words)


def _guides(site: SiteFacts) -> tuple[PageFacts, ...]:
    return tuple(page for page in site.pages if page.guide is not None)


def _has(page: PageFacts, element: str) -> bool:
    is_named = element == "name" and any(level == 1 for level, _ in page.headings)
    return is_named or bool(_words(page, element))


def _words(page: PageFacts, element: str) -> str:
    """What a guide says of one element; whether there is a fee tells of the fee."""
    fields = page.guide.fields if page.guide else {}
    return fields.get(element, "") or (fields.get("charged", "") if element == "fee" else "")


def _by_kind(found: Iterable[Handover]) -> str:
    """How many services are handed over to platforms of each kind, and to which, as `handed_over` reads it again."""
    by_kind = {kind: [one for one in found if one.platform.kind is kind] for kind in PlatformKind}
    names = {kind: ", ".join(sorted({one.platform.name for one in those})) for kind, those in by_kind.items()}
    told = "; ".join(
        f"{kind} {len({one.service for one in those})}" + (f" ({names[kind]})" if those else "")
        for kind, those in by_kind.items()
    )
    return f"services handed over to {told}"


def handed_over(words: str) -> tuple[HandedOver, ...]:
    """The kinds of platforms in a finding of `live_handover_share`, empty ones left out; none for other words."""
    found = _HANDED.search(words[:MAX_WORDS])
    if not found:
        return ()
    kinds = ((PlatformKind.GOVERNMENT, found[1], found[2]), (PlatformKind.PRIVATE, found[3], found[4]))
    return tuple(HandedOver(kind, int(count), names or "") for kind, count, names in kinds if int(count))
