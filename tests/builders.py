"""This module knows how to build pages, visits and facts for tests, with sensible values for all a test leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from crawler.evidence import Purpose, Record, Visit
from scoring.facts.link_verdicts import read_verdicts
from scoring.facts.model import (
    DateClue,
    DatedItem,
    EncodingFact,
    Form,
    Guide,
    Link,
    PageFacts,
    Place,
    SiteFacts,
    TopicClue,
)

HOME = "https://town.example/"
VISITED_AT = datetime(2026, 10, 15, 9, 30, tzinfo=UTC)
RECORD_ID = "urn:uuid:00000000-0000-4000-8000-000000000001"

DateLike = str | date | DateClue
ItemLike = str | date | DatedItem
LinkLike = str | tuple[str, str] | Link
TopicLike = str | TopicClue
FormLike = str | Form


def html_page(
    body: str = "", *, title: str = "Example Town", head: str = "", lang: str = "en", charset: str = "utf-8"
) -> str:
    """A whole HTML page around a body."""
    meta = f'<meta charset="{charset}">' if charset else ""
    language = f' lang="{lang}"' if lang else ""
    return f"<!doctype html><html{language}><head>{meta}<title>{title}</title>{head}</head><body>{body}</body></html>"


def record(
    html: str | bytes,
    *,
    url: str = "/",
    encoding: str = "utf-8",
    content_type: str = "text/html",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    visited_at: datetime = VISITED_AT,
    record_id: str = RECORD_ID,
) -> Record:
    """A response as it lies in the archive; text is encoded with `encoding`, bytes stay as they are."""
    body = html if isinstance(html, bytes) else html.encode(encoding, "replace")
    known = {"content-type": content_type} if content_type else {}
    return Record(record_id, urljoin(HOME, url), visited_at, status, known | dict(headers or {}), body)


def visit(
    url: str = "/",
    *,
    status: int | None = None,
    failure: str | None = None,
    purpose: Purpose = Purpose.PAGE,
    site_id: str = "town",
    requested_at: datetime = VISITED_AT,
    seconds: float | None = 0.4,
    depth: int | None = None,
    content_type: str | None = "text/html",
    record_id: str | None = RECORD_ID,
    **others: Any,
) -> Visit:
    """One request; it is answered with 200 unless a status or a failure is given."""
    address = urljoin(HOME, url)
    if status is None and failure is None:
        status = 200
    return Visit(
        site_id=site_id,
        url=address,
        purpose=purpose,
        requested_at=requested_at,
        status=status,
        failure=failure,
        seconds=seconds if failure is None else None,
        content_type=content_type if failure is None else None,
        depth=_depth(address) if depth is None and purpose is Purpose.PAGE else depth,
        record_id=record_id if failure is None else None,
        **others,
    )


def page(
    url: str = "/",
    *,
    depth: int | None = None,
    title: str = "",
    text: str = "The council met and decided on the new school road for the children of the town.",
    headings: Iterable[str | tuple[int, str]] = (),
    links: Iterable[LinkLike] = (),
    forms: Iterable[FormLike] = (),
    dates: Iterable[DateLike] = (),
    items: Iterable[ItemLike] = (),
    topics: Iterable[TopicLike] = (),
    guide: Mapping[str, str] | Guide | None = None,
    marks: Mapping[str, str] | Iterable[str] = (),
    encoding: EncodingFact | str = "utf-8",
    **others: Any,
) -> PageFacts:
    """The facts of one page.

    Shorthands: a date is an ISO day (visible, after a label); an item is an ISO day; a link is an address or
    (address, words); a topic is its key (met in the heading); a form is `search` or the kind of its only field;
    a mark is its family; a heading is its words (level 2). Addresses are joined to the home page's.
    """
    address = urljoin(HOME, url)
    known: dict[str, Any] = {
        "url": address,
        "visited_at": VISITED_AT,
        "record_id": RECORD_ID,
        "status": 200,
        "depth": _depth(address) if depth is None else depth,
        "linked_from": None,
        "seconds": 0.4,
        "size_bytes": 20_000,
        "encoding": EncodingFact(encoding, encoding) if isinstance(encoding, str) else encoding,
        "language_declared": "en",
        "language": "en",
        "title": title or f"Page {urlsplit(address).path}",
        "headings": tuple((2, item) if isinstance(item, str) else item for item in headings),
        "breadcrumb": "",
        "text": text,
        "word_count": others.pop("word_count", len(text.split())),
        "text_digest": others.pop("text_digest", f"{address} {text}"),
        "links": tuple(link(item) for item in links),
        "forms": tuple(form(item) for item in forms),
        "dates": tuple(date_clue(item) for item in dates),
        "items": tuple(dated_item(item, number) for number, item in enumerate(items, start=1)),
        "topics": tuple(topic_clue(item) for item in topics),
        "guide": Guide(fields=dict(guide)) if isinstance(guide, Mapping) else guide,
        "marks": dict(marks) if isinstance(marks, Mapping) else {mark: mark for mark in marks},
        "images": 0,
        "images_without_alt": 0,
        "has_viewport": True,
        "has_skip_link": False,
        "feeds": (),
        "contacts": (),
    }
    return PageFacts(**(known | others))


def site_facts(
    pages: Sequence[PageFacts] = (),
    *,
    visits: Sequence[Visit] | None = None,
    external: Sequence[Visit] = (),
    home: PageFacts | None = None,
    has_home: bool = True,
    **others: Any,
) -> SiteFacts:
    """The facts of one site; `external` are the visits to links beyond it.

    Its home is the first page at depth 0; where the pages have none, an empty home page is added unless
    `has_home` is False. Without `visits`, each page has one answered visit.
    """
    all_pages = tuple(pages)
    home = home or next((item for item in all_pages if item.depth == 0), None)
    if has_home and home is None:
        home = page("/")
    if home is not None and home not in all_pages:
        all_pages = (home, *all_pages)
    if visits is None:
        visits = [visit(item.url, depth=item.depth, seconds=item.seconds) for item in all_pages]
    known: dict[str, Any] = {
        "site_id": "town",
        "home_url": HOME,
        "country": "SG",
        "site_languages": ("en",),
        "visited_on": VISITED_AT.date(),
        "visits": tuple(visits),
        "pages": all_pages,
        "home": home if has_home else None,
        "page_budget": 200,
        "lexicon_languages": ("en", "zh-Hans", "zh-Hant"),
        "unseen": "",
        "link_verdicts": read_verdicts(visits, external),
    }
    return SiteFacts(**(known | others))


def link(item: LinkLike) -> Link:
    """A link from an address or (address, words); it is internal when its host is the home page's."""
    if isinstance(item, Link):
        return item
    address, words = (item, "") if isinstance(item, str) else item
    address = urljoin(HOME, address)
    parts = urlsplit(address)
    is_internal = parts.hostname == urlsplit(HOME).hostname
    is_file = parts.path.endswith((".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip"))
    kind = "other" if parts.scheme not in ("http", "https") else "file" if is_file else "page"
    return Link(address, words, is_internal, kind)


