"""ZIP packages (docx, xlsx) looked into without unpacking them: every entry is inflated once, in pieces, and only counted.

A header may lie about sizes, so both what is declared and what really comes out are held against the limits.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from files.refusal import Unreadable, Why

MAX_UNPACKED: Final = 200 * 1024 * 1024
MAX_ENTRIES: Final = 5_000
MAX_RATIO: Final = 200  # XML of real documents packs to a tenth or a thirtieth
_RATIO_FROM: Final = 8 * 1024 * 1024  # below this a high ratio is a harmless page of blanks
_PIECE: Final = 256 * 1024
_LOCAL_HEADER: Final = struct.Struct("<4s5H3L2H")
_ENCRYPTED_FLAG: Final = 0x1
_BEFORE_MARKUP: Final = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"  # blanks, byte order marks, the zeros of UTF-16
_MARKUP_DECLARATIONS: Final = tuple(
    mark.encode(codec) for mark in ("<!DOCTYPE", "<!ENTITY") for codec in ("ascii", "utf-16-le", "utf-16-be")
)


def entries(data: bytes) -> list[zipfile.ZipInfo]:
    """The entries of the package, as declared. ENCRYPTED, BOMB and DAMAGED are raised where they are seen."""
    try:
        listed = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, struct.error, NotImplementedError) as fault:
        raise Unreadable(Why.DAMAGED) from fault
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in listed):
        raise Unreadable(Why.ENCRYPTED)
    if len(listed) > MAX_ENTRIES or sum(entry.file_size for entry in listed) > MAX_UNPACKED:
        raise Unreadable(Why.BOMB)
    if any(_too_dense(entry.file_size, entry.compress_size) for entry in listed):
        raise Unreadable(Why.BOMB)
    return listed


def check_contents(data: bytes, listed: list[zipfile.ZipInfo]) -> None:
    """Inflate every entry in pieces: BOMB where more comes out than declared or allowed, DAMAGED where it does not add up."""
    total = 0
    for entry in listed:
        total += _inflate(data, entry, MAX_UNPACKED - total)


def content_of(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """One entry unpacked; only after its size was looked at."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError, struct.error, NotImplementedError) as fault:
        raise Unreadable(Why.DAMAGED, entry.filename) from fault


def check_markup(data: bytes, most: int) -> list[zipfile.ZipInfo]:
    """The XML entries; TOO_LARGE where they are more than ``most`` bytes together, of which a library would make a tree.

    What they are called says little: a library reads ``sheet1.dat`` as gladly where the package points to it.
    """
    parts = [entry for entry in entries(data) if _is_xml(entry) or _begins_like_xml(data, entry)]
    size = sum(entry.file_size for entry in parts)
    if size > most:
        raise Unreadable(Why.TOO_LARGE, f"xml:{size}")
    return parts


def _inflate(data: bytes, entry: zipfile.ZipInfo, allowed: int) -> int:
    """Size of the entry's real content."""
    packed = _packed(data, entry)
    damaged = Unreadable(Why.DAMAGED, entry.filename)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged
    size, check, tail = 0, 0, b""
    try:
        for piece in inflated(packed) if entry.compress_type == zipfile.ZIP_DEFLATED else [bytes(packed)]:
            size += len(piece)
            check = zlib.crc32(piece, check)
            if size > min(allowed, entry.file_size) or _too_dense(size, len(packed)):
                raise Unreadable(Why.BOMB, entry.filename)
            if _is_xml(entry) and any(mark in tail + piece for mark in _MARKUP_DECLARATIONS):
                raise damaged  # no document of these kinds has one; an entity is a bomb of its own
            tail = piece[-20:]
    except zlib.error as fault:
        raise damaged from fault
    if size != entry.file_size or check != entry.CRC:
        raise damaged
    return size


def inflated(packed: memoryview, *, window: int = -zlib.MAX_WBITS) -> Iterator[bytes]:
    """What ``packed`` holds, in pieces that fit into memory whatever it claims. Raises zlib.error."""
    inflate = zlib.decompressobj(window)
    for start in range(0, len(packed), _PIECE):
        rest: bytes = bytes(packed[start : start + _PIECE])
        while rest and not inflate.eof:
            piece = inflate.decompress(rest, _PIECE)
            rest = inflate.unconsumed_tail
            yield piece
        if inflate.eof:
            return


def _packed(data: bytes, entry: zipfile.ZipInfo) -> memoryview:
    """The packed bytes of the entry where its local header says they stand."""
    start = entry.header_offset
    try:
        header = _LOCAL_HEADER.unpack_from(data, start)
    except struct.error as fault:
        raise Unreadable(Why.DAMAGED, entry.filename) from fault
    if header[0] != b"PK\x03\x04":
        raise Unreadable(Why.DAMAGED, entry.filename)
    begin = start + _LOCAL_HEADER.size + header[-2] + header[-1]
    return memoryview(data)[begin : begin + entry.compress_size]


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith((".xml", ".rels"))


def _begins_like_xml(data: bytes, entry: zipfile.ZipInfo) -> bool:
    """Whether the content begins with markup, whatever its encoding; only blanks so far are taken for it."""
    packed = _packed(data, entry)
    try:
        head = next(inflated(packed), b"") if entry.compress_type == zipfile.ZIP_DEFLATED else bytes(packed[:_PIECE])
    except zlib.error as fault:
        raise Unreadable(Why.DAMAGED, entry.filename) from fault
    return bool(head) and head.lstrip(_BEFORE_MARKUP)[:1] in (b"", b"<")


def _too_dense(unpacked: int, packed: int) -> bool:
    return unpacked > _RATIO_FROM and unpacked > MAX_RATIO * max(packed, 1)
