"""Width and height of a picture from its headers; nothing is decoded, so nothing can be blown up."""

from __future__ import annotations

import struct
from typing import Final

from files.kinds import Kind
from files.refusal import Unreadable, Why

_PNG_HEAD: Final = 8
_CHUNK: Final = struct.Struct(">L4s")
_CHECKSUM: Final = 4
_MOST_CHUNKS: Final = 100_000
_SIZE: Final = struct.Struct(">LL")
_MARKER: Final = 0xFF
_ALONE: Final = {0x01, *range(0xD0, 0xD9)}  # markers without a length
_FRAMES: Final = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # those that hold the size
_SCAN: Final = 0xDA
_JPEG_END: Final = b"\xff\xd9"


def size_of(data: bytes, kind: Kind) -> tuple[int, int]:
    """Width and height in pixels. Raises ``Unreadable``: DAMAGED for a picture cut off or without a size.

    A PNG must be chunks up to its end and nothing behind; behind a JPEG some cameras write notes of their own.
    """
    width, height = _of_png(data) if kind is Kind.PNG else _of_jpeg(data)
    if not width or not height:
        raise Unreadable(Why.DAMAGED)
    return width, height


def _of_png(data: bytes) -> tuple[int, int]:
    at, size = _PNG_HEAD, (0, 0)
    for number in range(_MOST_CHUNKS):
        if at + _CHUNK.size + _CHECKSUM > len(data):
            break
        length, name = _CHUNK.unpack_from(data, at)
        if number == 0 and (name != b"IHDR" or length != 13 or at + _CHUNK.size + _SIZE.size > len(data)):
            break
        if number == 0:
            size = _SIZE.unpack_from(data, at + _CHUNK.size)
        at += _CHUNK.size + length + _CHECKSUM
        if name == b"IEND":
            if at != len(data):
                break
            return size
    raise Unreadable(Why.DAMAGED)


def _of_jpeg(data: bytes) -> tuple[int, int]:
    at, size = 2, (0, 0)
    while at + 4 <= len(data) and data[at] == _MARKER:
        marker = data[at + 1]
        if marker == _MARKER:  # filling
            at += 1
            continue
        if marker in _ALONE:
            at += 2
            continue
        if marker in _FRAMES and at + 9 <= len(data):
            size = int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        if marker == _SCAN:
            if data.find(_JPEG_END, at) < 0:
                break
            return size
        at += 2 + max(int.from_bytes(data[at + 2 : at + 4]), 2)
    raise Unreadable(Why.DAMAGED)
