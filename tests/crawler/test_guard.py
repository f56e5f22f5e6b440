"""Private addresses are left alone unless the list names them."""

from __future__ import annotations

import pytest

from crawler.guard import Guard, is_private


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1"),
        *("::1", "[fe80::1]", "::ffff:10.0.0.1", "localhost", "printer.local", "2130706433", "0x7f.1"),
    ],
)
def test_private_hosts_are_known_in_every_spelling(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize("host", ["93.184.216.34", "www.town.gov", "2606:4700::1111"])
def test_public_hosts_pass(host: str) -> None:
    assert not is_private(host)


def test_the_list_may_name_a_private_host_and_only_that_port_is_open() -> None:
    guard = Guard(["http://127.0.0.1:8900/"])

    assert guard.refuses("http://127.0.0.1:8900/page") is None
    assert guard.refuses("http://127.0.0.1:22/")
    assert guard.refuses("file:///etc/passwd")
    assert guard.refuses("https://www.town.gov/") is None
