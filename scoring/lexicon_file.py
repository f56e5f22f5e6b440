"""This module knows what a lexicon file says and what may be wrong with one."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path

from pydantic import Field, ValidationError, field_validator

from scoring.matching import normalise
from site_lists.model import DataFileError, Model, key_line, validation_faults


def _keys(names: str) -> tuple[str, ...]:
    return tuple(names.split())


SECTIONS = _keys(
    """news notices policy interpretation plans personnel budget procurement services guides forms service_stats
    mailbox consultations interviews faq open_data organisation leaders overview annual_report sitemap search contact
    privacy accessibility new_media hotline about gov_open"""
)
THEMES = _keys(
    """environment culture employment poverty_rural agriculture education health social transport safety business
    housing ethnic waste air_quality road_safety emergency homelessness smart_city emerging_technology
    sustainable_goals"""
)
NAMED_SERVICES = _keys(
    """service_building_permit service_business_licence service_birth_certificate service_marriage service_residence
    service_driving_licence service_vehicle service_land_title service_tax service_social_benefit service_vacancies
    service_utilities service_fines service_school_enrolment service_environment_permit service_address_change
    service_water_bill service_energy_bill"""
)
SUBJECTS = _keys(
    """events council_meetings land_use participatory_budgeting consultation_results e_voting incident_report
    discrimination police_report death_registration lost_and_found legal_help payments satisfaction usage_statistics
    live_chat chatbot mobile_app public_wifi digital_help procurement_results vulnerable_groups emergency_alerts
    partnerships government_links open_data_policy"""
)
"""What else the UN's local survey looks for. Their words may stand under a section, too."""
TOPICS = SECTIONS + THEMES + NAMED_SERVICES + SUBJECTS
FAMILIES = _keys(
    """published signed updated copyright event today not_found placeholder announced empty_list page_noun address_noun
    container negation definite gone amiss either function_word asked_for regret way_home way_back moved_to condition
    appointed page_tool at_work in_the_making going_on list_thing none_of listed comes_and_goes at_present challenge
    login search
    skip_link organiser accessibility elder_mode apply pay download letter_asked letter_answered letter_done
    letter_open letter_reply consultation_opens consultation_closes consultation_period consultation_ends
    consultation_outcome consultation_name letter_asked_after letter_answered_after write_link
    body_of body"""
)
FIELDS = _keys(
    """name authority basis conditions materials place hours phone process fee statutory_days promised_days visits
    online_depth charged complaints visit_reason handling result other"""
)
"""`other` are labels that end what stands under the label before them, and tell nothing that is asked for."""
STANDARD_FIELDS = _keys("review online_payment person_themes firm_themes")
"""Fields of China's standard of items, which other languages need no labels for."""
VALUES = _keys(
    """working_days days weeks months years hours minutes at_once visits once twice no_visit free yes no fully_online
    partly_online not_online at_once_item promised_item by_post catch_all
    and object step review_at_once review_before persons firms open_days exact_place step_time untimed_step"""
)
"""Words in what a guide says under its labels: units, and answers; and words around labels."""
TOLD = _keys("conditions materials process fee promised_days basis")
"""The fields of a guide that sentences tell, too."""


class TopicWords(Model):
    """The words of one topic.

    `words` count anywhere in a heading, title, breadcrumb or link; `alone` only when they are all of it; `paths` are
    whole segments of an address; `not` lists longer words in which the topic's words mean something else.
    """

    words: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    not_words: tuple[str, ...] = Field(default=(), alias="not")


class Lexicon(Model):
    """The words of one language, as its TOML file says them. `reviewed_on` is "" when no speaker has read it.

    `complete` claims that every topic has words; `switch` are the words of links that lead to this language.
    """

    language: str
    name: str
    reviewed_by: str
    reviewed_on: str
    complete: bool = False
    switch: tuple[str, ...] = ()
    topics: dict[str, TopicWords] = Field(default_factory=dict)
    phrases: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    labels: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    told: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    values: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    numbers: dict[str, int] = Field(default_factory=dict)
    months: dict[str, int] = Field(default_factory=dict)

    @property
    def is_reviewed(self) -> bool:
        """Whether a speaker of the language has read the words."""
        return bool(self.reviewed_by and self.reviewed_on)

    @field_validator("reviewed_on")
    @classmethod
    def _day(cls, value: str) -> str:
        if value and not re.fullmatch(r"20\d\d-[01]\d-[0-3]\d", value):
            raise ValueError(f"{value!r} is no day; write it like 2026-03-31, or leave it empty")
        return value


