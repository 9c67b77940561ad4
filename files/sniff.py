"""What a file is, told by its content; its name is not asked.

Old Office files and encrypted ones are the same container (OLE2) and are told apart by the streams in it, new ones by the
content types of their package.
"""

from __future__ import annotations

import re
from typing import Final

from files import package
from files.kinds import Kind
from files.refusal import Unreadable, Why

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_KNOWN_BUT_UNREAD: Final = {  # first bytes of what is sometimes uploaded: named in the message
    b"{\\rtf": "rtf",
    b"II*\x00": "tif",
    b"MM\x00*": "tif",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
    b"MIME-Version:": "mht",
    b"GIF8": "gif",
    b"BM": "bmp",
}
_PDF_WITHIN: Final = 1024
_HEAD: Final = 4096
_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*|<!--.{0,2000}?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|style|table|div|section|article|h[1-6]|p|pre|span|font|center)\b",
    re.IGNORECASE | re.DOTALL,
)
_FLAT_OFFICE: Final = re.compile(r"<\?mso-application\s+progid=\"(Word|Excel)\.", re.IGNORECASE)
_TYPES: Final = "[Content_Types].xml"
_MAIN_TYPES: Final = {
    b"wordprocessingml.document.main+xml": Kind.WORD,
    b"wordprocessingml.template.main+xml": Kind.WORD,
    b"spreadsheetml.sheet.main+xml": Kind.WORKBOOK,
    b"spreadsheetml.template.main+xml": Kind.WORKBOOK,
}
_OLE2_ENTRY: Final = 128  # bytes of a directory entry: the name in UTF-16, its length at 64


def sniff(data: bytes) -> Kind:
    """The kind of ``data``. Raises Unreadable for what is known and not read, or must not be opened."""
    if data.startswith(_ZIP):
        return _of_package(data)
    if data.startswith(_OLE2):
        raise _of_compound(data)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Kind.PDF
    if data.startswith(_PNG):
        return Kind.PNG
    if data.startswith(_JPEG):
        return Kind.JPEG
    for mark, name in _KNOWN_BUT_UNREAD.items():
        if data.startswith(mark) and not (mark == b"BM" and b"\x00" not in data[:64]):
            raise Unreadable(Why.BINARY, name)
    return _of_markup(_head(data)) or Kind.TEXT


def _head(data: bytes) -> str:
    """The first characters, good enough to see markup in them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[:_HEAD].decode("utf-16", errors="ignore")
    return data[:_HEAD].removeprefix(b"\xef\xbb\xbf").decode("latin-1").replace("\x00", "")


def _of_markup(head: str) -> Kind | None:
    flat = _FLAT_OFFICE.search(head)
    if flat:
        raise Unreadable(Why.OLD_WORD if flat[1].lower() == "word" else Why.OLD_EXCEL, "xml")
    return Kind.HTML if _HTML.match(head) else None


def _of_package(data: bytes) -> Kind:
    listed = package.entries(data)
    names = {entry.filename: entry for entry in listed}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Unreadable(Why.MACROS)
    if "OFD.xml" in names:
        raise Unreadable(Why.BINARY, "ofd")
    if _TYPES not in names:
        raise Unreadable(Why.BINARY, "odf" if "META-INF/manifest.xml" in names else "zip")
    package.check_contents(data, listed)
    types = package.content_of(data, names[_TYPES])
    if b"spreadsheetml" not in types and b".sheet.binary.macroEnabled.main" in types:
        raise Unreadable(Why.OLD_EXCEL, "xlsb")
    if b"macroEnabled" in types:
        raise Unreadable(Why.MACROS)
    for mark, kind in _MAIN_TYPES.items():
        if mark in types:
            return kind
    raise Unreadable(Why.BINARY, "pptx" if b"presentationml" in types else "zip")


def _of_compound(data: bytes) -> Unreadable:
    """Why an OLE2 file is not read; an encrypted docx or xlsx is one too."""
    for stream, why in (
        ("EncryptedPackage", Why.ENCRYPTED),
        ("WordDocument", Why.OLD_WORD),
        ("Workbook", Why.OLD_EXCEL),
        ("Book", Why.OLD_EXCEL),
    ):
        if _has_stream(data, stream):
            return Unreadable(why)
    return Unreadable(Why.BINARY, "ppt" if _has_stream(data, "PowerPoint Document") else "ole2")


def _has_stream(data: bytes, name: str) -> bool:
    """Whether the directory names such a stream: entries stand at multiples of their length."""
    sought = name.encode("utf-16-le") + b"\x00\x00"
    at = data.find(sought)
    while at >= 0:
        if at % _OLE2_ENTRY == 0 and data[at + 64 : at + 66] == len(sought).to_bytes(2, "little"):
            return True
        at = data.find(sought, at + 2)
    return False
