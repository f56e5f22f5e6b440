"""This module knows which hosts are kin: those below one registered name."""

from __future__ import annotations

from tldextract import TLDExtract

registrable_domain = TLDExtract(suffix_list_urls=(), cache_dir=None)
"""Reads the list of public suffixes that the library carries; it never asks the network."""


def kinship(host: str) -> str:
    """What a host has in common with its kin: the registrable domain, or the host itself where it has none."""
    return registrable_domain(host).top_domain_under_public_suffix or host
