"""What must hold when a page's bytes become text."""

from __future__ import annotations

import pytest

from scoring.facts.encoding import decode_page, family_of
from tests.builders import html_page, record

TEXTS = {
    "gbk": "市政府各部门：为进一步加强生态环境保护工作，现将有关事项通知如下，请认真组织实施。",
    "gb18030": "自治区人民政府关于印发乡村振兴战略规划的通知，各市、县人民政府请认真贯彻落实。",
    "big5": "臺南市政府為提升市民服務品質，特舉辦環境教育講習活動，歡迎民眾踴躍報名參加。",
    "utf-8": "各区县人民政府，občinska uprava Šmarje, Приём граждан ведётся по рабочим дням.",
    "shift_jis": "市民の皆様へのお知らせです。住民票の写しの交付を受けるには、窓口までお越しください。",
    "euc-kr": "시민 여러분께 알려 드립니다. 주민등록등본 발급을 신청하시려면 주민센터를 방문하여 주시기 바랍니다.",
    "windows-1251": "Администрация города сообщает о проведении публичных слушаний по проекту бюджета.",
    "windows-1252": "La mairie est fermée à Noël. Les demandes doivent être déposées à l'hôtel de ville.",
    "windows-1256": "تعلن بلدية المدينة عن فتح باب التقديم للحصول على رخص البناء قبل نهاية الشهر الجاري.",
}
SIZES = (1, 40)


def body_of(encoding: str, *, charset: str, times: int = 1) -> str:
    return html_page(f"<p>{TEXTS[encoding]}</p>\n" * times, title=TEXTS[encoding][:8], charset=charset)


@pytest.mark.parametrize("times", SIZES)
@pytest.mark.parametrize("encoding", TEXTS)
def test_a_rightly_declared_page_is_read_and_not_blamed(encoding: str, times: int) -> None:
    html = body_of(encoding, charset=encoding, times=times)
    text, fact = decode_page(record(html, encoding=encoding))
    assert text == html
    assert (fact.used, fact.is_declared_wrong, fact.damaged_share) == (family_of(encoding), False, 0.0)


@pytest.mark.parametrize("times", SIZES)
@pytest.mark.parametrize("encoding", TEXTS)
def test_an_undeclared_page_is_read_and_not_blamed(encoding: str, times: int) -> None:
    html = body_of(encoding, charset="", times=times)
    text, fact = decode_page(record(html, encoding=encoding))
    assert text == html
    assert (fact.declared, fact.used, fact.is_declared_wrong) == ("", family_of(encoding), False)


@pytest.mark.parametrize("times", SIZES)
@pytest.mark.parametrize("encoding", [name for name in TEXTS if name != "utf-8"])
def test_a_page_that_calls_itself_utf8_is_read_in_its_own_encoding(encoding: str, times: int) -> None:
    html = body_of(encoding, charset="utf-8", times=times)
    text, fact = decode_page(record(html, encoding=encoding))
    assert text == html
    assert (fact.declared, fact.used, fact.is_declared_wrong) == ("utf-8", family_of(encoding), True)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "gb2312"),
        ("utf-8", "iso-8859-1"),
        ("gbk", "iso-8859-1"),
        ("gbk", "big5"),
        ("big5", "gbk"),
        ("shift_jis", "gbk"),
        ("euc-kr", "gbk"),
        ("windows-1251", "windows-1252"),
        ("windows-1252", "windows-1251"),
        ("windows-1256", "windows-1251"),
    ],
)
def test_a_wrong_declaration_is_found_even_where_it_could_be_read(encoding: str, declared: str) -> None:
    html = body_of(encoding, charset=declared, times=10)
    text, fact = decode_page(record(html, encoding=encoding))
    assert text == html
    assert fact.is_declared_wrong


