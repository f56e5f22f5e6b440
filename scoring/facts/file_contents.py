"""This module knows what the first bytes of a file tell: empty, a web page, its own format or another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from crawler.evidence import Purpose, Record, Visit, is_html
from scoring.facts.links import kind_of
from scoring.facts.model import FileContent

LOOKED_AT = 1024
LEFT_WITH_SERVER = "body left with the server"
"""In the detail of a visit: an empty body then means that none was taken."""

FORMATS = {
    "PDF": re.compile(rb"(?s:.{0,1000}?)%PDF"),  # readers look for it in the first kilobyte
    "OLE": re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "old Office": re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00|\xdb\xa5|\x31\xbe|\xffWPC|\x01\xfe"),
    "ZIP": re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08|00PK)"),
    "RTF": re.compile(rb"\{\\rtf"),
    "RAR": re.compile(rb"Rar!\x1a\x07|RE~\^"),
    "7z": re.compile(rb"7z\xbc\xaf\x27\x1c"),
    "gzip": re.compile(rb"\x1f\x8b"),
    "PNG": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "JPEG": re.compile(rb"\xff\xd8\xff"),
    "GIF": re.compile(rb"GIF8[79]a"),
    "BMP": re.compile(rb"BM"),
    "WebP": re.compile(rb"(?s:RIFF.{4}WEBP)"),
    "TIFF": re.compile(rb"II(?:\*\x00|\+\x00)|MM(?:\x00\*|\x00\+)"),
    "icon": re.compile(rb"\x00\x00[\x01\x02]\x00"),
    "HEIF": re.compile(rb"(?s:.{4})ftyp(?:avi|hei|hev|mif|msf|mia|MiH|MA1|1pic)"),
    "JPEG XL": re.compile(rb"\xff\x0a|\x00\x00\x00\x0cJXL "),
}
"""How a file of each format begins, by its own specification."""

_OFFICE = ("OLE", "ZIP", "RTF")  # a program opens each under the name of another; a locked .docx is OLE
_PICTURE = (
    "PNG",
    "JPEG",
    "GIF",
    "BMP",
    "WebP",
    "TIFF",
    "icon",
    "HEIF",
    "JPEG XL",
)  # browsers look at the bytes, not the name
_ZIPPED = ("ZIP",)
FORMATS_OF = {
    "pdf": ("PDF",),
    **dict.fromkeys(("doc", "dot", "xls", "wps", "et"), (*_OFFICE, "old Office")),
    **dict.fromkeys(("ppt", "pps", "dps"), _OFFICE),
    **dict.fromkeys(("docx", "docm", "dotx", "xlsx", "xlsm", "pptx"), _OFFICE),
    "rtf": _OFFICE,
    **dict.fromkeys(("odt", "ods", "odp", "ofd", "epub", "zip", "kmz", "apk"), _ZIPPED),
    "rar": ("RAR",),
    "7z": ("7z",),
    **dict.fromkeys(("gz", "tgz"), ("gzip",)),
    **dict.fromkeys(("jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff", "ico", "heic"), _PICTURE),
}
"""The formats that may stand under each ending; of endings that are not here only emptiness is told."""
OPEN_AS_TEXT = frozenset({"doc", "dot", "xls", "wps", "et", "rtf"})
"""Office opens text, tables of a web page and its own XML under these names."""
NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
PAGE = re.compile(rb"(?s:.{0,500}?)<(?:html|!doctype html|head|body)\b", re.IGNORECASE)


class FileReader:
    """Gathers what the first bytes of checked files tell while the records of a site pass by once."""

    def __init__(self, visits: Iterable[Visit]) -> None:
        """Choose the records that will be wanted: those of documents and pictures that were answered."""
        self.contents: dict[str, FileContent] = {}
        self._wanted = {
            visit.record_id: visit
            for visit in visits
            if visit.purpose is Purpose.LINK_CHECK and visit.is_answered and visit.record_id
            if kind_of(urlsplit(visit.url).path) in ("file", "media")
        }

    def take(self, record: Record) -> None:
        """Look at one record of the archive."""
        visit = self._wanted.get(record.record_id)
        if visit is None or (not record.body and LEFT_WITH_SERVER in (visit.detail or "")):
            return
        ending = urlsplit(visit.url).path.rsplit(".", 1)[-1].lower()
        if "gzip" in FORMATS_OF.get(ending, ()) and "gzip" in record.headers.get("content-encoding", "").lower():
            ending = ""  # servers that take its own packing for one of theirs: what is here was unpacked
        content = content_of(record.body, ending=ending, content_type=visit.content_type or "")
        if content is not None:
            self.contents[record.record_id] = content


def content_of(body: bytes, *, ending: str, content_type: str) -> FileContent | None:
    """What a file's first bytes tell of it; None where they tell nothing.

    `ending` is that of its address, in lower case and without the dot.
    """
    if not body:
        return FileContent(False, "empty: 0 bytes")
    start, formats = body[:LOOKED_AT], FORMATS_OF.get(ending)
    if formats is None:
        return None
    if own := next((name for name in formats if FORMATS[name].match(start)), ""):
        return FileContent(True, f"begins as {own}")
    if PAGE.match(start) and (ending not in OPEN_AS_TEXT or is_html(content_type, b"")):
        return FileContent(False, "a web page")
    if ending in OPEN_AS_TEXT and (start.startswith(UTF_16) or not NO_TEXT.search(start)):
        return None
    if formats is _PICTURE and content_type.lower().startswith("image/svg+xml"):
        return None  # browsers go by the type for this one
    other = next((name for name, begin in FORMATS.items() if begin.match(start)), "")
    return FileContent(False, f"begins as {other}" if other else f"begins as no {' or '.join(formats)} does")
