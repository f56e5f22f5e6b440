"""This module knows how responses lie in a WARC archive: one gzip member a record, raw as they came."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType
from isal import igzip
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

MAX_BODY_BYTES = 20 * 1024 * 1024
"""No decoded body is read beyond this size; a page that unpacks to more is cut there."""


@dataclass(frozen=True, slots=True)
class Record:
    """A response as it came, read back from the archive. Header names are in lower case; `body` is decoded.

    Of headers that came more than once the last one stands, but all cookies, a line each.
    """

    record_id: str
    url: str
    visited_at: datetime
    status: int
    headers: dict[str, str]
    body: bytes
    is_cut: bool = False


def read_records(archive: Path) -> Iterator[Record]:
    """The responses of an archive in the order they were written, up to the last whole one."""
    with archive.open("rb") as stream:
        records = ArchiveIterator(stream, record_types=WarcRecordType.response)
        try:
            for record in records:
                payload = record.reader.read(MAX_BODY_BYTES + 1)
                if record.http_headers is not None and not _is_torn(record, payload):
                    yield _read_record(record, payload)
        except OSError:
            return


def _is_torn(record: Any, payload: bytes) -> bool:
    """Whether the process that wrote a record was killed before its end."""
    declared = record.http_headers.get("Content-Length")
    return bool(declared and declared.isdigit() and len(payload) < min(int(declared), MAX_BODY_BYTES))


def _read_record(record: Any, payload: bytes) -> Record:
    headers: dict[str, str] = {}
    for name, value in record.http_headers.items():
        key = name.lower()
        headers[key] = f"{headers[key]}\n{value}" if key == "set-cookie" and key in headers else value
    body, is_cut = decode_body(payload, headers.get("content-encoding", ""))
    return Record(
        record_id=record.record_id.strip("<>"),
        url=record.headers.get("WARC-Target-URI"),
        visited_at=record.record_date.replace(tzinfo=UTC),
        status=record.http_headers.status_code,
        headers=headers,
        body=body,
        is_cut=is_cut or len(payload) > MAX_BODY_BYTES or record.headers.get("WARC-Truncated") is not None,
    )


def decode_body(payload: bytes, encoding: str) -> tuple[bytes, bool]:
    """Unpack a gzip or deflate body, up to MAX_BODY_BYTES. Returns the body and whether it had to be cut."""
    name = encoding.strip().lower()
    if name not in ("gzip", "x-gzip", "deflate"):
        return payload[:MAX_BODY_BYTES], len(payload) > MAX_BODY_BYTES
    for window in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(window)
        try:
            body = unpacker.decompress(payload, MAX_BODY_BYTES)
        except zlib.error:
            continue
        return body, bool(unpacker.unconsumed_tail) or not unpacker.eof
    return payload[:MAX_BODY_BYTES], True


def whole_members(path: Path) -> int:
    """How many bytes at the start of a gzip file belong to whole members."""
    whole = 0
    with path.open("rb") as stream:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        position = 0
        while chunk := stream.read(1 << 16):
            while chunk:
                try:
                    unpacker.decompress(chunk)
                except zlib.error:
                    return whole
                position += len(chunk) - len(unpacker.unused_data)
                chunk = unpacker.unused_data
                if not unpacker.eof:
                    break
                whole = position
                unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    return whole


def response_member(
    url: str, visited_at: datetime, record_id: str, status: int, headers: list[tuple[str, str]], body: bytes
) -> bytes:
    """A response as one gzip member, ready to be appended; `headers` and `body` as received."""
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=False, warc_version="1.1")
    record = writer.create_warc_record(
        url,
        "response",
        payload=BytesIO(body),
        length=len(body),
        http_headers=StatusAndHeaders(str(status), headers, protocol="HTTP/1.1"),
        warc_headers_dict={
            "WARC-Record-ID": f"<{record_id}>",
            "WARC-Date": visited_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        },
    )
    writer.write_record(record)
    return igzip.compress(buffer.getvalue(), compresslevel=2)
