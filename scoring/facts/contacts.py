"""This module knows how telephone numbers and mail addresses are written on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

MAX_CONTACTS = 10
MAX_READ = 20_000
"""So much is read of a page's start, and as much of its end: contacts stand in header and footer."""
MAX_AT_SIGNS = 50
MAX_MAIL = 120

MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
# A pattern that begins with a character, and looks back only then, skips the rest of a text fast.
NUMBER = re.compile(r"[(+\d](?<![\d.][(+\d])(?:(?<=\()\+?\d|(?<=\+)\d|(?<=\d))[\d ().\-－—]{4,18}\d(?!\d)")
LABEL = re.compile(
    r"(?:\b(?:tel(?:ephone)?|phone|hotline|call|contact us|mobile)\b|电话|電話|热线|熱線|专线|專線|座机|座機)"
    r"[^\d\n+(@]{0,15}\Z",
    re.IGNORECASE,
)
LABEL_SPAN = 30
MAX_NUMBERS = 1000
INTERNATIONAL = re.compile(r"\+(?<![\d.]\+)\d{1,3}[\s\-.]?\(?\d{1,4}\)?[\s\-.]?\d[\d\s\-.]{4,11}\d(?!\d)")
CHINESE = re.compile(
    r"\((?<!\d\()0\d{2,3}\)\s?\d{7,8}(?!\d)|0(?<!\d0)\d{2,3}(?:\s?[-－—]| )\s?\d{7,8}(?!\d)"
    r"|4(?<!\d4)00[-\s]\d{3,4}[-\s]\d{3,4}(?!\d)|1(?<!\d1)2345(?!\d)"
)
SHORT_NUMBER = re.compile(r"[热熱专專](?:线|線)[ \t:：]{0,3}(1\d{3,4})(?![\d年月日/.\-－—])")
"""A short number counts right behind the word hotline, as in 市民服務熱線 1999."""


def page_contacts(tree: LexborHTMLParser, text: str) -> tuple[str, ...]:
    """The telephone numbers and mail addresses that a page links to or shows, at most ten, each once.

    `text` is all the page shows, its footer included. A number counts with a word for telephone before it, in
    international form, or as Chinese numbers are written; 12345 is the hotline of China's cities, and a short number
    counts right behind the word hotline.
    """
    found: dict[str, str] = {}
    for contact in (*_linked(tree), *_shown(_ends(text))):
        key = contact.lower() if "@" in contact else re.sub(r"\D", "", contact)
        found.setdefault(key, contact)
        if len(found) >= MAX_CONTACTS:
            break
    return tuple(found.values())


def _linked(tree: LexborHTMLParser) -> Iterator[str]:
    for node in tree.css('a[href^="tel:" i],a[href^="mailto:" i]')[:MAX_CONTACTS]:
        scheme, _, target = unquote((node.attributes.get("href") or "")[:300]).partition(":")
        target = target.partition("?")[0].strip()[:MAX_MAIL]
        if scheme.lower() == "mailto":
            if MAIL.fullmatch(target):
                yield target
        elif 3 <= len(re.sub(r"\D", "", target)) <= 16:
            yield target


def _ends(text: str) -> str:
    return text if len(text) <= 2 * MAX_READ else f"{text[:MAX_READ]}\n{text[-MAX_READ:]}"


def _shown(text: str) -> Iterator[str]:
    yield from _mails(text)
    for match in islice(NUMBER.finditer(text), MAX_NUMBERS):
        is_labelled = LABEL.search(text[max(0, match.start() - LABEL_SPAN) : match.start()])
        if is_labelled and 5 <= len(re.sub(r"\D", "", match.group())) <= 16:
            yield " ".join(match.group().split())
    yield from SHORT_NUMBER.findall(text)
    for pattern in (INTERNATIONAL, CHINESE):
        for match in pattern.finditer(text):
            yield " ".join(match.group().split())


def _mails(text: str) -> Iterator[str]:
    # Looking around each @ keeps long runs of letters cheap.
    place = -1
    for _ in range(MAX_AT_SIGNS):
        place = text.find("@", place + 1)
        if place < 0:
            return
        start = max(0, place - 64)
        for match in MAIL.finditer(text[start : place + 200]):
            if match.start() <= place - start < match.end():
                yield match.group().rstrip(".-")
