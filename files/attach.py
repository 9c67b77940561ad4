"""Files that are attached as they are, never read by a program of the house: what may be, told by content.

Stricter than ``sniff``: a file must begin and end as what it is, so that it is not two things at once, and its name must
end as its content says.
"""

from __future__ import annotations

from typing import Final

from files.kinds import SUFFIXES, Kind
from files.names import suffix_of
from files.pictures import size_of
from files.refusal import Unreadable, Why
from files.sniff import sniff

ATTACHED: Final = frozenset({Kind.PDF, Kind.PNG, Kind.JPEG, Kind.WORD, Kind.WORKBOOK})
MAX_PIXELS: Final = 120_000_000  # a page scanned at 1,200 dots an inch has 140 million, at 600 dots 35 million
_PDF_HEAD: Final = b"%PDF-"
_PDF_END: Final = b"%%EOF"
_END_WITHIN: Final = 2048


def attachable(data: bytes, *, name: str) -> Kind:
    """What the file is, where it may be attached under this name; else ``Unreadable``.

    MISNAMED: the name ends otherwise; ``detail`` is the ending it should have.
    """
    if not data.strip():
        raise Unreadable(Why.EMPTY)
    kind = sniff(data)
    if kind not in ATTACHED:
        raise Unreadable(Why.BINARY, kind.value)
    if kind is Kind.PDF:
        _check_pdf(data)
    if kind in {Kind.PNG, Kind.JPEG}:
        width, height = size_of(data, kind)
        if width * height > MAX_PIXELS:
            raise Unreadable(Why.TOO_LARGE, f"{width} × {height}")
    if suffix_of(name) not in SUFFIXES[kind]:
        raise Unreadable(Why.MISNAMED, SUFFIXES[kind][0])
    return kind


def _check_pdf(data: bytes) -> None:
    """It begins as one (blanks before are known to happen) and was written to its end."""
    if not data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_PDF_HEAD):
        raise Unreadable(Why.BINARY, "mixed")
    if _PDF_END not in data[-_END_WITHIN:]:
        raise Unreadable(Why.DAMAGED)
