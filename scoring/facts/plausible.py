"""This module knows how text looks that was decoded with the right encoding."""

from __future__ import annotations

import re

MAX_MARKS = 4000
"""So many characters outside ASCII are looked at; a wrong encoding shows in far fewer."""
DAMAGE = 4.0
"""A character that cannot be is worth so many that are merely rare."""

RUN = re.compile(r"[A-Za-z]?[^\x00-\x7f]{1,200}[A-Za-z]?")
FREQUENT_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力"
    "里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比"
    "或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较"
    "区市县镇乡村街务府厅局委办省州州项信息公开通知通告政策服务互动交流指南申请办理网站首页联系地址电话邮编版权主办单位技术支持备案访问搜索新闻动态领导机构规划计划"
    "財務報告會議國際這個為來時們對發過說產種後經進電裡實現體機當點從業應開還與關線內數質氣無條結問題軍黨員總設長統級區縣鎮鄉務廳辦項資訊開聯絡電話郵遞權單術備訪"
    "尋聞動態領導構規劃計畫請網頁處環保護農業衛生教育文化觀光交通建設社會勞工都市警察消防人事主計政風市府臺灣台北東京都道府県庁課係会社様検索案内情報観光窓口"
)
FREQUENT_HANGUL = frozenset(
    "이다의는에을가를하고은한로기지사도서시대정인자어리부해일과으보수제구그장주라나만전국있상공소동여성원위스생조용민것들거와오아비업니신게관연문교무청안내홈페이지"
    "주소시청군청도청행정민원알림공지사항고시공고분야별정보조직예산복지문화관광환경건설교통산업경제농림축산세금"
)
RATHER = {
    "，",
    "。",
    "、",
    "：",
    "；",
    "！",
    "？",
    "（",
    "）",
    "《",
    "》",
    "“",
    "”",
    "‘",
    "’",
    "—",
    "…",
    "·",
    "【",
    "】",
    "「",
    "」",
    "　",
    "–",
    "•",
    "«",
    "»",
    "©",
    "№",
    "・",
    "®",
    "\xa0",
    "→",
    "›",
    "～",
    "〉",
    "〈",
}
LONE = frozenset("£€§°")
"""Signs that stand before or after figures, by themselves."""
FRENCH_IN_ARABIC = frozenset("àâçèéêëîïôùûüœ")
UNLATIN = re.compile("[\u0370-\u06ff]")
RUSSIAN = re.compile("[а-яёіїєґўәғқңөұүһ]")


def likeliness(text: str) -> float:
    """How likely a text was decoded with its own encoding: at most 1, below 0 for rubbish; 0.5 without any sign.

    Looks at the characters outside ASCII: frequent characters of a script, in the order and company in which
    scripts are written, speak for it; unprintable ones, rare ideographs and odd neighbours against.
    """
    seen = 0
    good = 0.0
    for match in RUN.finditer(text):
        run = match.group()
        marks = [mark for mark in run if mark > "\x7f"]
        good += _goodness(run, marks)
        seen += len(marks)
        if seen >= MAX_MARKS:
            break
    return good / seen if seen else 0.5


def _goodness(run: str, marks: list[str]) -> float:
    is_by_letter = run[0].isascii() or run[-1].isascii()
    if is_by_letter and any(UNLATIN.match(mark) for mark in (marks[0], marks[-1])):
        return -0.5 * len(marks)  # no word mixes Latin letters with Cyrillic, Greek, Hebrew or Arabic ones
    total = 0.0
    previous = ""
    for mark in marks:
        total += _worth(mark, previous, is_word=is_by_letter and len(marks) <= 3, company=len(marks))
        previous = mark
    return total


def _worth(mark: str, previous: str, *, is_word: bool, company: int) -> float:
    code = ord(mark)
    if mark in RATHER:
        return 0.8
    if code == 0xFFFD or 0x80 <= code < 0xA0 or 0xE000 <= code < 0xF900 or 0xFFF0 <= code < 0x10000:
        return -DAMAGE
    if 0x4E00 <= code < 0xA000:
        return 1.0 if mark in FREQUENT_HAN else 0.25
    if 0xAC00 <= code < 0xD7A4:
        return 1.0 if mark in FREQUENT_HANGUL else 0.2
    if 0x3041 <= code < 0x30FF:
        return 0.9
    if 0xFF61 <= code < 0xFFA0:
        return -0.5
    if 0xFF01 <= code < 0xFF5F:
        return 0.6
    if 0x400 <= code < 0x530:
        return _worth_of_cyrillic(mark, previous)
    if 0x600 <= code < 0x700:
        return -0.5 if previous in FRENCH_IN_ARABIC else 0.95 if mark.isalpha() else 0.5
    if code < 0x250:
        return _worth_of_latin(mark, is_word=is_word, company=company)
    if 0x0E00 <= code < 0x0E80 or 0x370 <= code < 0x400 or 0x590 <= code < 0x600:
        return 0.7
    return 0.1


def _worth_of_cyrillic(mark: str, previous: str) -> float:
    if mark.islower():
        return 0.95 if RUSSIAN.match(mark) else 0.3
    if previous and previous.islower():
        return -0.5  # no word has a capital in its middle
    return 0.8 if RUSSIAN.match(mark.lower()) else 0.3


def _worth_of_latin(mark: str, *, is_word: bool, company: int) -> float:
    if not mark.isalpha():
        return 0.8 if mark in LONE and company == 1 else 0.3 if company == 1 else -0.3
    if is_word:
        return 0.9
    return 0.5 if company == 1 else -0.5
