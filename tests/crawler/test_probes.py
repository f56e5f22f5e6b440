"""The probes: certificates verified as a browser does, other names, made-up paths."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from crawler.evidence import Visit
from crawler.probes import made_up_path, other_name, verified_visit
from tests.crawler.portal_server import free_url, page, portal

NOW = datetime.now(UTC)


def certificate(folder: Path, *, host: str = "localhost", valid_to: datetime = NOW + timedelta(days=30)) -> Path:
    """A self-signed certificate with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Town")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=60))
        .not_valid_after(valid_to)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "town.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + built.public_bytes(serialization.Encoding.PEM))
    return file


class Hello(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<title>Town</title>")


@contextmanager
def https_server(file: Path) -> Iterator[int]:
    """A server that shows this certificate; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    class Quiet(HTTPServer):
        def handle_error(self, *_: object) -> None:
            pass

    server = Quiet(("127.0.0.1", 0), Hello)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


def probe(port: int, *, trusted: Path | None = None) -> Visit:
    context = ssl.create_default_context(cafile=str(trusted) if trusted else None)
    visit, _, _ = verified_visit(
        f"https://localhost:{port}/", site_id="town", headers={}, timeout_seconds=5, context=context
    )
    return visit


def test_a_good_certificate_is_an_answer_with_its_last_day(tmp_path: Path) -> None:
    file = certificate(tmp_path)
    with https_server(file) as port:
        visit = probe(port, trusted=file)

        assert visit.status == 200
        assert json.loads(visit.detail or "")["issuer"] == "Town"


def test_an_expired_certificate_is_named(tmp_path: Path) -> None:
    file = certificate(tmp_path, valid_to=NOW - timedelta(days=1))
    with https_server(file) as port:
        assert probe(port, trusted=file).failure == "tls_expired"


def test_a_certificate_for_another_host_is_named(tmp_path: Path) -> None:
    file = certificate(tmp_path, host="elsewhere.gov")
    with https_server(file) as port:
        assert probe(port, trusted=file).failure == "tls_wrong_host"


def test_a_self_signed_certificate_is_named(tmp_path: Path) -> None:
    with https_server(certificate(tmp_path)) as port:
        assert probe(port).failure == "tls_self_signed"


def test_a_server_without_tls_is_a_protocol_failure() -> None:
    with portal({"/": page()}) as town:
        assert probe(int(town.url.rpartition(":")[2])).failure == "tls_protocol"


def test_a_closed_port_is_a_refused_connection() -> None:
    assert probe(int(free_url().rpartition(":")[2])).failure == "connection_refused"


@pytest.mark.parametrize(
    ("host", "other"),
    [("www.town.gov", "town.gov"), ("town.gov", "www.town.gov"), ("127.0.0.1", None), ("[::1]", None), ("town", None)],
)
def test_a_site_has_one_other_name(host: str, other: str | None) -> None:
    assert other_name(host) == other


def test_the_made_up_path_is_the_same_in_every_wave() -> None:
    assert made_up_path("town") == made_up_path("town")
    assert len(made_up_path("town")) == len("/egovbench-") + 12
