"""What servers and name servers say of themselves: certificate, protocol versions, HTTP/2, IPv6, CAA, signed zones."""

from __future__ import annotations

import asyncio
import socket
import ssl
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.dns_probe import NAMESERVERS, ask_dns, look_up
from crawler.evidence import Purpose
from crawler.probes import https_root, read_answers
from crawler.tls_probe import ask_ipv6, ask_tls, has_route
from scoring.facts.site import read_site
from scoring.measures.hosting import certificate_days_left, guarded_cookie_share, keeps_to_new_tls
from scoring.model import State
from tests.crawler.dns_server import LOOPBACK, SERVFAIL, SILENT, name_server
from tests.crawler.portal_server import Answer, Crawled, crawl_once, free_url, page, portal
from tests.crawler.tls_server import NOW, authority, certificate, tls_server

V10, V11, V12, V13 = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3
ZONE = {
    "town.test": LOOPBACK
    | {"AAAA": ["::1"], "SOA": ["ns.town.test. a.town.test. 1 2 3 4 5"], "DS": ["1 8 2 " + "ab" * 32]},
    "www.town.test": LOOPBACK | {"AAAA": ["2001:db8::8"]},
    "parent.test": {"CAA": ['0 issue "ca.example"'], "SOA": ["ns.parent.test. a.parent.test. 1 2 3 4 5"]},
    "www.parent.test": LOOPBACK,
    "broken.test": SERVFAIL,
    "mute.test": SILENT,
}


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch):
    with name_server(ZONE) as place:
        monkeypatch.setenv(NAMESERVERS, place)
        yield


def dns(host: str, seconds: float = 2.0) -> dict[str, object]:
    return asyncio.run(ask_dns(host, seconds=seconds))


def test_a_signed_zone_with_ipv6_is_told(servers: None) -> None:
    found = dns("www.town.test")

    assert found["a"] == ["127.0.0.1"]
    assert found["aaaa"] == ["2001:db8::8"]
    assert (found["zone"], found["is_signed"]) == ("town.test", True)


def test_caa_holds_for_names_below_and_a_zone_without_ds_is_not_signed(servers: None) -> None:
    found = dns("www.parent.test")

    assert (found["caa_at"], found["caa"]) == ("parent.test", ['0 issue "ca.example"'])
    assert (found["aaaa"], found["is_signed"]) == ([], False)


@pytest.mark.parametrize("host", ["broken.test", "mute.test"])
def test_name_servers_that_do_not_answer_leave_a_failure_and_no_facts(servers: None, host: str) -> None:
    found = dns(host, seconds=1.0)

    assert set(found) == {"failure"}


def test_a_name_is_looked_up_with_the_chosen_servers(servers: None) -> None:
    assert asyncio.run(look_up("www.town.test", 2.0)) == [
        (socket.AF_INET6, "2001:db8::8"),
        (socket.AF_INET, "127.0.0.1"),
    ]
    with pytest.raises(socket.gaierror) as absent:
        asyncio.run(look_up("nowhere.test", 2.0))
    with pytest.raises(socket.gaierror) as broken:
        asyncio.run(look_up("broken.test", 1.0))
    assert (absent.value.errno, broken.value.errno) == (socket.EAI_NONAME, socket.EAI_AGAIN)


@pytest.mark.parametrize(
    ("oldest", "newest", "taken"),
    [
        (V10, V13, {"TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"}),
        (V10, V10, {"TLSv1"}),
        (V11, V11, {"TLSv1.1"}),
        (V12, V13, {"TLSv1.2", "TLSv1.3"}),
    ],
)
def test_each_protocol_version_is_tried(
    tmp_path: Path, oldest: ssl.TLSVersion, newest: ssl.TLSVersion, taken: set[str]
) -> None:
    with tls_server(certificate(tmp_path), oldest=oldest, newest=newest) as port:
        found = ask_tls("localhost", ["127.0.0.1"], port, seconds=3)

    assert {name for name, is_taken in found["versions"].items() if is_taken} == taken
    assert len(found["versions"]) == 4
    assert found["certificate"]["names"] == ["localhost"]
    assert "failure" not in found


