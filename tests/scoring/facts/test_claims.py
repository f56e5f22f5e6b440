"""A page is faulty when it says so of itself, and not when it reports or explains such a thing."""

from __future__ import annotations

import pytest

from scoring.facts.faults import content_fault
from scoring.facts.page import page_facts
from scoring.lexicon import word_book
from tests.builders import HOME, html_page, record, visit

BOOK = word_book(("zh-Hans", "zh-Hant", "en"))


def fault(body: str, *, title: str = "Town of Riverton", url: str = "/news/") -> str:
    facts = page_facts(record(html_page(body, title=title)), visit(url), book=BOOK, country="SG", home_url=HOME)
    assert facts is not None
    found = content_fault(facts)
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>抱歉，您访问的页面不存在。</p>", "not_found"),
        ("<h1>404 Error</h1>", "not_found"),
        ("<h1>页面不存在</h1>", "not_found"),
        ("<p>Sorry, the page you are looking for is gone.</p>", "not_found"),
        ("<p>Dear visitor, this page is under construction until May.</p>", "placeholder"),
        ("<p>本栏目正在建设中，敬请期待</p>", "placeholder"),
        ("<p>首页 通知公告 暂无数据</p>", "empty_column"),
        ("<p>查無資料</p>", "empty_column"),
        ("<h1>Open data</h1><p>Coming soon.</p>", "placeholder"),
        ("<h1>通知公告</h1><p>共 0 条记录</p>", "empty_column"),
        ("<h1>Speeches</h1><ul></ul>", "empty_column"),
    ],
)
def test_a_page_that_says_it_of_itself_is_faulty(body: str, expected: str) -> None:
    assert fault(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        '<h1>Help</h1><p>If you see "page not found", check the address or tell the web team.</p>',
        "<h1>清水大桥正在建设中</h1><p>记者10日从市交通局获悉，大桥合龙在即。</p>",
        "<h1>Events</h1><p>Summer fair, 3 June. Coming soon: the autumn market, 12 September.</p>",
        "<h1>Vacancies</h1><p>There are currently no vacancies. New jobs are posted on Fridays.</p>",
        "<h1>Search</h1><form><input name=q></form><p>No results found.</p>",
        '<h1>Speeches</h1><ul></ul><script src="/list.js"></script>',
        "<h1>整改</h1><p>“建设中”栏目全部下线。</p>",
    ],
)
def test_a_page_that_reports_or_explains_it_is_sound(body: str) -> None:
    assert fault(body) == ""


def test_an_article_with_its_day_is_there() -> None:
    assert fault("<p>Published: 2 March 2026</p><p>The pool is under maintenance.</p>") == ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>温馨提示：您要找的内容已经搬家或被删除了</p>", "not_found"),
        ("<p>We are working on this page.</p>", "placeholder"),
        ("<h1>Library</h1><p>This library is empty.</p>", "empty_column"),
        ("<h1>Birth records</h1><p>No records before 1853 are held here.</p>", ""),
        ("<p>This page was moved.</p>" + "<p>The council met on Monday to talk about the bridge.</p>" * 3, ""),
    ],
)
def test_an_all_but_empty_page_is_understood_by_a_thing_and_its_absence(body: str, expected: str) -> None:
    assert fault(body) == expected


def test_dummy_text_is_a_placeholder_wherever_it_stands() -> None:
    assert fault("<p>Published: 2 March 2026</p><p>Lorem ipsum dolor sit amet</p>") == "placeholder"


def test_a_home_page_is_no_empty_column() -> None:
    assert fault("<p>No news found.</p>", url="/") == ""


TABLES = """<table><tr><td>Monday, November 3, 2025</td></tr><tr><td><a href="/">Home</a><br>
<a href="/dept">Departments</a><form action="/s"><input name="q"><select name="t"><option>All</option></select></form>
</td><td>{main}</td></tr><tr><td>City Hall<br>200 Oak Avenue<br>Phone 555-0133<br>Copyright 2009.</td></tr></table>"""
MARKED = """<header><a href="/">清水市人民政府</a></header><div class="weizhi">当前位置：<a href="/">首页</a> &gt;
<a href="/a">政务公开</a></div><div>{main}</div><div class="sidebar">
<a href="/n/1">我市召开秋收工作会议部署晴好天气抢收</a></div><div>地址：解放路1号 电话：0839-7200000</div>"""


