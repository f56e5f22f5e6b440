"""This module knows what became of a page between two waves: pages that were dated anew and not changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scoring.facts.calendars import days_in, plain_digits
from scoring.facts.model import PageFacts, SiteFacts, page_key
from scoring.facts.sections import SeenDay, published_on
from scoring.facts.text import text_digest
from scoring.lexicon import word_book

FEW_WORDS = 20
"""Shorter texts are left out: two notes of a line are soon the same."""
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)")


@dataclass(frozen=True, slots=True)
class DateOnlyEdit:
    """A page whose text is the same but for its dates, and whose day of publication moved forward."""

    url: str
    before: SeenDay
    after: SeenDay

    @property
    def days(self) -> int:
        """By how many days the page was made to look younger."""
        return (self.after.day - self.before.day).days


def date_only_edits(earlier: SiteFacts, later: SiteFacts) -> tuple[DateOnlyEdit, ...]:
    """The pages of the later wave that differ from the earlier one only in a newer date, by address.

    The home page and pages that list dated items are left out: they change by what they list. So are texts of fewer
    than 20 words. A stamp such as "Last updated" that every publishing of the site renews is no day of publication.
    """
    months = word_book(tuple(dict.fromkeys((*earlier.lexicon_languages, *later.lexicon_languages)))).months
    known = {page_key(page.url): page for page in earlier.pages}
    edits = []
    for page in later.pages:
        old = known.get(page_key(page.url))
        if old is None or page.depth == 0 or page.items or old.items or page.word_count < FEW_WORDS:
            continue
        before, after = published_on(old), published_on(page)
        if before is None or after is None or after.day <= before.day:
            continue
        if undated_digest(old, earlier.country, months) == undated_digest(page, later.country, months):
            edits.append(DateOnlyEdit(page.url, before, after))
    return tuple(sorted(edits, key=lambda edit: edit.url))


def undated_digest(page: PageFacts, country: str, months: Mapping[str, int]) -> str:
    """The digest of a page's text without its dates and times of day."""
    text = plain_digits(page.text)
    kept, position = [], 0
    for written in days_in(text, country=country, months=months):
        kept.append(text[position : written.start])
        position = written.end
    return text_digest(_CLOCK.sub("", "".join(kept) + text[position:]))
