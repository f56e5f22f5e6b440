"""Only what is wrong wherever it stands is a misspelling."""

from __future__ import annotations

import pytest

from scoring.misspelling import check_spellings, has_list, spellings_in


@pytest.mark.parametrize(
    ("text", "language", "right"),
    [
        ("请及时登陆系统填报", "zh-Hans", "登录系统"),
        ("中华人民共合国", "zh-Hans", "中华人民共和国"),
        ("惠請民眾協肋", "zh-Hant", "協助"),
        ("The Goverment said", "en-GB", "government"),
    ],
)
def test_a_listed_spelling_is_found_and_put_right(text: str, language: str, right: str) -> None:
    (found,) = spellings_in(text, language)

    assert found.spelling.right == right
    assert found.snippet in text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("研究竞赛成果", "zh-Hans"),
        ("獨立研究競賽", "zh-Hant"),
        ("台风登陆后减弱", "zh-Hans"),
        ("Write to info@goverment.example", "en"),
        ("goverments.example/goverment", "en"),
        ("Bruselj, 3. maja", "sl"),
    ],
)
def test_a_longer_word_an_address_or_another_language_is_none(text: str, language: str) -> None:
    assert spellings_in(text, language) == ()


def test_severe_slips_are_told_apart() -> None:
    assert spellings_in("扫黑险恶专项斗争", "zh-Hans")[0].spelling.severity == "severe"


def test_there_are_lists_for_chinese_and_english_only() -> None:
    assert [tag for tag in ("zh-TW", "zh-Hans", "en", "sl", "") if has_list(tag)] == ["zh-TW", "zh-Hans", "en"]


def test_the_lists_that_ship_are_in_order() -> None:
    assert check_spellings() == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("a,a,general,", "must be given and differ"),
        ("teh,the,odd,", "not one of"),
        ("teh,the,general,other", "does not hold"),
        ("teh,the,general,\nteh,the,general,", "stands twice"),
    ],
)
def test_a_faulty_row_is_told_with_its_line(tmp_path, row: str, problem: str) -> None:
    (tmp_path / "en.csv").write_text(f"wrong,right,class,not\n{row}\n", encoding="utf-8")

    (fault,) = check_spellings(tmp_path)

    assert problem in str(fault)
    assert "line " in str(fault)
