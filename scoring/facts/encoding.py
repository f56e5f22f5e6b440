"""This module knows how a page's bytes become text, and whether the encoding it declares is the one it is in."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

import cchardet
from bs4 import UnicodeDammit

from crawler.evidence import Record
from scoring.facts.model import EncodingFact
from scoring.facts.plausible import likeliness

MAX_BYTES = 8 * 1024 * 1024
META_BYTES = 4096
SAMPLE_BYTES = 200_000
CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:+-]{2,40})""", re.IGNORECASE)
META_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\s[^>]{0,400}?(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_.:+-]{2,40})""",
    re.IGNORECASE,
)
COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
MARKS = ((codecs.BOM_UTF8, "utf-8"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
HTML_START = re.compile(r"\s{0,50}<(?:!doctype|html|head|\?xml|!--)", re.IGNORECASE)

SAME = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz": "hz",
    "big5": "big5", "big5hkscs": "big5", "cp950": "big5",
    "shift_jis": "shift_jis", "cp932": "shift_jis", "shift_jis_2004": "shift_jis", "shift_jisx0213": "shift_jis",
    "euc_kr": "euc-kr", "cp949": "euc-kr", "johab": "johab", "euc_jp": "euc-jp", "iso2022_jp": "iso-2022-jp",
    "ascii": "windows-1252", "iso8859-1": "windows-1252", "iso8859-15": "windows-1252", "cp1252": "windows-1252",
    "iso8859-9": "windows-1254", "cp1254": "windows-1254", "iso8859-11": "windows-874", "tis-620": "windows-874",
    "cp874": "windows-874", "iso8859-8": "windows-1255", "cp1255": "windows-1255", "utf-8": "utf-8", "utf-16": "utf-16",
    "utf-16-le": "utf-16", "utf-16-be": "utf-16", "utf-32": "utf-32",
    "koi8-u": "koi8-r", "mac-cyrillic": "mac-cyrillic",
}  # fmt: skip
"""Python's name of a codec to the name of its family; members of a family differ in rare characters only."""
CODECS = {
    "gb18030": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949", "windows-1252": "cp1252",
    "windows-1254": "cp1254", "windows-874": "cp874", "windows-1255": "cp1255", "utf-8": "utf-8", "koi8-r": "koi8-u",
}  # fmt: skip
"""The family's member that reads the most."""
ODD_LABELS = {
    "x-sjis": "shift_jis", "x-gbk": "gbk", "utf": "utf-8", "utf8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "unicode": "utf-16", "windows-31j": "cp932", "x-euc": "euc_kr", "windows-949": "cp949", "ks_c_5601": "cp949",
    "x-x-big5": "big5",
}  # fmt: skip
TEXT_CODEC = re.compile(
    r"(?:utf-(?:8|16|32)(?:-[bl]e)?|iso8859-\d{1,2}|cp\d{3,4}|koi8-[rut]|mac-[a-z]{5,9}|ptcp154|kz1048)\Z"
)
OUTLANDISH = re.compile(r"cp[478]\d\d\Z|mac-|iso8859-(?:3|4|10|13|14|16)\Z")
"""What the detector takes short West European texts for; pages in these say so."""
BEYOND_ASCII = re.compile("[^\x00-\x7f]")
WHOLE_TO_DAMAGED = 3
DECLARED_BONUS = 0.12
SURE_ENOUGH = 0.6


def decode_page(record: Record) -> tuple[str, EncodingFact]:
    """A page's text and how it was won from its bytes.

    A byte order mark decides; then bytes that are UTF-8 are UTF-8, whatever they declare; then what is declared (the
    header before the page), unless its reading is unlikely and a guess reads better. What cannot be read becomes
    U+FFFD. The first 8 MiB are read.
    """
    body = record.body[:MAX_BYTES]
    declared = _declared(record, body)
    first = declared[0] if declared else ""
    for mark, name in MARKS:
        if body.startswith(mark):
            return _decoded(body, name, declared=first)
    if body.isascii() and b"\x1b$" not in body and b"\x00" not in body[:1000]:
        name = family_of(first) if family_of(first) in CODECS else ""
        return body.decode("ascii"), EncodingFact(first, name or "utf-8")
    if (text := _strict_utf8(body)) is not None:
        return text, EncodingFact(first, "utf-8", is_wrong(first, "utf-8"), text.count("\ufffd") / len(text))
    return _decoded(body, _best(body, [family_of(name) for name in declared]), declared=first)


def family_of(label: str) -> str:
    """The encoding a label stands for, as the name of its family; "" for a label nobody knows."""
    return _family(label.strip().lower()[:40])


