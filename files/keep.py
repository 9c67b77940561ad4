"""Keeping a file under its own hash: whole or not at all, once for each content, readable by the server alone."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: Room that is left for the database and everybody else, in bytes.
LEAST_FREE: Final = 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """``place`` below the root: ``folder/ab/abcd…``, whatever the file was called. ``size`` in bytes."""

    sha256: str
    size: int
    place: str


class TooLarge(Exception):
    """More than ``most`` bytes came; nothing was kept."""


class NoRoom(Exception):
    """The disk has not the room that must be left; nothing was kept."""


def keep(chunks: Iterable[bytes], *, root: Path, folder: str, most: int, least_free: int = LEAST_FREE) -> Kept:
    """Write the content below ``root/folder``, at most ``most`` bytes of it. Raises ``TooLarge`` and ``NoRoom``.

    The name that is left behind is that of the hash, so the same content is stored once, and never half: it appears when
    all of it is on the disk.
    """
    home = root / folder
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if shutil.disk_usage(home).free < least_free + most:
        raise NoRoom
    found, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=home, prefix="arriving-") as arriving:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise TooLarge
            found.update(chunk)
            arriving.write(chunk)
        arriving.flush()
        os.fsync(arriving.fileno())  # before anybody says that it is there
        sha256 = found.hexdigest()
        place = f"{folder}/{sha256[:2]}/{sha256}"
        target = root / place
        target.parent.mkdir(exist_ok=True, mode=0o700)
        with suppress(FileExistsError):  # the same content came before, or this very moment
            target.hardlink_to(arriving.name)  # whole at once; the temporary name goes when the block ends
    return Kept(sha256, size, place)