@pytest.mark.parametrize("encoding", TEXTS)
def test_one_bad_byte_does_not_change_the_encoding(encoding: str) -> None:
    raw = body_of(encoding, charset=encoding, times=10).encode(encoding)
    place = next(index for index, byte in enumerate(raw[len(raw) // 2 :], len(raw) // 2) if byte > 0x7F)
    for damaged in (raw[:place] + raw[place + 1 :], raw[:place] + b"\xff" + raw[place + 1 :]):
        _, fact = decode_page(record(damaged))
        assert (fact.used, fact.is_declared_wrong) == (family_of(encoding), False)
        assert fact.damaged_share < 0.01


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_page_cut_within_a_character_keeps_its_encoding(encoding: str) -> None:
    raw = body_of(encoding, charset="", times=10).encode(encoding)
    place = max(index for index, byte in enumerate(raw) if byte > 0x7F)
    assert decode_page(record(raw[:place]))[1].used == family_of(encoding)


def test_damage_is_the_share_of_characters_that_cannot_be_read() -> None:
    _, fact = decode_page(record("中文".encode() * 20 + b"\xff" * 10))
    assert fact.used == "utf-8"
    assert fact.damaged_share == pytest.approx(10 / 50)


def test_plain_ascii_is_never_declared_wrong() -> None:
    for declared in ("gb2312", "iso-8859-1", "utf-8", "no-such-charset", ""):
        text, fact = decode_page(record(html_page("hello", charset=declared)))
        assert "hello" in text
        assert not fact.is_declared_wrong


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gb2312", "gb18030"), ("GBK", "gb18030"), ("utf8", "utf-8"), ("UTF-8", "utf-8"), ("iso-8859-1", "cp1252")],
)
def test_members_of_a_family_are_not_a_wrong_declaration(declared: str, encoding: str) -> None:
    words = {"gb18030": TEXTS["gb18030"] + "㐀镕", "utf-8": TEXTS["utf-8"], "cp1252": "L’hôtel de ville – fermé"}[
        encoding
    ]
    text, fact = decode_page(record(html_page(words, charset=declared), encoding=encoding))
    assert words in text
    assert not fact.is_declared_wrong


def test_the_header_goes_before_the_page_and_a_byte_order_mark_before_both() -> None:
    html = html_page(TEXTS["windows-1252"], charset="windows-1251")
    _, fact = decode_page(record(html, encoding="cp1252", content_type="text/html; charset=ISO-8859-1"))
    assert (fact.declared, fact.used) == ("iso-8859-1", "windows-1252")
    text, fact = decode_page(record(b"\xef\xbb\xbf" + TEXTS["gbk"].encode(), content_type="text/html;charset=gbk"))
    assert text == TEXTS["gbk"]
    assert (fact.used, fact.is_declared_wrong) == ("utf-8", True)


def test_utf16_is_read_by_its_mark() -> None:
    text, fact = decode_page(record(html_page("中文", charset="").encode("utf-16")))
    assert "中文" in text
    assert fact.used == "utf-16"


def test_names_of_transformations_are_no_encodings() -> None:
    for label in ("punycode", "unicode_escape", "idna", "hex", "zlib", "rot13", "undefined", "utf-7", "../etc", ""):
        assert family_of(label) == ""


def test_an_empty_body_is_an_empty_text() -> None:
    assert decode_page(record(b""))[0] == ""


def test_a_west_european_page_is_not_taken_for_a_central_european_one() -> None:
    html = html_page("<p>A resident’s permit costs £45 a year – and the café is closed.</p>" * 5, charset="")
    _, fact = decode_page(record(html, encoding="cp1252"))
    assert fact.used == "windows-1252"


def test_what_is_no_utf8_is_not_read_as_it_though_page_and_detector_say_so() -> None:
    html = html_page("<p>㙟镇中学教师赵㭎荣获全县优秀教师称号，镇长李㛃到场祝贺。</p>" * 20, charset="utf-8")
    _, fact = decode_page(record(html, encoding="gb18030"))
    assert (fact.used, fact.is_declared_wrong) == ("gb18030", True)
