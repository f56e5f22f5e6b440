"""Tables of names and addresses, as people send them, become site lists."""

import csv

import pandas as pd
import pytest

from reports.intake import begin_list
from reports.intake_columns import guess_columns
from reports.intake_table import read_table
from site_lists.model import DataFileError, DataFileErrors, load_list

CHINESE = "单位名称,网址,人口\n贵阳市,www.guiyang.gov.cn,5987018\n遵义市,https://www.zunyi.gov.cn/index.html,6606675\n"
PORTUGUESE = "uf,nome,url\nSP,São Paulo,https://prefeitura.sp.gov.br\nAM,Manaus,https://manaus.am.gov.br\n" * 5
RUSSIAN = "Название;Сайт\nГород Тверь;https://www.tver.ru\nКазань;казань.рф\n"


def saved(tmp_path, text, *, encoding="utf-8", name="table.csv"):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def begun(tmp_path, text, *, country="CN", title="", **how):
    """The rows and the lines said of a list begun from a table."""
    folder = tmp_path / "list"
    said = begin_list(folder, saved(tmp_path, text, **how), title=title, country=country)
    with (folder / "sites.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream)), "\n".join(said)


@pytest.mark.parametrize(
    ("text", "encoding", "word"),
    [
        (CHINESE, "utf-8-sig", "贵阳市"),
        (CHINESE, "utf-16", "贵阳市"),
        (CHINESE, "gb18030", "贵阳市"),
        ("名称,网址\n克拉尼,www.kranj.si\n", "gb18030", "克拉尼"),
        (PORTUGUESE, "latin-1", "São Paulo"),
        (RUSSIAN, "cp1251", "Город Тверь"),
    ],
)
def test_a_table_is_read_in_the_encoding_it_was_saved_in(tmp_path, text, encoding, word):
    assert word in read_table(saved(tmp_path, text, encoding=encoding)).to_numpy()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_though_names_hold_others(tmp_path, delimiter):
    rows = [("name", "url"), ("Kranj, city; mesto", "kranj.si"), ("Bled | lake", "bled.si")]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)

    frame = read_table(saved(tmp_path, text))

    assert list(frame.columns) == ["name", "url"]
    assert frame["name"].tolist() == ["Kranj, city; mesto", "Bled | lake"]


def test_a_comma_too_many_moves_no_cell(tmp_path):
    frame = read_table(saved(tmp_path, "name,url\nKranj,kranj.si,\nBled,bled.si,\n"))

    assert frame["name"].tolist() == ["Kranj", "Bled"]


def test_titles_above_the_headings_are_passed_over_and_rows_keep_their_numbers(tmp_path):
    rows, said = begun(tmp_path, f"全省政府网站一览表,,\n,,\n{CHINESE}安顺市,,\n")

    assert [row["name"] for row in rows] == ["贵阳市", "遵义市"]
    assert "row 6: no address" in said


def test_a_table_without_headings_loses_no_row(tmp_path):
    rows, said = begun(tmp_path, "a.example.org\nb.example.org\n")

    assert [row["url"] for row in rows] == ["https://a.example.org/", "https://b.example.org/"]
    assert "no column seems to hold names" in said


def test_a_spreadsheet_is_read_with_its_numbers_whole(tmp_path):
    path = tmp_path / "table.xlsx"
    frame = pd.DataFrame({"名称": ["贵阳市"], "网址": ["www.guiyang.gov.cn"], "人口": [5987018.0]})
    frame.to_excel(path, engine="xlsxwriter", index=False)

    begin_list(tmp_path / "list", path, title="Guizhou", country="cn")

    (site,) = load_list(tmp_path / "list").sites
    assert (site.name, site.url, site.population, site.level) == (
        "贵阳市",
        "https://www.guiyang.gov.cn/",
        5987018,
        "city",
    )


def test_headings_decide_unless_what_stands_below_contradicts_them():
    towns = ["Kranj", "Bled", "Piran", "Koper"]
    hosts = [f"www.{town.lower()}.si" for town in towns]
    misleading = pd.DataFrame({"Website": ["yes"] * 4, "Portal of": towns, "Location": ["Gorenjska"] * 4, "x": hosts})

    assert guess_columns(pd.DataFrame({"Naziv": towns, "Spletna stran": hosts})) == {
        "url": "Spletna stran",
        "name": "Naziv",
    }
    assert guess_columns(misleading) == {"url": "x", "name": "Portal of"}


def test_what_was_guessed_and_what_wants_a_look_is_said(tmp_path):
    text = "city,website,state\nKranj,kranj.si,Gorenjska\nBled,kranj.si,SI-003\n"

    _, said = begun(tmp_path, text.replace("city", "name"), country="SI")

    assert 'url <- "website"' in said
    assert 'name <- "name"' in said
    assert "region: 1 of 2 rows" in said
    assert "address: 1 stand more than once, such as https://kranj.si" in said


