"""This module knows the ways in which a visit can fail, who is to blame for each, and what follows from it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class FailureKind(StrEnum):
    """How a visit ended that brought no answer, or no answer we may use.

    CHALLENGE is no visit's `failure`: the answer is kept with its status, and `Visit.detail` begins with the word.
    """

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


class AnswerKind(StrEnum):
    """How an answer came that is no content, or not all of it. Such a visit has a status and a record."""

    CHALLENGE = "challenge"
    LEGACY_TLS = "legacy TLS"
    CUT_SHORT = "body_truncated"
    ERROR_STATUS = "error status"
    DEEP_PAGE_LEADS_HOME = "deep page leads home"
    SOFT_404 = "soft 404"
    LOGIN_WALL = "login wall"
    PARKED_DOMAIN = "parked domain"
    EMPTY_SHELL = "empty shell"
    EMPTY_BODY = "empty body"
    BOMB = "decompression bomb"
    UNDECODABLE = "undecodable text"


DECIDED_BY: dict[AnswerKind, str] = {
    # Where each is told from content: by the crawler when the bytes pass, or by the facts from the evidence.
    AnswerKind.CHALLENGE: "crawler.challenge: Visit.detail begins with 'challenge: ' and the firewall's name",
    AnswerKind.LEGACY_TLS: "crawler.legacy_tls: Visit.detail holds the words",
    AnswerKind.CUT_SHORT: "crawler.archive: taken as it came at the second try, said in Visit.detail",
    AnswerKind.ERROR_STATUS: "scoring: the status of the visit; 401, 403, 407, 429 and 451 are blocked, not broken",
    AnswerKind.DEEP_PAGE_LEADS_HOME: "scoring: the made-up path's visit is a redirect",
    AnswerKind.SOFT_404: "scoring: the made-up path's visit has status 200; marks of the family not_found",
    AnswerKind.LOGIN_WALL: "scoring.facts.marks: the family login",
    AnswerKind.PARKED_DOMAIN: "scoring.facts.marks: the family placeholder",
    AnswerKind.EMPTY_SHELL: "scoring.facts.marks: the mark shell",
    AnswerKind.EMPTY_BODY: "scoring.facts.page: a page of no words",
    AnswerKind.BOMB: "crawler.warc: unpacked up to MAX_BODY_BYTES, Record.is_cut",
    AnswerKind.UNDECODABLE: "scoring.facts.encoding: EncodingFact.damaged_share",
}


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
