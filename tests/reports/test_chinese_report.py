"""A report in Chinese says nothing in English unless it says that it is English."""

import inspect
import re
import tomllib

import pytest
from selectolax.lexbor import LexborHTMLParser

from reports import compare, rubric_page
from reports.render import write_report
from reports.sentences import recorded, wording
from reports.text import FOLDER
from scoring.measures import MEASURES
from scoring.rubric import load_rubric
from tests.cost import costs_little
from tests.reports.builders import synthetic_survey
from tests.reports.test_texts import ReadAloud, placeholders

TABLES = tomllib.loads((FOLDER / "sentences" / "zh.toml").read_text(encoding="utf-8"))
WITH_PLACES = [(table, *entry) for table in ("patterns", "records") for entry in TABLES[table].items()]


@pytest.mark.parametrize(("table", "english", "chinese"), WITH_PLACES)
def test_what_differs_in_a_sentence_is_carried_over(table, english, chinese):
    names = placeholders(english)
    values = {
        name: {
            "n": f"{number + 31}",
            "day": f"2026-11-{number + 10}",
            "said": "news",
            "asis": f"A_b.example/{number}",
        }[name.rstrip("0123456789")]
        for number, name in enumerate(sorted(names))
    }
    told = (wording if table == "patterns" else recorded)(english.format(**values), "zh")

    assert placeholders(chinese) == names
    assert told.language == "zh"
    assert [value for value in values.values() if value != "news" and value not in told.text] == []


def test_of_a_sentence_with_an_unknown_word_nothing_is_translated():
    assert wording("no page on juggling was reached", "zh").language == "en"


def test_an_excerpt_of_a_page_is_never_translated():
    assert [recorded(text, "zh") for text in ("Services", "Leads to the town hall", "Answered 404")] == [
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    "text", ["not observed: " * 28, "news, " * 66, "1 in 2; " * 50, "no rank in a: " * 30, "x" * 10_000_000]
)
def test_a_hostile_reason_costs_little(text):
    assert costs_little(lambda: wording(text, "zh"))


@pytest.mark.parametrize(
    "rubric", ["local-2026", "losi-2024", "cn-census-2015", "cn-inspection-2019", "policy-priorities"]
)
def test_shipped_rubrics_are_asked_in_chinese(rubric):
    asked = load_rubric(rubric)
    texts = [asked.title, *(item.title for item in asked.criteria), *(one.question for one in asked.indicators)]

    assert [text for text in texts if wording(text, "zh").language != "zh"] == []


ADDRESSES = (
    r"\S*://\S*",
    r"/?\b[\w/.-]+\.(csv|json|parquet|xlsx|html|txt|xml)\b",
    r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b",
    r"www\.",
)
TECHNIQUES = """
CSV Parquet Frictionless RSS Atom HTTP HTTPS HTTP/2 TLS DNSSEC DS CAA RFC IP IPv6 UTC ICP HSTS CSP Cookie
HttpOnly SameSite Secure ETag Last-Modified Cache-Control no-store User-Agent X-Frame-Options frame-ancestors unsafe-url
meta html http lang h1 viewport WCAG axe-core EDGI nosniff frame referrer 4xx 5xx""".split()
"""Names that Chinese writes in Latin letters, too."""


def names_of_the_program(rubric):
    """Measures, their parameters, the values of these, and words that a band awaits: they are code, not English."""
    for name, measure in MEASURES.items():
        yield from (name, *inspect.signature(measure).parameters)
    for asked in rubric.indicators:
        yield from (word for value in asked.params.values() for word in str(value).split())
        yield from (band.equals for band in asked.bands if band.equals)
    yield from ("egovbench", "egovbench probe", "--render", rubric.id)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Every page that is written in Chinese, by name, and the names that were given to the program."""
    folder = tmp_path_factory.mktemp("zh")
    data, site_list = synthetic_survey(folder, sites=8, waves=2)
    report = write_report(data, site_list, rubric="local-2026", out=folder / "report", language="zh").parent
    told = {str(path.relative_to(report)): path.read_text(encoding="utf-8") for path in report.rglob("*.html")}
    told["compare"] = compare.to_html(
        compare.compare_waves(data, site_list.id, "2024-q4", "2025-q4", load_rubric("local-2026"), by="level"),
        language="zh",
    )
    told["rubric"] = rubric_page.to_html(load_rubric("local-2026"), language="zh")
    names = [name for site in site_list.sites for name in (site.name_en, site.id)]
    given = [site_list.id, site_list.options.title, "2024-q4", "2025-q4", *names]
    return {name: LexborHTMLParser(text) for name, text in told.items()}, given


def test_no_page_in_chinese_has_a_bare_word_of_another_language(pages):
    found, given = pages
    names = sorted({*given, *names_of_the_program(load_rubric("local-2026")), *TECHNIQUES}, key=len, reverse=True)
    allowed = re.compile("|".join([*ADDRESSES, *(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names)]), re.ASCII)

    left = {
        (name, rest.strip())
        for name, page in found.items()
        for text in in_chinese(page.root)
        if re.search("[A-Za-z]", rest := allowed.sub("", text))
    }

    assert left == set()


def test_what_a_page_in_chinese_marks_as_english_has_no_word_of_chinese(pages):
    marked = {node.text() for page in pages[0].values() for node in page.css("[lang=en]")}

    assert marked
    assert [text for text in marked if re.search(r"[\u4e00-\u9fff]", text)] == []


def in_chinese(node, language=""):
    """The texts and naming attributes of a page that stand, by its own word, in Chinese."""
    language = (node.attributes or {}).get("lang", language) or ""
    if node.tag in ("script", "style", "code"):
        return
    if node.tag == "-text" and language.startswith("zh"):
        yield node.text(deep=False)
    elif node.tag != "-text" and language.startswith("zh"):
        yield from (value for name, value in node.attributes.items() if name in ReadAloud.NAMING and value)
    child = node.child
    while child is not None:
        yield from in_chinese(child, language)
        child = child.next
