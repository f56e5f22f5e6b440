"""Listed words are found whole in scripts that space their words, anywhere in the others, the longest first."""

from __future__ import annotations

import pytest

from scoring.matching import WordFinder


def _words(listed: list[str], text: str) -> list[str]:
    return [found.word for found in WordFinder(listed).everywhere(text)]


@pytest.mark.parametrize("text", ["overtax", "taxi", "été_tax".replace("_", "é"), "taxы", "1tax", "tax²"])
def test_a_word_within_a_longer_one_is_not_found(text: str) -> None:
    assert not _words(["tax"], text)


@pytest.mark.parametrize("text", ["tax", "a tax.", "税tax税", "_tax_", "ภาษีtax"])
def test_a_word_beside_signs_or_unspaced_scripts_is_found(text: str) -> None:
    assert _words(["tax"], text) == ["tax"]


def test_a_shorter_listed_word_is_found_where_the_longer_goes_on() -> None:
    assert _words(["tax", "tax 办", "tax office"], "tax officeé") == ["tax"]
    assert _words(["办事", "办事guide"], "办事guideé") == ["办事"]


def test_words_of_unspaced_scripts_are_found_anywhere_and_may_overlap() -> None:
    assert _words(["公开", "信息公开", "开信"], "政府信息公开信") == ["信息公开", "公开", "开信"]


def test_nothing_listed_finds_nothing() -> None:
    assert WordFinder([]).first("tax") is None
