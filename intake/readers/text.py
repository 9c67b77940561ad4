"""Plain text, a file or pasted: every line is a paragraph, its number the number of the line.

A line ends with LF, CRLF or CR, as editors count; the last one needs no end. A form feed begins a new page and no new line.
"""

from __future__ import annotations

import re

from files.kinds import Kind
from files.refusal import Unreadable, Why
from intake.readers.document import Document, Line, Paragraph

_LINE_END = re.compile(r"\r\n|\r|\n")
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ud800-\udfff]")  # none of them belongs to a text
_SAMPLE = 4096  # bytes that are enough to tell a UTF-16 file without a mark


def read_text(data: bytes) -> Document:
    """The document of a text file in UTF-8, UTF-16 or GB18030 (so also GBK and GB2312)."""
    return from_string(decode(data))


def from_string(text: str) -> Document:
    """The document of a text that is already one. ``pages`` is None where no form feed stands in it."""
    text = text.removeprefix("\ufeff")
    if _CONTROLS.search(text):
        raise Unreadable(Why.BINARY)
    paged = "\f" in text
    page = 1
    lines: list[Line] = []
    blocks: list[Paragraph] = []
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        kept = raw
        if paged and "\f" in raw:
            kept = raw.lstrip("\f")
            page += len(raw) - len(kept)
            kept = kept.rstrip("\f")
        if kept.strip():
            at = page if paged else None
            lines.append(Line(number, kept, page=at))
            blocks.append(Paragraph(kept, number, page=at))
        if paged and "\f" in raw:
            page += raw.count("\f") - (len(raw) - len(raw.lstrip("\f")))
    if not lines:
        raise Unreadable(Why.EMPTY)
    return Document(Kind.TEXT, tuple(lines), tuple(blocks), pages=page if paged else None)


def decode(data: bytes) -> str:
    """The characters of ``data``. Nothing is replaced: one wrong byte is DAMAGED (``detail``: its line), no text is BINARY."""
    if data.startswith(_UTF8_BOM):
        return _strict(data[len(_UTF8_BOM) :], "utf-8", mark=True)
    codec = _UTF16_BOMS.get(data[:2])
    if codec:
        return _strict(data[2:], codec, mark=True)
    codec = _utf16_without_mark(data[:_SAMPLE])
    if codec:
        return _strict(data, codec, mark=True)
    if _CONTROLS.search(data.decode("latin-1")):
        raise Unreadable(Why.BINARY)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(data):
        return _strict(data, "utf-8", mark=True)
    text = _strict(data, "gb18030", mark=False)
    if not _plausible_chinese(text):
        raise Unreadable(Why.BINARY)
    return text


def _strict(data: bytes, codec: str, *, mark: bool) -> str:
    """Decoded, or refused; ``mark``: that it is this codec is beyond doubt, so a fault in it is damage."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError as fault:
        if not mark and not _plausible_chinese(data.decode(codec, errors="ignore")):
            raise Unreadable(Why.BINARY) from fault
        before = data[: fault.start].decode(codec, errors="replace")
        raise Unreadable(Why.DAMAGED, str(len(_LINE_END.split(before)))) from fault


def _utf16_without_mark(head: bytes) -> str | None:
    """The byte order of a UTF-16 text, told by its line ends, digits and blanks: one byte of the pair is zero, always the same."""
    head = head[: len(head) // 2 * 2]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if not even and not odd:
        return None
    codec = "utf-16-le" if odd > even else "utf-16-be"  # a few characters (一) have their zero on the other side
    text = head.decode(codec, errors="ignore")
    return codec if text and not _CONTROLS.search(text) and _plausible(text) else None


def _mostly_utf8(data: bytes) -> bool:
    """Whether what is not ASCII is UTF-8 but for a few bytes, or for the end of a file that was cut off."""
    text = data.decode("utf-8", errors="replace").removesuffix("\ufffd")
    wrong = text.count("\ufffd")
    beyond = sum(1 for char in text if char > "\x7f")
    return beyond > 0 and wrong * 10 <= beyond


def _plausible(text: str) -> bool:
    """Whether nine in ten characters are ASCII, Chinese or full-width."""
    known = sum(1 for char in text if char < "\x7f" or "\u2000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef")
    return known * 10 >= len(text) * 9


def _plausible_chinese(text: str) -> bool:
    """Whether most of what is not ASCII stands in the set of common characters (GB2312)."""
    beyond = "".join(char for char in text if char > "\x7f")
    common = len(beyond.encode("gb2312", errors="ignore")) // 2
    return bool(text) and common * 10 >= len(beyond) * 7
