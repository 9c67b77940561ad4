"""A database of its own on the server of the product: made for a run, dropped after it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection


@contextmanager
def scratch_database() -> Iterator[dict[str, str]]:
    """Switch the default connection to a new, migrated database; yields the environment that a child process needs.

    ``BENCH_MIGRATED`` may name a database of the same server in which all migrations ran: a copy takes no half minute.
    """
    own, name = connection.settings_dict["NAME"], f"bench_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        source = os.environ.get("BENCH_MIGRATED", "")
        cursor.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{source}"' if source else ""))
    try:
        print(f"scratch database {name}", flush=True)
        _switch(name)
        if not source:
            call_command("migrate", verbosity=0)
        url = urlsplit(os.environ["DATABASE_URL"])
        yield {
            **os.environ,
            "DATABASE_URL": urlunsplit(url._replace(path=f"/{name}")),
            "DEPLOYMENT": settings.DEPLOYMENT,
            "SECRET_KEY": settings.SECRET_KEY,
            "REDIS_URL": settings.REDIS_URL,
        }
    finally:
        _switch(own)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _switch(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
