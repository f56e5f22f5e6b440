"""This module knows how everything that people edit is checked at once, offline."""

from __future__ import annotations

from site_lists.model import UNVISITED_MARK, DataFileError, DataFileErrors, SiteList, bundled_lists, load_list


def check_all(name: str | None, rubric: str | None) -> tuple[list[DataFileError], list[str]]:
    """The faults of a list (of all bundled ones when None), of rubrics and lexicons; and what else is worth saying."""
    from scoring.lexicon import check_lexicons, lexicon_notes
    from scoring.review import load_reviews
    from scoring.rubric import bundled_rubrics, load_rubric

    faults: list[DataFileError] = []
    notes: list[str] = []
    for list_name in [name] if name else list(bundled_lists()):
        try:
            site_list = load_list(list_name)
            notes.extend(_list_notes(site_list))
            reviews = load_reviews(site_list, load_rubric(site_list.options.rubric))
            notes.append(f"list {site_list.id}: {len(reviews)} reviews")
        except DataFileErrors as found:
            faults.extend(found.faults)
    for rubric_name in [*bundled_rubrics(), *([rubric] if rubric else [])]:
        try:
            loaded = load_rubric(rubric_name)
            count = sum(len(criterion.indicators) for criterion in loaded.criteria)
            notes.append(f"rubric {loaded.id}: {count} indicators in {len(loaded.criteria)} criteria")
        except DataFileErrors as found:
            faults.extend(found.faults)
    faults.extend(check_lexicons())
    notes.extend(lexicon_notes())
    return _once(faults), notes


def _once(faults: list[DataFileError]) -> list[DataFileError]:
    return list({str(fault): fault for fault in faults}.values())


def _list_notes(site_list: SiteList) -> list[str]:
    from scoring.lexicon import bundled_languages

    unopened = sum(UNVISITED_MARK in site.note for site in site_list.sites)
    notes = [f"list {site_list.id}: {len(site_list.sites)} sites, {unopened} with an {UNVISITED_MARK}"]
    if "example.org" in site_list.options.contact or "put-your-own-address" in site_list.options.contact:
        notes.append(f"list {site_list.id}: contact is a placeholder; name a page of yours before you crawl")
    known = {tag.split("-")[0] for tag in bundled_languages()}
    spoken = {tag for site in site_list.sites for tag in site.languages} | set(site_list.options.languages)
    if without := sorted(tag for tag in spoken if tag.split("-")[0] not in known):
        notes.append(
            f"list {site_list.id}: no lexicon yet for {', '.join(without)}; what is said there is not observed"
        )
    return notes