def is_wrong(declared: str, used: str) -> bool:
    """Whether what a page declares differs from what it is in by more than a spelling or a few rare characters."""
    return bool(declared) and family_of(declared) != used


@lru_cache(maxsize=512)
def _family(label: str) -> str:
    try:
        name = codecs.lookup(ODD_LABELS.get(label, label)).name
    except (LookupError, ValueError):
        return ""
    if name in SAME:
        return SAME[name]
    # Python also decodes punycode, idna and escapes: no page is written in those.
    return re.sub(r"\Acp(125\d)\Z", r"windows-\1", name) if TEXT_CODEC.match(name) else ""


def _declared(record: Record, body: bytes) -> list[str]:
    header = CHARSET.search(record.headers.get("content-type", "")[:500])
    found = [header[1].lower()] if header else []
    if meta := META_CHARSET.search(COMMENT.sub(b"", body[:META_BYTES])):
        label = meta[1].decode("ascii").lower()
        # A page in UTF-16 could not be read up to its own meta element.
        found.append("utf-8" if label.startswith("utf-16") and b"\x00" not in body[:META_BYTES] else label)
    return list(dict.fromkeys(found))


def _strict_utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(body) - 3:
            return None
        # Cut in the middle of its last character: by our limit, or by a broken connection.
        return body[: error.start].decode("utf-8") + "\ufffd"


def _best(body: bytes, declared: list[str]) -> str:
    """The likeliest encoding of bytes that are neither ASCII nor whole UTF-8."""
    known = [name for name in declared if name]
    sample = _sample(body)
    if _is_damaged_utf8(sample):
        return "utf-8"
    guess = family_of(str(cchardet.detect(sample).get("encoding") or ""))
    if OUTLANDISH.match(guess):
        guess = "windows-1252"
    if guess == "windows-1250" and _reads_alike(sample, guess, "windows-1252"):
        guess = "windows-1252"
    # What is neither whole nor damaged UTF-8 is none, though the detector may call it so.
    if known and known[0] == guess != "utf-8":
        return guess
    marks: dict[str, float] = {}
    for name in dict.fromkeys((*known, "utf-8", *_candidates(guess))):
        marks[name] = _likeliness(sample, name) + (DECLARED_BONUS if name in known else 0)
    best = max(marks, key=lambda name: marks[name])
    if marks[best] < SURE_ENOUGH:
        for name in ("windows-1252", "gb18030", "big5", "shift_jis", "euc-kr", "windows-1251", "windows-1256"):
            marks.setdefault(name, _likeliness(sample, name))
        best = max(marks, key=lambda name: marks[name])
    if marks[best] <= 0:
        last = family_of(str(UnicodeDammit(sample[:20_000]).original_encoding or ""))
        return last or best
    return best


def _candidates(guess: str) -> tuple[str, ...]:
    """What a guess stands for: West European pages are easily taken for Central European ones."""
    return (guess, "windows-1252") if guess == "windows-1250" else (guess,) if guess else ()


def _reads_alike(sample: bytes, name: str, other: str) -> bool:
    return sample.decode(_codec(name), "replace") == sample.decode(_codec(other), "replace")


def _is_damaged_utf8(sample: bytes) -> bool:
    # Bytes of other encodings hardly ever make whole characters of several bytes.
    beyond = BEYOND_ASCII.findall(sample.decode("utf-8", "replace"))
    damaged = beyond.count("\ufffd")
    return len(beyond) - damaged >= WHOLE_TO_DAMAGED * damaged


def _sample(body: bytes) -> bytes:
    """The bytes that can tell encodings apart: without a long start in ASCII."""
    if len(body) <= SAMPLE_BYTES:
        return body
    first = re.search(rb"[\x80-\xff]", body)
    start = max(0, first.start() - 1000) if first else 0
    return body[start : start + SAMPLE_BYTES]


def _likeliness(sample: bytes, name: str) -> float:
    if name.startswith("utf-16"):
        text = sample.decode(name, "replace")
        return 1.0 if HTML_START.match(text) else 0.0
    return likeliness(sample.decode(_codec(name), "replace"))


def _codec(name: str) -> str:
    return CODECS.get(name, name)


def _decoded(body: bytes, name: str, *, declared: str) -> tuple[str, EncodingFact]:
    text = body.decode(_codec(name), "replace").removeprefix("\ufeff")
    damaged = text.count("\ufffd") / len(text) if text else 0.0
    return text, EncodingFact(declared, name, is_wrong(declared, name), damaged)
