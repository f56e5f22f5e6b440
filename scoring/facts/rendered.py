"""This module knows what a browser saw of pages: their documents once scripts have run, and what axe-core found."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from crawler.evidence import Outcome, Record, RenderedFolder, RenderedPage, SearchOutcome, SearchTry

__all__ = [
    "RenderedFacts",
    "Rendering",
    "SearchOutcome",
    "SearchTry",
    "Violation",
    "read_renderings",
    "read_violations",
]

MAX_RULES = 300
MAX_WORDS = 300
MAX_TAGS = 30
MAX_DEPTH = 30
MAX_COUNT = 1_000_000
IMPACTS = ("critical", "serious", "moderate", "minor")
DOCUMENT, PICTURE, FINDINGS = "text/html", "image/jpeg", "application/json"


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule of axe-core that a page breaks: how grave (`critical`, `serious`, `moderate`, `minor`), and how often.

    `criteria` are axe-core's tags for success criteria, such as wcag412; empty for what is only good practice.
    """

    rule: str
    impact: str
    count: int
    words: str
    snippet: str
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RenderedFacts:
    """What a browser saw of a page.

    `shell` says what the answer looked like before, "" when it was no empty shell. `violations` is None where axe-core
    could not be run. `picture_id` and `findings_id` name records in the site's folder `rendered`. `search` is what came
    of the page's search field; None where it was not tried.
    """

    violations: tuple[Violation, ...] | None
    picture_id: str | None = None
    findings_id: str | None = None
    shell: str = ""
    search: SearchTry | None = None


@dataclass(frozen=True, slots=True)
class Rendering:
    """One page as a browser had it: the document as a record in place of the raw one, and the facts.

    `shown_at` is the address it stood at in the end. `routes` are the hash routes of the same answer that were shown,
    `depth` and `linked_from` how a route was met.
    """

    document: Record
    facts: RenderedFacts
    shown_at: str = ""
    depth: int = 0
    linked_from: str | None = None
    routes: tuple[Rendering, ...] = ()


def read_renderings(folder: RenderedFolder) -> dict[str, Rendering]:
    """The pages of a site that a browser showed, by the id of the raw record; those that came to nothing are left out.

    Raises ValueError when `rendered.jsonl` is damaged.
    """
    last = {page.key: page for page in folder.pages()}
    shown = {page.document_id: page for page in last.values() if page.outcome is Outcome.RENDERED and page.document_id}
    if not shown:
        return {}
    findings_ids = {page.findings_id for page in shown.values()} - {None}
    documents: dict[str, bytes] = {}
    findings: dict[str, tuple[Violation, ...] | None] = {}
    for record in folder.records():
        if record.record_id in shown:
            documents[record.record_id] = record.body
        elif record.record_id in findings_ids:
            findings[record.record_id] = read_violations(record.body)
    found = {
        page.key: _rendering(page, documents[page.document_id or ""], findings.get(page.findings_id or ""))
        for page in shown.values()
        if page.document_id in documents
    }
    routes: dict[str, list[Rendering]] = defaultdict(list)
    for page in shown.values():
        if page.route and page.key in found:
            routes[page.raw_record_id].append(found.pop(page.key))
    return {key: replace(rendering, routes=tuple(routes[key])) for key, rendering in found.items()}


def _rendering(page: RenderedPage, document: bytes, violations: tuple[Violation, ...] | None) -> Rendering:
    record = Record(
        record_id=page.document_id or "",
        url=page.url,
        visited_at=page.rendered_at,
        status=200,
        headers={"content-type": "text/html; charset=utf-8"},
        body=document,
    )
    facts = RenderedFacts(violations, page.picture_id, page.findings_id, search=_bounded(page.search))
    shown_at, depth = page.final_url or page.url, min(max(page.depth or 0, 0), MAX_DEPTH)
    return Rendering(record, facts, shown_at=shown_at, depth=depth, linked_from=page.linked_from)


def _bounded(search: SearchTry | None) -> SearchTry | None:
    if search is None:
        return None
    address, detail = (" ".join(words[:MAX_WORDS].split()) for words in (search.address, search.detail))
    return replace(search, address=address, detail=detail)


def read_violations(body: bytes) -> tuple[Violation, ...] | None:
    """The violations in what axe-core said, gravest first; None when it is not what axe-core says.

    Scripts of the page ran beside it, so nothing in it is taken on trust.
    """
    try:
        said = json.loads(body)
        rules = said["violations"]
        if not isinstance(rules, list):
            return None
        found = [violation for rule in rules[:MAX_RULES] if (violation := _violation(rule))]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return tuple(sorted(found, key=lambda violation: (IMPACTS.index(violation.impact), violation.rule)))


def _violation(rule: Mapping[str, Any]) -> Violation | None:
    count = rule["count"]
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        return None
    impact = rule.get("impact")
    return Violation(
        rule=str(rule["id"])[:60],
        impact=impact if impact in IMPACTS else "minor",
        count=min(count, MAX_COUNT),
        words=str(rule.get("help") or "")[:MAX_WORDS],
        snippet=next(_snippets(rule.get("nodes")), ""),
        criteria=tuple(sorted(_criteria(rule.get("tags")))),
    )


def _snippets(nodes: Any) -> Iterator[str]:
    for node in nodes[:5] if isinstance(nodes, list) else ():
        if isinstance(node, dict) and node.get("html"):
            yield " ".join(str(node["html"])[:MAX_WORDS].split())


def _criteria(tags: Any) -> Iterator[str]:
    for tag in tags[:MAX_TAGS] if isinstance(tags, list) else ():
        if isinstance(tag, str) and tag.startswith("wcag") and tag[4:].isdigit() and len(tag) <= 9:
            yield tag
