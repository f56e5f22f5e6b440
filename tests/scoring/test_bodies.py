"""The name of a body does not tell what a headline is on."""

from __future__ import annotations

import pytest

from scoring.lexicon import word_book

HANT = ("zh-Hant",)


def topics(languages: tuple[str, ...], text: str) -> set[str]:
    return {topic for topic, _ in word_book(languages).topics_in(text)}


@pytest.mark.parametrize(
    ("languages", "text", "wrong"),
    [
        ((), "Speech by the Minister for Education on the new harbour bridge", "education"),
        ((), "Remarks by the Minister for Trade, Culture and Youth on the new harbour bridge", "culture"),
        ((), "The Anytown Health Foundation gives the old mill a new roof", "health"),
        (("fr",), "Le ministre de l'éducation inaugure le nouveau pont du port", "education"),
        (HANT, "某某健康科技股份有限公司捐贈消防車,市長感謝", "health"),
        (HANT, "財團法人某某教育基金會捐贈消防車,市長到場致謝並參觀", "education"),
    ],
)
def test_a_theme_in_the_name_of_a_body_that_a_headline_mentions_does_not_count(
    languages: tuple[str, ...], text: str, wrong: str
) -> None:
    assert wrong not in topics(languages, text)


def test_what_is_named_after_a_body_is_on_what_the_body_is_for() -> None:
    assert "education" in topics((), "Ministry of Education")
    assert "safety" in topics(HANT, "某某健康科技股份有限公司捐贈消防車,市長感謝")
