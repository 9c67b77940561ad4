"""The committed data, loaded once for a module."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import connection, transaction


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    """Everything that a first run loads, assessed; rolled back after the module. Tests of it only read."""
    with django_db_blocker.unblock(), transaction.atomic():
        for command in ("load_regions", "load_plans", "load_actuals", "recompute"):
            call_command(command, verbosity=0)
        with connection.cursor() as cursor:  # nobody else sees these rows yet, so autovacuum cannot tell the planner
            cursor.execute("ANALYZE")
        yield SimpleNamespace()
        transaction.set_rollback(True)
