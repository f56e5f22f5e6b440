"""A platform is known by its host, and a town's own site is none."""

from __future__ import annotations

import pytest

from scoring.facts.platforms import known_platforms, platform_of


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("https://www.gdzwfw.gov.cn/portal/guide/1", "government"),
        ("https://zwfw.guizhou.gov.cn/", "government"),
        ("http://zwfw.nanning.gov.cn/x", "government"),
        ("https://tyrz.zwfw.gxzf.gov.cn/login", "government"),
        ("https://e-uprava.gov.si/podrocja/", "government"),
        ("https://www.gov.uk/apply-for-x", "government"),
        ("https://mp.weixin.qq.com/s/abc", "private"),
        ("https://play.google.com/store/apps/details?id=town", "private"),
    ],
)
def test_a_platform_is_known_by_its_host(url: str, kind: str) -> None:
    found = platform_of(url)

    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "url",
    [
        "https://www.town.gov.uk/apply",
        "https://camara.gov.br/",
        "https://notgdzwfw.gov.cn.evil.example/",
        "https://www.google.com/",
        "https://example.org/alipay.com",
        "mailto:office@alipay.com",
        "http://[broken",
        "",
    ],
)
def test_other_hosts_are_no_platform(url: str) -> None:
    assert platform_of(url) is None


def test_every_platform_says_how_it_is_known() -> None:
    assert all(platform.source and platform.name for platform in known_platforms())
