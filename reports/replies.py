"""This module knows what owners of portals reply to findings; a reply is shown and never changes a point."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from scoring.coder_files import signed_rows
from site_lists.faults import DataFileError, DataFileErrors
from site_lists.model import Model, SiteList, Text


class Reply(Model):
    """One reply, a row of `replies/*.csv` in a list's folder; without an indicator or a wave it is to all of them."""

    site_id: Text
    indicator_id: str
    wave: str
    day: date
    signed_by: Text
    text: Text = Field(max_length=4_000)


def load_replies(site_list: SiteList, *, known: frozenset[str] = frozenset()) -> tuple[Reply, ...]:
    """All replies of a list. Raises DataFileErrors for wrong columns, unknown sites, and indicators not in `known`."""
    faults: list[DataFileError] = []
    replies: list[Reply] = []
    for path in sorted((site_list.folder / "replies").glob("*.csv")):
        for place, reply in signed_rows(path, Reply, optional=(), faults=faults):
            if site_list.site(reply.site_id) is None:
                problem = f"the list has no site {reply.site_id!r}; correct it"
                faults.append(DataFileError(path, f"{place}, column site_id", problem))
            elif known and reply.indicator_id and reply.indicator_id not in known:
                problem = f"no rubric asks {reply.indicator_id!r}; correct it, or leave it empty"
                faults.append(DataFileError(path, f"{place}, column indicator_id", problem))
            else:
                replies.append(reply)
    if faults:
        raise DataFileErrors(faults)
    return tuple(sorted(replies, key=lambda reply: (reply.day, reply.site_id, reply.indicator_id)))
