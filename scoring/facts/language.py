"""This module knows which language and script a text is written in."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, islice

import pycld2

MAX_SAMPLE = 6_000
FEW_LETTERS = 20
"""Below this many letters nothing is said; a character of a dense script counts as two."""

DENSE = re.compile("[\u0f40-\u0fbc\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\ua000-\ua48f\uac00-\ud7a3]")
LETTER = re.compile(r"[^\W\d_]")
NOISE = re.compile(
    r"https?://\S{1,500}|\S{1,64}@\S{1,255}|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffd-\uffff]"
)
TAGS = {
    "zh": "zh-Hans",
    "iw": "he",
    "jw": "jv",
    "in": "id",
    "mo": "ro",
    "xx-Yiii": "ii",
    "xx-Mong": "mn-Mong",
    "xx-Tibt": "bo",
    "xx-Thai": "th",
    "xx-Arab": "",
    "xx-Latn": "",
    "xx-Cyrl": "",
}
SCRIPTS = {
    "Arab": re.compile("[\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"),
    "Cyrl": re.compile("[\u0400-\u052f]"),
    "Latn": re.compile("[A-Za-z\u00c0-\u024f]"),
    "Mong": re.compile("[\u1800-\u18af]"),
    "Hani": re.compile("[\u3400-\u9fff]"),
    "Kana": re.compile("[\u3040-\u30ff]"),
    "Hang": re.compile("[\uac00-\ud7a3]"),
    "Tibt": re.compile("[\u0f40-\u0fbc]"),
    "Yiii": re.compile("[\ua000-\ua48f]"),
    "Thai": re.compile("[\u0e00-\u0e7f]"),
}
ASCII = re.compile("[\x00-\x7f]+")
ASCII_LETTER = re.compile("[A-Za-z]")
OF_SCRIPT = {"Mong": "mn-Mong", "Kana": "ja", "Hang": "ko", "Tibt": "bo", "Yiii": "ii", "Thai": "th"}
USUAL_SCRIPT = {"ug": "Arab", "kk": "Cyrl", "ky": "Cyrl", "mn": "Cyrl", "uz": "Latn"}
"""Languages of more than one script, and the script that goes without saying."""
TRADITIONAL = re.compile(
    "[國會開關發個為對時這說過與學務辦業區縣門單書員點經實內應從機議長東來問題無請處環護審計劃產農鄉號電線]"
)
SIMPLIFIED = re.compile(
    "[国会开关发个为对时这说过与学务办业区县门单书员点经实内应从机议长东来问题无请处环护审计划产农乡号电线]"
)
UYGHUR_LATIN = frozenset(
    {
        "we", "bilen", "üchün", "ademlerning", "heqliq", "bolghan", "bolup", "qilish", "qilishi", "kerek",
        "hoquqqa", "hoquqi", "herqandaq", "herbir", "barliq", "yaki", "emes", "yaxshi", "xelq", "xizmet",
        "hökümet", "aptonom", "rayonluq", "xewerler", "uqturush", "siyaset", "ishlar", "ichide", "arqiliq",
        "boyiche", "hemde",
    }
)  # fmt: skip
UYGHUR_SHARE = 0.02


def language_of(text: str) -> str:
    """The language of a text as a BCP 47 tag (zh-Hans, zh-Hant, ug, bo, za, kk-Arab, mn-Mong, ii …).

    The script stands in the tag where a language has several, unless it is the usual one. "" for fewer than about
    20 letters, and where nothing can be told. Reads the first 6,000 characters.
    """
    sample = NOISE.sub(" ", text[:MAX_SAMPLE])
    letters = islice(chain(LETTER.finditer(sample), DENSE.finditer(sample)), FEW_LETTERS)
    if sum(1 for _ in letters) < FEW_LETTERS:
        return ""
    script = _main_script(sample)
    if script in OF_SCRIPT:
        return OF_SCRIPT[script] if script != "Tibt" else _detected(sample, known=("bo", "dz")) or "bo"
    found = _detected(sample)
    if script == "Hani":
        return "ja" if found == "ja" else _chinese_script(sample, found)
    if script == "Latn" and found in ("", "uz", "tk", "tr", "az", "crh") and _is_uyghur_latin(sample):
        return "ug-Latn"
    if found in USUAL_SCRIPT and script in ("Arab", "Cyrl", "Latn") and script != USUAL_SCRIPT[found]:
        return f"{found}-{script}"
    return found


def _detected(sample: str, *, known: tuple[str, ...] = ()) -> str:
    # CLD2 refuses surrogates and unassigned characters outright.
    clean = sample.encode("utf-8", "ignore").decode("utf-8")
    try:
        best = pycld2.detect(clean, bestEffort=True)[2][0][1]
    except pycld2.error:
        clean = "".join(mark for mark in clean if mark == "\n" or unicodedata.category(mark)[0] != "C")
        try:
            best = pycld2.detect(clean, bestEffort=True)[2][0][1]
        except pycld2.error:
            return ""
    tag = TAGS.get(best, "" if best == "un" or best.startswith(("xx", "zz")) else str(best))
    return tag if not known or tag in known else ""


def _main_script(sample: str) -> str:
    """The script of most letters in a text with some; kana tell Japanese, however many Chinese characters there are."""
    if sample.isascii():
        return "Latn"
    beyond = ASCII.sub("", sample)
    count = {script: len(pattern.findall(beyond)) for script, pattern in SCRIPTS.items()}
    count["Latn"] = (
        count["Latn"] + len(ASCII_LETTER.findall(sample))
    ) // 3  # a Chinese or Tibetan character is worth about three Latin letters
    if count["Kana"] and count["Kana"] * 9 > count["Hani"] and count["Kana"] > count["Hang"]:
        count["Kana"] += count["Hani"]
    best = max(count, key=lambda script: count[script])
    return best if count[best] else ""


def _chinese_script(sample: str, found: str) -> str:
    traditional, simplified = len(TRADITIONAL.findall(sample)), len(SIMPLIFIED.findall(sample))
    if traditional != simplified:
        return "zh-Hant" if traditional > simplified else "zh-Hans"
    return found if found in ("zh-Hans", "zh-Hant") else "zh-Hans"


def _is_uyghur_latin(sample: str) -> bool:
    # No detector knows Uyghur in Latin letters; CLD2 takes it for Uzbek, which writes va, bilan, uchun.
    words = re.findall(r"[^\W\d_]{1,40}", sample.lower())
    return sum(word in UYGHUR_LATIN for word in words) >= max(2, UYGHUR_SHARE * len(words))