@pytest.mark.parametrize("frame", [TABLES, MARKED])
@pytest.mark.parametrize(
    ("main", "expected"),
    [
        ("<p>Sorry, the item you asked for was withdrawn.</p>", "not_found"),
        ("<p>您打开的链接有误或已过期</p>", "not_found"),
        ("<p>We are still adding content to this section.</p>", "placeholder"),
        ("<p>相片上传中</p>", "placeholder"),
        ("<p>No minutes have been uploaded.</p>", "empty_column"),
        ("<table><tr><th>Date</th><th>Title</th></tr></table>", "empty_column"),
        ("<p>The bridge was moved to the museum and cannot be found on the old map.</p>", ""),
        ("<p>The fountain is being rebuilt.</p>", ""),
    ],
)
def test_what_stands_on_every_page_of_a_site_does_not_count(frame: str, main: str, expected: str) -> None:
    assert fault(frame.replace("{main}", main)) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>Post title</h1><p>Your text here.</p>", "placeholder"),
        ("<h1>Subfolder page</h1>", "placeholder"),
        ("<h1>Contact [insert department]</h1>", "placeholder"),
        ("<h1>Safety</h1><p>Aliquam erat volutpat, sed do eiusmod tempor incididunt ut labore.</p>", "placeholder"),
        ("<h1>Test pages</h1><p>Learner drivers sit the theory part on paper at the county office.</p>", ""),
        ("<h1>Motto</h1><p>Labor omnia vincit et honor manet.</p>", ""),
    ],
)
def test_a_page_that_nobody_wrote_is_a_placeholder(body: str, expected: str) -> None:
    assert fault(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>Tenders</h1><p>There are no open tenders at present.</p>", ""),
        ("<h1>Tenders</h1><p>No data available.</p>", "empty_column"),
        ("<h1>招聘信息</h1><p>目前没有招聘岗位。</p>", ""),
        ("<h1>招聘信息</h1><p>共0条</p>", "empty_column"),
    ],
)
def test_that_there_is_none_just_now_of_what_comes_and_goes_is_no_empty_column(body: str, expected: str) -> None:
    assert fault(body) == expected


def test_a_page_that_says_where_its_matter_is_now_is_not_missing() -> None:
    told = '<p>This document has been withdrawn.</p><p>It was replaced by the <a href="/plan">Local Plan 2040</a>.</p>'
    assert fault(told) == ""
    assert fault("<p>This document has been withdrawn.</p>") == "not_found"


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Forms</h1><table><tr><td>No.</td><td>Name</td><td>Download</td></tr></table>",
        "<h1>处罚</h1><table><tr><td>序号</td><td>标题</td><td>日期</td></tr><tr><td>&nbsp;</td></tr></table>",
        '<h1>Plans</h1><ul class="rows"></ul><div class="pagination"><span>共 0 条</span><span>10条/页</span></div>',
        '<h1>Films</h1><form><select><option>2025<option>2026</select></form><div class="view-content"></div>',
    ],
)
def test_a_list_that_shows_its_head_or_its_pager_alone_is_empty(body: str) -> None:
    assert fault(body) == "empty_column"


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Bins</h1><table><tr><td>Monday</td><td>Glass</td><td>8 am</td></tr></table>",
        "<h1>Bins</h1><table><tr><td>Glass</td><td>Paper</td><td>Tins</td></tr><tr><td>Mo</td></tr></table>",
        '<h1>Plans</h1><a href="/1">Land use plan of the eastern villages</a><div class="pager">0 results</div>',
        "<h1>Finder of rules</h1><form><label>Name</label><input><select><option>2025<option>2026</select></form>",
        "<h1>Test, test!</h1><p>Press the button of your smoke alarm, or ring 0800 555 0444.</p>",
        "<h1>States</h1><ul><li>更新中：材料补正后数据正在同步</li><li>办结：可下载电子证照</li></ul>",
    ],
)
def test_a_page_with_something_to_read_or_to_fill_in_is_sound(body: str) -> None:
    assert fault(body) == ""


def test_a_folder_that_a_server_lists_is_empty_when_it_leads_only_upwards() -> None:
    up = '<a href="?C=N">Name</a><table><tr><td><a href="/uploads/">Parent Directory</a></td></tr></table>'
    name = "Index of /uploads/notices"
    assert fault(f"<h1>{name}</h1>{up}", title=name) == "empty_column"
    assert fault(f'<h1>{name}</h1>{up}<a href="a.pdf">a.pdf</a>', title=name) == ""


