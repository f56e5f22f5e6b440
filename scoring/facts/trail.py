"""This module knows the trail of crumbs by which a page says where on its site it stands."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_TRAIL = 300
MAX_CANDIDATES = 20
MAX_CLIMB = 4

MARKED = (
    '[class*="breadcrumb" i],[id*="breadcrumb" i],[aria-label*="breadcrumb" i],[class*="crumb" i],[id*="crumb" i],'
    '[class~="position"],[id="position"],[class*="location"],[id="location"],[class*="dqwz" i],[class*="weizhi" i],'
    '[class*="bread-nav" i],[class*="curpos" i],[class*="wzdh" i]'
)
NAMED = re.compile(
    r"(?:(?:您|你)?(?:的|现在的|现在|目前的|當前的|当前的|所在)|当前|當前|目前|现在|現在|所在|所處|所处)的?(?:位置|頁面|页面)"
    r"|您在这里|You are here",
    re.IGNORECASE,
)
SIGNS = ("位置", "页面", "頁面", "您在这里", "You are here", "YOU ARE HERE", "you are here")
LABEL = re.compile(rf"\A\W{{0,5}}(?:{NAMED.pattern})(?:是)?\s*[:：>»]?\s*", re.IGNORECASE)
BETWEEN = re.compile(r"[\s>»›/|→＞⟩❯\-–—·:：]*\Z")
SPLIT = re.compile(r"\s*[>»›＞❯→]+\s*|\n(?:[/|·]\s+)?|\s+[/|·]\s+|\A[/|·]\s+")


def page_breadcrumb(tree: LexborHTMLParser, text: str) -> str:
    """The steps of a page's breadcrumb, parted by " > "; "" when it has none.

    Found by class, id or label of its element, else by words such as 当前位置 or "You are here".
    `text` is all the page shows.
    """
    for node in tree.css(MARKED)[:MAX_CANDIDATES]:
        if trail := _trail(node):
            return trail
    return _named_trail(tree) if any(words in text for words in SIGNS) and NAMED.search(text) else ""


def _trail(node: LexborNode) -> str:
    text = node.text(separator="\n")
    if len(text) > 20 * MAX_TRAIL:
        return ""
    joined = LABEL.sub("", "\n".join(line.strip() for line in text.split("\n")).strip())
    steps = [" ".join(step.split()) for step in SPLIT.split(joined)]
    steps = [step for step in steps if step and not BETWEEN.match(step)]
    if not steps or (len(steps) == 1 and node.css_first("a") is None):
        return ""
    trail = " > ".join(steps)
    return trail if len(trail) <= MAX_TRAIL else ""


def _named_trail(tree: LexborHTMLParser) -> str:
    for node in tree.css("div,p,td,span,li,ul,nav,section,dt,dd,b,strong,font,label")[:5000]:
        words = (node.text(deep=False) or "")[:500]
        if not NAMED.search(words):
            continue
        climb: LexborNode | None = node
        for _ in range(MAX_CLIMB):
            if climb is None or climb.tag == "body":
                break
            if len(climb.css("a")[:2]) and (trail := _trail(climb)):
                return trail
            climb = climb.parent
    return ""
