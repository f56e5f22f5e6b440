"""This module knows what an all but empty page says in two words: a thing, and that it is gone, unmade or none.

Nobody can list all sentences of error pages and empty columns. Where a page says hardly more than one clause, a word
for the page and one for its absence in that clause are enough; on any other page they would mean too much.
"""

from __future__ import annotations

from collections.abc import Sequence

from scoring.lexicon import WordBook

PAIRS = {
    "not_found": ("page_noun", "gone"),
    "placeholder": ("page_noun", "in_the_making"),
    "empty_list": ("list_thing", "none_of"),
}
"""The families whose words must stand in one clause, by the mark they make."""
FIRST_CLAUSES = 5
CLAUSE_WEIGHT = 80
CLAUSE_SHARE = {"not_found": 0.3, "placeholder": 0.3, "empty_list": 0.45}
"""So much of the clause the two words must fill: there is no lack of things that there are none of."""
OTHER_WEIGHT = 90
"""What may be said beside it: a way home, a word of regret."""


def combined_claim(clauses: Sequence[str], weights: Sequence[int], book: WordBook) -> tuple[str, str] | None:
    """The mark that one of the first clauses of a page makes, and the clause; None when it says more than that."""
    whole = sum(weights)
    for clause, weight in zip(clauses[:FIRST_CLAUSES], weights, strict=False):
        if weight > CLAUSE_WEIGHT or whole - weight > OTHER_WEIGHT:
            continue
        for mark, (thing, state) in PAIRS.items():
            shares = book.phrase_share(thing, clause), book.phrase_share(state, clause)
            if all(shares) and sum(shares) >= CLAUSE_SHARE[mark]:
                return mark, clause
    return None
