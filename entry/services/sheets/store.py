"""An uploaded workbook between the look at its changes and their writing: kept on disk for a while, for one person.

Every web worker sees the same folder. A file is named by its hash below the person's number, so nobody else's hand-made
key leads to it; what is older than a day goes when the person uploads again.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import time
from pathlib import Path

from django.conf import settings

from accounts.models import User

EXPIRES_AFTER = 24 * 60 * 60  # seconds
MOST_KEPT = 8  # of one person
_KEY = re.compile(r"[0-9a-f]{64}")


def keep(data: bytes, *, by: User) -> str:
    """Keep the bytes; the key under which the person finds them."""
    folder = _folder(by)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _clear(folder)
    key = hashlib.sha256(data).hexdigest()
    with tempfile.NamedTemporaryFile(dir=folder, prefix="arriving-", delete=False) as arriving:
        arriving.write(data)
    Path(arriving.name).replace(folder / key)
    return key


def fetch(key: str, *, by: User) -> bytes | None:
    """The bytes; None where they expired, were never there, or belong to somebody else."""
    if not _KEY.fullmatch(key):
        return None
    place = _folder(by) / key
    try:
        if time.time() - place.stat().st_mtime > EXPIRES_AFTER:
            return None
        return place.read_bytes()
    except FileNotFoundError:
        return None


def forget(key: str, *, by: User) -> None:
    """Throw the file away: it was written, or put aside."""
    if _KEY.fullmatch(key):
        (_folder(by) / key).unlink(missing_ok=True)


def home() -> Path:
    """Where the folders of all persons lie."""
    return Path(settings.MEDIA_ROOT) / "sheets"


def _folder(by: User) -> Path:
    return home() / str(by.pk)


def _clear(folder: Path) -> None:
    """Take away what expired, and the oldest beyond ``MOST_KEPT``."""
    kept = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
    for number, one in enumerate(kept):
        if number >= MOST_KEPT - 1 or time.time() - one.stat().st_mtime > EXPIRES_AFTER:
            one.unlink(missing_ok=True)
