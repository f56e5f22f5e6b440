"""This module knows how a page says whose it is: filing numbers, site code, and the office that runs it.

Chinese government pages end in a block that rules lay down: organiser, ICP filing, filing with public security, and the
site's identification code. Elsewhere an imprint or the holder of the copyright stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scoring.facts.shown import INLINE_BREAK, Part, ShownText
from scoring.lexicon import WordBook

FOOT_CHARACTERS = 4000
LAST_CHARACTERS = 600
MAX_PIECES = 500
MAX_LINES = 120
MAX_NAME = 60
_PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔贵滇云藏陕秦甘陇青宁新"
_ICP = re.compile(rf"([{_PROVINCES}])\s?ICP\s?[备備证]\s?(?:案\s?)?(\d{{5,12}})\s?号?", re.IGNORECASE)
_POLICE = re.compile(rf"([{_PROVINCES}]?)\s?公网安备\s?[:：]?\s?(\d{{14}})")
_SITE_CODE = re.compile(r"标识码\s?[:：]?\s?((?:bm)?\d{6,14})", re.IGNORECASE)
_CODE = re.compile(r"(?:\d{10}|bm\d{8})\Z", re.IGNORECASE)
_YEARS = r"(?:(?:19|20)\d\d\s?(?:[-–—~至]\s?(?:(?:19|20)\d\d|present|now))?)"
_HOLDER = re.compile(
    rf"(?:©|\(c\)|copyright|版权所有|版權所有)[\s:：©]{{0,6}}(?:\(c\)\s?)?{_YEARS}?[\s,.:：|]{{0,6}}(?:by\s)?"
    rf"([^|©\d:：][^|©:：]{{1,{MAX_NAME}}})",
    re.IGNORECASE,
)
_HOLDER_BEFORE = re.compile(r"([^\s|©:：]{3,40})\s?(?:版权所有|版權所有)(?!\s?[:：©])")
_TRAILING = re.compile(
    r"(?:[\s,.|·-]{0,6}(?:all rights reserved|版权所有|版權所有|保留所有权利).{0,60})\Z", re.IGNORECASE
)
_NAME_END = re.compile(r"\s{2,}|[|,，;；。]|\s(?=\S{2,8}[:：])|(?<=[\u3400-\u9fff])\s")
_LETTERS = re.compile(r"[^\W\d_]")
_COLON = re.compile(r"\s?[:：]\s?|\s(?:is\s)?")


def page_identity(shown: ShownText, *, meta: Mapping[str, str], book: WordBook) -> dict[str, str]:
    """The marks by which a page says whose it is: icp, police, site_code, organiser, holder; absent ones are left out.

    Numbers are read from the foot of the page, the site code from its head, too, where its foot has none; a code of
    another form than `is_site_code` asks for is kept as written. `organiser` stands after a label, `holder` is who
    claims the copyright.
    """
    foot, is_marked = _foot(shown)
    marks: dict[str, str] = {}
    if match := "ICP" in foot.upper() and _ICP.search(foot):
        marks["icp"] = f"{match[1]}ICP备{match[2]}号"
    if match := "公网安备" in foot and _POLICE.search(foot):
        marks["police"] = f"{match[1]}公网安备{match[2]}号"
    if match := "标识码" in foot and _SITE_CODE.search(foot):
        marks["site_code"] = match[1].lower()
    elif code := meta.get("siteidcode", "").strip():
        marks["site_code"] = code[:20].lower()
    lines = list(_lines(foot))[-MAX_LINES:]
    if holder := next((name for line in lines if (name := _holder(line))), ""):
        marks["holder"] = holder
    # Without a footer, the last lines may be those of an event, which has organisers, too.
    organiser = next((name for line in lines if (name := _labelled(line, book))), "") if is_marked or marks else ""
    if organiser:
        marks["organiser"] = organiser
    return marks


def _foot(shown: ShownText) -> tuple[str, bool]:
    """The words of a page's footer and whether it is marked as one; else the last words of the page."""
    place = len(shown.elements)
    while (
        place and shown.parts_of(shown.elements[place - 1]) & Part.FOOTER and len(shown.elements) - place < MAX_PIECES
    ):
        place -= 1
    is_marked = place < len(shown.elements)
    start = (
        max(shown.starts[place], len(shown.text) - FOOT_CHARACTERS) if is_marked else len(shown.text) - LAST_CHARACTERS
    )
    return shown.text[max(0, start) :].replace(INLINE_BREAK, " "), is_marked


def is_site_code(code: str) -> bool:
    """Whether a code has the form of a Chinese site code: ten digits, or bm and eight digits for ministries."""
    return _CODE.match(code) is not None


def _lines(foot: str) -> Iterator[str]:
    for line in foot.split("\n"):
        if line.strip():
            yield line.strip()


def _labelled(line: str, book: WordBook) -> str:
    """The name after a label such as 主办单位 or "published by" at the beginning of a line or of its first part."""
    label = book.phrase("organiser", line[:80])
    if label is None or (place := line.casefold().find(label)) < 0 or place > 20:
        return ""
    rest = line[place + len(label) :]
    if not (match := _COLON.match(rest)) or (len(label) < 3 and ":" not in match[0] and "：" not in match[0]):
        return ""
    return _name(rest[match.end() :])


def _holder(line: str) -> str:
    before = _HOLDER_BEFORE.search(line[:300]) if "所有" in line else None
    if before and (name := _name(before[1])):
        return name
    match = _HOLDER.search(line[:300])
    return _name(_TRAILING.sub("", match[1])) if match else ""


def _name(words: str) -> str:
    name = _NAME_END.split(words.strip())[0].strip(" .·-")[:MAX_NAME]
    return name if len(_LETTERS.findall(name)) >= 3 and not name.lower().startswith(("all rights", "reserved")) else ""
