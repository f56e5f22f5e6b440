"""This module knows the ways in which a visit can fail, who is to blame for each, and what follows from it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class FailureKind(StrEnum):
    """How a visit ended that brought no answer, or no answer we may use."""

    DNS_NOT_FOUND = "dns_not_found"
    DNS_FAILURE = "dns_failure"
    CONNECTION_REFUSED = "connection_refused"
    CONNECTION_RESET = "connection_reset"
    UNREACHABLE = "unreachable"
    CONNECT_TIMEOUT = "connect_timeout"
    READ_TIMEOUT = "read_timeout"
    TLS_EXPIRED = "tls_expired"
    TLS_SELF_SIGNED = "tls_self_signed"
    TLS_WRONG_HOST = "tls_wrong_host"
    TLS_UNTRUSTED = "tls_untrusted"
    TLS_PROTOCOL = "tls_protocol"
    NOT_HTTP = "not_http"
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    REDIRECT_OFF_SITE = "redirect_off_site"
    ROBOTS_DENIED = "robots_denied"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    BODY_TOO_LARGE = "body_too_large"
    BODY_TRUNCATED = "body_truncated"
    CHALLENGE = "challenge"
    REFUSED_ADDRESS = "refused_address"
    OPTED_OUT = "opted_out"
    OUR_SIDE = "our_side"
    UNKNOWN = "unknown"


class Blame(StrEnum):
    """Whose fault a failure is. Only the site's own count against it."""

    SITE = "site"
    NETWORK = "network"
    US = "us"
    NOBODY = "nobody"


class Consequence(NamedTuple):
    """What follows from a failure.

    `may_be_retried`: another try may bring the page. `may_be_ours`: the same would be seen if our own line were
    down, so the control hosts are asked before the site is blamed.
    """

    blame: Blame
    may_be_retried: bool
    may_be_ours: bool


CONSEQUENCES: dict[FailureKind, Consequence] = {
    FailureKind.DNS_NOT_FOUND: Consequence(Blame.SITE, may_be_retried=True, may_be_ours=True),
    FailureKind.DNS_FAILURE: Consequence(Blame.NETWORK, may_be_retried=True, may_be_ours=True),
    FailureKind.CONNECTION_REFUSED: Consequence(Blame.SITE, may_be_retried=True, may_be_ours=True),
    FailureKind.CONNECTION_RESET: Consequence(Blame.NETWORK, may_be_retried=True, may_be_ours=True),
    FailureKind.UNREACHABLE: Consequence(Blame.NETWORK, may_be_retried=True, may_be_ours=True),
    FailureKind.CONNECT_TIMEOUT: Consequence(Blame.NETWORK, may_be_retried=True, may_be_ours=True),
    FailureKind.READ_TIMEOUT: Consequence(Blame.NETWORK, may_be_retried=True, may_be_ours=True),
    FailureKind.TLS_EXPIRED: Consequence(Blame.SITE, may_be_retried=False, may_be_ours=False),
    FailureKind.TLS_SELF_SIGNED: Consequence(Blame.SITE, may_be_retried=False, may_be_ours=False),
    FailureKind.TLS_WRONG_HOST: Consequence(Blame.SITE, may_be_retried=False, may_be_ours=False),
    FailureKind.TLS_UNTRUSTED: Consequence(Blame.SITE, may_be_retried=False, may_be_ours=False),
    FailureKind.TLS_PROTOCOL: Consequence(Blame.NOBODY, may_be_retried=True, may_be_ours=False),
    FailureKind.NOT_HTTP: Consequence(Blame.SITE, may_be_retried=True, may_be_ours=False),
    FailureKind.REDIRECT_LOOP: Consequence(Blame.SITE, may_be_retried=False, may_be_ours=False),
    FailureKind.TOO_MANY_REDIRECTS: Consequence(Blame.SITE, may_be_retried=False, may_be_ours=False),
    FailureKind.REDIRECT_OFF_SITE: Consequence(Blame.NOBODY, may_be_retried=False, may_be_ours=False),
    FailureKind.ROBOTS_DENIED: Consequence(Blame.NOBODY, may_be_retried=False, may_be_ours=False),
    FailureKind.ROBOTS_UNREACHABLE: Consequence(Blame.NOBODY, may_be_retried=False, may_be_ours=False),
    FailureKind.BODY_TOO_LARGE: Consequence(Blame.NOBODY, may_be_retried=False, may_be_ours=False),
    FailureKind.BODY_TRUNCATED: Consequence(Blame.NETWORK, may_be_retried=True, may_be_ours=True),
    FailureKind.CHALLENGE: Consequence(Blame.NOBODY, may_be_retried=False, may_be_ours=False),
    FailureKind.REFUSED_ADDRESS: Consequence(Blame.NOBODY, may_be_retried=False, may_be_ours=False),
    FailureKind.OPTED_OUT: Consequence(Blame.NOBODY, may_be_retried=False, may_be_ours=False),
    FailureKind.OUR_SIDE: Consequence(Blame.US, may_be_retried=True, may_be_ours=False),
    FailureKind.UNKNOWN: Consequence(Blame.NOBODY, may_be_retried=True, may_be_ours=True),
}


def blame_of(failure: str) -> str:
    """Whose fault a failure of that name was: site, network, us or nobody; "" for a name we do not know."""
    return str(CONSEQUENCES[FailureKind(failure)].blame) if failure in set(FailureKind) else ""
