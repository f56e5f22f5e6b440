"""This module knows how a page numbers the steps of a service."""

from __future__ import annotations

import re
from functools import lru_cache

from scoring.facts.guide_lines import MAX_VALUE, GuideLines
from scoring.facts.shown import INLINE_BREAK
from scoring.lexicon import WordBook

HAN_NUMBERS = "一二三四五六七八九十"
FIRST_HAN_STEP = "第一步"


def numbered_steps(lines: GuideLines, *, book: WordBook) -> str:
    """The heads of numbered steps (Step 1: …, 2. korak, 第三步) in their order from the first, cut to 300 characters.

    "" where there are fewer than two. A head that is but a number goes on with the line below it.
    """
    if not any(word in lines.lower_text for word in (*book.value_words("step"), FIRST_HAN_STEP)):
        return ""
    pattern, heads = _step_pattern(book), list[str]()
    for number, line in enumerate(lines.texts):
        match = pattern.match(line)
        if match and _number(match) == len(heads) + 1 and lines.is_shown(number):
            is_bare = not any(map(str.isalnum, line[match.end() :]))
            heads.append(_spaced(" ".join(lines.texts[number : number + 1 + is_bare])[:MAX_VALUE]))
    return " ".join(heads)[:MAX_VALUE].strip() if len(heads) > 1 else ""


def _spaced(line: str) -> str:
    return " ".join(line.replace(INLINE_BREAK, " ").split())


@lru_cache(maxsize=64)
def _step_pattern(book: WordBook) -> re.Pattern[str]:
    words = "|".join(map(re.escape, book.value_words("step"))) or r"(?!)"
    return re.compile(
        rf"\s*(?:(?:{words})\s?(\d{{1,2}})(?!\d)|(\d{{1,2}})[.º°)]?\s?(?:{words})(?!\w)"
        rf"|(?:{words})\s?([{HAN_NUMBERS}])|第([{HAN_NUMBERS}])步)",
        re.IGNORECASE,
    )


def _number(match: re.Match[str]) -> int:
    written = next(filter(None, match.groups()))
    return HAN_NUMBERS.index(written) + 1 if written in HAN_NUMBERS else int(written)
