"""This module knows which pages of a site are shown to a browser, and how that goes on after a break."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from crawler.addresses import read_address, route_of
from crawler.browser import Browser
from crawler.disk import EvidenceError
from crawler.evidence import Purpose, Record, SiteFolder, Visit, is_html, utc_now, write_aside
from crawler.links import PageLinks, find_links
from crawler.page_guard import PageGuard
from crawler.page_parts import PageParts, SiteParts
from crawler.page_view import Look, RawPage
from crawler.rendered import Outcome, RenderedPage, RenderedWriter
from crawler.routes import Route, Routes, routes_in
from crawler.shells import may_be_shell
from site_lists.model import Site

if TYPE_CHECKING:
    from crawler.spiders.portal import PortalSpider

PAGES_AT_ONCE = 2
MAX_SECTIONS = 30
MAX_TRIES = 2
"""What failed on our side is tried again in a later run, so often in all."""
OURS = frozenset({Outcome.BROWSER_FAILED, Outcome.OUR_SIDE})
RENDERED_TYPE = "text/html; charset=utf-8"


@dataclass(slots=True)
class _Site:
    """The renderings of one site: what was done, and where more goes."""

    parts: SiteParts
    writer: RenderedWriter
    last: dict[str, RenderedPage] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)
    shown_now: set[str] = field(default_factory=set)

    def note(self, page: RenderedPage) -> None:
        self.last[page.key] = page
        self.tries[page.key] = self.tries.get(page.key, 0) + 1

    def is_settled(self, key: str) -> bool:
        """Whether another look at a page would bring nothing new."""
        page = self.last.get(key)
        return page is not None and (page.outcome not in OURS or self.tries[key] >= MAX_TRIES)


class Filled(NamedTuple):
    """The links of a page, or of one of its routes: where they stand, how many clicks on, and what they are."""

    url: str
    further: int
    links: PageLinks


class Renders:
    """Shows pages of all sites of a run to one browser, two at once."""

    def __init__(self, spider: PortalSpider) -> None:
        self.spider = spider
        headers = spider.headers
        self.browser = Browser(
            agent=headers.get("User-Agent", ""),
            languages=headers.get("Accept-Language", "*"),
            delay_seconds=spider.survey.delay_seconds,
        )
        self._turns = asyncio.Semaphore(PAGES_AT_ONCE)
        self._sites: dict[str, _Site] = {}

    async def filled(self, site: Site, folder: SiteFolder, visit: Visit, links: PageLinks) -> list[Filled]:
        """The links of a page; where it came as an empty shell, those it has once its scripts have run.

        Those of the home page's hash routes come after it. Raises EvidenceError.
        """
        record = folder.record(visit.record_id) if visit.record_id and len(links.links) < 10 else None
        if record is None or not _is_shell(record):
            return [Filled(visit.url, 0, links)]
        shown = [await self._render(site, folder, record, is_home=visit.depth == 0)]
        if visit.depth == 0:
            shown += await self._show_routes(site, folder, record, shown[0])
        return [
            Filled(page.url, page.depth or 0, find_links(document, url=_address(page), content_type=RENDERED_TYPE))
            for page in shown
            if (document := self._document(site, folder, page))
        ] or [Filled(visit.url, 0, links)]

    async def finish(self, site: Site, folder: SiteFolder) -> None:
        """Show the home page, its routes, a page of each section and every empty shell; nothing that was shown before.

        Raises EvidenceError.
        """
        if folder.rendered.is_done:
            return
        here = self._at(site, folder)
        home, wanted = chosen_records(folder)
        for record in folder.records():
            if record.record_id in wanted:
                page = await self._render(site, folder, record, is_home=record.record_id == home)
                if record.record_id == home and _is_shell(record):
                    await self._show_routes(site, folder, record, page)
        self._sites.pop(site.id, None)
        if all(here.is_settled(record_id) for record_id in {*wanted, *here.last}):
            outcomes = {outcome.value: 0 for outcome in Outcome}
            for page in here.last.values():
                outcomes[page.outcome.value] += 1
            write_aside(folder.rendered.done_file, json.dumps(outcomes) + "\n")

    async def close(self) -> None:
        """End the browser."""
        await self.browser.close()

    def _at(self, site: Site, folder: SiteFolder) -> _Site:
        if site.id not in self._sites:
            rendered = folder.rendered
            here = _Site(SiteParts.of(site.id, SiteFolder(rendered.path)), RenderedWriter(rendered))
            for page in rendered.pages():
                here.note(page)
            self._sites[site.id] = here
        return self._sites[site.id]

    async def _show_routes(
        self, site: Site, folder: SiteFolder, record: Record, home: RenderedPage
    ) -> list[RenderedPage]:
        """Show the routes that a home page leads to, and those that they lead to, within bounds."""
        routes, shown = Routes(limit=self.spider.survey.budget), [home]
        routes.pass_over(route_of(home.final_url or ""))
        for page in shown:
            if document := self._document(site, folder, page):
                found = routes_in(document, url=record.url, shown_at=_address(page))
                routes.offer(found, depth=page.depth or 0, linked_from=page.url)
            if route := routes.take():
                shown.append(await self._render(site, folder, record, route))
        return shown[1:]

    def _document(self, site: Site, folder: SiteFolder, page: RenderedPage) -> bytes | None:
        return self._at(site, folder).writer.folder.document(page.document_id) if page.document_id else None

    async def _render(
        self, site: Site, folder: SiteFolder, record: Record, route: Route | None = None, *, is_home: bool = False
    ) -> RenderedPage:
        here = self._at(site, folder)
        tail = route.route if route else ""
        key, url = f"{record.record_id}{tail}", f"{record.url}{tail}"
        if here.is_settled(key) or key in here.shown_now:
            return here.last[key]
        here.shown_now.add(key)
        guard = PageGuard.of(self.spider.guard, record.url, site.url)
        parts = PageParts(self.spider, here.parts, guard, page_url=record.url)
        async with self._turns:
            raw = RawPage(url, record.record_id, record.headers, record.body, is_home)
            look = await self.browser.look(raw, parts)
        try:
            page = _written(here.writer, record, url, look, parts, route)
        except OSError as error:
            raise EvidenceError(f"{here.writer.folder.path}: {error.strerror or error}") from error
        here.note(page)
        return page


def _is_shell(record: Record) -> bool:
    return may_be_shell(record.body, record.headers.get("content-type", ""))


def _address(page: RenderedPage) -> str:
    """Where a browser stood in the end, which a page's links are relative to."""
    return page.final_url or page.url


