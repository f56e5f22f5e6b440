"""This module knows where a service guide contradicts itself, or says less than it seems to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.facts.guide_facts import Guide, GuideFault, Online
from scoring.facts.limits import amounts_in, is_said
from scoring.lexicon import WordBook

RULES = (
    "promised_over_statutory",
    "at_once_against_kind",
    "online_against_visits",
    "no_visit_but_reason",
    "no_visit_but_not_online",
    "charged_without_amount",
    "one_phone_for_both",
    "catch_all_material",
)
"""All rules, by the names under which their breaches are told."""
MIN_PHONE_DIGITS = 7


def guide_faults(guide: Guide, *, book: WordBook) -> tuple[GuideFault, ...]:
    """The rules that a guide breaks, in the order of `RULES`; a rule speaks only where the guide says both sides.

    Sources: a checker of guides on a Chinese province's platform for those about kinds, visits, depth and telephones;
    the rest follow from what the fields mean.
    """
    return (*_times(guide, book), *_visits(guide, book), *_words(guide, book))


def _times(guide: Guide, book: WordBook) -> Iterator[GuideFault]:
    promised, statutory = guide.promised, guide.statutory
    if promised and statutory and promised.is_surely_longer_than(statutory):
        yield GuideFault("promised_over_statutory", f"promises {promised}, the law gives {statutory}")
    kind = guide.fields.get("handling", "")
    if promised and kind:
        is_at_once, is_later = (is_said(kind, key, book=book) for key in ("at_once_item", "promised_item"))
        if is_at_once != is_later and is_at_once != (promised.days == 0):
            yield GuideFault("at_once_against_kind", f"{kind[:60]}, but {guide.fields.get('promised_days', '')[:60]}")


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
