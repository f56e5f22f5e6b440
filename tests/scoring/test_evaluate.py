"""What must hold for the accuracy that `egovbench evaluate` measures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from reports.cli import main
from reports.evaluation import read_accuracy, shipped_accuracy
from scoring.evaluation.figures import Judgement, Verdict, as_csv, figures_of
from scoring.evaluation.made_pages import MadeSet, Prose, made_pages, made_sets
from scoring.evaluation.spellings import shows_day
from tests.builders import html_page

LABELLED = Path(__file__).parents[1] / "labelled"
PROSE = Prose(
    language="ru",
    encodings=("windows-1251", "utf-8"),
    towns=("Мэрия Речинска",),
    sections=("Главная", "Новости"),
    sentences=("{town} сообщает о ремонте.", "Получить справку можно в мэрии.", "Выделено {number} рублей."),
)
MADE = MadeSet(set="made", seed=1, kilobytes=(2, 4), prose=(PROSE,))


@pytest.fixture
def folder(tmp_path):
    """A folder with two pages and labels of all kinds."""
    rows = "".join(
        f'<li><a href="/news/{day}.html">The council met on matter {day}</a> <span>2026-03-{day:02d}</span></li>'
        for day in range(11, 15)
    )
    news = "<p>The council met and decided on the new school road for the children of the town.</p>" * 4
    (tmp_path / "list.html").write_text(html_page(f"<h1>News</h1><ul>{rows}</ul>", title="News"), encoding="utf-8")
    (tmp_path / "page.html").write_text(
        html_page(f"<main><h1>A school road</h1><p>Published: 2 March 2026</p>{news}</main>"), encoding="utf-8"
    )
    write(tmp_path, "page_dates.csv", "page,day,country", "page.html,2026-03-02,", "list.html,,")
    titles = [f"list.html,The council met on matter {day},2026-03-{day}" for day in range(11, 15)]
    write(tmp_path, "item_dates.csv", "page,title,day", *titles)
    write(tmp_path, "languages.csv", "page,language", "page.html,en")
    write(tmp_path, "topics.csv", "page,url,topics,split", "list.html,https://town.example/list.html,news,held")
    return tmp_path


def write(folder, name, *lines):
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def evaluate(folder, *options):
    return CliRunner().invoke(main, ["evaluate", str(folder), *options])


def figures(folder):
    rows = json.loads(evaluate(folder, "--json").stdout)
    return {(row["recogniser"], row["set"]): row for row in rows}


def test_each_kind_of_label_has_its_figures(folder):
    found = figures(folder)

    assert {recogniser for recogniser, _ in found} == {"page date", "list item", "language", "topic"}
    assert found["page date", "page.html"]["recall"] == 1.0
    assert found["page date", "page.html, pages that show their day"]["n"] == 1
    assert found["list item", "all lists"]["right"] == 4
    assert found["language", "page.html, whole pages"]["right"] == 1
    assert found["topic", "held: news"]["precision"] == 1.0


GUIDE = (
    "<main><h1>Stall</h1><table><tr><th>Eligibility</th><td>Adults</td></tr><tr><th>Fee</th><td>5 dollars</td></tr>"
    "<tr><th>Processing time</th><td>5 working days</td></tr><tr><th>Visits</th><td>1</td></tr></table></main>"
)


def test_the_fields_of_a_guide_are_held_against_their_labels_and_its_numbers_apart(folder):
    (folder / "guide.html").write_text(html_page(GUIDE), encoding="utf-8")
    write(
        folder,
        "guides.csv",
        "page,language,split,field,value,number",
        "guide.html,en,held,conditions,Adults,",
        "guide.html,en,held,promised_days,5 working days,5 calendar",
        "guide.html,en,held,visits,1,1",
        "guide.html,en,held,basis,Act 1,",
        "page.html,en,held,,,",
    )
    found = figures(folder)

    fields, days = found["guide field", "held, en"], found["guide number", "held: days"]
    assert (fields["n"], fields["right"], fields["wrong"], fields["none"]) == (4, 3, 1, 1)  # the fee has no label
    assert (days["right"], days["wrong"]) == (0, 1)
    assert found["guide number", "held: visits"]["right"] == 1


def test_a_real_guide_is_judged_by_the_words_quoted_of_it_and_fields_in_doubt_do_not_count(folder):
    (folder / "guide.html").write_text(html_page(GUIDE), encoding="utf-8")
    start = "real,,,guide.html,en,held"
    write(
        folder,
        "guides_real.csv",
        "set,site,wave,page,language,split,field,value,number,told",
        f"{start},conditions,Ad ults,,label",
        f"{start},fee,6 dollars,6 SGD,prose",
        f"{start},visits,9,,maybe",
        f"{start},basis,Act 1,,maybe",
        "real,,,page.html,en,held,,,,",
    )
    found = figures(folder)

    fields, there = found["guide field", "real, held"], found["guide field", "real, held, presence"]
    assert (fields["n"], fields["right"], fields["wrong"]) == (2, 1, 2)  # the processing time has no label
    assert (there["n"], there["right"], there["wrong"]) == (2, 2, 1)
    assert found["guide field", "real, held, told in prose"]["right"] == 0
    assert found["guide number", "real, held: fee"]["right"] == 1
    assert (found["guide page", "real, held"]["right"], found["guide page", "real, held"]["wrong"]) == (1, 0)


def test_the_same_labels_give_the_same_words(folder):
    assert evaluate(folder).stdout == evaluate(folder).stdout


def test_a_wrong_label_counts_as_wrong_and_a_claim_without_label_too(folder):
    write(
        folder,
        "item_dates.csv",
        "page,title,day,visited_on",
        "list.html,The council met on matter 11,2025-03-11,2026-04-01",
    )
    figure = figures(folder)["list item", "all lists"]

    assert (figure["n"], figure["right"], figure["wrong"], figure["none"]) == (1, 0, 4, 0)


def test_pages_may_lie_elsewhere(folder, tmp_path_factory):
    labels = tmp_path_factory.mktemp("labels")
    (folder / "languages.csv").rename(labels / "languages.csv")

    assert evaluate(labels).exit_code == 2
    assert evaluate(labels, "--pages", str(folder)).exit_code == 0


def test_labels_of_another_round_lie_in_a_file_of_their_own_and_count_as_a_set_of_their_own(folder):
    columns = "set,page,url,topics,split"
    write(folder, "topics-round2.csv", columns, "second,list.html,https://town.example/list.html,news,fresh")

    found = figures(folder)

    assert found["topic", "second, fresh"]["n"] == found["topic", "held"]["n"] == 1


@pytest.mark.parametrize(
    ("name", "lines", "said"),
    [
        ("page_dates.csv", ["page,day", "page.html,2026-03-02"], "line 1: the column 'country' is missing"),
        ("page_dates.csv", ["page,day,country,colour", "page.html,,,red"], "line 1: the column 'colour' is unknown"),
        ("page_dates.csv", ["page,day,country", "page.html,2026-02-30,"], "line 2: '2026-02-30' is no day"),
        ("page_dates.csv", ["page,day,country", "page.html,,Slovenia"], "line 2: 'Slovenia' is no country"),
        ("page_dates.csv", ["page,day,country", "gone.html,,"], "line 2: there is no page 'gone.html'"),
        ("page_dates.csv", ["page,day,country", "../page.html,,"], "line 2: the page '../page.html' lies outside"),
        ("page_dates.csv", ["page,day,country", "page.html,,", "page.html"], "line 3: it has not 3 cells"),
        ("page_dates.csv", ["page,day,country", 'page.html,"2026'], "line 2: it is no CSV"),
        ("item_dates.csv", ["page,title,day", "list.html,,2026-03-11"], "line 2: the title is empty"),
        ("languages.csv", ["page,language", "page.html,English"], "line 2: 'English' is no language tag"),
        ("topics.csv", ["page,url,topics,split", "list.html,x,news,kept"], "line 2: the split 'kept' is unknown"),
        ("topics.csv", ["page,url,topics,split", "list.html,x,,held"], "line 2: the topics are empty"),
        ("topics-a.csv", ["page,url,topics,split", "list.html,x,,held"], "line 2: the topics are empty"),
        ("guides.csv", ["page,language,split,field,value,number", "page.html,en,held,price,5,"], "'price' is unknown"),
        ("guides.csv", ["page,language,split,field,value,number", "page.html,en,held,fee,,"], "a field needs a value"),
        ("guides.csv", ["page,language,split,field,value,number", "page.html,en,held,fee,5,soon"], "is no number"),
        ("sets.toml", ["[[page_dates]]", 'set = "a"', 'fil = "b"'], "line 3 (page_dates.0.fil): this key is unknown"),
        ("sets.toml", ["[[page_dates]", ""], "it is no TOML"),
        ("encodings.toml", ['set = "a"', 'seed = "one"'], "line 2 (seed)"),
    ],
)
def test_a_malformed_label_file_ends_with_two_and_names_file_and_line(folder, name, lines, said):
    write(folder, name, *lines)
    result = evaluate(folder)

    assert result.exit_code == 2
    assert f"{folder / name}" in result.stderr
    assert said in result.stderr


@pytest.mark.parametrize("name", ["nowhere", "empty"])
def test_a_folder_without_labels_ends_with_two(tmp_path, name):
    (tmp_path / "empty").mkdir()
    result = evaluate(tmp_path / name)

    assert result.exit_code == 2
    assert str(tmp_path / name) in result.stderr


def test_labels_that_lie_beside_the_pages_are_read_there(folder):
    write(
        folder, "gold.csv", "path,published,title", "page.html,2026-03-02,x", "lost.html,2026-03-02,x", "list.html,,x"
    )
    (folder / "gold.json").write_text(
        json.dumps({"https://town.example/a": {"file": "page.html", "date": "2026-03-02"}})
    )
    (folder / "page_dates.csv").unlink()
    one = ["[[page_dates]]", 'pages = ""', "visited_on = 2026-04-01"]
    one[1] = 'pages = "."'
    write(folder, "sets.toml", *one, 'set = "a"', 'file = "gold.csv"', *one, 'set = "b"', 'file = "gold.json"',
          'page = "file"', 'day = "date"')  # fmt: skip
    found = figures(folder)

    assert found["page date", "a"]["n"] == found["page date", "b"]["n"] == 1
    assert found["page date", "a"]["right"] == found["page date", "b"]["right"] == 1


def test_precision_is_of_what_was_said_and_recall_of_what_was_expected():
    verdicts = [Verdict.RIGHT] * 3 + [Verdict.WRONG, Verdict.NONE]
    judgements = [Judgement("topic", ("held",), verdict, "page", "news", "") for verdict in verdicts]
    unexpected = Judgement("topic", ("held",), Verdict.WRONG, "page", "", "news")
    figure = figures_of([*judgements, unexpected])[0]

    assert (figure.n, figure.precision, figure.recall) == (5, 3 / 5, 3 / 5)


def test_a_seed_held_back_makes_as_many_other_pages_as_a_set_of_their_own():
    sets = {name: list(pages) for name, pages in made_sets(MADE.model_copy(update={"held_seed": 2}))}

    assert list(sets) == ["made", "made, held"]
    assert len(sets["made"]) == len(sets["made, held"])
    assert sets["made"] != sets["made, held"]


def test_made_pages_are_the_same_each_time_and_damaged_as_said():
    pages = list(made_pages(MADE, MADE.seed))

    assert pages == list(made_pages(MADE, MADE.seed))
    assert len(pages) == 2 * 5 * 2
    assert all(page.header == "" and b"charset" not in page.body for page in pages if page.condition == "undeclared")
    assert all(not page.body.endswith(b"</html>\n") for page in pages if page.condition == "truncated")


def test_the_labels_that_ship_make_seven_hundred_and_twenty_pages():
    from scoring.evaluation.made_pages import MadeSet
    from scoring.evaluation.toml_labels import read_toml_labels

    faults = []
    made = read_toml_labels(LABELLED / "encodings.toml", MadeSet, faults)

    assert not faults
    assert len(made.encodings) * 5 * len(made.kilobytes) == 720


@pytest.mark.parametrize(
    "text",
    [
        "on 2024-05-03.",
        "3 May 2024",
        "May 3rd, 2024",
        "二〇二四年五月三日",
        "民國113年5月3日",
        "3. maj 2024",
        "03/05/2024",
    ],
)
def test_a_day_is_seen_in_its_usual_spellings(text):
    from datetime import date

    assert shows_day(text, date(2024, 5, 3))
    assert not shows_day(text, date(2024, 5, 13))


def test_saved_figures_can_be_read_back(folder, tmp_path):
    saved = tmp_path / "saved.csv"
    evaluate(folder, "--save", str(saved))
    accuracy = read_accuracy(saved.read_text(encoding="utf-8"))

    assert [each.recogniser for each in accuracy] == ["page date", "list item", "language", "topic"]
    assert accuracy[0].command.startswith("egovbench evaluate ")
    assert as_csv(accuracy[0].figures, measured_on="2026-01-01", command="x").count("\n") == 4


def test_the_shipped_figures_can_be_read():
    assert all(each.figures and each.measured_on and each.command for each in shipped_accuracy())


def test_pages_that_another_hand_made_are_a_set_of_their_own_and_may_be_whole_pages(tmp_path):
    page = "<!doctype html><html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>"
    for name, blind in (("content_faults.toml", "false"), ("content_faults_other.toml", "true")):
        text = f"set = '{name}'\nblind = {blind}\nframes = {{ plain = '{{main}}' }}\n"
        (tmp_path / name).write_text(f"{text}[cases]\na = [['not_found', 'plain', '', '{page}']]\n", encoding="utf-8")

    found = figures(tmp_path)

    assert found["content fault", "content_faults_other.toml, blind: not_found"]["right"] == 1
    assert ("content fault", "content_faults.toml, blind") not in found
