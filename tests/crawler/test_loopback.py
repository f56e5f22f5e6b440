"""The invented towns as a server shows them: what each was invented for, and nothing from beside its folder."""

import http.client
import re
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from crawler.loopback import CONTROL, answer, read_towns, serve_towns
from site_lists.model import bundled_lists, load_list

DEMO = bundled_lists()["demo"]


@pytest.fixture(scope="module")
def towns():
    with serve_towns(DEMO, wave="1") as addresses:
        yield addresses


def fetch(address, path=""):
    """Status, content type and body of one request, redirects not being made by any town."""
    try:
        with urlopen(address + path, timeout=5) as response:
            return response.status, response.headers["Content-Type"], response.read()
    except HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read()


def small_town(folder, *, said="", pages):
    """A list's folder with one town of these pages."""
    (folder / "towns.toml").write_text(said, encoding="utf-8")
    for path, text in pages.items():
        file = folder / "portals" / "town" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_every_town_of_the_list_has_an_address_of_its_own_and_so_has_the_control_host(towns):
    ids = {site.id for site in load_list("demo").sites}

    assert set(towns) == ids | {CONTROL}
    assert len(set(towns.values())) == len(towns)
    assert fetch(towns[CONTROL])[0] == 200


def test_a_town_that_is_down_refuses_connections(towns):
    with pytest.raises(URLError):
        urlopen(towns["yanjing"], timeout=2)


def test_a_town_behind_a_check_for_browsers_answers_everything_with_it(towns):
    answers = {fetch(towns["tiemen"], path) for path in ("", "robots.txt", "no/such/page.html")}

    assert {status for status, _, _ in answers} == {412}
    assert len({body for _, _, body in answers}) == 1


def test_a_wrong_declaration_stands_in_header_and_page_but_the_bytes_are_others(towns):
    _, kind, body = fetch(towns["jiucheng"])

    assert kind == "text/html; charset=big5"
    assert b'charset="big5"' in body
    assert "旧城县人民政府" in body.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        body.decode("utf-8")


def test_missing_pages_say_so_except_where_a_town_hides_them(towns):
    assert fetch(towns["qingshui"], "no-such-page.html")[0] == 404
    status, _, body = fetch(towns["hongshi"], "no-such-page.html")
    assert status == 200
    assert "页面不存在" in body.decode("utf-8")


def test_a_broken_town_fails_where_it_is_said_to(towns):
    assert fetch(towns["heishan"], "error/1.html")[0] == 500


def test_a_town_that_wants_no_robots_says_so(towns):
    _, kind, body = fetch(towns["fengbi"], "robots.txt")

    assert kind == "text/plain"
    assert b"Disallow: /" in body.splitlines()


def test_days_are_counted_back_from_today_and_no_placeholder_is_left(towns):
    before = datetime.now(UTC).date()
    page = fetch(towns["qingshui"], "zwyw/index.html")[2].decode("utf-8")
    shown = set(re.findall(r"\d{4}-\d\d-\d\d", page))

    assert "[[" not in page
    assert "{{" not in page
    assert shown & {(before - timedelta(days=days)).isoformat() for days in (0, 1, 2)}


@pytest.mark.parametrize(
    "path",
    [
        "/../towns.toml",
        "/..%2ftowns.toml",
        "/%2e%2e/%2e%2e/list.toml",
        "//etc/passwd",
        "/_frame.html",
        "/wave-2/index.html",
        "/%00",
        "/" + "a" * 3000,
    ],
)
def test_nothing_beside_a_towns_pages_is_served(towns, path):
    connection = http.client.HTTPConnection(urlsplit(towns["qingshui"]).netloc, timeout=5)
    connection.request("GET", path)

    assert connection.getresponse().status == 404
    connection.close()


def test_one_connection_carries_many_requests_also_for_headers_alone(towns):
    connection = http.client.HTTPConnection(urlsplit(towns["riverton"]).netloc, timeout=5)
    connection.connect()
    socket = connection.sock
    for method in ("GET", "HEAD", "GET"):
        connection.request(method, "/")
        response = connection.getresponse()
        body = response.read()
        assert bool(body) == (method == "GET")
        assert connection.sock is socket
    connection.close()


def test_nothing_is_written_to_the_terminal(towns, capfd):
    fetch(towns["heishan"], "error/1.html")
    fetch(towns["qingshui"], "%00")

    assert capfd.readouterr() == ("", "")


def test_a_wave_replaces_adds_and_removes_pages(tmp_path):
    pages = {
        "a.html": "old a",
        "b.html": "old b",
        "c.html": "old c",
        "wave-2/a.html": "new a",
        "wave-2/b.html.gone": "",
        "wave-2/d.html": "new d",
    }
    folder = small_town(tmp_path, pages=pages)

    def shown(wave):
        town = read_towns(folder, wave)["town"]
        answers = {name: answer(town, f"/{name}.html", datetime(2026, 10, 15, tzinfo=UTC).date()) for name in "abcd"}
        return {name: said.body.decode() if said.status == 200 else said.status for name, said in answers.items()}

    assert shown("1") == {"a": "old a", "b": "old b", "c": "old c", "d": 404}
    assert shown("2") == {"a": "new a", "b": 404, "c": "old c", "d": "new d"}


def test_a_page_holds_content_and_its_town_the_frame(tmp_path):
    pages = {
        "_frame.html": "<title>{{title}} - Town</title><i>{{crumb}}</i>{{body}}{{unknown}}",
        "x.html": "title: Hall\ncrumb: Home\n---\n<p>[[3 days ago|%d.%m.%Y]]</p>",
    }
    town = read_towns(small_town(tmp_path, pages=pages), "1")["town"]

    body = answer(town, "/x.html", datetime(2026, 10, 15, tzinfo=UTC).date()).body

    assert body == b"<title>Hall - Town</title><i>Home</i><p>12.10.2026</p>"