def form(item: FormLike) -> Form:
    """A form from `search` or from the kind of its only field."""
    if isinstance(item, Form):
        return item
    is_search = item == "search"
    return Form(urljoin(HOME, "/send"), "get" if is_search else "post", (item,), item, is_search)


def date_clue(item: DateLike, *, place: Place = Place.LABEL, is_visible: bool = True) -> DateClue:
    """A date on a page, visible and sure unless said otherwise."""
    if isinstance(item, DateClue):
        return item
    day = _day(item)
    return DateClue(day, place, is_visible, f"Published: {day}", 0.95)


def dated_item(item: ItemLike, number: int = 1) -> DatedItem:
    """A row of a list page."""
    if isinstance(item, DatedItem):
        return item
    day = _day(item)
    return DatedItem(f"Item {number}", urljoin(HOME, f"/item/{number}"), day, f"Item {number} {day}")


def topic_clue(item: TopicLike, *, place: Place = Place.HEADING) -> TopicClue:
    """A topic met in a heading."""
    return item if isinstance(item, TopicClue) else TopicClue(item, place, item)


def hidden(clue: DateLike) -> DateClue:
    """A date that only the page's meta elements tell."""
    return replace(date_clue(clue), place=Place.META, is_visible=False, confidence=0.6)


def _day(item: str | date) -> date:
    return date.fromisoformat(item) if isinstance(item, str) else item


def _depth(address: str) -> int:
    return len([part for part in urlsplit(address).path.split("/") if part])


def list_with_tables(folder: Path, tables: str) -> Path:
    """A list of one site, `town`, in whose folder coders' tables may be put under `tables`."""
    (folder / tables).mkdir(parents=True)
    (folder / "list.toml").write_text('title = "T"\nsource = "s"\ncontact = "c"\n', encoding="utf-8")
    header = "id,name,name_en,url,country,region,level,languages,population,valid_from,valid_to,successor,note\n"
    (folder / "sites.csv").write_text(header + "town,T,,https://town.example/,SI,,city,en,,,,,\n", encoding="utf-8")
    return folder
