"""Words of a lexicon mean what they say, and a faulty lexicon is told by file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.lexicon import (
    TOPICS,
    bundled_languages,
    check_lexicons,
    lexicon_notes,
    load_lexicon,
    missing_topics,
    switch_language,
    word_book,
)
from scoring.lexicon_file import FAMILIES, FIELDS, STANDARD_FIELDS
from site_lists.model import DataFileErrors

HANS, HANT, ENGLISH = ("zh-Hans",), ("zh-Hant",), ("en",)


def topics(languages: tuple[str, ...], text: str) -> set[str]:
    return {topic for topic, _ in word_book(languages).topics_in(text)}


def test_bundled_lexicons_are_in_order() -> None:
    assert [str(fault) for fault in check_lexicons()] == []


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_the_three_main_lexicons_cover_every_topic_month_and_label(language: str) -> None:
    lexicon = load_lexicon(language)
    assert (missing_topics(lexicon), set(lexicon.labels)) == ((), {*FIELDS, *STANDARD_FIELDS * (language == "zh-Hans")})
    assert set(lexicon.months.values()) == set(range(1, 13))
    after_a_day = {"consultation_ends", "letter_asked_after", "letter_answered_after"}  # which English says before it
    assert set(FAMILIES) - set(lexicon.phrases) <= after_a_day | {"elder_mode"}


@pytest.mark.parametrize("language", bundled_languages())
def test_every_lexicon_names_all_months_and_what_its_language_links_say(language: str) -> None:
    lexicon = load_lexicon(language)

    assert set(lexicon.months.values()) == set(range(1, 13))
    assert all(switch_language(word) == language for word in lexicon.switch)


def test_a_lexicon_that_nobody_read_is_called_unreviewed_and_its_missing_topics_are_listed() -> None:
    note = next(note for note in lexicon_notes() if note.startswith("lexicon ug:"))

    assert "32 of 95 topics, not reviewed yet; no words for" in note
    assert all(topic in note for topic in missing_topics(load_lexicon("ug")))


@pytest.mark.parametrize(
    ("languages", "text", "expected"),
    [
        (ENGLISH, "Press Releases", {"news"}),
        (ENGLISH, "Media Centre", {"news"}),
        (ENGLISH, "WHO WE ARE", {"about"}),
        (ENGLISH, "Contact Us", {"contact"}),
        (ENGLISH, "Our Programmes", {"services"}),
        (ENGLISH, "Apply for a Building Permit", {"service_building_permit"}),
        (ENGLISH, "Driver’s licence", {"service_driving_licence"}),
        (ENGLISH, "Environmental Protection", {"environment"}),
        (HANS, "通知公告", {"notices"}),
        (HANS, "关于春节放假安排的公告", {"notices"}),
        (HANS, "政府信息公开年度报告", {"annual_report"}),
        (HANS, "12345", {"hotline"}),
        (HANS, "信息公开指南", {"gov_open"}),
        (HANS, "少数民族", {"ethnic"}),
        (HANT, "市政新聞", {"news"}),
        (HANT, "首長信箱", {"mailbox"}),
        (HANT, "施政計畫", {"plans"}),
        (HANT, "1999專線", {"hotline"}),
    ],
)
def test_names_of_sections_and_services_are_known(languages: tuple[str, ...], text: str, expected: set[str]) -> None:
    assert topics(languages, text) == expected


@pytest.mark.parametrize(
    ("languages", "text", "wrong"),
    [
        (ENGLISH, "Newsletter", "news"),
        (ENGLISH, "Privacy Policy", "policy"),
        (ENGLISH, "Improving the business environment", "environment"),
        (ENGLISH, "Minister thanks the city council for its services to the community", "services"),
        (ENGLISH, "Speech by the Minister at the debate on the annual budget of the Republic for next year", "budget"),
        (HANS, "隐私政策", "policy"),
        (HANS, "营商环境", "environment"),
        (HANS, "建设完善的无障碍设施", "accessibility"),
        (HANS, "我市召开新闻发布会", "news"),
        (HANT, "統計年報", "annual_report"),
    ],
)
def test_a_longer_word_with_another_meaning_does_not_count(languages: tuple[str, ...], text: str, wrong: str) -> None:
    assert wrong not in topics(languages, text)


def test_the_longest_word_wins() -> None:
    assert word_book(HANS).topics_in("政策解读") == (("interpretation", "政策解读"),)


def test_a_text_may_name_two_sections() -> None:
    assert topics(ENGLISH, "Locate Us and FAQ") == {"contact", "faq"}


def test_a_section_is_named_not_mentioned_in_a_headline() -> None:
    headline = "南市「救護優先 智慧暢行」榮獲第8屆「政府服務獎」肯定並與各界分享"

    assert "services" not in topics(HANT, headline)


@pytest.mark.parametrize(
    "headline",
    [
        "決標公告[機關名稱]臺南市政府經濟發展局[標案名稱]柳營科技工業區公共設施改善工程第二期",
        "[機關名稱]臺南市政府交通局[標案案號]1100347[標案名稱]111年度公路監理資訊系統主機維護案",
        "Invitation to tender: new roof for the town hall, the school and both of the fire stations",
    ],
)
def test_a_mark_before_a_headline_names_its_section(headline: str) -> None:
    assert "procurement" in topics(("zh-Hant",), headline)


def test_a_headline_of_a_spaced_script_is_named_by_its_first_words() -> None:
    long = " to the park, the school, the two libraries and all of the streets around the market of the town"

    assert "consultations" in topics((), f"Public consultation on the changes{long}")
    assert "consultations" not in topics((), f"Mayor speaks of the public consultation on the changes{long}")


def test_the_main_word_of_a_chinese_headline_may_end_a_clause_or_stand_before_an_aside() -> None:
    assert "personnel" in topics(HANT, "新任消防局長在市政大樓宣誓就職，市長期許同仁攜手守護市民的生命安全與財產")
    assert "events" in topics(HANT, "某某市各區寺廟與文化場館廟會活動明細（110年12月17日～110年12月31日）")


def test_what_a_chinese_headline_says_in_brackets_is_an_aside() -> None:
    assert "transport" not in topics(HANT, "某某市場空間(含停車位)委託經營管理案")
    assert "transport" in topics(HANT, "(停車位)")


def test_a_theme_may_be_mentioned_in_a_headline() -> None:
    assert "health" in topics(HANT, "黃偉哲感謝各級醫院及醫護團隊守護市民，期許明年再創佳績，共同努力")


def test_words_of_spaced_scripts_are_whole_words_also_beside_chinese() -> None:
    assert topics(ENGLISH, "Newsrooms2") == set()
    assert topics(HANS, "访问FAQ页面") == {"faq"}


@pytest.mark.parametrize("text", ["通 知 公 告", "　通知公告　", "通知公告：", "【通知公告】", "通知公告(12)"])
def test_spacing_and_punctuation_do_not_matter(text: str) -> None:
    assert topics(HANS, text) == {"notices"}


def test_full_width_letters_and_capitals_do_not_matter() -> None:
    assert topics(ENGLISH, "ＣＯＮＴＡＣＴ ＵＳ") == {"contact"}


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/zwgk/tzgg/202301/t20230105_1.html", ["gov_open", "notices"]),
        ("/about-us/press_releases/", ["about", "news"]),
        ("/AboutUs/Annual-Report.aspx", ["about", "annual_report"]),
        ("/%E9%80%9A%E7%9F%A5%E5%85%AC%E5%91%8A/", ["notices"]),
        ("/files/no-news-is-good-news.html", []),
        ("/", []),
    ],
)
def test_segments_of_an_address_name_topics_only_as_a_whole(path: str, expected: list[str]) -> None:
    assert [topic for topic, _ in word_book(HANS).topics_in_path(path)] == expected


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("办理时限", "promised_days"),
        ("法定办结时限：", "statutory_days"),
        ("三、申请材料", "materials"),
        ("承诺办结时限（工作日）", "promised_days"),
        ("到办事现场次数", "visits"),
        ("應備證件", "materials"),
        ("How long does it take?", "promised_days"),
        ("Fee:", "fee"),
        ("Who can apply", "conditions"),
        ("The history of our town hall", None),
        ("", None),
    ],
)
def test_labels_lead_to_the_field_of_a_guide(label: str, field: str | None) -> None:
    assert word_book(("zh-Hans", "zh-Hant")).field_of(label) == field


@pytest.mark.parametrize(
    ("family", "text", "words"),
    [
        ("published", "发布时间：2023-01-05", "发布时间"),
        ("published", "Published on 5 January 2023", "published on"),
        ("published", "活动时间：2023-01-05", None),
        ("updated", "Last updated 5 Jan 2023", "last updated"),
        ("signed", "成文日期", "成文日期"),
        ("empty_list", "该栏目下暂无内容", "该栏目下暂无"),
        ("no such family", "anything", None),
    ],
)
def test_phrases_are_found_by_family(family: str, text: str, words: str | None) -> None:
    assert word_book(HANS).phrase(family, text) == words


def test_a_book_leaves_out_unknown_languages_and_ends_in_english() -> None:
    assert word_book(("en", "xx", "zh-TW", "zh-Hant-TW")).languages == ("zh-Hant", "en")
    assert word_book(()).languages == ("en",)


def test_a_language_without_script_brings_all_its_lexicons() -> None:
    assert word_book(("zh",)).languages == ("zh-Hans", "zh-Hant", "en")


def test_only_complete_lexicons_let_absence_mean_something() -> None:
    assert word_book(("ug", "zh-Hans")).complete_languages == ("zh-Hans", "en")


def test_months_of_all_languages_are_known_in_lower_case() -> None:
    months = word_book(("ru", "zh-Hans")).months

    assert (months["января"], months["十二月"], months["sept"]) == (1, 12, 9)


@pytest.mark.parametrize(
    ("words", "language"),
    [("English", "en"), ("繁體", "zh-Hant"), ("维吾尔文", "ug"), ("ئۇيغۇرچە", "ug"), ("藏文版", "bo"), ("Home", None)],
)
def test_words_of_a_language_link_tell_the_language(words: str, language: str | None) -> None:
    assert switch_language(words) == language


def test_hostile_text_is_read_to_a_limit() -> None:
    book = word_book(HANS)

    assert book.topics_in("x" * 1_000_000 + " news") == ()
    assert book.phrase("not_found", "a " * 500_000 + "page not found") is None


def test_there_is_no_lexicon_for_a_made_up_language() -> None:
    with pytest.raises(DataFileErrors, match="data files are wrong"):
        load_lexicon("xx")


START = 'language = "it"\nname = "Italiano"\nreviewed_by = ""\nreviewed_on = ""\n'


@pytest.mark.parametrize(
    ("text", "where", "problem"),
    [
        (START + "[topics.news\n", "line 5", "not TOML"),
        (START + '[topics.nws]\nwords = ["x"]\n', "line 5", "none of the topics"),
        (START + '[topics.news]\nwrods = ["x"]\n', "line 6", "unknown"),
        (START + "complete = true\n", "", "has no words"),
        (START + '[topics.news]\nwords = ["x"]\n[topics.policy]\nalone = ["X"]\n', "line 8", "news and policy"),
        (START + "[months]\nzero = 13\n", "line 6", "1 to 12"),
        (START + '[labels]\nfees = ["x"]\n', "line 6", "none of the labels"),
        (START + '[phrases]\npublished = [" "]\n', "line 6", "empty word"),
        (START.replace('"it"', '"de"'), "line 1", "file's name"),
        (START.replace('on = ""', 'on = "soon"'), "line 4", "write it like"),
        ('language = "it"\n', "", "missing"),
    ],
)
def test_a_fault_is_told_with_its_line_and_a_remedy(tmp_path: Path, text: str, where: str, problem: str) -> None:
    (tmp_path / "it.toml").write_text(text, encoding="utf-8")

    faults = check_lexicons(tmp_path)

    assert faults
    assert where in faults[0].where
    assert problem in faults[0].problem
    assert ";" in faults[0].problem


def test_a_theme_may_share_a_word_with_a_section(tmp_path: Path) -> None:
    text = START + '[topics.personnel]\nwords = ["x"]\n[topics.employment]\nwords = ["x"]\n'
    (tmp_path / "it.toml").write_text(text, encoding="utf-8")

    assert check_lexicons(tmp_path) == []


def test_a_file_that_is_not_utf8_is_a_fault_not_a_crash(tmp_path: Path) -> None:
    (tmp_path / "it.toml").write_bytes(b'language = "\xff"')

    assert "save the file as UTF-8" in check_lexicons(tmp_path)[0].problem


def test_the_readme_lists_every_topic() -> None:
    readme = (Path(__file__).parents[2] / "scoring" / "lexicons" / "README.md").read_text(encoding="utf-8")

    assert [topic for topic in TOPICS if topic not in readme] == []
