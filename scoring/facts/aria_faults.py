"""This module knows which aria- attributes of a page are none, or have values that they cannot have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scoring.facts.accessible_names import Names
from scoring.facts.aria import ATTRIBUTES, NUMBERS, REFERENCES, TOKENS, WHOLE_NUMBERS, is_valid

MAX_NAMES = 80
MAX_MARKED = 3000
BOUND = frozenset(TOKENS) | WHOLE_NUMBERS | NUMBERS | REFERENCES
"""The attributes that take not just any value."""
_WRITTEN = re.compile(r"aria-[a-z-]{1,30}")


def aria_faults(names: Names) -> Iterator[tuple[str, int]]:
    """Each fault of an aria- attribute: the rule, and the element."""
    of_attribute, attributes = names.outline.of_attribute, names.outline.attributes
    for attribute in sorted(filter(_WRITTEN.fullmatch, of_attribute))[:MAX_NAMES]:
        if attribute in ATTRIBUTES and attribute not in BOUND:
            continue
        for number in of_attribute[attribute][:MAX_MARKED]:
            value = attributes[number].get(attribute) or ""
            if attribute not in ATTRIBUTES:
                yield "aria_attribute_unknown", number
            elif attribute in REFERENCES:
                if value.strip() and not any(word in names.ids() for word in value[:1000].split()[:20]):
                    yield "aria_value_invalid", number
            elif not is_valid(attribute, value):
                yield "aria_value_invalid", number
