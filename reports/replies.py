"""This module knows what owners of portals reply to findings; a reply is shown and never changes a point."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pydantic import Field

from reports.frames import wave_labels
from scoring.coder_files import read_signed
from scoring.rubric import known_indicators
from scoring.rubric_model import Rubric
from site_lists.model import Model, SiteList, Text


class Reply(Model):
    """One reply, a row of `replies/*.csv` in a list's folder; without an indicator or a wave it is to all of them."""

    site_id: Text
    indicator_id: str
    wave: str
    day: date
    signed_by: Text
    text: Text = Field(max_length=4_000)


def load_replies(site_list: SiteList, *, rubric: Rubric, data: Path) -> tuple[Reply, ...]:
    """All replies of a list, by day.

    Raises DataFileErrors for wrong columns, for a site, question or wave that nobody knows, and for two replies of a
    day to the same. Known are the questions of this rubric and of the bundled ones, and the waves under `data`; as long
    as there are none, waves are not checked.
    """
    folder = site_list.folder / "replies"
    if not any(folder.glob("*.csv")):
        return ()
    questions, waves = known_indicators(rubric), wave_labels(data, site_list.id)

    def problems_of(reply: Reply) -> Iterator[tuple[str, str]]:
        if site_list.site(reply.site_id) is None:
            yield "site_id", f"the list has no site {reply.site_id!r}; correct it"
        if reply.indicator_id and reply.indicator_id not in questions:
            yield (
                "indicator_id",
                f"no rubric asks {reply.indicator_id!r}; correct it, or leave it empty for all questions",
            )
        if reply.wave and waves and reply.wave not in waves:
            yield "wave", f"there is no wave {reply.wave!r}; use one of {', '.join(waves)}, or leave it empty for all"

    replies = read_signed(
        folder, Reply, problems_of=problems_of, key_of=lambda reply: reply.model_copy(update={"text": "same"})
    )
    return tuple(sorted(replies, key=lambda reply: (reply.day, reply.site_id, reply.indicator_id, reply.wave)))


def replies_to(replies: Iterable[Reply], site_id: str, wave: str) -> tuple[Reply, ...]:
    """The replies that concern a site in a wave."""
    return tuple(reply for reply in replies if reply.site_id == site_id and reply.wave in ("", wave))
