"""This module knows the measures of interaction: are letters answered, opinions asked for, and outcomes told?"""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median

from scoring.facts.correspondence import Seen, consultations_of, letters_of
from scoring.facts.model import Consultation, Letter, SiteFacts
from scoring.facts.sections import entry_evidence, last_day, section, why_absence_is_unknown, why_unseen
from scoring.model import Reading

FEW_LETTERS = 3
"""Of fewer letters no share and no usual time is told."""


def publishes_letters(site: SiteFacts) -> Reading:
    """Whether letters of citizens are published: letters with their days or state, or a list of dated ones.

    A page that only takes letters in, with a form or an address, publishes none. A list counts on a page about letters
    that shows three dated items or more.
    Not observed: too little of the portal was seen, or its language's words for letters are not known.
    Blind spot: letters that a script fetches, or that are published without any day.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    assert site.home is not None
    if letters := letters_of(site):
        shown = tuple(seen.evidence() for seen in letters[-3:])
        return Reading.observed(True, evidence=shown, reason=f"{len(letters)} letters seen")
    pages = section(site, "mailbox")
    if lists := [page for page in pages if len(page.items) >= FEW_LETTERS]:
        return Reading.observed(True, evidence=tuple(page.evidence(page.items[0].snippet) for page in lists[:3]))
    if pages:
        words = "letters are taken in, but none is shown"
        return Reading.observed(False, evidence=(entry_evidence(pages[0], "mailbox"),), reason=words)
    if reason := why_absence_is_unknown(site, "mailbox"):
        return Reading.not_observed(reason)
    return Reading.observed(False, evidence=(site.home.evidence(f"none on {len(site.pages)} pages"),))


def answered_letter_share(site: SiteFacts, *, days: int, grace: int) -> Reading:
    """Of the letters shown that were asked in so many days before the visit, the share that is answered.

    Letters that wait no longer than `grace` days are left out, and so are those of which the page does not say.
    Not observed: fewer than three such letters were reached.
    Blind spot: a portal that publishes only answered letters has all of them answered.
    """
    told = [seen for seen in _asked_within(site, days) if seen.what.is_answered is not None]
    due = [seen for seen in told if seen.what.is_answered or _age(site, seen) > grace]
    if reason := why_unseen(site) or _too_few(due, "with an answer or a state"):
        return Reading.not_observed(reason)
    waiting = [seen for seen in due if not seen.what.is_answered]
    words = f"{len(due) - len(waiting)} of {len(due)} letters"
    return Reading.observed(
        (len(due) - len(waiting)) / len(due), "share", evidence=((waiting or due)[0].evidence(),), reason=words
    )


def reply_days(site: SiteFacts) -> Reading:
    """Days from letter to answer, the middle one (median) of all letters shown with both days; the longest is told too.

    Calendar days. Not observed: fewer than three letters show both days.
    Blind spot: letters that were never answered have no such days; `overdue_letters` counts them.
    """
    waits = sorted(
        ((seen.what.answered - seen.what.asked).days, index, seen)
        for index, seen in enumerate(letters_of(site))
        if seen.what.answered and seen.what.asked
    )
    if reason := why_unseen(site) or _too_few([seen for _, _, seen in waits], "with the days of letter and answer"):
        return Reading.not_observed(reason)
    longest, _, slowest = waits[-1]
    words = f"{len(waits)} letters, the longest wait {longest} days"
    return Reading.observed(
        float(median(wait for wait, _, _ in waits)), "days", evidence=(slowest.evidence(),), reason=words
    )


def overdue_letters(site: SiteFacts, *, days: int, overdue: int) -> Reading:
    """How many letters of so many days before the visit have waited for more than `overdue` days without an answer.

    Not observed: no letter of that time was reached of which the page says whether it is answered.
    Blind spot: letters that the office does not publish.
    """
    told = [seen for seen in _asked_within(site, days) if seen.what.is_answered is not None]
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    if not told:
        return Reading.not_observed("no letter was reached that shows whether it is answered")
    late = [seen for seen in told if not seen.what.is_answered and _age(site, seen) > overdue]
    evidence = tuple(seen.evidence() for seen in (late or told)[:5])
    return Reading.observed(len(late), "letters", evidence=evidence, reason=f"of {len(told)} letters")


def days_since_answer(site: SiteFacts) -> Reading:
    """Days from the newest published answer to a letter to the visit.

    Not observed: no letter with the day of its answer was reached.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    days = [(seen.what.answered, seen) for seen in letters_of(site) if seen.what.answered]
    if not days:
        return Reading.not_observed("no letter with the day of its answer was reached")
    newest, seen = max(days, key=lambda pair: pair[0])
    age = max(0, (site.visited_on - newest).days)
    words = f"newest answer {newest.isoformat()}, {len(days)} answers seen"
    return Reading.observed(age, "days", evidence=(seen.evidence(),), reason=words)


