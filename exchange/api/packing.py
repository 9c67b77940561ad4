"""A ZIP that is sent while it is made: whatever its size, only the piece that is on its way is in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator

#: Bytes that are gathered before they are sent.
PIECE = 64 * 1024


class _Pipe(io.RawIOBase):
    """What the archive writes to; it cannot go back, so that sizes stand behind each member."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self.waiting = 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._parts.append(bytes(data))
        self.waiting += len(data)
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        self.waiting = 0
        return taken


def pack(
    members: Iterable[tuple[str, Iterable[bytes]]], made_at: tuple[int, int, int, int, int, int]
) -> Iterator[bytes]:
    """The bytes of a ZIP of ``members`` (name, content in parts), piece by piece. ``made_at``: local time, year to second."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            about = zipfile.ZipInfo(name, made_at)
            about.compress_type = zipfile.ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            with archive.open(about, "w", force_zip64=True) as member:
                for part in content:
                    member.write(part)
                    if pipe.waiting >= PIECE:
                        yield pipe.take()
    yield pipe.take()
