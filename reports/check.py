"""This module knows how everything that people edit is checked at once, offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from site_lists.model import UNVISITED_MARK, DataFileError, DataFileErrors, SiteList, bundled_lists, load_list

if TYPE_CHECKING:
    from scoring.rubric import Rubric


def check_all(name: str | None, rubric: str | None, data: Path) -> tuple[list[DataFileError], list[str]]:
    """The faults of a list (of all bundled ones when None), of rubrics and lexicons; and what else is worth saying.

    `data` is where waves lie, which replies of owners may name.
    """
    from reports.replies import load_replies
    from scoring.coder_answers import load_answers
    from scoring.expressions import load_expressions
    from scoring.lexicon import check_lexicons, lexicon_notes
    from scoring.misspelling import check_spellings
    from scoring.review import load_reviews
    from scoring.rubric import bundled_rubrics, known_indicators, load_rubric

    faults: list[DataFileError] = []
    notes: list[str] = []
    for list_name in [name] if name else list(bundled_lists()):
        try:
            site_list = load_list(list_name)
            notes.extend(_list_notes(site_list))
            asked = load_rubric(site_list.options.rubric)
            notes.extend(_wordless_notes(site_list, asked))
        except DataFileErrors as found:
            faults.extend(found.faults)
            continue
        known = known_indicators(asked)
        try:
            notes.append(f"list {site_list.id}: {len(load_reviews(site_list, asked, known=known))} reviews")
        except DataFileErrors as found:
            faults.extend(found.faults)
        try:
            notes.append(f"list {site_list.id}: {len(load_answers(site_list, asked, known=known))} answers")
        except DataFileErrors as found:
            faults.extend(found.faults)
        try:
            notes.append(
                f"list {site_list.id}: {len(load_replies(site_list, rubric=asked, data=data))} replies of owners"
            )
        except DataFileErrors as found:
            faults.extend(found.faults)
        try:
            if watched := load_expressions(site_list).listed:
                notes.append(f"list {site_list.id}: {len(watched)} expressions to watch for")
        except DataFileErrors as found:
            faults.extend(found.faults)
    for rubric_name in [*bundled_rubrics(), *([rubric] if rubric else [])]:
        try:
            loaded = load_rubric(rubric_name)
            notes.append(f"rubric {loaded.id}: {_told(loaded)}")
        except DataFileErrors as found:
            faults.extend(found.faults)
    faults.extend(check_lexicons())
    faults.extend(check_spellings())
    notes.extend(lexicon_notes())
    return _once(faults), notes


def _once(faults: list[DataFileError]) -> list[DataFileError]:
    return list({str(fault): fault for fault in faults}.values())


def _list_notes(site_list: SiteList) -> list[str]:
    from scoring.lexicon import bundled_languages, load_lexicon

    unopened = sum(UNVISITED_MARK in site.note for site in site_list.sites)
    notes = [f"list {site_list.id}: {len(site_list.sites)} sites, {unopened} with an {UNVISITED_MARK}"]
    if "example.org" in site_list.options.contact or "put-your-own-address" in site_list.options.contact:
        notes.append(f"list {site_list.id}: contact is a placeholder; name a page of yours before you crawl")
    known = {tag.split("-")[0] for tag in bundled_languages() if load_lexicon(tag).topics}
    spoken = {tag for site in site_list.sites for tag in site.languages} | set(site_list.options.languages)
    if without := sorted(tag for tag in spoken if tag.split("-")[0] not in known):
        notes.append(
            f"list {site_list.id}: no lexicon yet for {', '.join(without)}; what is said there is not observed"
        )
    return notes


def _told(rubric: Rubric) -> str:
    """How many questions a rubric asks, who answers them, and how many have no source for their points."""
    asked = rubric.indicators
    told = f"{len(asked)} indicators in {len(rubric.criteria)} criteria"
    kinds = {"prefilled": "pre-filled for coders", "manual": "answered by coders"}
    for kind, words in kinds.items():
        if count := sum(one.decided == kind for one in asked):
            told += f", {count} {words}"
    unknown = sum(one.needs_source for one in asked)
    return told + (f", {unknown} in need of a source" if unknown else "")


def _wordless_notes(site_list: SiteList, rubric: Rubric) -> list[str]:
    """Languages of a list that have a lexicon without words for what its rubric asks: that is not observed."""
    from scoring.lexicon import bundled_languages, load_lexicon

    asked = {
        topic
        for one in rubric.indicators
        for name in ("topic", "topics")
        for topic in str(one.params.get(name, "")).split()
    }
    spoken = {tag for site in site_list.sites for tag in site.languages} | set(site_list.options.languages)
    notes = []
    for tag in sorted(spoken & set(bundled_languages())):
        topics = load_lexicon(tag).topics
        if lacking := sorted(topic for topic in asked if topic not in topics):
            shown = ", ".join(lacking[:3]) + (" and others" if len(lacking) > 3 else "")
            notes.append(
                f"list {site_list.id}: the lexicon {tag} has no words for {len(lacking)} of the {len(asked)} topics "
                f"that {rubric.id} asks for ({shown}); whether they are absent is not observed there"
            )
    return notes