def read_lexicon(path: Path) -> tuple[Lexicon | None, list[DataFileError]]:
    """A lexicon file as a model, or None and what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        return Lexicon.model_validate(tomllib.loads(text)), []
    except FileNotFoundError:
        return None, [DataFileError(path, "", "there is no such lexicon; lexicons/README.md says how to add one")]
    except UnicodeDecodeError:
        return None, [DataFileError(path, "", "this is not UTF-8; save the file as UTF-8")]
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"line {line[1]}" if line else ""
        return None, [DataFileError(path, where, f"this is not TOML ({error}); correct it")]
    except ValidationError as error:
        return None, validation_faults(path, text, error)


def missing_topics(lexicon: Lexicon) -> tuple[str, ...]:
    """The topics for which a lexicon has no words."""
    return tuple(key for key in TOPICS if not (topic := lexicon.topics.get(key)) or not (topic.words or topic.alone))


def contents_faults(path: Path, lexicon: Lexicon) -> list[DataFileError]:
    """What is wrong with a lexicon that can be read: its language, empty or doubled words, topics it lacks."""
    text = path.read_text(encoding="utf-8-sig")
    faults = []
    if lexicon.language != path.stem:
        problem = f"the language {lexicon.language!r} is not the file's name; make them the same"
        faults.append(DataFileError(path, key_line(text, "language"), problem))
    if lexicon.complete:
        faults += [
            DataFileError(path, key_line(text, key), f"the topic {key!r} has no words; add some, or drop complete")
            for key in missing_topics(lexicon)
        ]
    faults += [
        DataFileError(path, key_line(text, name), f"the month {name!r} has the number {number}; give one from 1 to 12")
        for name, number in lexicon.months.items()
        if not 1 <= number <= 12
    ]
    for word, keys in _words_by_topic(lexicon).items():
        sections = [key for key in keys if key in SECTIONS]
        if len(sections) > 1:
            problem = f"{word!r} stands under {' and '.join(sections)}; leave it where it is meant"
            faults.append(DataFileError(path, _word_line(text, word), problem))
    for group in ("topics", "phrases", "labels", "told", "values"):
        for key, words in _listed(lexicon, group):
            if empty := [word for word in words if not normalise(word)]:
                problem = f"{key} holds an empty word ({empty[0]!r}); delete it"
                faults.append(DataFileError(path, key_line(text, key), problem))
    allowed = {
        "topics": TOPICS,
        "phrases": FAMILIES,
        "labels": FIELDS + STANDARD_FIELDS,
        "told": TOLD,
        "values": VALUES,
    }
    for group, known in allowed.items():
        faults += [
            DataFileError(path, key_line(text, key), f"{key!r} is none of the {group}; README.md here lists them all")
            for key, _ in _listed(lexicon, group)
            if key not in known
        ]
    return faults


def _listed(lexicon: Lexicon, group: str) -> list[tuple[str, tuple[str, ...]]]:
    if group == "topics":
        return [(key, (*topic.words, *topic.alone, *topic.paths)) for key, topic in lexicon.topics.items()]
    groups = {"phrases": lexicon.phrases, "labels": lexicon.labels, "told": lexicon.told, "values": lexicon.values}
    return list(groups[group].items())


def _words_by_topic(lexicon: Lexicon) -> dict[str, list[str]]:
    by_word: dict[str, list[str]] = defaultdict(list)
    for key, topic in lexicon.topics.items():
        for word in dict.fromkeys(map(normalise, (*topic.words, *topic.alone))):
            by_word[word].append(key)
    return by_word


def _word_line(text: str, word: str) -> str:
    lines = [number for number, line in enumerate(text.splitlines(), 1) if f'"{word}"' in normalise(line)]
    return f"line {lines[-1]}" if lines else ""
