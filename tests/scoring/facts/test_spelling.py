"""A word is a slip only where the site itself shows what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.dictionaries import dictionary_for
from scoring.facts.model import SpellingFacts
from scoring.facts.spelling import site_spelling
from tests.builders import page
from tests.cost import costs_little

COMMON = "the office sends every permit home and people wait for their government permit services organiser training"
SAID = f"{COMMON} within weeks. "


@pytest.fixture
def dictionaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """English in two standards, of some twenty words."""
    for name, own in (("en_GB", "colour"), ("en_US", "color")):
        words = {*COMMON.split(), "within", "weeks", "Paris", own}
        (tmp_path / f"{name}.aff").write_text("SET UTF-8\n", encoding="utf-8")
        (tmp_path / f"{name}.dic").write_text("\n".join([str(len(words)), *sorted(words)]), encoding="utf-8")
    monkeypatch.setenv("EGOVBENCH_DICTIONARIES", str(tmp_path))
    return tmp_path


def told(*texts: str, language: str = "en") -> SpellingFacts | None:
    """What is told of a site with enough plain prose, and these texts on pages of their own."""
    plain = [page(f"/plain-{number}", text=SAID * 3, language=language) for number in range(3)]
    return site_spelling(
        [*plain, *(page(f"/{n}", text=SAID * 3 + text, language=language) for n, text in enumerate(texts))]
    )


def slips(*texts: str) -> list[str]:
    found = told(*texts)
    assert found is not None
    return [ref.snippet for ref in found.slips]


@pytest.mark.usefixtures("dictionaries")
@pytest.mark.parametrize("slip", ["govrnment", "governmment", "govermment", "govenrment"])
def test_a_word_one_letter_away_from_what_the_site_writes_is_a_slip(slip: str) -> None:
    found = told(f"people wait for the {slip} permit.")

    assert found is not None
    assert [str(ref.snippet)[-len(slip) - 14 :] for ref in found.slips] == [f"({slip} → government)"[-len(slip) - 14 :]]
    assert found.slips[0].url.endswith("/0")
    assert (found.dictionaries, found.pages) == (("en_GB", "en_US"), 4)


@pytest.mark.usefixtures("dictionaries")
@pytest.mark.parametrize(
    "text",
    [
        "people wait for Governmant House",  # a name
        "see governmant.example/permit or mail@governmant",
        "the governm3nt office",
        "people wait for the governmants",  # nothing near is written
        "the trainings office",  # another ending
        "homegovernment services",  # joined words
        "the gouvernment sertes de la office",  # a foreign phrase
        "every colour and color",
        "people wait for their aservices",  # a syllable before it
    ],
)
def test_clean_prose_is_left_alone(text: str) -> None:
    assert slips(text) == []


@pytest.mark.usefixtures("dictionaries")
def test_what_stands_on_three_pages_is_the_sites_own_word() -> None:
    assert len(slips(*["the govrnment office"] * 2)) == 1
    assert slips(*["the govrnment office"] * 3) == []


@pytest.mark.usefixtures("dictionaries")
def test_what_is_a_name_elsewhere_is_no_slip() -> None:
    assert slips("the govrnment office", "Govrnment sends people home") == []


@pytest.mark.usefixtures("dictionaries")
def test_a_page_of_unknown_words_is_not_read() -> None:
    found = told("lorem ipsum dolor amet consetetur sadipscing elitr voluptua " * 9)

    assert found is not None
    assert found.pages == 3


def test_without_a_dictionary_of_the_language_nothing_is_told(
    dictionaries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(language="sl") is None
    assert told(language="") is None
    (dictionaries / "en_GB.dic").rename(dictionaries / "de_DE.dic")
    monkeypatch.setenv("EGOVBENCH_DICTIONARIES", f"{dictionaries}/")  # another name, so that it is read anew
    assert told() is None, "one standard's spelling would be a mistake in the other"
    monkeypatch.delenv("EGOVBENCH_DICTIONARIES")
    assert told() is None


def test_a_dictionary_holds_names_without_their_capital(dictionaries: Path) -> None:
    english = dictionary_for("en-SG")

    assert dictionaries.exists()
    assert english is not None
    assert english.knows("paris")
    assert not english.knows("londn")


@pytest.mark.usefixtures("dictionaries")
def test_hostile_prose_is_read_within_bounds() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    many = " ".join(f"govern{a}{b}{c}ment" for a in letters for b in letters for c in letters)
    mixed = [f"{SAID * 1400} {many[start : start + 20_000]}" for start in range(0, 100_000, 20_000)]

    assert costs_little(lambda: told(many, "govrnment " * 20_000, "g" * 1_000_000, "'" * 500_000, *mixed))
