"""Whether docker-compose.yml is valid, asked of docker-compose itself; no container engine is needed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def problems(file: Path, example: Path) -> list[str]:
    """What is wrong with the compose file; an empty list when nothing is.

    With every variable of ``example`` filled in it must be valid; with the example as it is, its missing secrets must be refused.
    """
    names = [line.split("=", 1)[0] for line in example.read_text().splitlines() if "=" in line and line[0] != "#"]
    filled = _config(file, dict.fromkeys(names, "1"))
    empty = _config(file, {})
    found = []
    if filled.returncode != 0:
        found.append(f"not valid: {filled.stderr.strip()}")
    if empty.returncode == 0:
        found.append("a missing secret is not refused")
    return found


def _config(file: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "docker-compose"
    command = [str(program), "--env-file", os.devnull, "-f", str(file), "config", "--quiet"]
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": os.environ.get("HOME", "/"), **variables}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
