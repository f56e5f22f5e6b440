"""This module knows how to be a name server on loopback, and to fail as name servers fail."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

SERVFAIL, SILENT = "servfail", "silent"
LOOPBACK = {"A": ["127.0.0.1"]}

Zone = Mapping[str, str | Mapping[str, list[str]]]
"""A name to its records by type, or to how it fails. What stands not in it does not exist; `*.x` is all below x."""


@contextmanager
def name_server(zone: Zone) -> Iterator[str]:
    """A name server for the length of a test; its address as `127.0.0.1:port`."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            query, socket = self.request
            if reply := answer(zone, dns.message.from_wire(query)):
                socket.sendto(reply.to_wire(), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def answer(zone: Zone, query: dns.message.Message) -> dns.message.Message | None:
    """The reply to a query; None for silence."""
    question = query.question[0]
    name = question.name.to_text(omit_final_dot=True).lower()
    entry = zone.get(name) or zone.get(f"*.{name.partition('.')[2]}")
    if entry == SILENT:
        return None
    reply = dns.message.make_response(query, recursion_available=True)
    if entry is None:
        reply.set_rcode(dns.rcode.NXDOMAIN)
    elif isinstance(entry, str):
        reply.set_rcode(dns.rcode.SERVFAIL)
    elif values := entry.get(dns.rdatatype.to_text(question.rdtype)):
        reply.answer.append(dns.rrset.from_text(question.name, 60, dns.rdataclass.IN, question.rdtype, *values))
    return reply
