"""The committed data, loaded once for a module; sample files for what must be refused."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from indicators.services.loading.catalogue import read_catalogue

SAMPLES = Path(settings.BASE_DIR) / "tests" / "samples"
COMMITTED = sorted((Path(settings.BASE_DIR) / "indicators" / "catalogue").glob("*.yaml"))


@pytest.fixture(scope="session")
def catalogue():
    """The committed catalogue, read once."""
    return read_catalogue(COMMITTED)


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
