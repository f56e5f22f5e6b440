"""This module knows which failure an exception of the downloader means."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet import error as network

from crawler.failures import FailureKind

MAX_CAUSES = 20
"""No chain of causes is followed further than this."""


class RobotsDenied(IgnoreRequest):
    """The site's robots.txt asks us to leave this address alone."""


class RobotsUnreachable(IgnoreRequest):
    """The site's robots.txt could not be had, so that by RFC 9309 nothing may be fetched for now."""


class OurSide(IgnoreRequest):
    """The control hosts fail, so that nothing can be said of the site for now."""


class RefusedAddress(IgnoreRequest):
    """A page, not the site list, sent us to a private address or to another scheme."""


class OptedOut(IgnoreRequest):
    """The owner asked not to be visited; the list's `opt_out.txt` says so."""


CERTIFICATE_KINDS = {  # X509_V_ERR_* of OpenSSL
    9: FailureKind.TLS_EXPIRED,  # not valid yet: its dates are wrong as well
    10: FailureKind.TLS_EXPIRED,
    18: FailureKind.TLS_SELF_SIGNED,
    19: FailureKind.TLS_SELF_SIGNED,
    62: FailureKind.TLS_WRONG_HOST,
    64: FailureKind.TLS_WRONG_HOST,
}

NAME_ABSENT = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}

KIND_OF_CLASS: tuple[tuple[type[BaseException], FailureKind], ...] = (
    # The first match wins along the chain of causes, so the more telling classes stand first.
    (RobotsDenied, FailureKind.ROBOTS_DENIED),
    (RobotsUnreachable, FailureKind.ROBOTS_UNREACHABLE),
    (OurSide, FailureKind.OUR_SIDE),
    (RefusedAddress, FailureKind.REFUSED_ADDRESS),
    (OptedOut, FailureKind.OPTED_OUT),
    (UnsupportedURLSchemeError, FailureKind.REFUSED_ADDRESS),
    (SSL.Error, FailureKind.TLS_PROTOCOL),
    (ssl.SSLError, FailureKind.TLS_PROTOCOL),
    (ResponseDataLossError, FailureKind.BODY_TRUNCATED),
    (network.ConnectionRefusedError, FailureKind.CONNECTION_REFUSED),
    (ConnectionRefusedError, FailureKind.CONNECTION_REFUSED),
    (DownloadConnectionRefusedError, FailureKind.CONNECTION_REFUSED),
    (network.NoRouteError, FailureKind.UNREACHABLE),
    (network.TimeoutError, FailureKind.CONNECT_TIMEOUT),
    (network.TCPTimedOutError, FailureKind.CONNECT_TIMEOUT),
    (DownloadTimeoutError, FailureKind.READ_TIMEOUT),
    (TimeoutError, FailureKind.READ_TIMEOUT),
    (ConnectionError, FailureKind.CONNECTION_RESET),
    (network.ConnectionLost, FailureKind.CONNECTION_RESET),
    (network.ConnectionDone, FailureKind.CONNECTION_RESET),
    (network.ConnectionAborted, FailureKind.CONNECTION_RESET),
    (DownloadCancelledError, FailureKind.BODY_TOO_LARGE),
    (network.DNSLookupError, FailureKind.DNS_FAILURE),
    (CannotResolveHostError, FailureKind.DNS_FAILURE),
    (network.ConnectError, FailureKind.UNREACHABLE),
)


def classify(exception: BaseException) -> FailureKind:
    """The kind of a failed download, told by exception classes alone, causes included.

    What is met for the first time is UNKNOWN; its class name belongs into the visit's detail.
    """
    chain = tuple(causes(exception))
    for fault in chain:
        if isinstance(fault, ssl.SSLCertVerificationError):
            return CERTIFICATE_KINDS.get(fault.verify_code, FailureKind.TLS_UNTRUSTED)
        if isinstance(fault, socket.gaierror):
            return FailureKind.DNS_NOT_FOUND if fault.errno in NAME_ABSENT else FailureKind.DNS_FAILURE
        if isinstance(fault, OSError) and fault.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            return FailureKind.UNREACHABLE
    for known, kind in KIND_OF_CLASS:
        if any(isinstance(fault, known) for fault in chain):
            return kind
    if any(type(fault).__name__ in ("ParseError", "BadHeaders") for fault in chain):
        return FailureKind.NOT_HTTP
    return FailureKind.UNKNOWN


def describe(exception: BaseException) -> str:
    """The class and the words of a failure and of its deepest cause, for people, in 300 characters at most."""
    chain = tuple(causes(exception))
    words = [f"{type(fault).__name__}: {fault}".strip().removesuffix(":") for fault in (chain[0], chain[-1])]
    return " < ".join(dict.fromkeys(words))[:300]


def causes(exception: BaseException) -> Iterator[BaseException]:
    """The exception and what caused it, the outermost first; Twisted's lists of reasons are unfolded."""
    waiting: list[BaseException] = [exception]
    met: set[int] = set()
    while waiting and len(met) < MAX_CAUSES:
        fault = waiting.pop(0)
        if id(fault) in met:
            continue
        met.add(id(fault))
        yield fault
        reasons = getattr(fault, "reasons", None) or ()
        waiting += [reason.value for reason in reasons if isinstance(getattr(reason, "value", None), BaseException)]
        waiting += [inner for inner in (fault.__cause__, fault.__context__) if inner is not None]
