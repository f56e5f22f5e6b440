"""What must hold for pages that a browser filled."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from crawler.evidence import (
    Outcome,
    Purpose,
    RenderedPage,
    SearchOutcome,
    SearchTry,
    SiteFolder,
    SiteWriter,
    Visit,
    Wave,
)
from crawler.rendered import RenderedWriter
from scoring.facts.rendered import read_violations
from scoring.facts.sections import why_unseen
from scoring.facts.site import read_site
from scoring.measures import MEASURES
from scoring.model import State
from site_lists.model import Site
from tests.builders import html_page

AT = datetime(2026, 10, 15, 9, 30, tzinfo=UTC)
HOME = "https://town.example/"
SITE = Site(id="town", name="Town", url=HOME, country="SG", languages=("en",), level="city")
WAVE = Wave(site_list="towns", label="w", list_digest="", started=AT, page_budget=10, user_agent="x")
SHELL = html_page("<div id=app></div><script src=/app.js></script>")
FILLED = html_page(
    "<main><h1>Welcome to Town</h1><p>"
    + "The council met and decided on the new school road for the children of the town. " * 5
    + "</p><a href='/news/'>News</a></main><script src=/app.js></script>"
)
FINDINGS = {
    "axe": "4",
    "violations": [
        {"id": "list", "impact": "serious", "help": "Lists", "tags": ["wcag131"], "count": 2, "nodes": []},
        {"id": "button-name", "impact": "critical", "help": "Buttons must have text", "tags": ["cat.name", "wcag412"],
         "count": 3, "nodes": [{"target": "button", "html": "<button></button>"}]},
        {"id": "region", "impact": "moderate", "help": "Landmarks", "tags": ["best-practice"], "count": 9, "nodes": []},
    ],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    """A site whose home page came as a shell."""
    folder = SiteFolder(tmp_path / "town")
    visit = Visit(
        site_id="town", url=HOME, purpose=Purpose.PAGE, requested_at=AT, status=200, content_type="text/html", depth=0
    )
    SiteWriter(folder).write(visit, headers=[("Content-Type", "text/html")], body=SHELL.encode())
    return folder


def show(folder, *, document=FILLED, outcome=Outcome.RENDERED, findings=FINDINGS, route=None, search=None):
    """Add what a browser made of the home page, or of a hash route of it."""
    raw_id = folder.visits()[0].record_id
    writer = RenderedWriter(folder.rendered)
    ids = [
        writer.record(HOME, refers_to=raw_id, kind=kind, body=body, at=AT)
        for kind, body in (
            ("text/html;charset=utf-8", document.encode()),
            ("image/jpeg", b"\xff\xd8"),
            ("application/json", json.dumps(findings).encode()),
        )
    ]
    page = RenderedPage(
        url=f"{HOME}{route or ''}", raw_record_id=raw_id, rendered_at=AT, outcome=outcome, route=route,
        depth=1 if route else None, linked_from=HOME if route else None,
        document_id=ids[0], picture_id=ids[1], findings_id=ids[2], search=search,
    )  # fmt: skip
    writer.page(page)
    return page


def facts(folder):
    return read_site(SITE, folder, wave=WAVE)


def test_a_shell_without_a_browser_is_not_observed(folder):
    site = facts(folder)

    assert "needs a browser" in why_unseen(site)
    assert MEASURES["heading_share"](site).state is State.NOT_OBSERVED
    assert MEASURES["fault_free_share"](site).state is State.NOT_OBSERVED
    assert MEASURES["has_skip_link"](site).state is State.NOT_OBSERVED
    assert MEASURES["barrier_free_share"](site).state is State.NOT_OBSERVED
    assert MEASURES["is_readable_without_scripts"](site).value is False


def test_what_came_of_the_search_field_is_kept_and_told(folder):
    address = f"{HOME}find?q=kindergarten"
    show(folder, search=SearchTry(SearchOutcome.SENT, "kindergarten", address, "GET"))
    reading = MEASURES["search_form_leads_somewhere"](facts(folder))

    assert reading.value is True
    assert [ref.snippet for ref in reading.evidence] == [
        f"kindergarten typed into the search field was sent to {address}"
    ]


def test_a_wave_rendered_before_search_fields_were_tried_stays_readable(folder):
    show(folder)
    line = folder.rendered.pages_file.read_text()

    assert '"search"' not in line
    assert facts(folder).home.rendered.search is None


def test_facts_of_the_filled_page_take_the_place_of_the_shells(folder):
    shown = show(folder)
    site = facts(folder)

    assert site.home is not None
    assert "shell" not in site.home.marks
    assert site.home.headings[0] == (1, "Welcome to Town")
    assert [link.url for link in site.home.links] == ["https://town.example/news/"]
    assert site.home.record_id == shown.document_id
    assert site.home.size_bytes == len(SHELL)
    assert why_unseen(site) == ""
    assert MEASURES["heading_share"](site).value == 1.0


def test_a_filled_shell_still_cannot_be_read_without_scripts(folder):
    show(folder)

    assert MEASURES["is_readable_without_scripts"](facts(folder)).value is False


def test_a_page_that_needed_no_browser_keeps_the_facts_of_its_answer(tmp_path):
    folder = SiteFolder(tmp_path / "town")
    visit = Visit(
        site_id="town", url=HOME, purpose=Purpose.PAGE, requested_at=AT, status=200, content_type="text/html", depth=0
    )
    raw = SiteWriter(folder).write(visit, headers=[("Content-Type", "text/html")], body=FILLED.encode())
    show(folder, document=html_page("<h1>Something else</h1>"))
    home = facts(folder).home

    assert home is not None
    assert home.record_id == raw.record_id
    assert home.headings[0][1] == "Welcome to Town"
    assert home.rendered is not None
    assert len(home.rendered.violations or ()) == 3


def test_grave_faults_count_and_lesser_ones_do_not(folder):
    shown = show(folder)
    reading = MEASURES["barrier_free_share"](facts(folder))

    assert reading.value == 0.0
    assert "button-name" in reading.evidence[0].snippet
    assert reading.evidence[0].record_id == shown.findings_id


@pytest.mark.parametrize("outcome", [Outcome.BROWSER_FAILED, Outcome.OUR_SIDE, Outcome.TIMED_OUT, Outcome.LEFT_SITE])
def test_what_a_browser_could_not_show_says_nothing_of_the_portal(folder, outcome):
    show(folder, outcome=outcome)

    assert "needs a browser" in why_unseen(facts(folder))


def test_a_shell_that_stays_empty_in_a_browser_is_told_as_such(folder):
    show(folder, document=SHELL)

    assert "stayed empty" in why_unseen(facts(folder))


def test_violations_come_gravest_first_with_their_criteria():
    violations = read_violations(json.dumps(FINDINGS).encode())

    assert violations is not None
    assert [(one.rule, one.impact, one.count) for one in violations] == [
        ("button-name", "critical", 3),
        ("list", "serious", 2),
        ("region", "moderate", 9),
    ]
    assert violations[0].criteria == ("wcag412",)
    assert violations[0].snippet == "<button></button>"


@pytest.mark.parametrize(
    "said",
    [b"", b"[]", b"{}", b'{"violations": 5}', b'{"violations": [5]}', b'{"violations": [{"id": "x"}]}', b"[" * 100_000],
)
def test_findings_that_a_page_forged_are_none(said):
    assert not read_violations(said)


def test_a_torn_line_of_a_killed_crawl_is_left_out(folder):
    show(folder)
    with folder.rendered.pages_file.open("a") as stream:
        stream.write('{"url": "htt')

    assert len(folder.rendered.pages()) == 1
    RenderedWriter(folder.rendered)
    assert folder.rendered.pages_file.read_bytes().endswith(b"}\n")


def test_hash_routes_are_pages_of_their_own_named_by_the_links_to_them(folder):
    menu = "<nav><a href='#/news'>News</a> <a href='#/nowhere'>Nothing</a></nav>"
    show(folder, document=FILLED.replace("<main>", f"{menu}<main>"))
    news = show(
        folder, document=html_page(menu + "<main><h1>Latest</h1><p>" + "The new bridge is open. " * 30), route="#/news"
    )
    show(folder, document=FILLED.replace("<main>", f"{menu}<main>"), route="#/nowhere")
    site = facts(folder)
    page = next(page for page in site.pages if page.depth == 1)

    assert [page.url for page in site.pages] == [HOME, f"{HOME}#/news"]
    assert (page.record_id, page.linked_from) == (news.document_id, HOME)
    assert "news" in {clue.topic for clue in page.topics}
    assert site.home is not None
    assert site.home.url == HOME
    assert MEASURES["has_section"](site, topic="news").value is True


def test_without_a_browser_the_sections_of_an_app_are_not_observed(folder):
    assert MEASURES["has_section"](facts(folder), topic="news").state is State.NOT_OBSERVED


def test_routes_of_a_page_that_needed_no_browser_are_left_out(tmp_path):
    folder = SiteFolder(tmp_path / "town")
    visit = Visit(
        site_id="town", url=HOME, purpose=Purpose.PAGE, requested_at=AT, status=200, content_type="text/html", depth=0
    )
    SiteWriter(folder).write(visit, headers=[("Content-Type", "text/html")], body=FILLED.encode())
    show(folder)
    show(folder, document=html_page("<h1>Latest</h1>" + "<p>The new bridge is open.</p>" * 30), route="#/news")

    assert [page.url for page in facts(folder).pages] == [HOME]
