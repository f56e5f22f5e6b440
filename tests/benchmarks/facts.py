"""What the facts of a page cost: `python -m tests.benchmarks.facts [PAGE]`.

Without a PAGE, one of 108 KB is made. Printed are CPU milliseconds a page with all recognisers on (best of five rounds)
and what the parse alone takes, what each recogniser takes, the dearest first, how often the page was parsed, and how
far two processes scale on the same pages. A recogniser that reads what another left behind looks cheaper than it is.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

from selectolax.lexbor import LexborHTMLParser

import crawler.markup
import scoring.facts.page
from scoring.facts.encoding import decode_page
from scoring.facts.page import page_facts
from scoring.lexicon import word_book
from scoring.run import collect_seldom
from tests.builders import HOME, html_page, record, visit

ROUNDS = 5
PAGES = 100
KILOBYTES = 108
LANGUAGES = ("en", "zh-Hans", "zh-Hant")


def made_page(kilobytes: int = KILOBYTES) -> bytes:
    """A portal's page: a menu of 150 links, a list of dated news, an article, a form and a foot."""
    menu = "".join(
        f"<li class='nav-item'><a class='nav-link' href='/section-{n}/'>Section {n}</a></li>" for n in range(150)
    )
    words = "The council met on Monday and decided on the new school road for the children of the town of Riverton. "
    head = f"<header><nav><ul>{menu}</ul></nav></header><main><h1>News of Riverton</h1><p>Published: 3 May 2024</p>"
    foot = (
        "</main><form action='/search'><label for=q>Search</label><input id=q name=q type=search></form>"
        "<footer><p>Riverton County Council, 1 Main Street. Telephone +1 555 010 0199. © 2024</p></footer>"
    )
    rows: list[str] = []
    length = len(head) + len(foot)
    while length < kilobytes * 1024 - 400:
        number = len(rows)
        day = f"{number % 28 + 1:02d} April 2024"
        row = (
            f'<div class="row news-item"><div class="col-md-8"><h3><a href="/news/{number}.html">Road {number} is open'
            f'</a></h3><p class="teaser">{words * (1 + number % 3)}</p></div><span class="date">{day}</span>'
            f'<img src="/images/{number}.jpg" alt="Road {number}"></div>\n'
        )
        rows.append(row)
        length += len(row)
    return html_page(head + "".join(rows) + foot, title="News - Riverton County Council").encode()


def facts_of_all(body: bytes, pages: int) -> float:
    """CPU seconds for the facts of so many pages, each with an address of its own."""
    book = word_book(LANGUAGES)
    answers = [(record(body, url=f"/news/{n}.html"), visit(f"/news/{n}.html")) for n in range(pages)]
    started = time.process_time()
    for answer, asked in answers:
        page_facts(answer, asked, book=book, country="US", home_url=HOME)
    return time.process_time() - started


def spent_by_recogniser(body: bytes) -> tuple[dict[str, float], int]:
    """Least CPU seconds of each function that the facts of a page are made by, and how often a page is parsed."""
    module = scoring.facts.page
    spent: defaultdict[str, list[float]] = defaultdict(list)
    parses = 0

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **others: Any) -> Any:
            started = time.process_time()
            result = function(*args, **others)
            spent[name].append(time.process_time() - started)
            return result

        return run

    def counted(text: str) -> LexborHTMLParser:
        nonlocal parses
        parses += 1
        return LexborHTMLParser(text)

    known = {name: value for name, value in vars(module).items() if isinstance(value, FunctionType)}
    del known["page_facts"]
    try:
        for name, function in known.items():
            setattr(module, name, timed(name, function))
        setattr(crawler.markup, "LexborHTMLParser", counted)  # noqa: B010 - the type checker guards plain assignment
        facts_of_all(body, ROUNDS * 4)
    finally:
        setattr(crawler.markup, "LexborHTMLParser", LexborHTMLParser)  # noqa: B010
        for name, function in known.items():
            setattr(module, name, function)
    return {name: min(times) for name, times in spent.items()}, parses // (ROUNDS * 4)


def _wall(body: bytes, processes: int, pages: int) -> float:
    with multiprocessing.get_context("fork").Pool(processes, initializer=collect_seldom) as pool:
        pool.starmap(facts_of_all, [(body, 5)] * processes)
        started = time.perf_counter()
        pool.starmap(facts_of_all, [(body, pages)] * processes, chunksize=1)
        return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    body = Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else made_page()
    source, _ = decode_page(record(body))
    collect_seldom()  # as the processes do that score sites
    facts_of_all(body, 10)
    whole = min(facts_of_all(body, PAGES) for _ in range(ROUNDS)) / PAGES
    started = time.process_time()
    for _ in range(PAGES):
        LexborHTMLParser(source)
    parse = (time.process_time() - started) / PAGES
    print(f"page: {len(body) / 1024:.0f} KB; one core of {os.cpu_count()}")
    print(f"facts, all recognisers: {whole * 1e3:.2f} ms CPU a page, of which the parse {parse * 1e3:.2f} ms")
    spent, parses = spent_by_recogniser(body)
    for name, seconds in sorted(spent.items(), key=lambda each: -each[1]):
        print(f"{seconds * 1e3:8.2f} ms  {name.strip('_')}")
    print(f"parsed {parses} time{'s' * (parses != 1)} a page")
    one, two = (min(_wall(body, processes, 2 * PAGES) for _ in range(3)) for processes in (1, 2))
    print(f"two processes: {2 * one / two:.2f} times the pages of one")


if __name__ == "__main__":
    main()
