"""This module knows which answers may be empty shells: pages that scripts would have to fill."""

from __future__ import annotations

from crawler.links import bounded_tree, readable

MOST_CHARACTERS = 1000
MOST_LINKS = 4
NEVER_SEEN = ["script", "style", "noscript", "template", "title"]


def may_be_shell(body: bytes, content_type: str) -> bool:
    """Whether a decoded page has scripts, but next to no text and links.

    Wider than `scoring.facts.marks` has it, which leaves out a page's frame too: whether the page is a shell is decided
    there, from the evidence. One too many costs a look, one too few costs the page.
    """
    if b"<script" not in body and b"<SCRIPT" not in body:
        return False
    tree = bounded_tree(readable(body, content_type))
    if len(tree.css("a[href]")) > MOST_LINKS or tree.body is None:
        return False
    tree.strip_tags(NEVER_SEEN)
    return len(" ".join((tree.body.text(separator=" ") or "").split())) <= MOST_CHARACTERS
