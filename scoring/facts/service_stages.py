"""This module knows how far each named service goes on a portal, and to which platforms it is handed over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scoring.facts.model import EvidenceRef, Link, LinkState, Online, PageFacts, SiteFacts, page_key
from scoring.facts.platforms import Platform, PlatformKind, platform_of
from scoring.facts.sections import entry_evidence, section
from scoring.lexicon_file import NAMED_SERVICES

MAX_LINKS = 500
MAX_PAGES = 50
MANY_FIELDS = 2
MAX_QUOTE = 120


class Stage(StrEnum):
    """How far a service goes, after the UN's stages; each holds all before it."""

    NONE = "none"
    INFORMATION = "information"
    FORM = "form"
    ONLINE = "online"
    COMPLETE = "complete"


STAGES = tuple(Stage)


@dataclass(frozen=True, slots=True)
class Handover:
    """A link in the text of a service's page to a platform. `state` is None when the link was not asked for."""

    service: str
    platform: Platform
    link: Link
    page: PageFacts
    state: LinkState | None

    def evidence(self) -> EvidenceRef:
        """The page that hands over, with the words of its link, the platform and what became of the link."""
        state = self.state or "not asked"
        return self.page.evidence(f"{self.link.text[:80]} → {self.platform.name}, {self.link.url[:200]} ({state})")


@dataclass(frozen=True, slots=True)
class ServiceStage:
    """How far one named service goes, and the pages that show it, the deciding one first."""

    service: str
    stage: Stage
    evidence: tuple[EvidenceRef, ...] = ()


def service_stage(site: SiteFacts, service: str) -> ServiceStage:
    """The stage that the best page of a service reaches; `none` without evidence when no page names it.

    information: a page. form: a file to download that was not found broken. online: a form of two fields, a link in
    the text that says apply, or one to a government's platform, none of them broken. complete: online, and the guide
    says it needs no visit, or a link in the text says pay.
    """
    found = [(*_stage(site, page), page) for page in section(site, service)[:MAX_PAGES]]
    if not found:
        return ServiceStage(service, Stage.NONE)
    found.sort(key=lambda each: (-STAGES.index(each[0]), each[2].depth, each[2].url))
    stage, quotes, page = found[0]
    shown = tuple(page.evidence(words) for words in quotes) or (entry_evidence(page, service),)
    return ServiceStage(service, stage, (*shown, *(entry_evidence(other, service) for _, _, other in found[1:3])))


def service_stages(site: SiteFacts) -> dict[str, ServiceStage]:
    """The stage of each service that the UN's local survey asks for, by its key."""
    return {service: service_stage(site, service) for service in NAMED_SERVICES}


def handovers(site: SiteFacts) -> tuple[Handover, ...]:
    """The links from pages of named services to platforms, each address once a service, in the services' order."""
    found: dict[tuple[str, str], Handover] = {}
    for service in NAMED_SERVICES:
        for page in section(site, service)[:MAX_PAGES]:
            for link, platform in _platform_links(site, page):
                state = _state_of(site, link.url)
                found.setdefault((service, link.url), Handover(service, platform, link, page, state))
    return tuple(found.values())


def _stage(site: SiteFacts, page: PageFacts) -> tuple[Stage, tuple[str, ...]]:
    """The stage of one page and the words on it that show it; none where its being there, or a form, does."""
    way = _way_online(site, page)
    if way is not None:
        if page.guide and (page.guide.online is Online.FULLY or page.guide.visits == 0):
            said = page.guide.fields.get("online_depth") or page.guide.fields.get("visits", "")
            return Stage.COMPLETE, (said[:MAX_QUOTE], *way)
        if "pay" in page.marks and not _is_broken_way(site, page, "pay"):
            return Stage.COMPLETE, (page.marks["pay"], *way)
        return Stage.ONLINE, way
    for link in page.links:
        if link.kind == "file" and _state_of(site, link.url) is not LinkState.BROKEN:
            return Stage.FORM, ((link.text[:MAX_QUOTE],) if link.text and link.text in page.text else ())
    return Stage.INFORMATION, ()


def _way_online(site: SiteFacts, page: PageFacts) -> tuple[str, ...] | None:
    """The words of the way that a page offers to begin its service online, or None; a form has no words."""
    if "apply" in page.marks and not _is_broken_way(site, page, "apply"):
        return (page.marks["apply"],)
    for link, platform in _platform_links(site, page):
        if platform.kind is PlatformKind.GOVERNMENT and _state_of(site, link.url) is not LinkState.BROKEN:
            return (link.text[:MAX_QUOTE],)
    has_form = any(not form.is_search and len(form.fields) >= MANY_FIELDS for form in page.forms)
    return () if has_form else None


def _is_broken_way(site: SiteFacts, page: PageFacts, mark: str) -> bool:
    """Whether every link of the words of a mark was found broken."""
    states = [_state_of(site, link.url) for link in page.links[:MAX_LINKS] if link.text == page.marks[mark]]
    return bool(states) and all(state is LinkState.BROKEN for state in states)


def _platform_links(site: SiteFacts, page: PageFacts) -> Iterator[tuple[Link, Platform]]:
    """The links in a page's own text that lead to a platform other than the portal itself.

    Links of menus and foot lines are no part of the text: they hand over nothing in particular.
    """
    own = platform_of(site.home_url)
    for link in page.links[:MAX_LINKS]:
        if link.is_internal or link.kind == "other" or not link.text or link.text not in page.text:
            continue
        platform = platform_of(link.url)
        if platform is not None and platform != own:
            yield link, platform


def _state_of(site: SiteFacts, url: str) -> LinkState | None:
    verdict = site.link_verdicts.get(page_key(url))
    return verdict.state if verdict else None
