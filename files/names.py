"""The name of a file that somebody sent, made fit to be shown and stored. It never decides where the file lies."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath


def shown_name(name: str, *, most: int) -> str:
    """Without folders, control and direction characters, at most ``most`` characters, its ending kept; "" where nothing is left."""
    last = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(one for one in unicodedata.normalize("NFC", last) if one.isprintable()).strip()
    return shown[-most:].strip()


def suffix_of(name: str) -> str:
    """The ending in small letters with its dot; "" for none."""
    return PurePosixPath(name).suffix.lower()
