"""The repository keeps to its own rules: layers, tests that can fail, nothing of a machine, nothing from outside."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".git", ".venv", ".local", "node_modules", "vendor", "staticfiles", "media", "__pycache__"}
TEXTS = {
    ".py", ".md", ".html", ".css", ".js", ".mjs", ".yaml", ".yml", ".toml", ".txt", ".json", ".csv", ".svg", ".sh", ".po",
}  # fmt: skip


def files() -> list[Path]:
    """What is committed (or about to be); outside a repository everything that is not made on this machine."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if listed.returncode == 0 and listed.stdout:
        return [path for name in listed.stdout.splitlines() if (path := ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and not SKIPPED & set(path.relative_to(ROOT).parts)]


FILES = files()
TEXT_FILES = [path for path in FILES if path.suffix in TEXTS or not path.suffix]
PYTHON = [path for path in FILES if path.suffix == ".py"]
TESTS = [path for path in PYTHON if path.name.startswith("test_")]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def found(pattern: str, paths: list[Path]) -> list[str]:
    """file:line of each hit."""
    wanted = re.compile(pattern)
    return [
        f"{name_of(path)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1)
        if wanted.search(line)
    ]


def test_layers():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_path_of_a_machine():
    places = "|".join(("work", "root", "home/[a-z]+", "Users", "tmp/[a-z]+"))
    assert not found(rf"(?<![\w.~)}}/-])/(?:{places})/", [path for path in TEXT_FILES if path.name != "Dockerfile"])


def test_no_host_of_a_registry():
    hosts = "|".join(("registry", "pypi", "mirrors?", "artifactory", "nexus"))
    hits = found(rf"https?://[^/\s\"']*\b(?:{hosts})\b", TEXT_FILES)
    assert not hits


def test_pages_and_styles_name_no_other_host():
    shown = [path for path in FILES if path.is_relative_to(ROOT / "templates") or path.is_relative_to(ROOT / "static")]
    assert shown
    assert not found(
        r"(?:https?:)?//(?!www\.w3\.org)[a-z0-9-]+\.[a-z]{2,}", [one for one in shown if one.suffix in TEXTS]
    )


def test_packages_begin_empty():
    """But for a package of models, which Django reads by its name."""
    begin = [path for path in PYTHON if path.name == "__init__.py" and path.parent.name != "models"]
    assert not [name_of(path) for path in begin if path.read_text().strip()]


@pytest.mark.parametrize("path", [one for one in PYTHON if "migrations" not in one.parts], ids=name_of)
def test_a_person_can_hold_it_in_the_head(path):
    """About 300 lines a file, about 40 a function; what is beyond a third more is split."""
    text = path.read_text()
    assert len(text.splitlines()) <= 400
    if "tests" in path.parts:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 60, f"{node.name}: {length} lines"


#: Calls that fail by themselves.
_FAILING = {
    "raises", "fail", "warns", "call_command", "django_assert_num_queries", "django_assert_max_num_queries",
    "validate",  # jsonschema
    "Figure",  # plotly knows every property
}  # fmt: skip


def _can_fail(function: ast.FunctionDef, helpers: set[str]) -> bool:
    """It asserts, expects an error, or calls something of the tests that does."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in _FAILING or called in helpers:
                return True
    return False


def _functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]


HELPERS = {
    one.name
    for path in PYTHON
    if "tests" in path.parts
    for one in _functions(path)
    if not one.name.startswith("test_") and _can_fail(one, set())
}


@pytest.mark.parametrize("path", TESTS, ids=name_of)
def test_every_test_can_fail(path):
    tests = [one for one in _functions(path) if one.name.startswith("test_")]
    assert tests
    assert not [one.name for one in tests if not _can_fail(one, HELPERS)]


def test_no_test_is_skipped_without_a_reason():
    skips = found(r"mark\.(?:skip|xfail)\b(?!.*reason=)|mark\.skipif\((?!.*reason)", TESTS)
    assert not skips


def test_make_help_lists_the_commands_of_the_house():
    said = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in said.splitlines() if line.strip()} >= {
        "setup", "run", "test", "check", "fix", "bench",
    }  # fmt: skip


def test_every_command_of_the_house_exists():
    from django.core.management import get_commands

    assert set(get_commands()) >= {
        "load_regions", "load_plans", "load_actuals", "load_projects", "load_samples", "create_demo_accounts", "create_demo_rounds",
        "create_demo_reports", "recompute", "issue_key",
    }  # fmt: skip


def test_pure_packages_are_typed_strictly():
    from config import check

    assert {"indicators/domain", "figures"} <= {name for name in check.PURE if (ROOT / name).is_dir()}
    command = next(command for name, command in check.commands() if name == "types")
    assert {"indicators/domain", "figures"} <= set(command)
