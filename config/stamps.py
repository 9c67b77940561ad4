"""What has been done with which input, so that a second start leaves it out."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

BASE_DIR = Path(__file__).resolve().parent.parent
#: Everything that decides what the loaders write: the data and the code of the apps they fill.
DATA_SOURCES = ("data", "regions", "accounts", "plans", "indicators", "projects")
STATIC_SOURCES = ("static", "accounts", "dashboards", "entry", "requirements.txt", "constraints.txt")


def digest(names: Iterable[str], suffixes: frozenset[str] | None = None) -> str:
    """A checksum of paths and contents below ``names``; ``suffixes`` None takes every file."""
    checksum = hashlib.sha256()
    for name in names:
        root = BASE_DIR / name
        paths = [root] if root.is_file() else sorted(path for path in root.rglob("*") if path.is_file())
        for path in paths:
            if "__pycache__" in path.parts or (suffixes is not None and path.suffix not in suffixes):
                continue
            checksum.update(f"{path.relative_to(BASE_DIR)}\0".encode())
            checksum.update(hashlib.sha256(path.read_bytes()).digest())
    return checksum.hexdigest()


def digest_of_data() -> str:
    return digest(DATA_SOURCES, frozenset({".py", ".yaml", ".yml", ".csv", ".json"})) + _database()


def digest_of_static() -> str:
    return digest(STATIC_SOURCES, frozenset({".css", ".js", ".svg", ".png", ".ico", ".woff2", ".txt", ".map"}))


def _database() -> str:
    """Another database than the embedded one is another place to load into."""
    return hashlib.sha256(os.environ.get("DATABASE_URL", "").encode()).hexdigest()[:16]


class Stamps:
    """A small file: step -> the checksum of its input when it was last done, and what it printed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def _read(self) -> dict[str, Any]:
        try:
            content = json.loads(self.path.read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def is_current(self, step: str, checksum: str) -> bool:
        return bool(self._read().get(step, {}).get("digest") == checksum)

    def output(self, step: str) -> str:
        return str(self._read().get(step, {}).get("output", ""))

    def put(self, step: str, checksum: str, output: str = "") -> None:
        content = self._read() | {step: {"digest": checksum, "output": output}}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(content, file, ensure_ascii=False, indent=1)
