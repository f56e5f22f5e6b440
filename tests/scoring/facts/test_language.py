"""What must hold when the language of a text is told."""

from __future__ import annotations

import pytest

from scoring.facts.language import language_of

SAMPLES = {
    "en": "The council meets on the first Monday of each month in the town hall.",
    "sl": "Občinski svet se sestaja vsak prvi ponedeljek v mesecu v prostorih občine.",
    "fr": "Le conseil municipal se réunit le premier lundi de chaque mois à la mairie.",
    "ru": "Городской совет собирается в первый понедельник каждого месяца в здании администрации.",
    "ar": "يجتمع المجلس البلدي في أول يوم اثنين من كل شهر في مبنى البلدية.",
    "zh-Hans": "市政府各部门要认真组织实施，加强对农村环境保护工作的领导。",
    "zh-Hant": "市政府各部門應認真辦理，加強對農村環境保護業務之督導。",
    "ja": "市議会は毎月第一月曜日に市役所で開かれます。お知らせをご覧ください。",
    "ko": "시의회는 매월 첫째 월요일에 시청에서 열립니다.",
    "ug": "شىنجاڭ ئۇيغۇر ئاپتونوم رايونلۇق خەلق ھۆكۈمىتى ئۇقتۇرۇش چىقاردى",
    "ug-Latn": "Shinjang Uyghur aptonom rayonluq xelq hökümiti we barliq xizmet orunliri üchün uqturush",
    "bo": "བོད་རང་སྐྱོང་ལྗོངས་མི་དམངས་སྲིད་གཞུང་གི་བརྡ་ཐོ།",
    "mn-Mong": "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ ᠪᠢᠴᠢᠭ ᠦᠨ ᠠᠵᠢᠯ ᠤᠨ ᠬᠣᠷᠢᠶ᠎ᠠ",
    "th": "เทศบาลเมืองจัดประชุมสภาทุกวันจันทร์แรกของเดือน",
    "ii": "ꆈꌠꁱꂷꀉꆏꊨꏦꏱꅉꇩꏤꏓꆀ",
}


@pytest.mark.parametrize("tag", SAMPLES)
def test_language_and_script_are_told(tag: str) -> None:
    assert language_of(SAMPLES[tag]) == tag


@pytest.mark.parametrize("text", ["", "News", "2026-10-01 12345 67890 13579", "县政府"])
def test_of_too_few_letters_nothing_is_said(text: str) -> None:
    assert language_of(text) == ""


def test_addresses_do_not_decide_the_language() -> None:
    links = " https://www.example.org/government/information/index.html" * 20
    assert language_of(SAMPLES["zh-Hans"] + links) == "zh-Hans"


def test_control_characters_and_lone_surrogates_do_no_harm() -> None:
    assert language_of("\x00\ud800\ufffe" + SAMPLES["en"] + "\x0b\udfff") == "en"
