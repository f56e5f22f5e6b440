"""Tests of the dated rows of list pages."""

from __future__ import annotations

from datetime import date

import pytest
from selectolax.lexbor import LexborHTMLParser

from scoring.facts.items import MAX_ITEMS, dated_items
from scoring.facts.model import DatedItem
from scoring.facts.years import years_inferred
from scoring.lexicon import word_book
from tests.cost import costs_little

VISITED = date(2024, 5, 10)
FIRST, SECOND = date(2024, 5, 3), date(2024, 4, 28)


def items(body: str, *, country: str = "CN", visited: date = VISITED) -> tuple[DatedItem, ...]:
    tree = LexborHTMLParser(f"<html><body>{body}</body></html>")
    book = word_book(("en",))
    return dated_items(tree, url="https://town.example/news/", country=country, visited_on=visited, book=book)


def rows(pattern: str, *days: str) -> str:
    return "".join(pattern.format(day=day, number=number) for number, day in enumerate(days, 1))


LINK = "<a href='{number}.html'>Notice number {number}</a>"
CARD = "<a class='card' href='{number}.html'><h5>Notice number {number}</h5><small>{day}</small></a>"


@pytest.mark.parametrize(
    ("pattern", "days"),
    [
        ("<li>" + LINK + "<span>{day}</span></li>", ("2024-05-03", "2024-04-28")),
        ("<li><span>{day}</span>" + LINK + "</li>", ("[05-03]", "[04-28]")),
        ("<li>" + LINK + " ({day})</li>", ("2024/5/3", "2024/4/28")),
        ("<tr><td>{number}</td><td>" + LINK + "</td><td>{day}</td></tr>", ("3 May 2024", "28 Apr 2024")),
        ("<div class='card'><h3>" + LINK + "</h3><p>{day}</p></div>", ("3 May", "28 April")),
        (CARD, ("3 MAY 2024", "28 APR 2024")),
        ("<dl><dt>{day}</dt><dd>" + LINK + "</dd></dl>", ("05-03", "04-28")),
        ("<li><div>{day}</div>" + LINK + "</li>", ("<b>03</b><i>2024-05</i>", "<b>28</b><i>2024-04</i>")),
        ("<li><div>{day}</div>" + LINK + "</li>", ("<p>03</p><p>May 2024</p>", "<p>28</p><p>Apr 2024</p>")),
        ("<li>" + LINK + "<em>{day}</em></li>", ("5月3日", "4月28日")),
        ("<li><a href='{number}.html'>Notice number {number} <b>{day}</b></a></li>", ("2024.05.03", "2024.04.28")),
    ],
)  # fmt: skip
def test_the_rows_of_a_list_are_read(pattern: str, days: tuple[str, str]) -> None:
    body = rows(pattern, *days)
    found = items(f"<table>{body}</table>" if pattern.startswith("<tr") else f"<div>{body}</div>")
    assert [item.day for item in found] == [FIRST, SECOND]
    assert [item.title for item in found] == ["Notice number 1", "Notice number 2"]
    assert found[0].url == "https://town.example/news/1.html"


def test_the_pairs_of_a_definition_list_are_rows() -> None:
    found = items("<dl>" + rows("<dt>{day}</dt><dd>" + LINK + "</dd>", "2024-05-03", "2024-04-28") + "</dl>")
    assert [(item.day, item.title) for item in found] == [(FIRST, "Notice number 1"), (SECOND, "Notice number 2")]


def test_years_of_the_republic_are_read_in_taiwan() -> None:
    found = items(rows("<li>" + LINK + "<span>{day}</span></li>", "113-05-03", "113-04-28"), country="TW")
    assert [item.day for item in found] == [FIRST, SECOND]


def test_a_day_in_the_title_is_not_the_day_of_the_row() -> None:
    body = "<li><a href='1.html'>Meetings end on 1 April 2024</a><span>{day}</span></li>"
    found = items(rows(body, "2024-05-03", "2024-04-28"))
    assert [item.day for item in found] == [FIRST, SECOND]
    assert found[0].title == "Meetings end on 1 April 2024"