def test_ids_do_not_depend_on_the_order_of_rows(tmp_path):
    rows = ["Newton,a.example.org,US-KS", "Newton,b.example.org,US-IA", "Newton,c.example.org,US-IA"]
    rows += ["Alma,d.example.org,US-KS", "Bern,e.example.org,US-KS"]
    for name, order in (("one", rows), ("two", rows[::-1])):
        (tmp_path / name).mkdir()
        begun(tmp_path / name, "\n".join(("name,url,region", *order)) + "\n", country="US")
    one, two = ({site.url: site.id for site in load_list(tmp_path / name / "list").sites} for name in ("one", "two"))

    assert one == two
    assert one["https://a.example.org/"] == "newton-us-ks"


def test_a_list_that_cannot_be_written_whole_leaves_nothing_behind(tmp_path):
    with pytest.raises(DataFileErrors):
        begun(tmp_path, "name,url\nBled,bled.si\n", title="x" * 600)

    assert not list((tmp_path / "list").iterdir())


def test_ids_come_from_latin_names_else_from_hosts_and_are_never_the_same(tmp_path):
    text = "name,url\nBled,bled.si\nBled,bled.org\n贵阳市,www.guiyang.gov.cn\nКазань,казань.рф\n"

    rows, _ = begun(tmp_path, text)

    assert [row["id"] for row in rows] == ["bled-bled-si", "bled-bled-org", "guiyang-gov-cn", "xn-80aauks4g-xn-p1ai"]


def test_bare_hosts_get_https_and_full_addresses_stay_as_they_are(tmp_path):
    text = "name,url\na,a.si\nb,b.si/info\nc,http://c.si/x?y=1\nd,n/a\n"

    rows, said = begun(tmp_path, text)

    assert [row["url"] for row in rows] == ["https://a.si/", "https://b.si/info", "http://c.si/x?y=1"]
    assert "row 5: 'n/a' is no web address" in said


@pytest.mark.parametrize(
    ("said", "name", "level"),
    [
        ("City", "36th District Court", "city"),
        ("Federal - Executive", "National Gallery", "national"),
        ("", "黔东南苗族侗族自治州", "prefecture"),
        ("", "广西壮族自治区", "province"),
        ("", "International Falls", "other"),
        ("", "Lee County", "county"),
    ],
)
def test_the_level_is_what_the_table_says_before_what_the_name_says(tmp_path, said, name, level):
    rows, _ = begun(tmp_path, f"name,url,level\n{name},a.example.org,{said}\n")

    assert rows[0]["level"] == level


@pytest.mark.parametrize(
    ("cell", "country", "region"),
    [("SI-052", "SI", "SI-052"), ("AC", "BR", "BR-AC"), ("新疆维吾尔自治区", "CN", "CN-XJ"), ("Gorenjska", "SI", "")],
)
def test_a_region_is_written_only_where_it_reads_as_a_code(tmp_path, cell, country, region):
    rows, _ = begun(tmp_path, f"name,url,region\nx,a.example.org,{cell}\n", country=country)

    assert rows[0]["region"] == region


def test_a_template_loads_and_nothing_is_ever_overwritten(tmp_path):
    folder = tmp_path / "towns"
    begin_list(folder, None, title='My "towns"', country="")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    assert load_list(folder).options.title == 'My "towns"'
    with pytest.raises(DataFileError, match="nothing is overwritten"):
        begin_list(folder, saved(tmp_path, CHINESE), title="", country="CN")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("text", "country", "words"),
    [
        ("code,name\n1,Kranj\n", "SI", "no column holds web addresses"),
        ("name,url\nKranj,kranj.si\n", "", "no row can be used: no country; give --country"),
        ("name,url\n", "SI", "the table has no row; fill it"),
        ("", "SI", "the table has no row; fill it"),
        ('name,url\n"Kranj,kranj.si\nBled,bled.si\n', "SI", "no column holds web addresses"),
        ("name,url\nKranj,kranj.si\n", "Slovenia", "is no country code"),
    ],
)
def test_a_table_of_no_use_leaves_nothing_behind(tmp_path, text, country, words):
    with pytest.raises(DataFileError, match=words):
        begun(tmp_path, text, country=country)

    assert not (tmp_path / "list").exists()


def test_what_is_no_spreadsheet_is_said(tmp_path):
    with pytest.raises(DataFileError, match="cannot be read as a table"):
        read_table(saved(tmp_path, "no zip", name="table.xlsx"))
