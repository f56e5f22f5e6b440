"""Only where a lexicon has words enough may a topic be called absent."""

from __future__ import annotations

from scoring.facts.site import known_topics
from scoring.lexicon import TOPICS, word_book


def test_a_complete_lexicon_knows_every_topic() -> None:
    assert known_topics("zh-Hans", word_book(("zh-Hans",))) == frozenset(TOPICS)


def test_one_or_two_words_are_too_few_to_call_a_topic_absent() -> None:
    known = known_topics("ug", word_book(("ug",)))

    assert "news" in known
    assert "personnel" not in known


def test_a_language_without_lexicon_knows_no_topic() -> None:
    assert known_topics("xx", word_book(())) == frozenset()
