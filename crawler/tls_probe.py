"""This module knows what a server offers when a connection is made: certificate, protocol versions, HTTP/2, IPv6."""

from __future__ import annotations

import errno
import socket
import ssl
import warnings
from collections.abc import Sequence
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from crawler.diagnosis import classify, describe
from crawler.failures import FailureKind

VERSIONS = (
    ("TLSv1", ssl.TLSVersion.TLSv1),
    ("TLSv1.1", ssl.TLSVersion.TLSv1_1),
    ("TLSv1.2", ssl.TLSVersion.TLSv1_2),
    ("TLSv1.3", ssl.TLSVersion.TLSv1_3),
)
ROUTE_PROBE = ("2001:db8::1", 53)
"""An address of the documentation's range: a datagram socket is pointed at it, and nothing is sent."""
MAX_NAMES = 50
MAX_FAILURES = 2
NO_ROUTE = {errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EHOSTUNREACH}


def ask_tls(host: str, addresses: Sequence[str], port: int, *, seconds: float) -> dict[str, Any]:
    """What one server offers, ready for JSON; blocks, for up to four connections.

    `versions` maps each protocol version to whether a handshake succeeded, `certificate` describes what was shown
    (whether it may be trusted is the verified visit's business), `alpn` is the protocol chosen among h2 and http/1.1.
    `failure` stands when the server could not be reached.
    """
    found: dict[str, Any] = {"versions": {}}
    failures = 0
    for name, version in reversed(VERSIONS):
        try:
            with connect(host, addresses, port, version=version, seconds=seconds) as connection:
                found["versions"][name] = True
                if "certificate" not in found and (shown := connection.getpeercert(binary_form=True)):
                    found["certificate"] = read_certificate(shown)
                    found["alpn"] = connection.selected_alpn_protocol()
        except (OSError, ValueError) as error:
            kind = classify(error)
            if kind in (FailureKind.TLS_PROTOCOL, FailureKind.CONNECTION_RESET, FailureKind.UNKNOWN):
                found["versions"][name] = False
                continue
            failures += 1
            found["failure"] = f"{kind}: {describe(error)}"
            if failures >= MAX_FAILURES or kind is FailureKind.CONNECTION_REFUSED:
                break
    if any(found["versions"].values()):
        found.pop("failure", None)
    return found


def connect(
    host: str, addresses: Sequence[str], port: int, *, version: ssl.TLSVersion, seconds: float
) -> ssl.SSLSocket:
    """A connection in one protocol version, unverified; raises OSError."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.set_alpn_protocols(["h2", "http/1.1"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that old versions are deprecated is what is asked for
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = version
        context.minimum_version = version
    plain = open_socket(addresses, port, seconds=seconds)
    try:
        return context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def open_socket(addresses: Sequence[str], port: int, *, seconds: float) -> socket.socket:
    """A connection to the first address that takes one, IPv4 before IPv6; raises the last address's OSError."""
    fault: OSError = OSError(errno.EHOSTUNREACH, "the name has no address")
    for address in sorted(addresses, key=lambda address: ":" in address)[:3]:
        try:
            return socket.create_connection((address, port), timeout=seconds)
        except OSError as error:
            fault = error
    raise fault


def read_certificate(shown: bytes) -> dict[str, Any]:
    """A certificate in DER form, in words; raises ValueError when it cannot be read."""
    certificate = x509.load_der_x509_certificate(shown)
    key = certificate.public_key()
    bits = key.key_size if isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey) else 0
    digest = certificate.signature_hash_algorithm
    return {
        "issuer": certificate.issuer.rfc4514_string()[:200],
        "subject": certificate.subject.rfc4514_string()[:200],
        "names": alternative_names(certificate),
        "valid_from": certificate.not_valid_before_utc.isoformat(),
        "valid_to": certificate.not_valid_after_utc.isoformat(),
        "is_self_issued": certificate.issuer == certificate.subject,
        "key": f"{type(key).__name__.removesuffix('PublicKey').strip('_')} {bits}".strip(),
        "signature": digest.name if digest else "",
    }


def alternative_names(certificate: x509.Certificate) -> list[str]:
    """The host names a certificate is made out to."""
    try:
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    except (x509.ExtensionNotFound, ValueError):
        return []
    return [str(name) for name in extension.value.get_values_for_type(x509.DNSName)][:MAX_NAMES]


def ask_ipv6(addresses: Sequence[str], port: int, *, seconds: float) -> dict[str, Any]:
    """Whether a server takes connections at its IPv6 addresses; `is_reached` is left out where we have no IPv6."""
    if not addresses or not has_route(addresses[0]):
        return {"detail": "there is no IPv6 here"} if addresses else {}
    try:
        open_socket(addresses, port, seconds=seconds).close()
    except OSError as error:
        return {"detail": describe(error)} if error.errno in NO_ROUTE else {"is_reached": False}
    return {"is_reached": True}


def has_route(address: str = ROUTE_PROBE[0]) -> bool:
    """Whether this machine could send anything to an IPv6 address; asks its routing table and sends nothing."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.connect((address, ROUTE_PROBE[1]))
    except OSError:
        return False
    return True
