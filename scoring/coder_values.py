"""This module knows how coders write values, and which values a question can have."""

from __future__ import annotations

from math import isfinite
from typing import Annotated

from pydantic import AfterValidator

from scoring.model import MACHINE, State, Value
from scoring.rubric_model import Indicator
from site_lists.model import Text


def _person(name: str) -> str:
    if name.casefold() == MACHINE:
        raise ValueError(f"the coder cannot be called {MACHINE!r}; write a name")
    return name


CoderName = Annotated[Text, AfterValidator(_person)]
"""Who answered or corrected: anybody but the machine, which signs its own findings."""


def read_value(text: str) -> Value | State:
    """A value as a coder writes it: yes, no, a number, a word, or that it was not observed or is not applicable."""
    plain = text.casefold().replace(" ", "_")
    if plain in (State.NOT_OBSERVED, State.NOT_APPLICABLE):
        return State(plain)
    if plain in ("yes", "no"):
        return plain == "yes"
    try:
        number = float(text)
    except ValueError:
        return text
    if not isfinite(number):
        return text
    return int(number) if number.is_integer() else number


def problem_of_value(text: str, indicator: Indicator | None) -> str:
    """Why a question cannot have that value, "" when it can: a word would silently earn 0, a "no" count as 0 days."""
    value = read_value(text)
    if indicator is None or isinstance(value, State):
        return ""
    if words := [band.equals for band in indicator.bands if band.equals is not None]:
        is_known = value in words or value is False or indicator.decided != "manual"
        return "" if is_known else f"{text!r} is no value of {indicator.id}; write one of {', '.join(words)}, or no"
    is_number = not isinstance(value, str | bool)
    if is_number or (not indicator.takes_numbers and isinstance(value, bool)):
        return ""
    wanted = "a number" if indicator.takes_numbers else "yes, no or a number"
    return f"{text!r} is no value of {indicator.id}; write {wanted}, not observed or not applicable"
