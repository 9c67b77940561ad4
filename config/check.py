"""``make check``: every check that needs no test database. All of them run, so that one look shows all findings."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from config import compose

BASE_DIR = Path(__file__).resolve().parent.parent
PURE = (
    "indicators/domain",
    "projects/domain",
    "exchange/domain",
    "evaluations/domain",
    "publicity/domain",
    "intake/readers",
    "intake/domain",
    "files",
    "figures",
    "sheets",
)


def commands() -> list[tuple[str, list[str]]]:
    """What runs, by name, in the order of how quick it answers."""
    python = [sys.executable, "-m"]
    pure = [name for name in PURE if (BASE_DIR / name).is_dir()]
    steps = [
        ("ruff", [*python, "ruff", "check", "--output-format", "concise", "."]),
        ("format", [*python, "ruff", "format", "--check", "--output-format", "concise", "."]),
        ("layers", [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]),
        ("types", [*python, "mypy", *pure, "config/env.py", "config/local.py"]),
        ("django", [sys.executable, "manage.py", "check", "--fail-level", "ERROR"]),
        ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ]
    if any((BASE_DIR / "templates").rglob("*.html")):
        steps.append(("templates", [*python, "djlint", "--quiet", "--lint", "templates"]))
    return steps


def main() -> None:
    failed = []
    for name, command in commands():
        began = time.monotonic()
        result = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=False)
        print(
            f"{name:<12}{'ok' if result.returncode == 0 else 'FAILED'} ({time.monotonic() - began:.1f} s)", flush=True
        )
        if result.returncode != 0:
            failed.append(name)
            print(result.stdout + result.stderr, flush=True)
    problems = compose.problems(BASE_DIR / "docker-compose.yml", BASE_DIR / ".env.example")
    print(f"{'compose':<12}{'FAILED' if problems else 'ok'}", *problems, sep="\n" if problems else "", flush=True)
    if problems:
        failed.append("compose")
    if failed:
        sys.exit(f"make check: {', '.join(failed)} failed")


if __name__ == "__main__":
    main()
