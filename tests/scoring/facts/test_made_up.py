"""A page that is the answer to an address which never was is missing, whatever it says, and in any language."""

from __future__ import annotations

import pytest

from crawler.evidence import Purpose, SiteFolder, SiteWriter, Visit
from scoring.facts.faults import content_fault
from scoring.facts.made_up import with_made_up
from scoring.facts.site import read_site
from tests.builders import html_page, page
from tests.scoring.facts.test_rendered import AT, HOME, SITE, WAVE

LOST = "Ta strona odeszła w siną dal /old/plan o godzinie 12:04"
ANSWER = page("/egovbench-0123", title="Town", text=LOST.replace("/old/plan", "/egovbench-0123").replace("04", "31"))
OTHERS = [page("/"), page("/a/", title="Town"), page("/b/", title="Town")]


def missing(pages, answer=ANSWER):
    return [one.url.removeprefix("https://town.example") for one in with_made_up(pages, answer) if content_fault(one)]


def test_a_page_with_the_words_of_the_answer_is_missing_its_address_and_the_time_aside():
    assert missing([*OTHERS, page("/old/plan", title="Town", text=LOST)]) == ["/old/plan"]


@pytest.mark.parametrize(
    "pages",
    [
        [*OTHERS, page("/old/plan", title="Plan of 1990", text=LOST)],
        [*OTHERS, page("/old/plan", title="Town", text=LOST + " The council met.")],
        [page("/", title="Town", text=LOST), *OTHERS[1:], page("/index", title="Town", text=LOST)],
        [page("/"), page("/old/plan", title="Town", text=LOST)],
    ],
)
def test_another_title_more_words_the_home_page_and_what_most_pages_say_tell_nothing(pages):
    assert missing(pages) == []


@pytest.mark.parametrize("marks", [["shell"], ["challenge"], ["login"]])
def test_an_answer_that_scripts_fill_or_that_blocks_is_not_compared(marks):
    there = [*OTHERS, page("/old/plan", title="Town", text=LOST)]
    assert missing(there, page("/egovbench-0123", title="Town", text=LOST, marks=marks)) == []
    assert missing(there, None) == []


@pytest.mark.parametrize(("status", "expected"), [(200, {"x"}), (404, set())])
def test_the_answer_is_read_from_the_evidence_of_the_probe(tmp_path, status, expected):
    folder = SiteFolder(tmp_path / "town")
    lost = f"<h1>Town</h1><p>{LOST}</p>"
    prose = "<p>The council met and decided on the new road to school for the children of the town.</p>"
    bodies = {"": prose, "egovbench-0123": lost, "x": lost, "y": prose + "y", "z": prose + "z"}
    for path, body in bodies.items():
        is_probe = path.startswith("egov")
        visit = Visit(
            site_id="town",
            url=HOME + path,
            purpose=Purpose.PROBE if is_probe else Purpose.PAGE,
            requested_at=AT,
            status=status if is_probe else 200,
            content_type="text/html",
            depth=None if is_probe else bool(path) + 0,
        )
        SiteWriter(folder).write(visit, headers=[("Content-Type", "text/html")], body=html_page(body).encode())
    found = read_site(SITE, folder, wave=WAVE)
    assert {one.url.removeprefix(HOME) for one in found.pages if "not_found" in one.marks} == expected
