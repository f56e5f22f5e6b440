"""Every failure has a kind by its class, and every kind its consequence."""

from __future__ import annotations

import socket
import ssl

import pytest
from OpenSSL import SSL
from scrapy import exceptions
from twisted.internet import error as network
from twisted.python.failure import Failure
from twisted.web.client import ResponseNeverReceived

from crawler.diagnosis import RefusedAddress, RobotsDenied, classify, describe
from crawler.failures import CONSEQUENCES, Blame, FailureKind


def caused(exception: Exception, by: BaseException) -> Exception:
    exception.__cause__ = by
    return exception


def never_received(reason: BaseException) -> Exception:
    return caused(exceptions.DownloadFailedError("x"), ResponseNeverReceived([Failure(reason)]))


def certificate_fault(code: int) -> ssl.SSLCertVerificationError:
    fault = ssl.SSLCertVerificationError("certificate verify failed")
    fault.verify_code = code
    return fault


@pytest.mark.parametrize(
    ("exception", "kind"),
    [
        (caused(exceptions.CannotResolveHostError(), socket.gaierror(socket.EAI_NONAME, "no")), "dns_not_found"),
        (caused(exceptions.CannotResolveHostError(), socket.gaierror(socket.EAI_AGAIN, "later")), "dns_failure"),
        (exceptions.CannotResolveHostError(), "dns_failure"),
        (caused(exceptions.CannotResolveHostError(), RefusedAddress("private")), "refused_address"),
        (exceptions.DownloadConnectionRefusedError(), "connection_refused"),
        (never_received(network.ConnectionLost()), "connection_reset"),
        (never_received(network.ConnectionDone()), "connection_reset"),
        (never_received(SSL.Error([("SSL routines", "", "wrong version number")])), "tls_protocol"),
        (network.NoRouteError(), "unreachable"),
        (caused(exceptions.DownloadTimeoutError(), network.TimeoutError()), "connect_timeout"),
        (exceptions.DownloadTimeoutError(), "read_timeout"),
        (exceptions.ResponseDataLossError(), "body_truncated"),
        (exceptions.DownloadCancelledError(), "body_too_large"),
        (exceptions.UnsupportedURLSchemeError(), "refused_address"),
        (RobotsDenied(), "robots_denied"),
        (certificate_fault(10), "tls_expired"),
        (certificate_fault(18), "tls_self_signed"),
        (certificate_fault(62), "tls_wrong_host"),
        (certificate_fault(20), "tls_untrusted"),
        (ssl.SSLError("wrong version"), "tls_protocol"),
        (ZeroDivisionError(), "unknown"),
    ],
)
def test_a_failure_is_told_by_its_class_and_its_causes(exception: Exception, kind: str) -> None:
    assert classify(exception) == kind


def test_every_kind_has_a_consequence() -> None:
    assert set(CONSEQUENCES) == set(FailureKind)


@pytest.mark.parametrize("kind", ["robots_denied", "challenge", "refused_address", "our_side", "unknown"])
def test_what_we_could_not_look_at_is_never_the_sites_fault(kind: str) -> None:
    assert CONSEQUENCES[FailureKind(kind)].blame is not Blame.SITE


def test_an_unknown_failure_keeps_the_name_of_its_class() -> None:
    assert describe(ZeroDivisionError("by zero")) == "ZeroDivisionError: by zero"
