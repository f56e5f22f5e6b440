"""Each failure is produced by a server on loopback, and gets its name, its blame and its consequence."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest

from crawler.dns_probe import NAMESERVERS
from crawler.evidence import Purpose, Visit
from crawler.failures import CONSEQUENCES, DECIDED_BY, AnswerKind, FailureKind
from crawler.probes import made_up_path
from tests.crawler.dns_server import LOOPBACK, SERVFAIL, SILENT, name_server
from tests.crawler.misbehaving_server import (
    always,
    bomb,
    drip,
    flood,
    full_backlog,
    misbehaving,
    never,
    pages,
    reset,
    say,
    staircase,
)
from tests.crawler.portal_server import Crawled, crawl_once, free_url
from tests.crawler.tls_server import NOW, authority, certificate, tls_server

JSL = (
    "<script>document.cookie=('_')+('_')+('j')+('s')+('l')+('_clearance_s=1;');location.href=location.pathname</script>"
)
RUISHU = '<meta content="{qqq"><script>$_ts=window["$_ts"];if(!$_ts)$_ts={};$_ts.nsd=1;</script>'
YUNSUO = '<script>function YunSuoAutoJump(){}; var url="security_verify_data=1"; document.cookie="a"</script>'
SAFEDOG = "<title>网站防火墙</title><p>您的请求带有不合法参数，已被网站管理员设置拦截！<p>网站安全狗"
CLOUDFLARE = "<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x.js'></script>"
LINK = say('<title>Town</title><p><a href="/deep">deep</a>')

HOSTS = {
    "reset": reset,
    "silent": never,
    "drip": drip,
    "loop": always(say("", 302, {"Location": "/"})),
    "staircase": staircase,
    "offsite": always(say("", 302, {"Location": "http://elsewhere.example/"})),
    "inward": always(say("", 302, {"Location": "http://10.0.0.1/"})),
    "nothttp": always(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"),
    "truncated": pages(home=say("<p>half", length=5000)),
    "overlong": pages(home=say("<p>" + "x" * 50, length=10)),
    "flood": flood,
    "bomb": pages(home=bomb()),
    "empty": pages(home=say("")),
    "undecodable": pages(home=say(b"<title>T</title>\xff\xfe\x80\x81" + bytes(range(128, 256)))),
    "denied": always(say("<p>secret")),
    "robots503": always(say("<p>page")),
    "robots403": pages(home=say("<p>page")),
    "deephome": pages(home=LINK, deep=say("", 302, {"Location": "/"}), otherwise=say("", 302, {"Location": "/"})),
    "soft404": pages(home=LINK, otherwise=say("<title>Sorry</title><p>This page does not exist.")),
    "login": always(say("<form><input name=u><input type=password name=p></form>")),
    "parked": always(say("<title>parked.example</title><p>This domain is for sale.")),
    "shell": always(say("<div id=app></div><script src=/app.js></script>")),
    "retryseconds": always(say("slow down", 429, {"Retry-After": "1"})),
    "cloudflare": always(say(CLOUDFLARE, 403, {"cf-mitigated": "challenge", "Server": "cloudflare"})),
    "cloudflare503": always(say(CLOUDFLARE, 503)),
    "jiasule": always(say(JSL, 521, {"Set-Cookie": "__jsluid_h=1"})),
    "jsl200": always(say(JSL)),
    "ruishu": always(say(RUISHU, 412)),
    "yunsuo": always(say(YUNSUO, 200, {"Set-Cookie": "yunsuo_session_verify=1"})),
    "safedog": always(say(SAFEDOG, 403)),
    "huawei": always(say("<p>418", 418, {"Server": "CloudWAF"})),
} | {f"s{status}": always(say("error", status)) for status in (400, 401, 403, 404, 410, 451, 500, 502, 503, 504)}

ROBOTS = {
    "denied": say("User-agent: *\nDisallow: /", headers={"Content-Type": "text/plain"}),
    "robots503": say("later", 503),
    "robots403": say("User-agent: *\nDisallow: /", 403),
}
ZONE = {"*.test": LOOPBACK, "servfail.test": SERVFAIL, "mute.test": SILENT}


class Expected(NamedTuple):
    """What the last visit of a kind must say: status or failure, then what follows from a failure."""

    outcome: int | str
    blame: str = ""
    may_be_retried: bool | None = None
    detail: str = ""
    path: str = "/"
    purpose: Purpose = Purpose.PAGE


PROBE = Purpose.PROBE
TABLE: dict[str, Expected] = {
    "nxdomain": Expected("dns_not_found", "site", True),
    "servfail": Expected("dns_failure", "network", True),
    "mute": Expected("dns_failure", "network", True),
    "closed": Expected("connection_refused", "site", True),
    "backlog": Expected("connect_timeout", "network", True),
    "reset": Expected("connection_reset", "network", True),
    "silent": Expected("read_timeout", "network", True),
    "drip": Expected("read_timeout", "network", True),
    "nottls": Expected("tls_protocol", "nobody", True),
    "expired": Expected("tls_expired", "site", False, purpose=PROBE),
    "selfsigned": Expected("tls_self_signed", "site", False, purpose=PROBE),
    "wronghost": Expected("tls_wrong_host", "site", False, purpose=PROBE),
    "untrusted": Expected("tls_untrusted", "site", False, purpose=PROBE),
    "goodtls": Expected(200, purpose=PROBE),
    "tls10": Expected(200, detail="legacy TLS"),
    "tls11": Expected(200, detail="legacy TLS"),
    "loop": Expected("redirect_loop", "site", False),
    "staircase": Expected("too_many_redirects", "site", False),
    "offsite": Expected("redirect_off_site", "nobody", False),
    "inward": Expected("refused_address", "nobody", False),
    "nothttp": Expected("not_http", "site", True),
    "truncated": Expected(200, detail="body_truncated"),
    "overlong": Expected(200),
    "flood": Expected("body_too_large", "nobody", False),
    "bomb": Expected(200),
    "empty": Expected(200),
    "undecodable": Expected(200),
    "denied": Expected("robots_denied", "nobody", False),
    "robots503": Expected("robots_unreachable", "nobody", False),
    "robots403": Expected(200),
    "deephome": Expected(302, path="/deep"),
    "soft404": Expected(200, path="MADE UP", purpose=PROBE),
    "login": Expected(200),
    "parked": Expected(200),
    "shell": Expected(200),
    "retryseconds": Expected(429),
    "cloudflare": Expected(403, detail="challenge: cloudflare"),
    "cloudflare503": Expected(503, detail="challenge: cloudflare"),
    "jiasule": Expected(521, detail="challenge: jiasule"),
    "jsl200": Expected(200, detail="challenge: jiasule"),
    "ruishu": Expected(412, detail="challenge: riversafe"),
    "yunsuo": Expected(200, detail="challenge: yunsuo"),
    "safedog": Expected(403, detail="challenge: safedog"),
    "huawei": Expected(418, detail="challenge: huawei"),
} | {f"s{status}": Expected(status) for status in (400, 401, 403, 404, 410, 451, 500, 502, 503, 504)}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """One wave over all servers, each of them a site of the list."""
    folder = tmp_path_factory.mktemp("misbehaving")
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patched:
        server = stack.enter_context(misbehaving(HOSTS, ROBOTS))
        patched.setenv(NAMESERVERS, stack.enter_context(name_server(ZONE)))
        patched.setenv("SSL_CERT_FILE", str(authority(folder)))
        urls = {name: f"http://{name}.test:{server.port}/" for name in HOSTS}
        urls |= {name: f"http://{name}.test:{server.port}/" for name in ("servfail", "mute")}
        urls["nxdomain"] = f"http://nothing.invalid:{server.port}/"
        urls["closed"] = f"{free_url()}/"
        urls["backlog"] = f"http://backlog.test:{stack.enter_context(full_backlog())}/"
        urls["nottls"] = f"https://nottls.test:{server.port}/"
        past, old, older = NOW - timedelta(days=1), ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1
        files = {
            "expired": certificate(folder, name="expired", hosts=["expired.test"], valid_to=past),
            "selfsigned": certificate(folder, name="selfsigned", hosts=["selfsigned.test"], is_self_signed=True),
            "wronghost": certificate(folder, name="wronghost", hosts=["elsewhere.test"]),
            "untrusted": certificate(folder, name="untrusted", hosts=["untrusted.test"], issuer="Unknown CA"),
            "goodtls": certificate(folder, name="goodtls", hosts=["goodtls.test"]),
        }
        for name, file in files.items():
            urls[name] = f"https://{name}.test:{stack.enter_context(tls_server(file))}/"
        for name, version in (("tls10", older), ("tls11", old)):
            port = stack.enter_context(tls_server(files["goodtls"], oldest=version, newest=version))
            urls[name] = f"https://{name}.test:{port}/"
        yield crawl_once(folder, urls, pages=5, timeout_seconds=1)


def last_visit(crawled: Crawled, name: str, expected: Expected) -> Visit:
    path = made_up_path(name) if expected.path == "MADE UP" else expected.path
    visits = [
        visit
        for visit in crawled.visits(name, expected.purpose)
        if urlsplit(visit.url).path == path and "www." not in visit.url
    ]
    assert visits, crawled.site(name).visits()
    return visits[-1]


@pytest.mark.parametrize("name", TABLE)
def test_what_a_server_does_wrong_gets_its_name_and_its_consequence(crawled: Crawled, name: str) -> None:
    expected = TABLE[name]
    visit = last_visit(crawled, name, expected)

    assert (visit.failure or visit.status) == expected.outcome, visit
    assert visit.blame == expected.blame
    assert (visit.detail or "").startswith(expected.detail)
    if visit.failure:
        assert CONSEQUENCES[FailureKind(visit.failure)].may_be_retried is expected.may_be_retried


def test_every_site_of_the_table_is_served_and_every_server_is_in_the_table(crawled: Crawled) -> None:
    assert {site.id for site in crawled.site_list.sites} == set(TABLE)


def test_a_bomb_is_unpacked_up_to_the_bound_and_no_further(crawled: Crawled) -> None:
    record = next(record for record in crawled.site("bomb").records() if record.url.endswith("test:") or record.is_cut)

    assert record.is_cut
    assert len(record.body) == 20 * 1024 * 1024


def test_a_challenge_keeps_its_record_and_is_asked_again_less_often_than_an_overloaded_server(crawled: Crawled) -> None:
    visits = crawled.visits("cloudflare503")

    assert all(visit.record_id for visit in visits)
    assert len(visits) < len(crawled.visits("s503"))


def test_what_is_told_from_content_says_where() -> None:
    assert set(DECIDED_BY) == set(AnswerKind)


def test_every_kind_of_failure_is_produced_or_named_as_another_tests() -> None:
    elsewhere = {
        FailureKind.OUR_SIDE,  # test_crawl: control hosts fail in the same minutes
        FailureKind.OPTED_OUT,  # test_manners: the list's opt_out.txt
        FailureKind.UNREACHABLE,  # test_failures: loopback always has a route
        FailureKind.BODY_TRUNCATED,  # here, at the first try; the second takes what came
        FailureKind.CHALLENGE,  # here, as a detail
        FailureKind.UNKNOWN,  # test_failures: by its nature
    }
    produced = {expected.outcome for expected in TABLE.values()}

    assert {kind for kind in FailureKind if kind.value not in produced} == elsewhere