@pytest.mark.parametrize(("alpn", "chosen"), [(["h2", "http/1.1"], "h2"), (["http/1.1"], "http/1.1"), ([], None)])
def test_http2_is_told_by_what_the_server_chooses(tmp_path: Path, alpn: list[str], chosen: str | None) -> None:
    with tls_server(certificate(tmp_path), alpn=alpn) as port:
        assert ask_tls("localhost", ["127.0.0.1"], port, seconds=3)["alpn"] == chosen


def test_the_certificate_shown_is_read_even_when_it_is_past(tmp_path: Path) -> None:
    with tls_server(certificate(tmp_path, valid_to=NOW - timedelta(days=3), is_self_signed=True)) as port:
        shown = ask_tls("localhost", ["127.0.0.1"], port, seconds=3)["certificate"]

    assert shown["is_self_issued"]
    assert shown["valid_to"].startswith(str((NOW - timedelta(days=3)).date()))
    assert (shown["key"], shown["signature"]) == ("RSA 2048", "sha256")


def test_a_closed_port_is_a_failure_and_a_server_without_tls_speaks_no_version() -> None:
    closed = ask_tls("localhost", ["127.0.0.1"], int(free_url().rpartition(":")[2]), seconds=2)
    with portal({"/": page()}) as town:
        plain = ask_tls("localhost", ["127.0.0.1"], int(town.url.rpartition(":")[2]), seconds=2)

    assert closed["failure"].startswith("connection_refused")
    assert plain["versions"] == dict.fromkeys(("TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"), False)


@pytest.mark.skipif(not has_route("::1"), reason="this machine has no IPv6, not even on loopback")
def test_ipv6_is_tried_where_there_is_a_route() -> None:
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as listening:
        port = listening.getsockname()[1]
        assert ask_ipv6(["::1"], port, seconds=2) == {"is_reached": True}
    assert ask_ipv6(["::1"], port, seconds=2) == {"is_reached": False}
    assert ask_ipv6([], port, seconds=2) == {}


@pytest.mark.parametrize(
    ("home", "root"),
    [
        ("http://town.test/", "https://town.test/"),
        ("https://town.test/a/b", "https://town.test/"),
        ("https://town.test:8443/", "https://town.test:8443/"),
        ("http://town.test:8080/", None),
    ],
)
def test_https_is_asked_for_where_it_would_be(home: str, root: str | None) -> None:
    assert https_root(home) == root


def test_a_crawl_leaves_the_answers_beside_the_evidence_and_scoring_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as stack:
        monkeypatch.setenv(NAMESERVERS, stack.enter_context(name_server(ZONE)))
        monkeypatch.setenv("SSL_CERT_FILE", str(authority(tmp_path)))
        file = certificate(tmp_path, hosts=["town.test"], valid_to=NOW + timedelta(days=30))
        port = stack.enter_context(tls_server(file, oldest=V10))
        crawled = crawl_once(tmp_path, {"town": f"https://town.test:{port}/"})
    facts = facts_of(crawled)

    assert read_answers(crawled.site())["dns"]["is_signed"] is True
    assert certificate_days_left(facts).value in (29, 30)
    assert keeps_to_new_tls(facts).value is False
    assert facts.probes.secure is not None
    assert facts.probes.dns is not None
    assert facts.probes.dns.ipv6 == ("::1",)


def test_of_a_private_address_no_name_server_is_asked_and_every_cookie_is_kept(tmp_path: Path) -> None:
    class Cookies(dict[str, str]):
        """Two headers of one name."""

        def items(self):  # type: ignore[no-untyped-def]
            return [("Content-Type", "text/html"), ("Set-Cookie", "a=1; HttpOnly; SameSite=Lax"), ("Set-Cookie", "b=2")]

    with portal({"/": Answer(page().body, headers=Cookies())}) as town:
        crawled = crawl_once(tmp_path, {"town": f"{town.url}/"})
    facts = facts_of(crawled)

    assert set(read_answers(crawled.site())) == {"host", "asked_at"}
    assert certificate_days_left(facts).state is State.NOT_APPLICABLE
    assert guarded_cookie_share(facts).value == 0.5


def facts_of(crawled: Crawled):
    assert crawled.visits(purpose=Purpose.PROBE)
    return read_site(crawled.site_list.sites[0], crawled.site(), wave=crawled.folder.read_wave())
