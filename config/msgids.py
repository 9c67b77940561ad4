"""The strings of the interface, found without gettext's own tools: in Python by its syntax tree, in templates by Django.

Used by ``python -m config.messages`` and by the tests that keep the catalogue whole (tests/house/test_languages.py).
"""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

BASE_DIR = Path(__file__).resolve().parent.parent
#: Functions of django.utils.translation, under whatever name a module imports them.
_GETTEXT = {"gettext", "gettext_lazy", "gettext_noop"}
#: Of the pure packages: a marked word, a sentence with its figures (indicators/domain/said.py).
_PURE = {"word", "say"}
_PURE_MODULE = "indicators.domain.said"
#: What is stored or sent stays Chinese: marked, and in no catalogue (regions/recorded.py).
_RECORDED = "recorded"
#: What templatize leaves of a tag: gettext('…'), or _("…") of an argument.
_IN_TEMPLATE = re.compile(r"""(?:\b|(?<= ))(?:gettext|_)\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_NOT_OURS = ("tests/", "bench/")


@dataclass(frozen=True, slots=True)
class Literal:
    """A string in the source. ``marked``: it goes to gettext; ``recorded``: it is meant to stay Chinese."""

    file: str
    line: int
    text: str
    marked: bool
    recorded: bool = False


def tracked(suffix: str) -> list[str]:
    """Files of the product with this ending, committed or about to be, in the order of their names."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", f"*{suffix}"]
    done = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=False)
    if done.returncode == 0 and done.stdout:
        names = done.stdout.splitlines()
    else:  # unpacked without its repository
        left_out = {".venv", ".local", "node_modules", "staticfiles"}
        found = (path.relative_to(BASE_DIR) for path in BASE_DIR.rglob(f"*{suffix}"))
        names = [path.as_posix() for path in found if not left_out & set(path.parts)]
    return sorted({name for name in names if not name.startswith(_NOT_OURS) and (BASE_DIR / name).is_file()})


def python_literals(file: str) -> Iterator[Literal]:
    """Every string of a module but docstrings; an f-string counts piece by piece."""
    tree = ast.parse((BASE_DIR / file).read_text())
    names = _names_of_gettext(tree)
    marked = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node) in names
        for argument in node.args[:1]
    }
    kept = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _called(node) == _RECORDED
        for argument in node.args
    }
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks:
            yield Literal(file, node.lineno, node.value, id(node) in marked, id(node) in kept)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _names_of_gettext(tree: ast.Module) -> set[str]:
    """What this module calls gettext: ``_``, ``_now`` …"""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            wanted = _GETTEXT if node.module == "django.utils.translation" else set()
            if node.module.endswith("said") and (node.level or node.module == _PURE_MODULE):
                wanted = _PURE
            names |= {one.asname or one.name for one in node.names if one.name in wanted}
    return names


def template_msgids(file: str) -> Iterator[str]:
    """The message ids of a template, as its tags will ask for them."""
    source = templatize((BASE_DIR / file).read_text(), origin=file)
    for found in _IN_TEMPLATE.finditer(source):
        yield ast.literal_eval(found[1])


def msgids() -> dict[str, list[str]]:
    """Every message id with the files that say it, in the order of files and of their lines."""
    found: dict[str, list[str]] = {}

    def add(text: str, file: str) -> None:
        places = found.setdefault(text, [])
        if text and file not in places:
            places.append(file)

    for file in tracked(".html"):
        for text in template_msgids(file):
            add(text, file)
    for file in tracked(".py"):
        for literal in sorted((one for one in python_literals(file) if one.marked), key=lambda one: one.line):
            add(literal.text, file)
    found.pop("", None)
    return found
