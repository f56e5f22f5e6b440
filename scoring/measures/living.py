"""This module knows that a name for sale or a server's own page has no qualities of a portal, good or bad."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from scoring.facts.model import SiteFacts
from scoring.model import Reading


def of_a_living_portal(measure: Callable[..., Reading]) -> Callable[..., Reading]:
    """The measure, not applicable where no portal answers under the address: that it is dead is told once, by
    `home_answers`, and how well a parked page is served earns its owner nothing."""

    @wraps(measure)
    def read(site: SiteFacts, **params: Any) -> Reading:
        if site.dead_home:
            return Reading.not_applicable(site.unseen)
        return measure(site, **params)

    return read