def _written(
    writer: RenderedWriter, record: Record, url: str, look: Look, parts: PageParts, route: Route | None
) -> RenderedPage:
    """Write what a browser saw of a record shown as `url`, which names the route, too."""
    now = utc_now()
    kinds = (
        ("text/html;charset=utf-8", look.document),
        ("image/jpeg", look.picture),
        ("application/json", look.findings),
    )
    ids = [
        writer.record(url, refers_to=record.record_id, kind=kind, body=body, at=now) if body else None
        for kind, body in kinds
    ]
    page = RenderedPage(
        url=url,
        raw_record_id=record.record_id,
        rendered_at=now,
        outcome=look.outcome,
        seconds=look.seconds,
        final_url=look.final_url if look.final_url != url else None,
        document_id=ids[0],
        picture_id=ids[1],
        findings_id=ids[2],
        requests=parts.requests,
        refused=parts.refused,
        detail=look.detail,
        route=route.route if route else None,
        depth=route.depth if route else None,
        linked_from=route.linked_from if route else None,
        search=look.search,
    )
    writer.page(page)
    return page


def chosen_records(folder: SiteFolder) -> tuple[str, frozenset[str]]:
    """The raw record of the home page, "" without one, and all to show: its own, one of each section, every shell's.

    Of a section it is the first page met there.
    """
    pages = {visit.record_id: visit for visit in _pages(folder) if visit.record_id}
    home = next((visit for visit in pages.values() if visit.depth == 0), None)
    sections: dict[str, str] = {}
    for record_id, visit in pages.items():
        address = read_address(visit.url)
        if address is not None and (visit.depth or 0) > 0:
            sections.setdefault(address.section, record_id or "")
    shells = {record.record_id for record in folder.records() if record.record_id in pages and _is_shell(record)}
    first = (home.record_id or "") if home is not None else ""
    return first, frozenset(({first} - {""}) | set(list(sections.values())[:MAX_SECTIONS]) | shells)


def _pages(folder: SiteFolder) -> Iterator[Visit]:
    """The pages that came, each address by its last visit."""
    last = {visit.url: visit for visit in folder.visits() if visit.purpose is Purpose.PAGE and visit.record_id}
    yield from (visit for visit in last.values() if visit.status == 200 and is_html(visit.content_type or "", b""))
