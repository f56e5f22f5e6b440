"""Catalogues of the report's words: every language says the same things, and puts the same values in."""

import re
from html.parser import HTMLParser
from string import Formatter

import pytest
from click.testing import CliRunner

from reports.cli import main
from reports.formats import TEMPLATES, environment
from reports.sentences import wording
from reports.text import languages, texts
from scoring.rubric import load_rubric


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None} | set(re.findall(r"\[\w+\]", text))


@pytest.mark.parametrize("language", languages())
def test_every_catalogue_has_the_same_keys(language):
    assert set(texts(language).words) == set(texts("en").words)


MAY_DIFFER = {"date.day", "date.within", "date.between"}
"""What languages say of a day differs in order and in parts."""


@pytest.mark.parametrize("language", languages())
def test_every_catalogue_puts_the_same_values_in(language):
    english, others = texts("en").words, texts(language).words
    differing = {key for key, text in english.items() if placeholders(text) != placeholders(others[key])}

    assert differing <= MAY_DIFFER


@pytest.mark.parametrize("language", languages())
def test_every_catalogue_keeps_the_tags_of_each_text(language):
    def tags(text):
        return sorted(re.findall(r"</?\w+", text))

    english, others = texts("en").words, texts(language).words

    assert [key for key, text in english.items() if tags(text) != tags(others[key])] == []


def test_a_language_nobody_wrote_is_refused_with_those_there_are():
    result = CliRunner().invoke(main, ["report", "demo", "--lang", "tlh"])

    assert result.exit_code == 2
    assert "'en', 'zh'" in result.output


def test_a_sentence_without_a_translation_is_shown_as_it_is_and_as_english():
    said = wording("Does the portal sing?", "zh")

    assert (said.text, said.language) == ("Does the portal sing?", "en")


def test_numbers_need_no_translation():
    assert wording("12 %", "zh").language == "zh"


def test_the_criteria_of_the_shipped_rubric_are_in_chinese():
    assert {wording(item.title, "zh").language for item in load_rubric("local-2026").criteria} == {"zh"}


class ReadAloud(HTMLParser):
    """Collects what a page shows or a screen reader says: text, and the attributes that name things."""

    NAMING = ("aria-label", "title", "alt", "placeholder", "data-label", "label")

    def __init__(self):
        super().__init__()
        self.said, self.inside = [], ""

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        self.said += [value for name, value in attrs if name in self.NAMING and value]

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, text):
        if self.inside not in ("script", "style"):
            self.said.append(text)


def words_in(source):
    """What a template says that no expression put in, and the words that stand inside of its expressions."""
    tokens = list(environment().lex(source))
    page = ReadAloud()
    page.feed("".join(value for _, kind, value in tokens if kind == "data"))
    page.close()
    strings = [value.strip("\"'") for _, kind, value in tokens if kind == "string"]
    said = [re.sub(r"\S*\.(html|csv|json|parquet)\S*", "", text).strip() for text in page.said]
    return [text for text in said if re.search(r"[^\W\d_]", text)] + [
        text for text in strings if re.match("[A-Z]", text)
    ]


@pytest.mark.parametrize("template", sorted(TEMPLATES.glob("*.html")), ids=lambda path: path.stem)
def test_no_template_says_a_word_that_is_in_no_catalogue(template):
    assert words_in(template.read_text(encoding="utf-8")) == []
