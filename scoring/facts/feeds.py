"""This module knows whether a feed that was fetched has anything to follow."""

from __future__ import annotations

import re

from crawler.evidence import Record

HEAD_BYTES = 3000
MAX_BYTES = 2_000_000
_FEED = re.compile(rb"<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)
_ENTRY = re.compile(rb"<(?:item|entry|atom:entry)[\s>]", re.IGNORECASE)


def is_empty_feed(record: Record) -> bool:
    """Whether an answer is an RSS, RDF or Atom feed without any entry; False for what is no feed or no answer."""
    if record.status != 200 or not _FEED.search(record.body[:HEAD_BYTES]):
        return False
    return _ENTRY.search(record.body[:MAX_BYTES]) is None
