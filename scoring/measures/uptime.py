"""This module knows the measures of availability over time, from heartbeats spread over days."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from scoring.facts.model import EvidenceRef, Purpose, SiteFacts, Visit
from scoring.facts.sections import BLOCKED_STATUS
from scoring.model import Reading

Z_95 = 1.959964
"""The normal deviate of a two-sided interval of 95 %."""
SLOW_SECONDS = 15.0
"""A home page that opens later than this counts as failed (China census 2015)."""


def availability_share(site: SiteFacts, *, visits: int) -> Reading:
    """The share of heartbeats in which the home page opened within 15 seconds; the reason gives its 95 % interval.

    Counts heartbeats only; each is the home page asked for once, redirects followed. Refusals, resets, timeouts, 4xx
    and 5xx answers, and redirects that lead nowhere are failures. Blocks, challenges, robots.txt and our own outages
    are left out.
    Not observed: fewer than `visits` heartbeats count, or the portal was never reached and never refused us, which
    is what a fence around a country looks like.
    Not applicable: `egovbench probe` was not run for this wave.
    Blind spot: one vantage; Wilson's interval takes the heartbeats as independent, and outages come in runs.
    """
    beats = _beats(site)
    if not beats:
        return _without_beats(site)
    if lacking := _why_too_few(beats, visits):
        return Reading.not_observed(lacking, evidence=_shown(beats))
    failed = sum(map(_is_failed, beats))
    low, high = wilson_interval(len(beats) - failed, len(beats))
    words = f"{len(beats) - failed} of {len(beats)} visits; 95 % interval {low:.1%} to {high:.1%}"
    return Reading.observed(1 - failed / len(beats), "share", evidence=_shown(beats), reason=words)


def meets_census_rule(site: SiteFacts, *, days: int, per_day: int, limit: float) -> Reading:
    """Whether fewer than a share of `limit` of the visits failed, in `days` days with `per_day` visits or more each.

    The rule of China's census of 2015 (7 days, 20 a day, 5 %): one that is broken fails the whole site. Days are
    spans of 24 hours that end with the last visit; the newest `days` of them count.
    Not observed: too few visits in all, or a day with fewer than half of its visits.
    Not applicable: `egovbench probe` was not run for this wave.
    Blind spot: as for the share of availability.
    """
    beats = _beats(site)
    if not beats:
        return _without_beats(site)
    span = [beat for beat in beats if _age(beat, beats[-1]) < timedelta(days=days)]
    if lacking := _why_too_few(span, days * per_day):
        return Reading.not_observed(lacking, evidence=_shown(span))
    by_day = [0] * days
    for beat in span:
        by_day[_age(beat, beats[-1]).days] += 1
    if min(by_day) * 2 < per_day:
        return Reading.not_observed(f"a day of the {days} has {min(by_day)} of {per_day} visits", evidence=_shown(span))
    failed = sum(map(_is_failed, span))
    words = f"{failed} of {len(span)} visits failed, {failed / len(span):.1%}; the limit is {limit:.0%}"
    return Reading.observed(failed / len(span) < limit, evidence=_shown(span), reason=words)


def weighted_up_share(site: SiteFacts, *, days: int, visits: int) -> Reading:
    """The share of the newest `days` days for which the home page was up, each visit weighing the time since the last.

    The rule of EDGI's web monitoring: a page is down when this share falls below three quarters of the newest 14
    days. A visit stands for the time from the visit before it to itself.
    Not observed: fewer than `visits` heartbeats count, or the portal was never reached and never refused us.
    Not applicable: `egovbench probe` was not run for this wave.
    Blind spot: between two visits nobody looked, and long pauses weigh much.
    """
    beats = _beats(site)
    if not beats:
        return _without_beats(site)
    if lacking := _why_too_few(beats, max(visits, 2)):
        return Reading.not_observed(lacking, evidence=_shown(beats))
    begin = beats[-1].requested_at - timedelta(days=days)
    up, all_time = timedelta(), timedelta()
    for before, beat in pairwise(beats):
        if beat.requested_at <= begin:
            continue
        stretch = beat.requested_at - max(before.requested_at, begin)
        all_time += stretch
        up += timedelta() if _is_failed(beat) else stretch
    if not all_time:
        return Reading.not_observed("all heartbeats came at one moment", evidence=_shown(beats))
    share = up / all_time
    words = f"up for {share:.1%} of {all_time / timedelta(days=1):.1f} days"
    return Reading.observed(share, "share", evidence=_shown(beats), reason=words)


def wilson_interval(hits: int, tries: int, deviate: float = Z_95) -> tuple[float, float]:
    """Wilson's score interval of a share: low and high, 0 to 1. `tries` is at least 1."""
    share, spread = hits / tries, deviate * deviate / tries
    middle = share + spread / 2
    width = deviate * math.sqrt(share * (1 - share) / tries + spread / (4 * tries))
    return max(0.0, (middle - width) / (1 + spread)), min(1.0, (middle + width) / (1 + spread))


def _beats(site: SiteFacts) -> list[Visit]:
    """The heartbeats that say something of the site, by time; of a chain of redirects only its end."""
    beats = [visit for visit in site.visits if visit.purpose is Purpose.HEARTBEAT and not _says_nothing(visit)]
    return sorted(beats, key=_when)


def _when(visit: Visit) -> datetime:
    return visit.requested_at


def _says_nothing(visit: Visit) -> bool:
    if visit.status is not None:
        return 300 <= visit.status < 400 or visit.status in BLOCKED_STATUS or bool(visit.challenge)
    if visit.failure == "robots_unreachable":
        # robots.txt could not be had because the server did not answer it: an outage like any other.
        return "429" in (visit.detail or "")
    return visit.blame not in ("site", "network")


def _is_failed(visit: Visit) -> bool:
    return not visit.is_answered or (visit.seconds or 0.0) > SLOW_SECONDS


def _why_too_few(beats: Sequence[Visit], wanted: int) -> str:
    """Why heartbeats do not suffice, in words; "" when they do."""
    if len(beats) < wanted:
        return f"only {len(beats)} heartbeats of the {wanted} that are wanted"
    if all(visit.status is None and visit.blame != "site" for visit in beats):
        return "the portal was never reached from here, which may be the fault of our vantage"
    return ""


def _without_beats(site: SiteFacts) -> Reading:
    if any(visit.purpose is Purpose.HEARTBEAT for visit in site.visits):
        return Reading.not_observed("all heartbeats were blocked, forbidden, or spoilt by an outage of ours")
    return Reading.not_applicable("no heartbeats were made in this wave")


def _age(beat: Visit, last: Visit) -> timedelta:
    return last.requested_at - beat.requested_at


def _shown(beats: Sequence[Visit]) -> tuple[EvidenceRef, ...]:
    """The last failure, or the last visit where none failed, as evidence."""
    failed = [beat for beat in beats if _is_failed(beat)]
    for beat in (failed or beats)[-1:]:
        outcome = f"answered {beat.status}" if beat.status is not None else f"failed: {beat.failure}"
        return (EvidenceRef(beat.url, beat.requested_at, beat.record_id, outcome),)
    return ()
