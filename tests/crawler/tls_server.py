"""This module knows how to make certificates for tests, and how to serve them in the protocol versions a test wants."""

from __future__ import annotations

import ssl
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

NOW = datetime.now(UTC)
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SECRET = KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def certificate(
    folder: Path,
    *,
    hosts: Sequence[str] = ("localhost",),
    valid_to: datetime = NOW + timedelta(days=30),
    is_self_signed: bool = False,
    issuer: str = "Test CA",
    name: str = "town",
) -> Path:
    """A certificate with its key in one file, issued by an authority of the same folder unless it is self-signed."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    by = subject if is_self_signed else x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, issuer)])
    built = (
        _builder(subject, by, valid_to)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
        .sign(KEY, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    file.write_bytes(SECRET + built.public_bytes(serialization.Encoding.PEM))
    return file


def authority(folder: Path) -> Path:
    """The certificate of the authority that issues the others, to be trusted by a test."""
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test CA")])
    built = (
        _builder(name, name, NOW + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(KEY, hashes.SHA256())
    )
    file = folder / "authority.pem"
    file.write_bytes(built.public_bytes(serialization.Encoding.PEM))
    return file


def _builder(subject: x509.Name, issuer: x509.Name, valid_to: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=400))
        .not_valid_after(valid_to)
    )


class Hello(BaseHTTPRequestHandler):
    """Answers / with a page and all else with 404."""

    def log_message(self, *_: object) -> None:
        """No log."""

    def do_GET(self) -> None:
        body = b"<title>Town</title>"
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def tls_server(
    file: Path,
    *,
    newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3,
    oldest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2,
    alpn: Sequence[str] = (),
) -> Iterator[int]:
    """A server that shows this certificate and speaks these versions; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = newest
        context.minimum_version = oldest
    context.load_cert_chain(file)
    if alpn:
        context.set_alpn_protocols(list(alpn))

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass

        def finish_request(self, request: object, client_address: object) -> None:
            secured = context.wrap_socket(request, server_side=True)  # type: ignore[arg-type]
            try:
                super().finish_request(secured, client_address)
            finally:
                secured.close()

    server = Quiet(("127.0.0.1", 0), Hello)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