def test_what_stands_above_the_name_of_a_page_is_frame() -> None:
    menu = '<div class="l"><ul><li><a href="/a">Guide to the publication of information</a></li></ul></div>'
    assert fault(f"{menu}<div>Penalties</div><p>No records found.</p>", title="Penalties") == "empty_column"
    assert fault(f"<div>Penalties</div>{menu}<p>No records found.</p>", title="Penalties") == ""


def test_the_code_for_missing_pages_as_a_name_counts_whatever_the_page_offers_instead() -> None:
    news = '<h2>Latest</h2><a href="/n/1">Minister opens the new bridge</a> <time>24 November 2026</time>'
    assert fault(f"<h1>Adrift</h1>{news}", title="404 | Town of Riverton") == "not_found"
    assert fault(f"<h1>Route 404</h1>{news}") == ""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>Planning</h1><p>Article does not exist or was deleted.</p>", "not_found"),
        ("<h1>政务公开</h1><p>信息不存在或者已被删除</p>", "not_found"),
        ("<script>alert('The article does not exist!');history.back()</script>", "not_found"),
        ("<p>Town of Riverton</p><p>404</p><p>Nothing lives at this address.</p>", "not_found"),
        ("<p>Complaints of 2025</p><p>404</p><p>Not answered in time</p><p>31</p>", ""),
        ("<h1>Forms</h1><p>The form you requested is gone. It may have been replaced by a newer one.</p>", "not_found"),
        ("<h1>Chair</h1><p>Profile to be posted here.</p>", "placeholder"),
        ("<h1>Temporarily closed</h1><p>This website is closed for redesign.</p>", "placeholder"),
        ("<h1>{标题}</h1><p>{正文}</p>", "placeholder"),
        ("<h1>Test page</h1><p>01.01.2020</p><p>Test text. Test text.</p>", "placeholder"),
        ("<h1>Photos</h1><p>There is nothing in this gallery.</p>", "empty_column"),
    ],
)
def test_a_machine_that_offers_two_causes_or_a_code_and_an_author_who_promises_are_understood(
    body: str, expected: str
) -> None:
    assert fault(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Bill</h1><p>The ministry asks what the public thinks of the draft copyright law before it is tabled.</p>",
        "<h1>Licences</h1><p>The amount of maintenance and service charges is not listed in the agreement.</p>",
        "<h1>Board</h1><p>Annex A - Profiles of board members (0.1MB)</p>",
        "<h1>市集</h1><p>主辦單位統計現場約已聚集十五萬人次觀眾，台下粉絲熱情歡呼，入口處排隊人潮綿延不絕，周邊道路也提早實施管制。</p>",
    ],
)
def test_prose_with_words_of_the_frame_or_of_figures_is_sound(body: str) -> None:
    assert fault(body) == ""


WORDS = {
    "es": (
        "El documento que desea consultar ha sido suprimido.",
        "Estamos preparando este apartado.",
        "Sin registros.",
    ),
    "pt": ("O documento a que pretende aceder foi apagado.", "Este portal está a ser preparado.", "Sem registos."),
    "fr": ("Le document que vous cherchiez est introuvable.", "Nous rédigeons cette page.", "Aucun acte publié."),
    "ru": ("Документ, который вы искали, был удалён.", "Этот раздел наполняется.", "Сведений пока нет."),
    "sl": ("Dokument, ki ste ga želeli, je bil umaknjen.", "To stran še urejamo.", "Ni objavljenih zapisnikov."),
    "ar": ("المستند الذي تبحث عنه لم يعد متاحا", "نعمل على تطوير هذا القسم", "لا توجد تقارير"),
}


@pytest.mark.parametrize("language", WORDS)
def test_the_parts_of_a_statement_are_known_in_each_language(language: str) -> None:
    book = word_book((language,))
    for words, expected in zip(WORDS[language], ("not_found", "placeholder", "empty_column"), strict=True):
        page = record(html_page(f"<h1>Abc</h1><p>{words}</p>", title="Abc"))
        facts = page_facts(page, visit("/a/"), book=book, country="", home_url=HOME)
        assert facts is not None
        assert (content_fault(facts) or ("", ""))[0] == expected, words


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("", "<h1>It is here</h1><p>If you see this page, the OpenResty web platform is successfully installed.</p>"),
        ("虚拟主机开通成功", "<p>本页面由系统自动生成。</p>"),
        ("Plesk default page", "<p>You see this page because there is no web site at this address.</p>"),
    ],
)
def test_the_page_of_a_server_or_a_panel_is_a_placeholder(title: str, body: str) -> None:
    assert fault(body, title=title) == "placeholder"