def recent_consultations(site: SiteFacts, *, days: int) -> Reading:
    """How many consultations were open or announced in so many days before the visit.

    By their period, or by the day beside a title that names a consultation. Announced outcomes are no consultations.
    Not observed: no consultation with a day was reached. Not applicable: the portal has no section for them.
    Blind spot: consultations that a script fetches, and those on a higher government's platform.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    held = [seen for seen in consultations_of(site) if seen.what.last_day and not _is_outcome_only(seen.what)]
    pages = section(site, "consultations")
    if not held and not pages:
        return Reading.not_applicable("no section for consultations was found")
    if not held:
        entry = entry_evidence(pages[0], "consultations")
        return Reading.not_observed("no consultation with a day was reached", evidence=(entry,))
    since = site.visited_on - timedelta(days=days)
    recent = [seen for seen in held if _is_between(seen.what, since, last_day(site))]
    evidence = tuple(seen.evidence() for seen in (recent or held)[:5])
    return Reading.observed(len(recent), "consultations", evidence=evidence, reason=f"of {len(held)} dated ones seen")


def publishes_outcomes(site: SiteFacts, *, grace: int) -> Reading:
    """Whether the outcome of any consultation is published: on its page, in its row, or on a page of outcomes.

    Not observed: no outcome, and no consultation that closed more than `grace` days before the visit, was reached.
    Blind spot: whether the outcome says what became of the opinions is for a person to read.
    """
    if reason := why_unseen(site):
        return Reading.not_observed(reason)
    seen = consultations_of(site)
    if told := [one for one in seen if one.what.has_outcome]:
        return Reading.observed(
            True, evidence=tuple(one.evidence() for one in told[:3]), reason=f"{len(told)} outcomes"
        )
    if pages := section(site, "consultation_results"):
        return Reading.observed(True, evidence=(entry_evidence(pages[0], "consultation_results"),))
    due = site.visited_on - timedelta(days=grace)
    over = [one for one in seen if one.what.closes and one.what.closes < due]
    if not over:
        return Reading.not_observed("no consultation that is over was reached")
    words = f"none of {len(over)} that are over"
    return Reading.observed(False, evidence=tuple(one.evidence() for one in over[:3]), reason=words)


def _asked_within(site: SiteFacts, days: int) -> list[Seen[Letter]]:
    """Letters asked in the last so many days, the oldest first."""
    since = site.visited_on - timedelta(days=days)
    return [seen for seen in letters_of(site) if seen.what.asked and since <= seen.what.asked <= last_day(site)]


def _age(site: SiteFacts, seen: Seen[Letter]) -> int:
    return (site.visited_on - seen.what.asked).days if seen.what.asked else 0


def _too_few(letters: list[Seen[Letter]], what: str) -> str:
    if len(letters) >= FEW_LETTERS:
        return ""
    return f"only {len(letters)} letters {what} were reached" if letters else f"no letter {what} was reached"


def _is_outcome_only(one: Consultation) -> bool:
    return one.has_outcome and one.opens is None and one.closes is None


def _is_between(one: Consultation, since: date, until: date) -> bool:
    """Whether it was open, or announced, on a day from `since` to `until`."""
    first = one.opens or one.published or one.closes
    return bool(one.last_day and first and one.last_day >= since and (one.opens or one.published or since) <= until)
