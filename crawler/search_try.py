"""This module knows how a page's search field is tried in a browser, to see whether it is more than decoration.

A word that the page nowhere has is typed and sent off with the Enter key, then with what can be pressed beside it. What
the page asks for with that word in it is noted and never asked for, nor is any document, nor is anything sent: the
address alone tells that the search is sent, whatever robots.txt says of it, and the portal's search has no work from
us. What a script needs to search by itself, such as an index, is fetched as every part of a page.
Blind spots: a field that shows only after a click is not tried; a hint that a script writes ("too short") looks like a
result; only lines of text count as results.
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from crawler.page_guard import Wish, bare_host
from crawler.page_parts import PageParts
from crawler.patience import first_line, is_browsers, keep_task, within
from crawler.search_notes import MAX_NOTE, SearchOutcome, SearchTry
from crawler.search_scripts import FIND_BUTTONS, FIND_FIELD, HELD, MARKS, SHOWN, WATCH

if TYPE_CHECKING:
    from playwright.async_api import Dialog, Page

WORDS = ("kindergarten", "passport", "bicycle", "umbrella")
"""One and the same for all portals, in letters that every encoding writes alike, and too rare to be met by chance."""
SEARCH_SECONDS = 15.0
STANDING_SECONDS = 1.0
ANSWER_SECONDS = 1.5
STEP_SECONDS = 0.1
ACTION_MILLISECONDS = 2000
MAX_NOTES = 50
PRESSING = ("pointerdown", "mousedown", "pointerup", "mouseup", "click")
ASKING = frozenset({"document", "xhr", "fetch", "script", "eventsource", "websocket"})
"""Kinds of request that may be a search; pictures and beacons count visitors."""
SPACES_AND_DIGITS = re.compile(r"[\d\s]+")


class Weakness(NamedTuple):
    """What makes an address with the word weaker evidence of a search than another: least comes first."""

    is_early: bool
    is_part: bool
    is_elsewhere: bool


@dataclass(slots=True)
class Before:
    """What a page showed before the word was sent off, by lines, and all the text it `held`, hidden or not."""

    shown: dict[str, str]
    held: str
    is_restless: bool
    typed: dict[str, str] = field(default_factory=dict)


class Trial:
    """One try of one page's search field, whose `document` was read off before.

    `doubt` says why a field that does nothing here may yet do something for readers: a script that we could not have.
    """

    def __init__(self, page: Page, parts: PageParts, document: bytes, *, doubt: str) -> None:
        self.page, self.parts = page, parts
        held = document.lower()
        self.word = next((word for word in WORDS if word.encode() not in held), WORDS[-1])
        self._doubt = doubt
        self._has_field = self._is_typed = self._is_pressed = False
        self._asked_before: set[str] = set()
        self._sent: list[tuple[Weakness, SearchTry]] = []
        self._others: list[str] = []
        self._new_line = ""

    def withholds(self, wish: Wish, body: bytes) -> bool:
        """Take note of a request of the page; True when it is not to be made."""
        is_sending = wish.method not in ("GET", "HEAD")
        if self._is_typed and (self.word in wish.url.lower() or self.word.encode() in body.lower()):
            self._note_sent(wish)
            return True
        if not self._is_pressed and not is_sending:
            self._asked_before.add(wish.url)
        elif wish.kind in ASKING and wish.url not in self._asked_before:
            self.note_other(f"{wish.method} {wish.url[:300]}")
        return wish.kind == "document" or is_sending

    async def answers(self, dialog: Dialog) -> None:
        """Wave a dialog off; none holds the page back from being left."""
        if dialog.type == "beforeunload":
            await dialog.accept()
            return
        self.note_other(f"a dialog: {dialog.message[:200]}")
        await dialog.dismiss()

    def note_other(self, what: str) -> None:
        """Take note of something that happened without the word."""
        if self._is_pressed and len(self._others) < MAX_NOTES:
            self._others.append(what)

    async def result(self) -> SearchTry | None:
        """What came of the try; None when the page has no search field that can be seen."""
        try:
            await within(SEARCH_SECONDS, self._run())
        except Exception as error:
            if not is_browsers(error):
                raise
            self._doubt = first_line(error)
        return self._verdict()

    def _verdict(self) -> SearchTry | None:
        if self._sent:
            return min(self._sent, key=lambda noted: noted[0])[1]
        if not self._has_field:
            return None
        if self._new_line:
            return SearchTry(SearchOutcome.PAGE_CHANGED, self.word, detail=self._new_line[:MAX_NOTE])
        if doubt := next(iter(self._others), "") or self._doubt:
            return SearchTry(SearchOutcome.UNCLEAR, self.word, detail=doubt)
        return SearchTry(SearchOutcome.NOTHING_HAPPENED, self.word)

    async def _run(self) -> None:
        """Type the word, send it off, and see what happens. Raises what the browser raises."""
        field = (await self.page.evaluate_handle(FIND_FIELD, MARKS)).as_element()
        if field is None:
            return
        self._has_field = True
        before = await self._before()
        self._is_typed = True
        await field.fill(self.word, timeout=ACTION_MILLISECONDS)
        await asyncio.sleep(STANDING_SECONDS)
        before.typed = await self._lines()
        self._is_pressed = True
        keep_task(self._watch())
        await asyncio.sleep(STEP_SECONDS)
        await field.press("Enter", timeout=ACTION_MILLISECONDS, no_wait_after=True)
        if await self._happens(before, is_button=False):
            return
        buttons = await field.evaluate_handle(FIND_BUTTONS)
        for handle in (await buttons.get_properties()).values():
            if button := handle.as_element():
                if await field.input_value(timeout=ACTION_MILLISECONDS) != self.word:
                    await field.fill(self.word, timeout=ACTION_MILLISECONDS)
                for event in PRESSING:
                    await button.dispatch_event(event)
                if await self._happens(before, is_button=True):
                    return

    async def _watch(self) -> None:
        """Take note of where the page sets out for."""
        url = str(await self.page.evaluate(WATCH))
        if self.word in url.lower():
            self._note_sent(Wish(url, "document"))
        else:
            self.note_other(f"GET {url[:300]}")

    async def _before(self) -> Before:
        first = await self._lines()
        await asyncio.sleep(STANDING_SECONDS)
        second = await self._lines()
        held = _plain(str(await self.page.evaluate(HELD)))
        return Before(first | second, held, is_restless=first.keys() != second.keys())

    async def _happens(self, before: Before, *, is_button: bool) -> bool:
        """Wait until something came of it; False when nothing did in our time and the page asks for nothing more.

        New is a line that the page held nowhere before, or one with the word in it; what changes by itself, and what
        a button does that may be for something else, needs the word.
        """
        quiet_since = time.monotonic()
        while time.monotonic() - quiet_since < ANSWER_SECONDS and not self._is_left():
            await asyncio.sleep(STEP_SECONDS)
            if self.parts.under_way:
                quiet_since = time.monotonic()
        if self.word in self.page.url.lower():
            self._note_sent(Wish(self.page.url, "document"))
        if self._is_sent_off():
            return True
        lines = await self._lines()
        new = [line for key, line in lines.items() if key not in before.shown and key not in before.typed]
        self._new_line = next((line for line in new if self.word in line.lower()), "")
        if not self._new_line and not before.is_restless and not is_button:
            self._new_line = next((line for line in new if _plain(line) not in before.held), "")
        if not self._new_line and lines.keys() != before.shown.keys():
            self.note_other("what the page shows changed, but not by what was typed")
        return bool(self._new_line)

    def _is_left(self) -> bool:
        """Whether the page was to be left for an address with the word."""
        return any(not weakness.is_part and not weakness.is_early for weakness, _ in self._sent)

    def _is_sent_off(self) -> bool:
        return any(not weakness.is_early for weakness, _ in self._sent)

    async def _lines(self) -> dict[str, str]:
        """The lines that the page shows, by what they have in common whatever a clock or a counter in them says."""
        text = str(await self.page.evaluate(SHOWN))
        return {key: row.strip() for row in text.splitlines() if (key := _plain(row))}

    def _note_sent(self, wish: Wish) -> None:
        if reason := self.parts.guard.guard.refuses(wish.url):
            self.note_other(f"{wish.url[:300]}: {reason}")
        elif len(self._sent) < MAX_NOTES and wish.kind in ASKING:
            is_elsewhere = bare_host(wish.url) not in self.parts.guard.hosts
            weakness = Weakness(not self._is_pressed, wish.kind != "document", is_elsewhere)
            detail = "" if self._is_pressed else "while the word was typed"
            noted = SearchTry(SearchOutcome.SENT, self.word, wish.url[:MAX_NOTE], wish.method, detail)
            self._sent.append((weakness, noted))


def _plain(text: str) -> str:
    return SPACES_AND_DIGITS.sub("", text).lower()
