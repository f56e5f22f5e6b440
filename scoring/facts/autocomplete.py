"""This module knows which words tell a browser what a field is for, so that it can fill it in."""

from __future__ import annotations

FIELDS = frozenset(
    """name honorific-prefix given-name additional-name family-name honorific-suffix nickname organization-title
    username new-password current-password one-time-code organization street-address address-line1 address-line2
    address-line3 address-level4 address-level3 address-level2 address-level1 country country-name postal-code cc-name
    cc-given-name cc-additional-name cc-family-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc cc-type
    transaction-currency transaction-amount language bday bday-day bday-month bday-year sex url photo""".split()
)
CONTACTS = frozenset(
    """tel tel-country-code tel-national tel-area-code tel-local tel-local-prefix tel-local-suffix tel-extension email
    impp""".split()
)
KINDS = frozenset({"home", "work", "mobile", "fax", "pager"})
"""They may stand before a way to reach somebody, and before nothing else (HTML, autofill detail tokens)."""


def is_autocomplete(text: str) -> bool:
    """Whether a value of `autocomplete` is one that HTML knows; an empty one, on and off ask for nothing."""
    words = text[:300].lower().split()
    if not words or words in (["on"], ["off"]):
        return True
    if words[-1] == "webauthn":
        words = words[:-1]
    if words and words[0].startswith("section-"):
        words = words[1:]
    if words and words[0] in ("shipping", "billing"):
        words = words[1:]
    if len(words) == 2 and words[0] in KINDS:
        return words[1] in CONTACTS
    return len(words) == 1 and (words[0] in FIELDS or words[0] in CONTACTS)
