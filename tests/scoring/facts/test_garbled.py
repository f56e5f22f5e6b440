"""Text that was garbled before it was sent is told from text in many languages."""

from __future__ import annotations

import pytest

from scoring.facts.feeds import is_empty_feed
from scoring.facts.garbled import garbled_words
from tests.builders import record


@pytest.mark.parametrize(
    "text",
    [
        "Réunion du conseil municipal, développement durable, élection".encode().decode("cp1252"),
        "The mayor’s office won’t open on Monday’s holiday".encode().decode("cp1252"),
        "清水市人民政府办公室关于印发".encode().decode("latin-1"),
        "锟斤拷锟斤拷市政府",
    ],
)
def test_text_read_in_the_wrong_encoding_is_garbled(text: str) -> None:
    assert garbled_words(text)


@pytest.mark.parametrize(
    "text",
    [
        "Réunion à Évreux : âge, cœur, façade, naïveté",
        "SÃO PAULO, MAÇÃ, AVALIAÇÃO, IRMÃ",
        "Âge minimum 16 ans. Ân. Æble, ægte, ålegræs",
        "清水市人民政府",
        "Ð is a letter of Icelandic, Ñ one of Spanish",
        "",
    ],
)
def test_letters_of_living_languages_are_not(text: str) -> None:
    assert garbled_words(text) == ""


@pytest.mark.parametrize(
    ("body", "is_empty"),
    [
        ("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>News</title></feed>", True),
        ("<rss><channel><title>News</title></channel></rss>", True),
        ("<rss><channel><item><title>Road</title></item></channel></rss>", False),
        ("<html><body>news feed</body></html>", False),
    ],
)
def test_a_feed_without_entries_is_empty(body: str, is_empty: bool) -> None:
    assert is_empty_feed(record(body, content_type="text/xml")) is is_empty
