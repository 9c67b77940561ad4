"""Two recomputes of one plan take turns, so that an older result never replaces a newer."""

import threading
import time
from decimal import Decimal

import pytest
from django.db import connection, transaction

from indicators.models import Assessment
from indicators.services.recompute import Recomputed, recompute_plans
from plans.models import Plan
from tests.factories.indicators import approved, gdp_row

pytestmark = pytest.mark.django_db(transaction=True)


def waiting_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction would look at its first picture for ever
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def test_a_recompute_that_waited_reads_what_was_committed_meanwhile():
    row = gdp_row()
    approved(row, 2022, value=Decimal("179.46"))
    results = []

    def recompute():
        results.append(recompute_plans([row.plan_id]))
        connection.close()

    other = threading.Thread(target=recompute)
    with transaction.atomic():
        Plan.objects.select_for_update(no_key=True).get(pk=row.plan_id)  # as a recompute under way holds it
        other.start()
        deadline = time.monotonic() + 10
        while not waiting_for_a_lock():
            assert time.monotonic() < deadline, "the second recompute did not wait"
            time.sleep(0.01)
        approved(row, 2024, value=Decimal("193.3"))
    other.join(20)
    assert results == [Recomputed(computed=5, changed=5)]
    assert Assessment.objects.get(row=row, year=2024).actual == Decimal("193.3")
