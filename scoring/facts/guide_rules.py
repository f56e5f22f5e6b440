"""This module knows where a service guide contradicts itself, or says less than it seems to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.facts.guide_facts import Guide, GuideFault, Online, TimeLimit
from scoring.facts.limits import amounts_in, days_within, is_nothing, is_only, is_said
from scoring.lexicon import WordBook
from scoring.matching import normalise

RULES = (
    "promised_over_statutory",
    "at_once_against_kind",
    "online_against_visits",
    "no_visit_but_reason",
    "no_visit_but_not_online",
    "charged_without_amount",
    "one_phone_for_both",
    "catch_all_material",
    "at_once_against_review",
    "visit_without_reason",
    "free_but_paid_online",
    "steps_over_promised",
    "audience_against_themes",
    "phone_without_area_code",
    "hours_without_days",
    "vague_place",
)
"""All rules, by the names under which their breaches are told."""
MIN_PHONE_DIGITS = 7

_AREA_CODE = re.compile(r"(?<!\d)(?:\+?(?:00)?86\D{0,2}[1-9]\d{1,2}|0\d{2,3})(?=\D|\d{7,8}(?!\d))")
_FREE_NUMBER = re.compile(r"(?<!\d)[48]00\D?\d{3}\D?\d{4}(?!\d)|(?<!\d)[48]00\D?\d{4}\D?\d{3}(?!\d)")
"""Numbers that are the same from everywhere."""
_LOCAL_NUMBER = re.compile(r"(?<![0-9a-z-])[2-8]\d{2,3}-?\d{4}(?![0-9a-z-])")
_CLOCK = re.compile(r"\d{1,2}\s?[:点时]")
_NOT_IN_COLUMN_NAMES = re.compile(r"[\d。，,；;、:!?]")
_RANGES = ("-", "~", "–", "—", "至", "到")


def guide_faults(guide: Guide, *, book: WordBook) -> tuple[GuideFault, ...]:
    """The rules that a guide breaks, in the order of `RULES`; a rule speaks only where the guide says both sides.

    Sources: a checker of guides on a Chinese province's platform for those about kinds, reviews, visits, depth, online
    payment, steps, audience, telephones, hours and places; the rest follow from what the fields mean. How telephones,
    hours and places are to be written is asked only of items by China's standard, which say 即办件 or 承诺件.
    """
    faults = (*_times(guide, book), *_visits(guide, book), *_words(guide, book), *_answers(guide, book))
    return (*faults, *_wordings(guide, book)) if _is_by_standard(guide, book) else faults


def _times(guide: Guide, book: WordBook) -> Iterator[GuideFault]:
    promised, statutory = guide.promised, guide.statutory
    if promised and statutory and promised.is_surely_longer_than(statutory):
        yield GuideFault("promised_over_statutory", f"promises {promised}, the law gives {statutory}")
    kind = guide.fields.get("handling", "")
    if promised and kind:
        is_at_once, is_later = (is_said(kind, key, book=book) for key in ("at_once_item", "promised_item"))
        if is_at_once != is_later and is_at_once != (promised.days == 0):
            yield GuideFault("at_once_against_kind", f"{kind[:60]}, but {guide.fields.get('promised_days', '')[:60]}")


def _answers(guide: Guide, book: WordBook) -> Iterator[GuideFault]:
    fields = guide.fields
    review, kind, promised = fields.get("review", ""), fields.get("handling", ""), guide.promised
    is_now, is_later = (is_said(review, key, book=book) for key in ("review_at_once", "review_before"))
    is_item = is_said(kind, "at_once_item", book=book)
    at_once = promised.days == 0 if promised else is_item if is_item or _is_kind(kind, book) else None
    if is_now != is_later and at_once is not None and is_now != at_once:
        other = fields.get("promised_days", "") if promised else kind
        yield GuideFault("at_once_against_review", f"{review[:60]}, but {other[:60]}")
    reason = fields.get("visit_reason", "")
    if guide.visits and (is_nothing(reason, book=book) if reason else "visit_reason" in guide.left_blank):
        yield GuideFault("visit_without_reason", f"{guide.visits} visits, and no reason where one is asked for")
    payment = fields.get("online_payment", "")
    if guide.is_free and is_said(payment, "yes", book=book):
        yield GuideFault("free_but_paid_online", f"free of charge, but online payment: {payment[:60]}")
    steps = days_of_steps(fields.get("process", ""), promised=promised, book=book) if promised else 0
    if promised and steps > promised.days:
        yield GuideFault("steps_over_promised", f"promises {promised}, its steps take {steps}")
    yield from _themes(guide, book)


def days_of_steps(process: str, *, promised: TimeLimit, book: WordBook) -> int:
    """How many days of the promise's kind the steps of a table take at least, added up; 0 where no table says so.

    A table begins with the names of its columns, one of them a time. Steps before acceptance and after the decision are
    left out, as are hearings, tests and notices, which the law does not count; so are tables with ranges.
    """
    text = normalise(process)
    columns = [match for word in book.value_words("step_time") for match in re.finditer(re.escape(word), text)]
    if len(columns) != 1 or _NOT_IN_COLUMN_NAMES.search(text, 0, columns[0].start()):
        return 0
    total, before, rows = 0, columns[0].end(), 0
    for start, end, limit in days_within(text, book=book):
        if start < before or text[:start].rstrip().endswith(_RANGES):
            return 0
        rows += 1
        if limit.is_working == promised.is_working and not is_said(text[before:start], "untimed_step", book=book):
            total += limit.days
        before = end
    return total if rows > 1 else 0


def _themes(guide: Guide, book: WordBook) -> Iterator[GuideFault]:
    """For whom an item is, against the themes it is sorted under."""
    audience = guide.fields.get("audience", "")
    for own, field in (("persons", "firm_themes"), ("firms", "person_themes")):
        themes = guide.fields.get(field, "")
        if is_only(audience, (own,), book=book) and themes and not is_nothing(themes, book=book):
            yield GuideFault("audience_against_themes", f"for {audience[:60]}, but among: {themes[:60]}")


def _is_kind(kind: str, book: WordBook) -> bool:
    return is_said(kind, "at_once_item", book=book) or is_said(kind, "promised_item", book=book)


def _is_by_standard(guide: Guide, book: WordBook) -> bool:
    kind = guide.fields.get("handling", "")
    return not kind.isascii() and _is_kind(kind, book)


def _wordings(guide: Guide, book: WordBook) -> Iterator[GuideFault]:
    """Telephones, hours and places that are said too loosely to be used."""
    for field in ("phone", "complaints"):
        words = normalise(guide.fields.get(field, ""))
        if _LOCAL_NUMBER.search(_FREE_NUMBER.sub(" ", words)) and not _AREA_CODE.search(words):
            yield GuideFault("phone_without_area_code", f"no area code: {words[:60]}")
            break
    hours, place = guide.fields.get("hours", ""), guide.fields.get("place", "")
    if _CLOCK.search(normalise(hours)) and not is_said(hours, "open_days", book=book):
        yield GuideFault("hours_without_days", f"hours without days: {hours[:80]}")
    is_exact = any(map(str.isdigit, place)) or is_said(place, "exact_place", book=book)
    is_visited = guide.visits != 0 and guide.online is not Online.FULLY
    if is_visited and place and not is_exact and not is_nothing(place, book=book):
        yield GuideFault("vague_place", f"no street, floor or window: {place[:80]}")


def _visits(guide: Guide, book: WordBook) -> Iterator[GuideFault]:
    reason = guide.fields.get("visit_reason", "")
    if guide.online is Online.FULLY and guide.visits:
        words = f"{guide.fields.get('online_depth', '')[:60]}, but {guide.visits} visits"
        yield GuideFault("online_against_visits", words)
    if guide.visits != 0:
        return
    if reason and not is_said(reason, "no", book=book):
        yield GuideFault("no_visit_but_reason", f"no visit, but: {reason[:80]}")
    is_by_post = any(is_said(guide.fields.get(key, ""), "by_post", book=book) for key in ("handling", "process"))
    if guide.online is Online.NOT and not is_by_post:
        yield GuideFault(
            "no_visit_but_not_online", f"no visit, but online: {guide.fields.get('online_depth', '')[:60]}"
        )


def _words(guide: Guide, book: WordBook) -> Iterator[GuideFault]:
    fee, charged = guide.fields.get("fee", ""), guide.fields.get("charged", "")
    if guide.is_free is False and not amounts_in(f"{charged} {fee}"):
        yield GuideFault("charged_without_amount", f"charged, but how much is not said: {(fee or charged)[:80]}")
    consult, complain = _digits(guide.fields.get("phone", "")), _digits(guide.fields.get("complaints", ""))
    if len(consult) >= MIN_PHONE_DIGITS and consult == complain:
        yield GuideFault("one_phone_for_both", f"questions and complaints: {guide.fields['phone'][:60]}")
    if is_said(guide.fields.get("materials", ""), "catch_all", book=book):
        found = guide.fields["materials"]
        yield GuideFault("catch_all_material", f"materials that nobody can know beforehand: {found[-80:]}")


def _digits(words: str) -> str:
    return re.sub(r"\D", "", words)
