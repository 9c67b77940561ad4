"""Databases of the tests' server beside those that Django makes, and one with all migrations to copy them from."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import django
import psycopg2
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg2 import sql

#: Any number, the same in every process: who holds it makes, copies or drops a template.
_LOCK = 4107260001
#: Of the product's own database, before a test takes its place in the settings.
_PREFIX = f"{settings.DATABASES['default']['NAME']}_migrated_"


def _server() -> dict[str, str]:
    return settings.DATABASES["default"]


@contextlib.contextmanager
def _maintenance() -> Iterator[psycopg2.extensions.cursor]:
    """A cursor on the maintenance database, outside any transaction."""
    names_of = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    own = psycopg2.connect(dbname="postgres", **{name: _server()[key] or None for name, key in names_of.items()})
    own.autocommit = True
    try:
        with own.cursor() as cursor:
            yield cursor
    finally:
        own.close()


def do(statement: str, *names: str) -> list[tuple[str]]:
    """One statement on the maintenance database."""
    with _maintenance() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
        return cursor.fetchall() if cursor.description else []


def known() -> set[str]:
    return {name for (name,) in do("SELECT datname FROM pg_database")}


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One process of the whole server at a time; the others wait and find the work done."""
    with _maintenance() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        yield  # the lock goes with the connection


def _digest() -> str:
    """Of every migration, ours and those of installed packages."""
    checksum = hashlib.sha256()
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").rglob("*.py")):
            checksum.update(f"{app.label}/{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return checksum.hexdigest()[:16]


def migrated() -> str:
    """The name of an empty database in which every migration ran, made once and kept until a migration changes.

    Migrating takes half a minute, a copy a fifth of a second.
    """
    name = _PREFIX + _digest()
    with _alone():
        there = known()
        if name not in there:
            for old in there:
                if old.startswith(_PREFIX):
                    do("DROP DATABASE IF EXISTS {} WITH (FORCE)", old)
            fresh = _PREFIX + "new"
            do("CREATE DATABASE {}", fresh)
            _migrate(fresh)
            do("ALTER DATABASE {} RENAME TO {}", fresh, name)
    return name


def _migrate(name: str) -> None:
    """In a process of its own: a test's may be kept from databases."""
    done = subprocess.run(_command(name), env=_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _command(*names: str) -> list[str]:
    return [sys.executable, "-m", "tests.databases", *names]


def _environment() -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings_test", "PYTHONPATH": str(settings.BASE_DIR)}


def begin() -> subprocess.Popen[bytes]:
    """Make the migrated database in a process of its own, while the workers collect; should it fail, a worker makes it."""
    return subprocess.Popen(_command(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment())


if __name__ == "__main__":
    django.setup()
    if sys.argv[1:]:
        connection.settings_dict["NAME"] = sys.argv[1]
        call_command("migrate", verbosity=0)
    else:
        migrated()
