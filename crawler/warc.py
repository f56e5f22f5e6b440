"""This module knows how responses lie in a WARC archive: one gzip member a record, raw as they came."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType
from isal import igzip
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

MAX_BODY_BYTES = 20 * 1024 * 1024
"""No decoded body is read beyond this size; a page that unpacks to more is cut there."""
PACKING = frozenset({"content-encoding", "transfer-encoding"})
"""Headers that say how a body was packed for its way."""


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


class Response(NamedTuple):
    """A response as it lies in an archive: headers as they came, body packed, up to a byte past MAX_BODY_BYTES."""

    record_id: str
    url: str
    visited_at: datetime
    status: int
    headers: list[tuple[str, str]]
    payload: bytes
    is_truncated: bool


def read_responses(archive: Path) -> Iterator[Response]:
    """The responses of an archive, whoever made it, in the order they were written; without date or status none counts.

    Raises OSError or ValueError where the archive is damaged, EOFError where it breaks off within a response.
    """
    with archive.open("rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            payload = record.reader.read(MAX_BODY_BYTES + 1)
            if len(payload) < min(record.content_length, MAX_BODY_BYTES):
                raise EOFError(f"it breaks off within {record.headers.get('WARC-Target-URI')}")
            answer = record.http_headers
            if answer is None or answer.status_code is None or record.record_date is None:
                continue
            yield Response(
                record_id=(record.record_id or "").strip("<>"),
                url=(record.headers.get("WARC-Target-URI") or "").strip("<>"),
                visited_at=record.record_date.replace(tzinfo=UTC),
                status=answer.status_code,
                headers=[(str(name), str(value)) for name, value in answer.items()],
                payload=payload,
                is_truncated=len(payload) > MAX_BODY_BYTES or record.headers.get("WARC-Truncated") is not None,
            )


def read_records(archive: Path) -> Iterator[Record]:
    """The responses of an archive that we made, in the order they were written, up to the last whole one."""
    responses = read_responses(archive)
    while True:
        try:
            response = next(responses)
        except (StopIteration, EOFError, OSError):
            return
        yield _read_record(response)


def _read_record(response: Response) -> Record:
    headers: dict[str, str] = {}
    for name, value in response.headers:
        key = name.lower()
        headers[key] = f"{headers[key]}\n{value}" if key == "set-cookie" and key in headers else value
    body, is_cut = decode_body(response.payload, headers.get("content-encoding", ""))
    return Record(
        record_id=response.record_id,
        url=response.url,
        visited_at=response.visited_at,
        status=response.status,
        headers=headers,
        body=body,
        is_cut=is_cut or response.is_truncated,
    )


def unpacked(response: Response) -> bytes:
    """The body of a response of anybody's archive, up to MAX_BODY_BYTES, out of its chunks and any packing.

    Many tools write bodies unpacked below headers that still call them packed: what is not as said stands as it came.
    """
    said = [(name, value) for name, value in response.headers if name.lower() in PACKING]
    if not said:
        return response.payload[:MAX_BODY_BYTES]
    head = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in said)
    for layers in ("all", "content", "transfer"):
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.response)
        record.set_bytes_content(f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + response.payload)
        record.is_http = True
        try:
            record.parse_http(auto_decode=layers)
            return record.reader.read(MAX_BODY_BYTES + 1)[:MAX_BODY_BYTES]
        except OSError:
            continue
    return response.payload[:MAX_BODY_BYTES]


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
