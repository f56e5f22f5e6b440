"""A table of names and addresses becomes a site list."""

import pandas as pd
import pytest

from reports.intake import begin_list, read_table
from site_lists.model import DataFileError, load_list


def begun(folder, table=None, **options):
    return begin_list(folder, table, **({"title": "", "country": ""} | options))


def table(tmp_path, text, *, name="table.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("name,website\nKranj,https://www.kranj.si/\n", "utf-8"),
        ("ime;spletna stran\nKranj;www.kranj.si\n", "utf-8-sig"),
        ("Kraj\tX\nKranj\thttps://www.kranj.si/\n", "utf-16"),
        ("名称,网址\n克拉尼,www.kranj.si\n", "gb18030"),
        ("Municipality|Domain Name\nKranj|kranj.si\n", "cp1252"),
    ],
)
def test_columns_are_found_whatever_the_language_delimiter_and_encoding(tmp_path, text, encoding):
    begun(tmp_path / "towns", table(tmp_path, text, encoding=encoding), country="SI")

    (site,) = load_list(tmp_path / "towns").sites
    assert "kranj.si" in site.url
    assert site.country == "SI"
    assert site.name in ("Kranj", "克拉尼")


def test_a_spreadsheet_is_read(tmp_path):
    path = tmp_path / "towns.xlsx"
    pd.DataFrame({"Občina": ["Črna na Koroškem"], "Web": ["www.crna.si"]}).to_excel(
        path, engine="xlsxwriter", index=False
    )

    begun(tmp_path / "towns", path, country="si", title='The "best" list')

    site_list = load_list(tmp_path / "towns")
    assert site_list.options.title == 'The "best" list'
    assert [site.id for site in site_list.sites] == ["crna-na-koroskem"]


def test_what_was_guessed_and_left_out_is_told(tmp_path):
    text = "nome,url,uf\nAcrelândia,https://acrelandia.ac.gov.br,AC\nAbaíra,,BA\nAbaré,see phone book,BA\n"
    told = "\n".join(begun(tmp_path / "br", table(tmp_path, text), country="BR"))

    assert 'url <- "url"' in told
    assert "1 sites written, 2 rows left out" in told
    assert "row 3: no address" in told
    assert "row 4: 'see phone book' is no web address" in told
    assert load_list(tmp_path / "br").sites[0].region == "BR-AC"


def test_ids_are_unique_and_come_from_names_or_hosts(tmp_path):
    text = "name,url\nNewton,a.example.org\nNewton,b.example.org\n石家庄市,www.sjz.gov.cn\n"
    begun(tmp_path / "towns", table(tmp_path, text), country="US")

    assert [site.id for site in load_list(tmp_path / "towns").sites] == ["newton", "newton-2", "sjz-gov-cn"]


def test_the_template_is_a_list_in_order(tmp_path):
    begun(tmp_path / "my-towns")

    assert load_list(tmp_path / "my-towns").sites[0].id == "example-town"


def test_nothing_is_overwritten(tmp_path):
    begun(tmp_path / "towns")
    before = (tmp_path / "towns" / "sites.csv").read_bytes()

    with pytest.raises(DataFileError, match="nothing is overwritten"):
        begun(tmp_path / "towns", table(tmp_path, "name,url\nA,a.example\n"), country="SI")

    assert before == (tmp_path / "towns" / "sites.csv").read_bytes()


@pytest.mark.parametrize(
    ("folder", "text", "country", "words"),
    [
        ("My Towns", "name,url\nA,a.example\n", "SI", "use a-z, 0-9 and hyphens"),
        ("towns", "name,phone\nA,12345\n", "SI", "no column holds web addresses"),
        ("towns", "name,url\nA,a.example\n", "", "no country; give --country"),
        ("towns", "name,url\nA,a.example\n", "Slovenia", "two letters of ISO 3166-1"),
        ("towns", "name,url\n", "SI", "the table has no row"),
        ("towns", "", "SI", "cannot be read as a table"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_remedy_and_nothing_is_written(tmp_path, folder, text, country, words):
    with pytest.raises(DataFileError, match=words):
        begun(tmp_path / folder, table(tmp_path, text), country=country)

    assert not (tmp_path / folder).exists()


def test_a_table_that_is_no_spreadsheet_is_refused(tmp_path):
    with pytest.raises(DataFileError, match="cannot be read as a table"):
        read_table(table(tmp_path, "not a workbook", name="towns.xlsx"))
