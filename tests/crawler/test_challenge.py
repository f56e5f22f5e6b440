"""Firewalls are told by their marks, and portals that merely write of firewalls are not taken for one."""

from __future__ import annotations

import gzip

import pytest

from crawler.challenge import challenge_mark, first_bytes
from tests.builders import visit

ARTICLE = (
    "<title>网络安全</title>"
    + '<a href="/a">新闻</a>' * 9
    + "<p>网站安全狗和云锁拦截攻击，<script>a()</script>yunsuo_session"
)


def mark(status: int, body: str = "", **headers: str) -> str:
    data = body.encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return challenge_mark(status, named, lambda: data, size=len(data))


@pytest.mark.parametrize(
    ("status", "body", "headers", "name"),
    [
        (403, "", {"cf_mitigated": "challenge"}, "cloudflare"),
        (503, "<title>Just a moment...</title> Cloudflare", {}, "cloudflare"),
        (403, "<title>Attention Required! | Cloudflare</title>", {}, "cloudflare"),
        (521, "<script>__jsl_clearance_s=1</script>", {}, "jiasule"),
        (200, "", {"set_cookie": "__jsl_clearance_s=1"}, "jiasule"),
        (403, "创宇盾提示您：当前访问疑似黑客攻击", {}, "jiasule"),
        (200, "<script>location='?security_verify_data=1';document.cookie='x'</script>", {}, "yunsuo"),
        (412, "<script>$_ts=window['$_ts']</script>", {}, "riversafe"),
        (202, "<script>$_ts=window['$_ts']</script>", {}, "riversafe"),
        (403, "", {"server": "Safedog/4.0"}, "safedog"),
        (418, "", {"server": "CloudWAF"}, "huawei"),
        (405, "<img src=//errors.aliyun.com/x.png>", {}, "aliyun"),
        (200, "<script>var arg1='';document.cookie='acw_sc__v2='+x</script>", {}, "aliyun"),
        (403, "您的请求可能存在威胁，已被拦截", {}, "waf"),
        (200, "<title>Request Rejected</title>The requested URL was rejected. Your support ID is: 1", {}, "f5"),
        (405, "", {"x_amzn_waf_action": "captcha"}, "aws"),
    ],
)
def test_firewalls_give_themselves_away(status: int, body: str, headers: dict[str, str], name: str) -> None:
    assert mark(status, body, **headers) == name


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (403, "<title>Forbidden</title>", {"server": "nginx"}),
        (200, ARTICLE, {}),
        (200, "<title>Town</title>", {"server": "Safedog/4.0", "cf_ray": "1"}),
        (503, "<title>Down for maintenance</title>", {}),
        (404, "<p>just a moment please, cloudflare</p>", {}),
        (302, "", {"set_cookie": "__jsluid_s=1"}),
    ],
)
def test_what_is_the_portals_own_is_left_alone(status: int, body: str, headers: dict[str, str]) -> None:
    assert mark(status, body, **headers) == ""


def test_a_large_page_with_a_good_status_is_not_even_unpacked() -> None:
    def unpack() -> bytes:
        raise AssertionError("unpacked")

    assert challenge_mark(200, {}, unpack, size=50_000) == ""


def test_the_first_bytes_of_a_compressed_body_are_unpacked_however_it_ends() -> None:
    packed = gzip.compress(b"<title>Just a moment</title>" * 1000)

    assert first_bytes(packed[:-20], "gzip").startswith(b"<title>Just a moment")
    assert len(first_bytes(gzip.compress(bytes(10**7)), "gzip")) == 64 * 1024
    assert first_bytes(b"not packed", "gzip") == b"not packed"


def test_a_visit_names_the_firewall_before_anything_else() -> None:
    assert visit(status=403, detail="challenge: cloudflare; legacy TLS").challenge == "cloudflare"
    assert visit(status=403).challenge == ""
