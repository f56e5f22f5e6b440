"""This module knows which hosts a portal has no known reason to lead to: neither kin, nor public, nor well known."""

from __future__ import annotations

import re
from functools import lru_cache

from tldextract import TLDExtract

from scoring.facts.injected_words import injected_words

_HOST = re.compile(r"\s{0,20}(?:https?:)?//(?:[^/?#@\s]{0,100}@)?([^/?#:\s]{1,253})", re.IGNORECASE)
_PUBLIC = re.compile(r"(?:\A|\.)(?:gov|gob|gouv|govt|gv|gc|mil|edu|ac|go)(?:\.[a-z]{2})?\Z")
_extract = TLDExtract(suffix_list_urls=(), cache_dir=None)


def strange_host(address: str | None, kin: str) -> str:
    """The host of an address, without "www.", where it is a stranger's; "" else, and for what names no host."""
    match = _HOST.match(address) if address and "//" in address else None
    if match is None:
        return ""
    host = match[1].lower().removeprefix("www.")
    return "" if _is_known(host) or domain_of(host) == kin else host


def kin_of(home_url: str) -> str:
    """The registered domain of a portal, which its kin share."""
    match = _HOST.match(home_url)
    return domain_of(match[1].lower().removeprefix("www.")) if match else ""


@lru_cache(maxsize=8192)
def domain_of(host: str) -> str:
    """The registered domain of a host, or the host itself."""
    return _extract(host).top_domain_under_public_suffix or host


@lru_cache(maxsize=8192)
def _is_known(host: str) -> bool:
    if _PUBLIC.search(host):
        return True
    labels = host.split(".")
    return any(".".join(labels[start:]) in injected_words().known_hosts for start in range(len(labels) - 1))
