"""This module knows which words mean a thing: the lexicons that ship, and the book of those that a site needs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import unquote

from scoring.bodies import Bodies
from scoring.field_words import MAX_LABEL_CHARACTERS, FieldWords
from scoring.headline import bare, is_name, without_asides
from scoring.lexicon_file import THEMES, TOPICS, Lexicon, missing_topics
from scoring.lexicon_folder import FOLDER, bundled_languages, check_lexicons, lexicon_notes, load_lexicon
from scoring.matching import Found, WordFinder, normalise

__all__ = [
    "FOLDER",
    "TOPICS",
    "Lexicon",
    "WordBook",
    "bundled_languages",
    "check_lexicons",
    "lexicon_notes",
    "load_lexicon",
    "missing_topics",
    "switch_language",
    "word_book",
]

MAX_TOPIC_CHARACTERS = 300
_REGIONS = {"zh": ("zh-Hans", "zh-Hant"), "zh-cn": ("zh-Hans",), "zh-sg": ("zh-Hans",)} | dict.fromkeys(
    ("zh-tw", "zh-hk", "zh-mo"), ("zh-Hant",)
)
_EXTENSION = re.compile(r"\.[a-z]{2,5}\Z")


def word_book(languages: tuple[str, ...]) -> WordBook:
    """The lexicons of these languages (BCP 47 tags) as one book; unknown ones are left out, English stands last.

    A tag with a region finds the lexicon of its language: zh-TW is read with zh-Hant, en-GB with en.
    """
    return _book(_lexicon_languages(languages))


@lru_cache(maxsize=64)
def _book(languages: tuple[str, ...]) -> WordBook:
    return WordBook(tuple(load_lexicon(language) for language in languages))


def _lexicon_languages(tags: Iterable[str]) -> tuple[str, ...]:
    known = {language.casefold(): language for language in bundled_languages()}
    chosen: list[str] = []
    for tag in tags:
        shorter = tag.casefold()
        while shorter and shorter not in known and shorter not in _REGIONS:
            shorter = shorter.rpartition("-")[0]
        chosen += _REGIONS.get(shorter, (known[shorter],) if shorter in known else ())
    return tuple(dict.fromkeys([language for language in chosen if language != "en"] + ["en"]))


def switch_language(words: str) -> str | None:
    """The language that a link with these words leads to (English, 繁體, ئۇيغۇرچە), or None."""
    return _switches().get(bare(normalise(words[:MAX_LABEL_CHARACTERS])))


@lru_cache(maxsize=1)
def _switches() -> dict[str, str]:
    books = map(load_lexicon, bundled_languages())
    return {bare(normalise(word)): lexicon.language for lexicon in books for word in lexicon.switch}


class WordBook:
    """The words of several languages, ready to be looked for. Answers are kept: menus repeat on every page."""

    languages: tuple[str, ...]
    complete_languages: tuple[str, ...]
    """Those whose lexicon has words for every topic: only for them does finding none mean something."""
    months: Mapping[str, int]
    """Month names and their short forms in lower case, with their numbers."""
    numbers: Mapping[str, int]
    """Numbers written as words, in lower case."""
    guide_labels: FieldWords
    """The labels of service guides."""
    told: Mapping[str, tuple[str, ...]]
    """By field of a service guide, the words of sentences that tell it, in normal form; "..." for words between."""

    def __init__(self, lexicons: tuple[Lexicon, ...]) -> None:
        self.languages = tuple(lexicon.language for lexicon in lexicons)
        self.complete_languages = tuple(lexicon.language for lexicon in lexicons if lexicon.complete)
        self.months = MappingProxyType(
            {normalise(name): number for lexicon in reversed(lexicons) for name, number in lexicon.months.items()}
        )
        topics = [(key, topic) for lexicon in lexicons for key, topic in lexicon.topics.items()]
        self._topics_of = _index((word, key) for key, topic in topics for word in topic.words)
        self._topics_alone = _index((word, key) for key, topic in topics for word in topic.alone)
        self._topics_of_path = _index(
            (_joined(word), key) for key, topic in topics for word in (*topic.paths, *topic.words)
        )
        vetoes = _index((word, key) for key, topic in topics for word in topic.not_words)
        self._vetoes_of = vetoes
        self._words, self._vetoes = WordFinder(self._topics_of), WordFinder(vetoes)
        phrases: dict[str, list[str]] = defaultdict(list)
        for lexicon in lexicons:
            for family, words in lexicon.phrases.items():
                phrases[family] += words
        self._phrases = {family: WordFinder(words) for family, words in phrases.items()}
        self._phrase_words = phrases
        self._bodies = Bodies(phrases.get("body_of", ()), phrases.get("body", ()))
        self._families = {family: frozenset(map(normalise, words)) for family, words in phrases.items()}
        self.numbers = MappingProxyType(
            {normalise(word): number for book in reversed(lexicons) for word, number in book.numbers.items()}
        )
        values: dict[str, dict[str, None]] = defaultdict(dict)
        for lexicon in lexicons:
            for key, words in lexicon.values.items():
                values[key] |= dict.fromkeys(map(normalise, words))
        self._value_words = {key: tuple(words) for key, words in values.items()}
        self._values = {key: WordFinder(words) for key, words in values.items()}
        self.guide_labels = FieldWords(
            _index((word, key) for book in lexicons for key, words in book.labels.items() for word in words),
            joining=self.value_words("and"),
            objects=self.value_words("object"),
        )
        told: dict[str, dict[str, None]] = defaultdict(dict)
        for lexicon in lexicons:
            for key, words in lexicon.told.items():
                told[key] |= dict.fromkeys(map(normalise, words))
        self.told = MappingProxyType({key: tuple(words) for key, words in told.items()})
        self._topics_in = lru_cache(maxsize=32_768)(self._find_topics)
        self._topics_in_path = lru_cache(maxsize=8_192)(self._find_topics_in_path)
        self._short_phrase = lru_cache(maxsize=32_768)(self._find_phrase)
        self._phrases_in = lru_cache(maxsize=32_768)(self._find_phrases)
        self._any_phrase = lru_cache(maxsize=8)(self._all_phrases)
        self._last_phrase = lru_cache(maxsize=8_192)(self._find_last_phrase)

    def topics_in(self, text: str) -> tuple[tuple[str, str], ...]:
        """The topics that a title, heading, crumb or link names, with the words that do; the longest words first.

        Read to 300 characters. A word within a longer listed word does not count. Sections and services must be
        named, not mentioned in a longer sentence; themes may be mentioned, but not in the name of some body.
        """
        return self._topics_in(text[:MAX_TOPIC_CHARACTERS])

    def topics_in_path(self, path: str) -> tuple[tuple[str, str], ...]:
        """The topics that segments of an address's path name, with the segments, in their order."""
        return self._topics_in_path(path[:MAX_TOPIC_CHARACTERS])

    def phrase(self, family: str, text: str) -> str | None:
        """The first words in a text that belong to a family of phrases, in their normal form, or None.

        Read to 20,000 characters.
        """
        return (
            self._short_phrase(family, text) if len(text) <= MAX_TOPIC_CHARACTERS else self._find_phrase(family, text)
        )

    def phrases(self, families: tuple[str, ...], text: str) -> tuple[tuple[str, str], ...]:
        """The families that a short text has words of, in the order asked for, each with its first words (`phrase`)."""
        return self._phrases_in(families, text[:MAX_TOPIC_CHARACTERS])

    def phrase_share(self, family: str, text: str) -> float:
        """The share of a text's letters and figures (0 to 1) that words of a family of phrases fill.

        Read to 300 characters.
        """
        normal = normalise(text[:MAX_TOPIC_CHARACTERS])
        finder = self._phrases.get(family)
        if not finder or not (size := sum(map(str.isalnum, normal))):
            return 0.0
        filled = {place for found in finder.everywhere(normal) for place in range(found.start, found.end)}
        return sum(normal[place].isalnum() for place in filled) / size

    def mentions(self, family: str, text: str) -> bool:
        """Whether any words of a family stand in a text in lower case, be it within longer words; far cheaper than
        `phrase`, for asking whether a page is worth a closer look."""
        return any(word in text for word in self._families.get(family, ()))

    def family_of(self, families: tuple[str, ...], text: str) -> str:
        """The first of the families that has the whole text among its words, or ""."""
        whole = bare(normalise(text))
        return next((family for family in families if whole in self._families.get(family, ())), "")

    def last_phrase(self, families: tuple[str, ...], text: str) -> tuple[str, int] | None:
        """The family of the listed words that end last in a text, and how many characters follow them; None if none do.

        Of words that end at the same place the longest counts. Read to 300 characters.
        """
        return self._last_phrase(families, text[-MAX_TOPIC_CHARACTERS:])

    def field_of(self, label: str) -> str | None:
        """The field of a service guide that a label names (办理时限 is promised_days), or None."""
        return self.guide_labels.field_of(label[: 4 * MAX_LABEL_CHARACTERS])

    def value_words(self, key: str) -> tuple[str, ...]:
        """The words for a unit or an answer in a service guide, in their normal form."""
        return self._value_words.get(key, ())

    def value_in(self, key: str, text: str) -> Found | None:
        """The first word for a unit or an answer in a normalised text, or None."""
        finder = self._values.get(key)
        return finder.first(text) if finder else None

    def _find_topics(self, text: str) -> tuple[tuple[str, str], ...]:
        normal = without_asides(normalise(text))
        vetoes = list(self._vetoes.everywhere(normal))
        topics: dict[str, str] = {}
        whole = bare(normal)
        for key in self._topics_alone.get(whole, ()):
            topics[key] = whole
        for found in self._words.longest(normal):
            names_it = is_name(found, normal)
            for key in self._topics_of[found.word]:
                if (names_it or (key in THEMES and not self._bodies.hold(found, normal))) and not any(
                    self._is_veto(veto, key, found) for veto in vetoes
                ):
                    topics.setdefault(key, found.word)
        return tuple(topics.items())

    def _is_veto(self, veto: Found, key: str, found: Found) -> bool:
        return veto.overlaps(found) and len(veto.word) > len(found.word) and key in self._vetoes_of[veto.word]

    def _find_topics_in_path(self, path: str) -> tuple[tuple[str, str], ...]:
        topics: dict[str, str] = {}
        for segment in unquote(path).split("/")[:16]:
            for key in self._topics_of_path.get(_joined(_EXTENSION.sub("", segment.casefold())), ()):
                topics.setdefault(key, segment)
        return tuple(topics.items())

    def _find_phrase(self, family: str, text: str) -> str | None:
        finder = self._phrases.get(family)
        found = finder.first(normalise(text)) if finder else None
        return found.word if found else None

    def _find_phrases(self, families: tuple[str, ...], text: str) -> tuple[tuple[str, str], ...]:
        normal = normalise(text)
        if self._any_phrase(families).first(normal) is None:
            return ()
        found = ((name, self._phrases[name].first(normal)) for name in families if name in self._phrases)
        return tuple((name, words.word) for name, words in found if words)

    def _all_phrases(self, families: tuple[str, ...]) -> WordFinder:
        return WordFinder(word for name in families for word in self._phrase_words.get(name, ()))

    def _find_last_phrase(self, families: tuple[str, ...], text: str) -> tuple[str, int] | None:
        normal = normalise(text)
        ends = [
            (found.end, found.end - found.start, -rank, family)
            for rank, family in enumerate(families)
            if (finder := self._phrases.get(family))
            for found in finder.everywhere(normal)
        ]
        if not ends:
            return None
        end, _, _, family = max(ends)
        return family, len(normal) - end


def _index(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    index: dict[str, dict[str, None]] = defaultdict(dict)
    for word, key in pairs:
        index[normalise(word)][key] = None
    return {word: tuple(keys) for word, keys in index.items() if word}


def _joined(text: str) -> str:
    return re.sub(r"[^\w]|_", "", normalise(text))