def test_a_year_in_the_address_wins() -> None:
    body = "<li><a href='/2022/05/03/{number}.html'>Notice number {number}</a><span>{day}</span></li>"
    assert [item.day for item in items(rows(body, "05-03", "05-03"))] == [date(2022, 5, 3)] * 2


def test_a_year_in_the_heading_above_wins() -> None:
    body = rows("<li>" + LINK + "<span>{day}</span></li>", "05-03", "04-28")
    found = items(f"<h2>2021</h2><ul>{body}</ul>")
    assert [item.day.year for item in found] == [2021, 2021]


@pytest.mark.parametrize(
    "body",
    [
        "<nav><ul>" + rows("<li>" + LINK + "<span>{day}</span></li>", "05-03", "04-28") + "</ul></nav>",
        "<footer><ul>" + rows("<li>" + LINK + "<span>{day}</span></li>", "05-03", "04-28") + "</ul></footer>",
        "<div class='pagination'>" + rows("<span>{day}</span> " + LINK, "1 2", "3 4") + "</div>",
        "<p>The fair of 3 May 2024, see <a href='1.html'>the programme</a>, was well attended by all of the town.</p>",
        "<h1>Bridge</h1><p>2024-05-03</p>",
    ],
)
def test_what_is_no_list_has_no_rows(body: str) -> None:
    assert items(body) == ()


def test_days_after_the_visit_are_left_out() -> None:
    found = items(rows("<li>" + LINK + "<span>{day}</span></li>", "2024-08-03", "2024-05-03"))
    assert [item.day for item in found] == [FIRST]


def test_links_that_all_say_the_same_are_named_by_their_row() -> None:
    body = "<li><i>{day}</i><p>Budget of quarter {number}</p><a href='{number}.html'>Details</a></li>"
    found = items(rows(body, "2024-05-03", "2024-04-28", "2024-04-01"))
    assert [item.title for item in found] == ["Budget of quarter 1", "Budget of quarter 2", "Budget of quarter 3"]


@pytest.mark.parametrize(
    ("days", "years"),
    [
        ([(1, 5), (12, 28), (12, 20)], [2024, 2023, 2023]),
        ([(5, 3), (4, 1), (11, 20), (2, 1)], [2024, 2024, 2023, 2023]),
        ([(2, 1), (5, 9), (5, 8), (5, 7)], [2024, 2024, 2024, 2024]),
        ([(5, 3), (5, 6), (5, 1)], [2024, 2024, 2024]),
        ([(12, 1), (1, 2), (12, 30)], [2023, 2024, 2023]),
        ([(2, 29)], [2024]),
    ],
)
def test_a_list_runs_backwards_from_the_visit(days: list[tuple[int, int]], years: list[int]) -> None:
    assert [day.year for day in years_inferred(days, VISITED) if day] == years


def test_a_page_of_endless_rows_is_read_up_to_a_bound() -> None:
    page = rows("<li>" + LINK + "<span>{day}</span></li>", *["2024-05-03"] * 20_000)

    assert len(items(page)) == MAX_ITEMS
    assert costs_little(lambda: items(page))


def test_nested_tables_without_end_cost_little() -> None:
    assert costs_little(lambda: items("<table><tr><td>2024-05-03<a href='x'>A link</a>" * 20_000))


def test_a_row_is_named_by_its_title_and_not_by_what_every_row_says() -> None:
    body = "".join(
        f"<div class=item><b><a href='/{title}'>{title}</a></b> <time>{day}. 1. 2019</time><p>On Monday, "
        f"<strong>{day - 1}.1.2019 in the morning</strong>, it opens.</p><a href='/{title}'>Read the rest</a></div>"
        for title, day in (("Border", 21), ("New application", 17), ("Report on the market", 9), ("Waters", 3))
    )
    found = [(item.title, item.day.day) for item in items(body, country="SI")]

    assert found == [("Border", 21), ("New application", 17), ("Report on the market", 9), ("Waters", 3)]
