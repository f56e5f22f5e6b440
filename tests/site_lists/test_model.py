"""Site lists as files: what is read and every fault that is said."""

from datetime import date

import pytest

from site_lists.model import SITE_COLUMNS, DataFileErrors, load_list

TOML = 'title = "Towns"\nsource = "ours"\ncontact = "https://example.org/"\n'
ROW = "kranj,Kranj,Kranj,https://www.kranj.si/,SI,SI-052,city,sl,37000,,,,"


HEADER = ",".join(SITE_COLUMNS)


def written(tmp_path, *, toml=TOML, rows=(ROW,), header=HEADER, folder="towns"):
    path = tmp_path / folder
    path.mkdir()
    (path / "list.toml").write_text(toml, encoding="utf-8")
    (path / "sites.csv").write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def test_a_list_is_read(tmp_path):
    site_list = load_list(written(tmp_path))

    assert site_list.id == "towns"
    assert site_list.sites[0].languages == ("sl",)
    assert site_list.sites[0].population == 37000
    assert site_list.options.crawl.pages == 200


def test_a_site_exists_from_its_first_to_its_last_day(tmp_path):
    site = load_list(written(tmp_path, rows=(ROW.replace(",37000,,,", ",37000,2020-01-01,2020-12-31,"),))).sites[0]

    assert [site.is_valid_on(date(2020, *day)) for day in ((1, 1), (12, 31))] == [True, True]
    assert not site.is_valid_on(date(2019, 12, 31))
    assert not site.is_valid_on(date(2021, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("kranj,Kranj", "Kranj,Kranj", "line 2, column id"),
        ("https://www.kranj.si/", "www.kranj.si", "line 2, column url: 'www.kranj.si' is no web address; write"),
        (",SI,SI-052", ",Slovenia,SI-052", "line 2, column country"),
        ("SI-052", "Kranj", "line 2, column region: the region 'Kranj' is no ISO 3166-2 code; write"),
        (",city,", ",burg,", "line 2, column level: the level 'burg' is unknown; use one of"),
        (",sl,", ",slovene!,", "line 2, column languages"),
        (",37000,", ",many,", "line 2, column population"),
        (",37000,,,,", ",37000,,,bled,", "the successor 'bled' is no id of this list; add that site"),
        (",37000,,,,", ",37000,2021-01-01,2020-01-01,,", "valid_to is before valid_from"),
        (",37000,", ",37000,,", "line 2: the row has 14 cells, the header 13; add or delete commas"),
        ("kranj,Kranj", 'kranj,"Kranj', "this is not CSV"),
    ],
)
def test_each_fault_of_a_row_names_line_and_remedy(tmp_path, old, new, words):
    with pytest.raises(DataFileErrors) as caught:
        load_list(written(tmp_path, rows=(ROW.replace(old, new),)))

    assert words in "\n".join(map(str, caught.value.exceptions))


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        (TOML + "pages = 5\n", "list.toml, line 4 (pages): this key is unknown; correct its spelling or delete it"),
        (TOML.replace('title = "Towns"\n', ""), "(title): this key is missing; add it"),
        (TOML + "[crawl]\npages = 0\n", "list.toml, line 5 (crawl.pages): input should be greater than"),
        (TOML + '[crawl]\nhours = "at night"\n', "is no span of hours; write it like"),
        (TOML + "[crawl\n", "list.toml, line 4: this is not TOML"),
    ],
)
def test_each_fault_of_the_options_names_line_and_remedy(tmp_path, toml, words):
    with pytest.raises(DataFileErrors) as caught:
        load_list(written(tmp_path, toml=toml))

    assert words in "\n".join(map(str, caught.value.exceptions))


def test_all_faults_are_said_at_once(tmp_path):
    rows = (ROW, ROW, ROW.replace("kranj,", "bled,").replace(",SI,", ",si,"))

    with pytest.raises(DataFileErrors) as caught:
        load_list(written(tmp_path, toml=TOML + "x = 1\n", rows=rows))

    said = "\n".join(map(str, caught.value.exceptions))
    assert "line 4 (x)" in said
    assert said.count("the id 'kranj' stands 2 times") == 2
    assert "line 4, column country" in said


def test_a_wrong_header_is_said_with_the_right_one(tmp_path):
    with pytest.raises(DataFileErrors, match="data files are wrong") as caught:
        load_list(written(tmp_path, header="id,name,url"))

    assert "the columns must be, in this order: id,name,name_en,url" in str(caught.value.exceptions[0])


def test_a_folder_whose_name_is_no_id_is_refused(tmp_path):
    with pytest.raises(DataFileErrors) as caught:
        load_list(written(tmp_path, folder="My Towns"))

    assert "rename it to lower-case letters, digits and hyphens" in str(caught.value.exceptions[0])


def test_a_file_that_is_no_utf_8_is_said_with_its_line(tmp_path):
    path = written(tmp_path)
    with (path / "sites.csv").open("ab") as stream:
        stream.write("bled,Bléd,".encode("latin-1"))

    with pytest.raises(DataFileErrors) as caught:
        load_list(path)

    assert "sites.csv, line 3: this is not UTF-8; save the file as UTF-8" in str(caught.value.exceptions[0])
