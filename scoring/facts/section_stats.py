"""This module knows what a section amounts to: its pages, its newest day, which of its pages tell their day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from scoring.facts.model import PageFacts, SiteFacts, page_key
from scoring.facts.sections import SeenDay, days_shown, published_on, section


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionStats:
    """A section in figures. `pages` are nearest to the home page first, the home page itself left out.

    `shown` are its dated items and dated pages up to the day of the visit, newest first, each once. `undated` are its
    pages that tell no day, neither on themselves nor in a list elsewhere.
    """

    topic: str
    pages: tuple[PageFacts, ...]
    shown: tuple[SeenDay, ...]
    undated: tuple[PageFacts, ...]
    age_days: int | None
    """Days from the newest day shown to the visit; None when no day is shown."""

    @property
    def newest(self) -> SeenDay | None:
        """The newest day shown, or None."""
        return self.shown[0] if self.shown else None

    @property
    def dated_share(self) -> float:
        """The share of its pages that tell a reader their day; 0 when it has no pages."""
        return (len(self.pages) - len(self.undated)) / len(self.pages) if self.pages else 0.0


def section_stats(site: SiteFacts, topic: str) -> SectionStats:
    """The figures of one section; all zero when the site has no page on the topic."""
    pages = section(site, topic)
    shown = tuple(days_shown(site, topic)) if pages else ()
    listed = {page_key(item.url) for page in site.pages for item in page.items if item.url} if pages else set()
    return SectionStats(
        topic=topic,
        pages=pages,
        shown=shown,
        undated=tuple(page for page in pages if not _is_dated(page, listed)),
        age_days=max(0, (site.visited_on - shown[0].day).days) if shown else None,
    )


def days_within(site: SiteFacts, shown: tuple[SeenDay, ...], days: int) -> list[SeenDay]:
    """Those of the days shown that fall within so many days before the visit, newest first."""
    since = site.visited_on - timedelta(days=days)
    return [seen for seen in shown if seen.day >= since]


def _is_dated(page: PageFacts, listed: set[str]) -> bool:
    return bool(page.items) or published_on(page) is not None or page_key(page.url) in listed
