"""This module knows the marks by which firewalls and checks for browsers give themselves away."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from typing import NamedTuple

PREFIX = "challenge: "
"""What the `detail` of such a visit begins with; the name of the firewall follows."""
MAX_EXAMINED_BYTES = 64 * 1024
SUSPECT_STATUSES = frozenset({202, 403, 405, 406, 412, 418, 429, 468, 503, 521})
"""Statuses of which the body is examined whatever its size."""
SMALL_BODY_BYTES = 16 * 1024
"""With any other status only bodies up to this size are examined: such pages hold a script or a sentence."""


class Mark(NamedTuple):
    """One firewall: all words of one of `bodies` stand in the first bytes, or a header holds what `headers` says.

    Words are in lower case. A mark without words in the header's value is met by the header's presence. With
    `is_bare` the mark is that of a page that nobody would write for readers, so that it counts whatever the status.
    """

    name: str
    bodies: tuple[tuple[bytes, ...], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    is_bare: bool = False


MARKS: tuple[Mark, ...] = (
    # The first match wins. Headers of a firewall that stand on its good answers as well are left out.
    Mark("cloudflare", headers=(("cf-mitigated", "challenge"),), is_bare=True),
    Mark(
        "cloudflare",
        ((b"just a moment", b"challenge-platform"), (b"just a moment", b"cloudflare"), (b"/cdn-cgi/challenge",)),
    ),
    Mark("cloudflare", ((b"attention required!", b"cloudflare"), (b"cf-error-details",))),
    Mark(
        "jiasule",  # 加速乐 and 创宇盾, of Knownsec: a script that sets a cookie and loads the page again
        ((b"__jsl_clearance",), (b"document.cookie=('_')+('_')+('j')",)),
        (("set-cookie", "__jsl_clearance"),),
        is_bare=True,
    ),
    Mark("jiasule", ((b"365cyd.com",), ("创宇盾".encode(),), ("知道创宇云防御".encode(),), (b"yunaq.com",))),
    Mark(
        "yunsuo",  # 云锁
        ((b"yunsuo_session",), (b"yunsuologo",), (b"security_verify_data", b"document.cookie")),
        is_bare=True,
    ),
    Mark("riversafe", ((b"$_ts", b"<script"), (b"$_ts=window",)), is_bare=True),  # 瑞数: 412 or 202 and a script
    Mark(
        "safedog",
        ((b"safedog",), ("网站安全狗".encode(),), ("安全狗".encode(), "拦截".encode())),
        (("server", "safedog"), ("x-powered-by", "waf/2.0")),
    ),
    Mark("aliyun", ((b"acw_sc__v2", b"document.cookie"), (b"aliyun_waf_",), (b"_waf_is_mobile",)), is_bare=True),
    Mark("aliyun", ((b"errors.aliyun.com",), (b"aliyunwaf",))),
    Mark("huawei", ((b"hwclouds", b"waf"), (b"cloudwaf",)), (("server", "cloudwaf"),)),
    Mark("tencent", ((b"waf.tencent-cloud.com",), (b"tencent", b"waf", b"uuid"), (b"t-sec-waf",))),
    Mark("360", ((b"wzws-waf-cgi",), (b"wangzhan.360.cn",), (b"/wzwswsmcsxh",)), is_bare=True),
    Mark("baota", ((b"btwaf",), ("宝塔".encode(), "拦截".encode()))),
    Mark("safeline", ((b"safeline",), (b"slg-bot",), ("雷池".encode(),))),
    Mark("dshield", (("d盾_拦截提示".encode(),),)),
    Mark("waf", (("网站防火墙".encode(), "拦截".encode()), ("您的请求".encode(), "拦截".encode()))),
    Mark("aws", headers=(("x-amzn-waf-action", ""),), is_bare=True),
    Mark("imperva", ((b"_incapsula_resource",), (b"incapsula incident",)), is_bare=True),
    Mark("akamai", ((b"access denied", b"edgesuite.net"), (b"reference&#32;&#35;",))),
    Mark(
        "sucuri", ((b"sucuri_cloudproxy_js",), (b"sucuri website firewall",)), (("x-sucuri-block", ""),), is_bare=True
    ),
    Mark("ddos-guard", ((b"/.well-known/ddos-guard/",), (b"ddos-guard", b"checking your browser")), is_bare=True),
    Mark("f5", ((b"the requested url was rejected", b"support id"),), is_bare=True),
    Mark("captcha", ((b"checking your browser before accessing",), (b"geetest", b"captcha", b"document.cookie"))),
)


def challenge_mark(status: int, headers: Mapping[str, str], body: Callable[[], bytes], *, size: int) -> str:
    """The name of the firewall whose page an answer is; "" when it is none that we know.

    `headers` have names in lower case; `size` is the size of the body as it came. `body` brings the first bytes,
    unpacked, and is called only when they must be looked at, so that good pages cost nothing.
    """
    is_suspect = status in SUSPECT_STATUSES
    in_headers = next((mark for mark in MARKS if _is_in_headers(mark, headers) and (is_suspect or mark.is_bare)), None)
    if in_headers:
        return in_headers.name
    if 300 <= status < 400 or not size or not (is_suspect or size <= SMALL_BODY_BYTES):
        return ""
    text = body()[:MAX_EXAMINED_BYTES].lower()
    if not is_suspect and b"<script" not in text and b"rejected" not in text:
        return ""
    for mark in MARKS:
        if (is_suspect or (mark.is_bare and _is_bare(text))) and _is_in_body(mark, text):
            return mark.name
    return ""


def first_bytes(body: bytes, encoding: str) -> bytes:
    """The first bytes of a body, unpacked, whatever is wrong further on."""
    if encoding.strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return body[:MAX_EXAMINED_BYTES]
    for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        try:
            return zlib.decompressobj(window).decompress(body, MAX_EXAMINED_BYTES)
        except zlib.error:
            continue
    return body[:MAX_EXAMINED_BYTES]


def _is_in_headers(mark: Mark, headers: Mapping[str, str]) -> bool:
    return any(words in headers[name].lower() for name, words in mark.headers if name in headers)


def _is_in_body(mark: Mark, text: bytes) -> bool:
    return any(all(word in text for word in words) for words in mark.bodies)


def _is_bare(text: bytes) -> bool:
    """Whether a page with a good status has next to no links: an article that names a firewall has many."""
    return text.count(b"href=") < 5
