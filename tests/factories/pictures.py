"""Pictures made on the spot: headers as real files have them, hardly a pixel."""

import struct
import zlib


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + name + content + struct.pack(">L", zlib.crc32(name + content))


def png(width: int = 3, height: int = 2) -> bytes:
    head = struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress(b"\x00" * ((width + 1) * height) if width * height < 1_000_000 else b"")
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", lines) + _chunk(b"IEND", b"")


def jpeg(width: int = 3, height: int = 2, *, notes: bytes = b"") -> bytes:
    """``notes``: an APP1 segment, where cameras keep a small picture with a size of its own."""
    segment = b"\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes if notes else b""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00" + b"\x7f\xff\x00\x12"
    return (
        b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00" + b"\x00" * 9 + segment + frame + scan + b"\xff\xd9"
    )
