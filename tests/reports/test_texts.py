"""Catalogues of the report's words: every language says the same things, and puts the same values in."""

import re
from string import Formatter

import pytest
from click.testing import CliRunner

from reports.cli import main
from reports.text import languages, texts, wording
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
