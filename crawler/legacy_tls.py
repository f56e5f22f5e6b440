"""This module knows how to reach servers that speak only what browsers gave up: TLS 1.0, TLS 1.1 and weak keys."""

from __future__ import annotations

from typing import Any

from OpenSSL import SSL
from scrapy.core.downloader.contextfactory import _ScrapyCertificateOptions, _ScrapyClientContextFactory
from twisted.internet.ssl import CertificateOptions, TLSVersion

from crawler.diagnosis import causes

DETAIL = "legacy TLS"
"""What the `detail` of a visit begins with that only old or weak TLS could make; such a server is not down."""
CIPHERS = b"ALL:@SECLEVEL=0"
"""OpenSSL 3 allows no signature that TLS 1.0 and 1.1 know, and no short key, above level 0."""
NO_CURE = ("wrong version number", "packet length too long", "http request", "record layer failure")
"""Words of OpenSSL by which a server shows that it does not speak TLS at all: another try would bring nothing."""


class LegacyCertificateOptions(_ScrapyCertificateOptions):
    """Lets a connection fall as low as the server wants."""

    def _makeContext(self, skipCiphers: bool = False) -> SSL.Context:  # noqa: N802, N803 - Twisted's names
        context = super()._makeContext(skipCiphers)
        if not skipCiphers:
            context.set_cipher_list(CIPHERS)
        return context


class LegacyContextFactory(_ScrapyClientContextFactory):
    """Makes contexts for servers that refused a modern connection; nothing that is read over them is secret."""

    def __init__(self) -> None:
        super().__init__(method=None, tls_min_version=TLSVersion.TLSv1_0)

    def _get_cert_options(self) -> CertificateOptions:
        kwargs: dict[str, Any] = self._get_cert_options_kwargs()
        return LegacyCertificateOptions(**kwargs)


def may_be_legacy(exception: BaseException) -> bool:
    """Whether a handshake failed in a way that older TLS may mend: the server speaks TLS, but not ours."""
    for fault in causes(exception):
        if isinstance(fault, SSL.Error):
            return not any(words in str(fault).lower() for words in NO_CURE)
    return False
